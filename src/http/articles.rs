//! `/v1/articles`: articles with metadata, sections and counts, their texts, and everything marked in them.

use std::sync::Arc;

use axum::{
    Json,
    http::header,
    response::{IntoResponse, Response},
};
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    AppState, Id, annotations,
    column::Column,
    download::{self, Row, joined},
    error::ApiError,
    list::{IncludeParams, Included, Listing, OrderParams, PageParams, Pin, page, respond},
    not_found,
    quotes::entities,
    schema_org,
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
        .routes(routes!(get_article_annotations))
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
        let ids: Vec<&str> = listed.items.iter().map(|article| article.id.as_str()).collect();
        let named = listing.snapshot.named_in(&ids).await?;
        listed.included = Some(Included { entities: Some(entities(&listing.snapshot, named.iter()).await?), articles: None });
    }
    respond::<ArticlePage, _>(listed, &page.fields)
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
pub struct ArticleId {
    /// The article's identifier.
    #[param(
        pattern = "^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length = 200,
        example = "russias-lavrov-says-reset-with-u-s-cannot-last-forever-f50b6904"
    )]
    id: String,
}

pub async fn find(snapshot: &Arc<Snapshot>, id: String) -> Result<Article, ApiError> {
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
async fn get_article(listing: Listing, Id(id): Id) -> Result<Json<Article>, ApiError> {
    find(&listing.snapshot, id).await.map(Json)
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

/// Get everything marked in an article
///
/// Sections, mentions and quotes as a W3C Web Annotation page (<https://www.w3.org/TR/annotation-model/>): each target is given by
/// `TextPositionSelector`, and by `TextQuoteSelector` where its words are at hand.
#[utoipa::path(get, path = "/v1/articles/{id}/annotations", tag = "articles", params(ArticleId, Pin),
    responses((status = 200, description = "The annotations.", body = annotations::AnnotationPage, content_type = "application/ld+json")))]
async fn get_article_annotations(listing: Listing, Id(id): Id) -> Result<Response, ApiError> {
    let snapshot = &listing.snapshot;
    let article = find(snapshot, id).await?;
    let text = match snapshot.article_text(&article.id).await? {
        Some(ArticleText::Held(text)) => Some(text),
        _ => None,
    };
    let (mentions, quotes) = snapshot.marks_of(&article.id).await?;
    Ok(annotations::respond(&article, text.as_deref(), &mentions, &quotes))
}

/// Get one article as schema.org JSON-LD
///
/// A `NewsArticle` with its publisher, authors, and the people and organisations it mentions.
#[utoipa::path(get, path = "/v1/articles/{id}/jsonld", tag = "articles", params(ArticleId, Pin),
    responses((status = 200, description = "The article.", body = schema_org::NewsArticle, content_type = "application/ld+json")))]
async fn get_article_jsonld(listing: Listing, Id(id): Id) -> Result<Response, ApiError> {
    let article = find(&listing.snapshot, id).await?;
    let named = listing.snapshot.named_in(&[&article.id]).await?;
    Ok(schema_org::respond(&schema_org::NewsArticle::of(&article, &named)))
}

impl Row for Article {
    const COLUMNS: &'static [Column] = &[
        Column::text("id", "The article's id: title slug and the first digits of its document's SHA-256."),
        Column::text("title", "The headline."),
        Column::url("url", "Where the publisher keeps the article."),
        Column::text("source_id", "The publisher's id."),
        Column::text("source_name", "The publisher's name."),
        Column::text("agency", "The news agency that supplied the report."),
        Column::text("authors", "The authors named in the byline, `; ` between them."),
        Column::text("editors", "The editors named in the byline, `; ` between them."),
        Column::date("published", "When it was published."),
        Column::text("published_at", "The moment of publication (RFC 3339), where day, time and zone are stated."),
        Column::text("dateline", "The place before the first words of the report."),
        Column::text("language", "Language of the text (BCP 47)."),
        Column::text("inferred", "The names of the properties that the text does not state itself, `; ` between them."),
        Column::text("abstract", "What it says, in the curator's own words."),
        Column::text("text_status", "Whether its text is held or withheld."),
        Column::text("sha256", "SHA-256 of the text in UTF-8, in hex: what every offset refers to."),
        Column::integer("characters", "Length of the text in code points."),
        Column::integer("characters_utf16", "Length of the text in UTF-16 code units."),
        Column::integer("quotes", "How many quotes it has."),
        Column::integer("direct", "How many of them are direct."),
        Column::integer("mixed", "How many of them are mixed."),
        Column::integer("indirect", "How many of them are indirect."),
        Column::integer("people", "How many people are named in it."),
        Column::integer("organisations", "How many organisations are named in it."),
        Column::integer("mentions", "At how many places a person or an organisation is named."),
        Column::text("annotator", "Who marked it: `curated`, or the rules with their version."),
    ];

    fn cells(&self) -> Vec<String> {
        let counts = &self.counts;
        let numbers = [
            self.characters,
            self.characters_utf16,
            counts.quotes,
            counts.direct,
            counts.mixed,
            counts.indirect,
            counts.people,
            counts.organisations,
            counts.mentions,
        ];
        let status = match self.text_status {
            crate::domain::TextStatus::Held => "held",
            crate::domain::TextStatus::Withheld => "withheld",
        };
        let mut cells = vec![
            self.id.clone(),
            self.title.clone(),
            self.url.clone().unwrap_or_default(),
            self.source.as_ref().map(|source| source.id.clone()).unwrap_or_default(),
            self.source.as_ref().map(|source| source.name.clone()).unwrap_or_default(),
            self.agency.clone().unwrap_or_default(),
            joined(self.authors.iter().map(String::as_str)),
            joined(self.editors.iter().map(String::as_str)),
            self.published.as_ref().map(ToString::to_string).unwrap_or_default(),
            self.published_at.clone().unwrap_or_default(),
            self.dateline.clone().unwrap_or_default(),
            self.language.clone(),
            joined(self.inferred.iter().map(|inferred| inferred.field.as_str())),
            self.abstract_text.clone().unwrap_or_default(),
            status.to_owned(),
            self.sha256.clone(),
        ];
        cells.extend(numbers.iter().map(ToString::to_string));
        cells.push(self.annotator.clone());
        cells
    }
}
