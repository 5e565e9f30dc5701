//! What two annotations of one document differ in, each difference once.

use std::collections::HashSet;

use super::{
    Comparison, Score,
    cases::Case,
    figures::Figure,
    matching::{self, Stretch},
};

/// Every difference, to the letter, in the order of the text.
///
/// A quote in other bounds, or of another type, is one difference; so is one speaker instead of another.
#[must_use]
pub fn differences(comparison: &Comparison) -> Vec<Case> {
    let exact = Comparison { overlap: 1.0, ..*comparison };
    let (passages, mut cases): (Vec<Case>, Vec<Case>) =
        Score::of(&exact).cases.into_iter().partition(|case| case.figure == Figure::Passages);
    // These two are wrong wherever another figure is that says why.
    cases.retain(|case| !matches!(case.figure, Figure::AttributedPassages | Figure::SpeakerOverlap));
    let quotes: Vec<Stretch> = cases.iter().filter(|case| is_span(case.figure)).flat_map(both_places).collect();
    let at: Vec<Stretch> = passages.iter().map(|case| (case.start, case.end)).collect();
    let explained: HashSet<usize> = matching::overlapping(&at, &quotes).into_iter().map(|pair| pair.0).collect();
    cases.extend(passages.into_iter().enumerate().filter(|(n, _)| !explained.contains(n)).map(|(_, case)| case));
    cases.sort_by_key(|case| (case.start, case.figure));
    cases
}

fn is_span(figure: Figure) -> bool {
    matches!(figure, Figure::Direct | Figure::Mixed | Figure::Indirect)
}

fn both_places(case: &Case) -> impl Iterator<Item = Stretch> {
    [Some((case.start, case.end)), case.predicted_at].into_iter().flatten()
}
