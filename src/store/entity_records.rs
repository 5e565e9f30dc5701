//! What entities are over all articles: known only when every article is in place.

use sqlx::{Row, SqliteConnection};

use super::{merges, write::WriteError};
use crate::domain::{Entity, EntityCounts, EntityType, NameAsWritten, Role, SectionKind};

/// How many entities are in memory at once.
const PAGE: u32 = 1000;

/// The most names, and the most roles, that a record lists: somebody who is in every article of a large dataset has thousands.
const MOST_LISTED: u32 = 500;

/// The kinds of section that counts leave out, as an SQL list.
pub(super) fn furniture() -> String {
    let kinds: Vec<String> =
        SectionKind::ALL.iter().filter(|kind| kind.is_furniture()).map(|kind| format!("'{}'", kind.as_str())).collect();
    kinds.join(", ")
}

/// Fills in names, roles, counts, and the record of every entity.
pub(super) async fn complete(connection: &mut SqliteConnection) -> Result<(), WriteError> {
    // Those of sidecars that were not used.
    let unused = "DELETE FROM entities WHERE NOT EXISTS (SELECT 1 FROM mentions WHERE entity = entities.id)
                                         AND NOT EXISTS (SELECT 1 FROM quotes WHERE speaker = entities.id OR addressee = entities.id)";
    sqlx::query(unused).execute(&mut *connection).await?;
    merges::tidy(connection).await?;
    let counts = format!(
        "SELECT e.rowid, e.id, e.type, e.name,
                (SELECT count(DISTINCT article) FROM mentions WHERE entity = e.id AND section NOT IN ({hidden})),
                (SELECT count(*) FROM mentions WHERE entity = e.id AND section NOT IN ({hidden})),
                (SELECT count(*) FROM quotes WHERE speaker = e.id),
                (SELECT count(DISTINCT article) FROM quotes WHERE speaker = e.id),
                (SELECT count(*) FROM quote_about WHERE entity = e.id),
                (SELECT count(*) FROM mentions WHERE entity = e.id AND section IN ({hidden}))
         FROM entities AS e WHERE e.rowid > ? ORDER BY e.rowid LIMIT {PAGE}",
        hidden = furniture()
    );
    let mut last = 0_i64;
    loop {
        let rows = sqlx::query(sqlx::AssertSqlSafe(&*counts)).bind(last).fetch_all(&mut *connection).await?;
        if rows.is_empty() {
            return Ok(());
        }
        for row in rows {
            last = row.try_get(0)?;
            let id: String = row.try_get(1)?;
            let r#type = if row.try_get::<String, _>(2)? == "person" { EntityType::Person } else { EntityType::Organisation };
            let counts = EntityCounts {
                articles: row.try_get(4)?,
                mentions: row.try_get(5)?,
                quotes: row.try_get(6)?,
                quoted_articles: row.try_get(7)?,
                quoted_about: row.try_get(8)?,
                furniture_mentions: row.try_get(9)?,
            };
            let (names, roles) = (names(connection, &id).await?, roles(connection, &id).await?);
            let merged = merges::of(connection, &id).await?;
            write(connection, last, &Entity { names, roles, merged, name: row.try_get(3)?, id, r#type, counts }).await?;
        }
    }
}

async fn names(connection: &mut SqliteConnection, entity: &str) -> Result<Vec<NameAsWritten>, WriteError> {
    let rows: Vec<(String, u32, u32)> = sqlx::query_as(
        "SELECT exact, count(*), count(DISTINCT article) FROM mentions WHERE entity = ?
         GROUP BY exact ORDER BY count(*) DESC, exact LIMIT ?",
    )
    .bind(entity)
    .bind(MOST_LISTED)
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|(name, mentions, articles)| NameAsWritten { name, mentions, articles }).collect())
}

async fn roles(connection: &mut SqliteConnection, entity: &str) -> Result<Vec<Role>, WriteError> {
    let rows: Vec<(String, String)> = sqlx::query_as("SELECT role, article FROM roles WHERE entity = ? ORDER BY article, position LIMIT ?")
        .bind(entity)
        .bind(MOST_LISTED)
        .fetch_all(connection)
        .await?;
    Ok(rows.into_iter().map(|(role, article)| Role { role, article }).collect())
}

async fn write(connection: &mut SqliteConnection, rowid: i64, entity: &Entity) -> Result<(), WriteError> {
    sqlx::query(
        "UPDATE entities SET articles = ?, mentions = ?, quotes = ?, quoted_articles = ?, quoted_about = ?, record = ? WHERE rowid = ?",
    )
    .bind(entity.counts.articles)
    .bind(entity.counts.mentions)
    .bind(entity.counts.quotes)
    .bind(entity.counts.quoted_articles)
    .bind(entity.counts.quoted_about)
    .bind(serde_json::to_string(entity)?)
    .bind(rowid)
    .execute(&mut *connection)
    .await?;
    let written = entity.names.iter().map(|name| name.name.as_str()).chain([entity.name.as_str()]);
    let roles = entity.roles.iter().map(|role| role.role.as_str());
    sqlx::query("INSERT INTO entity_search (rowid, names, roles) VALUES (?, ?, ?)")
        .bind(rowid)
        .bind(written.collect::<Vec<_>>().join("\n"))
        .bind(roles.collect::<Vec<_>>().join("\n"))
        .execute(connection)
        .await?;
    Ok(())
}
