//! Timelines: how many of the records that match were published when, and in how many articles one looked for them.

use std::sync::Arc;

use jiff::civil::Date;
use rusqlite::Connection;

use super::{
    ReadError, Snapshot,
    articles::ArticleQuery,
    columns::{Axis, Columns, Matching, Slots, TableFilter},
    counting::{Countable, Dimension},
    facets,
    page::memo_key,
    remembered::Weighed,
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
#[derive(Debug, Clone)]
pub struct TimelineRequest {
    /// How long a bucket is.
    pub interval: Interval,
    /// The dimension that has a series for each of its values, and how many of them.
    pub split: Option<(&'static Dimension, u32)>,
}

/// A timeline that is too large to be answered at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TooMany {
    /// It has more than [`MAX_BUCKETS`].
    Buckets(usize),
    /// It has so many buckets, each with so many series, which makes more than [`MAX_COUNTS`].
    Counts(usize, usize),
}

/// The buckets of a timeline, none of them counted. Behind the last come two slots for what lies in none.
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
    fn of(interval: Interval, scope: &ArticleScope, articles: &[(Option<&PartialDate>, u64)]) -> Self {
        let starts = || articles.iter().filter_map(|(date, _)| interval.start_of_all((*date)?));
        let first = scope.from.as_ref().map(|from| interval.start(from.days().0)).or_else(|| starts().min());
        let last = scope.to.as_ref().map(|to| interval.start(to.days().1)).or_else(|| starts().max());
        let buckets = match (first, last) {
            (Some(first), Some(last)) if first <= last => interval.between(first, last) + 1,
            _ => 0,
        };
        Self { interval, first, buckets }
    }

    /// How many slots there are: one for each bucket, one for what has no date, and one for dates in no bucket.
    fn slots(&self) -> usize {
        self.buckets + 2
    }

    /// The slot of a date.
    fn slot(&self, date: Option<&PartialDate>) -> usize {
        let Some(date) = date else { return self.buckets };
        let start = self.interval.start_of_all(date).zip(self.first).filter(|(start, first)| start >= first);
        let bucket = start.map(|(start, first)| self.interval.between(first, start)).filter(|bucket| *bucket < self.buckets);
        bucket.unwrap_or(self.buckets + 1)
    }

    /// The first day of every bucket.
    fn starts(&self) -> impl Iterator<Item = Date> {
        let interval = self.interval;
        std::iter::successors(self.first, move |start| interval.next(*start)).take(self.buckets)
    }
}

impl Tally {
    /// The counts of all slots.
    fn of(mut slots: Vec<u64>) -> Self {
        let imprecise = slots.pop().unwrap_or_default();
        let undated = slots.pop().unwrap_or_default();
        Self { buckets: slots, undated, imprecise }
    }

    fn total(&self) -> u64 {
        self.buckets.iter().sum::<u64>() + self.undated + self.imprecise
    }

    /// What is left of these counts without others.
    fn without<'a>(&self, others: impl Iterator<Item = &'a Tally>) -> Self {
        let mut left = Self { buckets: self.buckets.clone(), ..*self };
        for other in others {
            left.undated -= other.undated;
            left.imprecise -= other.imprecise;
            left.buckets.iter_mut().zip(&other.buckets).for_each(|(count, less)| *count -= less);
        }
        left
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
        request: &TimelineRequest,
    ) -> Result<Result<Arc<Timeline>, TooMany>, ReadError> {
        let split = request.split.map(|(dimension, size)| format!("{} {size}", dimension.name)).unwrap_or_default();
        let key = format!("{} {split} {}", request.interval.as_str(), memo_key::<R>(filter, None));
        let count = async {
            let (scope, filter, request) = (R::scope(filter).clone(), R::table_filter(filter), request.clone());
            let version = self.dataset().version.clone();
            let counted = self.ask_columns(true, move |columns, connection| {
                let counting = Counting { columns, connection, filter: &filter, scope: &scope };
                counting.timeline(&request, &version)
            });
            Ok(counted.await?.map(Arc::new))
        };
        self.memory().timelines.get_or_make(key, count).await
    }
}

