//! How many lines each article gives.

use super::{filter::ConcordanceQuery, texts::Reading};
use crate::{
    domain::TextStatus,
    store::{ReadError, Snapshot, articles::Articles, counting::Countable, remembered::Weighed},
};

/// The most texts that are read for one concordance: some seconds' work.
pub const MOST_TEXTS: usize = 200_000;

/// The articles that give lines, and what a concordance could not look into.
#[derive(Debug, Default)]
pub struct Tally {
    /// The articles that give lines.
    pub articles: Vec<Counted>,
    /// How many lines they give together.
    pub lines: u64,
    /// How many articles in scope have their text here: only they can give lines.
    pub texts_held: u64,
    /// How many articles in scope have not.
    pub texts_withheld: u64,
    /// How many texts would have to be read, where these are more than [`MOST_TEXTS`]: then none was.
    pub too_many: Option<usize>,
}

/// An article that gives lines.
#[derive(Debug)]
pub struct Counted {
    /// Its row.
    pub row: u32,
    /// The first eight hex digits of its hash, as a number.
    pub digits: u32,
    /// When it was published, as the number `YYYYMMDD`; 0 where that is not known.
    pub day: u32,
    /// How many lines it gives.
    pub lines: u32,
}

impl Tally {
    /// Counts.
    pub(super) async fn of(snapshot: &Snapshot, query: &ConcordanceQuery) -> Result<Self, ReadError> {
        let (texts_held, texts_withheld) =
            (snapshot.texts(query, TextStatus::Held).await?, snapshot.texts(query, TextStatus::Withheld).await?);
        let candidates = Articles::table_filter(&query.candidates());
        let rows = snapshot.ask_columns(true, move |columns, connection| columns.rows(connection, &candidates)).await?;
        if rows.len() > MOST_TEXTS {
            return Ok(Self { too_many: Some(rows.len()), texts_held, texts_withheld, ..Self::default() });
        }
        let counted = snapshot.read_texts(Reading::lean(query), rows, |document, reading| {
            let lines = u32::try_from(document.find(reading).nodes.len()).unwrap_or(u32::MAX);
            let counted = (lines > 0).then_some(Counted { row: document.row, digits: document.digits, day: document.day, lines });
            counted.into_iter().collect()
        });
        let mut articles = counted.await?;
        articles.shrink_to_fit();
        let lines = articles.iter().map(|article| u64::from(article.lines)).sum();
        Ok(Self { articles, lines, texts_held, texts_withheld, too_many: None })
    }
}

impl Weighed for Tally {
    fn bytes(&self) -> usize {
        size_of::<Self>() + size_of_val(&self.articles[..])
    }
}

impl Snapshot {
    /// How many articles in scope have their text here, or have not.
    async fn texts(&self, query: &ConcordanceQuery, status: TextStatus) -> Result<u64, ReadError> {
        Box::pin(self.total::<Articles>(&query.scope_of(status), None)).await
    }
}
