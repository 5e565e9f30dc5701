//! Lines that say when: `Published 3 March 2017, 12:04 GMT`, `2013-02-05 13:00`, `2 hours ago`.

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
    /// Whether a time zone is named.
    pub zoned: bool,
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
        self.relative || self.month.is_some() && day_or_year || self.labelled && self.year.is_some() || self.is_time()
    }

    fn is_time(&self) -> bool {
        self.time.is_some()
    }
}

/// The moments that a line states, when it says nothing else.
pub fn stamps(line: &str) -> Option<Vec<Stamp>> {
    if line.len() > 200 || !line.contains(|c: char| c.is_ascii_digit()) && !line.contains("ago") {
        return unnumbered(line).then(Vec::new);
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
    let folded = super::shape::folded(line);
    let word = super::shape::bare(&folded);
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

/// `3 hours ago`, `2h ago`, `5 min read`.
fn relative(words: &[&str], stamp: &mut Stamp) -> Option<usize> {
    let unit = |word: &str| {
        matches!(
            word.trim_end_matches(['.', ',']),
            "second"
                | "seconds"
                | "sec"
                | "secs"
                | "minute"
                | "minutes"
                | "min"
                | "mins"
                | "hour"
                | "hours"
                | "hr"
                | "hrs"
                | "day"
                | "days"
                | "week"
                | "weeks"
                | "month"
                | "months"
                | "year"
                | "years"
                | "h"
                | "m"
                | "d"
                | "w"
                | "y"
                | "mo"
        )
    };
    let lower = words[0].to_lowercase();
    let digits = lower.bytes().take_while(u8::is_ascii_digit).count();
    let counts = digits > 0 && digits <= 3 || matches!(&*lower, "a" | "an" | "one" | "two" | "three");
    if !counts {
        return None;
    }
    let rest = &lower[digits..];
    let (is_unit, next) =
        if digits > 0 && !rest.is_empty() { (unit(rest), 1) } else { (words.get(1).is_some_and(|word| unit(&word.to_lowercase())), 2) };
    if is_unit && words.get(next).is_some_and(|word| word.to_lowercase().starts_with("ago")) {
        stamp.relative = true;
        return Some(next + 1);
    }
    // How long it takes to read stands beside the date.
    (is_unit && words.get(next).is_some_and(|word| word.eq_ignore_ascii_case("read"))).then_some(next + 1)
}

fn month(lower: &str) -> Option<u8> {
    lists::months().get(lower.trim_end_matches('.')).and_then(|number| number.parse().ok())
}

/// Whether a word is `am` or `pm`; `true` for the latter.
fn meridiem(lower: &str) -> Option<bool> {
    match lower {
        "am" | "a.m." | "a.m" => Some(false),
        "pm" | "p.m." | "p.m" => Some(true),
        _ => None,
    }
}

/// An hour of the twelve-hour clock on the twenty-four-hour clock.
fn twelve(hour: u8, afternoon: bool) -> Option<u8> {
    match (hour, afternoon) {
        (1..=11, true) => Some(hour + 12),
        (12, false) => Some(0),
        // Some pages write `15:04 pm`.
        (0..=23, _) => Some(hour),
        _ => None,
    }
}

/// A time zone's name or distance.
fn zone(word: &str, stamp: &mut Stamp) -> bool {
    stamp.time.is_some() && {
        if let Some(offset) = lists::zones().get(word) {
            stamp.zoned = true;
            if !offset.is_empty() {
                stamp.offset = Some((*offset).to_owned());
            }
            return true;
        }
        let distance = word.strip_prefix("GMT").or_else(|| word.strip_prefix("UTC")).unwrap_or(word);
        offset(distance).is_some_and(|offset| {
            (stamp.zoned, stamp.offset) = (true, Some(offset));
            true
        })
    }
}

/// `+0100`, `+01:00`, `-5`: a distance from UTC, as RFC 3339 writes it.
fn offset(written: &str) -> Option<String> {
    let sign = written.chars().next().filter(|c| matches!(c, '+' | '-'))?;
    let digits: String = written[1..].chars().filter(|&c| c != ':').collect();
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.parse::<u8>().ok()?, 0),
        4 => (digits.get(..2)?.parse().ok()?, digits.get(2..)?.parse::<u8>().ok()?),
        _ => return None,
    };
    (hours <= 14 && minutes < 60).then(|| format!("{sign}{hours:02}:{minutes:02}"))
}

