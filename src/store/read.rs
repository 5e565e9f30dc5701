//! Reading: a question is asked on the thread that works on the request.
//!
//! Why: most questions take SQLite some microseconds, and to hand one to another thread and back takes as long again. So every question
//! first gets a small budget of work where it stands. One that needs more is broken off and begins anew on a thread of its own, where a
//! deadline ends it, and where it ends too when nobody waits for its answer any more.

mod watch;

use std::{
    ops::Deref,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use metrics::{Counter, counter};
use rusqlite::{Connection, ErrorCode, OpenFlags, Row, config::DbConfig, params_from_iter};
use tokio::sync::Semaphore;

use self::watch::{DEADLINE, Watch};
use super::sql::Sql;

/// How many instructions of SQLite's machine run between two looks at the clock.
const INSTRUCTIONS: i32 = 1_000;

/// How long a question may take where it was asked, in looks at the clock: about a millisecond of work.
const BUDGET: u64 = 30;

/// How long a question waits for a thread before its client is told to come back.
const PATIENCE: Duration = Duration::from_millis(250);

/// How much memory all connections to a snapshot together may take for pages of the file, in KiB; and the least that each has.
const PAGES_KIB: usize = 16 * 1024;
const LEAST_PAGES_KIB: usize = 1024;

/// How every connection to a snapshot is set.
const PRAGMAS: [(&str, &str); 5] =
    [("query_only", "ON"), ("trusted_schema", "OFF"), ("cell_size_check", "ON"), ("temp_store", "MEMORY"), ("mmap_size", "0")];

/// What is asked of a connection. It may be asked twice.
pub trait Question<T>: Fn(&Connection) -> Result<T, ReadError> + Send + Sync + 'static {}

impl<T, F: Fn(&Connection) -> Result<T, ReadError> + Send + Sync + 'static> Question<T> for F {}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Every thread for long questions is taken.
    #[error("too many long questions at once")]
    Busy,
    /// The answer took longer than any may.
    #[error("no answer within {} seconds", DEADLINE.as_secs())]
    TooLong,
    /// SQLite failed.
    #[error("the snapshot cannot be read")]
    Database(#[from] rusqlite::Error),
    /// A column holds something else than it should.
    #[error("a column cannot be read")]
    Column(#[from] rusqlite::types::FromSqlError),
    /// A file is not whole.
    #[error("{0}")]
    Damaged(String),
    /// A stored record is not what it should be.
    #[error("a stored record cannot be read")]
    Record(#[from] serde_json::Error),
}

impl ReadError {
    /// Whether the same question may have an answer later.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Busy | Self::TooLong => true,
            Self::Database(_) | Self::Column(_) | Self::Record(_) | Self::Damaged(_) => false,
        }
    }

    fn is_interrupted(&self) -> bool {
        matches!(self, Self::Database(error) if error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted))
    }
}

/// The connections to one snapshot.
#[derive(Debug, Clone)]
pub struct Readers {
    idle: Arc<Mutex<Vec<Reader>>>,
    long: Arc<Semaphore>,
    counts: Arc<Counts>,
}

/// How many questions there were, by what became of them.
#[derive(Debug)]
struct Counts {
    short: Counter,
    long: Counter,
    too_long: Counter,
    busy: Counter,
    abandoned: Counter,
}

impl Counts {
    fn registered() -> Self {
        let of = |outcome| counter!("onrecord_database_questions_total", "outcome" => outcome);
        Self { short: of("short"), long: of("long"), too_long: of("too_long"), busy: of("busy"), abandoned: of("abandoned") }
    }
}

/// One connection, and what ends its work.
#[derive(Debug)]
struct Reader {
    connection: Connection,
    watch: Arc<Watch>,
}

impl Reader {
    fn open(path: &Path, former: Option<&Path>, pages_kib: usize) -> rusqlite::Result<Self> {
        let connection = connect(path)?;
        connection.pragma_update(None, "cache_size", format!("-{pages_kib}"))?;
        // Without it, a statement that is kept is prepared anew whenever another value is bound that its plan might depend on.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        if let Some(former) = former {
            connection.execute("ATTACH ? AS former", [address(former)])?;
        }
        connection.set_prepared_statement_cache_capacity(64);
        let watch = Arc::new(Watch::begun());
        let watching = watch.clone();
        connection.progress_handler(INSTRUCTIONS, Some(move || watching.is_over()))?;
        Ok(Self { connection, watch })
    }
}

/// Opens a snapshot for reading, without any lock: nothing ever writes to one.
///
/// # Errors
/// Where it cannot be opened.
pub(super) fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(address(path), flags)?;
    PRAGMAS.iter().try_for_each(|(name, value)| connection.pragma_update(None, name, value))?;
    Ok(connection)
}

/// A path as SQLite's URI for a file that does not change (<https://www.sqlite.org/uri.html>).
fn address(path: &Path) -> String {
    use std::os::unix::ffi::OsStrExt;
    let escaped = percent_encoding::percent_encode(path.as_os_str().as_bytes(), percent_encoding::NON_ALPHANUMERIC).to_string();
    format!("file:{}?immutable=1", escaped.replace("%2F", "/"))
}

/// A reader on loan.
struct Loan {
    reader: Option<Reader>,
    home: Arc<Mutex<Vec<Reader>>>,
}

impl Deref for Loan {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        self.reader.as_ref().unwrap_or_else(|| unreachable!("a loan has its reader until it ends"))
    }
}

impl Drop for Loan {
    fn drop(&mut self) {
        self.home.lock().unwrap_or_else(PoisonError::into_inner).extend(self.reader.take());
    }
}

