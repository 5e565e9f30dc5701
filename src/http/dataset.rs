//! `/v1/dataset`: what the server answers from, and how to name it in a paper.

use axum::Json;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    AppState,
    error::ApiError,
    list::{Listing, Pin},
};
use crate::domain::Dataset;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get_dataset))
}

/// Get the dataset's description
///
/// Version, counts, licence and provenance. Cite the version: the same version gives the same answers.
#[utoipa::path(get, path = "/v1/dataset", tag = "dataset", params(Pin),
    responses((status = 200, description = "The dataset.", body = Dataset)))]
async fn get_dataset(listing: Listing) -> Result<Json<Dataset>, ApiError> {
    Ok(Json(listing.snapshot.dataset().clone()))
}