/// A word that begins with a digit: a day, a year, a date or a time.
fn number(word: &str, next: Option<&&str>, stamp: &mut Stamp) -> Option<usize> {
    if let Some((date, time)) = word.split_once('T').filter(|(date, _)| date.len() == 10) {
        calendar(date, stamp)?;
        moment(time, stamp)?;
        return Some(1);
    }
    let lower = word.to_lowercase();
    if word.contains(['-', '/', '–']) || word.matches('.').count() == 2 && !lower.ends_with('m') && !lower.ends_with("m.") {
        return calendar(word, stamp).map(|()| 1);
    }
    if let Some(taken) = clock(&lower, next, stamp) {
        return Some(taken);
    }
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let value: u16 = word.get(..digits)?.parse().ok()?;
    match (digits, &lower[digits..]) {
        (4, "" | "." | "г.") if (1700..=2100).contains(&value) => stamp.year.replace(value).is_none().then_some(1),
        (1 | 2, "" | "." | "st" | "nd" | "rd" | "th" | "er" | "º") if (1..=31).contains(&value) => {
            stamp.day.replace(u8::try_from(value).ok()?).is_none().then_some(1)
        }
        _ => None,
    }
}

/// `2013-02-05`, `2013/02/05`, `05.02.2013`, `29-Sep-2014`. Where day and month may be either, only the year is taken.
fn calendar(word: &str, stamp: &mut Stamp) -> Option<()> {
    let parts: Vec<&str> = word.split(['-', '/', '.', '–']).collect();
    let [first, second, third] = parts[..] else { return None };
    let value = |part: &str| part.parse::<u16>().ok().filter(|_| part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit()));
    let (year, month_, day) = if let Some(named) = month(&second.to_lowercase()) {
        (value(third)?, Some(named), Some(value(first)?))
    } else if first.len() == 4 {
        (value(first)?, Some(u8::try_from(value(second)?).ok()?), Some(value(third)?))
    } else {
        let (a, b, mut year) = (value(first)?, value(second)?, value(third)?);
        year += if third.len() == 2 { 2000 } else { 0 };
        let known = match (a, b) {
            // A full stop between the parts is written where the day stands first.
            _ if word.contains('.') => Some((b, a)),
            (13..=31, 1..=12) => Some((b, a)),
            (1..=12, 13..=31) => Some((a, b)),
            _ if a == b => Some((a, b)),
            (1..=12, 1..=12) => None,
            _ => return None,
        };
        (year, known.and_then(|(month, _)| u8::try_from(month).ok()), known.map(|(_, day)| day))
    };
    let day = day.map(u8::try_from).transpose().ok()?;
    let fits = (1700..=2100).contains(&year) && month_.is_none_or(|m| (1..=12).contains(&m)) && day.is_none_or(|d| (1..=31).contains(&d));
    if !fits || stamp.year.replace(year).is_some() {
        return None;
    }
    // A date of numbers alone stands by itself, also where day and month are not told apart.
    (stamp.month, stamp.day, stamp.labelled) = (month_, day, stamp.labelled || month_.is_none());
    Some(())
}

/// `12:04`, `12.04`, `3:09am`, `3am`, `14h30`; also `3 pm` in two words.
fn clock(lower: &str, next: Option<&&str>, stamp: &mut Stamp) -> Option<usize> {
    let digits = lower.trim_end_matches(|c: char| c.is_alphabetic() || c == '.');
    let (tail, afternoon) = (&lower[digits.len()..], meridiem(lower.get(digits.len()..)?));
    let parts: Vec<&str> = digits.split([':', '.', 'h']).collect();
    let next_is_meridiem = next.is_some_and(|word| meridiem(&word.to_lowercase()).is_some());
    if parts.len() == 1 && afternoon.is_none() && !(next_is_meridiem && tail.is_empty()) || parts.len() > 3 {
        return None;
    }
    let part = |n: usize| match parts.get(n) {
        None => Some(0),
        Some(part) => part.parse::<u8>().ok().filter(|_| part.len() <= 2 && (n == 0 || part.len() == 2)),
    };
    let (hour, minute, second) = (part(0)?, part(1)?, part(2)?);
    if hour > 23 || minute > 59 || second > 59 || !(tail.is_empty() || afternoon.is_some() || matches!(tail, "h" | "." | "z")) {
        return zone_glued(lower, stamp);
    }
    let hour = match afternoon {
        Some(afternoon) => twelve(hour, afternoon)?,
        None => hour,
    };
    if tail == "z" {
        (stamp.zoned, stamp.offset) = (true, Some("+00:00".to_owned()));
    }
    stamp.time.replace((hour, minute, second)).is_none().then_some(1)
}

/// `12:04GMT`.
fn zone_glued(lower: &str, stamp: &mut Stamp) -> Option<usize> {
    let upper = lower.to_uppercase();
    let letters = upper.find(|c: char| c.is_ascii_uppercase())?;
    let (time, name) = upper.split_at(letters);
    lists::zones().get(name)?;
    clock(time, None, stamp)?;
    zone(name, stamp).then_some(1)
}

/// The time of `2014-09-29T10:00:00.000Z`.
fn moment(time: &str, stamp: &mut Stamp) -> Option<()> {
    let end = time.find(['+', '-', 'Z']).unwrap_or(time.len());
    let (clock_part, zone_part) = time.split_at(end);
    clock(clock_part.split('.').next()?, None, stamp)?;
    (zone_part.is_empty() || zone(zone_part, stamp)).then_some(())
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
