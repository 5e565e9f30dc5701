//! A query that is put together from conditions, every value bound.

use std::fmt::Display;

use super::sql::Sql;

/// A `SELECT` that grows by `AND`ed conditions. SQL text comes from this program alone; what a request says is only ever bound.
pub struct Conditions {
    query: Sql,
    first: bool,
}

impl Conditions {
    /// Starts with everything that stands before `WHERE`.
    pub fn new(select: impl Into<String>) -> Self {
        Self { query: Sql::new(select), first: true }
    }

    /// Opens a further condition, which the caller writes.
    pub fn and(&mut self) -> &mut Sql {
        self.query.push(if self.first { " WHERE " } else { " AND " });
        self.first = false;
        &mut self.query
    }

    /// `column` is one of `values`; no condition where there are none. A single one is compared as it is: with an index that goes on in the
    /// list's order, the page is read from it and nothing is sorted.
    pub fn any_of<T: AsRef<str>>(&mut self, column: impl Display, values: &[T]) {
        match values {
            [] => {}
            [value] => drop(self.and().push(format_args!("{column} = ")).push_bind(value.as_ref().to_owned())),
            values => drop(self.and().push(format_args!("{column} IN (SELECT value FROM json_each(")).push_bind(json(values)).push("))")),
        }
    }

    /// `column` is none of `values`, or has no value.
    pub fn none_of<T: AsRef<str>>(&mut self, column: impl Display, values: &[T]) {
        if !values.is_empty() {
            self.and().push(format_args!("({column} IS NULL OR {column} NOT IN (SELECT value FROM json_each("));
            self.query.push_bind(json(values)).push(")))");
        }
    }

    /// `column` compared with a number, where one is asked for.
    pub fn at_least(&mut self, column: impl Display, least: Option<f64>) {
        if let Some(least) = least {
            self.and().push(format_args!("{column} >= ")).push_bind(least);
        }
    }

    /// The query, for what follows the conditions.
    #[must_use]
    pub fn finish(self) -> Sql {
        self.query
    }
}

/// Values as one bound JSON array: the SQL stays the same, whatever their number.
pub fn json<T: AsRef<str>>(values: &[T]) -> String {
    let values: Vec<&str> = values.iter().map(AsRef::as_ref).collect();
    serde_json::Value::from(values).to_string()
}
