//! `/v1/quotes/facets`, `/v1/articles/facets`: how many of the records that match have which value.

use axum::{Json, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    AppState,
    download::Table,
    error::{ApiError, Fault},
    list::{Listing, Pin},
    narrowed::list_of,
    validate::Query,
};
use crate::{
    domain::DatasetRef,
    store::{
        articles::{ArticleFilter, ArticleQuery, Articles},
        counting::Countable,
        facets::{Bucket, FacetRequest},
        quotes::{QuoteFilter, QuoteQuery, Quotes},
        scope::{ArticleScope, Named},
    },
};

/// How many counts are sent unless asked otherwise.
const DEFAULT_SIZE: u32 = 10;

/// What is counted by unless asked otherwise.
const DEFAULT_DIMENSION: &str = "speaker";

/// The most rows of a table of counts, which is made in memory.
const MAX_ROWS: usize = 1_000_000;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(get_quotes_facets))
        .routes(routes!(download_quotes_facets_csv))
        .routes(routes!(get_articles_facets))
        .routes(routes!(download_articles_facets_csv))
}

/// What records are counted by, and in which order the counts come.
#[derive(Debug, Default, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct CountParams {
    /// What to count by: one dimension, or two for their pairs; `speaker` where left out.
    #[param(required = false, min_items = 1, max_items = 2, example = json!(["speaker", "year"]))]
    by: Vec<String>,
    /// The order of the counts: `count` or `value`, `-` before it to turn it round; `-count` where left out. The last tie-break is always
    /// `value`, which for two dimensions is the first value, then the second.
    #[param(required = false, min_items = 1, max_items = 2, example = json!(["value"]))]
    sort: Vec<String>,
}

/// How many counts are sent.
#[derive(Debug, Default, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct SizeParams {
    /// How many counts to send at most; `other` says what the rest come to.
    #[param(required = false, nullable = false, minimum = 1, maximum = 200, default = 10, example = 10)]
    size: Option<u32>,
}

/// How many of the records that match have which value. The counts add up, with one dimension and with two: those of all `buckets` and `other`
/// make `counted`; `present` and `missing` make `total`. `counted` equals `present` where a record has one value at most. Of `about`, `person`,
/// `organisation` and an article's `speaker` it may have several and counts once in each, so that there `counted` may be more.
#[derive(Debug, Serialize, ToSchema)]
pub struct Facets {
    /// What is counted by, in the order asked for.
    #[schema(example = json!(["speaker"]))]
    pub by: Vec<String>,
    /// The counts, as many as `size` says.
    pub buckets: Vec<FacetBucket>,
    /// How many different values there are, exactly: with two dimensions, pairs of values that occur together.
    #[schema(example = 7)]
    pub distinct: u64,
    /// The sum of the counts of all of them.
    #[schema(example = 58)]
    pub counted: u64,
    /// The sum of the counts that `size` cut off.
    #[schema(example = 0)]
    pub other: u64,
    /// How many records have a value: with two dimensions, in both.
    #[schema(example = 58)]
    pub present: u64,
    /// How many records have none: with two dimensions, in one of them at least. They are in no bucket.
    #[schema(example = 3)]
    pub missing: u64,
    /// How many records match, exactly: the total of the list with the same filters.
    #[schema(example = 61)]
    pub total: u64,
    /// The dataset that the counts come from.
    pub dataset: DatasetRef,
}

/// How many records have a value, or a pair of values.
#[derive(Debug, Serialize, ToSchema)]
pub struct FacetBucket {
    /// The value in each dimension of `by`, in the same order.
    #[schema(example = json!(["sergei-lavrov"]))]
    pub values: Vec<String>,
    /// What each value is called: the name of the person, organisation or source it is the identifier of; otherwise the value itself.
    #[schema(example = json!(["Sergei Lavrov"]))]
    pub labels: Vec<String>,
    /// How many records have them.
    #[schema(minimum = 1, example = 33)]
    pub count: u64,
    /// The address of the list of just these records: its total is the count. Left out in the rare case that the filters given leave no way to
    /// ask for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "/v1/quotes?speaker=sergei-lavrov")]
    pub list: Option<String>,
}

/// Count quotes
///
/// How many of the quotes that match have which speaker, source, year and so on, under every filter of the list. A quote counts once in each
/// person and organisation that it is `about`, or that says it, is told it, or is named in it (`person`, `organisation`). A date known only to
/// the year has no month.
#[utoipa::path(get, path = "/v1/quotes/facets", tag = "quotes", params(QuoteFilter, Named, ArticleScope, CountParams, SizeParams, Pin),
    responses((status = 200, description = "The counts.", body = Facets)))]
async fn get_quotes_facets(
    listing: Listing,
    Query(filter): Query<QuoteQuery>,
    Query(params): Query<CountParams>,
    Query(size): Query<SizeParams>,
) -> Result<Json<Facets>, ApiError> {
    count::<Quotes>(&listing, "/v1/quotes", &filter, params, &size).await
}

