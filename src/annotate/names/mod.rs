//! Where people and organisations are named.
//!
//! Capitalised runs ([`runs`]) fall into titles with the names after them, organisations told by their words ([`organisations`]) or known by
//! name, and runs that are open. Their surroundings speak for one or the other ([`evidence`]); what the whole document says of the same words is
//! put together ([`memory`]), and names found in full tag their short forms, also in headlines, where capitals mean nothing.

mod casing;
mod evidence;
mod headline;
mod known;
mod memory;
mod organisations;
pub mod reading;
pub mod role;
mod runs;
mod short_forms;
mod titled;
mod traits;

use casing::Style;
use memory::Memory;
use reading::{Reading, Traits};
use runs::Runs;

use super::parsed::Parsed;
use crate::domain::{EntityType, SectionKind};

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

/// A name by its tokens.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// First token.
    pub start: usize,
    /// The token after the last one.
    pub end: usize,
    /// Whether it is a person or an organisation.
    pub kind: EntityType,
    /// The honorific or title before it.
    pub title: Option<(usize, usize)>,
    /// The rule that found it.
    pub rule: &'static str,
    /// How sure that is.
    pub confidence: f64,
}

/// Finds the names of a text, in order, without overlap. Their entities are not known yet.
#[must_use]
pub fn find(parsed: &Parsed) -> Vec<Name> {
    let reading = Reading::new(parsed);
    let mut runs = Runs::default();
    for (number, sentence) in parsed.sentences.iter().enumerate() {
        let is_spam = matches!(reading.section(sentence), SectionKind::Spam | SectionKind::CommentMeta | SectionKind::Date);
        if reading.style(number) == Style::Sentence && !is_spam {
            search(&reading, sentence.tokens.start, sentence.tokens.end, &mut runs);
        }
    }
    let memory = Memory::new(&reading, &mut runs);
    let found = memory.complete(&reading, runs.found);
    found.into_iter().map(|found| name(&reading, &found)).collect()
}

/// Takes every run of a sentence apart.
fn search(reading: &Reading, start: usize, end: usize, runs: &mut Runs) {
    let mut n = start;
    while n < end {
        if !reading.is(n, Traits::CAPITAL) {
            n += 1;
            continue;
        }
        let run = runs::run_end(reading, n, end);
        n = runs.take(reading, n, run, end);
    }
}

/// A name as the later stages read it.
fn name(reading: &Reading, found: &Found) -> Name {
    let tokens = &reading.parsed.tokens;
    let bytes = |start: usize, end: usize| (tokens[start].start, tokens[end - 1].end);
    let (start, end) = bytes(found.start, found.end);
    let title = found.title.map(|(start, end)| bytes(start, end));
    let role = role::of(reading, found).map(|(start, end)| bytes(start, end));
    Name { start, end, kind: found.kind, title, role, entity: 0, rule: found.rule, confidence: found.confidence }
}

#[cfg(test)]
mod tests;
