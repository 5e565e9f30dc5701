//! The same utterance in different articles: found speaker by speaker when all quotes are in place, kept as groups, read as pairs.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};

use futures_util::TryStreamExt;
use serde::Serialize;
use sqlx::SqliteConnection;

use super::{Conditions, Resource, SortKey, write::WriteError};
use crate::domain::{ComparedQuote, PlaceInGroup, Quote, QuoteVariant};

/// How many quotes are read at once.
const PAGE: u32 = 2_000;

/// From how many quotes on a speaker's are compared in several parts, each of a stretch of time: what is in memory does not grow with the corpus.
/// Quotes that were said within some days of the end of a part are then not compared with those behind it.
const MANY: usize = 50_000;

/// The variants of one quote.
pub struct QuoteVariants;

/// Of which quote.
#[derive(Debug, Clone, Serialize)]
pub struct VariantFilter {
    /// Its id.
    pub quote: String,
}

impl Resource for QuoteVariants {
    type Record = QuoteVariant;
    type Filter = VariantFilter;
    const TABLE: &'static str = "quote_variants";
    const SORT_KEYS: &'static [SortKey] =
        &[SortKey { name: "score", sql: "t.score" }, SortKey { name: "published", sql: "t.published_from" }];
    const DEFAULT_SORT: &'static [&'static str] = &["-score", "published"];

    fn conditions(filter: &VariantFilter, conditions: &mut Conditions) {
        conditions.and().push("t.quote = ").push_bind(filter.quote.clone());
    }
}

/// What is compared of the quotes of everybody who is quoted in several articles, one speaker behind the other. Put in order once, as a whole: looked
/// up speaker by speaker, every quote would be a page of its own from anywhere in the file. What no comparison looks at is left behind.
const IN_ORDER: &str = "
    CREATE TEMP TABLE compared AS
    SELECT q.speaker, a.language, coalesce(q.record->>'said_on', q.published_from) AS day,
           json_remove(q.record, '$.fragment_url', '$.speaker', '$.speaker_as_written', '$.cue', '$.addressee_as_written') AS record
    FROM quotes AS q NOT INDEXED CROSS JOIN articles AS a INDEXED BY articles_in_scope ON a.id = q.article
    WHERE q.speaker IN (SELECT speaker FROM quotes WHERE speaker IS NOT NULL GROUP BY speaker HAVING min(article) <> max(article))
    ORDER BY q.speaker, day, q.id";

/// Finds the variants of every quote by `find`, which is given the quotes of one speaker, and writes them down.
pub(super) async fn apply(
    connection: &mut SqliteConnection,
    find: impl Fn(&[ComparedQuote]) -> Vec<PlaceInGroup>,
) -> Result<(), WriteError> {
    sqlx::raw_sql(IN_ORDER).execute(&mut *connection).await?;
    let (mut of_speaker, mut of_day, mut quotes, mut last) = (String::new(), String::new(), Vec::new(), 0);
    loop {
        let page: Vec<(i64, String, String, String, String)> =
            sqlx::query_as("SELECT rowid, speaker, day, language, record FROM compared WHERE rowid > ? ORDER BY rowid LIMIT ?")
                .bind(last)
                .bind(PAGE)
                .fetch_all(&mut *connection)
                .await?;
        let Some((row, ..)) = page.last() else { break };
        last = *row;
        for (_, speaker, day, language, record) in page {
            if ends_a_part(quotes.len(), speaker != of_speaker, day != of_day) {
                write(connection, &quotes, &find(&quotes)).await?;
                quotes = Vec::new();
            }
            (of_speaker, of_day) = (speaker, day);
            quotes.push(ComparedQuote::of(&serde_json::from_str(&record)?, language));
        }
    }
    write(connection, &quotes, &find(&quotes)).await?;
    sqlx::raw_sql("DROP TABLE compared").execute(&mut *connection).await?;
    for rows in alike_without_speaker(connection).await? {
        let quotes = of_rows(connection, &rows).await?;
        write(connection, &quotes, &find(&quotes)).await?;
    }
    Ok(())
}

/// Whether so many quotes are compared without the one that follows: another speaker's, or one of another day where they are many. Those of a
/// single day, or of none, are as many again before they are parted.
fn ends_a_part(quotes: usize, is_other_speaker: bool, is_other_day: bool) -> bool {
    is_other_speaker || quotes >= MANY && is_other_day || quotes >= 2 * MANY
}

async fn of_rows(connection: &mut SqliteConnection, rows: &[i64]) -> Result<Vec<ComparedQuote>, WriteError> {
    let of_row = "SELECT q.record, a.language FROM quotes AS q JOIN articles AS a INDEXED BY articles_in_scope ON a.id = q.article WHERE q.rowid = ?";
    let mut quotes = Vec::with_capacity(rows.len());
    for row in rows {
        let (record, language): (String, String) = sqlx::query_as(of_row).bind(row).fetch_one(&mut *connection).await?;
        quotes.push(ComparedQuote::of(&serde_json::from_str(&record)?, language));
    }
    Ok(quotes)
}

