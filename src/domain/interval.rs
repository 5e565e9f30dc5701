//! Stretches of the calendar that things are counted by: days, ISO weeks, months, quarters, years.

use jiff::{Unit, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::PartialDate;

/// How long the buckets of a timeline are: `day`, `week` (ISO 8601, from Monday), `month`, `quarter` or `year`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Interval {
    /// A day, written `2014-09-29`.
    Day,
    /// A week of ISO 8601, from Monday, written `2014-W40`. Its year is the one that its Thursday lies in.
    Week,
    /// A month, written `2014-09`.
    Month,
    /// A quarter of a year, written `2014-Q3`.
    Quarter,
    /// A year, written `2014`.
    #[default]
    Year,
}

impl Interval {
    /// All of them, from the shortest to the longest.
    pub const ALL: [Self; 5] = [Self::Day, Self::Week, Self::Month, Self::Quarter, Self::Year];

    /// The name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// The first day of the bucket that a day lies in.
    #[must_use]
    pub fn start(self, day: Date) -> Date {
        match self {
            Self::Day => day,
            Self::Week => {
                let since_monday = i32::from(day.weekday().to_monday_zero_offset());
                day.checked_sub(jiff::Span::new().days(since_monday)).unwrap_or(Date::MIN)
            }
            Self::Month => day.first_of_month(),
            Self::Quarter => Date::new(day.year(), (day.month() - 1) / 3 * 3 + 1, 1).unwrap_or(day),
            Self::Year => day.first_of_year(),
        }
    }

    /// The first day of the bucket after the one that begins on `start`; `None` at the end of the calendar (9999-12-31).
    #[must_use]
    pub fn next(self, start: Date) -> Option<Date> {
        let span = jiff::Span::new();
        let length = match self {
            Self::Day => span.days(1),
            Self::Week => span.weeks(1),
            Self::Month => span.months(1),
            Self::Quarter => span.months(3),
            Self::Year => span.years(1),
        };
        start.checked_add(length).ok()
    }

    /// The last day of the bucket that begins on `start`.
    #[must_use]
    pub fn end(self, start: Date) -> Date {
        self.next(start).and_then(|next| next.yesterday().ok()).unwrap_or(Date::MAX)
    }

    /// The name of the bucket that begins on `start`.
    #[must_use]
    pub fn name(self, start: Date) -> String {
        match self {
            Self::Day => start.to_string(),
            Self::Week => {
                let week = start.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Self::Month => format!("{:04}-{:02}", start.year(), start.month()),
            Self::Quarter => format!("{:04}-Q{}", start.year(), (start.month() + 2) / 3),
            Self::Year => format!("{:04}", start.year()),
        }
    }

    /// How many buckets lie between two that begin on `first` and on `start`: 0 for the same one.
    #[must_use]
    pub fn between(self, first: Date, start: Date) -> usize {
        let months = || (i32::from(start.year()) - i32::from(first.year())) * 12 + i32::from(start.month()) - i32::from(first.month());
        let days = || first.until((Unit::Day, start)).map_or(0, |span| span.get_days());
        let buckets = match self {
            Self::Day => days(),
            Self::Week => days() / 7,
            Self::Month => months(),
            Self::Quarter => months() / 3,
            Self::Year => months() / 12,
        };
        usize::try_from(buckets).unwrap_or(0)
    }

    /// The first day of the bucket that all of a date lies in; `None` where the date is less precise than that: a month lies in a quarter,
    /// but in no week.
    #[must_use]
    pub fn start_of_all(self, date: &PartialDate) -> Option<Date> {
        let (first, last) = date.days();
        Some(self.start(first)).filter(|start| *start == self.start(last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(interval: Interval, day: &str) -> (String, String, String) {
        let start = interval.start(day.parse().expect("a day"));
        (interval.name(start), start.to_string(), interval.end(start).to_string())
    }

    #[test]
    fn weeks_are_those_of_iso_8601_around_the_turn_of_the_year() {
        let expected = |name: &str, start: &str, end: &str| (name.to_owned(), start.to_owned(), end.to_owned());
        assert_eq!(bucket(Interval::Week, "2012-12-31"), expected("2013-W01", "2012-12-31", "2013-01-06"));
        assert_eq!(bucket(Interval::Week, "2021-01-03"), expected("2020-W53", "2020-12-28", "2021-01-03"));
        assert_eq!(bucket(Interval::Week, "2014-09-28"), expected("2014-W39", "2014-09-22", "2014-09-28"));
        assert_eq!(bucket(Interval::Quarter, "2014-09-28"), expected("2014-Q3", "2014-07-01", "2014-09-30"));
        assert_eq!(bucket(Interval::Month, "2012-02-10"), expected("2012-02", "2012-02-01", "2012-02-29"));
        assert_eq!(bucket(Interval::Year, "0001-02-10"), expected("0001", "0001-01-01", "0001-12-31"));
        assert_eq!(bucket(Interval::Week, "9999-12-31").2, "9999-12-31");
    }

    #[test]
    fn a_date_lies_in_a_bucket_only_where_all_of_it_does() {
        let starts = |written: &str| {
            let date: PartialDate = written.parse().expect("a date");
            Interval::ALL.map(|interval| interval.start_of_all(&date).is_some())
        };
        assert_eq!(starts("2014-09-29"), [true; 5]);
        assert_eq!(starts("2014-09"), [false, false, true, true, true]);
        assert_eq!(starts("2014"), [false, false, false, false, true]);
    }

    proptest::proptest! {
        #[test]
        fn buckets_follow_one_another_without_gap_or_overlap(day in 0_i64..700_000, steps in 1_usize..60) {
            let day = Date::constant(1, 1, 1).checked_add(jiff::Span::new().days(day)).expect("a day");
            for interval in Interval::ALL {
                let first = interval.start(day);
                let mut start = first;
                for step in 0..steps {
                    proptest::prop_assert_eq!(interval.between(first, start), step);
                    proptest::prop_assert_eq!(interval.start(interval.end(start)), start);
                    let next = interval.next(start).expect("before the end of the calendar");
                    proptest::prop_assert_eq!(interval.end(start).tomorrow().expect("a day"), next);
                    start = next;
                }
            }
        }
    }
}
