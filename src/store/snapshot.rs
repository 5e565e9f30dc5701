//! Opening a snapshot: what a file must be before the server answers from it, and the open snapshot itself.

use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use moka::future::Cache;
use sqlx::{
    ConnectOptions, SqlitePool,
    sqlite::{SqliteConnectOptions, SqlitePoolOptions},
};

use super::{
    APPLICATION_ID, SCHEMA_VERSION,
    facets::Facets,
    page::parse,
    seal,
    timelines::{self, TooMany},
};
use crate::domain::{Dataset, Timeline};

/// How many totals are remembered at once: one for each filter in use.
const REMEMBERED_TOTALS: u64 = 10_000;

/// How many samples are remembered at once; each holds up to 10,000 ids.
const REMEMBERED_SAMPLES: u64 = 64;

/// How many counts of facets, and of timelines, are remembered at once: some tens of megabytes each.
const REMEMBERED_COUNTS: u64 = 200_000;

/// How many connections there are at least; otherwise as many as cores.
const LEAST_CONNECTIONS: u32 = 4;

/// How long a request waits for a connection before it is told to come back.
const ACQUIRE_TIME_OUT: Duration = Duration::from_secs(3);

/// One version of the dataset, open for reading.
#[derive(Debug)]
pub struct Snapshot {
    pool: SqlitePool,
    dataset: Dataset,
    totals: Cache<String, u64>,
    samples: Cache<String, Arc<Vec<String>>>,
    facets: Cache<String, Arc<Facets>>,
    timelines: Cache<String, Result<Arc<Timeline>, TooMany>>,
}

/// Why a file cannot be served. Each message says what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is no such file.
    #[error("there is no snapshot at {0}: build one with `onrecord seed --db {0}`")]
    Missing(PathBuf),
    /// The file cannot be read.
    #[error("{0} cannot be read ({1}): check its permissions")]
    Unreadable(PathBuf, std::io::Error),
    /// The file is not SQLite, or not of this program.
    #[error("{0} is {1}, not a snapshot of onrecord: give another file with --db, or move it away and run `onrecord seed --db {0}`")]
    Foreign(PathBuf, &'static str),
    /// The tables are of another version.
    #[error("{0} has tables of version {1}, this onrecord reads version {SCHEMA_VERSION}: build it anew with `onrecord seed --db {0}`")]
    WrongVersion(PathBuf, u32),
    /// Pages are missing.
    #[error("{0} is truncated ({1} of {2} bytes): copy it again, or build it anew with `onrecord seed --db {0}`")]
    Truncated(PathBuf, u64, u64),
    /// SQLite finds it damaged.
    #[error("{0} is corrupt ({1}): copy it again, or build it anew with `onrecord seed --db {0}`")]
    Corrupt(PathBuf, String),
}

impl Snapshot {
    /// Opens a snapshot read-only and immutable, after checking that it is whole.
    ///
    /// # Errors
    /// An [`OpenError`] that says in one line what is wrong and what to do.
    pub async fn open(path: &Path) -> Result<Self, OpenError> {
        check_header(path)?;
        check_seal(path).await?;
        let corrupt = |error: sqlx::Error| OpenError::Corrupt(path.to_owned(), one_line(&error.to_string()));
        let options = SqliteConnectOptions::new().filename(path).read_only(true).immutable(true).disable_statement_logging();
        let pool = pool(path, options).await.map_err(corrupt)?;
        let found: String = sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(&pool).await.map_err(corrupt)?;
        if found != "ok" {
            return Err(OpenError::Corrupt(path.to_owned(), one_line(&found)));
        }
        let record: String = sqlx::query_scalar("SELECT record FROM dataset").fetch_one(&pool).await.map_err(corrupt)?;
        let dataset = parse(&record).map_err(corrupt)?;
        Ok(Self {
            pool,
            dataset,
            totals: Cache::new(REMEMBERED_TOTALS),
            samples: Cache::new(REMEMBERED_SAMPLES),
            facets: Cache::builder().max_capacity(REMEMBERED_COUNTS).weigher(|_, facets: &Arc<Facets>| facets.weight()).build(),
            timelines: Cache::builder().max_capacity(REMEMBERED_COUNTS).weigher(|_, timeline| timelines::weight(timeline)).build(),
        })
    }

    /// What the snapshot holds.
    #[must_use]
    pub fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    /// Whether the file can still be read.
    ///
    /// # Errors
    /// Where it cannot.
    pub async fn ping(&self) -> Result<(), sqlx::Error> {
        sqlx::query("SELECT version FROM dataset").execute(&self.pool).await.map(drop)
    }

