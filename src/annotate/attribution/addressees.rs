//! To whom something is said.

use super::frames::{Frame, Kind};
use crate::annotate::lists::classes::{AFTER_ADDRESSEE, CLAUSE_OPENER, OBJECT_PRONOUN, OCCASION, WHEN};

/// To whom something is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Addressee {
    /// First byte of the words.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
    /// The name that they are, by its number.
    pub name: Option<usize>,
    /// The first unit after them.
    pub next: usize,
}

/// The longest description of an addressee, in units.
const MAX_LENGTH: usize = 9;

/// Whom a verb such as "told" has as its object, from unit `at`.
pub fn addressee(frame: &Frame, at: usize) -> Option<Addressee> {
    let unit = frame.units.get(at)?;
    if unit.kind == Kind::Word && frame.is(at, OBJECT_PRONOUN) {
        return Some(Addressee { start: unit.start, end: unit.end, name: None, next: at + 1 });
    }
    // The name that says who it is, by its unit.
    let mut named = None;
    let mut next = at;
    while next < frame.len() && next - at < MAX_LENGTH {
        if frame.is_name(next) {
            if named.is_some() && !frame.is_possessive(next - 1) {
                break;
            }
            let is_owner = frame.is_possessive(next + 1);
            let is_complement = next > at && matches!(frame.word(next - 1), "of" | "for" | "at" | "from" | "with");
            named = if is_owner || is_complement { named } else { Some(next) };
        } else if !goes_on(frame, next, at, named.is_some()) {
            break;
        }
        next += 1;
    }
    let Some(unit) = named.map(|named| &frame.units[named]) else {
        let (start, end) = frame.stretch(at..next)?;
        return Some(Addressee { start, end, name: None, next });
    };
    let name = named.and_then(|named| frame.name(named));
    Some(Addressee { start: unit.start, end: unit.end, name, next })
}

/// Whether unit `n`, which is no name, belongs to the description that begins at `at`.
fn goes_on(frame: &Frame, n: usize, at: usize, is_named: bool) -> bool {
    // `asked Mr. Hale`
    let is_abbreviated = frame.is_mark(n, ".") && frame.is_name(n + 1);
    if is_abbreviated || frame.is_mark(n, "-'") {
        return true;
    }
    let is_first = n == at;
    let starts_clause = !is_first && (frame.is(n, CLAUSE_OPENER) || frame.word(n) == "to");
    // `told reporters in Geneva`, but not `told reporters in a statement`.
    let is_place = !is_first && !is_named && matches!(frame.word(n), "at" | "in" | "from") && !is_circumstance(frame, n);
    let ends = frame.is(n, AFTER_ADDRESSEE) && !is_place || !is_first && frame.is(n, WHEN);
    frame.is_word(n) && !starts_clause && !ends && frame.word(n) != "that"
}

fn is_circumstance(frame: &Frame, preposition: usize) -> bool {
    (preposition + 1..preposition + 6).any(|n| frame.is(n, OCCASION.or(WHEN)))
}
