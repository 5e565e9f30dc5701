//! Which rows match a filter: under the conditions that the lists have in SQL (`Resource::conditions`), each as a look at a column.

use std::sync::Arc;

use roaring::RoaringBitmap;
use rusqlite::Connection;

use super::{
    Columns, FEW_ROWS, TableFilter,
    ints::Ints,
    of_articles::ArticleTest,
    of_quotes::{OfArticle, QuoteTest},
    postings,
    selection::{Bits, Selection},
};
use crate::store::{ReadError, Sql, conditions::json, read::rows};

/// How many bytes of postings are read where a question is asked.
const FEW_BYTES: u64 = 1024 * 1024;

/// One row of so many is found by a look at each; more are found by one look at all.
const ONE_OF: u64 = 16;

/// A look at one column.
pub struct ColumnTest<'a> {
    column: &'a Ints,
    /// Of each number in it: whether it passes.
    passes: Vec<bool>,
}

impl<'a> ColumnTest<'a> {
    /// Which of the entries that a column's numbers stand for pass.
    pub fn of<T>(column: &'a Ints, entries: impl IntoIterator<Item = T>, passes: impl Fn(T) -> bool) -> Self {
        Self { column, passes: entries.into_iter().map(passes).collect() }
    }

    /// Whether a row passes.
    #[inline]
    pub fn holds(&self, row: u32) -> bool {
        self.passes[self.column.get(row as usize) as usize]
    }

    /// All rows that pass.
    pub fn rows(&self) -> Bits {
        self.column.rows_of(&self.passes)
    }
}

/// The rows that all have; none where there is nothing to have.
pub fn all_of(each: impl Iterator<Item = Bits>) -> Option<Bits> {
    each.reduce(|mut rows, others| {
        rows.keep(&others);
        rows
    })
}

/// The rows of a table that have these ids.
pub fn rows_with_ids(connection: &Connection, table: &str, ids: &[String]) -> Result<Vec<u32>, ReadError> {
    let mut sql = Sql::new(format!("SELECT rowid FROM {table} WHERE id IN (SELECT value FROM json_each("));
    sql.push_bind(json(ids)).push("))");
    rows(connection, &sql, |row| Ok(row.get(0)?))
}

/// What is asked of rows.
enum Test<'a> {
    OfArticles(ArticleTest<'a>),
    OfQuotes(QuoteTest<'a>),
}

impl Test<'_> {
    /// Does something with each of the rows that holds, in order.
    fn each(&self, rows: &Selection, mut each: impl FnMut(u32)) {
        let mut last = OfArticle::default();
        rows.for_each(|row| {
            let holds = match self {
                Self::OfArticles(test) => test.holds(row),
                Self::OfQuotes(test) => test.holds(row, &mut last),
            };
            if holds {
                each(row);
            }
        });
    }

    /// All rows that hold.
    fn rows(&self) -> Bits {
        match self {
            Self::OfArticles(test) => test.rows(),
            Self::OfQuotes(test) => test.rows(),
        }
        .unwrap_or_default()
    }
}

impl Columns {
    /// The rows that match. Remembered, because a snapshot cannot change.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn select(&self, connection: &Connection, filter: &TableFilter) -> Result<Arc<Selection>, ReadError> {
        if filter.is_open() {
            return Ok(Arc::new(self.every(connection, filter)?));
        }
        self.remembered(filter.key(), || {
            let candidates = self.candidates(connection, filter)?;
            let Some(test) = self.test(connection, filter)? else { return Ok(candidates) };
            let selection = if candidates.len() * ONE_OF < self.every(connection, filter)?.len() {
                let mut matching = RoaringBitmap::new();
                test.each(&candidates, |row| _ = matching.insert(row));
                Selection::compact(matching)
            } else {
                test.rows().selection().and(&candidates)
            };
            Ok(Arc::new(selection))
        })
    }

    /// Whether what matches is found where the question is asked: by postings of no great length, and a look at few rows besides.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn is_quick(&self, connection: &Connection, filter: &TableFilter) -> Result<bool, ReadError> {
        let mut bytes = filter.searching().map_or(Ok(0), |searching| searching.bytes(connection))?;
        for taking_part in filter.taking_part() {
            bytes += taking_part.bytes(connection)?;
        }
        Ok(bytes <= FEW_BYTES && (self.test(connection, filter)?.is_none() || self.candidates(connection, filter)?.len() <= FEW_ROWS))
    }

    fn remembered(&self, key: String, find: impl FnOnce() -> Result<Arc<Selection>, ReadError>) -> Result<Arc<Selection>, ReadError> {
        if let Some(found) = self.selections.get(&key) {
            return Ok(found);
        }
        let found = find()?;
        self.selections.insert(key, found.clone());
        Ok(found)
    }

    /// What is asked of each row besides who has a part in it and full-text search.
    fn test(&self, connection: &Connection, filter: &TableFilter) -> Result<Option<Test<'_>>, ReadError> {
        Ok(match filter {
            TableFilter::Articles(query) => {
                Some(ArticleTest::of(self, connection, query)?).filter(|test| !test.is_open()).map(Test::OfArticles)
            }
            TableFilter::Quotes(query) => Some(QuoteTest::of(self, connection, query)?).filter(|test| !test.is_open()).map(Test::OfQuotes),
        })
    }

    /// The rows in which those asked for have a part, and which full-text search finds.
    fn candidates(&self, connection: &Connection, filter: &TableFilter) -> Result<Arc<Selection>, ReadError> {
        let taking_part = filter.taking_part();
        if taking_part.is_empty() {
            return self.searched(connection, filter);
        }
        let by_name = self.remembered(format!("{taking_part:?}"), || {
            let size = u32::try_from(self.every(connection, filter)?.len()).unwrap_or(u32::MAX);
            postings::select(connection, &taking_part, size).map(Arc::new)
        })?;
        if filter.searching().is_none() {
            return Ok(by_name);
        }
        Ok(Arc::new(by_name.and(&*self.searched(connection, filter)?)))
    }

    fn every(&self, connection: &Connection, filter: &TableFilter) -> Result<Selection, ReadError> {
        let rows = match filter {
            TableFilter::Articles(_) => self.articles(connection)?.len(),
            TableFilter::Quotes(_) => self.quotes(connection)?.len(),
        };
        Ok(Selection::Every(u32::try_from(rows).unwrap_or(u32::MAX)))
    }

    /// The rows that a search finds, whatever else is asked: remembered by itself, since it is what takes longest.
    fn searched(&self, connection: &Connection, filter: &TableFilter) -> Result<Arc<Selection>, ReadError> {
        let every = self.every(connection, filter)?;
        let Some(searching) = filter.searching() else { return Ok(Arc::new(every)) };
        let size = u32::try_from(every.len()).unwrap_or(u32::MAX);
        self.remembered(format!("{searching:?}"), || searching.select(self, connection, size).map(Arc::new))
    }
}
