//! The parts of a date line: months, days, times, zones, as pages write them.

use super::dates::Stamp;
use crate::annotate::lists;

/// `3 hours ago`, `2h ago`, `5 min read`.
pub fn relative(words: &[&str], stamp: &mut Stamp) -> Option<usize> {
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

/// The number of a month by its name, in lower case.
pub fn month(lower: &str) -> Option<u8> {
    lists::months().get(lower.trim_end_matches('.')).and_then(|number| number.parse().ok())
}

/// Whether a word is `am` or `pm`; `true` for the latter.
pub fn meridiem(lower: &str) -> Option<bool> {
    match lower {
        "am" | "a.m." | "a.m" => Some(false),
        "pm" | "p.m." | "p.m" => Some(true),
        _ => None,
    }
}

/// An hour of the twelve-hour clock on the twenty-four-hour clock.
pub fn twelve(hour: u8, afternoon: bool) -> Option<u8> {
    match (hour, afternoon) {
        (1..=11, true) => Some(hour + 12),
        (12, false) => Some(0),
        // Some pages write `15:04 pm`.
        (0..=23, _) => Some(hour),
        _ => None,
    }
}

/// A time zone's name or distance.
pub fn zone(word: &str, stamp: &mut Stamp) -> bool {
    stamp.time.is_some() && {
        if let Some(offset) = lists::zones().get(word) {
            if !offset.is_empty() {
                stamp.offset = Some((*offset).to_owned());
            }
            return true;
        }
        let distance = word.strip_prefix("GMT").or_else(|| word.strip_prefix("UTC")).unwrap_or(word);
        offset(distance).is_some_and(|offset| {
            stamp.offset = Some(offset);
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
pub fn number(word: &str, next: Option<&&str>, stamp: &mut Stamp) -> Option<usize> {
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
        stamp.offset = Some("+00:00".to_owned());
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
