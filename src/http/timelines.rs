//! `/v1/quotes/timeline`, `/v1/articles/timeline`: how many of the records that match were published when.

use std::sync::Arc;

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    AppState,
    download::Table,
    error::{ApiError, Fault},
    list::{Listing, Pin},
    validate::Query,
};
use crate::{
    domain::{Interval, Timeline, timeline::TimelineSeries},
    store::{
        articles::{ArticleFilter, ArticleQuery, Articles},
        counting::Countable,
        quotes::{QuoteFilter, QuoteQuery, Quotes},
        scope::{ArticleScope, Named},
        timelines::{MAX_BUCKETS, MAX_COUNTS, TimelineRequest, TooMany},
    },
};

/// How many values have a series unless asked otherwise.
const DEFAULT_SIZE: u32 = 10;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(get_quotes_timeline))
        .routes(routes!(download_quotes_timeline_csv))
        .routes(routes!(get_articles_timeline))
        .routes(routes!(download_articles_timeline_csv))
}

/// How a timeline is divided.
#[derive(Debug, Default, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct TimelineParams {
    /// How long a bucket is; `year` where left out.
    #[param(required = false, nullable = false, example = "month")]
    interval: Option<Interval>,
    /// A dimension to count by besides: each of its values gets a timeline of its own.
    #[param(required = false, nullable = false, example = "speaker")]
    split: Option<String>,
    /// How many values `split` shows, those with the highest counts; `other` says what the rest come to. It means nothing without `split`.
    #[param(required = false, nullable = false, minimum = 1, maximum = 200, default = 10)]
    size: Option<u32>,
}

/// Count quotes over time
///
/// How many of the quotes that match were published in each day, week, month, quarter or year, and how many articles there are in it to find
/// them in. At most 10,000 buckets, and 100,000 counts over all series; more is refused, never cut.
#[utoipa::path(get, path = "/v1/quotes/timeline", tag = "quotes", params(QuoteFilter, Named, ArticleScope, TimelineParams, Pin),
    responses((status = 200, description = "The counts.", body = Timeline)))]
async fn get_quotes_timeline(
    listing: Listing,
    Query(filter): Query<QuoteQuery>,
    Query(params): Query<TimelineParams>,
) -> Result<Response, ApiError> {
    timeline::<Quotes>(&listing, &filter, &params).await.map(|timeline| Json(&*timeline).into_response())
}

/// Download a timeline of quotes as CSV
///
/// A row for each bucket: `bucket`, `start`, `end`, `series`, `value`, `label`, `count`, `articles`, `relative`. `series` is `all`; with `split`
/// there are further rows for each `value`, for all `other` values together, and for the records where it is `missing`. Empty where the bucket
/// holds no article. What has no date, or none precise enough, is in no row. `X-Total-Count` says how many rows.
#[utoipa::path(get, path = "/v1/quotes/timeline.csv", tag = "quotes", params(QuoteFilter, Named, ArticleScope, TimelineParams, Pin),
    responses((status = 200, description = "The counts.", body = String, content_type = "text/csv")))]
async fn download_quotes_timeline_csv(
    listing: Listing,
    Query(filter): Query<QuoteQuery>,
    Query(params): Query<TimelineParams>,
) -> Result<Response, ApiError> {
    table(&*timeline::<Quotes>(&listing, &filter, &params).await?).send("quotes-timeline", &listing.snapshot)
}

/// Count articles over time
///
/// How many of the articles that match were published in each day, week, month, quarter or year, of how many there are in it. At most 10,000
/// buckets, and 100,000 counts over all series; more is refused, never cut.
#[utoipa::path(get, path = "/v1/articles/timeline", tag = "articles", params(ArticleFilter, Named, ArticleScope, TimelineParams, Pin),
    responses((status = 200, description = "The counts.", body = Timeline)))]
async fn get_articles_timeline(
    listing: Listing,
    Query(filter): Query<ArticleQuery>,
    Query(params): Query<TimelineParams>,
) -> Result<Response, ApiError> {
    timeline::<Articles>(&listing, &filter, &params).await.map(|timeline| Json(&*timeline).into_response())
}

