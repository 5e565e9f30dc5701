//! In which order a list comes, and where in it a page begins.

use rusqlite::{
    Row,
    types::{FromSql, FromSqlError, FromSqlResult, ValueRef},
};

use super::{Conditions, ReadError, Resource, SortValue, Sql};

impl FromSql for SortValue {
    fn column_result(value: ValueRef) -> FromSqlResult<Self> {
        match value {
            ValueRef::Integer(number) => Ok(Self::Integer(number)),
            ValueRef::Real(number) => Ok(Self::Real(number)),
            ValueRef::Text(_) => value.as_str().map(|text| Self::Text(text.to_owned())),
            ValueRef::Null | ValueRef::Blob(_) => Err(FromSqlError::InvalidType),
        }
    }
}

/// The sort keys of a list with their direction; `id` is always the last.
#[derive(Clone)]
pub(super) struct Order(Vec<(&'static str, bool)>);

impl Order {
    pub(super) fn of<R: Resource>(sort: &[String]) -> Self {
        let asked = sort.iter().map(String::as_str);
        let wanted: Vec<&str> = if sort.is_empty() { R::DEFAULT_SORT.to_vec() } else { asked.collect() };
        let mut keys: Vec<(&'static str, bool)> = Vec::new();
        for key in wanted {
            let (name, descending) = key.strip_prefix('-').map_or((key, false), |name| (name, true));
            if name == "id" {
                keys.push(("t.id", descending));
                return Self(keys);
            }
            keys.extend(R::SORT_KEYS.iter().filter(|key| key.name == name).map(|key| (key.sql, descending)));
        }
        keys.push(("t.id", false));
        Self(keys)
    }

    pub(super) fn push(&self, query: &mut Sql) {
        let keys: Vec<String> = self.0.iter().map(|(sql, descending)| format!("{sql}{}", if *descending { " DESC" } else { "" })).collect();
        query.push(" ORDER BY ").push(keys.join(", "));
    }

    /// The sort values of a row, a column each.
    pub(super) fn columns_sql(&self) -> String {
        let keys: Vec<&str> = self.0.iter().map(|(sql, _)| *sql).collect();
        keys.join(", ")
    }

    /// The sort values of a row, as one JSON array.
    pub(super) fn values_sql(&self) -> String {
        format!("json_array({})", self.columns_sql())
    }

    /// Reads the sort values of a row, which begin at a column.
    pub(super) fn values_of(&self, row: &Row, first: usize) -> Result<Vec<SortValue>, ReadError> {
        (first..first + self.0.len()).map(|column| Ok(row.get(column)?)).collect()
    }

    /// Everything after the row with these values: past it in the first key, or equal there and past it in the next, and so on.
    pub(super) fn push_after(&self, conditions: &mut Conditions, values: &[SortValue]) {
        let query = conditions.and();
        query.push("(");
        for last in 0..self.0.len().min(values.len()) {
            query.push(if last == 0 { "(" } else { " OR (" });
            for ((sql, _), value) in self.0[..last].iter().zip(values) {
                push_value(query.push(format_args!("{sql} = ")), value);
                query.push(" AND ");
            }
            let (sql, descending) = self.0[last];
            push_value(query.push(format_args!("{sql} {} ", if descending { "<" } else { ">" })), &values[last]);
            query.push(")");
        }
        query.push(")");
    }

    /// Whether it is the resource's own order.
    pub(super) fn is_own<R: Resource>(&self) -> bool {
        self.0 == Self::of::<R>(&[]).0
    }

    /// Whether a cursor's values fit these keys.
    pub(super) fn fits(&self, values: &[SortValue]) -> bool {
        values.len() == self.0.len() && matches!(values.last(), Some(SortValue::Text(_)))
    }
}

fn push_value(query: &mut Sql, value: &SortValue) {
    match value {
        SortValue::Integer(number) => query.push_bind(*number),
        SortValue::Real(number) => query.push_bind(*number),
        SortValue::Text(text) => query.push_bind(text.clone()),
    };
}
