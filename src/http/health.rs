//! Probes for operators: alive, and ready to answer.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering::Relaxed},
};

use axum::{
    Json,
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{AppState, error::ApiError};

/// The probes, whose answers are never cached.
pub const PATHS: [&str; 2] = ["/healthz", "/readyz"];

/// Whether the server is about to stop: it still answers, but is not ready any more.
#[derive(Debug, Clone, Default)]
pub struct Leaving(Arc<AtomicBool>);

impl Leaving {
    /// From now on it is.
    pub fn begin(&self) {
        self.0.store(true, Relaxed);
    }

    /// Whether it is.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        self.0.load(Relaxed)
    }
}

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
/// Answers when the snapshot can be read; not any more when the server has been told to stop, though it then still answers for a while.
#[utoipa::path(get, path = "/readyz", tag = "operations", responses((status = 200, description = "It is.", body = Health)))]
async fn get_readiness(State(state): State<AppState>) -> Result<Response, ApiError> {
    readiness(&state).await
}

/// Whether the server is ready.
pub async fn readiness(state: &AppState) -> Result<Response, ApiError> {
    if state.leaving().has_begun() {
        return Err(ApiError::Stopping);
    }
    state.snapshot().ping().await.map(|()| ok()).map_err(|error| {
        tracing::error!(error = &error as &dyn std::error::Error, "the snapshot cannot be read");
        ApiError::Overloaded
    })
}

/// The answer of a probe where all is well.
pub fn ok() -> Response {
    let mut response = Json(Health { status: "ok" }).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