/// Download counts of quotes as CSV
///
/// All counts, none cut off; `X-Total-Count` says how many rows. Columns: each dimension of `by` with the value and, under the same name with
/// `_label`, what it is called; then `count`. Records without a value are in no row.
#[utoipa::path(get, path = "/v1/quotes/facets.csv", tag = "quotes", params(QuoteFilter, Named, ArticleScope, CountParams, Pin),
    responses((status = 200, description = "All counts.", body = String, content_type = "text/csv")))]
async fn download_quotes_facets_csv(
    listing: Listing,
    Query(filter): Query<QuoteQuery>,
    Query(params): Query<CountParams>,
) -> Result<Response, ApiError> {
    download::<Quotes>(&listing, "quotes-facets", &filter, params).await
}

/// Count articles
///
/// How many of the articles that match have which source, year and so on, under every filter of the list. An article counts once in each
/// `speaker` who is quoted in it, and in each `person` and `organisation` named in it, in the kinds of section that `section` says. A date known
/// only to the year has no month.
#[utoipa::path(get, path = "/v1/articles/facets", tag = "articles", params(ArticleFilter, Named, ArticleScope, CountParams, SizeParams, Pin),
    responses((status = 200, description = "The counts.", body = Facets)))]
async fn get_articles_facets(
    listing: Listing,
    Query(filter): Query<ArticleQuery>,
    Query(params): Query<CountParams>,
    Query(size): Query<SizeParams>,
) -> Result<Json<Facets>, ApiError> {
    count::<Articles>(&listing, "/v1/articles", &filter, params, &size).await
}

/// Download counts of articles as CSV
///
/// All counts, none cut off; `X-Total-Count` says how many rows. Columns: each dimension of `by` with the value and, under the same name with
/// `_label`, what it is called; then `count`. Records without a value are in no row.
#[utoipa::path(get, path = "/v1/articles/facets.csv", tag = "articles", params(ArticleFilter, Named, ArticleScope, CountParams, Pin),
    responses((status = 200, description = "All counts.", body = String, content_type = "text/csv")))]
async fn download_articles_facets_csv(
    listing: Listing,
    Query(filter): Query<ArticleQuery>,
    Query(params): Query<CountParams>,
) -> Result<Response, ApiError> {
    download::<Articles>(&listing, "articles-facets", &filter, params).await
}

impl CountParams {
    /// What the store is asked for.
    fn request<R: Countable>(self) -> (Vec<String>, FacetRequest) {
        let by = if self.by.is_empty() { vec![DEFAULT_DIMENSION.to_owned()] } else { self.by };
        let sort = if self.sort.is_empty() { vec!["-count".to_owned()] } else { self.sort };
        let dimensions = by.iter().filter_map(|name| R::dimension(name)).collect();
        (by, FacetRequest { by: dimensions, sort })
    }
}

async fn count<R: Countable>(
    listing: &Listing,
    path: &str,
    filter: &R::Filter,
    params: CountParams,
    size: &SizeParams,
) -> Result<Json<Facets>, ApiError> {
    let (by, request) = params.request::<R>();
    let facets = listing.snapshot.facets::<R>(filter, &request, size.size.unwrap_or(DEFAULT_SIZE)).await?;
    let bucket = |bucket: &Bucket| {
        let list = list_of(path, listing.pairs(), by.iter().map(String::as_str).zip(bucket.values.iter().map(String::as_str)));
        FacetBucket { values: bucket.values.clone(), labels: bucket.labels.clone(), count: bucket.count, list }
    };
    let shown: u64 = facets.buckets.iter().map(|bucket| bucket.count).sum();
    Ok(Json(Facets {
        buckets: facets.buckets.iter().map(bucket).collect(),
        distinct: facets.distinct,
        counted: facets.counted,
        other: facets.counted - shown,
        present: facets.present,
        missing: facets.total - facets.present,
        total: facets.total,
        dataset: DatasetRef { version: listing.snapshot.dataset().version.clone() },
        by,
    }))
}

async fn download<R: Countable>(listing: &Listing, name: &str, filter: &R::Filter, params: CountParams) -> Result<Response, ApiError> {
    let (by, request) = params.request::<R>();
    let columns = by.iter().flat_map(|name| [name.clone(), format!("{name}_label")]).chain(["count".to_owned()]);
    if let Some(buckets) = listing.snapshot.all_facets::<R>(filter, &request, MAX_ROWS).await? {
        let mut table = Table::new(columns);
        for bucket in buckets {
            let cells = bucket.values.into_iter().zip(bucket.labels).flat_map(<[String; 2]>::from);
            table.row(cells.chain([bucket.count.to_string()]));
        }
        return table.send(name, &listing.snapshot);
    }
    let detail = format!("gives more than {MAX_ROWS} rows: count by less, or narrow the filters");
    Err(ApiError::Invalid(vec![Fault::new("by", &by.join(","), detail)]))
}
