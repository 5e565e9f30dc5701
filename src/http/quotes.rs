//! `/v1/quotes`: who said what, in which article, with which evidence.

use std::sync::Arc;

use axum::{Json, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    AppState, Id, download,
    error::ApiError,
    json_ld,
    list::{IncludeParams, Included, Listing, OrderParams, PageParams, page, respond},
    not_found,
    schema_org::Quotation,
    validate::Query,
};
use crate::{
    domain::{EntityRef, Quote, Span, context},
    store::{
        ReadError, Snapshot,
        articles::{ArticleText, Articles},
        entities::{Organisations, People},
        quotes::{QuoteFilter, QuoteQuery, Quotes},
        scope::{ArticleScope, Named},
        vocabulary::Vocabulary,
    },
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_quotes))
        .routes(routes!(download_quotes_csv))
        .routes(routes!(download_quotes_ndjson))
        .routes(routes!(get_quote))
        .routes(routes!(get_quote_context))
        .routes(routes!(get_quote_jsonld))
}

page! {
    /// A page of quotes.
    QuotePage of Quote
}

/// List quotes
///
/// Who said what, about whom, in which article. Different filters all have to hold; of the values of one filter, any may.
#[utoipa::path(get, path = "/v1/quotes", tag = "quotes", params(QuoteFilter, Named, ArticleScope, PageParams, OrderParams, IncludeParams, super::list::Pin),
    responses((status = 200, description = "A page of quotes.", body = QuotePage)))]
async fn list_quotes(
    listing: Listing,
    Query(filter): Query<QuoteQuery>,
    Query(page): Query<PageParams>,
    Query(order): Query<OrderParams>,
    Query(include): Query<IncludeParams>,
) -> Result<Response, ApiError> {
    let mut listed = listing.page::<Quotes>(&filter, &page, &order).await?;
    if !include.include.is_empty() {
        listed.rest.included = Some(included(&listing.snapshot, &listed.records.parsed::<Quote>()?, &include.include).await?);
    }
    respond(&listed, &page.fields)
}

async fn included(snapshot: &Snapshot, quotes: &[Quote], include: &[String]) -> Result<Included, ApiError> {
    let mut included = Included::default();
    if include.iter().any(|name| name == "article") {
        let ids: Vec<String> = quotes.iter().map(|quote| quote.article.id.clone()).collect();
        included.articles = Some(embed(ids, |ids| async move { snapshot.get_all::<Articles>(&ids).await }).await?);
    }
    let speakers = quotes.iter().filter(|_| include.iter().any(|name| name == "speaker")).filter_map(|quote| quote.speaker.as_ref());
    let about = quotes.iter().filter(|_| include.iter().any(|name| name == "about")).flat_map(|quote| &quote.about);
    if include.iter().any(|name| name != "article") {
        included.entities = Some(entities(snapshot, speakers.chain(about)).await?);
    }
    Ok(included)
}

/// The records of people and organisations that others refer to.
pub async fn entities(snapshot: &Snapshot, refs: impl Iterator<Item = &EntityRef>) -> Result<Vec<crate::domain::Entity>, ApiError> {
    let ids: Vec<String> = refs.map(|entity| entity.id.clone()).collect();
    let mut found = embed(ids, |ids| async move {
        let mut found = snapshot.get_all::<People>(&ids).await?;
        found.extend(snapshot.get_all::<Organisations>(&ids).await?);
        Ok(found)
    })
    .await?;
    found.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(found)
}

/// Reads records by their ids; none where there are no ids.
pub async fn embed<T, F: Future<Output = Result<Vec<T>, ReadError>>>(
    ids: Vec<String>,
    read: impl FnOnce(Vec<String>) -> F,
) -> Result<Vec<T>, ApiError> {
    if ids.is_empty() { Ok(Vec::new()) } else { Ok(read(ids).await?) }
}

/// Download quotes as CSV
///
/// All quotes that match, one a row; `X-Total-Count` says how many. Cells that a spreadsheet would take for a formula begin with an apostrophe.
#[utoipa::path(get, path = "/v1/quotes.csv", tag = "quotes", params(QuoteFilter, Named, ArticleScope, OrderParams, super::list::Pin),
    responses((status = 200, description = "All quotes that match.", body = String, content_type = "text/csv")))]
async fn download_quotes_csv(
    listing: Listing,
    Query(filter): Query<QuoteQuery>,
    Query(order): Query<OrderParams>,
) -> Result<Response, ApiError> {
    download::csv::<Quotes>(listing, "quotes", filter, order).await
}

