//! `/v1/concordance`: keyword in context, over the texts that are held.

use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    AppState,
    download::{self, Row},
    error::{ApiError, Fault},
    list::{Listing, OrderParams, PageParams, Pin, Rest, send},
    validate::Query,
};
use crate::{
    domain::{ConcordanceLine, DatasetRef},
    store::{
        concordance::{Concordance, ConcordanceFilter, ConcordanceQuery, MOST_SORTED, MOST_TEXTS, Tally},
        scope::{ArticleScope, Named},
    },
    tables::Column,
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_concordance))
        .routes(routes!(download_concordance_csv))
        .routes(routes!(download_concordance_ndjson))
}

/// A page of a concordance.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only describes the answer")]
pub struct ConcordancePage {
    /// The lines of this page.
    items: Vec<ConcordanceLine>,
    /// How many lines there are in all, exactly.
    #[schema(minimum = 0, example = 61)]
    total: u64,
    /// In how many articles they stand.
    #[schema(minimum = 0, example = 12)]
    articles: u64,
    /// How many articles in scope were searched: those whose text is held.
    #[schema(minimum = 0, example = 40)]
    texts_held: u64,
    /// How many articles in scope could not be searched, because their text is withheld.
    #[schema(minimum = 0, example = 5)]
    texts_withheld: u64,
    /// What to know about the total where some texts are withheld.
    #[schema(nullable = false, required = false)]
    note: Option<String>,
    /// The address of the next page, or null on the last one.
    #[schema(required)]
    next: Option<String>,
    /// The cursor of the next page, or null on the last one.
    #[schema(required)]
    next_cursor: Option<String>,
    /// The dataset that the lines come from.
    dataset: DatasetRef,
}

/// What a page says besides its lines.
#[derive(Serialize)]
struct Beside<'a> {
    articles: u64,
    texts_held: u64,
    texts_withheld: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(flatten)]
    rest: &'a Rest,
}

/// List the lines of a concordance
///
/// Keyword in context: every place where a word or a phrase stands in the texts that are held, with the words around it, and the quote and
/// speaker where it is part of one. `texts_withheld` says how many articles in scope could not be searched. Lines come newest article first.
/// `sort=left` and `sort=right` compare the ten words on that side of the node, read outwards from it, `node` the words of the node itself,
/// all without case and accents and by code point; `date` is the day of publication. What is not by date is sorted up to 100,000 lines;
/// where there are more, the answer is 400 and says how many; so it is where a search would look into more than 200,000 texts.
#[utoipa::path(get, path = "/v1/concordance", tag = "concordance", params(ConcordanceFilter, Named, ArticleScope, PageParams, OrderParams, Pin),
    responses((status = 200, description = "A page of lines.", body = ConcordancePage)))]
async fn list_concordance(
    listing: Listing,
    Query(query): Query<ConcordanceQuery>,
    Query(page): Query<PageParams>,
    Query(order): Query<OrderParams>,
) -> Result<Response, ApiError> {
    check(&listing, &query, &order).await?;
    let listed = listing.page::<Concordance>(&query, &page, &order).await?;
    let tally = listing.snapshot.tally(&query).await?;
    let beside = Beside {
        articles: tally.articles.len() as u64,
        texts_held: tally.texts_held,
        texts_withheld: tally.texts_withheld,
        note: note(&tally),
        rest: &listed.rest,
    };
    send(&listed, &page.fields, &beside)
}

/// Download a concordance as CSV
///
/// All lines, one a row, with `left`, `node` and `right` in columns of their own; `X-Total-Count` says how many. Cells that a spreadsheet
/// would take for a formula begin with an apostrophe. How many articles could not be searched is said by `/v1/concordance`.
#[utoipa::path(get, path = "/v1/concordance.csv", tag = "concordance", params(ConcordanceFilter, Named, ArticleScope, OrderParams, Pin),
    responses((status = 200, description = "All lines.", body = String, content_type = "text/csv")))]
async fn download_concordance_csv(
    listing: Listing,
    Query(query): Query<ConcordanceQuery>,
    Query(order): Query<OrderParams>,
) -> Result<Response, ApiError> {
    check(&listing, &query, &order).await?;
    download::csv::<Concordance>(listing, "concordance", query, order).await
}

/// Download a concordance as JSON lines
///
/// All lines, one JSON object a line; `X-Total-Count` says how many. How many articles could not be searched is said by `/v1/concordance`.
#[utoipa::path(get, path = "/v1/concordance.ndjson", tag = "concordance", params(ConcordanceFilter, Named, ArticleScope, OrderParams, Pin),
    responses((status = 200, description = "All lines.", body = String, content_type = "application/x-ndjson")))]
