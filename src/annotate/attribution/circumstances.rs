//! To whom, when and on which occasion something is said.

use std::ops::Range;

use jiff::{ToSpan, civil::Date};

use super::frames::{Frame, Kind};
use crate::{annotate::lists, domain::PartialDate};

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

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
const TIMES: [&str; 30] = [
    "yesterday",
    "today",
    "tonight",
    "morning",
    "afternoon",
    "evening",
    "night",
    "week",
    "month",
    "year",
    "weekend",
    "day",
    "noon",
    "midday",
    "midnight",
    "earlier",
    "later",
    "late",
    "early",
    "last",
    "this",
    "next",
    "ago",
    "recently",
    "spring",
    "summer",
    "autumn",
    "winter",
    "gmt",
    "hour",
];

/// The longest description of an addressee, in units.
const MAX_ADDRESSEE: usize = 9;

/// Whether a word in lower case tells a time.
fn is_time(word: &str) -> bool {
    WEEKDAYS.contains(&word) || MONTHS.contains(&word) || TIMES.contains(&word) || word.starts_with(|c: char| c.is_ascii_digit())
}

/// Whom a verb such as "told" has as its object, from unit `at`.
pub fn addressee(frame: &Frame, at: usize) -> Option<Addressee> {
    let unit = frame.units.get(at)?;
    let is_pronoun =
        matches!(&*unit.lower, "me" | "him" | "her" | "them" | "us" | "you" | "it" | "everyone" | "everybody" | "anyone" | "nobody");
    if unit.kind == Kind::Word && is_pronoun {
        return Some(Addressee { start: unit.start, end: unit.end, name: None, next: at + 1 });
    }
    let mut end = at;
    let mut name = None;
    while end < frame.len() && end - at < MAX_ADDRESSEE {
        let word = frame.word(end);
        let is_possessive = frame.is_mark(end, &["'s", "’s", "-", "'", "’"]);
        if let Some(found) = frame.name(end) {
            let belongs = end > at && frame.is_word(end - 1) && matches!(frame.word(end - 1), "of" | "for" | "at" | "from" | "with");
            if name.is_some() && !frame.is_mark(end - 1, &["'s", "’s"]) {
                break;
            }
            name = if frame.is_mark(end + 1, &["'s", "’s"]) || belongs { name } else { Some((found, end)) };
            end += 1;
            continue;
        }
        if !frame.is_word(end) && !is_possessive {
            break;
        }
        let starts_clause = end > at
            && matches!(
                word,
                "the"
                    | "a"
                    | "an"
                    | "this"
                    | "that"
                    | "his"
                    | "her"
                    | "its"
                    | "their"
                    | "he"
                    | "she"
                    | "they"
                    | "it"
                    | "we"
                    | "i"
                    | "there"
                    | "these"
                    | "those"
                    | "to"
                    | "not"
                    | "whether"
                    | "if"
                    | "how"
                    | "what"
                    | "why"
                    | "no"
                    | "who"
                    | "when"
            );
        let ends = matches!(
            word,
            "on" | "in"
                | "at"
                | "by"
                | "during"
                | "after"
                | "before"
                | "about"
                | "via"
                | "through"
                | "and"
                | "but"
                | "is"
                | "was"
                | "were"
                | "had"
                | "would"
                | "as"
                | "while"
                | "from"
                | "last"
                | "this"
                | "earlier"
                | "yesterday"
                | "today"
                | "later"
        );
        if starts_clause
            || ends && !(end > at && matches!(word, "at" | "in" | "from") && name.is_none() && !occasion_follows(frame, end))
            || end > at && is_time(word)
        {
            break;
        }
        if matches!(word, "that") {
            break;
        }
        end += 1;
    }
    let (start, stop) = frame.stretch(at..end)?;
    match name {
        Some((name, unit)) => {
            let unit = &frame.units[unit];
            Some(Addressee { start: unit.start, end: unit.end, name: Some(name), next: end })
        }
        None => Some(Addressee { start, end: stop, name: None, next: end }),
    }
}

