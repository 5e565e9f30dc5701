//! Everything that can be suggested and looked up by name, built when all records are in place.
//!
//! Suggestions are numbered in the order in which they are shown, and the full-text index of their words gives rows in the order of their
//! numbers: so the first ten of a hundred thousand that begin with `s` are read, and the rest is not looked at.

use std::collections::BTreeSet;

use futures_util::TryStreamExt;
use serde_json::json;
use sqlx::SqliteConnection;

use super::{suggest::letter, write::WriteError};
use crate::domain::{RecordType, folding};

/// What tells an article from others of the same title, as SQL.
pub(super) const ARTICLE_HINT: &str = "nullif(concat_ws(', ', source_name, published), '')";

/// How many suggestions are in memory at once.
const PAGE: u32 = 1000;

/// Fills the tables.
pub(super) async fn build(connection: &mut SqliteConnection) -> Result<(), WriteError> {
    number(connection).await?;
    let mut last = 0_i64;
    while let Some(read) = index_page(connection, last).await? {
        last = read;
    }
    sqlx::query("INSERT INTO suggestion_search (suggestion_search) VALUES ('optimize')").execute(&mut *connection).await?;
    words(connection).await
}

/// Gives every record its number: those that lead to the most articles first.
async fn number(connection: &mut SqliteConnection) -> Result<(), WriteError> {
    let sql = format!(
        "INSERT INTO suggestions (type, id, label, hint, count)
         SELECT type, id, name,
                (SELECT role FROM roles WHERE entity = entities.id GROUP BY role ORDER BY count(*) DESC, role LIMIT 1), articles
           FROM entities
         UNION ALL SELECT 'source', id, name, NULL, articles FROM sources
         UNION ALL SELECT 'article', id, title, {ARTICLE_HINT}, 1 FROM articles
         ORDER BY 5 DESC, 2, 1"
    );
    sqlx::query(sqlx::AssertSqlSafe(sql)).execute(connection).await?;
    Ok(())
}

/// Indexes the words and names of the suggestions after a number, as many as are read at once, and gives the number of the last of them.
async fn index_page(connection: &mut SqliteConnection, after: i64) -> Result<Option<i64>, WriteError> {
    let rows: Vec<(i64, String, String, String)> = sqlx::query_as(
        "SELECT s.rowid, s.type, s.label, coalesce((SELECT e.record -> '$.names' FROM entities AS e WHERE e.id = s.id), '[]')
         FROM suggestions AS s WHERE s.rowid > ? ORDER BY s.rowid LIMIT ?",
    )
    .bind(after)
    .bind(PAGE)
    .fetch_all(&mut *connection)
    .await?;
    let (mut all_words, mut all_names) = (Vec::new(), Vec::new());
    for (number, r#type, label, names) in &rows {
        let Some(r#type) = RecordType::named(r#type) else { continue };
        let names: BTreeSet<String> = match r#type {
            RecordType::Person | RecordType::Organisation => written(names)?.into_iter().chain([label.clone()]).collect(),
            RecordType::Source | RecordType::Article => BTreeSet::from([label.clone()]),
        };
        all_words.push(json!([number, indexed(r#type, &names)]));
        if r#type != RecordType::Article {
            let folded = names.iter().map(|name| (folding::name(name), name)).filter(|(folded, _)| !folded.is_empty());
            all_names.extend(folded.map(|(folded, name)| json!([folded, number, name])));
        }
    }
    for (insert, rows) in [
        ("INSERT INTO suggestion_search (rowid, words) SELECT value->>0, value->>1 FROM json_each(?)", all_words),
        ("INSERT INTO names (folded, suggestion, written) SELECT value->>0, value->>1, value->>2 FROM json_each(?)", all_names),
    ] {
        sqlx::query(insert).bind(serde_json::Value::Array(rows).to_string()).execute(&mut *connection).await?;
    }
    Ok(rows.last().map(|(number, ..)| *number))
}

/// The forms of a name in a record's `names`.
fn written(names: &str) -> Result<Vec<String>, serde_json::Error> {
    let names: Vec<crate::domain::NameAsWritten> = serde_json::from_str(names)?;
    Ok(names.into_iter().map(|name| name.name).collect())
}

/// The words by which a record is suggested, as the index holds them: the letter of its type alone, and before each word.
fn indexed(r#type: RecordType, names: &BTreeSet<String>) -> String {
    let letter = letter(r#type);
    let mut words: BTreeSet<String> = BTreeSet::from([String::new()]);
    for name in names {
        let folded = folding::words(name);
        // `U.S.` and `J. K.` are typed without stops as well.
        for initials in folded.chunk_by(|one, next| is_letter(one) && is_letter(next)).filter(|run| run.len() > 1) {
            words.insert(initials.concat());
        }
        words.extend(folded);
    }
    words.into_iter().map(|word| format!("{letter}{word}")).collect::<Vec<_>>().join(" ")
}

fn is_letter(word: &str) -> bool {
    word.chars().nth(1).is_none()
}

/// Keeps the words of each type as one set, which the index has in order already.
async fn words(connection: &mut SqliteConnection) -> Result<(), WriteError> {
    sqlx::query("CREATE VIRTUAL TABLE temp.indexed_words USING fts5vocab (main, suggestion_search, row)").execute(&mut *connection).await?;
    for r#type in RecordType::ALL {
        let letter = letter(r#type);
        let next = char::from_u32(u32::from(letter) + 1).unwrap_or(letter);
        let mut set = fst::SetBuilder::memory();
        let mut terms =
            sqlx::query_scalar::<_, String>("SELECT substr(term, 2) FROM temp.indexed_words WHERE term > ?1 AND term < ?2 ORDER BY term")
                .bind(letter.to_string())
                .bind(next.to_string())
                .fetch(&mut *connection);
        while let Some(word) = terms.try_next().await? {
            set.insert(word).map_err(|error| unsorted(&error))?;
        }
        drop(terms);
        sqlx::query("INSERT INTO suggestion_words (type, words) VALUES (?, ?)")
            .bind(r#type.as_str())
            .bind(set.into_inner().map_err(|error| unsorted(&error))?)
            .execute(&mut *connection)
            .await?;
    }
    sqlx::query("DROP TABLE temp.indexed_words").execute(connection).await?;
    Ok(())
}

/// The index gives its words in order, and each once: another order would be a fault of the file.
fn unsorted(error: &fst::Error) -> WriteError {
    WriteError::Check(error.to_string())
}
