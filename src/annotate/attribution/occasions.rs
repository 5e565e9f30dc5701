//! On which occasion something is said.

use super::frames::Frame;
use crate::annotate::lists::classes::{OCCASION, OCCASION_PREPOSITION, WHEN};

/// How far before its noun an occasion's preposition may stand, in units.
const REACH: usize = 6;

/// The occasion that a stretch of units names: the noun phrase from its article on, `speech to the UN General Assembly`.
pub fn occasion(frame: &Frame, text: &str, from: usize, to: usize) -> Option<String> {
    let head = (from..to).find(|&n| frame.is(n, OCCASION) && !frame.is_possessive(n + 1))?;
    let preposition = (from.max(head.saturating_sub(REACH))..head).rev().find(|&n| frame.is(n, OCCASION_PREPOSITION))?;
    let opens = |n: &usize| matches!(frame.word(*n), "a" | "an" | "the" | "his" | "her" | "its" | "their" | "own") && frame.is_word(*n);
    let first = (preposition + 1..head).find(|n| !opens(n)).unwrap_or(head);
    let mut end = (head + 1..to).find(|&n| !goes_on(frame, n)).unwrap_or(to.max(head + 1));
    while end > head + 1 && links(frame, end - 1) {
        end -= 1;
    }
    let (start, end) = frame.stretch(first..end)?;
    Some(text[start..end].split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Whether unit `n` belongs to an occasion that is named before it.
fn goes_on(frame: &Frame, n: usize) -> bool {
    let is_part = links(frame, n) || frame.word(n) == "conference" || frame.is_capital(n) || frame.is(n, OCCASION);
    frame.is_name(n) || frame.is_possessive(n) || frame.is_word(n) && is_part && !frame.is(n, WHEN)
}

/// Whether unit `n` ties a noun to the occasion before it: `speech to the`.
fn links(frame: &Frame, n: usize) -> bool {
    frame.is_word(n) && matches!(frame.word(n), "with" | "to" | "of" | "in" | "at" | "on" | "for" | "the" | "a" | "an")
}