fn occasion_follows(frame: &Frame, preposition: usize) -> bool {
    (preposition + 1..preposition + 6).any(|n| lists::occasions().contains(frame.word(n)) || is_time(frame.word(n)))
}

/// The first unit after what tells place, time or occasion, from unit `at` on: `on Sunday`, `in a statement`, `, in an interview with X,`.
pub fn skip(frame: &Frame, at: usize) -> usize {
    let mut next = at;
    loop {
        let word = frame.word(next);
        if !frame.is_word(next) {
            return next;
        }
        let is_adverb = word.len() > 4 && word.ends_with("ly")
            || matches!(
                word,
                "also"
                    | "again"
                    | "afterwards"
                    | "afterward"
                    | "instead"
                    | "too"
                    | "simply"
                    | "once"
                    | "then"
                    | "later"
                    | "online"
                    | "earlier"
                    | "yesterday"
                    | "today"
                    | "tonight"
            );
        if is_adverb || WEEKDAYS.contains(&word) {
            next += 1;
            continue;
        }
        if matches!(word, "last" | "this" | "earlier" | "late" | "early") && is_time(frame.word(next + 1)) {
            next += 2;
            continue;
        }
        if matches!(word, "on" | "in" | "at" | "during" | "after" | "before" | "through" | "via" | "by" | "outside" | "from" | "to" | "of")
            && let Some(end) = phrase_end(frame, next).or_else(|| up_to_passage(frame, next))
        {
            next = end;
            continue;
        }
        return next;
    }
}

/// Where a short prepositional phrase ends that a comma or colon and a passage follow: `wrote in the margin, "Who?"`
fn up_to_passage(frame: &Frame, at: usize) -> Option<usize> {
    let end = (at + 1..at + 9).find(|&n| !frame.is_wordlike(n) && !frame.is_mark(n, &["'s", "’s"]))?;
    (frame.is_mark(end, &[",", ":"]) && frame.passage(end + 1).is_some()).then_some(end)
}

/// Where the prepositional phrase at `at` ends, if it is one of time or occasion.
fn phrase_end(frame: &Frame, at: usize) -> Option<usize> {
    let mut end = at + 1;
    let mut fits = false;
    while end < frame.len() && end < at + 14 {
        let word = frame.word(end);
        let is_name = frame.name(end).is_some();
        let is_possessive = frame.is_mark(end, &["'s", "’s", "'", "’"]);
        if !(frame.is_word(end) || is_name || is_possessive) {
            break;
        }
        let ends = word == "that"
            || frame.is_word(end)
                && fits
                && (matches!(
                    word,
                    "that"
                        | "the"
                        | "he"
                        | "she"
                        | "it"
                        | "they"
                        | "we"
                        | "i"
                        | "there"
                        | "his"
                        | "her"
                        | "its"
                        | "their"
                        | "a"
                        | "an"
                        | "no"
                        | "if"
                        | "whether"
                        | "how"
                        | "why"
                        | "what"
                        | "when"
                        | "not"
                        | "this"
                        | "these"
                        | "some"
                        | "many"
                        | "all"
                ) && !matches!(
                    frame.word(end - 1),
                    "with" | "to" | "of" | "in" | "at" | "on" | "for" | "by" | "from" | "after" | "before" | "about"
                ));
        if ends {
            break;
        }
        fits |= is_time(word)
            || lists::occasions().contains(word)
            || matches!(
                word,
                "court"
                    | "parliament"
                    | "twitter"
                    | "facebook"
                    | "instagram"
                    | "radio"
                    | "television"
                    | "tv"
                    | "commons"
                    | "senate"
                    | "mail"
                    | "phone"
                    | "telephone"
                    | "interview"
            );
        end += 1;
    }
    let in_medium = frame.is_word(at) && matches!(frame.word(at), "in" | "on" | "for") && (at + 1..end).any(|n| frame.name(n).is_some());
    let is_over = end >= frame.len() || frame.passage(end).is_some() || frame.is_mark(end, &[",", ":"]) || frame.word(end) == "that";
    ((fits || in_medium && is_over) && end > at + 1).then_some(end)
}

