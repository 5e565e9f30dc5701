//! Lists by keyset: a page is found by the sort key and id of the last record before it, not by counting rows.
//!
//! Why: page 4,000 costs what page 1 costs, and records can neither be skipped nor repeated. Every list of the API is read here, from any
//! table with the columns `id` and `record`; what differs between resources (conditions, sort keys) is in [`Resource`].

use rusqlite::{Connection, params_from_iter};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{
    Conditions, Listed, ReadError, Records, Snapshot, Sql,
    columns::TableFilter,
    order::Order,
    ranking::RELEVANCE,
    read::{row, rows},
};
use crate::domain::DatasetCounts;

/// A kind of record that can be listed.
pub trait Resource: Send + Sync + 'static {
    /// The shape on the wire.
    type Record: Serialize + DeserializeOwned + Send + Sync + 'static;
    /// What the list can be narrowed by. Its serialised form is the key under which totals are remembered.
    type Filter: Serialize + Send + Sync + 'static;
    /// The table, which the conditions call `t`.
    const TABLE: &'static str;
    /// The rows of the table that are records of this resource, where it shares the table with another.
    const ROWS: &'static str = "true";
    /// What it can be sorted by, besides `id`.
    const SORT_KEYS: &'static [SortKey];
    /// How it is sorted unless asked otherwise.
    const DEFAULT_SORT: &'static [&'static str];
    /// The filter as the columns read it, where they know the table.
    #[must_use]
    fn in_columns(_: &Self::Filter) -> Option<TableFilter> {
        None
    }
    /// How many records there are in all, where nothing is asked of them and that is known.
    #[must_use]
    fn known_total(_: &Self::Filter, _: &DatasetCounts) -> Option<u32> {
        None
    }
    /// Writes the filter as conditions on the rows.
    fn conditions(filter: &Self::Filter, conditions: &mut Conditions);
}

/// Something a list can be sorted by.
#[derive(Debug)]
pub struct SortKey {
    /// Its name in `sort=`.
    pub name: &'static str,
    /// The SQL expression, never null.
    pub sql: &'static str,
}

/// The value of a sort key at one record, as a cursor carries it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SortValue {
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// A text.
    Text(String),
}

/// Which part of a list is wanted.
#[derive(Debug, Clone)]
pub struct PageRequest {
    /// How many records at most.
    pub limit: u32,
    /// Sort keys, `-` before a descending one. Empty for the resource's own order.
    pub sort: Vec<String>,
    /// Where the page starts.
    pub position: Position,
    /// A sample to draw the list from.
    pub sample: Option<Sample>,
}

/// Where a page starts.
#[derive(Debug, Clone)]
pub enum Position {
    /// After this many records.
    Offset(u32),
    /// After the record with these sort values, its id last.
    After(Vec<SortValue>),
}

/// A reproducible random sample.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    /// How many records.
    pub size: u32,
    /// The number that decides which.
    pub seed: u64,
}

