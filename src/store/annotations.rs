//! Web annotations over articles: sections, mentions, quotes, and the words that are evidence for quotes, as one long list.
//!
//! Nothing is stored twice for it: each article's numbers are, at seeding, and added up once for each filter they say in which article any
//! position of the list is. So page 40,000 costs what page 1 costs, and the last page is known without the others.

use std::{ops::Range, sync::Arc};

use rusqlite::{Connection, Row};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use utoipa::IntoParams;

use super::{
    Conditions, ReadError, Snapshot, Sql,
    columns::Ints,
    read::{row, rows},
    remembered::Weighed,
    scope::ArticleScope,
};
use crate::domain::{Article, Mention, Motivation, Quote};

/// Of how many articles the first has a position that is known without adding up.
const BLOCK: usize = 64;

/// Which annotations.
#[derive(Debug, Default, Clone, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct AnnotationFilter {
    /// Why they were made: `classifying` is sections, `identifying` mentions, `describing` quotes, `linking` the words that are evidence for quotes.
    #[param(required = false, max_items = 4, example = json!(["describing"]))]
    pub motivation: Vec<Motivation>,
}

impl AnnotationFilter {
    /// Whether annotations with this motivation are wanted.
    #[must_use]
    pub fn wants(&self, motivation: Motivation) -> bool {
        self.motivation.is_empty() || self.motivation.contains(&motivation)
    }

    /// How many of an article's annotations are wanted, as SQL over its row `a`.
    fn count_sql(&self) -> String {
        let wanted = Motivation::ALL.into_iter().filter(|motivation| self.wants(*motivation));
        wanted.map(|motivation| format!("a.{}", motivation.as_str())).collect::<Vec<_>>().join(" + ")
    }
}

/// Everything that annotations can be narrowed by.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct AnnotationQuery {
    /// Which annotations.
    #[serde(flatten)]
    pub annotation: AnnotationFilter,
    /// Of which articles.
    #[serde(flatten)]
    pub scope: ArticleScope,
}

/// Where in a list of annotations each article's begin, in the order of the articles' ids.
#[derive(Debug, Default)]
pub struct AnnotationIndex {
    filter: AnnotationFilter,
    /// The rows of the articles, and how many annotations each has. Those without any are left out.
    rows: Ints,
    counts: Ints,
    /// The position of the first annotation of every [`BLOCK`]th article.
    starts: Vec<u64>,
    total: u64,
}

impl AnnotationIndex {
    /// How many annotations there are.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Which annotations are in it.
    #[must_use]
    pub fn filter(&self) -> &AnnotationFilter {
        &self.filter
    }

    /// Where these positions are, article by article.
    #[must_use]
    pub fn places(&self, positions: &Range<u64>) -> Vec<Place> {
        let block = self.starts.partition_point(|first| *first <= positions.start).saturating_sub(1);
        let mut next = self.starts.get(block).copied().unwrap_or_default();
        let mut places = Vec::new();
        for article in block * BLOCK..self.rows.len() {
            let (first, count) = (next, u64::from(self.counts.get(article)));
            if first >= positions.end {
                break;
            }
            next += count;
            let within = overlap(positions, first..next);
            if !within.is_empty() {
                places.push(Place { row: self.rows.get(article), within });
            }
        }
        places
    }

    /// Adds an article behind all others.
    fn push(&mut self, row: u32, annotations: u32) {
        if annotations > 0 {
            if self.rows.len().is_multiple_of(BLOCK) {
                self.starts.push(self.total);
            }
            self.rows.push(row);
            self.counts.push(annotations);
            self.total += u64::from(annotations);
        }
    }
}

/// Some of an article's annotations, by their positions in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    row: u32,
    within: Range<u64>,
}

/// Some of an article's annotations, as what they are made of.
#[derive(Debug)]
pub struct AnnotatedPart {
    /// The article, with those of its sections that are wanted.
    pub article: Article,
    /// Its text, where it is held.
    pub text: Option<String>,
    /// The mentions that are wanted.
    pub mentions: Vec<Mention>,
    /// The quotes that are wanted, or words of which are.
    pub quotes: Vec<Quote>,
    /// How many annotations of all of these, of the motivations wanted, come before the first that is asked for.
    pub skip: usize,
    /// How many are asked for.
    pub take: usize,
}

impl Weighed for AnnotationIndex {
    fn bytes(&self) -> usize {
        size_of::<Self>() + self.rows.bytes().len() + self.counts.bytes().len() + size_of_val(&self.starts[..])
    }
}

impl Snapshot {
    /// The annotations that match, as an index: made once for each filter, because a snapshot cannot change.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn annotations(&self, query: &AnnotationQuery) -> Result<Arc<AnnotationIndex>, ReadError> {
        let made = async {
            let mut conditions = select(&query.annotation);
            query.scope.push(&mut conditions, "a.id");
            self.annotation_index(&query.annotation, conditions).await.map(Arc::new)
        };
        let key = serde_json::to_string(query).unwrap_or_default();
        self.memory().annotations.get_or_make(key, made).await
    }

    /// The annotations of one article, as an index.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn annotations_of(&self, article: &str, filter: &AnnotationFilter) -> Result<AnnotationIndex, ReadError> {
        let mut conditions = select(filter);
        conditions.and().push("a.id = ").push_bind(article.to_owned());
        self.annotation_index(filter, conditions).await
    }

    async fn annotation_index(&self, filter: &AnnotationFilter, conditions: Conditions) -> Result<AnnotationIndex, ReadError> {
        let mut sql = conditions.finish();
        sql.push(" ORDER BY a.id");
        let filter = filter.clone();
        let index = move |connection: &Connection| {
            let mut index = AnnotationIndex { filter: filter.clone(), ..AnnotationIndex::default() };
            rows(connection, &sql, |row| {
                index.push(row.get(0)?, row.get(1)?);
                Ok(())
            })?;
            index.rows.shrink_to_fit();
            index.counts.shrink_to_fit();
            Ok(index)
        };
        self.readers().ask(index).await
    }

    /// What an article's annotations are made of, those at one place of the index.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn annotated(&self, index: &AnnotationIndex, place: Place) -> Result<AnnotatedPart, ReadError> {
        let filter = index.filter.clone();
        self.readers().ask(move |connection| part(connection, &filter, &place)).await
    }
}

