//! What an answer took, told to the client: `Server-Timing` (<https://www.w3.org/TR/server-timing/>).

use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue};

/// The header that says it.
pub const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");

/// The header that lets scripts of other pages read it (<https://www.w3.org/TR/resource-timing/>).
pub const TIMING_ALLOW_ORIGIN: HeaderName = HeaderName::from_static("timing-allow-origin");

/// What is said of an answer that was kept ready.
pub const KEPT: HeaderValue = HeaderValue::from_static("cache;desc=hit");

/// Says how long it took until the answer began.
pub fn mark(headers: &mut HeaderMap, took: Duration) {
    if let Ok(value) = HeaderValue::from_str(&format!("total;dur={:.3}", took.as_secs_f64() * 1e3)) {
        headers.insert(SERVER_TIMING, value);
    }
}
