//! Dates that are known to the day, to the month, or only to the year (ISO 8601 reduced precision).

use std::{borrow::Cow, fmt, str::FromStr};

use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Type},
};

/// The form of a partial date, as both descriptions state it.
pub const PATTERN: &str = r"^\d{4}(-\d{2}(-\d{2})?)?$";

/// A date in ISO 8601, as precise as it is known: `2014`, `2014-09` or `2014-09-29`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PartialDate {
    written: String,
    first: Date,
    last: Date,
}

/// A text that is no ISO 8601 date of year, month or day precision.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is not a date: write 2014, 2014-09 or 2014-09-29")]
pub struct NotADate(String);

impl PartialDate {
    /// The first day it may mean: `2014-09` begins on `2014-09-01`.
    #[must_use]
    pub fn first_day(&self) -> String {
        self.first.to_string()
    }

    /// The last day it may mean: `2014-09` ends on `2014-09-30`.
    #[must_use]
    pub fn last_day(&self) -> String {
        self.last.to_string()
    }

    /// The first and the last day it may mean.
    #[must_use]
    pub fn days(&self) -> (Date, Date) {
        (self.first, self.last)
    }

    /// The first day it may mean.
    #[must_use]
    pub fn first(&self) -> Date {
        self.first
    }

    /// The last day it may mean.
    #[must_use]
    pub fn last(&self) -> Date {
        self.last
    }

    /// The day, where it is known to the day.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        (self.first == self.last).then_some(self.first)
    }

    /// The date as it was written, at its own precision.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.written
    }
}

impl FromStr for PartialDate {
    type Err = NotADate;

    fn from_str(written: &str) -> Result<Self, NotADate> {
        parse(written).ok_or_else(|| NotADate(written.chars().take(40).collect()))
    }
}

/// Checks the form by hand: general date parsers also take `20140929` and more, which the contract does not.
fn parse(written: &str) -> Option<PartialDate> {
    let parts: Vec<&str> = written.split('-').collect();
    let well_formed = matches!(parts.iter().map(|part| part.len()).collect::<Vec<_>>()[..], [4] | [4, 2] | [4, 2, 2]);
    if !well_formed || !parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let year: i16 = parts[0].parse().ok()?;
    let month: Option<i8> = parts.get(1).and_then(|part| part.parse().ok());
    let day: Option<i8> = parts.get(2).and_then(|part| part.parse().ok());
    let first = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    let last = match (month, day) {
        (_, Some(_)) => first,
        (Some(_), None) => first.last_of_month(),
        (None, None) => first.last_of_year(),
    };
    Some(PartialDate { written: written.to_owned(), first, last })
}

impl TryFrom<String> for PartialDate {
    type Error = NotADate;

    fn try_from(written: String) -> Result<Self, NotADate> {
        written.parse()
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> Self {
        date.written
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

impl PartialSchema for PartialDate {
    fn schema() -> RefOr<utoipa::openapi::Schema> {
        let object = ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some(PATTERN))
            .description(Some("A date in ISO 8601, as precise as it is known: to the day, the month, or the year."))
            .examples(["2014-09-29", "2014-09", "2014"]);
        object.into()
    }
}

impl ToSchema for PartialDate {}

impl JsonSchema for PartialDate {
    fn schema_name() -> Cow<'static, str> {
        "PartialDate".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": PATTERN, "description": "A date in ISO 8601: to the day, the month, or the year." })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_or_a_year_covers_all_of_its_days() {
        let bounds = |written: &str| written.parse::<PartialDate>().map(|date| (date.first_day(), date.last_day())).ok();
        let days = |first: &str, last: &str| Some((first.to_owned(), last.to_owned()));
        assert_eq!(bounds("2014"), days("2014-01-01", "2014-12-31"));
        assert_eq!(bounds("2012-02"), days("2012-02-01", "2012-02-29"));
        assert_eq!(bounds("2014-09-29"), days("2014-09-29", "2014-09-29"));
    }

    #[test]
    fn anything_but_the_three_forms_is_refused() {
        for written in ["", "14", "2014-9", "20140929", "2014-13", "2014-02-30", "2014-09-29T10:00", "+2014", "２０１４", "2014-"] {
            assert_eq!(written.parse::<PartialDate>(), Err(NotADate(written.to_owned())), "{written}");
        }
    }
}