fn part(connection: &Connection, filter: &AnnotationFilter, place: &Place) -> Result<AnnotatedPart, ReadError> {
    let within = &place.within;
    let mut sql = Sql::new("SELECT classifying, identifying, record, text FROM articles WHERE rowid = ");
    sql.push_bind(place.row);
    let read = |row: &Row| {
        let article: Article = serde_json::from_str(row.get_ref(2)?.as_str()?)?;
        Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, article, row.get(3)?))
    };
    let (classifying, identifying, mut article, text) = row(connection, &sql, read)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
    let number = |motivation, count: i64| if filter.wants(motivation) { count.unsigned_abs() } else { 0 };
    let sections = number(Motivation::Classifying, classifying);
    let mentions_end = sections + number(Motivation::Identifying, identifying);
    let sections = overlap(within, 0..sections);
    let at = |position: u64| usize::try_from(position).unwrap_or(usize::MAX);
    article.sections = article.sections.drain(at(sections.start)..at(sections.end)).collect();
    let mentions = overlap(within, mentions_end - number(Motivation::Identifying, identifying)..mentions_end);
    let mentions = marked(connection, "mentions", &article.id, &mentions)?;
    let (quotes, skip) = quotes_within(connection, filter, &article.id, &overlap(within, mentions_end..u64::MAX))?;
    Ok(AnnotatedPart { article, text, mentions, quotes, skip, take: at(within.end - within.start) })
}

/// The quotes that have a part in these positions, which count quotes and their evidence as far as either is wanted; and how many positions
/// of the first come before the range.
fn quotes_within(
    connection: &Connection,
    filter: &AnnotationFilter,
    article: &str,
    within: &Range<u64>,
) -> Result<(Vec<Quote>, usize), ReadError> {
    if !filter.wants(Motivation::Linking) {
        return Ok((marked(connection, "quotes", article, within)?, 0));
    }
    let (mut quotes, mut skip, mut position) = (Vec::new(), 0, 0);
    let mut statement = connection.prepare_cached("SELECT record FROM quotes WHERE article = ? ORDER BY start, id")?;
    let mut records = statement.query([article])?;
    while position < within.end
        && let Some(row) = records.next()?
    {
        let quote: Quote = serde_json::from_str(row.get_ref(0)?.as_str()?)?;
        let next = position + u64::from(filter.wants(Motivation::Describing)) + quote.parts().count() as u64;
        if next > within.start {
            if quotes.is_empty() {
                skip = usize::try_from(within.start - position).unwrap_or(usize::MAX);
            }
            quotes.push(quote);
        }
        position = next;
    }
    Ok((quotes, skip))
}

/// The mentions or quotes of an article at these positions.
fn marked<T: DeserializeOwned>(connection: &Connection, table: &str, article: &str, within: &Range<u64>) -> Result<Vec<T>, ReadError> {
    if within.is_empty() {
        return Ok(Vec::new());
    }
    let bound = |position: u64| i64::try_from(position).unwrap_or(i64::MAX);
    let mut sql = Sql::new(format!("SELECT record FROM {table} WHERE article = "));
    sql.push_bind(article.to_owned()).push(" ORDER BY start, id LIMIT ").push_bind(bound(within.end - within.start));
    sql.push(" OFFSET ").push_bind(bound(within.start));
    rows(connection, &sql, |row| Ok(serde_json::from_str(row.get_ref(0)?.as_str()?)?))
}

/// A query for the rows of articles, and how many of their annotations are wanted.
fn select(filter: &AnnotationFilter) -> Conditions {
    Conditions::new(format!("SELECT a.rowid, {} FROM articles AS a", filter.count_sql()))
}

/// The part of `within` that falls into `of`, counted from the beginning of `of`.
fn overlap(within: &Range<u64>, of: Range<u64>) -> Range<u64> {
    let start = within.start.clamp(of.start, of.end) - of.start;
    start..within.end.clamp(of.start, of.end) - of.start
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_fall_into_the_articles_that_hold_them() {
        let mut index = AnnotationIndex::default();
        for (row, annotations) in [(7, 4), (8, 0), (3, 1), (9, 4)] {
            index.push(row, annotations);
        }
        let within = |positions: Range<u64>| {
            let places = index.places(&positions).into_iter();
            places.map(|Place { row, within }| (row, within)).collect::<Vec<_>>()
        };
        assert_eq!(within(0..4), [(7, 0..4)]);
        assert_eq!(within(3..6), [(7, 3..4), (3, 0..1), (9, 0..1)]);
        assert_eq!(within(5..100), [(9, 0..4)]);
        assert_eq!(within(9..12), []);
        assert_eq!(AnnotationIndex::default().places(&(0..5)), []);
    }

    #[test]
    fn positions_are_found_behind_many_articles() {
        let mut index = AnnotationIndex::default();
        (0..1_000).for_each(|row| index.push(row, row % 300 + 1));
        let mut first = 0;
        for row in 0..1_000 {
            let count = u64::from(row % 300 + 1);
            assert_eq!(index.places(&(first..first + count)), [Place { row, within: 0..count }]);
            first += count;
        }
        assert_eq!(index.total(), first);
    }
}