async fn download_concordance_ndjson(
    listing: Listing,
    Query(query): Query<ConcordanceQuery>,
    Query(order): Query<OrderParams>,
) -> Result<Response, ApiError> {
    check(&listing, &query, &order).await?;
    download::ndjson::<Concordance>(listing, "concordance", query, order).await
}

/// Refuses what no parameter refuses alone: a search for nothing but what is left out, more texts than are read, and more lines than are sorted by
/// their words.
async fn check(listing: &Listing, query: &ConcordanceQuery, order: &OrderParams) -> Result<(), ApiError> {
    if query.search().required.is_empty() {
        let detail = "only says what is left out: name a word or a phrase that lines are about";
        return Err(ApiError::Invalid(vec![Fault::new("q", &query.line.q, detail)]));
    }
    let tally = listing.snapshot.tally(query).await?;
    if let Some(texts) = tally.too_many {
        let detail = format!(
            "may stand in {texts} texts, more than the {MOST_TEXTS} that are read at once: narrow the articles (`from`, `to`, `source`, `person`), \
             or look for a phrase"
        );
        return Err(ApiError::Invalid(vec![Fault::new("q", &query.line.q, detail)]));
    }
    if listing.snapshot.is_sortable(query, &order.sort, order.drawn()).await? {
        return Ok(());
    }
    let lines = tally.lines;
    let detail = format!(
        "sorts at most {MOST_SORTED} lines, and there are {lines}: narrow the filters, draw a `sample`, or sort by `date` or `-date` alone"
    );
    Err(ApiError::Invalid(vec![Fault::new("sort", &order.sort.join(","), detail)]))
}

/// What a reader of the total should know.
fn note(tally: &Tally) -> Option<String> {
    let (held, withheld) = (tally.texts_held, tally.texts_withheld);
    (withheld > 0).then(|| {
        format!(
            "A concordance needs texts: {held} of the {} articles in scope were searched; the texts of {withheld} are withheld, and no line can \
             come from them. With the documents in a folder, onrecord seed --corpus adds their texts.",
            held + withheld
        )
    })
}

impl Row for ConcordanceLine {
    const COLUMNS: &'static [Column] = &[
        Column::text("id", "The line's id."),
        Column::text("left", "The words before the node."),
        Column::text("node", "What was looked for, as written."),
        Column::text("right", "The words after the node."),
        Column::text("article_id", "The id of the article it stands in."),
        Column::text("article_title", "The article's headline."),
        Column::text("source_id", "The id of the article's publisher."),
        Column::text("source_name", "The publisher's name."),
        Column::date("published", "When the article was published."),
        Column::text("section", "The kind of section it stands in."),
        Column::text("quote_id", "The id of the quote that the node is part of."),
        Column::text("speaker_id", "The id of that quote's speaker."),
        Column::text("speaker_name", "That speaker's name."),
        Column::text("verbatim", "Whether the node stands within quotation marks; empty where it is part of no quote."),
        Column::integer("start", "The node's first code point in the article's text, counted from 0."),
        Column::integer("end", "The code point after its last one."),
        Column::integer("start_utf16", "The node's first UTF-16 code unit, counted from 0."),
        Column::integer("end_utf16", "The UTF-16 code unit after its last one."),
        Column::integer("line_start", "The line's first code point."),
        Column::integer("line_end", "The code point after its last one."),
        Column::integer("line_start_utf16", "The line's first UTF-16 code unit."),
        Column::integer("line_end_utf16", "The UTF-16 code unit after its last one."),
    ];

    fn cells(&self) -> Vec<String> {
        let source = self.article.source.as_ref();
        let quote = self.quote.as_ref();
        let speaker = quote.and_then(|quote| quote.speaker.as_ref());
        let mut cells = vec![
            self.id.clone(),
            self.left.clone(),
            self.node.clone(),
            self.right.clone(),
            self.article.id.clone(),
            self.article.title.clone(),
            source.map(|source| source.id.clone()).unwrap_or_default(),
            source.map(|source| source.name.clone()).unwrap_or_default(),
            self.article.published.as_ref().map(ToString::to_string).unwrap_or_default(),
            self.section.as_str().to_owned(),
            quote.map(|quote| quote.id.clone()).unwrap_or_default(),
            speaker.map(|speaker| speaker.id.clone()).unwrap_or_default(),
            speaker.map(|speaker| speaker.name.clone()).unwrap_or_default(),
            quote.map(|quote| quote.verbatim.to_string()).unwrap_or_default(),
        ];
        let offsets = [&self.node_span, &self.span].map(|span| [span.start, span.end, span.start_utf16, span.end_utf16]);
        cells.extend(offsets.as_flattened().iter().map(ToString::to_string));
        cells
    }
}
