//! What the words of a name say themselves.

use super::Evidence;
use crate::annotate::{
    lists,
    names::{
        reading::{Reading, Traits},
        runs::Open,
    },
};

/// The words of the name themselves.
pub fn weigh(reading: &Reading, open: &Open, evidence: &mut Evidence) {
    let is = |n: usize, traits: Traits| reading.is(n, traits);
    let (start, last) = (open.start, open.end - 1);
    let capitals = (start..open.end).filter(|&n| is(n, Traits::CAPITAL)).count();
    let unclear = Traits::PLACE.or(Traits::ORDINARY).or(Traits::NEVER).or(Traits::DEMONYM);
    let has_initial = (start..last).any(|n| is(n, Traits::INITIAL));
    let has_particle = (start + 1..last).any(|n| is(n, Traits::PARTICLE));
    let ordinary = (start..open.end).filter(|&n| is(n, Traits::ORDINARY) && !is(n, Traits::GIVEN.or(Traits::SURNAME))).count();
    if capitals == 1 {
        single_word(reading, start, evidence);
        return;
    }
    evidence.add(if looks_foreign(reading, open) { 2.1 } else { 0.8 }, 0.4);
    if is(start, Traits::GIVEN) {
        evidence.add(if is(start, unclear) { 1.2 } else { 2.2 }, 0.0);
    }
    let middle = (start + 1..last).any(|n| is(n, Traits::GIVEN) && !is(n, unclear));
    evidence.add(if middle { 0.6 } else { 0.0 }, 0.0);
    if has_initial {
        evidence.add(1.8, 0.0);
    }
    if has_particle {
        evidence.add(1.0, 0.0);
    }
    if is(last, Traits::SURNAME) && !is(start, unclear) {
        evidence.add(0.7, 0.0);
    }
    if matches!(reading.word(last), "Jr" | "Sr" | "JR" | "III" | ".") || (start..open.end).any(|n| is_syllables(reading.word(n))) {
        evidence.add(1.8, 0.0);
    }
    if (start..open.end).any(|n| reading.word(n) == "&") {
        evidence.add(-3.0, 2.0);
    }
    // Words of the language name things rather than people.
    #[expect(clippy::cast_precision_loss, reason = "a run has few words")]
    evidence.add(-(ordinary as f64), 0.0);
    if ordinary == capitals {
        evidence.add(-1.5, 0.6);
    }
    if reading.is_sport && reading.word(last).ends_with('s') && !is(last, Traits::SURNAME) {
        evidence.add(-1.8, 1.3);
    }
    if capitals > 4 {
        evidence.add(-1.0, 0.0);
    }
    if is(start, Traits::UPPER) && !is(last, Traits::UPPER) && !has_initial {
        evidence.add(-1.0, 0.8);
    }
}

/// Two or three words that are neither of the language nor places: mostly people, unless their surroundings say no.
fn looks_foreign(reading: &Reading, open: &Open) -> bool {
    let unclear = Traits::PLACE.or(Traits::ORDINARY).or(Traits::NEVER).or(Traits::DEMONYM).or(Traits::UPPER).or(Traits::TITLE);
    open.end - open.start <= 3
        && (open.start..open.end).all(|n| !reading.is(n, unclear) && !has_inner_capital(reading.word(n)) && is_latin(reading.word(n)))
}

/// Names in other scripts are not read here.
fn is_latin(word: &str) -> bool {
    word.chars().all(|c| !c.is_alphabetic() || c < '\u{250}' || ('\u{1e00}'..'\u{1f00}').contains(&c))
}

/// `SkyPlay`, `NorthGas`: how companies write themselves, and `McKay` does not.
fn has_inner_capital(word: &str) -> bool {
    let is_surname =
        ["Mc", "Mac", "De", "Le", "La", "Di", "Du", "Fitz", "Van", "O'", "O’", "D'", "D’"].iter().any(|start| word.starts_with(start));
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_alphabetic)
        && !is_surname
        && word.contains(char::is_lowercase)
        && !word.contains(['-', '\'', '’', '.'])
        && letters.any(char::is_uppercase)
}

/// One word: a name's form says little, so the words around it have to.
fn single_word(reading: &Reading, n: usize, evidence: &mut Evidence) {
    let is = |traits: Traits| reading.is(n, traits);
    let unclear = Traits::PLACE.or(Traits::NEVER).or(Traits::DEMONYM);
    let is_listed = evidence.organisation > 1.0;
    if reading.is_sport && lists::sports_places().contains(reading.word(n)) {
        evidence.add(-2.0, 1.3);
    } else if is(Traits::FIRST) && is_listed {
        evidence.add(-1.0, -0.3);
    } else if is(unclear) || is(Traits::ORDINARY) && is(Traits::FIRST) || is(Traits::TITLE.or(Traits::HONORIFIC)) {
        evidence.add(-3.0, -3.0);
    } else if is(Traits::ORDINARY) && !is_listed {
        evidence.add(-1.2, -0.6);
    }
    if lists::people().contains(reading.word(n)) {
        evidence.add(2.6, -1.0);
    }
    if reading.is_sport {
        evidence.add(-1.0, 0.4);
    }
    // Whom one tells with no name before is a newspaper or a station.
    if n > 0 && matches!(reading.word(n - 1), "told" | "tells") && !is(Traits::GIVEN.or(Traits::SURNAME)) {
        evidence.add(-0.6, 1.2);
    }
    if is(Traits::FIRST) && reading.word(n + 1) == "," && reading.word(n + 2) == "which" {
        evidence.add(0.0, 0.4);
    }
    if has_inner_capital(reading.word(n)) {
        evidence.add(-0.8, 1.7);
    }
    let is_call_sign = is(Traits::UPPER) && reading.word(n).len() == 4 && reading.word(n).starts_with(['K', 'W']);
    if is_call_sign {
        evidence.add(0.0, 1.2);
    }
    if is(Traits::ABBREVIATION)
        || reading.word(n).chars().count() < 3 && !is(Traits::UPPER)
        || reading.word(n).contains(|c: char| c.is_ascii_digit())
    {
        evidence.add(-3.0, -1.0);
    }
    if is(Traits::UPPER) {
        let letters = reading.word(n).chars().count();
        evidence.add(-3.0, if (2..=6).contains(&letters) { 0.9 } else { -1.0 });
    } else if is_listed {
        evidence.add(-1.0, 0.0);
    } else if is(Traits::COMMON) && !is(Traits::ORDINARY) {
        evidence.add(2.0, -0.8);
    } else if is(Traits::GIVEN) {
        evidence.add(1.3, -0.5);
    } else if is(Traits::SURNAME) {
        evidence.add(0.6, -0.2);
    }
}

/// `Ji-won`, `Seo-yeon`: two syllables of a given name.
fn is_syllables(word: &str) -> bool {
    word.split_once(['-', '‐', '‑']).is_some_and(|(first, last)| {
        first.chars().count() <= 5
            && last.chars().count() <= 5
            && last.chars().all(char::is_lowercase)
            && first.contains(char::is_lowercase)
    })
}
