//! Lists: the parameters that all of them share, the cursor, and the way from a filter to a page.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderName, HeaderValue, Uri, header, request::Parts},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

use super::{error::ApiError, query, validate::Checked};
use crate::{
    domain::{Article, DatasetRef, Entity},
    store::{List, Listed, PageRequest, Position, Records, Resource, Sample, Snapshot, SortValue, vocabulary::Vocabulary},
};

/// How many records a page has unless asked otherwise.
const DEFAULT_LIMIT: u32 = 25;

/// How many records a list has in all.
pub const X_TOTAL_COUNT: HeaderName = HeaderName::from_static("x-total-count");

/// Which part of a list, and how much of each record.
#[derive(Debug, Default, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct PageParams {
    /// How many records a page has at most.
    #[param(required = false, nullable = false, minimum = 1, maximum = 200, default = 25, example = 25)]
    pub limit: Option<u32>,
    /// Where to go on: `next_cursor` of the page before, with the same filters and the same order.
    #[param(required = false, nullable = false, max_length = 4000, pattern = "^[A-Za-z0-9_-]+$")]
    pub cursor: Option<String>,
    /// How many records to skip, for interfaces with page numbers. To read everything, follow `next`.
    #[param(required = false, nullable = false, minimum = 0, maximum = 10_000, example = 0)]
    pub offset: Option<u32>,
    /// The properties to send of each record; `id` is always sent. All where left out.
    #[param(required = false, max_items = 30, example = json!(["id"]))]
    pub fields: Vec<String>,
}

/// In which order records come, and whether they are drawn at random.
#[derive(Debug, Default, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct OrderParams {
    /// The order: sort keys, `-` before a key to turn it round. The last tie-break is always `id`.
    #[param(required = false, max_items = 4, example = json!(["id"]))]
    pub sort: Vec<String>,
    /// Draw this many records at random; the same `seed` draws the same ones.
    #[param(required = false, nullable = false, minimum = 1, maximum = 10_000, example = 10)]
    pub sample: Option<u32>,
    /// The number that decides which records `sample` draws.
    #[param(required = false, nullable = false, minimum = 0, maximum = 9_007_199_254_740_991_u64)]
    pub seed: Option<u64>,
}

impl OrderParams {
    /// The sample that they ask for.
    #[must_use]
    pub fn drawn(&self) -> Option<Sample> {
        self.sample.map(|size| Sample { size, seed: self.seed.unwrap_or(0) })
    }
}

/// The version of the dataset that the answer must come from.
#[derive(Debug, Default, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Pin {
    /// Answer only from this version of the dataset, and say 409 where the server holds another. Such an answer never changes.
    #[param(required = false, nullable = false, pattern = "^[0-9a-f]{12}$")]
    pub dataset: Option<String>,
}

/// Which related records to embed.
#[derive(Debug, Default, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct IncludeParams {
    /// Related records to send along under `included`, each once.
    #[param(required = false, max_items = 4)]
    pub include: Vec<String>,
}

/// Related records, each once, in the order of their ids.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Included {
    /// The articles that the records of this page stand in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub articles: Option<Vec<Article>>,
    /// The people and organisations that the records of this page refer to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub entities: Option<Vec<Entity>>,
}

