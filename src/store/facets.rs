//! Facets: how many of the records that match have which value.

use std::sync::Arc;

use futures_util::TryStreamExt;
use sqlx::{QueryBuilder, Row, Sqlite, sqlite::SqliteRow};

use super::{
    Conditions, Snapshot,
    counting::{Countable, Dimension, counting, value},
    page::{memo_key, shared},
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
    fn labelled(&self, others: &str, records: Conditions, limit: u64) -> QueryBuilder<Sqlite> {
        let column = |(n, dimension): (usize, &&Dimension<F>)| format!("v{n}, {}", dimension.label_of(&format!("v{n}")));
        let columns = self.by.iter().enumerate().map(column).collect::<Vec<_>>().join(", ");
        let mut query = records.finish();
        let groups: Vec<String> = (0..self.by.len()).map(|n| format!("v{n}")).collect();
        query.push(format_args!(" GROUP BY {} ORDER BY {} LIMIT ", groups.join(", "), self.order()));
        query.push_bind(i64::try_from(limit).unwrap_or(i64::MAX));
        query.push(format_args!(") SELECT {columns}, n{others} FROM g ORDER BY {}", self.order()));
        query
    }

    fn bucket(&self, row: &SqliteRow) -> Result<Bucket, sqlx::Error> {
        let dimensions = 0..self.by.len();
        let values = dimensions.clone().map(|n| row.try_get(2 * n)).collect::<Result<Vec<String>, _>>()?;
        let labels = dimensions.map(|n| row.try_get(2 * n + 1)).collect::<Result<Vec<String>, _>>()?;
        Ok(Bucket { values, labels, count: row.try_get::<i64, _>(2 * self.by.len())?.unsigned_abs() })
    }
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
    ) -> Result<Arc<Facets>, sqlx::Error> {
        let by: Vec<&str> = request.by.iter().map(|dimension| dimension.name).collect();
        let key = format!("{} {} {size} {}", by.join(","), request.sort.join(","), memo_key::<R>(filter, None));
        let count = async { self.counted::<R>(filter, request, size).await.map(Arc::new) };
        self.remembered_facets().try_get_with(key, count).await.map_err(shared)
    }

    async fn counted<R: Countable>(&self, filter: &R::Filter, request: &FacetRequest<R::Filter>, size: u32) -> Result<Facets, sqlx::Error> {
        let select = request.select(", count(*) OVER () AS k, sum(count(*)) OVER () AS s");
        let records = counting::<R>(&select, filter, &request.by, false);
        let rows = request.labelled(", k, s", records, u64::from(size)).build().fetch_all(self.pool()).await?;
        let number = |column: usize| rows.first().map_or(Ok(0), |row| row.try_get::<i64, _>(column)).map(i64::unsigned_abs);
        let after = 2 * request.by.len() + 1;
        let (distinct, counted) = (number(after)?, number(after + 1)?);
        let present = if request.by.iter().any(|dimension| dimension.is_multiple()) {
            let mut present = counting::<R>("SELECT count(DISTINCT t.rowid)", filter, &request.by, false).finish();
            present.build_query_scalar::<i64>().fetch_one(self.pool()).await?.unsigned_abs()
        } else {
            counted
        };
        let buckets = rows.iter().map(|row| request.bucket(row)).collect::<Result<_, _>>()?;
        Ok(Facets { buckets, distinct, counted, present, total: self.total::<R>(filter, None).await? })
    }

    /// Gives every count to `each`, in order; `false` where there are more than `most`, of which none should be used then.
    ///
    /// # Errors
    /// Where the store cannot be read, or what `each` says.
    pub async fn all_facets<R: Countable, E: From<sqlx::Error>>(
        &self,
        filter: &R::Filter,
        request: &FacetRequest<R::Filter>,
        most: u64,
        mut each: impl FnMut(Bucket) -> Result<(), E>,
    ) -> Result<bool, E> {
        let records = counting::<R>(&request.select(""), filter, &request.by, false);
        let mut query = request.labelled("", records, most.saturating_add(1));
        let mut rows = query.build().fetch(self.pool());
        let mut given = 0;
        while let Some(row) = rows.try_next().await? {
            given += 1;
            if given > most {
                return Ok(false);
            }
            each(request.bucket(&row)?)?;
        }
        Ok(true)
    }
}
