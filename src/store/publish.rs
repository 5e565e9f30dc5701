//! Finishing a snapshot: what can only be known when every article is in place, the version, the checks, and the rename.

use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};
use sqlx::{Connection, Row, SqliteConnection};

use super::{
    Place, Publishing, SCHEMA_VERSION, SnapshotWriter,
    changes::changes,
    columns, entity_records as entities, files, merges, origins, seal, suggestions, variants,
    write::{Published, WriteError},
};
use crate::domain::{ComparedQuote, Dataset, DatasetCounts, Merge, PartialDate, PlaceInGroup, SeenEntity, Source, SourceCounts};

const INDEXES: &str = include_str!("../../migrations/0002_indexes.sql");

/// How many hex digits of the records' SHA-256 make the dataset's version.
const VERSION_DIGITS: usize = 12;

/// From when on each stage of a publication is told: of a small corpus, all of them are over before.
const TOLD_AFTER: Duration = Duration::from_secs(10);

/// How far a publication is: since when it runs.
struct Stages(Instant);

impl Stages {
    fn begin(&self, stage: &str) {
        let seconds = self.0.elapsed().as_secs();
        if seconds >= TOLD_AFTER.as_secs() {
            tracing::info!(seconds, "{stage}");
        } else {
            tracing::debug!(seconds, "{stage}");
        }
    }
}

impl SnapshotWriter {
    /// Completes the snapshot and puts it in its place, atomically: a reader finds the old file or the new one, never a part. All of it is
    /// one transaction, so that a run that is stopped in the midst of it leaves what it found. `same` tells which entities are one, `variants`
    /// which quotes of a speaker report the same utterance.
    ///
    /// # Errors
    /// Where the file cannot be completed, does not pass SQLite's check, or cannot be moved.
    pub async fn publish(
        mut self,
        publishing: Publishing,
        same: impl Fn(&[SeenEntity]) -> Vec<Merge>,
        variants: impl Fn(&[ComparedQuote]) -> Vec<PlaceInGroup>,
    ) -> Result<Published, WriteError> {
        self.commit().await?;
        let connection = &mut self.connection;
        let stages = Stages(Instant::now());
        stages.begin("building indexes");
        sqlx::raw_sql(INDEXES).execute(&mut *connection).await?;
        stages.begin("putting names together");
        origins::fold(connection).await?;
        merges::apply(connection, &self.formers, same).await?;
        stages.begin("comparing quotes");
        variants::apply(connection, variants).await?;
        stages.begin("counting people, organisations and publishers");
        entities::complete(connection).await?;
        sources(connection).await?;
        stages.begin("preparing suggestions");
        suggestions::build(connection).await?;
        stages.begin("preparing columns");
        columns::build(connection).await?;
        stages.begin("finding the version");
        let dataset = dataset(connection).await?;
        if publishing.files {
            stages.begin("measuring files");
            files::measure(connection).await?;
        }
        stages.begin("completing the search tables");
        for table in ["article_search", "quote_search", "entity_search"] {
            let optimise = format!("INSERT INTO {table} ({table}) VALUES ('optimize')");
            sqlx::query(sqlx::AssertSqlSafe(optimise)).execute(&mut *connection).await?;
        }
        stages.begin("checking");
        sqlx::raw_sql("DROP TABLE run; ANALYZE").execute(&mut *connection).await?;
        let found: String = sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(&mut *connection).await?;
        if found != "ok" {
            return Err(WriteError::Check(found));
        }
        let changes = changes(connection, self.target.current().ok().as_deref()).await?;
        let annotators = sqlx::query_as("SELECT annotator, count(*) FROM articles GROUP BY annotator ORDER BY annotator")
            .fetch_all(&mut *connection)
            .await?;
        let duplicates = "SELECT (SELECT count(*) FROM origins) - (SELECT count(DISTINCT article) FROM origins)";
        let duplicates = sqlx::query_scalar(duplicates).fetch_one(&mut *connection).await?;
        sqlx::query("COMMIT").execute(&mut *connection).await?;
        self.connection.close().await?;
        stages.begin("sealing");
        let target = self.target;
        let refused = |error| WriteError::File(target.path().to_owned(), error);
        let sealed = seal::seal(&self.unfinished.path).map_err(refused)?;
        let path = self.unfinished.publish(&target, &sealed.sha256).map_err(refused)?;
        if let Place::Folder(folder) = &target {
            folder.retain(publishing.keep).await.map_err(refused)?;
        }
        Ok(Published { path, dataset, bytes: sealed.bytes, changes, annotators, duplicates })
    }
}

