//! Lists by keyset: a page is found by the sort key and id of the last record before it, not by counting rows.
//!
//! Why: page 4,000 costs what page 1 costs, and records can neither be skipped nor repeated. Every list of the API is read here, from any
//! table with the columns `id` and `record`; what differs between resources (conditions, sort keys) is in [`Resource`].

use std::{collections::BinaryHeap, sync::Arc};

use rusqlite::{Connection, params_from_iter};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

use super::{
    Conditions, Listed, ReadError, Records, Snapshot, Sql,
    conditions::json,
    read::{row, rows},
};

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

/// The sort keys of a list with their direction; `id` is always the last.
struct Order(Vec<(&'static str, bool)>);

impl Order {
    fn of<R: Resource>(sort: &[String]) -> Self {
        let asked = sort.iter().map(String::as_str);
        let wanted: Vec<&str> = if sort.is_empty() { R::DEFAULT_SORT.to_vec() } else { asked.collect() };
        let mut keys: Vec<(&'static str, bool)> = Vec::new();
        for key in wanted {
            let (name, descending) = key.strip_prefix('-').map_or((key, false), |name| (name, true));
            if name == "id" {
                keys.push(("t.id", descending));
                return Self(keys);
            }
            keys.extend(R::SORT_KEYS.iter().filter(|key| key.name == name).map(|key| (key.sql, descending)));
        }
        keys.push(("t.id", false));
        Self(keys)
    }

    fn push(&self, query: &mut Sql) {
        let keys: Vec<String> = self.0.iter().map(|(sql, descending)| format!("{sql}{}", if *descending { " DESC" } else { "" })).collect();
        query.push(" ORDER BY ").push(keys.join(", "));
    }

    /// The sort values of a row, as one JSON array.
    fn values_sql(&self) -> String {
        let keys: Vec<&str> = self.0.iter().map(|(sql, _)| *sql).collect();
        format!("json_array({})", keys.join(", "))
    }

    /// Everything after the row with these values: past it in the first key, or equal there and past it in the next, and so on.
    fn push_after(&self, conditions: &mut Conditions, values: &[SortValue]) {
        let query = conditions.and();
        query.push("(");
        for last in 0..self.0.len().min(values.len()) {
            query.push(if last == 0 { "(" } else { " OR (" });
            for ((sql, _), value) in self.0[..last].iter().zip(values) {
                push_value(query.push(format_args!("{sql} = ")), value);
                query.push(" AND ");
            }
            let (sql, descending) = self.0[last];
            push_value(query.push(format_args!("{sql} {} ", if descending { "<" } else { ">" })), &values[last]);
            query.push(")");
        }
        query.push(")");
    }

    /// Whether a cursor's values fit these keys.
    fn fits(&self, values: &[SortValue]) -> bool {
        values.len() == self.0.len() && matches!(values.last(), Some(SortValue::Text(_)))
    }
}

fn push_value(query: &mut Sql, value: &SortValue) {
    match value {
        SortValue::Integer(number) => query.push_bind(*number),
        SortValue::Real(number) => query.push_bind(*number),
        SortValue::Text(text) => query.push_bind(text.clone()),
    };
}

impl Snapshot {
    /// One page of a list, with the exact total. `None` where the position does not belong to a list so sorted.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn page<R: Resource>(&self, filter: &R::Filter, page: &PageRequest) -> Result<Option<Listed>, ReadError> {
        let order = Order::of::<R>(&page.sort);
        let mut conditions = select::<R>(&format!("t.record, {}", order.values_sql()));
        R::conditions(filter, &mut conditions);
        if let Some(sample) = page.sample {
            let ids = self.sampled::<R>(filter, sample).await?;
            conditions.and().push("t.id IN (SELECT value FROM json_each(").push_bind(json(&ids)).push("))");
        }
        let skip = match &page.position {
            Position::Offset(skip) => *skip,
            Position::After(values) if order.fits(values) => {
                order.push_after(&mut conditions, values);
                0
            }
            Position::After(_) => return Ok(None),
        };
        let mut sql = conditions.finish();
        order.push(&mut sql);
        // One row more than asked for tells whether more follow.
        sql.push(" LIMIT ").push_bind(i64::from(page.limit) + 1).push(" OFFSET ").push_bind(i64::from(skip));
        let limit = page.limit as usize;
        let (records, next) = self.readers().ask(move |connection| read_page(connection, &sql, limit)).await?;
        Ok(Some(Listed { records, total: self.total::<R>(filter, page.sample).await?, next }))
    }

    /// How many records match: counted once for each filter, because a snapshot cannot change.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn total<R: Resource>(&self, filter: &R::Filter, sample: Option<Sample>) -> Result<u64, ReadError> {
        if let Some(sample) = sample {
            return Ok(self.sampled::<R>(filter, sample).await?.len() as u64);
        }
        let count = async {
            let mut conditions = select::<R>("count(*)");
            R::conditions(filter, &mut conditions);
            let sql = conditions.finish();
            let total = self.readers().ask(move |connection| row(connection, &sql, |row| Ok(row.get::<_, i64>(0)?))).await?;
            Ok::<_, ReadError>(total.unwrap_or_default().unsigned_abs())
        };
        Ok(self.memory().totals.try_get_with(memo_key::<R>(filter, None), count).await?)
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

    /// The ids of a sample: those with the smallest hash of seed and id (bottom-k sampling), so that a record's chance depends on nothing
    /// but its id, and a larger sample of the same seed contains the smaller one.
    async fn sampled<R: Resource>(&self, filter: &R::Filter, sample: Sample) -> Result<Arc<Vec<String>>, ReadError> {
        let draw = async {
            let mut conditions = select::<R>("t.id");
            R::conditions(filter, &mut conditions);
            let sql = conditions.finish();
            self.readers().ask(move |connection| draw(connection, &sql, sample)).await.map(Arc::new)
        };
        Ok(self.memory().samples.try_get_with(memo_key::<R>(filter, Some(sample)), draw).await?)
    }
}

/// At most so many records, and where the next page starts.
fn read_page(connection: &Connection, sql: &Sql, limit: usize) -> Result<(Records, Option<Vec<SortValue>>), ReadError> {
    let mut statement = connection.prepare_cached(sql.text())?;
    let mut found = statement.query(params_from_iter(sql.values()))?;
    let (mut records, mut last) = (Records::default(), String::new());
    while let Some(row) = found.next()? {
        if records.len() == limit {
            return Ok((records, Some(serde_json::from_str(&last)?)));
        }
        records.push(row.get_ref(0)?.as_bytes()?);
        if records.len() == limit {
            last = row.get(1)?;
        }
    }
    Ok((records, None))
}

fn draw(connection: &Connection, sql: &Sql, sample: Sample) -> Result<Vec<String>, ReadError> {
    let mut smallest = BinaryHeap::new();
    rows(connection, sql, |row| {
        let id: String = row.get(0)?;
        let rank: [u8; 32] = Sha256::digest(format!("{}\0{id}", sample.seed)).into();
        smallest.push((rank, id));
        if smallest.len() > sample.size as usize {
            smallest.pop();
        }
        Ok(())
    })?;
    Ok(smallest.into_iter().map(|(_, id)| id).collect())
}

/// A query over the rows of a resource, which its conditions narrow.
fn select<R: Resource>(columns: &str) -> Conditions {
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

pub(super) fn memo_key<R: Resource>(filter: &R::Filter, sample: Option<Sample>) -> String {
    let filter = serde_json::to_string(filter).unwrap_or_default();
    let drawn = sample.map(|sample| format!("{}/{}", sample.size, sample.seed)).unwrap_or_default();
    format!("{} {}?{filter}#{drawn}", R::TABLE, R::ROWS)
}