/// Declares the page type of a resource, for the description: generic ones would be written out inline in it. The page itself is put
/// together by [`respond`].
macro_rules! page {
    ($(#[$doc:meta])* $name:ident of $record:ty) => {
        $(#[$doc])*
        #[derive(utoipa::ToSchema)]
        #[expect(dead_code, reason = "only describes the answer")]
        pub struct $name {
            /// The records of this page.
            items: Vec<$record>,
            /// How many records the whole list has, exactly.
            #[schema(minimum = 0, example = 61)]
            total: u64,
            /// The address of the next page, or null on the last one.
            #[schema(required)]
            next: Option<String>,
            /// The cursor of the next page, or null on the last one.
            #[schema(required)]
            next_cursor: Option<String>,
            /// The dataset that the list comes from.
            dataset: $crate::domain::DatasetRef,
            /// Related records, where `include` asks for them.
            #[schema(nullable = false, required = false)]
            included: Option<$crate::http::list::Included>,
        }
    };
}
pub(super) use page;

/// A page of any resource.
pub struct Page {
    /// The records.
    pub records: Records,
    /// What stands beside them.
    pub rest: Rest,
}

/// What a page says besides its records.
#[derive(Serialize)]
pub struct Rest {
    /// How many records the whole list has.
    pub total: u64,
    next: Option<String>,
    next_cursor: Option<String>,
    dataset: DatasetRef,
    /// Related records.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub included: Option<Included>,
}

/// What a list handler knows of its request.
pub struct Listing {
    /// The snapshot that this request is answered from.
    pub snapshot: Arc<Snapshot>,
    path: String,
    pairs: Vec<(String, String)>,
}

impl<S: Send + Sync> FromRequestParts<S> for Listing {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let snapshot = parts.extensions.get::<Arc<Snapshot>>().cloned().ok_or(ApiError::Internal)?;
        let pairs = parts.extensions.get::<Checked>().map(|checked| checked.pairs.clone()).unwrap_or_default();
        Ok(Self { snapshot, path: Uri::path(&parts.uri).to_owned(), pairs })
    }
}

/// What a cursor holds.
#[derive(Serialize, Deserialize)]
struct Cursor {
    /// The dataset's version.
    v: String,
    /// A hash of path, filters and order.
    f: String,
    /// Sort values of the last record, its id last.
    k: Vec<SortValue>,
}

impl Listing {
    /// Names and values of the query string, as sent.
    #[must_use]
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// Reads the page that is asked for.
    ///
    /// # Errors
    /// 400 for a cursor of another list, 409 for one of another version.
    pub async fn page<R: List>(&self, filter: &R::Filter, page: &PageParams, order: &OrderParams) -> Result<Page, ApiError> {
        let position = match (&page.cursor, page.offset) {
            (Some(cursor), _) => Position::After(self.read_cursor(cursor)?),
            (None, offset) => Position::Offset(offset.unwrap_or(0)),
        };
        let request = PageRequest { limit: page.limit.unwrap_or(DEFAULT_LIMIT), sort: order.sort.clone(), position, sample: order.drawn() };
        let listed = R::page(&self.snapshot, filter, &request).await?;
        let Listed { records, total, next } = listed.ok_or(ApiError::InvalidCursor("The cursor does not fit the order of this list."))?;
        let next_cursor = next.map(|values| self.write_cursor(values));
        let next = next_cursor.as_ref().map(|cursor| self.address_with(cursor));
        let dataset = DatasetRef { version: self.snapshot.dataset().version.clone() };
        Ok(Page { records, rest: Rest { total, next, next_cursor, dataset, included: None } })
    }

    /// Answers with one record, as it is stored.
    ///
    /// # Errors
    /// 404 where there is no such record.
    pub async fn record<R: Resource>(&self, vocabulary: Vocabulary, id: String) -> Result<Response, ApiError> {
        let Some(record) = self.snapshot.record::<R>(&id).await? else {
            return Err(super::not_found(&self.snapshot, vocabulary, id).await);
        };
        Ok(stored(record))
    }

    pub(super) fn read_cursor(&self, cursor: &str) -> Result<Vec<SortValue>, ApiError> {
        let bytes = URL_SAFE_NO_PAD.decode(cursor).ok();
        let cursor: Option<Cursor> = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let cursor = cursor.ok_or(ApiError::InvalidCursor("The cursor is not one that this API gave out."))?;
        let current = &self.snapshot.dataset().version;
        if cursor.v != *current {
            return Err(ApiError::VersionMismatch(cursor.v.chars().take(12).collect(), current.clone()));
        }
        if cursor.f != self.fingerprint() {
            return Err(ApiError::InvalidCursor(
                "The cursor belongs to a list with other filters or another order: begin again without it.",
            ));
        }
        Ok(cursor.k)
    }

    pub(super) fn write_cursor(&self, values: Vec<SortValue>) -> String {
        let cursor = Cursor { v: self.snapshot.dataset().version.clone(), f: self.fingerprint(), k: values };
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(&cursor).unwrap_or_default())
    }

    /// A hash of everything that decides which records are listed in which order: not of how much of them is sent.
    fn fingerprint(&self) -> String {
        let without = ["cursor", "offset", "limit", "fields", "include", "context", "dataset"];
        let pairs = self.pairs.iter().filter(|(name, _)| !without.contains(&name.as_str())).cloned().collect();
        let mut digest = hex::encode(Sha256::digest(format!("{}?{}", self.path, query::write(pairs))));
        digest.truncate(16);
        digest
    }

    /// The path of this request.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Another path with the parameters of this request but for one, which may have another value there.
    #[must_use]
    pub fn elsewhere(&self, path: &str, name: &str, value: Option<String>) -> String {
        let mut pairs: Vec<_> = self.pairs.iter().filter(|(other, _)| other != name).cloned().collect();
        pairs.extend(value.map(|value| (name.to_owned(), value)));
        if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", query::write(pairs)) }
    }

    /// This address, going on at a cursor.
    pub(super) fn address_with(&self, cursor: &str) -> String {
        let mut pairs: Vec<_> = self.pairs.iter().filter(|(name, _)| name != "cursor" && name != "offset").cloned().collect();
        pairs.push(("cursor".to_owned(), cursor.to_owned()));
        format!("{}?{}", self.path, query::write(pairs))
    }
}

