//! Cross-origin requests (<https://fetch.spec.whatwg.org/#http-cors-protocol>): any web page may read every answer, and its headers.
//!
//! The headers are the same for everybody, so that an answer that is kept has them already.

use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{
    ALLOWED_METHODS,
    cache::DATASET_VERSION,
    files::REPR_DIGEST,
    list::X_TOTAL_COUNT,
    rate::{RATE_LIMIT, RATE_LIMIT_POLICY},
    request_id::X_REQUEST_ID,
    timing::{SERVER_TIMING, TIMING_ALLOW_ORIGIN},
};

/// For how long a browser may remember what is allowed, in seconds: a day, the most that any of them takes.
const MAX_AGE: &str = "86400";

/// The headers that pages may read, besides those that they always may.
static EXPOSED: [HeaderName; 13] = [
    header::ETAG,
    header::LINK,
    X_TOTAL_COUNT,
    DATASET_VERSION,
    header::RETRY_AFTER,
    X_REQUEST_ID,
    header::CONTENT_DISPOSITION,
    header::ACCEPT_RANGES,
    header::CONTENT_RANGE,
    REPR_DIGEST,
    RATE_LIMIT_POLICY,
    RATE_LIMIT,
    SERVER_TIMING,
];

/// What answers say of who may read them.
#[derive(Debug, Clone)]
pub struct Cors {
    exposed: HeaderValue,
}

impl Default for Cors {
    fn default() -> Self {
        let names: Vec<&str> = EXPOSED.iter().map(HeaderName::as_str).collect();
        Self { exposed: HeaderValue::from_str(&names.join(",")).unwrap_or(HeaderValue::from_static("*")) }
    }
}

impl Cors {
    /// Lets every page read the answer, and how long it took.
    pub fn open(&self, headers: &mut HeaderMap) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, self.exposed.clone());
        headers.insert(TIMING_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
}

/// The answer to OPTIONS, preflights among them: which methods and headers a request may have.
pub fn preflight() -> Response {
    let allowed = [
        (header::ALLOW, ALLOWED_METHODS),
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET,HEAD,OPTIONS"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "*"),
        (header::ACCESS_CONTROL_MAX_AGE, MAX_AGE),
    ];
    (StatusCode::NO_CONTENT, allowed).into_response()
}
