//! `/v1/sources`: the publishers of the articles.

use axum::{Json, response::Response};
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    AppState, Id,
    column::Column,
    download::{self, Row},
    error::ApiError,
    list::{Listing, OrderParams, PageParams, Pin, page, respond},
    not_found,
    validate::Query,
};
use crate::{
    domain::Source,
    store::{
        scope::ArticleScope,
        sources::{SourceFilter, SourceQuery, Sources},
        vocabulary::Vocabulary,
    },
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_sources))
        .routes(routes!(download_sources_csv))
        .routes(routes!(download_sources_ndjson))
        .routes(routes!(get_source))
}

page! {
    /// A page of publishers.
    SourcePage of Source
}

/// List sources
///
/// The publishers of the articles, with how much of each the dataset holds.
#[utoipa::path(get, path = "/v1/sources", tag = "sources", params(SourceFilter, ArticleScope, PageParams, OrderParams, Pin),
    responses((status = 200, description = "A page of publishers.", body = SourcePage)))]
async fn list_sources(
    listing: Listing,
    Query(filter): Query<SourceQuery>,
    Query(page): Query<PageParams>,
    Query(order): Query<OrderParams>,
) -> Result<Response, ApiError> {
    respond::<SourcePage, _>(listing.page::<Sources>(&filter, &page, &order).await?, &page.fields)
}

/// Download sources as CSV
///
/// All publishers that match, one a row; `X-Total-Count` says how many.
#[utoipa::path(get, path = "/v1/sources.csv", tag = "sources", params(SourceFilter, ArticleScope, OrderParams, Pin),
    responses((status = 200, description = "All publishers that match.", body = String, content_type = "text/csv")))]
async fn download_sources_csv(
    listing: Listing,
    Query(filter): Query<SourceQuery>,
    Query(order): Query<OrderParams>,
) -> Result<Response, ApiError> {
    download::csv::<Sources>(listing, "sources", filter, order).await
}

/// Download sources as JSON lines
///
/// All publishers that match, one JSON object a line; `X-Total-Count` says how many.
#[utoipa::path(get, path = "/v1/sources.ndjson", tag = "sources", params(SourceFilter, ArticleScope, OrderParams, Pin),
    responses((status = 200, description = "All publishers that match.", body = String, content_type = "application/x-ndjson")))]
async fn download_sources_ndjson(
    listing: Listing,
    Query(filter): Query<SourceQuery>,
    Query(order): Query<OrderParams>,
) -> Result<Response, ApiError> {
    download::ndjson::<Sources>(listing, "sources", filter, order).await
}

/// Which publisher.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "only describes the path parameter, which `Id` reads")]
struct SourceId {
    /// The publisher's identifier.
    #[param(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", max_length = 200, example = "reuters")]
    id: String,
}

/// Get one source
///
/// The publisher, and how much of it the dataset holds.
#[utoipa::path(get, path = "/v1/sources/{id}", tag = "sources", params(SourceId, Pin),
    responses((status = 200, description = "The publisher.", body = Source)))]
async fn get_source(listing: Listing, Id(id): Id) -> Result<Json<Source>, ApiError> {
    match listing.snapshot.get::<Sources>(&id).await? {
        Some(source) => Ok(Json(source)),
        None => Err(not_found(&listing.snapshot, Vocabulary::Source, id).await),
    }
}

impl Row for Source {
    const COLUMNS: &'static [Column] = &[
        Column::text("id", "The publisher's id: name slug."),
        Column::text("name", "The publisher's name."),
        Column::date("first_published", "The date of its earliest article."),
        Column::date("last_published", "The date of its latest article."),
        Column::integer("articles", "How many of its articles there are."),
        Column::integer("quotes", "How many quotes are in them."),
    ];

    fn cells(&self) -> Vec<String> {
        let date = |date: &Option<crate::domain::PartialDate>| date.as_ref().map(ToString::to_string).unwrap_or_default();
        vec![
            self.id.clone(),
            self.name.clone(),
            date(&self.first_published),
            date(&self.last_published),
            self.counts.articles.to_string(),
            self.counts.quotes.to_string(),
        ]
    }
}
