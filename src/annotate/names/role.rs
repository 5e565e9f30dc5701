//! What the text says that somebody is: "customs chief X", "X, head of the customs union,", "its author, X".

use super::{
    Found,
    reading::{Reading, Traits},
};
use crate::{annotate::lists, domain::EntityType};

/// The longest role, in tokens.
const MAX_ROLE: usize = 16;

/// The tokens of the role that the text gives a name where it stands.
#[must_use]
pub fn of(reading: &Reading, found: &Found) -> Option<(usize, usize)> {
    let front = found.title.map_or(found.start, |(start, _)| start);
    after(reading, found.end)
        .or_else(|| before(reading, front, found))
        .or_else(|| possessed(reading, front))
        .filter(|_| found.kind == EntityType::Person)
}

fn is_noun(reading: &Reading, n: usize) -> bool {
    reading.is(n, Traits::TITLE)
}

/// Whether token `n` goes with what a person is: no mark, verb or function word.
fn goes_with(reading: &Reading, n: usize) -> bool {
    reading.parsed.is_word(n) && !reading.is(n, Traits::FUNCTION.or(Traits::ACTING).or(Traits::PARTICLE))
}

/// "customs chief X", "Russian Foreign Minister X", "Halden analyst X".
fn before(reading: &Reading, front: usize, found: &Found) -> Option<(usize, usize)> {
    let first = reading.sentence_start(front);
    let is_titled = found.title.is_some();
    if !is_titled && (front == first || !is_noun(reading, front - 1)) {
        return None;
    }
    let mut start = front;
    while start > first && front - start < 6 && goes_with(reading, start - 1) && !is_other(reading, start - 1, start) {
        start -= 1;
    }
    let end = found.title.filter(|&(start, end)| (start..end).any(|n| is_noun(reading, n))).map_or(front, |(_, end)| end);
    (start < end).then_some((start, end))
}

/// Whether token `n` belongs to what comes before a role: a verb, or a word in lower case before one with a capital.
fn is_other(reading: &Reading, n: usize, next: usize) -> bool {
    let word = reading.word(n);
    let is_lower = word.starts_with(char::is_lowercase);
    let is_verb = is_lower && word.ends_with("ed") && !matches!(word, "retired" | "disgraced" | "jailed" | "exiled" | "ousted" | "deposed");
    let is_opener = reading.is(n, Traits::FIRST)
        && !reading.is(n, Traits::TITLE.or(Traits::MODIFIER).or(Traits::DEMONYM).or(Traits::PLACE))
        && reading.is(n, Traits::ORDINARY)
        && reading.is(next, Traits::CAPITAL);
    is_verb || is_opener || is_lower && reading.is(next, Traits::CAPITAL) && !reading.is(n, Traits::TITLE)
}

/// "X, 43, head of the customs union," or "X, of the union Y,".
fn after(reading: &Reading, end: usize) -> Option<(usize, usize)> {
    let mut start = end;
    if !matches!(reading.word(start), "," | "–" | "—" | "-" | "(") {
        return is_a(reading, start);
    }
    start += 1;
    let is_age = reading.word(start).len() <= 3 && reading.word(start).parse::<u8>().is_ok();
    if is_age && matches!(reading.word(start + 1), "," | ")") {
        start += 2;
    }
    noun_phrase(reading, start)
}

/// "X is a student of …".
fn is_a(reading: &Reading, at: usize) -> Option<(usize, usize)> {
    (matches!(reading.word(at), "is" | "was") && matches!(reading.word(at + 1), "a" | "an" | "the"))
        .then(|| noun_phrase(reading, at + 1))
        .flatten()
}

/// The noun phrase that says what somebody is, without its article.
fn noun_phrase(reading: &Reading, start: usize) -> Option<(usize, usize)> {
    let limit = reading.sentence_end(start).min(start + MAX_ROLE);
    let is_article =
        matches!(reading.word(start), "a" | "an" | "the" | "The" | "another" | "one" | "his" | "her" | "its" | "their" | "my" | "our");
    let start = start + usize::from(is_article);
    let ends = |n: usize| {
        matches!(
            reading.word(n),
            "," | "."
                | ";"
                | ":"
                | ")"
                | "("
                | "–"
                | "—"
                | "-"
                | "\""
                | "“"
                | "”"
                | "who"
                | "whose"
                | "which"
                | "that"
                | "has"
                | "is"
                | "was"
                | "had"
        ) || reading.is(n, Traits::ACTING)
    };
    let is_short = |n: usize| n > start && reading.word(n) == "." && lists::abbreviations().contains(reading.word(n - 1)) && n + 1 < limit;
    let end = (start..limit).find(|&n| ends(n) && !is_short(n)).unwrap_or(limit);
    let joins = |n: usize| matches!(reading.word(n), "of" | "at" | "for" | "in" | "with" | "from" | "to" | "and" | "on");
    let head = (start..end).find(|&n| joins(n)).unwrap_or(end);
    let is_role = (start..head).any(|n| is_noun(reading, n)) || reading.word(start) == "of" && reading.is(start + 1, Traits::FUNCTION);
    (is_role && start < end).then_some((start, end))
}

/// "its general secretary, X": what somebody is, before a comma.
fn possessed(reading: &Reading, front: usize) -> Option<(usize, usize)> {
    let comma = front.checked_sub(1)?;
    let first = reading.sentence_start(front);
    if comma <= first || reading.word(comma) != "," || !is_noun(reading, comma - 1) {
        return None;
    }
    let mut start = comma;
    while start > first && comma - start < 6 && goes_with(reading, start - 1) {
        start -= 1;
    }
    let is_opened = start > first && (reading.is_possessive(start - 1) || reading.is(start - 1, Traits::FUNCTION)) || start == first;
    (is_opened && start < comma).then_some((start, comma))
}
