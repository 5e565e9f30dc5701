//! The day on which something is said.

use std::ops::Range;

use jiff::{ToSpan, civil::Date};

use super::frames::Frame;
use crate::{
    annotate::lists::classes::{self, DATED, MONTH, WEEKDAY},
    domain::PartialDate,
};

/// The day on which something is said, as the units in `range` tell it; weekdays are those before the article's own date.
pub fn said_on(frame: &Frame, range: Range<usize>, published: Option<Date>) -> Option<PartialDate> {
    let is_day = |n: &usize| frame.is(*n, WEEKDAY.or(MONTH)) || frame.is_word(*n) && frame.word(*n) == "yesterday";
    let n = range.filter(is_day).find(|&n| !is_of_something_else(frame, n))?;
    let word = frame.word(n);
    if let Some(weekday) = classes::words(WEEKDAY).iter().position(|name| *name == word) {
        let today = i64::from(published?.weekday().to_monday_zero_offset());
        let back = (today - i64::try_from(weekday).ok()? + 7) % 7;
        return day(published?.checked_sub(back.days()).ok()?);
    }
    match classes::words(MONTH).iter().position(|name| *name == word) {
        Some(month) => in_month(frame, n, i8::try_from(month + 1).ok()?, published),
        None => day(published?.yesterday().ok()?),
    }
}

fn day(date: Date) -> Option<PartialDate> {
    date.to_string().parse().ok()
}

/// Whether a day is that of something else: `published on Monday`, `since Monday`.
fn is_of_something_else(frame: &Frame, n: usize) -> bool {
    let is_earlier = n > 1 && matches!(frame.word(n - 2), "published" | "released" | "since");
    is_earlier || n > 0 && frame.is(n - 1, DATED)
}

/// `March 23`, `23 March 2017`, `March 2017`: the year is the article's own, or the one before, where none is given.
fn in_month(frame: &Frame, at: usize, month: i8, published: Option<Date>) -> Option<PartialDate> {
    let number = |n: usize| -> Option<i16> { frame.word(n).trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok() };
    let is_day = |day: &i16| (1..=31).contains(day);
    let before = at.checked_sub(1).and_then(number).filter(is_day);
    let after = number(at + 1).filter(is_day);
    let next = at + 1 + usize::from(after.is_some());
    let stated = number(next + usize::from(frame.is_mark(next, ","))).filter(|year| (1900..2100).contains(year));
    let Some(day) = before.or(after) else {
        return format!("{:04}-{month:02}", stated?).parse().ok();
    };
    let own = || published.map(|published| published.year() - i16::from(month > published.month()));
    format!("{:04}-{month:02}-{day:02}", stated.or_else(own)?).parse().ok()
}
