//! Validators and lifetimes (RFC 9110, RFC 9111). What an answer will be depends on nothing but the dataset, the build, the address, and where
//! the server is reached from outside: so its `ETag` is known before the answer is, and a 304 needs no database.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Extension, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::Response,
};
use sha2::{Digest, Sha256};

use super::{AppState, query};
use crate::store::Snapshot;

/// The header that names the dataset's version on every answer.
pub const DATASET_VERSION: HeaderName = HeaderName::from_static("dataset-version");

/// What every answer depends on besides its address.
const VARY: &str = "Accept, Accept-Encoding";

/// Hash of the sources this program was built from: another build may answer otherwise.
pub const BUILD: &str = env!("ONRECORD_BUILD");

/// The content codings that answers may have.
const CODINGS: [&str; 3] = ["-gzip", "-br", "-zstd"];

/// What the client holds already, which would be the answer: its route gives a 304 without any work.
#[derive(Clone)]
pub struct Unchanged(pub HeaderValue);

/// Finds out whether the client holds the answer already; gives every answer its validator and lifetime.
pub async fn cache(
    State(state): State<AppState>,
    Extension(snapshot): Extension<Arc<Snapshot>>,
    mut request: Request,
    next: Next,
) -> Response {
    let version = snapshot.dataset().version.as_str();
    let cacheable = *request.method() == Method::GET && !super::health::PATHS.contains(&request.uri().path());
    let tag = tag(&state, &snapshot, request.uri());
    let asked: HeaderMap =
        request.headers().get_all(header::IF_NONE_MATCH).iter().map(|held| (header::IF_NONE_MATCH, held.clone())).collect();
    let pinned = is_pinned(request.uri(), version);
    let known = if asked.get(header::IF_NONE_MATCH).is_some_and(|held| held != "*") { matching(&tag, &asked) } else { None };
    if let Some(held) = known.filter(|_| cacheable) {
        request.extensions_mut().insert(Unchanged(held));
    }
    let mut response = next.run(request).await;
    // A file has a validator of its own, which is its hash.
    if cacheable && response.status().is_success() && !response.headers().contains_key(header::ETAG) {
        let coding = response.headers().get(header::CONTENT_ENCODING).and_then(|coding| coding.to_str().ok());
        let tag = coding.map_or_else(|| tag.clone(), |coding| format!("{}-{coding}\"", tag.trim_end_matches('"')));
        insert(response.headers_mut(), header::ETAG, &tag);
        // Only now is it known that there is something that `*` may stand for.
        if let Some(held) = matching(&tag, &asked) {
            response = not_modified(held);
        }
    }
    let headers = response.headers_mut();
    if cacheable && !headers.contains_key(header::CACHE_CONTROL) {
        let lifetime = if pinned { "public, max-age=31536000, immutable" } else { "public, max-age=300" };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(lifetime));
    }
    headers.insert(header::VARY, HeaderValue::from_static(VARY));
    insert(headers, DATASET_VERSION, version);
    response
}

/// The validator among those that the client holds which says the same as `tag`, in whatever coding (RFC 9110, section 13.1.2).
pub fn matching(tag: &str, asked: &HeaderMap) -> Option<HeaderValue> {
    asked.get(header::IF_NONE_MATCH)?;
    let plain = |tag: &str| {
        let tag = tag.trim_matches('"');
        CODINGS.iter().find_map(|coding| tag.strip_suffix(coding)).unwrap_or(tag).to_owned()
    };
    let tag = plain(tag);
    let lists = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|list| list.to_str().ok());
    let mut held = lists.flat_map(|list| list.split(',')).map(|held| held.trim().trim_start_matches("W/"));
    let found = held.find(|held| *held == "*" || plain(held) == tag)?;
    HeaderValue::from_str(&if found == "*" { format!("\"{tag}\"") } else { found.to_owned() }).ok()
}

/// The `ETag` of an answer that is not packed. Citations and the like name the server: those that are reached at different addresses do not
/// share their answers.
fn tag(state: &AppState, snapshot: &Snapshot, uri: &Uri) -> String {
    let public = state.public_url().map(|public| format!("\0{public}")).unwrap_or_default();
    let mut digest = Sha256::new();
    for part in [&snapshot.dataset().version, "\0", BUILD, "\0", &query::canonical(uri), &beside(state, snapshot, uri.path()), &public] {
        digest.update(part);
    }
    format!("\"{}\"", hex::encode(&digest.finalize()[..12]))
}

/// Whether an address names the version that it is answered from: then the answer is the same for ever.
fn is_pinned(uri: &Uri, version: &str) -> bool {
    let names_one = uri.query().is_some_and(|query| query.contains("dataset="));
    names_one && query::pairs(uri.query()).is_ok_and(|pairs| pairs.iter().any(|(name, value)| name == "dataset" && value == version))
}

/// What an answer depends on besides version, build and address: which versions are kept, and how the snapshot itself is written.
fn beside(state: &AppState, snapshot: &Snapshot, path: &str) -> String {
    match path {
        "/v1/dataset/files" => format!("\0{}", snapshot.sha256()),
        "/v1/dataset/versions" => {
            let former = state.former();
            let kept = former.kept().iter().map(|kept| format!("\0{}", kept.sha256));
            [format!("\0{}", snapshot.sha256())].into_iter().chain(kept).collect()
        }
        _ => String::new(),
    }
}

/// 304, with the validator of what the client holds.
pub fn not_modified(tag: HeaderValue) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    response.headers_mut().insert(header::ETAG, tag);
    response
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
