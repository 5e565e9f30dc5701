//! How well two annotations of the same document agree: one of them gold, the other predicted.
//!
//! Everything is counted on sidecars, so that it does not matter who made the marks. `figures` says what each figure counts,
//! `alignment` when two entities are the same, `cases` what was missed or wrong, `report` how all of it is written.

pub mod alignment;
mod attributes;
pub mod cases;
pub mod difference;
pub mod figures;
mod matching;
mod mentions;
mod quotes;
pub mod reliability;
pub mod report;
pub mod sections;

use std::collections::BTreeMap;

use self::{
    alignment::Alignment,
    cases::{Case, Places},
    figures::{Figure, Tally},
    reliability::Reliability,
    sections::Confusion,
};
use crate::{
    corpus::Sidecar,
    domain::{Section, SectionKind},
};

/// How much two spans share to count as the same: passages of the longer one, quotes of either.
pub const OVERLAP: f64 = 0.8;

/// Two annotations of one document.
#[derive(Debug, Clone, Copy)]
pub struct Comparison<'a> {
    /// What the document is called in the cases.
    pub name: &'a str,
    /// The annotation that counts as right.
    pub gold: &'a Sidecar,
    /// The annotation that is measured.
    pub predicted: &'a Sidecar,
    /// The document's text, where it is at hand: without it the cases show only the words that the annotations carry.
    pub text: Option<&'a str>,
    /// The kinds of section that count, by the gold annotation; all of them where this is empty.
    pub sections: &'a [SectionKind],
    /// How much two spans share, from 0 to 1, to count as the same: [`OVERLAP`] where nothing else is wanted.
    pub overlap: f64,
}

/// How well two annotations agree, over one document or many.
#[derive(Debug, Default)]
pub struct Score {
    /// The figures.
    pub figures: BTreeMap<Figure, Tally>,
    /// Of each kind of section, what the other annotation took it for, in characters.
    pub confusion: Confusion,
    /// How often a quote has the right speaker, by the confidence given.
    pub quotes: Reliability,
    /// How often a name is right, by the confidence given.
    pub mentions: Reliability,
    /// Everything that was missed or wrong.
    pub cases: Vec<Case>,
}

impl Score {
    /// Compares two annotations of one document.
    #[must_use]
    pub fn of(comparison: &Comparison) -> Self {
        let places = Places::new(comparison);
        let alignment = Alignment::new(comparison.gold, comparison.predicted);
        let mut score = Self::default();
        for figure in Figure::ALL {
            score.figures.insert(figure, Tally::default());
        }
        sections::compare(comparison, &places, &mut score);
        mentions::compare(comparison, &places, &mut score);
        quotes::compare(comparison, &places, &alignment, &mut score);
        score
    }

    /// Takes in what was counted elsewhere.
    pub fn add(&mut self, other: Self) {
        for (figure, tally) in other.figures {
            self.figures.entry(figure).or_default().add(tally);
        }
        self.confusion.add(&other.confusion);
        self.quotes.add(&other.quotes);
        self.mentions.add(&other.mentions);
        self.cases.extend(other.cases);
    }

    /// The tally of one figure.
    #[must_use]
    pub fn tally(&self, figure: Figure) -> Tally {
        self.figures.get(&figure).copied().unwrap_or_default()
    }

    fn count(&mut self, figure: Figure, gold: usize, predicted: usize, right: usize) {
        self.figures.entry(figure).or_default().add(Tally::counted(gold, predicted, right));
    }
}

impl Comparison<'_> {
    /// Whether what begins at `start` counts.
    fn counts(&self, start: u32) -> bool {
        self.sections.is_empty() || kind_at(self.reference_sections(), start).is_some_and(|kind| self.sections.contains(&kind))
    }

    /// The sections that decide what counts: gold's own, or the others where gold has none.
    fn reference_sections(&self) -> &[Section] {
        if self.gold.sections.is_empty() { &self.predicted.sections } else { &self.gold.sections }
    }
}

/// The kind of section at a code point.
fn kind_at(sections: &[Section], position: u32) -> Option<SectionKind> {
    let after = sections.partition_point(|section| section.start <= position);
    sections.get(after.checked_sub(1)?).filter(|section| position < section.end).map(|section| section.kind)
}
