//! Facets: how many of the records that match have which value.

use std::sync::Arc;

use rusqlite::Row;

use super::{
    Conditions, ReadError, Snapshot, Sql,
    counting::{Countable, Dimension, counting, value},
    page::memo_key,
    read::{row, rows},
};

/// What the records that match are counted by, and in which order the counts come.
pub struct FacetRequest<F: 'static> {
    /// One dimension or two.
    pub by: Vec<&'static Dimension<F>>,
    /// Sort keys, `count` or `value`, `-` before a descending one. Values are always the last tie-break, ascending.
    pub sort: Vec<String>,
}

/// The counts of values.
#[derive(Debug)]
pub struct Facets {
    /// The first of them in the order asked for.
    pub buckets: Vec<Bucket>,
    /// How many different values there are: with two dimensions, pairs.
    pub distinct: u64,
    /// The sum of the counts of all of them.
    pub counted: u64,
    /// How many records have a value in every dimension.
    pub present: u64,
    /// How many records match.
    pub total: u64,
}

/// How many records have a value, or a pair of values.
#[derive(Debug)]
pub struct Bucket {
    /// The value in each dimension.
    pub values: Vec<String>,
    /// What each is called.
    pub labels: Vec<String>,
    /// How many records have them.
    pub count: u64,
}

impl Facets {
    /// How much room it takes, in counts.
    pub(super) fn weight(&self) -> u32 {
        u32::try_from(self.buckets.len()).unwrap_or(u32::MAX).saturating_add(1)
    }
}

impl<F> FacetRequest<F> {
    fn order(&self) -> String {
        let values = |direction: &str| (0..self.by.len()).map(|n| format!("v{n}{direction}")).collect::<Vec<_>>();
        let keys = self.sort.iter().flat_map(|key| match key.as_str() {
            "count" => vec!["n".to_owned()],
            "-count" => vec!["n DESC".to_owned()],
            "-value" => values(" DESC"),
            _ => values(""),
        });
        keys.chain(values("")).collect::<Vec<_>>().join(", ")
    }

    /// Groups the records by their values, and counts them.
    fn select(&self, others: &str) -> String {
        let values = self.by.iter().enumerate().map(|(n, dimension)| format!("{} AS v{n}, ", value(&dimension.values, n)));
        format!("WITH g AS MATERIALIZED (SELECT {}count(*) AS n{others}", values.collect::<String>())
    }

    /// Completes a query that begins with [`Self::select`]: the first groups in order, each value with its name.
    fn labelled(&self, others: &str, records: Conditions, limit: u64) -> Sql {
        let column = |(n, dimension): (usize, &&Dimension<F>)| format!("v{n}, {}", dimension.label_of(&format!("v{n}")));
        let columns = self.by.iter().enumerate().map(column).collect::<Vec<_>>().join(", ");
        let mut query = records.finish();
        let groups: Vec<String> = (0..self.by.len()).map(|n| format!("v{n}")).collect();
        query.push(format_args!(" GROUP BY {} ORDER BY {} LIMIT ", groups.join(", "), self.order()));
        query.push_bind(i64::try_from(limit).unwrap_or(i64::MAX));
        query.push(format_args!(") SELECT {columns}, n{others} FROM g ORDER BY {}", self.order()));
        query
    }
}

impl Bucket {
    /// Reads it from a row: value and label of each dimension, then the count.
    fn of(row: &Row, dimensions: usize) -> Result<Self, ReadError> {
        let texts = |first: usize| (0..dimensions).map(|n| row.get(2 * n + first)).collect::<Result<Vec<String>, _>>();
        Ok(Self { values: texts(0)?, labels: texts(1)?, count: number(row, 2 * dimensions)? })
    }
}

/// A number that is never negative.
fn number(row: &Row, column: usize) -> Result<u64, ReadError> {
    Ok(row.get::<_, i64>(column)?.unsigned_abs())
}

impl Snapshot {
    /// Counts the records that match by one dimension or two, and gives the first `size` counts. Remembered, because a snapshot cannot change.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn facets<R: Countable>(
        &self,
        filter: &R::Filter,
        request: &FacetRequest<R::Filter>,
        size: u32,
    ) -> Result<Arc<Facets>, ReadError> {
        let by: Vec<&str> = request.by.iter().map(|dimension| dimension.name).collect();
        let key = format!("{} {} {size} {}", by.join(","), request.sort.join(","), memo_key::<R>(filter, None));
        let count = async { self.counted::<R>(filter, request, size).await.map(Arc::new) };
        Ok(self.memory().facets.try_get_with(key, count).await?)
    }

    async fn counted<R: Countable>(&self, filter: &R::Filter, request: &FacetRequest<R::Filter>, size: u32) -> Result<Facets, ReadError> {
        let select = request.select(", count(*) OVER () AS k, sum(count(*)) OVER () AS s");
        let records = counting::<R>(&select, filter, &request.by, false);
        let sql = request.labelled(", k, s", records, u64::from(size));
        let multiple = request.by.iter().any(|dimension| dimension.is_multiple());
        let present = multiple.then(|| counting::<R>("SELECT count(DISTINCT t.rowid)", filter, &request.by, false).finish());
        let dimensions = request.by.len();
        let asked = self.readers().ask(move |connection| {
            let (mut distinct, mut counted) = (0, 0);
            let buckets = rows(connection, &sql, |row| {
                (distinct, counted) = (number(row, 2 * dimensions + 1)?, number(row, 2 * dimensions + 2)?);
                Bucket::of(row, dimensions)
            })?;
            let present = present.as_ref().map(|sql| row(connection, sql, |row| number(row, 0))).transpose()?.flatten();
            Ok((buckets, distinct, counted, present.unwrap_or(counted)))
        });
        let (buckets, distinct, counted, present) = asked.await?;
        Ok(Facets { buckets, distinct, counted, present, total: self.total::<R>(filter, None).await? })
    }

    /// Every count, in order; none where there are more than `most`.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn all_facets<R: Countable>(
        &self,
        filter: &R::Filter,
        request: &FacetRequest<R::Filter>,
        most: usize,
    ) -> Result<Option<Vec<Bucket>>, ReadError> {
        let records = counting::<R>(&request.select(""), filter, &request.by, false);
        let sql = request.labelled("", records, most as u64 + 1);
        let dimensions = request.by.len();
        let all = self.readers().ask(move |connection| rows(connection, &sql, |row| Bucket::of(row, dimensions))).await?;
        Ok(Some(all).filter(|all| all.len() <= most))
    }
}
