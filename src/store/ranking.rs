//! Lists by relevance: BM25 in two stages.
//!
//! Why two: BM25 looks into every match, and a common word has as many as there are articles. So the newest matches are found first, which
//! costs no more than a page of them, and only those are put in order, by what each word adds to their relevance (`columns/impacts.rs`).

use std::sync::Arc;

use rusqlite::Connection;

use super::{
    Listed, PageRequest, Position, ReadError, Records, Resource, Snapshot, SortValue, Sql,
    columns::{Columns, Searching, TableFilter},
    order::Order,
    page::{memo_key, select},
    read::{row, rows},
};

/// What `sort` calls it.
pub const RELEVANCE: &str = "-relevance";

/// How many of the newest matches are put in the order of their relevance. Older ones come after them.
pub const MOST_RANKED: u32 = 2_000;

impl Snapshot {
    /// One page of a list by relevance, with the exact total. `None` where the position belongs to another list, or nothing is searched for.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub(super) async fn ranked<R: Resource>(&self, filter: &R::Filter, page: &PageRequest) -> Result<Option<Listed>, ReadError> {
        let from = match page.position {
            Position::Offset(skip) => Some(skip),
            Position::After(ref values) => match values[..] {
                [SortValue::Integer(place)] => u32::try_from(place).ok(),
                _ => None,
            },
        };
        let (Some(from), Some(wanted)) = (from, R::in_columns(filter)) else { return Ok(None) };
        let Some(searching) = wanted.searching() else { return Ok(None) };
        let rank = self.ranking::<R>(filter, &wanted, searching);
        let ranking = self.memory().rankings.get_or_make(memo_key::<R>(filter, None), rank).await?;
        // One more than asked for tells whether more follow.
        let mut found: Vec<u32> = ranking.iter().skip(from as usize).take(page.limit as usize + 1).copied().collect();
        if ranking.len() >= MOST_RANKED as usize && found.len() <= page.limit as usize {
            found.extend(self.stretch_of(wanted, from.max(MOST_RANKED), page.limit as usize + 1 - found.len()).await?);
        }
        let next = (found.len() > page.limit as usize).then(|| vec![SortValue::Integer(i64::from(from) + i64::from(page.limit))]);
        found.truncate(page.limit as usize);
        let of_row = format!("SELECT record FROM {} WHERE rowid = ?", R::TABLE);
        let read = move |connection: &Connection| {
            let mut records = Records::default();
            for rowid in &found {
                row(connection, &Sql::numbered(&*of_row, [(*rowid).into()]), |row| {
                    records.push(row.get_ref(0)?.as_bytes()?);
                    Ok(())
                })?;
            }
            Ok(records)
        };
        Ok(Some(Listed { records: self.readers().ask(read).await?, total: self.total::<R>(filter, None).await?, next }))
    }

    /// The rows of the newest matches by relevance; those that are equally relevant stay in the list's own order.
    async fn ranking<R: Resource>(
        &self,
        filter: &R::Filter,
        wanted: &TableFilter,
        searching: Searching,
    ) -> Result<Arc<Vec<u32>>, ReadError> {
        let newest = self.newest::<R>(filter, wanted).await?;
        let in_order = move |columns: &Columns, connection: &Connection| {
            let mut ranked: Vec<(f64, u32)> =
                columns.relevance(connection, &searching, &newest)?.into_iter().zip(newest.iter().copied()).collect();
            ranked.sort_by(|(one, _), (other, _)| other.total_cmp(one));
            Ok(Arc::new(ranked.into_iter().map(|(_, row)| row).collect()))
        };
        self.ask_columns(false, in_order).await
    }

    /// The rows of the newest matches, in the list's own order.
    async fn newest<R: Resource>(&self, filter: &R::Filter, wanted: &TableFilter) -> Result<Vec<u32>, ReadError> {
        if !self.columns_find(wanted)? {
            let mut conditions = select::<R>("t.rowid");
            R::conditions(filter, &mut conditions);
            let mut sql = conditions.finish();
            Order::of::<R>(&[]).push(&mut sql);
            sql.push(" LIMIT ").push_bind(MOST_RANKED);
            if let Some(newest) = self.readers().ask_briefly(|connection| rows(connection, &sql, |row| Ok(row.get(0)?)))? {
                return Ok(newest);
            }
        }
        self.stretch_of(wanted.clone(), 0, MOST_RANKED as usize).await
    }

    /// Rows that match, in the list's own order, by the columns.
    async fn stretch_of(&self, wanted: TableFilter, skip: u32, limit: usize) -> Result<Vec<u32>, ReadError> {
        let looks_at_rows = !self.columns_find(&wanted)?;
        let read = self.ask_columns(looks_at_rows, move |columns, connection| {
            let stretch = columns.stretch(connection, &wanted, (&Position::Offset(skip), limit), "")?;
            Ok(stretch.map_or_else(Vec::new, |stretch| stretch.rows))
        });
        read.await
    }
}
