//! What stands between a verb and what it reports: time, place and occasion.

use super::frames::Frame;
use crate::annotate::lists::classes::{
    ADVERB, CIRCUMSTANCE_ADVERB, CIRCUMSTANCE_PREPOSITION, CLAUSE_OPENER, MEDIUM, OCCASION, PREPOSITION, TIME_OPENER, WEEKDAY, WHEN,
};

/// The longest phrase of time or occasion, and of any other kind before a comma and a passage, in units.
const MAX_PHRASE: usize = 14;
const MAX_OTHER: usize = 9;

/// The first unit after what tells place, time or occasion, from unit `at` on: `on Sunday`, `in a statement`, `, in an interview with X,`.
pub fn skip(frame: &Frame, at: usize) -> usize {
    let mut next = at;
    while let Some(after) = one(frame, next) {
        next = after;
    }
    next
}

/// The first unit after the circumstance that begins at unit `at`, if one does.
fn one(frame: &Frame, at: usize) -> Option<usize> {
    if frame.is(at, ADVERB.or(CIRCUMSTANCE_ADVERB).or(WEEKDAY)) {
        return Some(at + 1);
    }
    if frame.is(at, TIME_OPENER) && frame.is(at + 1, WHEN) {
        return Some(at + 2);
    }
    let begins = frame.is(at, CIRCUMSTANCE_PREPOSITION);
    if begins { phrase_end(frame, at).or_else(|| up_to_passage(frame, at)) } else { None }
}

/// Where a short prepositional phrase ends that a comma or colon and a passage follow: `wrote in the margin, "Who?"`
fn up_to_passage(frame: &Frame, at: usize) -> Option<usize> {
    let end = (at + 1..at + MAX_OTHER).find(|&n| !frame.is_wordlike(n) && !frame.is_possessive(n))?;
    (frame.is_mark(end, ",:") && frame.is_passage(end + 1)).then_some(end)
}

/// Where the prepositional phrase at `at` ends, if it is one of time or occasion, or names a medium and ends its clause: `told reporters on BBC Radio`.
fn phrase_end(frame: &Frame, at: usize) -> Option<usize> {
    // `told reporters in Leeds the ferry was late`
    let mut fits = matches!(frame.word(at), "in" | "at") && frame.is_word(at + 1) && frame.is_capital(at + 1);
    let mut end = at + 1 + usize::from(fits);
    while end < frame.len().min(at + MAX_PHRASE) && belongs(frame, end, fits) {
        fits |= frame.is(end, WHEN.or(OCCASION).or(MEDIUM));
        end += 1;
    }
    let is_over = || end >= frame.len() || frame.is_passage(end) || frame.is_mark(end, ",:") || frame.word(end) == "that";
    let is_medium = || matches!(frame.word(at), "in" | "on" | "for") && (at + 1..end).any(|n| frame.is_name(n)) && is_over();
    (end > at + 1 && (fits || is_medium())).then_some(end)
}

/// Whether unit `n` goes on with a prepositional phrase, which may be whole before it.
fn belongs(frame: &Frame, n: usize, is_whole: bool) -> bool {
    let begins_clause = is_whole && frame.is(n, CLAUSE_OPENER) && !frame.is(n - 1, PREPOSITION);
    (frame.is_wordlike(n) || frame.is_possessive(n)) && frame.word(n) != "that" && !begins_clause
}
