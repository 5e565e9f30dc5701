//! Dates as pages and records write them.

use jiff::{Timestamp, civil, fmt::temporal};

use crate::domain::PartialDate;

/// A date of publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The day, or the month or year where no more is given.
    pub date: PartialDate,
    /// The moment (RFC 3339), where day, time and zone are given.
    pub moment: Option<String>,
}

/// Forms of dates that can be read in one way only. `3/10/2012` cannot.
const FORMS: [&str; 10] =
    ["%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%d.%m.%Y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%d %B %Y", "%d %b %Y", "%b. %d, %Y"];

/// The longest text that is taken for a date, in bytes.
const LONGEST: usize = 60;

/// Seconds that are later than this are milliseconds: they would lie beyond the year 5000.
const LATEST_SECONDS: i64 = 100_000_000_000;

/// Reads a date: ISO 8601 in any precision, RFC 2822, seconds or milliseconds since 1970, or a day in words.
#[must_use]
pub fn published(written: &str) -> Option<Published> {
    let written = written.trim();
    if written.is_empty() || written.len() > LONGEST || !written.is_ascii() {
        return None;
    }
    if let Ok(date) = written.parse::<PartialDate>() {
        return plausible(Published { date, moment: None });
    }
    plausible(in_words(written).or_else(|| iso(written)).or_else(|| internet(written)).or_else(|| counted(written))?)
}

/// A year that no newspaper appeared in is a number of something else.
fn plausible(published: Published) -> Option<Published> {
    ("1600".."2200").contains(&&published.date.as_str()[..4]).then_some(published)
}

fn of_day(date: civil::Date, moment: Option<String>) -> Option<Published> {
    Some(Published { date: date.to_string().parse().ok()?, moment })
}

fn iso(written: &str) -> Option<Published> {
    // Some write `2012-10-03 03:09:00 +0000`.
    let joined = written.replacen(' ', "T", 1).replace(' ', "");
    let pieces = temporal::DateTimeParser::new().parse_pieces(&joined).ok()?;
    let (Some(time), Some(offset)) = (pieces.time(), pieces.to_numeric_offset()) else { return of_day(pieces.date(), None) };
    at(pieces.date().to_datetime(time), offset)
}

fn at(local: civil::DateTime, offset: jiff::tz::Offset) -> Option<Published> {
    let timestamp = offset.to_timestamp(local).ok()?;
    let moment = if offset.is_zero() { timestamp.to_string() } else { timestamp.display_with_offset(offset).to_string() };
    of_day(local.date(), Some(moment))
}

fn internet(written: &str) -> Option<Published> {
    let zoned = jiff::fmt::rfc2822::parse(written).ok()?;
    at(zoned.datetime(), zoned.offset())
}

fn counted(written: &str) -> Option<Published> {
    let number: i64 = written.split('.').next()?.parse().ok()?;
    let timestamp = if number.abs() > LATEST_SECONDS { Timestamp::from_millisecond(number) } else { Timestamp::from_second(number) };
    // A number that small is a year, a day, or a mistake.
    if number.abs() < 100_000_000 {
        return None;
    }
    let timestamp = timestamp.ok()?;
    of_day(timestamp.to_zoned(jiff::tz::TimeZone::UTC).date(), Some(timestamp.to_string()))
}

fn in_words(written: &str) -> Option<Published> {
    let date = FORMS.iter().find_map(|form| civil::Date::strptime(form, written).ok())?;
    of_day(date, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(written: &str, date: &str, moment: &str) {
        let found = published(written).unwrap_or_else(|| panic!("{written} is no date"));
        assert_eq!((found.date.as_str(), found.moment.as_deref().unwrap_or("")), (date, moment), "{written}");
    }

    #[test]
    fn dates_are_read_as_pages_and_records_write_them() {
        check("2014", "2014", "");
        check("2014-09", "2014-09", "");
        check(" 2014-09-29 ", "2014-09-29", "");
        check("2014-09-29T10:30:00", "2014-09-29", "");
        check("2014-09-29 10:30:00", "2014-09-29", "");
        check("2014-09-29T22:30:00-04:00", "2014-09-29", "2014-09-29T22:30:00-04:00");
        check("2014-09-29T22:30:00.000Z", "2014-09-29", "2014-09-29T22:30:00Z");
        check("2014-09-29 22:30:00 +0200", "2014-09-29", "2014-09-29T22:30:00+02:00");
        check("2014-09-29T22:30+0000", "2014-09-29", "2014-09-29T22:30:00Z");
        check("Mon, 29 Sep 2014 22:30:00 GMT", "2014-09-29", "2014-09-29T22:30:00Z");
        check("1412029800", "2014-09-29", "2014-09-29T22:30:00Z");
        check("1412029800000", "2014-09-29", "2014-09-29T22:30:00Z");
        check("September 29, 2014", "2014-09-29", "");
        check("29 September 2014", "2014-09-29", "");
        check("2014/09/29", "2014-09-29", "");
        check("20140929", "2014-09-29", "");
        check("29.09.2014", "2014-09-29", "");
    }

    #[test]
    fn what_is_no_date_or_could_be_two_is_none() {
        for written in
            ["", "None", "yesterday", "3/10/2012", "12345", "0001-01-01T00:00:00", "9999", "2014-13-40", &"9".repeat(500), "２０１４"]
        {
            assert_eq!(published(written), None, "{written}");
        }
    }
}
