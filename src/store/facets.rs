//! Facets: how many of the records that match have which value.

use std::{cmp::Ordering, sync::Arc};

use rusqlite::Connection;

use super::{
    ReadError, Snapshot,
    columns::{Axis, Counted, Counts, Matching},
    counting::{Countable, Dimension},
    page::memo_key,
    remembered::Weighed,
};

/// What the records that match are counted by, and in which order the counts come.
#[derive(Debug, Clone)]
pub struct FacetRequest {
    /// One dimension or two.
    pub by: Vec<&'static Dimension>,
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

impl Weighed for Facets {
    fn bytes(&self) -> usize {
        let texts = |bucket: &Bucket| Weighed::bytes(&bucket.values) + Weighed::bytes(&bucket.labels);
        size_of_val(&self.buckets[..]) + self.buckets.iter().map(texts).sum::<usize>()
    }
}

/// The first counts in the order asked for, while more are found.
struct First<'a> {
    sort: &'a [String],
    limit: usize,
    counts: Vec<Counted>,
}

impl First<'_> {
    /// Values are numbered in their order, so that numbers are compared.
    fn compare(sort: &[String], one: &Counted, other: &Counted) -> Ordering {
        let by_value = || one.values.cmp(&other.values);
        let by_key = |key: &String| match key.as_str() {
            "count" => one.count.cmp(&other.count),
            "-count" => other.count.cmp(&one.count),
            "-value" => by_value().reverse(),
            _ => by_value(),
        };
        sort.iter().map(by_key).find(|order| order.is_ne()).unwrap_or_else(by_value)
    }

    fn add(&mut self, counted: Counted) {
        self.counts.push(counted);
        if self.counts.len() > 2 * self.limit + 1024 {
            self.counts.select_nth_unstable_by(self.limit, |one, other| Self::compare(self.sort, one, other));
            self.counts.truncate(self.limit);
        }
    }

    fn finish(mut self) -> Vec<Counted> {
        self.counts.sort_unstable_by(|one, other| Self::compare(self.sort, one, other));
        self.counts.truncate(self.limit);
        self.counts
    }
}

/// The first counts as buckets.
pub(super) fn buckets(connection: &Connection, axes: &[Axis], counts: &[Counted]) -> Result<Vec<Bucket>, ReadError> {
    let mut buckets: Vec<Bucket> =
        counts.iter().map(|counted| Bucket { values: Vec::new(), labels: Vec::new(), count: u64::from(counted.count) }).collect();
    for (n, axis) in axes.iter().enumerate() {
        let values: Vec<u32> = counts.iter().map(|counted| counted.values[n]).collect();
        for (bucket, (value, label)) in buckets.iter_mut().zip(axis.names(connection, &values)?) {
            bucket.values.push(value);
            bucket.labels.push(label);
        }
    }
    Ok(buckets)
}

/// Counts the rows that match, and gives the first so many counts.
pub(super) fn count(matching: &Matching, axes: &mut [Axis], sort: &[String], limit: usize) -> (Vec<Counted>, Counts) {
    let mut first = First { sort, limit, counts: Vec::new() };
    let counts = matching.count(axes, |counted| first.add(counted));
    (first.finish(), counts)
}

impl Snapshot {
    /// Counts the records that match by one dimension or two, and gives the first `size` counts. Remembered, because a snapshot cannot change.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn facets<R: Countable>(&self, filter: &R::Filter, request: &FacetRequest, size: u32) -> Result<Arc<Facets>, ReadError> {
        let by: Vec<&str> = request.by.iter().map(|dimension| dimension.name).collect();
        let key = format!("{} {} {size} {}", by.join(","), request.sort.join(","), memo_key::<R>(filter, None));
        let counted = async { self.counted::<R>(filter, request, size as usize).await.map(Arc::new) };
        self.memory().facets.get_or_make(key, counted).await
    }

    async fn counted<R: Countable>(&self, filter: &R::Filter, request: &FacetRequest, limit: usize) -> Result<Facets, ReadError> {
        let (filter, request) = (R::table_filter(filter), request.clone());
        let counted = self.ask_columns(true, move |columns, connection| {
            let selection = columns.select(connection, &filter)?;
            let axes = request.by.iter().map(|dimension| Axis::of(columns, connection, &filter, dimension.by));
            let mut axes = axes.collect::<Result<Vec<_>, ReadError>>()?;
            let matching = Matching::of(columns, connection, &filter, &selection)?;
            let (first, Counts { distinct, counted, present, total }) = count(&matching, &mut axes, &request.sort, limit);
            Ok(Facets { buckets: buckets(connection, &axes, &first)?, distinct, counted, present, total })
        });
        counted.await
    }

    /// Every count, in order; none where there are more than `most`.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn all_facets<R: Countable>(
        &self,
        filter: &R::Filter,
        request: &FacetRequest,
        most: usize,
    ) -> Result<Option<Vec<Bucket>>, ReadError> {
        let facets = self.counted::<R>(filter, request, most + 1).await?;
        Ok(Some(facets.buckets).filter(|all| all.len() <= most))
    }
}
