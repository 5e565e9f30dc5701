//! Articles whose text was found in more than one document.

use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;

use super::write::WriteError;
use crate::domain::{Article, Origin, article::MAX_ORIGINS};

/// How many articles are in memory at once.
const PAGE: u32 = 500;

/// Writes all origins of such an article into its record.
pub(super) async fn fold(connection: &mut SqliteConnection) -> Result<(), WriteError> {
    let mut last = String::new();
    loop {
        let articles: Vec<String> = sqlx::query_scalar(
            "SELECT article FROM origins WHERE article > ? GROUP BY article HAVING count(*) > 1 ORDER BY article LIMIT ?",
        )
        .bind(&last)
        .bind(PAGE)
        .fetch_all(&mut *connection)
        .await?;
        for article in &articles {
            fold_one(connection, article).await?;
        }
        match articles.into_iter().next_back() {
            Some(article) => last = article,
            None => return Ok(()),
        }
    }
}

async fn fold_one(connection: &mut SqliteConnection, id: &str) -> Result<(), WriteError> {
    let rows: Vec<(String, String, String, String)> =
        sqlx::query_as("SELECT name, sha256, media_type, encoding FROM origins WHERE article = ? ORDER BY position LIMIT ?")
            .bind(id)
            .bind(i64::try_from(MAX_ORIGINS).unwrap_or(i64::MAX))
            .fetch_all(&mut *connection)
            .await?;
    let origins = rows.into_iter().map(|(name, sha256, media_type, encoding)| Origin { name, sha256, media_type, encoding });
    let (record, digest): (String, String) =
        sqlx::query_as("SELECT record, digest FROM articles WHERE id = ?").bind(id).fetch_one(&mut *connection).await?;
    let mut article: Article = serde_json::from_str(&record)?;
    article.origins = origins.collect();
    let record = serde_json::to_string(&article)?;
    let digest = hex::encode(Sha256::digest([digest.as_bytes(), record.as_bytes()].concat()));
    sqlx::query("UPDATE articles SET record = ?, digest = ? WHERE id = ?").bind(record).bind(digest).bind(id).execute(connection).await?;
    Ok(())
}