/// What a timeline is counted from.
struct Counting<'a> {
    columns: &'a Columns,
    connection: &'a Connection,
    filter: &'a TableFilter,
    scope: &'a ArticleScope,
}

impl Counting<'_> {
    fn timeline(&self, request: &TimelineRequest, version: &str) -> Result<Result<Timeline, TooMany>, ReadError> {
        let in_scope = TableFilter::Articles(Box::new(ArticleQuery { scope: self.scope.clone(), ..ArticleQuery::default() }));
        let selection = self.columns.select(self.connection, &in_scope)?;
        let articles = Matching::of(self.columns, self.connection, &in_scope, &selection)?;
        let range = Range::of(request.interval, self.scope, &articles.by_date());
        if range.buckets > MAX_BUCKETS {
            return Ok(Err(TooMany::Buckets(range.buckets)));
        }
        let slots = articles.slots(|date| range.slot(date));
        let articles = Tally::of(articles.by_slot(&slots, range.slots()));
        let selection = self.columns.select(self.connection, self.filter)?;
        let records = Matching::of(self.columns, self.connection, self.filter, &selection)?;
        let matches = Tally::of(records.by_slot(&slots, range.slots()));
        let split = match request.split {
            None => None,
            Some((dimension, size)) => match self.split(dimension, size, &records, &slots, (&range, &matches, &articles))? {
                Ok(split) => Some(split),
                Err(too_many) => return Ok(Err(too_many)),
            },
        };
        let buckets = range.starts().zip(points(&range, &matches, &articles)).zip(&articles.buckets).map(bucket(&range)).collect();
        Ok(Ok(Timeline {
            interval: request.interval,
            buckets,
            undated: TimelineRest { count: matches.undated, articles: articles.undated },
            imprecise: TimelineRest { count: matches.imprecise, articles: articles.imprecise },
            total: matches.total(),
            articles: articles.total(),
            split,
            dataset: DatasetRef { version: version.to_owned() },
        }))
    }

    /// A series for each value, and those of what is left.
    fn split(
        &self,
        dimension: &Dimension,
        size: u32,
        records: &Matching,
        slots: &[usize],
        (range, matches, articles): (&Range, &Tally, &Tally),
    ) -> Result<Result<TimelineSplit, TooMany>, ReadError> {
        let mut axis = [Axis::of(self.columns, self.connection, self.filter, dimension.by)?];
        let (first, counts) = facets::count(records, &mut axis, &["-count".to_owned()], size as usize);
        if (first.len() + 2) * range.buckets > MAX_COUNTS {
            return Ok(Err(TooMany::Counts(range.buckets, first.len() + 2)));
        }
        let values: Vec<u32> = first.iter().map(|counted| counted.values[0]).collect();
        let Slots { series: counted, counted: all, present } = records.by_slot_and_value(slots, range.slots(), &mut axis[0], &values);
        let tallies: Vec<Tally> = counted.into_iter().map(Tally::of).collect();
        let named = facets::buckets(self.connection, &axis, &first)?;
        let series = |tally: &Tally, named: Option<(&String, &String)>| series(range, tally, articles, named);
        Ok(Ok(TimelineSplit {
            by: dimension.name.to_owned(),
            distinct: counts.distinct,
            series: tallies.iter().zip(&named).map(|(tally, of)| series(tally, Some((&of.values[0], &of.labels[0])))).collect(),
            other: series(&Tally::of(all).without(tallies.iter()), None),
            missing: series(&matches.without([&Tally::of(present)].into_iter()), None),
        }))
    }
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

impl Weighed for Timeline {
    fn bytes(&self) -> usize {
        let bucket = |bucket: &TimelineBucket| size_of::<TimelineBucket>() + bucket.value.len() + bucket.start.len() + bucket.end.len();
        let point = |point: &TimelinePoint| size_of::<TimelinePoint>() + point.bucket.len();
        let series = |series: &TimelineSeries| size_of::<TimelineSeries>() + series.points.iter().map(point).sum::<usize>();
        let split = |split: &TimelineSplit| split.series.iter().chain([&split.other, &split.missing]).map(series).sum::<usize>();
        self.buckets.iter().map(bucket).sum::<usize>() + self.split.as_ref().map_or(0, split)
    }
}
