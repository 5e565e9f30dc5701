//! Reading: a question is asked on the thread that works on the request.
//!
//! Why: most questions take SQLite some microseconds, and to hand one to another thread and back takes as long again. So every question
//! first gets a small budget of work where it stands. One that needs more is broken off and begins anew on a thread of its own, where a
//! deadline ends it, and where it ends too when nobody waits for its answer any more.

use std::{
    ops::Deref,
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use rusqlite::{Connection, ErrorCode, OpenFlags, Row, params_from_iter};
use tokio::sync::Semaphore;

use super::sql::Sql;

/// How many instructions of SQLite's machine run between two looks at the clock.
const INSTRUCTIONS: i32 = 1_000;

/// How long a question may take where it was asked, in looks at the clock: about a millisecond of work.
const BUDGET: u64 = 30;

/// How long a question may take in all.
const DEADLINE: Duration = Duration::from_secs(20);

/// How long a question waits for a thread before its client is told to come back.
const PATIENCE: Duration = Duration::from_millis(250);

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
    /// A stored record is not what it should be.
    #[error("a stored record cannot be read")]
    Record(#[from] serde_json::Error),
    /// The failure of a question that several requests shared.
    #[error(transparent)]
    Shared(#[from] Arc<ReadError>),
}

impl ReadError {
    /// Whether the same question may have an answer later.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Busy | Self::TooLong => true,
            Self::Shared(error) => error.is_passing(),
            Self::Database(_) | Self::Column(_) | Self::Record(_) => false,
        }
    }

    fn is_interrupted(&self) -> bool {
        matches!(self, Self::Database(error) if error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted))
    }
}

/// The connections to one snapshot.
#[derive(Debug)]
pub struct Readers {
    idle: Arc<Mutex<Vec<Reader>>>,
    long: Arc<Semaphore>,
}

/// One connection, and what ends its work.
#[derive(Debug)]
struct Reader {
    connection: Connection,
    watch: Arc<Watch>,
}

/// When a connection's work ends. Every question has a number of its own, so that one that is given up ends itself and no later one.
#[derive(Debug)]
struct Watch {
    begun: Instant,
    question: AtomicU64,
    abandoned: AtomicU64,
    /// Looks at the clock that are left, where the question has a budget.
    budget: AtomicU64,
    /// Milliseconds after `begun`.
    deadline: AtomicU64,
}

impl Watch {
    fn is_over(&self) -> bool {
        if self.abandoned.load(Relaxed) == self.question.load(Relaxed) {
            return true;
        }
        match self.budget.load(Relaxed) {
            0 => u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX) > self.deadline.load(Relaxed),
            1 => true,
            left => {
                self.budget.store(left - 1, Relaxed);
                false
            }
        }
    }

    /// Begins a question that has a budget of looks at the clock, or else a deadline; gives its number.
    fn begin(&self, budget: Option<u64>) -> u64 {
        let deadline = self.begun.elapsed() + DEADLINE;
        self.deadline.store(u64::try_from(deadline.as_millis()).unwrap_or(u64::MAX), Relaxed);
        self.budget.store(budget.map_or(0, |looks| looks + 1), Relaxed);
        self.question.fetch_add(1, Relaxed) + 1
    }
}

impl Reader {
    fn open(path: &Path) -> rusqlite::Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(address(path), flags)?;
        connection.execute_batch(
            "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0;",
        )?;
        connection.set_prepared_statement_cache_capacity(64);
        let watch = Arc::new(Watch {
            begun: Instant::now(),
            question: AtomicU64::new(0),
            abandoned: AtomicU64::new(u64::MAX),
            budget: AtomicU64::new(0),
            deadline: AtomicU64::new(u64::MAX),
        });
        let watching = watch.clone();
        connection.progress_handler(INSTRUCTIONS, Some(move || watching.is_over()))?;
        Ok(Self { connection, watch })
    }
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
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.watch.abandoned.store(self.question, Relaxed);
    }
}

impl Readers {
    /// Opens every connection there will be: so many for questions where they are asked, and as many for long ones.
    ///
    /// # Errors
    /// Where the file cannot be opened.
    pub fn open(path: &Path, each: usize) -> rusqlite::Result<Self> {
        let readers = (0..each * 2).map(|_| Reader::open(path)).collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(Self { idle: Arc::new(Mutex::new(readers)), long: Arc::new(Semaphore::new(each)) })
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
            answered => answered.map(Some),
        }
    }

    /// Asks a question that is known to take long.
    ///
    /// # Errors
    /// A [`ReadError`].
    pub async fn ask_at_length<T: Send + 'static>(&self, question: impl Question<T>) -> Result<T, ReadError> {
        let place = tokio::time::timeout(PATIENCE, self.long.clone().acquire_owned()).await;
        let place = place.ok().and_then(Result::ok).ok_or(ReadError::Busy)?;
        let loan = self.borrow().ok_or(ReadError::Busy)?;
        let number = loan.watch.begin(None);
        let waiting = Waiting { watch: loan.watch.clone(), question: number };
        let answered = tokio::task::spawn_blocking(move || {
            let answered = question(&loan.connection);
            drop((loan, place));
            answered
        });
        let answered = answered.await;
        drop(waiting);
        match answered {
            Ok(Err(error)) if error.is_interrupted() => Err(ReadError::TooLong),
            Ok(answered) => answered,
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