/// Download a timeline of articles as CSV
///
/// A row for each bucket: `bucket`, `start`, `end`, `series`, `value`, `label`, `count`, `articles`, `relative`. `series` is `all`; with `split`
/// there are further rows for each `value`, for all `other` values together, and for the records where it is `missing`. Empty where the bucket
/// holds no article. What has no date, or none precise enough, is in no row. `X-Total-Count` says how many rows.
#[utoipa::path(get, path = "/v1/articles/timeline.csv", tag = "articles", params(ArticleFilter, Named, ArticleScope, TimelineParams, Pin),
    responses((status = 200, description = "The counts.", body = String, content_type = "text/csv")))]
async fn download_articles_timeline_csv(
    listing: Listing,
    Query(filter): Query<ArticleQuery>,
    Query(params): Query<TimelineParams>,
) -> Result<Response, ApiError> {
    table(&*timeline::<Articles>(&listing, &filter, &params).await?).send("articles-timeline", &listing.snapshot)
}

async fn timeline<R: Countable>(listing: &Listing, filter: &R::Filter, params: &TimelineParams) -> Result<Arc<Timeline>, ApiError> {
    if let (Some(size), None) = (params.size, &params.split) {
        return Err(ApiError::Invalid(vec![Fault::new("size", &size.to_string(), "means nothing without `split`")]));
    }
    let interval = params.interval.unwrap_or_default();
    let dimension = params.split.as_deref().and_then(R::dimension);
    let request = TimelineRequest { interval, split: dimension.map(|dimension| (dimension, params.size.unwrap_or(DEFAULT_SIZE))) };
    let detail = match listing.snapshot.timeline::<R>(filter, &request).await? {
        Ok(timeline) => return Ok(timeline),
        Err(TooMany::Buckets(buckets)) => format!(
            "gives {buckets} buckets, more than the {MAX_BUCKETS} that are answered at once: choose a longer interval, or narrow `from` and `to`"
        ),
        Err(TooMany::Counts(buckets, series)) => format!(
            "gives {buckets} buckets for each of {series} series, more than the {MAX_COUNTS} counts that are answered at once: choose a longer \
             interval or a smaller `size`, or narrow `from` and `to`"
        ),
    };
    let longer = Interval::ALL.iter().skip_while(|shorter| **shorter != interval).skip(1);
    let allowed = longer.map(|interval| interval.as_str().to_owned()).collect();
    Err(ApiError::Invalid(vec![Fault { allowed, ..Fault::new("interval", interval.as_str(), detail) }]))
}

/// A timeline as rows: bucket by bucket, in each the whole, then its parts.
fn table(timeline: &Timeline) -> Table {
    let mut table = Table::new(["bucket", "start", "end", "series", "value", "label", "count", "articles", "relative"].map(str::to_owned));
    let number = |number: Option<String>| number.unwrap_or_default();
    for (n, bucket) in timeline.buckets.iter().enumerate() {
        let mut row = |kind: &str, series: Option<&TimelineSeries>, count: Option<u64>, relative: Option<f64>| {
            let name = |part: fn(&TimelineSeries) -> &Option<String>| series.and_then(|series| part(series).clone()).unwrap_or_default();
            let of_bucket = [&bucket.value, &bucket.start, &bucket.end].map(String::clone);
            let of_series = [kind.to_owned(), name(|series| &series.value), name(|series| &series.label)];
            let counts = [number(count.map(|n| n.to_string())), bucket.articles.to_string(), number(relative.map(|n| n.to_string()))];
            table.row(of_bucket.into_iter().chain(of_series).chain(counts));
        };
        row("all", None, bucket.count, bucket.relative);
        let Some(split) = &timeline.split else { continue };
        let values = split.series.iter().map(|series| ("value", series));
        for (kind, series) in values.chain([("other", &split.other), ("missing", &split.missing)]) {
            row(kind, Some(series), series.points[n].count, series.points[n].relative);
        }
    }
    table
}
