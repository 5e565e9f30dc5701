//! `/v1/dataset/files`: the snapshot and its tables as files, with sizes and hashes, whole or in parts.

use axum::{
    Json,
    body::Body,
    extract::Request,
    http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Serialize;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    AppState, Id,
    error::ApiError,
    list::{Listing, Pin},
    range::Wanted,
};
use crate::{
    domain::DatasetRef,
    store::{
        files::{Content, DatasetFile as Stored},
        vocabulary::nearest,
    },
    tables::Form,
};

/// The path of one file.
pub const PATH: &str = "/v1/dataset/files/{name}";

/// The hash of the whole file (RFC 9530, section 3).
pub const REPR_DIGEST: HeaderName = HeaderName::from_static("repr-digest");

/// The hash of what the answer holds (RFC 9530, section 2).
const CONTENT_DIGEST: HeaderName = HeaderName::from_static("content-digest");

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_dataset_files)).routes(routes!(get_dataset_file))
}

/// The files of the dataset.
#[derive(Debug, Serialize, ToSchema)]
pub struct DatasetFiles {
    /// All of them: they are few, and come on one page.
    pub items: Vec<DatasetFile>,
    /// How many there are.
    #[schema(minimum = 1, example = 14)]
    pub total: u64,
    /// The dataset that they hold.
    pub dataset: DatasetRef,
}

/// A file of the dataset. One whose name holds the version never changes.
#[derive(Debug, Serialize, ToSchema)]
pub struct DatasetFile {
    /// Its name.
    #[schema(example = "SHA256SUMS")]
    pub name: String,
    /// What it holds.
    pub description: String,
    /// Its media type (RFC 6838), with parameters.
    #[schema(example = "application/vnd.sqlite3")]
    pub media_type: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// The SHA-256 of its bytes, in hex.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub sha256: String,
    /// How many records it holds, where it holds those of one resource.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub records: Option<u64>,
    /// Where to download it.
    #[schema(example = "/v1/dataset/files/SHA256SUMS")]
    pub path: String,
}

impl From<&Stored> for DatasetFile {
    fn from(file: &Stored) -> Self {
        Self {
            name: file.name.clone(),
            description: described(&file.content),
            media_type: file.content.media_type().to_owned(),
            bytes: file.bytes,
            sha256: file.sha256.clone(),
            records: file.records,
            path: format!("/v1/dataset/files/{}", file.name),
        }
    }
}

fn described(content: &Content) -> String {
    match content {
        Content::Snapshot => "Everything, as an SQLite database: a server that is started with it gives the same answers.".to_owned(),
        Content::Table(table, Form::Csv) => format!("All {}, one a row: the answer of /v1/{}.csv.", table.name(), table.name()),
        Content::Table(table, Form::Ndjson) => {
            format!("All {}, one JSON object a line: the answer of /v1/{}.ndjson.", table.name(), table.name())
        }
        Content::Sums(_) => "The SHA-256 of the other files, for `sha256sum --check`.".to_owned(),
    }
}

/// List the files of the dataset
///
/// The snapshot itself, and all records of each resource as CSV and as JSON lines, with sizes and SHA-256. Where the snapshot was published without
/// measuring these, or by another version of the program, the snapshot alone.
#[utoipa::path(get, path = "/v1/dataset/files", tag = "dataset", params(Pin),
    responses((status = 200, description = "The files.", body = DatasetFiles)))]
async fn list_dataset_files(listing: Listing) -> Json<DatasetFiles> {
    let items: Vec<DatasetFile> = listing.snapshot.files().iter().map(DatasetFile::from).collect();
    let dataset = DatasetRef { version: listing.snapshot.dataset().version.clone() };
    Json(DatasetFiles { total: items.len() as u64, items, dataset })
}

/// Which file, and which part of it.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "only describes the path parameter, which `Id` reads")]
struct FileName {
    /// The file's name, as in the list of files.
    #[param(example = "SHA256SUMS")]
    name: String,
}

