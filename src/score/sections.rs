//! Sections: how many characters are in the right kind.

use std::collections::BTreeMap;

use super::{
    Comparison, Score,
    cases::{Case, Fault, Places},
    figures::{Figure, number},
};
use crate::domain::{Section, SectionKind};

/// The kind of a character in gold, and in what was predicted.
type Kinds = (Option<SectionKind>, Option<SectionKind>);

/// How many characters are of each kind in both annotations; none where a character is in no section.
#[derive(Debug, Clone, Default)]
pub struct Confusion {
    characters: BTreeMap<Kinds, usize>,
}

impl Confusion {
    /// Takes in what was counted elsewhere.
    pub fn add(&mut self, other: &Self) {
        for (kinds, characters) in &other.characters {
            *self.characters.entry(*kinds).or_default() += characters;
        }
    }

    /// Cohen's kappa: agreement beyond what chance would give, 1 where both agree everywhere; none without characters.
    #[must_use]
    pub fn kappa(&self) -> Option<f64> {
        let all = number(self.characters.values().sum());
        if all == 0.0 {
            return None;
        }
        let sum = |of: &dyn Fn(&Kinds) -> bool| {
            number(self.characters.iter().filter(|(kinds, _)| of(kinds)).map(|(_, count)| *count).sum()) / all
        };
        let agreed = sum(&|(gold, predicted)| gold == predicted);
        let kinds = SectionKind::ALL.into_iter().map(Some).chain([None]);
        let chance: f64 = kinds.map(|kind| sum(&|(gold, _)| *gold == kind) * sum(&|(_, predicted)| *predicted == kind)).sum();
        Some(if chance < 1.0 { (agreed - chance) / (1.0 - chance) } else { 1.0 })
    }
}

/// Two kinds over a run of characters.
struct Run {
    gold: Option<SectionKind>,
    predicted: Option<SectionKind>,
    start: u32,
    end: u32,
}

/// Compares the sections of both, blanks left out where the text is at hand.
pub fn compare(comparison: &Comparison, places: &Places, score: &mut Score) {
    let (gold, predicted) = (&comparison.gold.sections, &comparison.predicted.sections);
    let mut sweep = Sweep { gold: Cursor::new(gold), predicted: Cursor::new(predicted) };
    let (mut in_gold, mut in_predicted, mut right) = (0, 0, 0);
    let mut run: Option<Run> = None;
    for position in places.solid() {
        let (gold, predicted) = sweep.kinds(position);
        if (gold.is_none() && predicted.is_none()) || !comparison.counts(position) {
            continue;
        }
        in_gold += usize::from(gold.is_some());
        in_predicted += usize::from(predicted.is_some());
        right += usize::from(gold == predicted);
        *score.confusion.characters.entry((gold, predicted)).or_default() += 1;
        match &mut run {
            Some(run) if (run.gold, run.predicted) == (gold, predicted) => run.end = position + 1,
            _ => {
                let next = Run { gold, predicted, start: position, end: position + 1 };
                score.cases.extend(run.replace(next).and_then(|run| case(places, &run)));
            }
        }
    }
    score.cases.extend(run.and_then(|run| case(places, &run)));
    score.count(Figure::Sections, in_gold, in_predicted, right);
}

fn case(places: &Places, run: &Run) -> Option<Case> {
    let name = |kind: Option<SectionKind>| kind.map(|kind| kind.as_str().to_owned());
    let fault = match (run.gold, run.predicted) {
        (gold, predicted) if gold == predicted => return None,
        (Some(_), None) => Fault::Missed,
        (None, _) => Fault::Spurious,
        _ => Fault::Wrong,
    };
    Some(places.case(Figure::Sections, fault, (run.start, run.end), None).values(name(run.gold), name(run.predicted)))
}

/// Both lists of sections, read along the text.
struct Sweep<'a> {
    gold: Cursor<'a>,
    predicted: Cursor<'a>,
}

impl Sweep<'_> {
    fn kinds(&mut self, position: u32) -> Kinds {
        (self.gold.kind(position), self.predicted.kind(position))
    }
}

struct Cursor<'a> {
    sections: &'a [Section],
    next: usize,
}

impl<'a> Cursor<'a> {
    fn new(sections: &'a [Section]) -> Self {
        Self { sections, next: 0 }
    }

    fn kind(&mut self, position: u32) -> Option<SectionKind> {
        while self.sections.get(self.next).is_some_and(|section| section.end <= position) {
            self.next += 1;
        }
        self.sections.get(self.next).filter(|section| section.start <= position).map(|section| section.kind)
    }
}
