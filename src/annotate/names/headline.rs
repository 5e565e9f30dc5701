//! Names in headlines, where every word of weight has a capital: only what is a name by itself.

use super::{
    Found,
    known::known_at,
    reading::{Reading, Traits},
};
use crate::{annotate::lists, domain::EntityType};

/// A name at token `n` of a headline.
pub fn name(reading: &Reading, n: usize, limit: usize) -> Option<Found> {
    if let Some((length, false)) = known_at(reading, n, limit) {
        let kind = EntityType::Organisation;
        return Some(Found { start: n, end: n + length, kind, title: None, rule: "known-organisation-in-headline", confidence: 0.93 });
    }
    let unclear = Traits::PLACE.or(Traits::ORDINARY).or(Traits::NEVER).or(Traits::DEMONYM).or(Traits::TITLE);
    let is_surname = |n: usize| n < limit && reading.is(n, Traits::CAPITAL) && !reading.is(n, unclear) && !reading.is(n, Traits::FUNCTION);
    let person = |end: usize, title, rule| Found { start: n, end, kind: EntityType::Person, title, rule, confidence: 0.88 };
    let title = title_before(reading, n);
    if title.is_some() && is_surname(n) {
        let end = (n + 1..limit.min(n + 3)).find(|&n| !is_surname(n)).unwrap_or(limit.min(n + 3));
        return Some(person(end, title, "title-in-headline"));
    }
    let is_given = reading.is(n, Traits::GIVEN) && !reading.is(n, unclear);
    (is_given && is_surname(n + 1)).then(|| person(n + 2, None, "given-name-in-headline"))
}

/// The honorific or title that stands before token `n`.
pub fn title_before(reading: &Reading, n: usize) -> Option<(usize, usize)> {
    let is_title =
        |n: usize| reading.is(n, Traits::CAPITAL) && reading.is(n, Traits::TITLE.or(Traits::HONORIFIC)) || reading.word(n) == ".";
    let first = reading.sentence_start(n);
    let mut start = n;
    while start > first && n - start < 4 && is_title(start - 1) {
        start -= 1;
    }
    (start < n && reading.is(start, Traits::CAPITAL)).then_some((start, n))
}

/// Whether a headline goes on after its subject with this word.
pub fn is_modal(word: &str) -> bool {
    matches!(
        word,
        "Will"
            | "Would"
            | "Could"
            | "May"
            | "Must"
            | "Can"
            | "Is"
            | "Was"
            | "Has"
            | "Had"
            | "Won't"
            | "Can't"
            | "will"
            | "would"
            | "could"
            | "is"
            | "was"
            | "has"
            | "to"
            | "and"
    )
}

/// Whether token `n` is a verb of speech or deed, with a capital or without.
pub fn is_acting(reading: &Reading, n: usize) -> bool {
    reading.is(n, Traits::ACTING) || reading.is(n, Traits::CAPITAL) && lists::acting_verbs().contains(&*reading.word(n).to_lowercase())
}