    pub(super) fn pool(&self) -> &SqlitePool {
        &self.pool
    }

    pub(super) fn totals(&self) -> &Cache<String, u64> {
        &self.totals
    }

    pub(super) fn samples(&self) -> &Cache<String, Arc<Vec<String>>> {
        &self.samples
    }

    pub(super) fn remembered_facets(&self) -> &Cache<String, Arc<Facets>> {
        &self.facets
    }

    pub(super) fn remembered_timelines(&self) -> &Cache<String, Result<Arc<Timeline>, TooMany>> {
        &self.timelines
    }
}

/// Opens every connection there will be, at once and for good. One that was opened later, by path, might find another file in its place,
/// and answer from two versions under the name of one.
async fn pool(path: &Path, options: SqliteConnectOptions) -> Result<SqlitePool, sqlx::Error> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let size = u32::try_from(cores).unwrap_or(1).max(LEAST_CONNECTIONS);
    let (first, path) = (identity(path), path.to_owned());
    let pool = SqlitePoolOptions::new()
        .min_connections(size)
        .max_connections(size)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .acquire_timeout(ACQUIRE_TIME_OUT)
        .after_connect(move |_, _| {
            let same = identity(&path) == first;
            Box::pin(async move {
                if same { Ok(()) } else { Err(sqlx::Error::Protocol("the file was replaced while it was opened".to_owned())) }
            })
        })
        .connect_with(options)
        .await?;
    let mut all = Vec::new();
    for _ in 0..size {
        all.push(pool.acquire().await?);
    }
    Ok(pool)
}

/// What tells one file from another at the same path.
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    path.metadata().ok().map(|metadata| (metadata.dev(), metadata.ino()))
}

async fn check_seal(path: &Path) -> Result<(), OpenError> {
    let sealed = path.to_owned();
    let checked = tokio::task::spawn_blocking(move || seal::fault(&sealed)).await.map_err(std::io::Error::other);
    match checked.and_then(|fault| fault) {
        Ok(None) => Ok(()),
        Ok(Some(fault)) => Err(OpenError::Corrupt(path.to_owned(), fault.to_owned())),
        Err(error) => Err(OpenError::Unreadable(path.to_owned(), error)),
    }
}

/// Whether a new snapshot may take the place of what stands at `path`: nothing, an empty file, or a snapshot, of whatever version and
/// however damaged.
///
/// # Errors
/// Where something else stands there.
pub fn replaceable(path: &Path) -> Result<(), OpenError> {
    match check_header(path) {
        Err(error @ (OpenError::Foreign(..) | OpenError::Unreadable(..)))
            if path.metadata().is_ok_and(|found| !found.is_file() || found.len() > 0) =>
        {
            Err(error)
        }
        _ => Ok(()),
    }
}

/// Reads the file's header (<https://www.sqlite.org/fileformat2.html#the_database_header>) before SQLite does: a file of somebody else
/// is told apart from a damaged one, and a file cut short is found without reading it.
fn check_header(path: &Path) -> Result<(), OpenError> {
    let unreadable = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => OpenError::Missing(path.to_owned()),
        _ => OpenError::Unreadable(path.to_owned(), error),
    };
    // Looked at before it is opened: opening a pipe would wait for ever.
    let metadata = path.metadata().map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(OpenError::Foreign(path.to_owned(), if metadata.is_dir() { "a folder" } else { "not a regular file" }));
    }
    let mut file = File::open(path).map_err(unreadable)?;
    let mut header = Vec::with_capacity(100);
    file.by_ref().take(100).read_to_end(&mut header).map_err(unreadable)?;
    if header.len() < 100 || !header.starts_with(b"SQLite format 3\0") {
        return Err(OpenError::Foreign(path.to_owned(), if header.is_empty() { "an empty file" } else { "not an SQLite file" }));
    }
    let number = |at: usize| u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    if number(68) != APPLICATION_ID.unsigned_abs() {
        return Err(OpenError::Foreign(path.to_owned(), "an SQLite file of another program"));
    }
    if number(60) != SCHEMA_VERSION {
        return Err(OpenError::WrongVersion(path.to_owned(), number(60)));
    }
    let page_size = match u64::from(u16::from_be_bytes([header[16], header[17]])) {
        1 => 65_536,
        size => size,
    };
    let whole = page_size * u64::from(number(28));
    if metadata.len() < whole {
        return Err(OpenError::Truncated(path.to_owned(), metadata.len(), whole));
    }
    Ok(())
}

/// A message of SQLite on one line.
fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}
