//! Timelines: how many of the records that match were published when, and in how many articles one looked for them.

use std::sync::Arc;

use jiff::civil::Date;
use rusqlite::{Row, types::FromSqlError};

use super::{
    ReadError, Snapshot,
    articles::{ArticleQuery, Articles},
    conditions::json,
    counting::{Countable, Dimension, counting, value},
    facets::{FacetRequest, Facets},
    page::memo_key,
    read::rows,
    scope::ArticleScope,
};
use crate::domain::{
    DatasetRef, Interval, PartialDate, Timeline,
    timeline::{TimelineBucket, TimelinePoint, TimelineRest, TimelineSeries, TimelineSplit},
};

/// The most buckets that a timeline has: 27 years of days.
pub const MAX_BUCKETS: usize = 10_000;

/// The most counts that a timeline has, over all of its series.
pub const MAX_COUNTS: usize = 100_000;

/// How a timeline is divided.
pub struct TimelineRequest<F: 'static> {
    /// How long a bucket is.
    pub interval: Interval,
    /// The dimension that has a series for each of its values, and how many of them.
    pub split: Option<(&'static Dimension<F>, u32)>,
}

/// A timeline that is too large to be answered at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TooMany {
    /// It has more than [`MAX_BUCKETS`].
    Buckets(usize),
    /// It has so many buckets, each with so many series, which makes more than [`MAX_COUNTS`].
    Counts(usize, usize),
}

/// The buckets of a timeline, none of them counted.
struct Range {
    interval: Interval,
    first: Option<Date>,
    buckets: usize,
}

/// Counts in buckets, and of what lies in none.
struct Tally {
    buckets: Vec<u64>,
    undated: u64,
    imprecise: u64,
}

impl Range {
    /// From the first to the last bucket with an article, or to where the scope ends.
    fn of(interval: Interval, scope: &ArticleScope, articles: &[(Option<PartialDate>, u64)]) -> Self {
        let starts = || articles.iter().filter_map(|(date, _)| interval.start_of_all(date.as_ref()?));
        let first = scope.from.as_ref().map(|from| interval.start(from.days().0)).or_else(|| starts().min());
        let last = scope.to.as_ref().map(|to| interval.start(to.days().1)).or_else(|| starts().max());
        let buckets = match (first, last) {
            (Some(first), Some(last)) if first <= last => interval.between(first, last) + 1,
            _ => 0,
        };
        Self { interval, first, buckets }
    }

    fn empty(&self) -> Tally {
        Tally { buckets: vec![0; self.buckets], undated: 0, imprecise: 0 }
    }

    fn tally(&self, counts: &[(Option<PartialDate>, u64)]) -> Tally {
        let mut tally = self.empty();
        for (date, count) in counts {
            self.add(&mut tally, date.as_ref(), *count);
        }
        tally
    }

    fn add(&self, tally: &mut Tally, date: Option<&PartialDate>, count: u64) {
        let Some(date) = date else {
            tally.undated += count;
            return;
        };
        let start = self.interval.start_of_all(date).zip(self.first).filter(|(start, first)| start >= first);
        match start.and_then(|(start, first)| tally.buckets.get_mut(self.interval.between(first, start))) {
            Some(bucket) => *bucket += count,
            None => tally.imprecise += count,
        }
    }

    /// The first day of every bucket.
    fn starts(&self) -> impl Iterator<Item = Date> {
        let interval = self.interval;
        std::iter::successors(self.first, move |start| interval.next(*start)).take(self.buckets)
    }
}

impl Tally {
    fn total(&self) -> u64 {
        self.buckets.iter().sum::<u64>() + self.undated + self.imprecise
    }

    /// What is left of these counts without others.
    fn without<'a>(mut self, others: impl Iterator<Item = &'a Tally>) -> Self {
        for other in others {
            self.undated -= other.undated;
            self.imprecise -= other.imprecise;
            self.buckets.iter_mut().zip(&other.buckets).for_each(|(count, less)| *count -= less);
        }
        self
    }
}

