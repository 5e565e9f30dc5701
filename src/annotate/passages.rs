//! What stands in quotation marks.

use super::parsed::Parsed;

/// A stretch between quotation marks (bytes), marks left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The opening mark's first byte.
    pub open: usize,
    /// The first byte after it.
    pub start: usize,
    /// The byte after the last one within.
    pub end: usize,
    /// The byte after the closing mark; `end` where it is missing.
    pub close: usize,
    /// Why it is no speech, where it is none.
    pub not_speech: Option<&'static str>,
}

/// Finds the passages of a text, in order, the outer ones alone.
#[must_use]
pub fn find(_parsed: &Parsed) -> Vec<Passage> {
    Vec::new()
}
