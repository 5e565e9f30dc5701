//! Answers that are kept ready: the bytes of an answer and its headers, as they were sent before. The data cannot change under a version,
//! so they are never stale; a new snapshot comes with room of its own.
//!
//! What an answer will be depends on its canonical address and on what the client accepts: these are the key. Requests for the same
//! answer that come while it is made wait for it, rather than have it made again.

use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::MatchedPath,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::Response,
};
use http_body_util::BodyExt;
use quick_cache::{
    DefaultHashBuilder, OptionsBuilder, Weighter,
    sync::{Cache, DefaultLifecycle, PlaceholderGuard},
};

use super::{
    cache::matching,
    error::ApiError,
    limits,
    list::X_TOTAL_COUNT,
    metrics, query,
    timing::{KEPT, SERVER_TIMING},
};

/// The largest answer that is kept, in bytes before it is packed.
const LARGEST: u64 = 4 * 1024 * 1024;

/// How much of the room a single answer may take.
const LARGEST_SHARE: u64 = 16;

/// In how many parts the room is, each with a lock of its own. Nothing is kept that is larger than one, so that it cannot be left to the number of cores.
const SHARDS: usize = 8;

/// How long a request waits for the answer that another one makes.
const PATIENCE: Duration = Duration::from_secs(5);

/// What an entry takes besides its body, in bytes: two sets of headers, key, and the cache's own. Measured by the resident size of a server that
/// keeps as many quotes as it has room for.
const BESIDES: u64 = 5_000;

/// How large an answer is in the mean, in bytes: how many entries room is laid out for.
const USUAL: u64 = 8 * 1024;

/// The longest validator that a 304 is kept for, in bytes: those of this server are far shorter.
const LONGEST_VALIDATOR: usize = 100;

/// The headers that describe a body, or say what may be done with it: a 304 has none, and what a client holds keeps its own.
const OF_THE_BODY: [HeaderName; 9] = [
    header::CONTENT_TYPE,
    header::CONTENT_LENGTH,
    header::CONTENT_ENCODING,
    header::CONTENT_DISPOSITION,
    header::LINK,
    X_TOTAL_COUNT,
    header::X_CONTENT_TYPE_OPTIONS,
    header::REFERRER_POLICY,
    header::CONTENT_SECURITY_POLICY,
];

/// Room for answers to requests for one snapshot.
pub struct Answers {
    kept: Option<Cache<Vec<u8>, Arc<Answer>, Weight>>,
    largest: u64,
}

/// An answer with status 200, or a 304, which has no body.
pub struct Answer {
    headers: HeaderMap,
    /// Those of a 304: without what describes a body.
    unchanged: HeaderMap,
    body: Bytes,
    /// Which route made it.
    pub route: Option<MatchedPath>,
}

/// What an entry takes of the room, in bytes.
#[derive(Clone)]
pub struct Weight;

impl Weighter<Vec<u8>, Arc<Answer>> for Weight {
    fn weight(&self, key: &Vec<u8>, answer: &Arc<Answer>) -> u64 {
        key.len() as u64 + answer.body.len() as u64 + BESIDES
    }
}

