//! Lines that say when: `Published 3 March 2017, 12:04 GMT`, `2013-02-05 13:00`, `2 hours ago`.

use super::{
    clock::{meridiem, month, number, relative, twelve, zone},
    shape,
};
use crate::annotate::lists;

/// The most words of a date line.
const MAX_WORDS: usize = 20;

/// One moment that a line states, as far as it does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Year.
    pub year: Option<u16>,
    /// Month, from 1.
    pub month: Option<u8>,
    /// Day of the month, from 1.
    pub day: Option<u8>,
    /// Hour, minute, second.
    pub time: Option<(u8, u8, u8)>,
    /// Distance from UTC, as RFC 3339 writes it.
    pub offset: Option<String>,
    /// Whether it is when the page was last changed, rather than published.
    pub updated: bool,
    /// Whether the line says that this is when it was published or changed.
    pub labelled: bool,
    /// Whether it counts back from now: `3 hours ago`.
    pub relative: bool,
}

impl Stamp {
    /// The day, month or year (ISO 8601), where the year is given.
    pub fn date(&self) -> Option<String> {
        Some(match (self.year?, self.month, self.day) {
            (year, Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
            (year, Some(month), None) => format!("{year:04}-{month:02}"),
            (year, None, _) => format!("{year:04}"),
        })
    }

    /// The moment (RFC 3339), where day, time and zone are given.
    pub fn moment(&self) -> Option<String> {
        self.day?;
        let (hour, minute, second) = self.time?;
        Some(format!("{}T{hour:02}:{minute:02}:{second:02}{}", self.date()?, self.offset.as_ref()?))
    }

    /// Whether it is enough to be a date.
    fn stands(&self) -> bool {
        let day_or_year = self.day.is_some() || self.year.is_some();
        self.relative || self.month.is_some() && day_or_year || self.labelled && self.year.is_some() || self.time.is_some()
    }
}

/// The moments that a line states, when it says nothing else.
pub fn stamps(line: &str) -> Option<Vec<Stamp>> {
    if line.len() > 200 || !line.contains(|c: char| c.is_ascii_digit()) && !line.contains("ago") {
        return unnumbered(line).then(Vec::new);
    }
    if !line.split_whitespace().next().is_some_and(may_begin_date) {
        return None;
    }
    let words = words(line)?;
    let mut found = vec![Stamp::default()];
    let mut at = 0;
    while at < words.len() {
        let taken = take(&words[at..], &mut found)?;
        at += taken;
    }
    let stands = found.iter().any(Stamp::stands);
    found.retain(Stamp::stands);
    stands.then_some(found)
}

/// Whether a line is but the word before a date: `Published`.
fn unnumbered(line: &str) -> bool {
    if line.split_whitespace().nth(3).is_some() {
        return false;
    }
    let folded = shape::folded(line);
    let word = shape::bare(&folded);
    lists::date_labels().contains_key(word)
        || matches!(word, "last updated" | "last modified" | "first published" | "just now" | "yesterday" | "an hour ago")
}

/// The byte at which a date begins that ends the line; what stands before it is something else.
pub fn trailing(line: &str) -> Option<usize> {
    if line.len() > 200 || !line.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if !line.split_whitespace().last().is_some_and(may_end_date) {
        return None;
    }
    let starts = line.split_whitespace().skip(1).map(|word| word.as_ptr() as usize - line.as_ptr() as usize);
    let joins = |rest: &str| {
        rest.split_whitespace()
            .next()
            .is_some_and(|word| is_joint(word) || matches!(&*word.to_lowercase(), "on" | "at" | "of" | "the" | "as"))
    };
    starts.take(2 * MAX_WORDS).find(|&at| {
        let rest = &line[at..];
        !joins(rest) && stamps(rest).is_some_and(|stamps| stamps.iter().any(|stamp| stamp.month.is_some() || stamp.relative))
    })
}

/// Whether a word could be the first of a date: most lines end here.
fn may_begin_date(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let lower = word.to_lowercase();
    word.is_empty()
        || word.starts_with(|c: char| c.is_ascii_digit())
        || lists::date_words().contains(&*lower)
        || lists::date_labels().contains_key(&*lower)
        || month(lower.split('-').next().unwrap_or_default()).is_some()
        || matches!(&*lower, "a" | "an" | "one" | "two" | "three")
}

/// Whether a word could be the last of a date.
fn may_end_date(word: &str) -> bool {
    let lower = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.').to_lowercase();
    word.contains(|c: char| c.is_ascii_digit())
        || lower.starts_with("ago")
        || lower == "read"
        || meridiem(&lower).is_some()
        || month(&lower).is_some()
        || lists::zones().contains_key(&*lower.to_uppercase())
        || lists::date_words().contains(lower.trim_end_matches('.'))
}

fn is_joint(word: &str) -> bool {
    word.chars().all(|c| !c.is_alphanumeric())
}

/// The words of a line without marks around them; `None` where there are too many.
fn words(line: &str) -> Option<Vec<&str>> {
    let trim = |word| str::trim_matches(word, |c: char| matches!(c, ',' | '(' | ')' | '[' | ']' | ';' | '|' | '·' | '•'));
    let words: Vec<&str> = line
        .split([' ', '\t', '\n', '\u{a0}', '\u{202f}', '|', '•', '·'])
        .map(trim)
        .filter(|word| !word.is_empty())
        .take(MAX_WORDS + 1)
        .collect();
    (words.len() <= MAX_WORDS).then_some(words)
}

/// Reads what the first words say into the last stamp (or a new one); gives how many words that took.
fn take(words: &[&str], found: &mut Vec<Stamp>) -> Option<usize> {
    let word = words[0].trim_end_matches(':');
    let lower = word.to_lowercase();
    if let Some(label) = lists::date_labels().get(&*lower) {
        let updated = *label == "updated";
        if found.last().is_some_and(Stamp::stands) {
            found.push(Stamp::default());
        }
        let stamp = found.last_mut()?;
        (stamp.labelled, stamp.updated) = (true, updated);
        return Some(1);
    }
    let stamp = found.last_mut()?;
    if let Some(taken) = relative(words, stamp) {
        return Some(taken);
    }
    if let Some(month) = month(&lower) {
        return stamp.month.replace(month).is_none().then_some(1);
    }
    if lists::date_words().contains(lower.trim_end_matches('.')) || is_joint(word) {
        return Some(1);
    }
    if let Some(meridiem) = meridiem(&lower) {
        let (hour, minute, second) = stamp.time?;
        stamp.time = Some((twelve(hour, meridiem)?, minute, second));
        return Some(1);
    }
    if zone(word, stamp) {
        return Some(1);
    }
    number(word, words.get(1), stamp)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, date: &str, moment: Option<&str>) {
        let found = stamps(line).unwrap_or_default();
        assert_eq!(found.first().and_then(Stamp::date).as_deref(), (!date.is_empty()).then_some(date), "{line}");
        assert_eq!(found.first().and_then(Stamp::moment).as_deref(), moment, "{line}");
    }

