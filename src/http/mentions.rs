//! `/v1/mentions`: every place where a person or an organisation is named.

use axum::response::Response;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    AppState, download,
    error::ApiError,
    list::{IncludeParams, Included, Listing, OrderParams, PageParams, Pin, page, respond},
    quotes::{embed, entities},
    validate::Query,
};
use crate::{
    domain::Mention,
    store::{
        articles::Articles,
        mentions::{MentionFilter, MentionQuery, Mentions},
        scope::ArticleScope,
    },
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_mentions)).routes(routes!(download_mentions_csv)).routes(routes!(download_mentions_ndjson))
}

page! {
    /// A page of mentions.
    MentionPage of Mention
}

/// List mentions
///
/// Every place where a person or an organisation is named, in the order of the texts. Those in readers' comments and site furniture are
/// listed only where `section` asks for them.
#[utoipa::path(get, path = "/v1/mentions", tag = "mentions", params(MentionFilter, ArticleScope, PageParams, OrderParams, IncludeParams, Pin),
    responses((status = 200, description = "A page of mentions.", body = MentionPage)))]
async fn list_mentions(
    listing: Listing,
    Query(filter): Query<MentionQuery>,
    Query(page): Query<PageParams>,
    Query(order): Query<OrderParams>,
    Query(include): Query<IncludeParams>,
) -> Result<Response, ApiError> {
    let mut listed = listing.page::<Mentions>(&filter, &page, &order).await?;
    if !include.include.is_empty() {
        let snapshot = &listing.snapshot;
        let mut included = Included::default();
        let mentions: Vec<Mention> = listed.records.parsed()?;
        if include.include.iter().any(|name| name == "article") {
            let ids = mentions.iter().map(|mention| mention.article.id.clone()).collect();
            included.articles = Some(embed(ids, |ids| async move { snapshot.get_all::<Articles>(&ids).await }).await?);
        }
        if include.include.iter().any(|name| name == "entity") {
            included.entities = Some(entities(snapshot, mentions.iter().map(|mention| &mention.entity)).await?);
        }
        listed.rest.included = Some(included);
    }
    respond(&listed, &page.fields)
}

/// Download mentions as CSV
///
/// All mentions that match, one a row; `X-Total-Count` says how many. Those in readers' comments and site furniture only where `section` asks for them.
#[utoipa::path(get, path = "/v1/mentions.csv", tag = "mentions", params(MentionFilter, ArticleScope, OrderParams, Pin),
    responses((status = 200, description = "All mentions that match.", body = String, content_type = "text/csv")))]
async fn download_mentions_csv(
    listing: Listing,
    Query(filter): Query<MentionQuery>,
    Query(order): Query<OrderParams>,
) -> Result<Response, ApiError> {
    download::csv::<Mentions>(listing, "mentions", filter, order).await
}

/// Download mentions as JSON lines
///
/// All mentions that match, one JSON object a line; `X-Total-Count` says how many. Those in readers' comments and site furniture only where
/// `section` asks for them.
#[utoipa::path(get, path = "/v1/mentions.ndjson", tag = "mentions", params(MentionFilter, ArticleScope, OrderParams, Pin),
    responses((status = 200, description = "All mentions that match.", body = String, content_type = "application/x-ndjson")))]
async fn download_mentions_ndjson(
    listing: Listing,
    Query(filter): Query<MentionQuery>,
    Query(order): Query<OrderParams>,
) -> Result<Response, ApiError> {
    download::ndjson::<Mentions>(listing, "mentions", filter, order).await
}
