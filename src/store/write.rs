//! Writing a snapshot: a new file beside the old one, filled row by row, and put in its place when it is whole.

use std::{
    collections::{BTreeMap, HashMap},
    path::{Path, PathBuf},
};

use futures_util::TryStreamExt;
use sqlx::{
    ConnectOptions, Connection, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteLockingMode, SqliteSynchronous},
};

use super::{APPLICATION_ID, Place, SCHEMA_VERSION, TakenUp, changes::Changes, settle::Held, unfinished::Unfinished};
use crate::domain::{AnnotatedArticle, Dataset, EntityRef, Origin};

/// How many rows are read ahead of whoever takes them: the two are different threads, and wake each other.
const ROWS_AHEAD: usize = 1_000;

/// How much of the file SQLite keeps in memory, as its `cache_size` is written: 64 MiB.
pub(super) const CACHE: &str = "-65536";

const TABLES: &str = include_str!("../../migrations/0001_tables.sql");

/// The table that an unfinished snapshot has besides: what it is being made from, so that only the same run goes on with it.
const RUN: &str = "CREATE TABLE run (key TEXT NOT NULL) STRICT";

/// A snapshot in the making. It stays unfinished on the disk until it is published or discarded, and a run of the same key goes on with it.
pub struct SnapshotWriter {
    pub(super) connection: SqliteConnection,
    pub(super) unfinished: Unfinished,
    pub(super) target: Place,
    /// Hashes that sidecars name, by the digits of them that ids carry.
    pub(super) reserved: HashMap<String, String>,
    /// Ids that entities of sidecars had formerly, with what they mean now.
    pub(super) formers: BTreeMap<String, EntityRef>,
    /// The documents that were written before this run went on with the file.
    taken_up: TakenUp,
}

/// How a snapshot is published.
#[derive(Debug, Clone, Copy)]
pub struct Publishing {
    /// How many former versions a folder keeps.
    pub keep: usize,
    /// Whether sizes and hashes of the files that can be made of the snapshot are put into it.
    pub files: bool,
}

/// A snapshot that has been put in its place.
#[derive(Debug)]
pub struct Published {
    /// The file.
    pub path: PathBuf,
    /// What it holds.
    pub dataset: Dataset,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// How it differs from the former one.
    pub changes: Changes,
    /// How many articles each annotator marked, by its name.
    pub annotators: Vec<(String, u64)>,
    /// Documents whose text another document has too.
    pub duplicates: u64,
}

/// What was done with a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// Its article was written.
    Article,
    /// Another document has the same text: it is one more origin of that article.
    Duplicate,
}