    #[test]
    fn dates_are_read_in_the_forms_that_pages_write() {
        check("September 29, 2014", "2014-09-29", None);
        check("3rd March 2017", "2017-03-03", None);
        check("Friday, 14. Februar 2025", "2025-02-14", None);
        check("3 de marzo de 2017", "2017-03-03", None);
        check("Last updated on Sept. 3, 2012", "2012-09-03", None);
        check("29-Sep-2014", "2014-09-29", None);
        check("05.02.2013", "2013-02-05", None);
        check("13/02/2017 | 5 min read", "2017-02-13", None);
        check("March 2024", "2024-03", None);
    }

    #[test]
    fn day_and_month_that_could_be_either_are_not_guessed() {
        check("03/04/2017", "2017", None);
    }

    #[test]
    fn a_moment_needs_a_day_a_time_and_a_zone() {
        check("Wed Oct 3, 2012 3:09am EDT", "2012-10-03", Some("2012-10-03T03:09:00-04:00"));
        check("Tuesday 5 March 2019 17.42 GMT", "2019-03-05", Some("2019-03-05T17:42:00+00:00"));
        check("2014-09-29T10:00:00.000Z", "2014-09-29", Some("2014-09-29T10:00:00+00:00"));
        check("Published: 12:04 GMT, 3 March 2017 | Updated: 13:11 GMT, 4 March 2017", "2017-03-03", Some("2017-03-03T12:04:00+00:00"));
        check("Nov 14, 2023 at 4:05 p.m. UTC+2", "2023-11-14", Some("2023-11-14T16:05:00+02:00"));
        check("2013-02-05 13:00", "2013-02-05", None);
        check("Updated June 27, 2023, 11:48 p.m. ET", "2023-06-27", None);
        check("16.42 GMT", "", None);
        check("3 hours ago", "", None);
    }

    #[test]
    fn times_and_spans_are_dates_without_a_day() {
        for line in ["16.42 GMT", "11:48 p.m.", "3 hours ago", "2h ago", "12:04GMT", "Published", "Last updated:"] {
            assert!(stamps(line).is_some(), "{line}");
        }
    }

    #[test]
    fn lines_that_say_anything_else_are_no_dates() {
        for line in
            ["12 dead in storm", "March on Rome", "May", "2014 in pictures", "Room 101", "Won 3-0", "50/50", "7", "2014", "At the end"]
        {
            assert_eq!(stamps(line), None, "{line}");
        }
    }

    #[test]
    fn a_date_may_end_a_line() {
        let before = |line: &'static str| trailing(line).map(|at| &line[..at]);
        assert_eq!(before("MOSCOW Wed Oct 3, 2012 3:09am EDT"), Some("MOSCOW "));
        assert_eq!(before("Harbour & Sea | March 2021"), Some("Harbour & Sea | "));
        assert_eq!(before("Ana Lund, 3 May 2025, 10:12"), Some("Ana Lund, "));
        assert_eq!(before("A quiet day"), None);
    }
}