/// Quotes whose speaker no article names, in groups by what they are called and what they say: "an official" may be anybody, so that only the
/// same words of the same nobody are worth a comparison. Sixteen bytes of each quote are in memory.
async fn alike_without_speaker(connection: &mut SqliteConnection) -> Result<Vec<Vec<i64>>, WriteError> {
    let mut keys: Vec<(u64, i64)> = Vec::new();
    let unnamed = "SELECT rowid, record FROM quotes WHERE speaker IS NULL";
    let mut rows = sqlx::query_as::<_, (i64, String)>(unnamed).fetch(connection);
    while let Some((rowid, record)) = rows.try_next().await? {
        let quote: Quote = serde_json::from_str(&record)?;
        let Some(called) = quote.speaker_as_written.as_ref().and_then(|span| span.exact.as_deref()) else { continue };
        let mut hasher = DefaultHasher::new();
        called.to_lowercase().hash(&mut hasher);
        for passage in ComparedQuote::of(&quote, String::new()).passages {
            let words = passage.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
            words.for_each(|word| word.to_lowercase().hash(&mut hasher));
        }
        keys.push((hasher.finish(), rowid));
    }
    keys.sort_unstable();
    let alike = keys.chunk_by(|a, b| a.0 == b.0).filter(|alike| alike.len() > 1);
    Ok(alike.map(|alike| alike.iter().map(|(_, rowid)| *rowid).collect()).collect())
}

/// Writes the groups down, and into each quote's record whose variant it is and how many variants it has.
async fn write(connection: &mut SqliteConnection, quotes: &[ComparedQuote], places: &[PlaceInGroup]) -> Result<(), WriteError> {
    let articles: HashMap<&str, &str> = quotes.iter().map(|quote| (&*quote.id, &*quote.article)).collect();
    for group in places.chunk_by(|a, b| a.representative == b.representative) {
        let mut by_article: HashMap<&str, Stretches> = HashMap::new();
        for place in group {
            by_article.entry(articles.get(&*place.quote).copied().unwrap_or_default()).or_default().add(place);
        }
        let all = group.iter().fold(Stretches::default(), |mut all, place| {
            all.add(place);
            all
        });
        let (all, by_article) = (all.sorted(), by_article.into_iter().map(|(id, places)| (id, places.sorted())).collect::<HashMap<_, _>>());
        for place in group {
            let own = articles.get(&*place.quote).and_then(|article| by_article.get(article));
            let variants = all.overlapping(place) - own.map_or(0, |own| own.overlapping(place));
            place_row(connection, place).await?;
            quote_row(connection, place, variants).await?;
        }
    }
    Ok(())
}

async fn place_row(connection: &mut SqliteConnection, place: &PlaceInGroup) -> Result<(), WriteError> {
    sqlx::query("INSERT INTO variants (quote, representative, score, evidence, from_word, to_word, wording) VALUES (?, ?, ?, ?, ?, ?, ?)")
        .bind(&place.quote)
        .bind(&place.representative)
        .bind(place.score)
        .bind(place.evidence.as_str())
        .bind(place.from_word)
        .bind(place.to_word)
        .bind(place.wording)
        .execute(connection)
        .await?;
    Ok(())
}

async fn quote_row(connection: &mut SqliteConnection, place: &PlaceInGroup, variants: u32) -> Result<(), WriteError> {
    let record: String =
        sqlx::query_scalar("SELECT record FROM quotes WHERE id = ?").bind(&place.quote).fetch_one(&mut *connection).await?;
    let variant_of = (place.quote != place.representative).then(|| place.representative.clone());
    let quote = Quote { variant_of, variants, ..serde_json::from_str(&record)? };
    sqlx::query("UPDATE quotes SET variant_of = ?, variants = ?, record = ? WHERE id = ?")
        .bind(&quote.variant_of)
        .bind(variants)
        .bind(serde_json::to_string(&quote)?)
        .bind(&quote.id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Stretches of a representative's words, so kept that those which overlap with one are counted without looking at each.
#[derive(Default)]
struct Stretches {
    starts: Vec<u32>,
    ends: Vec<u32>,
}

impl Stretches {
    fn add(&mut self, place: &PlaceInGroup) {
        self.starts.push(place.from_word);
        self.ends.push(place.to_word);
    }

    fn sorted(mut self) -> Self {
        self.starts.sort_unstable();
        self.ends.sort_unstable();
        self
    }

    /// Those that begin before this one ends, but for those that end before it begins.
    fn overlapping(&self, place: &PlaceInGroup) -> u32 {
        let begun = self.starts.partition_point(|start| *start < place.to_word);
        let over = self.ends.partition_point(|end| *end <= place.from_word);
        u32::try_from(begun - over).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_many_quotes_of_one_speaker_are_compared_in_parts_which_keep_days_together() {
        assert!(ends_a_part(1, true, false));
        assert!(!ends_a_part(MANY - 1, false, true));
        assert!(!ends_a_part(MANY, false, false));
        assert!(ends_a_part(MANY, false, true));
        assert!(ends_a_part(2 * MANY, false, false));
    }
}