impl Answers {
    /// Room for so many bytes; none where it is 0.
    pub fn within(bytes: u64) -> Self {
        let entries = usize::try_from(bytes / USUAL).unwrap_or(usize::MAX).max(16);
        let mut options = OptionsBuilder::new();
        options.estimated_items_capacity(entries).weight_capacity(bytes).shards(SHARDS);
        let options = options.build().unwrap_or_else(|_| unreachable!("all that has no default is given"));
        let room = || Cache::with_options(options, Weight, DefaultHashBuilder::default(), DefaultLifecycle::default());
        Self { kept: (bytes > 0).then(room), largest: bytes / LARGEST_SHARE }
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

/// A request for an answer that may be kept, and the keys it may be kept under.
pub struct Asked {
    /// Of the whole answer; empty where answers to the request are not kept.
    key: Vec<u8>,
    /// Of the 304 to a client that holds the answer already, where it says so: it needs no answer that is kept.
    unchanged: Option<Vec<u8>>,
    /// Whether the request says that it holds something.
    is_conditional: bool,
}

/// What came of asking for an answer.
pub enum Kept<'a> {
    /// It is there.
    Ready(Arc<Answer>),
    /// It is not, and there is a place for one of this status and at most so many bytes.
    Place(Place<'a>, StatusCode, u64),
    /// It is not, and is not to be kept.
    Not,
}

type Place<'a> = PlaceholderGuard<'a, Vec<u8>, Arc<Answer>, Weight, DefaultHashBuilder, DefaultLifecycle<Vec<u8>, Arc<Answer>>>;

impl Asked {
    /// Reads a request.
    pub fn of<B: http_body::Body>(request: &axum::http::Request<B>) -> Self {
        let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
        if !is_read || is_beside(request.uri().path()) || limits::has_body(request) {
            return Self { key: Vec::new(), unchanged: None, is_conditional: false };
        }
        let (key, mut held) = (key(request), request.headers().get_all(header::IF_NONE_MATCH).iter());
        let (first, second) = (held.next(), held.next());
        // A list of several may be written in any number of ways, which are not worth a place each.
        let is_one = |held: &HeaderValue| held.len() <= LONGEST_VALIDATOR && held != "*" && !held.as_bytes().contains(&b',');
        let one = first.filter(|held| second.is_none() && is_one(held));
        let unchanged = one.map(|held| [&key[..], b"\n", held.as_bytes()].concat());
        Self { key, unchanged, is_conditional: first.is_some() }
    }

    /// The key of what is made for this request, if it can be kept.
    fn made(&self) -> Option<&Vec<u8>> {
        if self.is_conditional { self.unchanged.as_ref() } else { Some(&self.key).filter(|key| !key.is_empty()) }
    }
}

impl Answers {
    /// The answer, where it is there.
    pub fn find(&self, asked: &Asked) -> Option<Arc<Answer>> {
        let kept = self.kept.as_ref().filter(|_| !asked.key.is_empty())?;
        kept.get(&asked.key).or_else(|| kept.get(asked.unchanged.as_ref()?))
    }

    /// The answer or a place for it, after waiting for another request that makes it at the moment.
    pub async fn kept(&self, asked: Asked) -> Kept<'_> {
        let Some((kept, key)) = self.kept.as_ref().zip(asked.made()) else { return Kept::Not };
        let status = if asked.is_conditional { StatusCode::NOT_MODIFIED } else { StatusCode::OK };
        match tokio::time::timeout(PATIENCE, kept.get_value_or_guard_async(key)).await {
            Ok(Ok(answer)) => Kept::Ready(answer),
            Ok(Err(place)) => Kept::Place(place, status, self.largest),
            // Those before it may all have failed: it does not wait for each in turn.
            Err(_) => Kept::Not,
        }
    }
}

impl Kept<'_> {
    /// Keeps an answer that can be kept, and gives it back.
    ///
    /// # Errors
    /// 500 where its body cannot be packed.
    pub async fn keep(self, response: Response) -> Result<Response, ApiError> {
        let Self::Place(place, status, largest) = self else { return Ok(response) };
        metrics::looked_up(false);
        let kept_for_long = response.headers().get(header::CACHE_CONTROL).is_some_and(|control| control.as_bytes().starts_with(b"public"));
        let is_whole = status == StatusCode::NOT_MODIFIED || response.extensions().get::<Whole>().is_some();
        if response.status() != status || !is_whole || !kept_for_long {
            return Ok(response);
        }
        let (mut parts, body) = response.into_parts();
        // All of it is in memory already, or is being packed from there.
        let body = body.collect().await.map_err(|_| ApiError::Internal)?.to_bytes();
        if status == StatusCode::OK {
            parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
        }
        if body.len() as u64 <= largest {
            let route = parts.extensions.get::<MatchedPath>().cloned();
            // Where there is no room after all, the answer is sent all the same.
            let mut headers = parts.headers.clone();
            headers.insert(SERVER_TIMING, KEPT);
            let mut unchanged = headers.clone();
            for name in OF_THE_BODY {
                unchanged.remove(name);
            }
            // A buffer that an answer was written into may be twice as long as the answer.
            let body = Bytes::copy_from_slice(&body);
            let _ = place.insert(Arc::new(Answer { headers, unchanged, body, route }));
        }
        Ok(Response::from_parts(parts, Body::from(body)))
    }
}

/// Whether an answer depends on more than the snapshot: on the server's state, or on what else is kept beside it.
fn is_beside(path: &str) -> bool {
    super::health::PATHS.contains(&path) || path.starts_with("/v1/dataset/")
}

/// Address and accepted formats and encodings, which no byte of a header can be mistaken for.
fn key<B>(request: &axum::http::Request<B>) -> Vec<u8> {
    let uri = request.uri();
    let mut key = match uri.path_and_query() {
        Some(address) if query::is_canonical(uri.query()) => address.as_str().as_bytes().to_vec(),
        _ => query::canonical(uri).into_bytes(),
    };
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
    /// The answer to this request: without a body where the client holds it already.
    pub fn to<B>(&self, request: &axum::http::Request<B>) -> axum::http::Response<Bytes> {
        metrics::looked_up(true);
        let mut response = axum::http::Response::new(Bytes::new());
        if let Some(held) = self.held(request.headers()) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            *response.headers_mut() = self.unchanged.clone();
            response.headers_mut().insert(header::ETAG, held);
        } else {
            *response.headers_mut() = self.headers.clone();
            *response.body_mut() = self.body.clone();
        }
        response
    }

    /// The validator of this answer that the client holds.
    fn held(&self, asked: &HeaderMap) -> Option<HeaderValue> {
        let (held, tag) = (asked.get(header::IF_NONE_MATCH)?, self.headers.get(header::ETAG)?);
        // As it was sent, mostly.
        if held == tag { Some(tag.clone()) } else { matching(tag.to_str().ok()?, asked) }
    }
}
