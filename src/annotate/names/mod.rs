//! Where people and organisations are named.

use super::parsed::Parsed;
use crate::domain::EntityType;

/// A place where a person or an organisation is named: without honorific, title or possessive 's.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    /// First byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
    /// Whether it is a person or an organisation.
    pub kind: EntityType,
    /// The honorific or title that stands before it (bytes), `Mr`, `Foreign Minister`.
    pub title: Option<(usize, usize)>,
    /// What the text says this person or organisation is: `head of the customs union`, `Russian foreign minister` (bytes).
    pub role: Option<(usize, usize)>,
    /// The number of its entity.
    pub entity: usize,
    /// The rule that found it.
    pub rule: &'static str,
    /// How sure that is, from 0 to 1.
    pub confidence: f64,
}

/// Finds the names of a text, in order, without overlap. Their entities are not known yet.
#[must_use]
pub fn find(_parsed: &Parsed) -> Vec<Name> {
    Vec::new()
}
