//! W3C Web Annotations: pages of one article's or of all articles', their collections, and all of them one a line.

use std::sync::Arc;

use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use futures_util::{StreamExt, future, stream};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    AppState, Id,
    articles::{self, ArticleId},
    error::{ApiError, Fault},
    json_ld::{self, BASE},
    list::{Listing, Pin, X_TOTAL_COUNT},
    validate::Query,
};
use crate::{
    exchange::{
        marks::marks,
        w3c::{Annotated, AnnotatedDataset, Annotation, AnnotationCollection, AnnotationCollectionRef, AnnotationPage},
    },
    store::{
        ReadError, Snapshot,
        annotations::{AnnotationFilter, AnnotationIndex, AnnotationQuery},
        scope::ArticleScope,
    },
};

/// The path of all annotations, one a line.
pub const DOWNLOAD: &str = "/v1/annotations.ndjson";

/// How many annotations a page has unless asked otherwise, and how many are written at once.
const PAGE: u64 = 1000;

/// What the path of a page has at its end where it is that of the collection.
const COLLECTION: &str = "/collection";

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(get_article_annotations))
        .routes(routes!(get_article_annotation_collection))
        .routes(routes!(list_annotations))
        .routes(routes!(get_annotation_collection))
        .routes(routes!(download_annotations_ndjson))
}

/// How large the pages of a collection are.
#[derive(Debug, Default, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct PageSize {
    /// How many annotations a page has at most.
    #[param(required = false, nullable = false, minimum = 1, maximum = 1000, default = 1000, example = 100)]
    limit: Option<u64>,
}

/// Which page of a collection.
#[derive(Debug, Default, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct PageNumber {
    /// Which page, counted from 1. To read everything, follow `next`.
    #[param(required = false, nullable = false, minimum = 1, maximum = 1_000_000_000, default = 1, example = 1)]
    page: Option<u64>,
}

/// Get everything marked in an article
///
/// Sections, mentions, quotes and the evidence for them as a W3C Web Annotation page (<https://www.w3.org/TR/annotation-model/>): each target is
/// given by `TextPositionSelector`, and by `TextQuoteSelector` where its words are at hand. What is more than a page is found by `next`.
#[utoipa::path(get, path = "/v1/articles/{id}/annotations", tag = "articles", params(ArticleId, AnnotationFilter, PageSize, PageNumber, Pin),
    responses((status = 200, description = "The annotations.", body = AnnotationPage, content_type = "application/ld+json")))]
async fn get_article_annotations(
    listing: Listing,
    Id(id): Id,
    Query(filter): Query<AnnotationFilter>,
    Query(size): Query<PageSize>,
    Query(number): Query<PageNumber>,
) -> Result<Response, ApiError> {
    let whole = Whole::of_article(&listing, id, &filter, &size).await?;
    Ok(json_ld::annotations(&whole.page(&listing, number.page.unwrap_or(1)).await?))
}

/// Get the collection of an article's annotations
///
/// How many they are, and where their pages begin and end, as a W3C `AnnotationCollection`.
#[utoipa::path(get, path = "/v1/articles/{id}/annotations/collection", tag = "articles", params(ArticleId, AnnotationFilter, PageSize, Pin),
    responses((status = 200, description = "The collection.", body = AnnotationCollection, content_type = "application/ld+json")))]
async fn get_article_annotation_collection(
    listing: Listing,
    Id(id): Id,
    Query(filter): Query<AnnotationFilter>,
    Query(size): Query<PageSize>,
) -> Result<Response, ApiError> {
    let whole = Whole::of_article(&listing, id, &filter, &size).await?;
    Ok(json_ld::annotations(&whole.collection(&listing)))
}

/// List annotations
///
/// Everything marked in all articles, in readers' comments and site furniture too, as pages of a W3C `AnnotationCollection`: article by
/// article in the order of their ids.
#[utoipa::path(get, path = "/v1/annotations", tag = "annotations", params(AnnotationFilter, ArticleScope, PageSize, PageNumber, Pin),
    responses((status = 200, description = "A page of annotations.", body = AnnotationPage, content_type = "application/ld+json")))]
async fn list_annotations(
    listing: Listing,
    Query(query): Query<AnnotationQuery>,
    Query(size): Query<PageSize>,
    Query(number): Query<PageNumber>,
) -> Result<Response, ApiError> {
    let whole = Whole::of_all(&listing, &query, &size).await?;
    Ok(json_ld::annotations(&whole.page(&listing, number.page.unwrap_or(1)).await?))
}

/// Get the collection of all annotations
///
/// How many match, and where their pages begin and end, as a W3C `AnnotationCollection`.
#[utoipa::path(get, path = "/v1/annotations/collection", tag = "annotations", params(AnnotationFilter, ArticleScope, PageSize, Pin),
    responses((status = 200, description = "The collection.", body = AnnotationCollection, content_type = "application/ld+json")))]
async fn get_annotation_collection(
    listing: Listing,
    Query(query): Query<AnnotationQuery>,
    Query(size): Query<PageSize>,
) -> Result<Response, ApiError> {
    let whole = Whole::of_all(&listing, &query, &size).await?;
    Ok(json_ld::annotations(&whole.collection(&listing)))
}

/// Download annotations as JSON lines
///
/// All annotations that match, one a line, each a JSON-LD document of its own; `X-Total-Count` says how many.
#[utoipa::path(get, path = "/v1/annotations.ndjson", tag = "annotations", params(AnnotationFilter, ArticleScope, Pin),
    responses((status = 200, description = "All annotations that match.", body = String, content_type = "application/x-ndjson")))]
