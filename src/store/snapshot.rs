//! Opening a snapshot: what a file must be before the server answers from it, and the open snapshot itself.

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use super::{
    ReadError, SCHEMA_VERSION, Sql,
    file::{check_beside, check_header},
    files::{self, DatasetFile},
    folder::sha256_in,
    memory::Memory,
    read::{self, Readers, row},
    seal::{self, Sealed},
};
use crate::domain::Dataset;

/// How many connections there are at least; otherwise as many as cores.
const LEAST_CONNECTIONS: usize = 4;

/// One version of the dataset, open for reading.
#[derive(Debug)]
pub struct Snapshot {
    readers: Readers,
    dataset: Dataset,
    path: PathBuf,
    sealed: Sealed,
    files: Vec<DatasetFile>,
    memory: Memory,
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
    #[error("{0} has tables of version {1}, this onrecord reads version {SCHEMA_VERSION}: build it anew with `onrecord seed --db {place}`", place = place(.0))]
    WrongVersion(PathBuf, u32),
    /// Pages are missing.
    #[error("{0} is truncated ({1} of {2} bytes): copy it again, or build it anew with `onrecord seed --db {place}`", place = place(.0))]
    Truncated(PathBuf, u64, u64),
    /// Another program has written to it, or is about to.
    #[error("{0} lies beside {1}: another program has begun to write to the snapshot. End that program, move {0} away, and start again")]
    Journal(PathBuf, PathBuf),
    /// A folder does not say which of its snapshots is in use.
    #[error("{0}: {1}: point it at a version with `onrecord rollback --db {0}`, or build one with `onrecord seed --db {0}`")]
    Pointer(PathBuf, String),
    /// SQLite finds it damaged.
    #[error("{0} is corrupt ({1}): copy it again, or build it anew with `onrecord seed --db {place}`", place = place(.0))]
    Corrupt(PathBuf, String),
}

impl OpenError {
    /// An error of the file system, as one of the file.
    pub(super) fn of_file(path: &Path, error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::NotFound => Self::Missing(path.to_owned()),
            _ => Self::Unreadable(path.to_owned(), error),
        }
    }
}

/// What to seed to have another snapshot in a file's place: the folder, where the file is one of its versions.
fn place(path: &Path) -> std::path::Display<'_> {
    let is_version = path.file_name().and_then(|name| name.to_str()).is_some_and(|name| sha256_in(name).is_some());
    path.parent().filter(|_| is_version).unwrap_or(path).display()
}

impl Snapshot {
    /// Opens a snapshot read-only and immutable, after checking that it is whole.
    ///
    /// # Errors
    /// An [`OpenError`] that says in one line what is wrong and what to do.
    pub async fn open(path: &Path) -> Result<Self, OpenError> {
        check_header(path)?;
        check_beside(path)?;
        let sealed = check_seal(path).await?;
        let corrupt = |fault: String| OpenError::Corrupt(path.to_owned(), one_line(&fault));
        // All at once and for good: one that was opened later, by path, might find another file in its place, and answer from two versions
        // under the name of one.
        let readers = Readers::open(path, LEAST_CONNECTIONS.max(cores())).map_err(|error| corrupt(error.to_string()))?;
        let file = path.to_owned();
        let dataset = blocking(path, move || held(&file)).await?.map_err(|error| corrupt(fault(error)))?;
        if path.metadata().ok().map(|now| identity(&now)) != sealed.file.metadata().ok().map(|then| identity(&then)) {
            return Err(corrupt("it was replaced while it was opened".to_owned()));
        }
        let files = files::listed(&readers, &dataset, &sealed).await.map_err(|error| corrupt(fault(error)))?;
        let path = path.to_owned();
        Ok(Self { readers, dataset, path, sealed, files, memory: Memory::default() })
    }

    /// What the snapshot holds.
    #[must_use]
    pub fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    /// The file that it was opened from.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The SHA-256 of the file, in hex.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sealed.sha256
    }

    /// The size of the file.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.sealed.bytes
    }

    /// The files that can be had of it: itself, and its tables in other forms.
    #[must_use]
    pub fn files(&self) -> &[DatasetFile] {
        &self.files
    }

    /// Whether the file can still be read.
    ///
    /// # Errors
    /// Where it cannot.
    pub async fn ping(&self) -> Result<(), ReadError> {
        let sql = Sql::new("SELECT version FROM dataset");
        self.readers.ask(move |connection| row(connection, &sql, |_| Ok(()))).await.map(drop)
    }

    pub(super) fn readers(&self) -> &Readers {
        &self.readers
    }

    /// The file, open since it was checked.
    pub(super) fn file(&self) -> &File {
        &self.sealed.file
    }

    pub(super) fn memory(&self) -> &Memory {
        &self.memory
    }
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Runs what reads a file where it holds nobody up.
async fn blocking<T: Send + 'static>(path: &Path, work: impl FnOnce() -> T + Send + 'static) -> Result<T, OpenError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| OpenError::Unreadable(path.to_owned(), std::io::Error::other(error)))
}

/// What a snapshot says that it holds. SQLite looked through the whole of it before it was sealed (`publish`), and the seal is whole: to look again
/// would find the same, and take some minutes where there are a million articles.
fn held(path: &Path) -> Result<Dataset, ReadError> {
    let connection = read::connect(path)?;
    let record: String = connection.query_row("SELECT record FROM dataset", [], |row| row.get(0))?;
    Ok(serde_json::from_str(&record)?)
}

/// What is wrong with a file, as SQLite says it.
fn fault(error: ReadError) -> String {
    match error {
        ReadError::Database(error) => error.to_string(),
        ReadError::Record(error) => error.to_string(),
        other => other.to_string(),
    }
}

/// What tells one file from another at the same path.
fn identity(metadata: &std::fs::Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino())
}

/// Reads the whole file, to see that its seal is right, and its hash the one in its name where a folder keeps it.
pub(super) async fn check_seal(path: &Path) -> Result<Sealed, OpenError> {
    let file = path.to_owned();
    let named = path.file_name().and_then(|name| name.to_str()).and_then(sha256_in);
    match blocking(path, move || seal::check(&file)).await? {
        Ok(Ok(sealed)) if named.is_some_and(|named| named != sealed.sha256) => {
            Err(OpenError::Corrupt(path.to_owned(), "its SHA-256 is not the one in its name".to_owned()))
        }
        Ok(Ok(sealed)) => Ok(sealed),
        Ok(Err(fault)) => Err(OpenError::Corrupt(path.to_owned(), fault.to_owned())),
        Err(error) => Err(OpenError::Unreadable(path.to_owned(), error)),
    }
}

/// What a snapshot holds, by a first look: its pages are not checked.
///
/// # Errors
/// Where it is no snapshot, or cannot be read.
pub async fn dataset_of(path: &Path) -> Result<Dataset, OpenError> {
    check_header(path)?;
    let file = path.to_owned();
    let held = blocking(path, move || held(&file)).await?;
    held.map_err(|error| OpenError::Corrupt(path.to_owned(), one_line(&fault(error))))
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

/// A message of SQLite on one line.
fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}