impl Snapshot {
    /// One page of a list, with the exact total. `None` where the position does not belong to a list so sorted.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn page<R: Resource>(&self, filter: &R::Filter, page: &PageRequest) -> Result<Option<Listed>, ReadError> {
        if page.sort == [RELEVANCE] {
            return self.ranked::<R>(filter, page).await;
        }
        let order = Order::of::<R>(&page.sort);
        if matches!(&page.position, Position::After(values) if !order.fits(values)) {
            return Ok(None);
        }
        let in_columns = R::in_columns(filter).filter(|_| page.sample.is_none() && order.is_own::<R>());
        let read = match in_columns {
            None => None,
            Some(wanted) if self.columns_find(&wanted)? => self.stretch::<R>(wanted, page, &order, false).await?,
            Some(wanted) => {
                let sql = self.page_sql::<R>(filter, page, &order).await?;
                match self.readers().ask_briefly(|connection| read_page(connection, &sql, &order, page.limit as usize))? {
                    Some(read) => Some(read),
                    None => self.stretch::<R>(wanted, page, &order, true).await?,
                }
            }
        };
        let (records, next) = if let Some(read) = read {
            read
        } else {
            let (sql, limit) = (self.page_sql::<R>(filter, page, &order).await?, page.limit as usize);
            self.readers().ask(move |connection| read_page(connection, &sql, &order, limit)).await?
        };
        Ok(Some(Listed { records, total: self.total::<R>(filter, page.sample).await?, next }))
    }

    /// The query of a page.
    async fn page_sql<R: Resource>(&self, filter: &R::Filter, page: &PageRequest, order: &Order) -> Result<Sql, ReadError> {
        let mut conditions = select::<R>(&format!("t.record, {}", order.columns_sql()));
        R::conditions(filter, &mut conditions);
        if let Some(sample) = page.sample {
            let drawn = self.sampled::<R>(filter, sample).await?;
            conditions.and().push("t.id IN (SELECT value FROM json_each(").push_bind(drawn.ids.clone()).push("))");
        }
        let skip = match &page.position {
            Position::Offset(skip) => *skip,
            Position::After(values) => {
                order.push_after(&mut conditions, values);
                0
            }
        };
        let mut sql = conditions.finish();
        order.push(&mut sql);
        // One row more than asked for tells whether more follow.
        sql.push(" LIMIT ").push_bind(i64::from(page.limit) + 1).push(" OFFSET ").push_bind(i64::from(skip));
        Ok(sql)
    }

    /// A page by the columns, which put nothing in order. `None` where it begins after no record.
    async fn stretch<R: Resource>(
        &self,
        wanted: TableFilter,
        page: &PageRequest,
        order: &Order,
        looks_at_rows: bool,
    ) -> Result<Option<Read>, ReadError> {
        let (position, limit, values) = (page.position.clone(), page.limit as usize, order.values_sql());
        let of_row = format!("SELECT t.record, {} FROM {} AS t WHERE t.rowid = ?", order.columns_sql(), R::TABLE);
        let order = order.clone();
        let read = self.ask_columns(looks_at_rows, move |columns, connection| {
            let Some(stretch) = columns.stretch(connection, &wanted, (&position, limit), &values)? else { return Ok(None) };
            let (mut records, mut last) = (Records::default(), None);
            for rowid in &stretch.rows {
                row(connection, &Sql::numbered(&*of_row, [(*rowid).into()]), |row| {
                    records.push(row.get_ref(0)?.as_bytes()?);
                    if stretch.more && records.len() == limit {
                        last = Some(order.values_of(row, 1)?);
                    }
                    Ok(())
                })?;
            }
            Ok(Some((records, last)))
        });
        read.await
    }

    /// How many records match: counted once for each filter, because a snapshot cannot change.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn total<R: Resource>(&self, filter: &R::Filter, sample: Option<Sample>) -> Result<u64, ReadError> {
        if let Some(sample) = sample {
            return Ok(self.sampled::<R>(filter, sample).await?.size);
        }
        self.memory().totals.get_or_make(memo_key::<R>(filter, None), self.counted_total::<R>(filter)).await
    }

    async fn counted_total<R: Resource>(&self, filter: &R::Filter) -> Result<u64, ReadError> {
        if let Some(total) = R::known_total(filter, &self.dataset().counts) {
            return Ok(u64::from(total));
        }
        let mut conditions = select::<R>("count(*)");
        R::conditions(filter, &mut conditions);
        let sql = conditions.finish();
        let count = move |connection: &Connection| {
            let total = row(connection, &sql, |row| Ok(row.get::<_, i64>(0)?))?;
            Ok(total.unwrap_or_default().unsigned_abs())
        };
        let Some(wanted) = R::in_columns(filter) else { return self.readers().ask(count).await };
        let are_few = self.columns_find(&wanted)?;
        if !are_few && let Some(total) = self.readers().ask_briefly(count)? {
            return Ok(total);
        }
        self.ask_columns(!are_few, move |columns, connection| Ok(columns.select(connection, &wanted)?.len())).await
    }

    /// One record by its id, as it is stored.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn record<R: Resource>(&self, id: &str) -> Result<Option<String>, ReadError> {
        let mut sql = select::<R>("t.record").finish();
        sql.push(" AND t.id = ").push_bind(id.to_owned());
        self.readers().ask(move |connection| row(connection, &sql, |row| Ok(row.get(0)?))).await
    }

    /// One record by its id.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn get<R: Resource>(&self, id: &str) -> Result<Option<R::Record>, ReadError> {
        Ok(self.record::<R>(id).await?.map(|record| serde_json::from_str(&record)).transpose()?)
    }

    /// The records with these ids, in the order of the ids.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn get_all<R: Resource>(&self, ids: &[String]) -> Result<Vec<R::Record>, ReadError> {
        let mut conditions = select::<R>("t.record");
        conditions.any_of("t.id", ids);
        let mut sql = conditions.finish();
        sql.push(" ORDER BY t.id");
        self.readers().ask(move |connection| rows(connection, &sql, |row| Ok(serde_json::from_str(row.get_ref(0)?.as_str()?)?))).await
    }
}

/// Records of a page, and where the next one starts.
type Read = (Records, Option<Vec<SortValue>>);

/// At most so many records, and where the next page starts.
fn read_page(connection: &Connection, sql: &Sql, order: &Order, limit: usize) -> Result<Read, ReadError> {
    let mut statement = connection.prepare_cached(sql.text())?;
    let mut found = statement.query(params_from_iter(sql.values()))?;
    let (mut records, mut last) = (Records::default(), Vec::new());
    while let Some(row) = found.next()? {
        if records.len() == limit {
            return Ok((records, Some(last)));
        }
        records.push(row.get_ref(0)?.as_bytes()?);
        if records.len() == limit {
            last = order.values_of(row, 1)?;
        }
    }
    Ok((records, None))
}

/// A query over the rows of a resource, which its conditions narrow.
pub(super) fn select<R: Resource>(columns: &str) -> Conditions {
    let mut conditions = Conditions::new(format!("SELECT {columns} FROM {} AS t", R::TABLE));
    conditions.and().push(R::ROWS);
    conditions
}

/// Every record of a resource, in its own order, and the sort values of each: what a list without filters gives.
pub(super) fn whole<R: Resource>() -> Sql
where
    R::Filter: Default,
{
    let order = Order::of::<R>(&[]);
    let mut conditions = select::<R>(&format!("t.record, {}", order.values_sql()));
    R::conditions(&R::Filter::default(), &mut conditions);
    let mut query = conditions.finish();
    order.push(&mut query);
    query
}

/// Whether nothing is asked.
pub(super) fn is_open<F: Serialize + Default>(filter: &F) -> bool {
    serde_json::to_string(filter).ok() == serde_json::to_string(&F::default()).ok()
}

pub(super) fn memo_key<R: Resource>(filter: &R::Filter, sample: Option<Sample>) -> String {
    let filter = serde_json::to_string(filter).unwrap_or_default();
    let drawn = sample.map(|sample| format!("{}/{}", sample.size, sample.seed)).unwrap_or_default();
    format!("{} {}?{filter}#{drawn}", R::TABLE, R::ROWS)
}
