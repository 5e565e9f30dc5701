//! Who is reported to have said what.

use super::{names::Name, parsed::Parsed, passages::Passage};
use crate::domain::{PartialDate, QuoteType};

/// A quote before its speaker is resolved. Stretches are bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// How it is reported.
    pub r#type: QuoteType,
    /// What is reported.
    pub content: Vec<(usize, usize)>,
    /// The words within marks.
    pub verbatim: Vec<(usize, usize)>,
    /// The words that name the speaker.
    pub speaker: Option<(usize, usize)>,
    /// The number of the speaker's entity.
    pub speaker_entity: Option<usize>,
    /// The reporting words.
    pub cue: Option<(usize, usize)>,
    /// The words that name whom it was said to.
    pub addressee: Option<(usize, usize)>,
    /// The number of the addressee's entity.
    pub addressee_entity: Option<usize>,
    /// When it was said.
    pub said_on: Option<PartialDate>,
    /// On which occasion.
    pub occasion: Option<String>,
    /// How sure it is, from 0 to 1.
    pub confidence: f64,
    /// The rule that made it.
    pub rule: &'static str,
}

/// Finds the quotes of a text, in order.
#[must_use]
pub fn attribute(_parsed: &Parsed, _names: &[Name], _passages: &[Passage]) -> Vec<Draft> {
    Vec::new()
}
