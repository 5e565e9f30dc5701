//! Organisations known by name.

use super::reading::{Reading, Traits};
use crate::annotate::lists;

/// A well-known organisation at `at`: its length in tokens, and whether it may be something else.
pub fn known_at(reading: &Reading, at: usize, end: usize) -> Option<(usize, bool)> {
    let word = |n: usize| if n < end + 4 { reading.word(n) } else { "" };
    let (length, known) = lists::organisations().longest(word, at)?;
    if is_part_of_thing(reading, at, length) {
        return None;
    }
    Some((length, known.is_ambiguous))
}

/// Whether what stands at `at` goes on to be no organisation's name: "S&P 500" is an index, whoever reckons it.
pub fn is_part_of_thing(reading: &Reading, at: usize, length: usize) -> bool {
    lists::never_names().longest(|n| reading.word(n), at).is_some_and(|(never, ())| never > length)
}

/// The network X, told by the others beside it, or by "on X".
pub fn is_network(reading: &Reading, n: usize) -> bool {
    let is_other = |n: usize| matches!(reading.word(n), "Facebook" | "Instagram" | "TikTok" | "YouTube" | "Threads" | "LinkedIn");
    reading.word(n) == "X"
        && n > 0
        && !reading.is(n + 1, Traits::CAPITAL)
        && (reading.word(n - 1) == "on" || (n.saturating_sub(3)..n + 4).any(is_other))
}
