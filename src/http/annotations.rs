//! W3C Web Annotations of one article, as an answer.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

use crate::{
    domain::{Article, Mention, Quote},
    exchange::{marks::marks, w3c},
};

pub use w3c::AnnotationPage;

/// Everything marked in an article, in the media type of annotations; `text` is there where it is held.
pub fn respond(article: &Article, text: Option<&str>, mentions: &[Mention], quotes: &[Quote]) -> Response {
    // What the article says that people are is no annotation of a stretch of its text.
    let page = AnnotationPage::of(&article.id, text, &marks(article, &[], mentions, quotes));
    let mut response = axum::Json(page).into_response();
    let media_type = HeaderValue::from_static("application/ld+json; profile=\"http://www.w3.org/ns/anno.jsonld\"");
    response.headers_mut().insert(header::CONTENT_TYPE, media_type);
    response
}