impl Snapshot {
    /// Counts the records that match by when their articles were published. Remembered, because a snapshot cannot change.
    ///
    /// # Errors
    /// Where the store cannot be read. Within: where there are too many buckets.
    pub async fn timeline<R: Countable>(
        &self,
        filter: &R::Filter,
        request: &TimelineRequest<R::Filter>,
    ) -> Result<Result<Arc<Timeline>, TooMany>, ReadError> {
        let split = request.split.map(|(dimension, size)| format!("{} {size}", dimension.name)).unwrap_or_default();
        let key = format!("{} {split} {}", request.interval.as_str(), memo_key::<R>(filter, None));
        let count = Box::pin(async { self.counted_over_time::<R>(filter, request).await.map(|timeline| timeline.map(Arc::new)) });
        Ok(self.memory().timelines.try_get_with(key, count).await?)
    }

    async fn counted_over_time<R: Countable>(
        &self,
        filter: &R::Filter,
        request: &TimelineRequest<R::Filter>,
    ) -> Result<Result<Timeline, TooMany>, ReadError> {
        let scope = R::scope(filter);
        let articles = self.by_date::<Articles>(&ArticleQuery { scope: scope.clone(), ..ArticleQuery::default() }).await?;
        let range = Range::of(request.interval, scope, &articles);
        if range.buckets > MAX_BUCKETS {
            return Ok(Err(TooMany::Buckets(range.buckets)));
        }
        let articles = range.tally(&articles);
        let matches = range.tally(&self.by_date::<R>(filter).await?);
        let buckets: Vec<TimelineBucket> =
            range.starts().zip(points(&range, &matches, &articles)).zip(&articles.buckets).map(bucket(&range)).collect();
        let split = match request.split {
            None => None,
            Some((dimension, size)) => {
                let by = FacetRequest { by: vec![dimension], sort: vec!["-count".to_owned()] };
                let facets = self.facets::<R>(filter, &by, size).await?;
                let series = facets.buckets.len() + 2;
                if series * range.buckets > MAX_COUNTS {
                    return Ok(Err(TooMany::Counts(range.buckets, series)));
                }
                Some(self.split::<R>(filter, dimension, &facets, &range, (&matches, &articles)).await?)
            }
        };
        Ok(Ok(Timeline {
            interval: request.interval,
            buckets,
            undated: TimelineRest { count: matches.undated, articles: articles.undated },
            imprecise: TimelineRest { count: matches.imprecise, articles: articles.imprecise },
            total: matches.total(),
            articles: articles.total(),
            split,
            dataset: DatasetRef { version: self.dataset().version.clone() },
        }))
    }

    /// How many records that match were published on each date, as precisely as it is known.
    async fn by_date<R: Countable>(&self, filter: &R::Filter) -> Result<Vec<(Option<PartialDate>, u64)>, ReadError> {
        let published = value(&R::PUBLISHED, 0);
        let mut query = counting::<R>(&format!("SELECT {published}, count(*)"), filter, &[], true).finish();
        query.push(" GROUP BY 1");
        let read = |row: &Row| Ok((date(row.get(0)?)?, row.get::<_, i64>(1)?.unsigned_abs()));
        self.readers().ask(move |connection| rows(connection, &query, read)).await
    }

