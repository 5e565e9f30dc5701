//! Answers that are kept ready: the bytes of an answer and its headers, as they were sent before. The data cannot change under a version,
//! so they are never stale; a new snapshot comes with room of its own.
//!
//! What an answer will be depends on its canonical address and on what the client accepts: these are the key. Requests for the same
//! answer that come while it is made wait for it, rather than have it made again.

use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http_body_util::BodyExt;
use quick_cache::{Weighter, sync::Cache};

use super::{
    AppState,
    cache::matching,
    error::ApiError,
    limits,
    list::X_TOTAL_COUNT,
    metrics, query,
    timing::{KEPT, MADE, SERVER_TIMING},
};

/// The largest answer that is kept, in bytes before it is packed.
const LARGEST: u64 = 4 * 1024 * 1024;

/// How much of the room a single answer may take.
const LARGEST_SHARE: u64 = 16;

/// How long a request waits for the answer that another one makes.
const PATIENCE: Duration = Duration::from_secs(5);

/// What an entry takes besides its body, in bytes: headers, key, and the cache's own.
const BESIDES: u64 = 1_500;

/// How large an answer is in the mean, in bytes: how many entries room is laid out for.
const USUAL: u64 = 8 * 1024;

/// The headers that describe a body, which a 304 does not have.
const OF_THE_BODY: [HeaderName; 6] =
    [header::CONTENT_TYPE, header::CONTENT_LENGTH, header::CONTENT_ENCODING, header::CONTENT_DISPOSITION, header::LINK, X_TOTAL_COUNT];

/// Room for answers to requests for one snapshot.
pub struct Answers {
    kept: Option<Cache<Vec<u8>, Arc<Answer>, Weight>>,
    largest: u64,
}

/// An answer with status 200.
struct Answer {
    headers: HeaderMap,
    body: Bytes,
}

#[derive(Clone)]
struct Weight;

impl Weighter<Vec<u8>, Arc<Answer>> for Weight {
    fn weight(&self, key: &Vec<u8>, answer: &Arc<Answer>) -> u64 {
        key.len() as u64 + answer.body.len() as u64 + BESIDES
    }
}

impl Answers {
    /// Room for so many bytes; none where it is 0.
    pub fn within(bytes: u64) -> Self {
        let entries = usize::try_from(bytes / USUAL).unwrap_or(usize::MAX).max(16);
        Self { kept: (bytes > 0).then(|| Cache::with_weighter(entries, bytes, Weight)), largest: bytes / LARGEST_SHARE }
    }

    /// How many bytes there are.
    pub fn bytes(&self) -> u64 {
        self.kept.as_ref().map_or(0, Cache::weight)
    }
}

/// Marks an answer whose body is in memory as a whole, rather than sent as it is made.
#[derive(Clone, Copy)]
struct Whole;

/// Marks the answer of a handler where its body is whole.
pub fn marked(mut response: Response) -> Response {
    if response.body().size_hint().exact().is_some_and(|bytes| bytes <= LARGEST) {
        response.extensions_mut().insert(Whole);
    }
    response
}

/// Sends an answer that is there, or keeps the one that is made.
pub async fn ready(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let serving = state.serving();
    request.extensions_mut().insert(serving.snapshot.clone());
    let Some(kept) = &serving.answers.kept else { return next.run(request).await };
    if !matches!(*request.method(), Method::GET | Method::HEAD) || is_beside(request.uri().path()) || limits::has_body(&request) {
        return next.run(request).await;
    }
    let key = key(&request);
    if *request.method() == Method::HEAD || request.headers().contains_key(header::IF_NONE_MATCH) {
        return match kept.get(&key) {
            Some(answer) => answer.to(&request),
            None => next.run(request).await,
        };
    }
    let place = match tokio::time::timeout(PATIENCE, kept.get_value_or_guard_async(&key)).await {
        Ok(Ok(answer)) => return answer.to(&request),
        Ok(Err(place)) => place,
        // Those before it may all have failed: it does not wait for each in turn.
        Err(_) => return next.run(request).await,
    };
    metrics::looked_up(false);
    let response = next.run(request).await;
    let kept_for_long = response.headers().get(header::CACHE_CONTROL).is_some_and(|control| control.as_bytes().starts_with(b"public"));
    if response.status() != StatusCode::OK || response.extensions().get::<Whole>().is_none() || !kept_for_long {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // All of it is in memory already, or is being packed from there.
    let Ok(body) = body.collect().await.map(http_body_util::Collected::to_bytes) else { return ApiError::Internal.into_response() };
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    if body.len() as u64 <= serving.answers.largest {
        // Where there is no room after all, the answer is sent all the same.
        let _ = place.insert(Arc::new(Answer { headers: parts.headers.clone(), body: body.clone() }));
    }
    parts.headers.insert(SERVER_TIMING, MADE);
    Response::from_parts(parts, Body::from(body))
}

/// Whether an answer depends on more than the snapshot: on the server's state, or on what else is kept beside it.
fn is_beside(path: &str) -> bool {
    super::health::PATHS.contains(&path) || path.starts_with("/v1/dataset/")
}

/// Address and accepted formats and encodings, which no byte of a header can be mistaken for.
fn key(request: &Request) -> Vec<u8> {
    let mut key = query::canonical(request.uri()).into_bytes();
    for name in [header::ACCEPT, header::ACCEPT_ENCODING] {
        key.push(b'\n');
        for value in request.headers().get_all(name) {
            key.extend_from_slice(value.as_bytes());
            key.push(b',');
        }
    }
    key
}

impl Answer {
    fn to(&self, request: &Request) -> Response {
        metrics::looked_up(true);
        let mut response = Response::new(Body::empty());
        *response.headers_mut() = self.headers.clone();
        response.headers_mut().insert(SERVER_TIMING, KEPT);
        let tag = self.headers.get(header::ETAG).and_then(|tag| tag.to_str().ok()).unwrap_or_default();
        if let Some(held) = matching(tag, request.headers()) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            for name in OF_THE_BODY {
                response.headers_mut().remove(name);
            }
            response.headers_mut().insert(header::ETAG, held);
            return response;
        }
        if *request.method() == Method::GET {
            *response.body_mut() = Body::from(self.body.clone());
        }
        response
    }
}
