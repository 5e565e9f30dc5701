//! Counts over time, with the number of articles that they are counted in.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{DatasetRef, Interval};

/// Counts by day, week, month, quarter or year of publication. They add up: the counts of all buckets and of `undated` and `imprecise` make
/// `total`, and their `articles` make `articles`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Timeline {
    /// How long a bucket is.
    pub interval: Interval,
    /// One bucket after another without a gap: from the first to the last that holds an article in scope, or from `from` to `to`, where given.
    pub buckets: Vec<TimelineBucket>,
    /// What stands in articles without a date.
    pub undated: TimelineRest,
    /// What stands in articles whose date is known less precisely than the interval: of the year 2014 as a whole nobody knows in which month
    /// it falls.
    pub imprecise: TimelineRest,
    /// How many records match, exactly: the total of the list with the same filters.
    #[schema(example = 61)]
    pub total: u64,
    /// How many articles are in scope: those that `source`, `article`, `language`, `from`, `to` and what excludes by them leave. Other filters
    /// say what is counted, these in what it is counted.
    #[schema(example = 5)]
    pub articles: u64,
    /// The same counts for each value of a dimension, where `split` asks for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub split: Option<TimelineSplit>,
    /// The dataset that the counts come from.
    pub dataset: DatasetRef,
}

/// What a stretch of the calendar holds: `from=start` and `to=end` list it. Where the filters' own `from` or `to` lies in the midst of the first
/// or the last bucket, only what they leave is counted, articles and all.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TimelineBucket {
    /// Its name: `2014-09-29`, `2014-W40` (ISO 8601), `2014-09`, `2014-Q3` or `2014`.
    #[schema(example = "2014-09")]
    pub value: String,
    /// Its first day.
    #[schema(example = "2014-09-01")]
    pub start: String,
    /// Its last day.
    #[schema(example = "2014-09-30")]
    pub end: String,
    /// How many records match; 0 where it holds articles but no match, null where it holds no article in scope: nothing was looked at then.
    #[schema(required)]
    pub count: Option<u64>,
    /// How many articles in scope it holds, whether anything in them matches or not.
    #[schema(example = 2)]
    pub articles: u64,
    /// `count` divided by `articles`: quotes an article, or the share of articles. Null where `count` is.
    #[schema(required)]
    pub relative: Option<f64>,
}

/// What stands in no bucket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TimelineRest {
    /// How many records match.
    #[schema(example = 0)]
    pub count: u64,
    /// How many articles in scope there are.
    #[schema(example = 0)]
    pub articles: u64,
}

/// A timeline for each value of a dimension. In every bucket, the points of all series and of `other` and `missing` make the bucket's count
/// where a record has one value at most; of `about`, `person`, `organisation` and an article's `speaker` it may have several, and counts once
/// in each.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TimelineSplit {
    /// The dimension.
    #[schema(example = "speaker")]
    pub by: String,
    /// How many different values the records that match have, exactly.
    #[schema(example = 7)]
    pub distinct: u64,
    /// The values with the highest counts, highest first, as many as `size` says.
    pub series: Vec<TimelineSeries>,
    /// All other values together.
    pub other: TimelineSeries,
    /// The records without a value.
    pub missing: TimelineSeries,
}

/// The counts of one value. They add up: those of all points and `undated` and `imprecise` make `count`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TimelineSeries {
    /// The value; left out for `other` and `missing`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "sergei-lavrov")]
    pub value: Option<String>,
    /// The name of the person, organisation or source that the value is the identifier of; otherwise the value itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Sergei Lavrov")]
    pub label: Option<String>,
    /// How many records there are in all.
    #[schema(example = 33)]
    pub count: u64,
    /// How many of them stand in articles without a date.
    #[schema(example = 0)]
    pub undated: u64,
    /// How many of them stand in articles whose date is known less precisely than the interval.
    #[schema(example = 0)]
    pub imprecise: u64,
    /// One point for each bucket.
    pub points: Vec<TimelinePoint>,
}

/// The count of one value in one bucket.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TimelinePoint {
    /// The bucket's `value`.
    #[schema(example = "2014-09")]
    pub bucket: String,
    /// How many records there are; null where the bucket holds no article in scope.
    #[schema(required)]
    pub count: Option<u64>,
    /// `count` divided by the bucket's `articles`; null where `count` is.
    #[schema(required)]
    pub relative: Option<f64>,
}
