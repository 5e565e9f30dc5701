//! Probes for operators: alive, and ready to answer.

use axum::{
    Json,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{AppState, error::ApiError, list::Listing};

/// The probes, whose answers are never cached.
pub const PATHS: [&str; 2] = ["/healthz", "/readyz"];

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get_health)).routes(routes!(get_readiness))
}

/// How the server is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// `ok`.
    #[schema(example = "ok")]
    pub status: &'static str,
}

/// Is the server alive?
///
/// Answers as soon as the process does.
#[utoipa::path(get, path = "/healthz", tag = "operations", responses((status = 200, description = "It is.", body = Health)))]
async fn get_health() -> Response {
    ok()
}

/// Is the server ready?
///
/// Answers when the snapshot can be read.
#[utoipa::path(get, path = "/readyz", tag = "operations", responses((status = 200, description = "It is.", body = Health)))]
async fn get_readiness(listing: Listing) -> Result<Response, ApiError> {
    listing.snapshot.ping().await.map(|()| ok()).map_err(|error| {
        tracing::error!(error = &error as &dyn std::error::Error, "the snapshot cannot be read");
        ApiError::Overloaded
    })
}

fn ok() -> Response {
    let mut response = Json(Health { status: "ok" }).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
