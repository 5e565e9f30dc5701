//! The place before the first words: `MOSCOW (Reuters) -`, `LONDON, March 3 —`, `Moscow - `.

use super::{dates, shape};
use crate::annotate::lists;

/// How far into a paragraph a dateline may reach, in bytes.
const REACH: usize = 120;

/// What a dateline says.
#[derive(Debug, PartialEq, Eq)]
pub struct Dateline<'a> {
    /// The byte after its dash.
    pub end: usize,
    /// The place, as written.
    pub place: Option<&'a str>,
    /// The agency in brackets, as written.
    pub agency: Option<&'a str>,
    /// The day, as written.
    pub day: Option<&'a str>,
}

/// The dateline that a paragraph begins with.
pub fn dateline(text: &str) -> Option<Dateline<'_>> {
    let mut reach = text.len().min(REACH);
    while !text.is_char_boundary(reach) {
        reach -= 1;
    }
    let beginning = text.get(..reach)?;
    let found = ends(beginning).find_map(|(at, end)| read(text, at, end))?;
    // Press releases write the day behind a dash of its own: `HOLM, UK – 12 April 2023 – …`.
    let day = ends(beginning).find(|&(at, _)| at >= found.end).map(|(at, end)| (text[found.end..at].trim(), end));
    Some(match day.filter(|(day, _)| dates::stamps(day).is_some_and(|stamps| !stamps.is_empty())) {
        Some((day, end)) => Dateline { end, day: Some(day), ..found },
        None => found,
    })
}

/// Where dashes stand that may end a dateline, and where what follows them begins.
fn ends(beginning: &str) -> impl Iterator<Item = (usize, usize)> {
    let dash = |c: char| matches!(c, '-' | '–' | '—' | '_' | ':' | '―');
    beginning.char_indices().filter(move |&(_, c)| dash(c)).filter_map(move |(at, c)| {
        let before = &beginning[..at];
        let run = beginning[at..].len() - beginning[at..].trim_start_matches(dash).len();
        let end = at + run;
        let is_first = !before.ends_with(dash);
        let spaced = before.ends_with([' ', '\u{a0}']) || before.ends_with([')', ']']) || c == '—' || c == ':';
        let followed = beginning[end..].starts_with(char::is_whitespace) || c == '—' || before.ends_with(')');
        (is_first && spaced && followed && at > 0).then_some((at, end))
    })
}

/// Reads what stands before the dash at `at`.
fn read(text: &str, at: usize, end: usize) -> Option<Dateline<'_>> {
    let follows = text[end..].trim_start().chars().next()?;
    let is_colon = text[at..].starts_with(':');
    let before = text[..at].trim();
    let (before, agency) = match before.strip_suffix([')', ']']) {
        Some(inner) => {
            let open = inner.rfind(['(', '['])?;
            (before[..open].trim().trim_end_matches(','), Some(inner[open + 1..].trim()))
        }
        // `HOLM, May 3 /PRNewswire/ --`.
        None => match before.strip_suffix('/').and_then(|inner| inner.rsplit_once(" /")) {
            Some((before, agency)) => (before.trim(), Some(agency)),
            None => (before, None),
        },
    };
    let (place, mut day) = place_and_day(before)?;
    let agency = match agency.filter(|words| dates::stamps(words).is_some()) {
        Some(words) => {
            day = Some(words);
            None
        }
        None => agency,
    };
    if agency.is_some_and(|agency| !is_agency(agency)) {
        return None;
    }
    let shouted = place.is_some_and(|place| place.split_whitespace().next().is_some_and(shape::is_shouted));
    let begins = follows.is_uppercase() || follows.is_numeric() || shape_of_quote(follows) || agency.is_some() || shouted;
    let enough = match (agency, place) {
        (Some(_), _) => !is_colon || shouted,
        (None, Some(place)) => shouted && (!is_colon || place.split_whitespace().all(shape::is_shouted)) || !is_colon && is_town(place),
        (None, None) => false,
    };
    (begins && enough).then_some(Dateline { end, place, agency, day })
}

fn shape_of_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '‘' | '\'' | '«' | '„')
}

/// Whether what stands in brackets names an agency: short, and written as a name.
fn is_agency(text: &str) -> bool {
    text.split('/').all(|part| shape::is_proper(part.trim(), 5)) || lists::agencies().contains_key(text)
}

