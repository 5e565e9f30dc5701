//! `/v1/mentions`: every place where a person or an organisation is named.

use axum::response::Response;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    AppState,
    column::Column,
    download::{self, Row},
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
        if include.include.iter().any(|name| name == "article") {
            let ids = listed.items.iter().map(|mention| mention.article.id.clone()).collect();
            included.articles = Some(embed(ids, |ids| async move { snapshot.get_all::<Articles>(&ids).await }).await?);
        }
        if include.include.iter().any(|name| name == "entity") {
            included.entities = Some(entities(snapshot, listed.items.iter().map(|mention| &mention.entity)).await?);
        }
        listed.included = Some(included);
    }
    respond::<MentionPage, _>(listed, &page.fields)
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

impl Row for Mention {
    const COLUMNS: &'static [Column] = &[
        Column::text("id", "The mention's id: the first digits of its document's SHA-256, `m`, and its start."),
        Column::text("entity_id", "The id of the person or organisation that is named."),
        Column::text("entity_type", "Whether it is a person or an organisation."),
        Column::text("entity_name", "The name it goes by here."),
        Column::text("exact", "The name as it is written there."),
        Column::integer("start", "Its first code point in the article's text, counted from 0."),
        Column::integer("end", "The code point after its last one."),
        Column::integer("start_utf16", "Its first UTF-16 code unit in the article's text, counted from 0."),
        Column::integer("end_utf16", "The UTF-16 code unit after its last one."),
        Column::text("article_id", "The id of the article it stands in."),
        Column::text("article_title", "The article's headline."),
        Column::text("source_id", "The id of the article's publisher."),
        Column::date("published", "When the article was published."),
        Column::text("section", "The kind of section it stands in."),
        Column::number("confidence", "How sure the annotator is, from 0 to 1."),
        Column::text("annotator", "Who marked it: `curated`, or the rules with their version."),
    ];

    fn cells(&self) -> Vec<String> {
        let span = &self.span;
        vec![
            self.id.clone(),
            self.entity.id.clone(),
            self.entity.r#type.as_str().to_owned(),
            self.entity.name.clone(),
            span.exact.clone().unwrap_or_default(),
            span.start.to_string(),
            span.end.to_string(),
            span.start_utf16.to_string(),
            span.end_utf16.to_string(),
            self.article.id.clone(),
            self.article.title.clone(),
            self.article.source.as_ref().map(|source| source.id.clone()).unwrap_or_default(),
            self.article.published.as_ref().map(ToString::to_string).unwrap_or_default(),
            self.section.as_str().to_owned(),
            self.confidence.to_string(),
            self.annotator.clone(),
        ]
    }
}