/// Ends the question when nobody waits for its answer any more.
struct Waiting {
    watch: Arc<Watch>,
    question: u64,
    /// Where it is counted, as long as there is no answer.
    counts: Option<Arc<Counts>>,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.watch.give_up(self.question);
        if let Some(counts) = &self.counts {
            counts.abandoned.increment(1);
        }
    }
}

impl Readers {
    /// Opens every connection there will be: so many for questions where they are asked, and as many for long ones.
    ///
    /// # Errors
    /// Where the file cannot be opened.
    pub fn open(path: &Path, each: usize) -> rusqlite::Result<Self> {
        Self::beside(path, None, each)
    }

    /// Opens every connection there will be, to a snapshot and to a former one beside it, whose tables are in the schema `former`.
    ///
    /// # Errors
    /// Where one of the files cannot be opened.
    pub fn beside(path: &Path, former: Option<&Path>, each: usize) -> rusqlite::Result<Self> {
        // A comparison goes through both files in order, and meets no page twice.
        let all_kib = if former.is_some() { 0 } else { PAGES_KIB };
        let pages_kib = (all_kib / (each * 2).max(1)).max(LEAST_PAGES_KIB);
        let readers = (0..each * 2).map(|_| Reader::open(path, former, pages_kib)).collect::<rusqlite::Result<Vec<_>>>()?;
        let (idle, long) = (Arc::new(Mutex::new(readers)), Arc::new(Semaphore::new(each)));
        Ok(Self { idle, long, counts: Arc::new(Counts::registered()) })
    }

    fn borrow(&self) -> Option<Loan> {
        let reader = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()?;
        Some(Loan { reader: Some(reader), home: self.idle.clone() })
    }

    /// Asks a question.
    ///
    /// # Errors
    /// A [`ReadError`].
    pub async fn ask<T: Send + 'static>(&self, question: impl Question<T>) -> Result<T, ReadError> {
        match self.ask_briefly(&question)? {
            Some(answer) => Ok(answer),
            None => self.ask_at_length(question).await,
        }
    }

    /// Asks a question where it stands; gives no answer where that takes long.
    ///
    /// # Errors
    /// A [`ReadError`].
    pub fn ask_briefly<T>(&self, question: impl Fn(&Connection) -> Result<T, ReadError>) -> Result<Option<T>, ReadError> {
        let Some(loan) = self.borrow() else { return Ok(None) };
        loan.watch.begin(Some(BUDGET));
        match question(&loan.connection) {
            Err(error) if error.is_interrupted() => Ok(None),
            answered => {
                self.counts.short.increment(1);
                answered.map(Some)
            }
        }
    }

    /// Asks a question that is known to take long.
    ///
    /// # Errors
    /// A [`ReadError`].
    pub async fn ask_at_length<T: Send + 'static>(&self, question: impl Question<T>) -> Result<T, ReadError> {
        let place = tokio::time::timeout(PATIENCE, self.long.clone().acquire_owned()).await;
        let place = place.ok().and_then(Result::ok);
        let Some((place, loan)) = place.and_then(|place| Some((place, self.borrow()?))) else {
            self.counts.busy.increment(1);
            return Err(ReadError::Busy);
        };
        let number = loan.watch.begin(None);
        let mut waiting = Waiting { watch: loan.watch.clone(), question: number, counts: Some(self.counts.clone()) };
        let answered = tokio::task::spawn_blocking(move || {
            let answered = question(&loan.connection);
            drop((loan, place));
            answered
        });
        let answered = answered.await;
        waiting.counts = None;
        drop(waiting);
        match answered {
            Ok(Err(error)) if error.is_interrupted() => {
                self.counts.too_long.increment(1);
                Err(ReadError::TooLong)
            }
            Ok(answered) => {
                self.counts.long.increment(1);
                answered
            }
            Err(panic) => std::panic::resume_unwind(panic.into_panic()),
        }
    }
}

/// Every row of a statement, as `read` takes it.
///
/// # Errors
/// Where the statement fails, or a row is not what it should be.
pub fn rows<T>(connection: &Connection, sql: &Sql, mut read: impl FnMut(&Row) -> Result<T, ReadError>) -> Result<Vec<T>, ReadError> {
    let mut statement = connection.prepare_cached(sql.text())?;
    let mut rows = statement.query(params_from_iter(sql.values()))?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(read(row)?);
    }
    Ok(all)
}

/// The first row of a statement, where there is one.
///
/// # Errors
/// Where the statement fails, or the row is not what it should be.
pub fn row<T>(connection: &Connection, sql: &Sql, read: impl FnOnce(&Row) -> Result<T, ReadError>) -> Result<Option<T>, ReadError> {
    let mut statement = connection.prepare_cached(sql.text())?;
    let mut rows = statement.query(params_from_iter(sql.values()))?;
    rows.next()?.map(read).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_connection_believes_nothing_and_writes_nothing() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("any file?.db");
        Connection::open(&path).and_then(|made| made.execute_batch("CREATE TABLE t (id)")).expect("a database");
        let reader = Reader::open(&path, None, LEAST_PAGES_KIB).expect("a connection").connection;
        for (name, expected) in [("query_only", 1), ("trusted_schema", 0), ("cell_size_check", 1), ("temp_store", 2), ("mmap_size", 0)] {
            assert_eq!(reader.pragma_query_value(None, name, |row| row.get(0)), Ok(expected), "{name}");
        }
        assert!(reader.execute_batch("DELETE FROM t").is_err());
    }
}
