//! What a request may cost: the length of its address and headers, the time it takes, and how many run at once.

use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::FutureExt;
use tokio::sync::Semaphore;

use super::error::ApiError;

/// The longest address (path and query) that is read, in bytes.
pub const MAX_URI_BYTES: usize = 8192;

/// The most that names and values of all headers may have together, in bytes.
pub const MAX_HEADER_BYTES: usize = 32 * 1024;

/// How many requests are worked on at once; streams that are being sent do not count.
const MAX_CONCURRENT: usize = 512;

/// How long a handler may take before its answer begins.
const TIME_OUT: Duration = Duration::from_secs(30);

/// The places for requests that are worked on.
#[derive(Clone)]
pub struct Places(Arc<Semaphore>);

impl Default for Places {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(MAX_CONCURRENT)))
    }
}

/// Turns away what is too long, too much or too slow, and turns a panic into a 500.
pub async fn limit(State(places): State<Places>, request: Request, next: Next) -> Response {
    if request.uri().path_and_query().is_some_and(|address| address.as_str().len() > MAX_URI_BYTES) {
        return ApiError::UriTooLong.into_response();
    }
    let header_bytes: usize = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    if header_bytes > MAX_HEADER_BYTES {
        return ApiError::HeadersTooLarge.into_response();
    }
    let Ok(_place) = places.0.try_acquire() else { return ApiError::Overloaded.into_response() };
    match tokio::time::timeout(TIME_OUT, AssertUnwindSafe(next.run(request)).catch_unwind()).await {
        Ok(Ok(response)) => response,
        Ok(Err(panic)) => {
            let message = panic.downcast_ref::<&str>().map(ToString::to_string).or_else(|| panic.downcast_ref::<String>().cloned());
            tracing::error!(panic = message.unwrap_or_default(), "a handler panicked");
            ApiError::Internal.into_response()
        }
        Err(_) => {
            tracing::warn!(seconds = TIME_OUT.as_secs(), "a request timed out");
            ApiError::Overloaded.into_response()
        }
    }
}
