//! Columns: what articles and quotes are counted by, as arrays of small numbers. A filter over all of them, an exact total, a facet or a timeline
//! is one pass over some bytes a row, where SQL would visit every row.
//!
//! They are made when a snapshot is published (`build`), in the order of the lists: the number of a row here is its place in the list, newest first,
//! the quotes of an article follow one another, and the articles of quotes come in the order of articles. So a page of a list is a stretch of the
//! numbers that match. Those are found (`filter`) under the very conditions of the lists.
//!
//! What a filter finds by the name of a person or an organisation is read from `postings`, what it finds by common words from those of `words`: no
//! other row is looked at. The rest of full-text search is left to FTS5.
//!
//! They are read into memory (`load`) when the first question needs them. Everybody else asks SQL: what an index narrows to some rows is found
//! sooner that way.

mod axis;
mod build;
mod count;
mod dictionary;
mod filter;
mod impacts;
mod ints;
mod load;
mod members;
mod name;
mod numbered;
mod of_articles;
mod of_quotes;
mod pages;
mod postings;
mod selection;
mod word_postings;
mod words;

use std::sync::{
    Arc, LazyLock, Mutex, OnceLock, PoisonError,
    atomic::{AtomicBool, Ordering::Relaxed},
};

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::{ReadError, Snapshot, articles::ArticleQuery, quotes::QuoteQuery, remembered::Remembered};
use load::{ArticleColumns, Entities, Named, QuoteColumns};

pub(super) use axis::{Axis, By};
pub(super) use build::build;
pub(super) use count::{Counted, Counts, Matching, Slots};
pub(super) use ints::Ints;
pub(super) use members::{Members, PlaceLists, Wanted};
pub(super) use selection::Selection;
pub(super) use words::Searching;

/// How many bytes of selections are remembered: which rows match a filter.
const REMEMBERED_BYTES: u64 = 4 * 1024 * 1024;

/// How many rows are looked at where a question is asked; more are on a thread of their own.
const FEW_ROWS: u64 = 50_000;

/// Which rows of a table are asked for.
#[derive(Debug, Clone, Serialize)]
pub enum TableFilter {
    /// Of articles.
    Articles(Box<ArticleQuery>),
    /// Of quotes.
    Quotes(Box<QuoteQuery>),
}

impl TableFilter {
    /// What the rows that it leaves are remembered by.
    pub(super) fn key(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Whether it leaves all rows because nothing is asked.
    pub(super) fn is_open(&self) -> bool {
        static ALL: LazyLock<[String; 2]> =
            LazyLock::new(|| [TableFilter::Articles(Box::default()), TableFilter::Quotes(Box::default())].map(|all| all.key()));
        ALL.contains(&self.key())
    }
}

/// What an article is besides publisher and date: few combinations over all articles.
#[derive(Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
struct ArticleClass {
    language: String,
    annotator: String,
    held: bool,
}

/// What a quote is besides who has a part in it: few combinations over all quotes.
#[derive(Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
struct QuoteClass {
    r#type: String,
    section: String,
    annotator: String,
    is_addressed: bool,
    is_variant: bool,
    has_variants: bool,
}

/// The columns of a snapshot, as far as questions needed them.
#[derive(Debug)]
pub(super) struct Columns {
    entities: Lazy<Entities>,
    articles: Lazy<ArticleColumns>,
    named: Lazy<Named>,
    quotes: Lazy<QuoteColumns>,
    /// Whether somebody has seen to it that they are read.
    are_called_for: AtomicBool,
    /// Rows that match, by what was asked.
    selections: Remembered<Arc<Selection>>,
}

/// Somebody is seeing to it that columns are read; where that comes to nothing, the next one does.
struct Called(Arc<Columns>);

impl Drop for Called {
    fn drop(&mut self) {
        self.0.are_called_for.store(false, Relaxed);
    }
}

impl Default for Columns {
    fn default() -> Self {
        Self {
            entities: Lazy::default(),
            articles: Lazy::default(),
            named: Lazy::default(),
            quotes: Lazy::default(),
            are_called_for: AtomicBool::new(false),
            selections: Remembered::within(REMEMBERED_BYTES),
        }
    }
}

/// Something that is read once, when it is needed.
#[derive(Debug)]
struct Lazy<T> {
    held: OnceLock<T>,
    reading: Mutex<()>,
}

impl<T> Default for Lazy<T> {
    fn default() -> Self {
        Self { held: OnceLock::new(), reading: Mutex::default() }
    }
}

impl<T> Lazy<T> {
    fn get(&self, connection: &Connection, read: fn(&Connection) -> Result<T, ReadError>) -> Result<&T, ReadError> {
        if let Some(held) = self.held.get() {
            return Ok(held);
        }
        let reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        if self.held.get().is_none() {
            let _ = self.held.set(read(connection)?);
        }
        drop(reading);
        Ok(self.held.get().unwrap_or_else(|| unreachable!("it was read")))
    }
}

impl Columns {
    fn entities(&self, connection: &Connection) -> Result<&Entities, ReadError> {
        self.entities.get(connection, Entities::read)
    }

