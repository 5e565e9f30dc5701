//! Validators and lifetimes (RFC 9110, RFC 9111). What an answer will be depends on nothing but the dataset, the build, the address, and where
//! the server is reached from outside: so its `ETag` is known before the answer is, and a 304 needs no database.

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};
use sha2::{Digest, Sha256};

use super::{AppState, PublicUrl, query};

/// The header that names the dataset's version on every answer.
pub const DATASET_VERSION: HeaderName = HeaderName::from_static("dataset-version");

/// What every answer depends on besides its address.
const VARY: &str = "Accept, Accept-Encoding";

/// Hash of the sources this program was built from: another build may answer otherwise.
pub const BUILD: &str = env!("ONRECORD_BUILD");

/// The content codings that answers may have.
const CODINGS: [&str; 4] = ["", "-gzip", "-br", "-zstd"];

/// Answers 304 where the client holds the answer already; gives every other answer its validator and lifetime.
///
/// The snapshot is chosen here, once: the whole request is answered from it, whatever is put in its place meanwhile.
pub async fn cache(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let snapshot = state.snapshot();
    let version = snapshot.dataset().version.clone();
    request.extensions_mut().insert(snapshot);
    let cacheable = matches!(*request.method(), Method::GET | Method::HEAD) && !super::health::PATHS.contains(&request.uri().path());
    let tag = tag(&version, state.public_url(), &request);
    let held = request.headers().get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let held: Vec<String> = held.flat_map(|list| list.split(',')).map(|tag| tag.trim().trim_start_matches("W/").to_owned()).collect();
    let pinned =
        query::pairs(request.uri().query()).is_ok_and(|pairs| pairs.iter().any(|(name, value)| name == "dataset" && *value == version));
    let matching = CODINGS.iter().map(|coding| format!("\"{tag}{coding}\"")).find(|tag| held.contains(tag));
    let mut response = match matching {
        Some(matching) if cacheable => not_modified(&matching),
        _ => {
            let mut response = next.run(request).await;
            if cacheable && response.status().is_success() {
                let coding = response.headers().get(header::CONTENT_ENCODING).and_then(|coding| coding.to_str().ok());
                let tag = coding.map_or_else(|| format!("\"{tag}\""), |coding| format!("\"{tag}-{coding}\""));
                insert(response.headers_mut(), header::ETAG, &tag);
            }
            if held.iter().any(|tag| tag == "*") && cacheable && response.status().is_success() {
                as_not_modified(&response)
            } else {
                response
            }
        }
    };
    let headers = response.headers_mut();
    if cacheable && !headers.contains_key(header::CACHE_CONTROL) {
        let lifetime = if pinned { "public, max-age=31536000, immutable" } else { "public, max-age=300" };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(lifetime));
    }
    headers.insert(header::VARY, HeaderValue::from_static(VARY));
    insert(headers, DATASET_VERSION, &version);
    response
}

/// The part of the `ETag` that does not depend on the content coding.
fn tag(version: &str, public_url: Option<&PublicUrl>, request: &Request) -> String {
    let address = query::canonical(request.uri());
    // Citations name it: servers that are reached at different addresses do not share their answers.
    let address = public_url.map_or_else(|| address.clone(), |public| public.join(&address));
    let mut digest = hex::encode(Sha256::digest(format!("{version}\0{BUILD}\0{address}")));
    digest.truncate(24);
    digest
}

fn not_modified(tag: &str) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    insert(response.headers_mut(), header::ETAG, tag);
    response
}

fn as_not_modified(response: &Response) -> Response {
    let tag = response.headers().get(header::ETAG).and_then(|tag| tag.to_str().ok()).unwrap_or_default().to_owned();
    not_modified(&tag)
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
