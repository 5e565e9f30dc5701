//! What a request may cost: the length of its address and headers, the time it takes, and how many run at once.

use std::{panic::AssertUnwindSafe, time::Duration};

use axum::{
    extract::{Request, State},
    http::Method,
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::FutureExt;
use tokio::sync::Semaphore;

use super::{AppState, error::ApiError, health, metrics::Refusal};

/// The longest address (path and query) that is read, in bytes.
pub const MAX_URI_BYTES: usize = 8192;

/// The most that names and values of all headers may have together, in bytes.
pub const MAX_HEADER_BYTES: usize = 32 * 1024;

/// How many requests are worked on at once unless the operator says otherwise; streams that are being sent do not count.
pub const MAX_IN_FLIGHT: usize = 512;

/// How long a handler may take before its answer begins.
const TIME_OUT: Duration = Duration::from_secs(30);

/// The places for requests that are worked on.
pub struct Places(Semaphore);

impl Places {
    /// So many.
    pub fn of(number: usize) -> Self {
        Self(Semaphore::new(number))
    }
}

/// Whether a request has content that nobody would read.
pub fn has_body<B: http_body::Body>(request: &axum::http::Request<B>) -> bool {
    matches!(*request.method(), Method::GET | Method::HEAD) && !http_body::Body::is_end_stream(request.body())
}

/// Turns away what is too long, too much or too slow, and turns a panic into a 500. The probes are answered however much there is to do.
pub async fn limit(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if request.uri().path_and_query().is_some_and(|address| address.as_str().len() > MAX_URI_BYTES) {
        Refusal::Size.count();
        return ApiError::UriTooLong.into_response();
    }
    let header_bytes: usize = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    if header_bytes > MAX_HEADER_BYTES {
        Refusal::Size.count();
        return ApiError::HeadersTooLarge.into_response();
    }
    if has_body(&request) {
        Refusal::Body.count();
        return ApiError::BodyRefused.into_response();
    }
    let place = state.places().0.try_acquire();
    if place.is_err() && !health::PATHS.contains(&request.uri().path()) {
        Refusal::InFlight.count();
        return ApiError::Overloaded.into_response();
    }
    match tokio::time::timeout(TIME_OUT, AssertUnwindSafe(next.run(request)).catch_unwind()).await {
        Ok(Ok(response)) => response,
        Ok(Err(panic)) => {
            let message = panic.downcast_ref::<&str>().map(ToString::to_string).or_else(|| panic.downcast_ref::<String>().cloned());
            tracing::error!(panic = message.unwrap_or_default(), "a handler panicked");
            ApiError::Internal.into_response()
        }
        Err(_) => {
            Refusal::Time.count();
            tracing::warn!(seconds = TIME_OUT.as_secs(), "a request timed out");
            ApiError::Overloaded.into_response()
        }
    }
}