/// Why a snapshot could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Something else stands where the snapshot should.
    #[error(transparent)]
    Foreign(#[from] super::OpenError),
    /// Another run is writing the same snapshot.
    #[error("another `onrecord seed` is writing {0}: wait until it is done, or give another place with --db")]
    Busy(PathBuf),
    /// The database refused.
    #[error("the snapshot cannot be written: {0}")]
    Database(sqlx::Error),
    /// The disk is full.
    #[error("the disk is full: make room for the snapshot and give the same command again, which goes on from where it stopped")]
    Full,
    /// SQLite needs more memory than it may use, and has no folder to put the rest into.
    #[error("SQLite found no folder for temporary files: name one that can be written to in the environment variable SQLITE_TMPDIR")]
    NoTemporaryFolder,
    /// The file system refused.
    #[error("the snapshot cannot be written to {0}: {1}")]
    File(PathBuf, std::io::Error),
    /// The finished file did not pass its check.
    #[error("the finished snapshot did not pass SQLite's check: {0}")]
    Check(String),
    /// The former snapshot, which the new one is compared with, cannot be read.
    #[error("the former snapshot cannot be read: {0}")]
    Former(#[from] super::ReadError),
    /// A record could not be put into JSON.
    #[error("a record cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

/// SQLite's code for a temporary file that could not be made (`SQLITE_IOERR_GETTEMPPATH`).
const NO_TEMPORARY_FOLDER: &str = "6410";

/// SQLite's code for a disk without room (`SQLITE_FULL`).
const FULL: &str = "13";

impl From<sqlx::Error> for WriteError {
    fn from(error: sqlx::Error) -> Self {
        match error.as_database_error().and_then(sqlx::error::DatabaseError::code) {
            Some(code) if code == NO_TEMPORARY_FOLDER => Self::NoTemporaryFolder,
            Some(code) if code == FULL => Self::Full,
            _ => Self::Database(error),
        }
    }
}

impl SnapshotWriter {
    /// Starts a new snapshot that will stand at `target`, or goes on with one that a run of the same key left unfinished.
    ///
    /// # Errors
    /// Where another run has it, or the folder cannot be written to.
    pub async fn open(target: &Place, key: &str) -> Result<Self, WriteError> {
        if let Place::File(file) = target {
            super::snapshot::replaceable(file)?;
        }
        let refused = |error| WriteError::File(target.path().to_owned(), error);
        let busy = || WriteError::Busy(target.path().to_owned());
        let unfinished = Unfinished::lock(target).map_err(refused)?.ok_or_else(busy)?;
        if let Place::Folder(folder) = target {
            folder.tidy().map_err(refused)?;
        }
        let begun = if unfinished.is_begun().map_err(refused)? { take_up(&unfinished.path, key).await.unwrap_or(None) } else { None };
        let (mut connection, taken_up) = if let Some(begun) = begun {
            begun
        } else {
            if unfinished.is_begun().map_err(refused)? {
                let file = unfinished.path.display();
                tracing::warn!(%file, "an interrupted run was of other documents, other options or another build: what it left is thrown away");
                unfinished.clear().map_err(refused)?;
            }
            (start(&unfinished.path, key).await?, TakenUp::default())
        };
        sqlx::query("BEGIN").execute(&mut connection).await?;
        Ok(Self { connection, unfinished, target: target.clone(), reserved: HashMap::new(), formers: BTreeMap::new(), taken_up })
    }

    /// The documents that were written before this run went on with the file.
    #[must_use]
    pub fn taken_up(&self) -> TakenUp {
        self.taken_up.clone()
    }

    /// Writes the article of the document at this position, and everything marked in it.
    ///
    /// # Errors
    /// Where the file cannot be written to.
    pub async fn document(&mut self, position: u64, origin: &Origin, mut annotated: AnnotatedArticle) -> Result<Written, WriteError> {
        let held = self.held(&annotated.article.sha256).await?;
        if let Held::As(article) = held {
            self.origin_row(position, &article, origin).await?;
            return Ok(Written::Duplicate);
        }
        if held == Held::Alike {
            annotated.lengthen_ids();
        }
        self.origin_row(position, &annotated.article.id, origin).await?;
        self.article(annotated).await?;
        Ok(Written::Article)
    }

    /// Writes the article of a sidecar whose document is not at hand; `false` where the document was found after all.
    ///
    /// # Errors
    /// Where the file cannot be written to.
    pub async fn without_document(&mut self, annotated: AnnotatedArticle) -> Result<bool, WriteError> {
        let held: Option<bool> = sqlx::query_scalar("SELECT text_status = 'held' FROM articles WHERE sha256 = ?")
            .bind(&annotated.article.sha256)
            .fetch_optional(&mut self.connection)
            .await?;
        if held.is_none() {
            self.article(annotated).await?;
        }
        Ok(held != Some(true))
    }

    /// The file that is being written.
    #[must_use]
    pub fn unfinished(&self) -> &Path {
        &self.unfinished.path
    }

    /// Makes what was written so far last.
    ///
    /// # Errors
    /// Where the file cannot be written to.
    pub async fn commit(&mut self) -> Result<(), WriteError> {
        sqlx::raw_sql("COMMIT; BEGIN").execute(&mut self.connection).await?;
        Ok(())
    }

    /// Leaves the snapshot unfinished, for a later run to go on with, and gives the name of the file.
    ///
    /// # Errors
    /// Where the file cannot be written to.
    pub async fn leave(mut self) -> Result<PathBuf, WriteError> {
        sqlx::query("COMMIT").execute(&mut self.connection).await?;
        self.connection.close().await?;
        Ok(self.unfinished.path)
    }

    /// Throws the unfinished snapshot away.
    ///
    /// # Errors
    /// Where the file cannot be removed.
    pub async fn discard(self) -> Result<(), WriteError> {
        self.connection.close().await?;
        self.unfinished.discard().map_err(|error| WriteError::File(self.target.path().to_owned(), error))
    }

    async fn origin_row(&mut self, position: u64, article: &str, origin: &Origin) -> Result<(), WriteError> {
        // A document that was written before an interruption has its row.
        sqlx::query(
            "INSERT INTO origins (position, article, name, sha256, media_type, encoding) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (position) DO NOTHING",
        )
        .bind(i64::try_from(position).unwrap_or(i64::MAX))
        .bind(article)
        .bind(&origin.name)
        .bind(&origin.sha256)
        .bind(&origin.media_type)
        .bind(&origin.encoding)
        .execute(&mut self.connection)
        .await?;
        Ok(())
    }
}

/// Opens an unfinished snapshot if it was begun by a run of the same key, and tells which documents it holds.
async fn take_up(path: &Path, key: &str) -> Result<Option<(SqliteConnection, TakenUp)>, sqlx::Error> {
    let mut connection = options(path).connect().await?;
    let found: String = sqlx::query_scalar("SELECT key FROM run").fetch_one(&mut connection).await?;
    if found != key {
        return Ok(None);
    }
    let mut held = TakenUp::default();
    let mut rows = sqlx::query_as::<_, (i64, String)>("SELECT position, sha256 FROM origins ORDER BY position").fetch(&mut connection);
    while let Some((position, sha256)) = rows.try_next().await? {
        held.add(position, &sha256);
    }
    drop(rows);
    Ok(Some((connection, held)))
}

/// Makes the tables of a new snapshot.
async fn start(path: &Path, key: &str) -> Result<SqliteConnection, WriteError> {
    let mut connection = options(path).connect().await?;
    sqlx::query(sqlx::AssertSqlSafe(format!("PRAGMA application_id = {APPLICATION_ID}"))).execute(&mut connection).await?;
    sqlx::query(sqlx::AssertSqlSafe(format!("PRAGMA user_version = {SCHEMA_VERSION}"))).execute(&mut connection).await?;
    let tables = format!("BEGIN; {TABLES} {RUN}; COMMIT");
    sqlx::raw_sql(sqlx::AssertSqlSafe(tables)).execute(&mut connection).await?;
    sqlx::query("INSERT INTO run (key) VALUES (?)").bind(key).execute(&mut connection).await?;
    Ok(connection)
}

/// A journal, so that a run that is killed leaves what it has committed; only one writes, so that it keeps its lock.
fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Truncate)
        .synchronous(SqliteSynchronous::Normal)
        .locking_mode(SqliteLockingMode::Exclusive)
        .pragma("cache_size", CACHE)
        .row_buffer_size(ROWS_AHEAD)
        .disable_statement_logging()
}
