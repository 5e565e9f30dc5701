//! Writing a snapshot: a new file beside the old one, filled row by row, and put in its place when it is whole.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};
use sqlx::{
    ConnectOptions, Connection, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

use super::{APPLICATION_ID, SCHEMA_VERSION, unfinished::Unfinished};
use crate::domain::{AnnotatedArticle, Article, Dataset, Mention, Quote, SectionKind, TextStatus, span::TextIndex};

const TABLES: &str = include_str!("../../migrations/0001_tables.sql");

/// A snapshot in the making. Dropped before it is published, it leaves nothing behind.
pub struct SnapshotWriter {
    pub(super) connection: SqliteConnection,
    pub(super) unfinished: Unfinished,
    pub(super) target: PathBuf,
}

/// A snapshot that has been put in its place.
#[derive(Debug)]
pub struct Published {
    /// What it holds.
    pub dataset: Dataset,
    /// Size of the file in bytes.
    pub bytes: u64,
}

/// An article as the former snapshot holds it.
#[derive(Debug)]
pub struct FormerArticle {
    /// The digest of all that was written of it.
    pub digest: String,
    /// Whether its text is held.
    pub held: bool,
}

/// Why a snapshot could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Something else stands where the snapshot should.
    #[error(transparent)]
    Foreign(#[from] super::OpenError),
    /// The database refused.
    #[error("the snapshot cannot be written: {0}")]
    Database(sqlx::Error),
    /// SQLite needs more memory than it may use, and has no folder to put the rest into.
    #[error("SQLite found no folder for temporary files: name one that can be written to in the environment variable SQLITE_TMPDIR")]
    NoTemporaryFolder,
    /// The file system refused.
    #[error("the snapshot cannot be written to {0}: {1}")]
    File(PathBuf, std::io::Error),
    /// The finished file did not pass its check.
    #[error("the finished snapshot did not pass SQLite's check: {0}")]
    Check(String),
    /// A record could not be put into JSON.
    #[error("a record cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

/// SQLite's code for a temporary file that could not be made (`SQLITE_IOERR_GETTEMPPATH`).
const NO_TEMPORARY_FOLDER: &str = "6410";

impl From<sqlx::Error> for WriteError {
    fn from(error: sqlx::Error) -> Self {
        match error.as_database_error().and_then(sqlx::error::DatabaseError::code) {
            Some(code) if code == NO_TEMPORARY_FOLDER => Self::NoTemporaryFolder,
            _ => Self::Database(error),
        }
    }
}

impl SnapshotWriter {
    /// Starts a new snapshot that will stand at `target`.
    ///
    /// # Errors
    /// Where the folder cannot be written to.
    pub async fn create(target: &Path) -> Result<Self, WriteError> {
        super::snapshot::replaceable(target)?;
        let unfinished = Unfinished::create(target).map_err(|error| WriteError::File(target.to_owned(), error))?;
        // No journal: a run that fails leaves no snapshot, so there is nothing to roll back to.
        let options = SqliteConnectOptions::new()
            .filename(&unfinished.0)
            .journal_mode(SqliteJournalMode::Off)
            .synchronous(SqliteSynchronous::Off)
            .disable_statement_logging();
        let mut connection = options.connect().await?;
        sqlx::query(sqlx::AssertSqlSafe(format!("PRAGMA application_id = {APPLICATION_ID}"))).execute(&mut connection).await?;
        sqlx::query(sqlx::AssertSqlSafe(format!("PRAGMA user_version = {SCHEMA_VERSION}"))).execute(&mut connection).await?;
        sqlx::raw_sql(TABLES).execute(&mut connection).await?;
        sqlx::query("BEGIN").execute(&mut connection).await?;
        Ok(Self { connection, unfinished, target: target.to_owned() })
    }

    /// Writes one article and everything marked in it, and gives the digest of it all.
    ///
    /// # Errors
    /// Where the file cannot be written to.
    pub async fn article(&mut self, annotated: &AnnotatedArticle) -> Result<String, WriteError> {
        let article = &annotated.article;
        let digest = digest(annotated)?;
        let rowid = self.article_row(article, annotated.text.as_deref(), &digest).await?;
        for section in &article.sections {
            sqlx::query("INSERT INTO sections (article, kind, start, end) VALUES (?, ?, ?, ?)")
                .bind(&article.id)
                .bind(section.kind.as_str())
                .bind(section.start)
                .bind(section.end)
                .execute(&mut self.connection)
                .await?;
        }
        for entity in &annotated.entities {
            self.entity(&article.id, entity).await?;
        }
        for mention in &annotated.mentions {
            self.mention(mention).await?;
        }
        for quote in &annotated.quotes {
            self.quote(quote).await?;
        }
        self.search_row(rowid, annotated).await?;
        Ok(digest)
    }

    async fn article_row(&mut self, article: &Article, text: Option<&str>, digest: &str) -> Result<i64, WriteError> {
        let day = |bound: fn(&crate::domain::PartialDate) -> String| article.published.as_ref().map(bound);
        let inserted = sqlx::query(
            "INSERT INTO articles (id, sha256, title, source, source_name, published, published_from, published_to, language, annotator,
                                   text_status, text, characters, quotes, people, organisations, mentions, digest, record)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(&article.id)
        .bind(&article.sha256)
        .bind(&article.title)
        .bind(article.source.as_ref().map(|source| &source.id))
        .bind(article.source.as_ref().map(|source| &source.name))
        .bind(article.published.as_ref().map(ToString::to_string))
        .bind(day(crate::domain::PartialDate::first_day))
        .bind(day(crate::domain::PartialDate::last_day))
        .bind(&article.language)
        .bind(&article.annotator)
        .bind(if article.text_status == TextStatus::Held { "held" } else { "withheld" })
        .bind(text)
        .bind(article.characters)
        .bind(article.counts.quotes)
        .bind(article.counts.people)
        .bind(article.counts.organisations)
        .bind(article.counts.mentions)
        .bind(digest)
        .bind(serde_json::to_string(article)?)
        .execute(&mut self.connection)
        .await?;
        Ok(inserted.last_insert_rowid())
    }

    async fn entity(&mut self, article: &str, entity: &crate::domain::EntityInArticle) -> Result<(), WriteError> {
        // Counts, names and the record are filled in when every article is in place.
        sqlx::query(
            "INSERT INTO entities (id, type, name, articles, mentions, quotes, quoted_articles, quoted_about, record)
             VALUES (?, ?, ?, 0, 0, 0, 0, 0, '') ON CONFLICT (id) DO NOTHING",
        )
        .bind(&entity.id)
        .bind(entity.r#type.as_str())
        .bind(&entity.name)
        .execute(&mut self.connection)
        .await?;
        for (position, role) in (0_i64..).zip(&entity.roles) {
            sqlx::query("INSERT INTO roles (entity, article, position, role) VALUES (?, ?, ?, ?)")
                .bind(&entity.id)
                .bind(article)
                .bind(position)
                .bind(role)
                .execute(&mut self.connection)
                .await?;
        }
        Ok(())
    }

    async fn mention(&mut self, mention: &Mention) -> Result<(), WriteError> {
        sqlx::query(
            "INSERT INTO mentions (id, article, entity, type, section, start, end, exact, confidence, annotator, record)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(&mention.id)
        .bind(&mention.article.id)
        .bind(&mention.entity.id)
        .bind(mention.entity.r#type.as_str())
        .bind(mention.section.as_str())
        .bind(mention.span.start)
        .bind(mention.span.end)
        .bind(mention.span.exact.as_deref().unwrap_or_default())
        .bind(mention.confidence)
        .bind(&mention.annotator)
        .bind(serde_json::to_string(mention)?)
        .execute(&mut self.connection)
        .await?;
        Ok(())
    }

    async fn quote(&mut self, quote: &Quote) -> Result<(), WriteError> {
        // A comma parts the values of a filter, so it has no place in one.
        let plain = |cue: &str| cue.to_lowercase().replace(',', " ").split_whitespace().collect::<Vec<_>>().join(" ");
        let cue = quote.cue.as_ref().and_then(|cue| cue.exact.as_deref()).map(plain);
        let inserted = sqlx::query(
            "INSERT INTO quotes (id, article, type, speaker, addressee, cue, section, start, confidence, annotator, published_from, record)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(&quote.id)
        .bind(&quote.article.id)
        .bind(quote.r#type.as_str())
        .bind(quote.speaker.as_ref().map(|speaker| &speaker.id))
        .bind(quote.addressee.as_ref().map(|addressee| &addressee.id))
        .bind(cue)
        .bind(quote.section.as_str())
        .bind(quote.content.first().map_or(0, |span| span.start))
        .bind(quote.confidence)
        .bind(&quote.annotator)
        .bind(quote.article.published.as_ref().map(crate::domain::PartialDate::first_day).unwrap_or_default())
        .bind(serde_json::to_string(quote)?)
        .execute(&mut self.connection)
        .await?;
        for entity in &quote.about {
            sqlx::query("INSERT INTO quote_about (quote, entity) VALUES (?, ?)")
                .bind(&quote.id)
                .bind(&entity.id)
                .execute(&mut self.connection)
                .await?;
        }
        sqlx::query("INSERT INTO quote_search (rowid, text, summary) VALUES (?, ?, ?)")
            .bind(inserted.last_insert_rowid())
            .bind(searchable_words(quote))
            .bind(quote.summary.as_deref().unwrap_or_default())
            .execute(&mut self.connection)
            .await?;
        Ok(())
    }

    /// Puts an article into the search table, each kind of section in its own column.
    async fn search_row(&mut self, rowid: i64, annotated: &AnnotatedArticle) -> Result<(), WriteError> {
        let article = &annotated.article;
        let mut columns: HashMap<SectionKind, String> = HashMap::new();
        if let Some(text) = annotated.text.as_deref() {
            let index = TextIndex::new(text);
            for section in &article.sections {
                let words = index.slice(section.start, section.end).unwrap_or_default();
                let column = columns.entry(section.kind).or_default();
                column.push_str(words);
                column.push('\n');
            }
        } else {
            columns.insert(SectionKind::Title, article.title.clone());
        }
        let quotes: Vec<String> = annotated
            .quotes
            .iter()
            .map(|quote| format!("{} {}", searchable_words(quote), quote.summary.as_deref().unwrap_or_default()))
            .collect();
        let mut insert = sqlx::query("INSERT INTO article_search VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        for kind in SectionKind::ALL {
            insert = insert.bind(columns.remove(&kind).unwrap_or_default());
        }
        insert = insert.bind(article.abstract_text.as_deref().unwrap_or_default()).bind(quotes.join("\n"));
        let inserted = insert.execute(&mut self.connection).await?;
        debug_assert_eq!(inserted.last_insert_rowid(), rowid, "one row for each article, in the same order");
        Ok(())
    }
}

/// A hash of everything that an article brings into the snapshot. The text is in it by its own hash, which the record carries.
fn digest(annotated: &AnnotatedArticle) -> Result<String, WriteError> {
    let roles: Vec<_> = annotated.entities.iter().map(|entity| (&entity.id, &entity.roles)).collect();
    let all = serde_json::to_vec(&(&annotated.article, &annotated.mentions, &annotated.quotes, roles))?;
    Ok(hex::encode(Sha256::digest(all)))
}

/// The words of a quote that are at hand: all of its content, or at least those in quotation marks.
fn searchable_words(quote: &Quote) -> String {
    let verbatim = || quote.verbatim.iter().filter_map(|span| span.exact.as_deref()).collect::<Vec<_>>().join(" ");
    quote.text.clone().unwrap_or_else(verbatim)
}

impl SnapshotWriter {
    /// The articles of the snapshot that stands at `target` now, by their ids: what "unchanged" is measured against. None where there is
    /// no snapshot that can be read.
    pub async fn former_articles(target: &Path) -> HashMap<String, FormerArticle> {
        let Ok(former) = super::Snapshot::open(target).await else { return HashMap::new() };
        let rows: Result<Vec<(String, String, bool)>, _> =
            sqlx::query_as("SELECT id, digest, text_status = 'held' FROM articles").fetch_all(former.pool()).await;
        rows.unwrap_or_default().into_iter().map(|(id, digest, held)| (id, FormerArticle { digest, held })).collect()
    }

    pub(super) async fn close(self) -> Result<Unfinished, WriteError> {
        self.connection.close().await?;
        Ok(self.unfinished)
    }
}
