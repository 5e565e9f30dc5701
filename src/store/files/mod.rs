//! The files of a dataset: the snapshot itself, and every table of it as CSV and as JSON lines, each with its size and SHA-256.
//!
//! Only the snapshot lies on the disk. The others are made as they are read, by the code that makes the downloads of whole lists; their
//! sizes and hashes are measured once, when a snapshot is published, and stand in it. So a server has the files as soon as it has the
//! snapshot, whoever holds a copy of the snapshot has the same ones, and no disk holds a record three times. Marks, a few thousand records
//! apart, say where in a file one can begin: a part costs what it holds, wherever it begins.

mod measure;
mod part;

use std::{io, os::unix::fs::FileExt, pin::Pin, sync::Arc};

use futures_util::{Stream, stream};
use rusqlite::Row;
use sha2::{Digest, Sha256};
use sqlx::{ConnectOptions, sqlite::SqliteConnectOptions};

use super::{
    PageRequest, Position, ReadError, Snapshot, Sql,
    articles::Articles,
    entities::{Organisations, People},
    mentions::Mentions,
    quotes::Quotes,
    read::{Readers, row},
    seal::Sealed,
    sources::Sources,
};
use crate::{domain::Dataset, tables::Form};

pub(super) use self::measure::measure;
use self::{measure::measured, part::Part};

/// The program that writes snapshots, with its version. Another one may write tables otherwise, so that sizes and hashes of its files are
/// not those of this one.
pub const GENERATOR: &str = concat!("onrecord/", env!("CARGO_PKG_VERSION"));

/// How many records are read at once.
const BATCH: u32 = 500;

/// How much of a snapshot is read at once, in bytes.
const CHUNK: usize = 256 * 1024;

/// The bytes of a file as they are read; an error is the end.
pub type FileBytes = Pin<Box<dyn Stream<Item = io::Result<Vec<u8>>> + Send>>;

/// A file that can be had of a snapshot.
#[derive(Debug, Clone)]
pub struct DatasetFile {
    /// Its name, which holds the version: a file of this name never changes.
    pub name: String,
    /// What it is.
    pub content: Content,
    /// Its size.
    pub bytes: u64,
    /// The SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// How many records it holds, where it holds those of one resource.
    pub records: Option<u64>,
}

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// The snapshot.
    Snapshot,
    /// All records of one resource.
    Table(Table, Form),
    /// The hashes of all others, as `sha256sum` writes them.
    Sums(String),
}

/// A resource whose records make a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// Articles.
    Articles,
    /// Quotes.
    Quotes,
    /// People.
    People,
    /// Organisations.
    Organisations,
    /// Sources.
    Sources,
    /// Mentions.
    Mentions,
}

/// Runs an expression for the resource type of a table.
macro_rules! for_table {
    ($table:expr, $resource:ident => $body:expr) => {
        match $table {
            Table::Articles => for_table!(@ $resource = Articles, $body),
            Table::Quotes => for_table!(@ $resource = Quotes, $body),
            Table::People => for_table!(@ $resource = People, $body),
            Table::Organisations => for_table!(@ $resource = Organisations, $body),
            Table::Sources => for_table!(@ $resource = Sources, $body),
            Table::Mentions => for_table!(@ $resource = Mentions, $body),
        }
    };
    (@ $resource:ident = $type:ty, $body:expr) => {{
        type $resource = $type;
        $body
    }};
}
use for_table;

impl Table {
    /// All of them, in the order in which files are listed.
    pub const ALL: [Self; 6] = [Self::Articles, Self::Quotes, Self::People, Self::Organisations, Self::Sources, Self::Mentions];

    /// Its name in the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Articles => "articles",
            Self::Quotes => "quotes",
            Self::People => "people",
            Self::Organisations => "organisations",
            Self::Sources => "sources",
            Self::Mentions => "mentions",
        }
    }
}

impl Content {
    /// Its media type.
    #[must_use]
    pub fn media_type(&self) -> &'static str {
        match self {
            Self::Snapshot => "application/vnd.sqlite3",
            Self::Table(_, form) => form.media_type(),
            Self::Sums(_) => "text/plain; charset=utf-8",
        }
    }
}

/// The files that can be had of a snapshot. Those made of its tables are among them where they were measured, by this version of the program.
pub(super) async fn listed(readers: &Readers, dataset: &Dataset, sealed: &Sealed) -> Result<Vec<DatasetFile>, ReadError> {
    let version = &dataset.version;
    let snapshot = DatasetFile {
        name: format!("onrecord-{version}.db"),
        content: Content::Snapshot,
        bytes: sealed.bytes,
        sha256: sealed.sha256.clone(),
        records: None,
    };
    let mut files = vec![snapshot];
    if dataset.generator == GENERATOR {
        for (table, form) in Table::ALL.into_iter().flat_map(|table| [(table, Form::Csv), (table, Form::Ndjson)]) {
            let mut sql = Sql::new("SELECT records, bytes, sha256 FROM files WHERE name = ");
            sql.push_bind(format!("{}.{}", table.name(), form.ending()));
            let measured = readers.ask(move |connection| row(connection, &sql, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))));
            let measured = measured.await?;
            files.extend(measured.map(|(records, bytes, sha256)| of_table(version, (table, form), records, bytes, sha256)));
        }
    }
    files.push(sums(&files));
    Ok(files)
}