async fn sources(connection: &mut SqliteConnection) -> Result<(), WriteError> {
    let rows: Vec<(String, String, u32, u32)> = sqlx::query_as(
        "SELECT source, min(source_name), count(*), sum(quotes) FROM articles WHERE source IS NOT NULL GROUP BY source ORDER BY source",
    )
    .fetch_all(&mut *connection)
    .await?;
    for (id, name, articles, quotes) in rows {
        let (first_published, last_published) = span_of_dates(connection, Some(&id)).await?;
        let source = Source { id, name, first_published, last_published, counts: SourceCounts { articles, quotes } };
        sqlx::query("UPDATE sources SET articles = ?, quotes = ?, record = ? WHERE id = ?")
            .bind(articles)
            .bind(quotes)
            .bind(serde_json::to_string(&source)?)
            .bind(&source.id)
            .execute(&mut *connection)
            .await?;
    }
    // Those of sidecars that were not used.
    sqlx::query("DELETE FROM sources WHERE articles = 0").execute(&mut *connection).await?;
    Ok(())
}

/// The dates of the earliest and the latest article, of one publisher or of all.
async fn span_of_dates(
    connection: &mut SqliteConnection,
    source: Option<&str>,
) -> Result<(Option<PartialDate>, Option<PartialDate>), WriteError> {
    let first =
        "SELECT published FROM articles WHERE published IS NOT NULL AND (?1 IS NULL OR source = ?1) ORDER BY published_from, id LIMIT 1";
    let last =
        "SELECT published FROM articles WHERE published IS NOT NULL AND (?1 IS NULL OR source = ?1) ORDER BY published_to DESC, id LIMIT 1";
    let mut dates = Vec::new();
    for sql in [first, last] {
        let date: Option<String> = sqlx::query_scalar(sql).bind(source).fetch_optional(&mut *connection).await?;
        dates.push(date.and_then(|date| date.parse().ok()));
    }
    let last = dates.pop().flatten();
    Ok((dates.pop().flatten(), last))
}

/// Describes the whole and gives it its version.
async fn dataset(connection: &mut SqliteConnection) -> Result<Dataset, WriteError> {
    let counts = format!(
        "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM articles WHERE text_status = 'held'), (SELECT count(*) FROM sources),
                (SELECT count(*) FROM entities WHERE type = 'person' AND mentions > 0),
                (SELECT count(*) FROM entities WHERE type = 'organisation' AND mentions > 0),
                (SELECT count(*) FROM mentions WHERE section NOT IN ({})), (SELECT count(*) FROM quotes)",
        entities::furniture()
    );
    let row = sqlx::query(sqlx::AssertSqlSafe(counts)).fetch_one(&mut *connection).await?;
    let (first_published, last_published) = span_of_dates(connection, None).await?;
    let dataset = Dataset {
        version: version(connection).await?,
        title: "onrecord dataset".to_owned(),
        licence: "Annotations, abstracts and summaries: CC0-1.0. Quoted words and article texts belong to their authors and publishers."
            .to_owned(),
        provenance: "Marked by hand or by rules in the documents whose SHA-256 each article carries; every mark names its annotator."
            .to_owned(),
        generator: files::GENERATOR.to_owned(),
        schema_version: SCHEMA_VERSION,
        first_published,
        last_published,
        counts: DatasetCounts {
            articles: row.try_get(0)?,
            texts_held: row.try_get(1)?,
            sources: row.try_get(2)?,
            people: row.try_get(3)?,
            organisations: row.try_get(4)?,
            mentions: row.try_get(5)?,
            quotes: row.try_get(6)?,
        },
    };
    sqlx::query("INSERT INTO dataset (id, version, record) VALUES (1, ?, ?)")
        .bind(&dataset.version)
        .bind(serde_json::to_string(&dataset)?)
        .execute(connection)
        .await?;
    Ok(dataset)
}

/// A hash over every record in the order of their ids: the same documents give the same version, any changed record another. Mentions and
/// quotes are in it by the digests of their articles, and what the articles cannot know of their quotes by itself: their variants.
async fn version(connection: &mut SqliteConnection) -> Result<String, WriteError> {
    let mut hash = Sha256::new();
    hash.update(format!("onrecord {} {SCHEMA_VERSION}\n", env!("CARGO_PKG_VERSION")));
    let variants =
        "(SELECT quote AS id, json_array(quote, representative, score, evidence, from_word, to_word, wording) AS record FROM variants)";
    for (table, record) in [("articles", "record || digest"), ("entities", "record"), ("sources", "record"), (variants, "record")] {
        let mut last = String::new();
        loop {
            let page = format!("SELECT id, {record} FROM {table} WHERE id > ? ORDER BY id LIMIT 1000");
            let rows: Vec<(String, String)> = sqlx::query_as(sqlx::AssertSqlSafe(page)).bind(&last).fetch_all(&mut *connection).await?;
            for (_, record) in &rows {
                hash.update(record);
                hash.update(b"\n");
            }
            let Some((id, _)) = rows.last() else { break };
            last.clone_from(id);
        }
    }
    let mut digest = hex::encode(hash.finalize());
    digest.truncate(VERSION_DIGITS);
    Ok(digest)
}
