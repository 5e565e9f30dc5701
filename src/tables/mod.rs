//! Records as tables: the columns of each resource, and the two forms in which rows are written one after another.
//!
//! Here rather than with HTTP, because the files of a dataset are made of the same bytes as its downloads.

mod articles;
mod column;
mod entities;
mod mentions;
mod quotes;
mod sources;

pub use column::{Column, Kind};

/// A record as a row of a table.
pub trait Row {
    /// The columns, in order. New ones are only ever added at the end.
    const COLUMNS: &'static [Column];
    /// Its cells, one for each column.
    fn cells(&self) -> Vec<String>;
}

/// A way to write records one after another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// RFC 4180, in UTF-8, with a header.
    Csv,
    /// One JSON object a line.
    Ndjson,
}

impl Form {
    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Ndjson => "application/x-ndjson",
        }
    }

    /// What the names of such files end in.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Ndjson => "ndjson",
        }
    }
}

/// Records as CSV, after the header where they are the first.
///
/// # Errors
/// Where a record cannot be written.
pub fn csv<T: Row>(records: &[T], first: bool) -> std::io::Result<Vec<u8>> {
    let header = first.then(|| T::COLUMNS.iter().map(|column| column.name.to_owned()).collect());
    write_rows(header.into_iter().chain(records.iter().map(Row::cells)))
}

/// Rows as CSV, no cell of which a spreadsheet takes for a formula.
///
/// # Errors
/// Where a row has another number of cells than the first.
pub fn write_rows(rows: impl Iterator<Item = impl IntoIterator<Item = String>>) -> std::io::Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.into_iter().map(neutral)).map_err(std::io::Error::other)?;
    }
    writer.into_inner().map_err(|error| std::io::Error::other(error.to_string()))
}

/// A cell that no spreadsheet takes for a formula: one that begins like one gets an apostrophe before it
/// (<https://owasp.org/www-community/attacks/CSV_Injection>).
fn neutral(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) { format!("'{cell}") } else { cell }
}

/// Several values in one cell, none of which is a formula when they are parted again.
#[must_use]
pub fn joined<'a>(values: impl Iterator<Item = &'a str>) -> String {
    values.map(|value| neutral(value.to_owned())).collect::<Vec<_>>().join("; ")
}