/// The day on which something is said, as the units in `range` tell it; weekdays are those before the article's own date.
pub fn said_on(frame: &Frame, range: Range<usize>, published: Option<Date>) -> Option<PartialDate> {
    let day = |date: Date| date.to_string().parse().ok();
    for n in range {
        let word = frame.word(n);
        if !frame.is_word(n)
            || n > 0 && matches!(frame.word(n - 1), "published" | "released" | "issued" | "dated" | "since" | "until" | "before" | "by")
            || n > 1 && matches!(frame.word(n - 2), "published" | "released" | "since")
        {
            continue;
        }
        if let Some(weekday) = WEEKDAYS.iter().position(|name| *name == word) {
            let back = (i64::from(published?.weekday().to_monday_zero_offset()) - i64::try_from(weekday).ok()? + 7) % 7;
            return day(published?.checked_sub(back.days()).ok()?);
        }
        if word == "yesterday" {
            return day(published?.yesterday().ok()?);
        }
        if let Some(month) = MONTHS.iter().position(|name| *name == word) {
            return month_day(frame, n, i8::try_from(month + 1).ok()?, published);
        }
    }
    None
}

/// `March 23`, `23 March 2017`, `March 2017`: the year is the article's own, or the one before, where none is given.
fn month_day(frame: &Frame, at: usize, month: i8, published: Option<Date>) -> Option<PartialDate> {
    let number = |n: usize| -> Option<i16> { frame.word(n).trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok() };
    let year = |n: usize| number(n).filter(|year| (1900..2100).contains(year));
    let after_comma = |n: usize| if frame.is_mark(n, &[","]) { n + 1 } else { n };
    let is_day = |day: &i16| (1..=31).contains(day);
    let before = at.checked_sub(1).and_then(number).filter(is_day);
    let after = number(at + 1).filter(is_day);
    let stated = year(after_comma(if after.is_some() { at + 2 } else { at + 1 }));
    let own = || {
        let published = published?;
        Some(if month > published.month() { published.year() - 1 } else { published.year() })
    };
    let year = stated.or_else(own)?;
    match before.or(after) {
        Some(day) => format!("{year:04}-{month:02}-{day:02}").parse().ok(),
        None => stated.and_then(|year| format!("{year:04}-{month:02}").parse().ok()),
    }
}

/// The occasion that a stretch of units names: the noun phrase from its article on, `speech to the UN General Assembly`.
pub fn occasion(frame: &Frame, text: &str, from: usize, to: usize) -> Option<String> {
    let head =
        (from..to).find(|&n| frame.is_word(n) && lists::occasions().contains(frame.word(n)) && !frame.is_mark(n + 1, &["'s", "’s"]))?;
    let preposition = (from.max(head.saturating_sub(6))..head).rev().find(|&n| {
        frame.is_word(n)
            && matches!(frame.word(n), "in" | "at" | "during" | "after" | "on" | "to" | "addressing" | "following" | "outside" | "by")
    })?;
    let mut first = preposition + 1;
    while first < head && frame.is_word(first) && matches!(frame.word(first), "a" | "an" | "the" | "his" | "her" | "its" | "their" | "own")
    {
        first += 1;
    }
    let mut end = head + 1;
    while end < to && (frame.is_wordlike(end) || frame.is_mark(end, &["'s", "’s"])) {
        let word = frame.word(end);
        let goes_on = frame.name(end).is_some()
            || matches!(word, "with" | "to" | "of" | "in" | "at" | "on" | "for" | "the" | "a" | "an" | "conference")
            || frame.is_capital(end)
            || lists::occasions().contains(word);
        if frame.is_word(end) && (!goes_on || is_time(word)) {
            break;
        }
        end += 1;
    }
    while end > head + 1
        && frame.is_word(end - 1)
        && matches!(frame.word(end - 1), "with" | "to" | "of" | "in" | "at" | "on" | "for" | "the" | "a" | "an")
    {
        end -= 1;
    }
    let (start, end) = frame.stretch(first..end)?;
    Some(text[start..end].split_whitespace().collect::<Vec<_>>().join(" "))
}