fn of_table(version: &str, (table, form): (Table, Form), records: i64, bytes: i64, sha256: String) -> DatasetFile {
    DatasetFile {
        name: format!("onrecord-{}-{version}.{}", table.name(), form.ending()),
        content: Content::Table(table, form),
        bytes: bytes.unsigned_abs(),
        sha256,
        records: Some(records.unsigned_abs()),
    }
}

/// The list of hashes, as `sha256sum --check` reads it.
#[must_use]
pub fn sums(files: &[DatasetFile]) -> DatasetFile {
    let lines: Vec<String> = files.iter().map(|file| format!("{}  {}\n", file.sha256, file.name)).collect();
    let text = lines.concat();
    DatasetFile {
        name: "SHA256SUMS".to_owned(),
        bytes: text.len() as u64,
        sha256: hex::encode(Sha256::digest(&text)),
        content: Content::Sums(text),
        records: None,
    }
}

impl Snapshot {
    /// The files of the dataset, with those of tables that were not measured when it was published: they are measured now, which takes a while.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn measured_files(&self) -> Result<Vec<DatasetFile>, sqlx::Error> {
        let (mut files, version) = (self.files().to_vec(), &self.dataset().version);
        if !files.iter().any(|file| matches!(file.content, Content::Table(..))) {
            let mut connection = SqliteConnectOptions::new().filename(self.path()).read_only(true).immutable(true).connect().await?;
            for table in Table::ALL {
                let measured = measured(&mut connection, table).await?;
                files.extend(measured.into_iter().map(|file| of_table(version, (table, file.form), file.records, file.bytes, file.sha256)));
            }
        }
        Ok(files)
    }

    /// The bytes of a file from one to before another. Those of a table are made as they are read: where they are not what was measured, the
    /// last of them is an error.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn read_file(self: Arc<Self>, file: &DatasetFile, from: u64, to: u64) -> Result<FileBytes, ReadError> {
        match &file.content {
            Content::Snapshot => Ok(self.own_bytes(from, to)),
            Content::Sums(text) => {
                let part = usize::try_from(from).ok().zip(usize::try_from(to).ok()).and_then(|(from, to)| text.as_bytes().get(from..to));
                let part = part.unwrap_or_default().to_vec();
                Ok(Box::pin(stream::once(async { Ok(part) })))
            }
            Content::Table(table, form) => {
                let mut sql = Sql::new("SELECT bytes, position FROM file_marks WHERE file = ");
                sql.push_bind(format!("{}.{}", table.name(), form.ending()));
                sql.push(" AND bytes <= ").push_bind(i64::try_from(from).unwrap_or(i64::MAX)).push(" ORDER BY bytes DESC LIMIT 1");
                let mark = |row: &Row| Ok((row.get::<_, i64>(0)?.unsigned_abs(), row.get::<_, String>(1)?));
                let (before, position) = match self.readers().ask(move |connection| row(connection, &sql, mark)).await? {
                    Some((before, position)) => (before, Position::After(serde_json::from_str(&position)?)),
                    None => (0, Position::Offset(0)),
                };
                let request = PageRequest { limit: BATCH, sort: Vec::new(), position, sample: None };
                let to_end = to == file.bytes;
                let part = Part {
                    snapshot: self,
                    request,
                    form: *form,
                    first: before == 0,
                    skip: from - before,
                    left: to - from,
                    to_end,
                    done: false,
                };
                Ok(for_table!(table, R => Box::pin(stream::try_unfold(part, Part::next::<R>))))
            }
        }
    }

    /// What stands in the snapshot's own file.
    fn own_bytes(self: Arc<Self>, from: u64, to: u64) -> FileBytes {
        Box::pin(stream::try_unfold((self, from), move |(snapshot, from)| async move {
            let left = usize::try_from(to - from).unwrap_or(CHUNK).min(CHUNK);
            if left == 0 {
                return Ok(None);
            }
            let read = move || {
                let mut bytes = vec![0; left];
                snapshot.file().read_exact_at(&mut bytes, from)?;
                Ok::<_, io::Error>(Some((bytes, (snapshot, from + left as u64))))
            };
            tokio::task::spawn_blocking(read).await.map_err(io::Error::other)?
        }))
    }
}
