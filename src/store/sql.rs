//! SQL with its values, put together piece by piece: what a request says is only ever bound.

use std::fmt::{Display, Write};

use rusqlite::types::Value;

/// A statement in the making.
#[derive(Debug, Clone, Default)]
pub struct Sql {
    text: String,
    values: Vec<Value>,
}

impl Sql {
    /// Starts with a text of this program's own.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), values: Vec::new() }
    }

    /// A text of this program's own that names its values by number: `?1` is the first.
    pub fn numbered(text: impl Into<String>, values: impl IntoIterator<Item = Value>) -> Self {
        Self { text: text.into(), values: values.into_iter().collect() }
    }

    /// Adds text of this program's own.
    pub fn push(&mut self, text: impl Display) -> &mut Self {
        // Writing to a string cannot fail.
        let _ = write!(self.text, "{text}");
        self
    }

    /// Adds a value, which the database never takes for anything else.
    pub fn push_bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.text.push('?');
        self.values.push(value.into());
        self
    }

    /// As a statement for sqlx, which runs what is not asked for by a request.
    pub(super) fn general(&self) -> sqlx::query::Query<'static, sqlx::Sqlite, sqlx::sqlite::SqliteArguments> {
        let query = sqlx::query(sqlx::AssertSqlSafe(self.text.clone()));
        self.values.iter().fold(query, |query, value| match value {
            Value::Null => query.bind(None::<i64>),
            Value::Integer(number) => query.bind(*number),
            Value::Real(number) => query.bind(*number),
            Value::Text(text) => query.bind(text.clone()),
            Value::Blob(bytes) => query.bind(bytes.clone()),
        })
    }

    /// The text, with a `?` for each value.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The values, in the order of their marks.
    #[must_use]
    pub fn values(&self) -> &[Value] {
        &self.values
    }
}