    /// A series for each value, and those of what is left.
    async fn split<R: Countable>(
        &self,
        filter: &R::Filter,
        dimension: &'static Dimension<R::Filter>,
        facets: &Facets,
        range: &Range,
        (matches, articles): (&Tally, &Tally),
    ) -> Result<TimelineSplit, ReadError> {
        let (published, of_value) = (value(&R::PUBLISHED, 0), value(&dimension.values, 0));
        let values: Vec<&str> = facets.buckets.iter().map(|bucket| bucket.values[0].as_str()).collect();
        let mut tallies: Vec<Tally> = values.iter().map(|_| range.empty()).collect();
        let mut conditions = counting::<R>(&format!("SELECT {published}, {of_value}, count(*)"), filter, &[dimension], true);
        conditions.and().push(format_args!("{of_value} IN (SELECT value FROM json_each(")).push_bind(json(&values)).push("))");
        let mut query = conditions.finish();
        query.push(" GROUP BY 1, 2");
        let dated = |row: &Row| Ok((date(row.get(0)?)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?.unsigned_abs()));
        for (date, found, count) in self.readers().ask(move |connection| rows(connection, &query, dated)).await? {
            if let Some(n) = values.iter().position(|value| *value == found) {
                range.add(&mut tallies[n], date.as_ref(), count);
            }
        }
        let select = format!("SELECT {published}, count(*), count(DISTINCT t.rowid)");
        let mut query = counting::<R>(&select, filter, &[dimension], true).finish();
        let (mut counted, mut present) = (range.empty(), range.empty());
        query.push(" GROUP BY 1");
        let dated = |row: &Row| Ok((date(row.get(0)?)?, row.get::<_, i64>(1)?.unsigned_abs(), row.get::<_, i64>(2)?.unsigned_abs()));
        for (date, all, different) in self.readers().ask(move |connection| rows(connection, &query, dated)).await? {
            range.add(&mut counted, date.as_ref(), all);
            range.add(&mut present, date.as_ref(), different);
        }
        let all = Tally { buckets: matches.buckets.clone(), ..*matches };
        let series = |tally: &Tally, named: Option<(&String, &String)>| series(range, tally, articles, named);
        Ok(TimelineSplit {
            by: dimension.name.to_owned(),
            distinct: facets.distinct,
            series: tallies
                .iter()
                .zip(&facets.buckets)
                .map(|(tally, bucket)| series(tally, Some((&bucket.values[0], &bucket.labels[0]))))
                .collect(),
            other: series(&counted.without(tallies.iter()), None),
            missing: series(&all.without([&present].into_iter()), None),
        })
    }
}

fn date(published: Option<String>) -> Result<Option<PartialDate>, ReadError> {
    published.map(|published| published.parse().map_err(|_| FromSqlError::InvalidType.into())).transpose()
}

fn series(range: &Range, tally: &Tally, articles: &Tally, named: Option<(&String, &String)>) -> TimelineSeries {
    let (value, label) = named.map(|(value, label)| (value.clone(), label.clone())).unzip();
    let points = points(range, tally, articles).collect();
    TimelineSeries { value, label, count: tally.total(), undated: tally.undated, imprecise: tally.imprecise, points }
}

/// What is counted in every bucket; nothing where there is nothing to count in.
fn points<'a>(range: &'a Range, tally: &'a Tally, articles: &'a Tally) -> impl Iterator<Item = TimelinePoint> + 'a {
    let counts = tally.buckets.iter().zip(&articles.buckets);
    range.starts().zip(counts).map(|(start, (&count, &articles))| {
        let count = Some(count).filter(|_| articles > 0);
        #[expect(clippy::cast_precision_loss, reason = "counts of records are far below 2^53")]
        let relative = count.map(|count| count as f64 / articles as f64);
        TimelinePoint { bucket: range.interval.name(start), count, relative }
    })
}

fn bucket(range: &Range) -> impl Fn(((Date, TimelinePoint), &u64)) -> TimelineBucket {
    |((start, point), &articles)| {
        let TimelinePoint { bucket, count, relative } = point;
        TimelineBucket { value: bucket, start: start.to_string(), end: range.interval.end(start).to_string(), count, articles, relative }
    }
}

/// How much room a timeline takes, in counts.
pub(super) fn weight(timeline: &Result<Arc<Timeline>, TooMany>) -> u32 {
    let counts =
        timeline.as_ref().map_or(0, |timeline| timeline.buckets.len() * timeline.split.as_ref().map_or(1, |split| split.series.len() + 3));
    u32::try_from(counts).unwrap_or(u32::MAX).saturating_add(1)
}
