//! Request identifiers: taken from the client where they are harmless, made otherwise; sent back, logged, and named in errors.

use std::{fmt, sync::Arc};

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use tracing::Instrument;

/// The header that carries them.
pub const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The longest identifier taken from a client, in bytes.
const MAX_BYTES: usize = 64;

/// The identifier of one request.
#[derive(Debug, Clone)]
pub struct RequestId(Arc<str>);

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The client's identifier is kept where it is short and made of letters, digits, `.`, `_` and `-`: nothing that could forge a log line.
fn of_client(value: &HeaderValue) -> Option<&str> {
    let harmless = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    value.to_str().ok().filter(|id| (1..=MAX_BYTES).contains(&id.len()) && id.bytes().all(harmless))
}

/// Gives the request its identifier, and the response the same one.
pub async fn identify(mut request: Request, next: Next) -> Response {
    let given = request.headers().get(X_REQUEST_ID).and_then(of_client);
    let id: Arc<str> = given.map_or_else(|| uuid::Uuid::now_v7().to_string().into(), Into::into);
    request.extensions_mut().insert(RequestId(id.clone()));
    let span = tracing::info_span!("request", id = &*id);
    let mut response = next.run(request).instrument(span).await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(X_REQUEST_ID, value);
    }
    response
}
