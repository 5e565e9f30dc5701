//! Making the postings of words, when a snapshot is published: of each word that many articles, or many quotes, hold, the places of these in their
//! list, and what it adds to the relevance of each.

use roaring::RoaringBitmap;
use sqlx::SqliteConnection;

use super::{
    impacts::{self, MOST},
    postings,
    words::{Searched, single},
};
use crate::store::{
    articles::{ArticleFilter, searched_columns},
    search::{self, Term},
    write::WriteError,
};

/// From how many articles or quotes on a word has postings.
const MANY: u32 = 100;

/// Of how many rows the numbers are in one value while postings are made, more or less: some megabytes.
const ROWS_AT_ONCE: i64 = 200_000;

/// A list whose words are posted.
struct Posted {
    list: Searched,
    /// The columns of its search table that are searched where nothing else is asked for.
    columns: Vec<&'static str>,
    /// The place of each row in the list.
    places: Vec<u32>,
    /// How many rows there are.
    rows: i64,
}

/// Writes the postings of the words of a list, whose rows are given in its order.
pub async fn write(connection: &mut SqliteConnection, list: Searched, rows: impl Iterator<Item = u32> + Clone) -> Result<(), WriteError> {
    let mut places = vec![0; rows.clone().max().map_or(0, |last| last as usize + 1)];
    let mut count = 0;
    for (place, row) in (0_u32..).zip(rows) {
        places[row as usize] = place;
        count += 1;
    }
    let columns = if list == Searched::Articles { searched_columns(&ArticleFilter::default()) } else { Vec::new() };
    let posted = Posted { list, columns, places, rows: count };
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab (main, {}, row)", list.table())))
        .execute(&mut *connection)
        .await?;
    // As bytes: FTS5 cuts what is longer than 32 KiB wherever that is.
    let words: Vec<Vec<u8>> =
        sqlx::query_scalar("SELECT CAST(term AS BLOB) FROM temp.vocabulary WHERE doc >= ?").bind(MANY).fetch_all(&mut *connection).await?;
    sqlx::raw_sql("DROP TABLE temp.vocabulary").execute(&mut *connection).await?;
    for words in words.into_iter().filter_map(|word| String::from_utf8(word).ok()) {
        let term = Term { words, prefix: false };
        // A word that would be cut or folded once more is left to FTS5.
        if single(&term).as_ref() == Some(&term.words) {
            posted.write_word(connection, &term).await?;
        }
    }
    Ok(())
}

impl Posted {
    async fn write_word(&self, connection: &mut SqliteConnection, term: &Term) -> Result<(), WriteError> {
        let (table, weights) = (self.list.table(), impacts::weights(self.list));
        let expression = search::expression(&self.columns, std::slice::from_ref(term), "");
        let count = format!("SELECT count(*) FROM {table} WHERE {table} MATCH ?");
        let found: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(count)).bind(&expression).fetch_one(&mut *connection).await?;
        let most = impacts::most(found, self.rows);
        // In one value: a row each would be most of the work. With a limit, the rows are weighed before they are gathered: `bm25` cannot be asked within
        // an aggregate.
        let find = format!(
            "SELECT json_group_array(id << 16 | CAST(min({MOST}, round(score * ?)) AS INTEGER))
             FROM (SELECT rowid AS id, bm25({table}{weights}) AS score FROM {table} WHERE {table} MATCH ? AND rowid >= ? AND rowid < ? LIMIT -1)"
        );
        let pieces = 1 + found / ROWS_AT_ONCE;
        let step = 1 + i64::try_from(self.places.len()).unwrap_or(i64::MAX) / pieces;
        let mut all = Vec::with_capacity(usize::try_from(found).unwrap_or_default());
        for piece in 0..pieces {
            let rows: String = sqlx::query_scalar(sqlx::AssertSqlSafe(find.as_str()))
                .bind(-f64::from(MOST) / most)
                .bind(&expression)
                .bind(piece * step)
                .bind((piece + 1) * step)
                .fetch_one(&mut *connection)
                .await?;
            let rows: Vec<u64> = serde_json::from_str(&rows)?;
            all.extend(rows.into_iter().map(|row| {
                let impact = u16::try_from(row & u64::from(MOST)).unwrap_or(MOST);
                (self.places[usize::try_from(row >> 16).unwrap_or(usize::MAX)], impact)
            }));
        }
        all.sort_unstable();
        let rows: RoaringBitmap = all.iter().map(|(place, _)| *place).collect();
        let impacts: Vec<u8> = all.iter().flat_map(|(_, impact)| impact.to_le_bytes()).collect();
        sqlx::query("INSERT INTO word_postings (list, word, rows, most, impacts) VALUES (?, ?, ?, ?, ?)")
            .bind(self.list.name())
            .bind(&term.words)
            .bind(postings::bytes(rows)?)
            .bind(most)
            .bind(impacts)
            .execute(connection)
            .await?;
        Ok(())
    }
}
