//! Pages of lists in their own order, from the rows that match: a stretch of their numbers.

use jiff::civil::Date;
use rusqlite::Connection;

use super::{Columns, TableFilter, load::ArticleColumns};
use crate::{
    domain::PartialDate,
    store::{Position, ReadError, SortValue, Sql, read::row},
};

/// Rows of a table in the order of its list, and whether more follow.
pub struct Stretch {
    pub rows: Vec<u32>,
    pub more: bool,
}

impl Columns {
    /// At most so many of the rows that match, from a position on, where `values` is the SQL of a row's sort values. `None` where the position
    /// is no row's.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn stretch(
        &self,
        connection: &Connection,
        filter: &TableFilter,
        (position, limit): (&Position, usize),
        values: &str,
    ) -> Result<Option<Stretch>, ReadError> {
        let (first, skip) = match position {
            Position::Offset(skip) => (0, *skip),
            Position::After(after) => match self.place(connection, filter, after, values)? {
                Some(place) => (place + 1, 0),
                None => return Ok(None),
            },
        };
        let (places, more) = self.select(connection, filter)?.stretch(first, skip, limit);
        let rows = self.rows_at(connection, filter, &places)?;
        Ok(Some(Stretch { rows, more }))
    }

    /// The rows of the table that match, in ascending order.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn rows(&self, connection: &Connection, filter: &TableFilter) -> Result<Vec<u32>, ReadError> {
        let mut places = Vec::new();
        self.select(connection, filter)?.for_each(|place| places.push(place));
        let mut rows = self.rows_at(connection, filter, &places)?;
        rows.sort_unstable();
        Ok(rows)
    }

    /// The rows of the table at these places.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn rows_at(&self, connection: &Connection, filter: &TableFilter, places: &[u32]) -> Result<Vec<u32>, ReadError> {
        Ok(match filter {
            TableFilter::Articles(_) => {
                let articles = self.articles(connection)?;
                places.iter().map(|place| articles.rows.get(*place as usize)).collect()
            }
            TableFilter::Quotes(_) => {
                let quotes = self.quotes(connection)?;
                places.iter().map(|place| quotes.row(*place)).collect()
            }
        })
    }

    /// The number of the row that has these sort values, its id last.
    fn place(&self, connection: &Connection, filter: &TableFilter, after: &[SortValue], values: &str) -> Result<Option<u32>, ReadError> {
        let (Some(SortValue::Text(published)), Some(SortValue::Text(id))) = (after.first(), after.last()) else { return Ok(None) };
        let (table, article) = match filter {
            TableFilter::Articles(_) => ("articles", "t.rowid"),
            TableFilter::Quotes(_) => ("quotes", "(SELECT a.rowid FROM articles AS a WHERE a.id = t.article)"),
        };
        let mut sql = Sql::new(format!("SELECT t.rowid, {article}, {values} FROM {table} AS t WHERE t.id = "));
        sql.push_bind(id.clone());
        let found = row(connection, &sql, |row| Ok((row.get(0)?, row.get(1)?, row.get_ref(2)?.as_str()?.to_owned())))?;
        let Some((row, article, values)): Option<(u32, u32, String)> = found else { return Ok(None) };
        if serde_json::from_str::<Vec<SortValue>>(&values)? != after {
            return Ok(None);
        }
        let Some(place) = self.articles(connection)?.place(article, published) else { return Ok(None) };
        Ok(Some(match filter {
            TableFilter::Articles(_) => place,
            TableFilter::Quotes(_) => {
                let quotes = self.quotes(connection)?;
                quotes.starts[place as usize] + (row - quotes.firsts.get(place as usize))
            }
        }))
    }
}

impl ArticleColumns {
    /// The number of the article with this row, which was published on or from this day on.
    fn place(&self, row: u32, published: &str) -> Option<u32> {
        let published: Option<Date> = published.parse().ok();
        let day = |date: u32| self.all_dates[date as usize].as_ref().map(PartialDate::first);
        // Newest first, and what has no date last.
        let first = self.dates.partition_point(|date| day(date) > published);
        let found =
            (first..self.len()).take_while(|place| day(self.dates.get(*place)) == published).find(|place| self.rows.get(*place) == row);
        found.and_then(|place| u32::try_from(place).ok())
    }
}
