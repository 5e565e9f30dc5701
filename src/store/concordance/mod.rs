//! The concordance: keyword in context over the texts that are held.
//!
//! The search table says which articles may hold a line; the texts themselves say where, cut into words as the search table was
//! ([`super::words`]). How many lines each article gives is counted once for each filter and kept: it gives the total, and in the order of
//! dates the place of every page, so that a page reads its own articles and no others. An order by the words around the node needs every
//! line; it is kept too, and limited to [`MOST_SORTED`] lines. More than [`MOST_TEXTS`] texts are not read for one request.

mod arrange;
mod filter;
mod node;
mod render;
mod tally;
mod texts;

use std::sync::Arc;

pub(super) use self::arrange::Arrangement;
use self::{arrange::Order, texts::Reading};
pub use self::{
    arrange::SORT_KEYS,
    filter::{ConcordanceFilter, ConcordanceQuery, Within},
    tally::{MOST_TEXTS, Tally},
};
use super::{List, Listed, PageRequest, Position, ReadError, Records, Sample, Snapshot, SortValue};
use crate::domain::ConcordanceLine;

/// The most lines that are sorted by the words around them.
pub const MOST_SORTED: u64 = 100_000;

/// The lines of a concordance, as a list.
pub struct Concordance;

impl List for Concordance {
    type Record = ConcordanceLine;
    type Filter = ConcordanceQuery;

    async fn page(snapshot: &Snapshot, query: &ConcordanceQuery, page: &PageRequest) -> Result<Option<Listed>, ReadError> {
        let from = match &page.position {
            Position::Offset(skipped) => u64::from(*skipped),
            Position::After(values) => match values[..] {
                [SortValue::Integer(line)] if line >= 0 => line.unsigned_abs(),
                _ => return Ok(None),
            },
        };
        let arranged = snapshot.arranged(query, &page.sort, page.sample).await?;
        let wanted = arranged.lines(from, page.limit);
        let after = from + wanted.len() as u64;
        let next = (after < arranged.total() && !wanted.is_empty()).then(|| vec![SortValue::Integer(after.cast_signed())]);
        let mut records = Records::default();
        for line in snapshot.rendered(query, wanted).await? {
            records.push(&serde_json::to_vec(&line)?);
        }
        Ok(Some(Listed { records, total: arranged.total(), next }))
    }

    async fn total(snapshot: &Snapshot, query: &ConcordanceQuery, sample: Option<Sample>) -> Result<u64, ReadError> {
        let all = snapshot.tally(query).await?.lines;
        Ok(sample.map_or(all, |sample| all.min(u64::from(sample.size))))
    }
}

impl Snapshot {
    /// How many lines a query has, and in which articles.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn tally(&self, query: &ConcordanceQuery) -> Result<Arc<Tally>, ReadError> {
        let count = async { Ok(Arc::new(Tally::of(self, query).await?)) };
        self.memory().tallies.get_or_make(query.key(), count).await
    }

    /// Whether these lines can be put into this order: by date always, otherwise where they are not too many.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn is_sortable(&self, query: &ConcordanceQuery, sort: &[String], sample: Option<Sample>) -> Result<bool, ReadError> {
        Ok(sample.is_some() || Order::of(sort).is_by_article() || self.tally(query).await?.lines <= MOST_SORTED)
    }

    /// All lines of a query in an order.
    async fn arranged(&self, query: &ConcordanceQuery, sort: &[String], sample: Option<Sample>) -> Result<Arc<Arrangement>, ReadError> {
        let tally = self.tally(query).await?;
        let order = Order::of(sort);
        let key = format!("{} {order:?} {sample:?}", query.key());
        let arrange = async {
            Ok(Arc::new(match sample {
                None if order.is_by_article() => Arrangement::by_article(&tally, &order),
                _ => Arrangement::by_line(self, query, &tally, order, sample).await?,
            }))
        };
        self.memory().arrangements.get_or_make(key, arrange).await
    }

    /// Lines as they are sent. Each is given by its article's row and its number in the article.
    async fn rendered(&self, query: &ConcordanceQuery, wanted: Vec<(u32, u32)>) -> Result<Vec<ConcordanceLine>, ReadError> {
        let mut rows: Vec<u32> = wanted.iter().map(|&(row, _)| row).collect();
        rows.sort_unstable();
        rows.dedup();
        let asked = wanted.clone();
        let lines = self.read_texts(Reading::whole(query), rows, move |document, reading| {
            let numbers = asked.iter().filter(|(row, _)| *row == document.row).map(|&(_, number)| number);
            let lines = render::lines(document, reading, numbers);
            lines.into_iter().map(|(number, line)| ((document.row, number), line)).collect()
        });
        let mut lines: std::collections::HashMap<(u32, u32), ConcordanceLine> = lines.await?.into_iter().collect();
        Ok(wanted.iter().filter_map(|line| lines.remove(line)).collect())
    }
}
