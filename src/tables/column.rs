//! The columns of tables: one list for each resource, which its CSV and the description of the data both come from.

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name, in the first row.
    pub name: &'static str,
    /// What its cells hold. An empty cell is one whose value is not known.
    pub kind: Kind,
    /// What it says.
    pub description: &'static str,
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A date as precise as it is known: year, month or day.
    Date,
    /// An address.
    Url,
}

impl Column {
    /// A column of text.
    #[must_use]
    pub const fn text(name: &'static str, description: &'static str) -> Self {
        Self { name, kind: Kind::Text, description }
    }

    /// A column of whole numbers.
    #[must_use]
    pub const fn integer(name: &'static str, description: &'static str) -> Self {
        Self { name, kind: Kind::Integer, description }
    }

    /// A column of numbers.
    #[must_use]
    pub const fn number(name: &'static str, description: &'static str) -> Self {
        Self { name, kind: Kind::Number, description }
    }

    /// A column of dates.
    #[must_use]
    pub const fn date(name: &'static str, description: &'static str) -> Self {
        Self { name, kind: Kind::Date, description }
    }

    /// A column of addresses.
    #[must_use]
    pub const fn url(name: &'static str, description: &'static str) -> Self {
        Self { name, kind: Kind::Url, description }
    }
}
