//! Request identifiers: taken from the client where they are harmless, made otherwise; sent back, logged, and named in errors.

use std::{
    fmt,
    time::{SystemTime, UNIX_EPOCH},
};

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use uuid::Builder;

/// The header that carries them.
pub const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The longest identifier taken from a client, in bytes.
const MAX_BYTES: usize = 64;

/// The identifier of one request: ASCII, as the header carries it.
#[derive(Debug, Clone)]
pub struct RequestId(HeaderValue);

impl RequestId {
    /// The client's own, or else a new one.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        let given = headers.get(X_REQUEST_ID).filter(|id| is_harmless(id.as_bytes()));
        given.map_or_else(Self::made, |id| Self(id.clone()))
    }

    /// The identifier.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.to_str().unwrap_or_default()
    }

    /// A UUID that sorts by time (RFC 9562, version 7). It tells requests apart and guards nothing, so it takes no entropy of the system's.
    #[must_use]
    pub fn made() -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let random = fastrand::u128(..).to_le_bytes();
        let id = Builder::from_unix_timestamp_millis(
            u64::try_from(now.as_millis()).unwrap_or_default(),
            random.first_chunk().unwrap_or(&[0; 10]),
        );
        let mut written = [0; uuid::fmt::Hyphenated::LENGTH];
        let written = id.into_uuid().hyphenated().encode_lower(&mut written);
        Self(HeaderValue::from_str(written).unwrap_or(HeaderValue::from_static("none")))
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<RequestId> for HeaderValue {
    fn from(id: RequestId) -> Self {
        id.0
    }
}

/// Whether it is short and made of letters, digits, `.`, `_` and `-`: nothing that could forge a log line.
fn is_harmless(id: &[u8]) -> bool {
    (1..=MAX_BYTES).contains(&id.len()) && id.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
}
