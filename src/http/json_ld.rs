//! What JSON-LD answers have in common: their media types, and what stands before their identifiers.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::exchange::base::Base;

/// What stands before the paths by which records are known in JSON-LD: nothing, so that identifiers are relative to the address of the
/// answer, whatever the server is called by whoever asks.
pub const BASE: Base<'static> = Base(None);

/// Sends a document in the words of schema.org.
pub fn schema_org<T: Serialize>(document: &T) -> Response {
    send(document, "application/ld+json")
}

/// Sends a document in the words of the W3C's annotation vocabulary, in its media type
/// (<https://www.w3.org/TR/annotation-protocol/#media-type>).
pub fn annotations<T: Serialize>(document: &T) -> Response {
    send(document, "application/ld+json; profile=\"http://www.w3.org/ns/anno.jsonld\"")
}

fn send<T: Serialize>(document: &T, media_type: &'static str) -> Response {
    let mut response = axum::Json(document).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}
