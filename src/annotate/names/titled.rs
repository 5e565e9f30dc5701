//! Titles with a name after them.

use super::{
    known::known_at,
    reading::{Reading, Traits},
    runs::is_end_of_suffix,
};

/// The first title in a run that has a name after it: where the title begins, where the name begins, and where that ends.
pub fn titled(reading: &Reading, start: usize, end: usize, limit: usize) -> Option<(usize, usize, usize)> {
    let is_title = |n: usize| reading.is(n, Traits::TITLE.or(Traits::HONORIFIC)) && reading.is(n, Traits::CAPITAL);
    let is_inner = |n: usize| reading.word(n) == "." || reading.is(n, Traits::TITLE) && !reading.is(n, Traits::CAPITAL);
    let first = (start..end).find(|&n| {
        let mut next = n + 1;
        while next < end && (is_title(next) || is_inner(next)) {
            next += 1;
        }
        is_title(n)
            && known_at(reading, n, end).is_none()
            && begins_titled_name(reading, next, end, reading.is(next - 1, Traits::HONORIFIC))
    })?;
    let mut name = first + 1;
    while name < end && (is_title(name) || is_inner(name)) && name + 1 < end {
        name += 1;
    }
    // An organisation may take the whole of it: "Prime Minister Office", "Queen Anne Hospital".
    if reading.is(end - 1, Traits::ENDS) && !reading.is(end - 1, Traits::SURNAME) && end - name > 1 {
        return None;
    }
    let mut title = first;
    while title > start && (reading.is(title - 1, Traits::MODIFIER) || is_title(title - 1)) && !reading.is(title - 1, Traits::GIVEN) {
        title -= 1;
    }
    let stops = Traits::NEVER.or(Traits::FUNCTION).or(Traits::TITLE).or(Traits::HONORIFIC).or(Traits::DEMONYM);
    let close = (name + 1..end).find(|&n| reading.is(n, stops) && reading.is(n, Traits::CAPITAL) && !reading.is(n, Traits::SURNAME));
    let mut name_end = close.unwrap_or(end);
    // "Lord Orr of Brenwick": a peer's place is part of the name.
    let is_peer = matches!(reading.word(name - 1), "Lord" | "Lady" | "Baroness" | "Baron" | "Viscount");
    if is_peer && name_end == end && reading.word(end) == "of" && reading.is(end + 1, Traits::CAPITAL) && end < limit {
        name_end = end + 2;
    }
    while name_end > name + 1 && !reading.is(name_end - 1, Traits::CAPITAL) && !is_end_of_suffix(reading, name_end - 1) {
        name_end -= 1;
    }
    Some((title, name, name_end))
}

/// Whether a person's name may begin at `n`, after a title.
fn begins_titled_name(reading: &Reading, n: usize, end: usize, is_honorific: bool) -> bool {
    let stops = Traits::NEVER.or(Traits::FUNCTION).or(Traits::DEMONYM).or(Traits::BEGINS);
    let is_name = Traits::GIVEN.or(Traits::SURNAME);
    n < end
        && reading.is(n, Traits::CAPITAL)
        && (!reading.is(n, stops) || reading.is(n, is_name))
        && (is_honorific || !reading.is(n, Traits::ORDINARY.or(Traits::PLACE)) || reading.is(n, is_name))
        && (!reading.is(n, Traits::ENDS) || reading.is(n, Traits::SURNAME))
        && (!reading.is(end - 1, Traits::THING) || reading.is(end - 1, is_name))
}
