//! What speaks for a person or an organisation where neither title nor head tells: the words of the name, and those around it.

mod surroundings;
mod words;

use super::{reading::Reading, runs::Open};
use crate::domain::SectionKind;

/// How much speaks for either; about 2 decides.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Evidence {
    /// For a person.
    pub person: f64,
    /// For an organisation.
    pub organisation: f64,
}

impl Evidence {
    /// Takes in the evidence of another occurrence of the same words.
    pub fn join(&mut self, other: Self) {
        let both = |one: f64, other: f64| one.max(other) + (0.4 * one.min(other)).clamp(-0.6, 0.5);
        *self = Self { person: both(self.person, other.person), organisation: both(self.organisation, other.organisation) };
    }

    fn add(&mut self, person: f64, organisation: f64) {
        self.person += person;
        self.organisation += organisation;
    }
}

/// Weighs a run of capitalised words.
pub fn weigh(reading: &Reading, open: &Open) -> Evidence {
    let mut evidence = Evidence { person: 0.0, organisation: open.organisation };
    if is_in_marks(reading, open) {
        evidence.add(-1.5, -2.5);
    }
    if is_agency(reading, open) {
        evidence.add(-2.0, 3.0);
    }
    words::weigh(reading, open, &mut evidence);
    surroundings::before(reading, open.start, open.end - open.start > 1, &mut evidence);
    surroundings::after(reading, open.end, &mut evidence);
    if open.article {
        evidence.add(-2.0, 1.2);
    }
    evidence
}

/// A name alone within quotation marks is a work's, or a nickname.
fn is_in_marks(reading: &Reading, open: &Open) -> bool {
    let is_mark = |n: usize| matches!(reading.word(n), "\"" | "“" | "”" | "‘" | "’" | "'");
    let front = open.start - usize::from(open.article);
    let closes = is_mark(open.end) || matches!(reading.word(open.end), "," | ".") && is_mark(open.end + 1);
    front > 0 && is_mark(front - 1) && reading.parsed.touches_next(front - 1) && closes && reading.parsed.touches_next(open.end - 1)
}

/// "MUSCAT, May 17 (Orbis) -": who sent the report.
fn is_agency(reading: &Reading, open: &Open) -> bool {
    let first = reading.sentence_start(open.start);
    let dash = matches!(reading.word(open.end + 1), "-" | "–" | "—");
    open.start > first && open.start - first < 16 && reading.word(open.start - 1) == "(" && reading.word(open.end) == ")" && dash
}

/// What the kind of section adds: names in bylines are people's.
pub fn section(kind: SectionKind, is_alone: bool) -> Evidence {
    match kind {
        SectionKind::Byline => Evidence { person: if is_alone { 0.0 } else { 1.2 }, organisation: 0.0 },
        SectionKind::Credit => Evidence { person: if is_alone { 0.0 } else { 0.8 }, organisation: 0.3 },
        SectionKind::Bio => Evidence { person: 0.4, organisation: 0.0 },
        SectionKind::Boilerplate => Evidence { person: -0.8, organisation: -0.4 },
        SectionKind::Spam | SectionKind::CommentMeta => Evidence { person: -3.0, organisation: -3.0 },
        SectionKind::Dateline => Evidence { person: -2.0, organisation: 0.0 },
        _ => Evidence::default(),
    }
}