/// Download quotes as JSON lines
///
/// All quotes that match, one JSON object a line; `X-Total-Count` says how many.
#[utoipa::path(get, path = "/v1/quotes.ndjson", tag = "quotes", params(QuoteFilter, Named, ArticleScope, OrderParams, super::list::Pin),
    responses((status = 200, description = "All quotes that match.", body = String, content_type = "application/x-ndjson")))]
async fn download_quotes_ndjson(
    listing: Listing,
    Query(filter): Query<QuoteQuery>,
    Query(order): Query<OrderParams>,
) -> Result<Response, ApiError> {
    download::ndjson::<Quotes>(listing, "quotes", filter, order).await
}

/// Get one quote
///
/// The quote with its evidence: where its words stand, who is named as the speaker and how, and the reporting words.
#[utoipa::path(get, path = "/v1/quotes/{id}", tag = "quotes", params(QuoteId, super::list::Pin),
    responses((status = 200, description = "The quote.", body = Quote)))]
async fn get_quote(listing: Listing, Id(id): Id) -> Result<Response, ApiError> {
    listing.record::<Quotes>(Vocabulary::Quote, id).await
}

/// Which quote.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "only describes the path parameter, which `Id` reads")]
pub struct QuoteId {
    /// The quote's identifier.
    #[param(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", max_length = 200, example = "f50b6904-907")]
    id: String,
}

/// The quote with this id.
///
/// # Errors
/// 404 where there is none.
pub async fn find(snapshot: &Arc<Snapshot>, id: String) -> Result<Quote, ApiError> {
    match snapshot.get::<Quotes>(&id).await? {
        Some(quote) => Ok(quote),
        None => Err(not_found(snapshot, Vocabulary::Quote, id).await),
    }
}

/// How much of the words around a quote.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct ContextParams {
    /// How many words before and after the quote; 40 unless `sentences` is given.
    #[param(required = false, nullable = false, minimum = 0, maximum = 500, example = 40)]
    words: Option<u32>,
    /// How many sentences before and after the quote, that of the quote's own attribution among them.
    #[param(required = false, nullable = false, minimum = 0, maximum = 20, example = 1)]
    sentences: Option<u32>,
}

/// A quote with the words around it.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuoteContext {
    /// The quote's identifier.
    pub id: String,
    /// The article's identifier.
    pub article: String,
    /// What stands before the quote; left out where nothing does.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub before: Option<Span>,
    /// From the first word of the quote to its last, with whatever interrupts it.
    pub passage: Span,
    /// What stands after the quote; left out where nothing does.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub after: Option<Span>,
}

/// Get the words around a quote
///
/// From the article's text, where it is held. Readers' comments and site furniture are never part of it.
#[utoipa::path(get, path = "/v1/quotes/{id}/context", tag = "quotes", params(QuoteId, ContextParams, super::list::Pin),
    responses((status = 200, description = "The quote in its context.", body = QuoteContext)))]
async fn get_quote_context(listing: Listing, Id(id): Id, Query(params): Query<ContextParams>) -> Result<Json<QuoteContext>, ApiError> {
    let snapshot = &listing.snapshot;
    let quote = find(snapshot, id).await?;
    let article = snapshot.get::<Articles>(&quote.article.id).await?.ok_or(ApiError::Internal)?;
    let Some(ArticleText::Held(text)) = snapshot.article_text(&article.id).await? else { return Err(ApiError::TextWithheld) };
    let reach = match (params.words, params.sentences) {
        (_, Some(sentences)) => context::Reach::Sentences(sentences as usize),
        (words, None) => context::Reach::Words(words.unwrap_or(40) as usize),
    };
    let around = context::around(&text, &article.sections, &quote.content, reach).ok_or(ApiError::Internal)?;
    Ok(Json(QuoteContext { id: quote.id, article: article.id, before: around.before, passage: around.passage, after: around.after }))
}

/// Get one quote as schema.org JSON-LD
///
/// A `Quotation` with its speaker and the article it is part of.
#[utoipa::path(get, path = "/v1/quotes/{id}/jsonld", tag = "quotes", params(QuoteId, super::list::Pin),
    responses((status = 200, description = "The quote.", body = Quotation, content_type = "application/ld+json")))]
async fn get_quote_jsonld(listing: Listing, Id(id): Id) -> Result<Response, ApiError> {
    let quote = find(&listing.snapshot, id).await?;
    Ok(json_ld::schema_org(&Quotation::of(&quote, listing.snapshot.dataset())))
}
