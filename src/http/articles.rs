//! `/v1/articles`: articles with metadata, sections and counts, their texts, and everything marked in them.

use std::sync::Arc;

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    AppState, Id, download,
    error::ApiError,
    json_ld,
    list::{IncludeParams, Included, Listing, OrderParams, PageParams, Pin, page, respond},
    not_found,
    quotes::entities,
    schema_org::NewsArticle,
    validate::Query,
};
use crate::{
    domain::Article,
    store::{
        Snapshot,
        articles::{ArticleFilter, ArticleQuery, ArticleText, Articles},
        scope::{ArticleScope, Named},
        vocabulary::Vocabulary,
    },
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_articles))
        .routes(routes!(download_articles_csv))
        .routes(routes!(download_articles_ndjson))
        .routes(routes!(get_article))
        .routes(routes!(get_article_text))
        .routes(routes!(get_article_jsonld))
}

page! {
    /// A page of articles.
    ArticlePage of Article
}

/// List articles
///
/// Articles with metadata, sections, and the counts of what they hold.
#[utoipa::path(get, path = "/v1/articles", tag = "articles", params(ArticleFilter, Named, ArticleScope, PageParams, OrderParams, IncludeParams, Pin),
    responses((status = 200, description = "A page of articles.", body = ArticlePage)))]
async fn list_articles(
    listing: Listing,
    Query(filter): Query<ArticleQuery>,
    Query(page): Query<PageParams>,
    Query(order): Query<OrderParams>,
    Query(include): Query<IncludeParams>,
) -> Result<Response, ApiError> {
    let mut listed = listing.page::<Articles>(&filter, &page, &order).await?;
    if !include.include.is_empty() {
        let articles: Vec<Article> = listed.records.parsed()?;
        let ids: Vec<&str> = articles.iter().map(|article| article.id.as_str()).collect();
        let named = listing.snapshot.named_in(&ids).await?;
        listed.rest.included = Some(Included { entities: Some(entities(&listing.snapshot, named.iter()).await?), articles: None });
    }
    respond(&listed, &page.fields)
}

/// Download articles as CSV
///
/// All articles that match, one a row, without texts and sections; `X-Total-Count` says how many.
#[utoipa::path(get, path = "/v1/articles.csv", tag = "articles", params(ArticleFilter, Named, ArticleScope, OrderParams, Pin),
    responses((status = 200, description = "All articles that match.", body = String, content_type = "text/csv")))]
async fn download_articles_csv(
    listing: Listing,
    Query(filter): Query<ArticleQuery>,
    Query(order): Query<OrderParams>,
) -> Result<Response, ApiError> {
    download::csv::<Articles>(listing, "articles", filter, order).await
}

/// Download articles as JSON lines
///
/// All articles that match, one JSON object a line, without texts; `X-Total-Count` says how many.
#[utoipa::path(get, path = "/v1/articles.ndjson", tag = "articles", params(ArticleFilter, Named, ArticleScope, OrderParams, Pin),
    responses((status = 200, description = "All articles that match.", body = String, content_type = "application/x-ndjson")))]
async fn download_articles_ndjson(
    listing: Listing,
    Query(filter): Query<ArticleQuery>,
    Query(order): Query<OrderParams>,
) -> Result<Response, ApiError> {
    download::ndjson::<Articles>(listing, "articles", filter, order).await
}

/// Which article.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "only describes the path parameter, which `Id` reads")]
pub(super) struct ArticleId {
    /// The article's identifier.
    #[param(
        pattern = "^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length = 200,
        example = "russias-lavrov-says-reset-with-u-s-cannot-last-forever-f50b6904"
    )]
    id: String,
}

pub(super) async fn find(snapshot: &Arc<Snapshot>, id: String) -> Result<Article, ApiError> {
    match snapshot.get::<Articles>(&id).await? {
        Some(article) => Ok(article),
        None => Err(not_found(snapshot, Vocabulary::Article, id).await),
    }
}

/// Get one article
///
/// Metadata, sections and counts. Its quotes are at `/v1/quotes?article=`, its text at `/v1/articles/{id}/text`.
#[utoipa::path(get, path = "/v1/articles/{id}", tag = "articles", params(ArticleId, Pin),
    responses((status = 200, description = "The article.", body = Article)))]
async fn get_article(listing: Listing, Id(id): Id) -> Result<Response, ApiError> {
    listing.record::<Articles>(Vocabulary::Article, id).await
}

/// Get an article's text
///
/// Exactly the text that all offsets refer to. Where it is withheld, the answer is 404 with the problem `text-withheld`.
#[utoipa::path(get, path = "/v1/articles/{id}/text", tag = "articles", params(ArticleId, Pin),
    responses((status = 200, description = "The text.", body = String, content_type = "text/plain")))]
async fn get_article_text(listing: Listing, Id(id): Id) -> Result<Response, ApiError> {
    match listing.snapshot.article_text(&id).await? {
        Some(ArticleText::Held(text)) => Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()),
        Some(ArticleText::Withheld) => Err(ApiError::TextWithheld),
        None => Err(not_found(&listing.snapshot, Vocabulary::Article, id).await),
    }
}

/// Get one article as schema.org JSON-LD
///
/// A `NewsArticle` with its publisher, authors, and the people and organisations it mentions.
#[utoipa::path(get, path = "/v1/articles/{id}/jsonld", tag = "articles", params(ArticleId, Pin),
    responses((status = 200, description = "The article.", body = NewsArticle, content_type = "application/ld+json")))]
async fn get_article_jsonld(listing: Listing, Id(id): Id) -> Result<Response, ApiError> {
    let article = find(&listing.snapshot, id).await?;
    let named = listing.snapshot.named_in(&[&article.id]).await?;
    Ok(json_ld::schema_org(&NewsArticle::of(&article, &named, listing.snapshot.dataset())))
}
