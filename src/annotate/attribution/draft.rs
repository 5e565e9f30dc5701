//! A quote before its speaker is resolved.

use std::collections::{HashMap, HashSet};

use super::{addressees::Addressee, frames::Frame, rules::Rule, speakers::Speaker};
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
    /// The name that they are, by its number.
    pub speaker_name: Option<usize>,
    /// The number of the speaker's entity.
    pub speaker_entity: Option<usize>,
    /// The quote that it goes on from, by its number: the speaker is the same.
    pub continues: Option<usize>,
    /// The reporting words.
    pub cue: Option<(usize, usize)>,
    /// The words that name whom it was said to.
    pub addressee: Option<(usize, usize)>,
    /// The name that they are, by its number.
    pub addressee_name: Option<usize>,
    /// The number of the addressee's entity.
    pub addressee_entity: Option<usize>,
    /// When it was said.
    pub said_on: Option<PartialDate>,
    /// On which occasion.
    pub occasion: Option<String>,
    /// How sure it is, from 0 to 1.
    pub confidence: f64,
    /// The block it stands in.
    pub block: usize,
    /// The rule that made it.
    pub rule: Rule,
}

impl Draft {
    /// A quote of which nothing is known but its words, its place and its rule.
    #[must_use]
    pub fn new(r#type: QuoteType, content: Vec<(usize, usize)>, verbatim: Vec<(usize, usize)>, block: usize, rule: Rule) -> Self {
        Self {
            r#type,
            content,
            verbatim,
            speaker: None,
            speaker_name: None,
            speaker_entity: None,
            continues: None,
            cue: None,
            addressee: None,
            addressee_name: None,
            addressee_entity: None,
            said_on: None,
            occasion: None,
            confidence: 1.0,
            block,
            rule,
        }
    }

    /// With the words that name its speaker.
    pub(super) fn with_speaker(mut self, speaker: Option<Speaker>) -> Self {
        self.speaker = speaker.map(|speaker| (speaker.start, speaker.end));
        self.speaker_name = speaker.and_then(|speaker| speaker.name);
        self
    }

    /// With the units from `first` to `last` for its cue.
    pub(super) fn with_cue(mut self, frame: &Frame, first: usize, last: usize) -> Self {
        self.cue = frame.stretch(first..last + 1);
        self
    }

    /// With the words that name whom it was said to.
    pub(super) fn with_addressee(mut self, addressee: Option<Addressee>) -> Self {
        self.addressee = addressee.map(|addressee| (addressee.start, addressee.end));
        self.addressee_name = addressee.and_then(|addressee| addressee.name);
        self
    }

    fn start(&self) -> Option<usize> {
        self.content.first().map(|content| content.0)
    }
}

/// Puts quotes in the order of the text, of those that begin at one place the first found, and has what they refer to follow.
pub(super) fn in_order(quotes: Vec<Draft>) -> Vec<Draft> {
    let mut starts = HashSet::new();
    let mut order: Vec<usize> =
        (0..quotes.len()).filter(|&number| quotes[number].start().is_some_and(|start| starts.insert(start))).collect();
    order.sort_by_key(|&number| quotes[number].start());
    let places: HashMap<usize, usize> = order.iter().enumerate().map(|(place, &number)| (number, place)).collect();
    let mut quotes: Vec<Option<Draft>> = quotes.into_iter().map(Some).collect();
    let ordered = order.iter().filter_map(|&number| quotes[number].take());
    ordered.map(|quote| Draft { continues: quote.continues.and_then(|former| places.get(&former).copied()), ..quote }).collect()
}