/// Which part of a file.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only describes the headers, which `Wanted` reads")]
struct RangeHeaders {
    /// The bytes that are wanted: one range (RFC 9110, section 14). Several at once are answered with the whole file.
    #[param(rename = "Range", required = false, nullable = false, example = "bytes=0-99")]
    range: Option<String>,
    /// The `ETag` of the file that the range is of: where it is another file by now, all of it is sent.
    #[param(rename = "If-Range", required = false, nullable = false)]
    if_range: Option<String>,
}

/// Download a file of the dataset
///
/// Whole, or in parts by `Range`, so that a download that broke off goes on (`curl -C -`). It is never compressed on the way. The media type of what
/// is in it is in the list of files.
#[utoipa::path(get, path = "/v1/dataset/files/{name}", tag = "dataset", params(FileName, RangeHeaders, Pin),
    responses((status = 200, description = "The file.", body = String, content_type = "application/octet-stream"),
        (status = 206, description = "The part that was asked for.", body = String, content_type = "application/octet-stream")))]
async fn get_dataset_file(listing: Listing, Id(name): Id, request: Request) -> Result<Response, ApiError> {
    let snapshot = &listing.snapshot;
    let Some(file) = snapshot.files().iter().find(|file| file.name == name) else {
        let did_you_mean = nearest(&name, snapshot.files().iter().map(|file| file.name.as_str()));
        return Err(ApiError::NotFound { noun: "file", id: name, did_you_mean });
    };
    let tag = format!("\"{}\"", file.sha256);
    if is_held(request.headers(), &tag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    // A range means something in a GET alone (RFC 9110, section 14.2).
    let is_get = *request.method() == Method::GET;
    let wanted = if is_get { Wanted::of(request.headers(), &tag, file.bytes) } else { Wanted::Whole };
    let (status, from, to) = match wanted {
        Wanted::Whole => (StatusCode::OK, 0, file.bytes),
        Wanted::Part(from, to) => (StatusCode::PARTIAL_CONTENT, from, to),
        Wanted::Beyond => return Err(ApiError::RangeNotSatisfiable(file.bytes)),
    };
    let body = if is_get { Body::from_stream(Arc::clone(snapshot).read_file(file, from, to).await?) } else { Body::empty() };
    let mut headers = HeaderMap::new();
    let mut insert = |name: HeaderName, value: String| headers.extend(HeaderValue::from_str(&value).ok().map(|value| (name, value)));
    let digest = hex::decode(&file.sha256).map(|hash| format!("sha-256=:{}:", STANDARD.encode(hash))).unwrap_or_default();
    insert(header::CONTENT_TYPE, "application/octet-stream".to_owned());
    insert(header::CONTENT_LENGTH, (to - from).to_string());
    insert(header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", file.name));
    insert(header::ACCEPT_RANGES, "bytes".to_owned());
    insert(header::ETAG, tag);
    if status == StatusCode::PARTIAL_CONTENT {
        insert(header::CONTENT_RANGE, format!("bytes {from}-{}/{}", to - 1, file.bytes));
    } else if is_get {
        // The hash of what is sent: of a part it is not known, and what answers HEAD sends nothing.
        insert(CONTENT_DIGEST, digest.clone());
    }
    insert(REPR_DIGEST, digest);
    Ok((status, headers, body).into_response())
}

/// Whether the client holds the file (RFC 9110, section 13.1.2).
fn is_held(headers: &HeaderMap, tag: &str) -> bool {
    let held = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    held.flat_map(|list| list.split(',')).any(|held| held.trim().trim_start_matches("W/") == tag)
}

/// Whether an answer may be compressed: a file may not, because a range is one of the bytes that its hash is of.
pub fn may_be_compressed(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    !headers.contains_key(header::ACCEPT_RANGES)
}