/// Splits `LONDON, March 3` into place and day. The outer `None`: it is neither.
fn place_and_day(before: &str) -> Option<(Option<&str>, Option<&str>)> {
    if before.is_empty() {
        return Some((None, None));
    }
    if dates::stamps(before).is_some() {
        return Some((None, Some(before)));
    }
    let (place, day) = match dates::trailing(before) {
        Some(at) => (before[..at].trim().trim_end_matches(','), Some(before[at..].trim())),
        None => (before, None),
    };
    let small = |word: &str| {
        matches!(
            word,
            "de" | "la"
                | "of"
                | "the"
                | "on"
                | "upon"
                | "and"
                | "al"
                | "el"
                | "du"
                | "in"
                | "near"
                | "sur"
                | "am"
                | "aboard"
                | "ON"
                | "BOARD"
        )
    };
    let fits = |word: &str| shape::is_capital(word) || small(word);
    let parts = place.split([',', '/']).count();
    let plain =
        place.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || matches!(c, ',' | '.' | '/' | '-' | '\'' | '’' | '‐' | '`'));
    let fits = plain && parts <= 4 && place.split_whitespace().count() <= 8 && place.split_whitespace().all(fits);
    (fits && !place.is_empty()).then_some((Some(place), day))
}

/// Whether a lead of small letters may be a town: few words, and none that leads a paragraph for another reason.
fn is_town(place: &str) -> bool {
    let lower = place.to_lowercase();
    let other = |word: &str| {
        lists::function_words().contains(word)
            || lists::sentence_openers().contains(word)
            || lists::kickers().contains(word)
            || word == "update"
            || word == "q"
            || word == "a"
    };
    place.split_whitespace().count() <= 3
        && place.chars().count() >= 3
        && !lower.split_whitespace().any(|word| other(shape::core(word)))
        && !other(&lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Expected<'a> = Option<(&'a str, Option<&'a str>, Option<&'a str>, Option<&'a str>)>;

    /// Compares dateline, place, agency and day.
    fn check(text: &str, expected: Expected) {
        let found = dateline(text);
        assert_eq!(found.map(|found| (&text[..found.end], found.place, found.agency, found.day)), expected, "{text}");
    }

    #[test]
    fn datelines_are_read_in_the_forms_of_the_wires() {
        check("HOLM (Northwire) - The pier", Some(("HOLM (Northwire) -", Some("HOLM"), Some("Northwire"), None)));
        check("HOLM, March 3 — The pier", Some(("HOLM, March 3 —", Some("HOLM"), None, Some("March 3"))));
        check("Holm - The pier", Some(("Holm -", Some("Holm"), None, None)));
        check("HOLM, Norway (AP) — The pier", Some(("HOLM, Norway (AP) —", Some("HOLM, Norway"), Some("AP"), None)));
        check("Feb 12 (Northwire) - The pier", Some(("Feb 12 (Northwire) -", None, Some("Northwire"), Some("Feb 12"))));
        check("(Reuters) - The pier", Some(("(Reuters) -", None, Some("Reuters"), None)));
        check("NEW HOLM: The pier", Some(("NEW HOLM:", Some("NEW HOLM"), None, None)));
        check("HOLM/PARIS -- The pier", Some(("HOLM/PARIS --", Some("HOLM/PARIS"), None, None)));
        check(
            "HOLM, Ky., Oct. 5, 2022 /PRNewswire/ -- The pier",
            Some(("HOLM, Ky., Oct. 5, 2022 /PRNewswire/ --", Some("HOLM, Ky."), Some("PRNewswire"), Some("Oct. 5, 2022"))),
        );
        check("HOLM, UK – 12 April 2023 – The pier", Some(("HOLM, UK – 12 April 2023 –", Some("HOLM, UK"), None, Some("12 April 2023"))));
        check("HOLM, Ga. (May 2, 2024) — The pier", Some(("HOLM, Ga. (May 2, 2024) —", Some("HOLM, Ga."), None, Some("May 2, 2024"))));
        check(
            "HOLM, Jan 9, 2024 (Agence Sud) – The pier",
            Some(("HOLM, Jan 9, 2024 (Agence Sud) –", Some("HOLM"), Some("Agence Sud"), Some("Jan 9, 2024"))),
        );
    }

    #[test]
    fn other_dashes_lead_nowhere() {
        for text in [
            "The pier - closed since May - is old",
            "Q: Will you stay?",
            "Exclusive - The pier",
            "Lund – who left – was late",
            "A well-kept pier",
        ] {
            check(text, None);
        }
    }
}