async fn download_annotations_ndjson(listing: Listing, Query(query): Query<AnnotationQuery>) -> Result<Response, ApiError> {
    let snapshot = listing.snapshot;
    let index = snapshot.annotations(&query).await?;
    let (total, version) = (index.total(), snapshot.dataset().version.clone());
    // The first batch is read before the answer begins, so that a store that fails is a problem and not half a file.
    let first = lines(&snapshot, &index, 0).await.map_err(|error| {
        tracing::error!(%error, "a download did not begin");
        ApiError::Internal
    })?;
    // An error afterwards breaks the connection off, so that a part is not taken for the whole.
    let rest = stream::try_unfold((snapshot, index, PAGE), async |(snapshot, index, start)| {
        if start >= index.total() {
            return Ok(None);
        }
        Ok(Some((lines(&snapshot, &index, start).await?, (snapshot, index, start + PAGE))))
    });
    let batches = stream::once(future::ready(Ok::<_, std::io::Error>(first))).chain(rest);
    let mut response = Body::from_stream(batches).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-ndjson"));
    headers.insert(X_TOTAL_COUNT, HeaderValue::from(total));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"onrecord-annotations-{version}.ndjson\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

/// A page's worth of annotations from a position on, one a line.
async fn lines(snapshot: &Snapshot, index: &AnnotationIndex, start: u64) -> std::io::Result<Bytes> {
    let mut lines = Vec::new();
    for annotation in annotations(snapshot, index, start, PAGE).await.map_err(std::io::Error::other)? {
        serde_json::to_writer(&mut lines, &annotation.alone())?;
        lines.push(b'\n');
    }
    Ok(lines.into())
}

/// A collection of annotations, whose pages are of one size.
struct Whole {
    index: Arc<AnnotationIndex>,
    label: String,
    /// The path of its pages.
    path: String,
    size: u64,
}

impl Whole {
    async fn of_article(listing: &Listing, id: String, filter: &AnnotationFilter, size: &PageSize) -> Result<Self, ApiError> {
        let article = articles::find(&listing.snapshot, id).await?;
        let index = Arc::new(listing.snapshot.annotations_of(&article.id, filter).await?);
        Ok(Self::new(listing, index, AnnotationCollectionRef::label_of(&article), size))
    }

    async fn of_all(listing: &Listing, query: &AnnotationQuery, size: &PageSize) -> Result<Self, ApiError> {
        let index = listing.snapshot.annotations(query).await?;
        Ok(Self::new(listing, index, format!("Annotations of the {}", listing.snapshot.dataset().title), size))
    }

    fn new(listing: &Listing, index: Arc<AnnotationIndex>, label: String, size: &PageSize) -> Self {
        let path = listing.path().strip_suffix(COLLECTION).unwrap_or(listing.path()).to_owned();
        Self { index, label, path, size: size.limit.unwrap_or(PAGE) }
    }

    /// The number of the last page. One without annotations has a page too: an empty one.
    fn last(&self) -> u64 {
        self.index.total().div_ceil(self.size).max(1)
    }

    /// The address of a page; the first has no number.
    fn address(&self, listing: &Listing, page: u64) -> String {
        listing.elsewhere(&self.path, "page", (page > 1).then(|| page.to_string()))
    }

    fn reference(&self, listing: &Listing) -> AnnotationCollectionRef {
        let path = listing.elsewhere(&format!("{}{COLLECTION}", self.path), "page", None);
        AnnotationCollectionRef::new(BASE, &path, self.label.clone(), self.index.total())
    }

    fn collection(&self, listing: &Listing) -> AnnotationCollection {
        let [first, last] = [1, self.last()].map(|page| self.address(listing, page));
        self.reference(listing).whole(BASE, &first, &last, listing.snapshot.dataset())
    }

    /// One page, counted from 1.
    async fn page(&self, listing: &Listing, number: u64) -> Result<AnnotationPage, ApiError> {
        let last = self.last();
        if number > last {
            let fault = Fault::new("page", &number.to_string(), format!("is beyond the last page, {last}"));
            return Err(ApiError::Invalid(vec![fault]));
        }
        let address = |page| BASE.iri(&self.address(listing, page));
        let start = (number - 1) * self.size;
        Ok(AnnotationPage {
            start_index: start,
            prev: (number > 1).then(|| address(number - 1)),
            next: (number < last).then(|| address(number + 1)),
            dataset: Some(AnnotatedDataset::new(BASE, &listing.snapshot.dataset().version)),
            items: annotations(&listing.snapshot, &self.index, start, self.size).await?,
            ..AnnotationPage::new(address(number), self.reference(listing))
        })
    }
}

/// So many annotations from a position on. One article's text is in memory at a time.
async fn annotations(snapshot: &Snapshot, index: &AnnotationIndex, start: u64, count: u64) -> Result<Vec<Annotation>, ReadError> {
    let mut items = Vec::new();
    for place in index.places(&(start..start.saturating_add(count))) {
        let part = snapshot.annotated(index, place).await?;
        let annotated = Annotated::new(BASE, &part.article, part.text.as_deref());
        // What the article says that people are is no annotation of a stretch of its text.
        let marks = marks(&part.article, &[], &part.mentions, &part.quotes);
        let wanted = marks.iter().filter(|mark| index.filter().wants(mark.kind.motivation()));
        items.extend(wanted.skip(part.skip).take(part.take).map(|mark| annotated.annotation(mark)));
    }
    Ok(items)
}