/// Sends a page as JSON, with its total and its link to the next page in the headers too (RFC 8288).
///
/// # Errors
/// Where it cannot be written as JSON, which is a fault of the program.
pub fn respond(page: &Page, fields: &[String]) -> Result<Response, ApiError> {
    send(page, fields, &page.rest)
}

/// Sends a page that says more than others do beside its records, likewise.
///
/// # Errors
/// Where it cannot be written as JSON, which is a fault of the program.
pub fn send(page: &Page, fields: &[String], rest: &impl Serialize) -> Result<Response, ApiError> {
    let mut headers = HeaderMap::new();
    headers.insert(X_TOTAL_COUNT, HeaderValue::from(page.rest.total));
    let link = page.rest.next.as_ref().map(|next| format!("<{next}>; rel=\"next\""));
    if let Some(link) = link.and_then(|link| HeaderValue::from_str(&link).ok()) {
        headers.insert(header::LINK, link);
    }
    let body = written(&page.records, fields, rest).map_err(|error| {
        tracing::error!(%error, "a page cannot be written as JSON");
        ApiError::Internal
    })?;
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok((headers, body).into_response())
}

/// The stored records as they are, within the page's own JSON.
fn written(records: &Records, fields: &[String], rest: &impl Serialize) -> Result<Vec<u8>, serde_json::Error> {
    let mut body = b"{\"items\":[".to_vec();
    for (n, record) in records.iter().enumerate() {
        if n > 0 {
            body.push(b',');
        }
        if fields.is_empty() {
            body.extend_from_slice(record);
        } else {
            let mut record: Map<String, Value> = serde_json::from_slice(record)?;
            record.retain(|name, _| name == "id" || fields.contains(name));
            serde_json::to_writer(&mut body, &record)?;
        }
    }
    body.extend_from_slice(b"],");
    let rest = serde_json::to_vec(rest)?;
    body.extend_from_slice(&rest[1..]);
    Ok(body)
}

/// Sends a record as it is stored.
pub fn stored(record: String) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], record).into_response()
}