    fn articles(&self, connection: &Connection) -> Result<&ArticleColumns, ReadError> {
        self.articles.get(connection, ArticleColumns::read)
    }

    fn named(&self, connection: &Connection) -> Result<&Named, ReadError> {
        self.named.get(connection, Named::read)
    }

    fn quotes(&self, connection: &Connection) -> Result<&QuoteColumns, ReadError> {
        self.quotes.get(connection, QuoteColumns::read)
    }

    /// Whether those that a filter asks are in memory.
    fn are_read(&self, filter: &TableFilter) -> bool {
        self.articles.held.get().is_some() && (matches!(filter, TableFilter::Articles(_)) || self.quotes.held.get().is_some())
    }

    /// Whether what matches a filter is known without a look at any row.
    fn know(&self, filter: &TableFilter) -> bool {
        self.are_read(filter) && (filter.is_open() || self.selections.knows(&filter.key()))
    }
}

impl Snapshot {
    /// Whether the columns find what matches where the question is asked: they know it, or look at few rows.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub(super) fn columns_find(&self, filter: &TableFilter) -> Result<bool, ReadError> {
        let columns = &self.memory().columns;
        if columns.know(filter) {
            return Ok(true);
        }
        let searching = filter.searching();
        if searching.as_ref().is_some_and(|searching| !searching.is_of_words()) || searching.is_none() && !filter.names_somebody() {
            return Ok(false);
        }
        if !columns.are_read(filter) {
            self.read_columns(filter);
            return Ok(false);
        }
        Ok(self.readers().ask_briefly(|connection| columns.is_quick(connection, filter))?.unwrap_or(false))
    }

    /// Reads the columns of many records beside everything else, so that nobody waits for them. Of few, SQL finds everything soon enough.
    fn read_columns(&self, filter: &TableFilter) {
        let columns = self.memory().columns.clone();
        if self.rows() <= FEW_ROWS || columns.are_called_for.swap(true, Relaxed) {
            return;
        }
        let (readers, are_quotes) = (self.readers().clone(), matches!(filter, TableFilter::Quotes(_)));
        tokio::spawn(async move {
            let (read, _called) = (columns.clone(), Called(columns));
            let done = readers.ask_at_length(move |connection| {
                read.articles(connection)?;
                if are_quotes { read.quotes(connection).map(drop) } else { Ok(()) }
            });
            if let Err(error) = done.await {
                tracing::debug!(%error, "the columns could not be read; the next question tries again");
            }
        });
    }

    fn rows(&self) -> u64 {
        let counts = &self.dataset().counts;
        u64::from(counts.articles) + u64::from(counts.quotes)
    }

    /// Asks the columns: on a thread of its own where many rows are looked at.
    pub(super) async fn ask_columns<T: Send + 'static>(
        &self,
        looks_at_rows: bool,
        question: impl Fn(&Columns, &Connection) -> Result<T, ReadError> + Send + Sync + 'static,
    ) -> Result<T, ReadError> {
        let columns = self.memory().columns.clone();
        let question = move |connection: &Connection| question(&columns, connection);
        if looks_at_rows && self.rows() > FEW_ROWS {
            self.readers().ask_at_length(question).await
        } else {
            self.readers().ask(question).await
        }
    }
}
