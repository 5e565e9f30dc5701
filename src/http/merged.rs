//! Ids that were merged into others: whoever has kept one is sent to the record that is left.

use axum::{
    http::{HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};

use super::error::ApiError;
use crate::store::{Snapshot, vocabulary::Vocabulary};

/// 308 (RFC 9110) to the record that an id was merged into, with the query as it was sent; `None` where it was not merged.
///
/// # Errors
/// 404 where it was merged into a record of another type, which is named; and where the store cannot be read.
pub async fn survivor(snapshot: &Snapshot, uri: &Uri, vocabulary: Vocabulary, id: &str) -> Result<Option<Response>, ApiError> {
    let Some((r#type, survivor)) = snapshot.merged_into(id).await? else { return Ok(None) };
    let path = r#type.path(&survivor);
    if !vocabulary.holds(r#type) {
        let noun = vocabulary.noun().split_once(' ').map_or("record", |(_, noun)| noun);
        return Err(ApiError::NotFound { noun, id: id.to_owned(), did_you_mean: vec![path] });
    }
    let location = uri.query().map_or_else(|| path.clone(), |query| format!("{path}?{query}"));
    let location = HeaderValue::from_str(&location).map_err(|_| ApiError::Internal)?;
    Ok(Some((StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, location)]).into_response()))
}
