//! `/v1/dataset/versions`: which versions are kept.

use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    AppState,
    list::{Listing, Pin},
};
use crate::domain::{Dataset, DatasetCounts, DatasetRef, PartialDate};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_dataset_versions))
}

/// The versions that a server keeps.
#[derive(Debug, Serialize, ToSchema)]
pub struct DatasetVersions {
    /// All of them, the latest first: they are few, and come on one page.
    pub items: Vec<DatasetVersion>,
    /// How many there are.
    #[schema(minimum = 1, example = 1)]
    pub total: u64,
    /// The dataset that answers come from.
    pub dataset: DatasetRef,
}

/// A version of the dataset.
#[derive(Debug, Serialize, ToSchema)]
pub struct DatasetVersion {
    /// The version.
    #[schema(pattern = "^[0-9a-f]{12}$")]
    pub version: String,
    /// Whether answers come from it.
    pub current: bool,
    /// The size of its snapshot in bytes.
    pub bytes: u64,
    /// The SHA-256 of its snapshot, in hex.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub sha256: String,
    /// The program that built the snapshot, with its version.
    #[schema(example = "onrecord/0.1.0")]
    pub generator: String,
    /// The date of the earliest article.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub first_published: Option<PartialDate>,
    /// The date of the latest article.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub last_published: Option<PartialDate>,
    /// How much it holds.
    pub counts: DatasetCounts,
}

impl DatasetVersion {
    fn of(dataset: &Dataset, sha256: &str, bytes: u64, current: bool) -> Self {
        let Dataset { version, generator, first_published, last_published, counts, .. } = dataset.clone();
        Self { version, current, bytes, sha256: sha256.to_owned(), generator, first_published, last_published, counts }
    }
}

/// List the versions that are kept
///
/// Answers come from the current one. The others are kept to go back to, and to compare with. A server that was given a single file has this alone.
#[utoipa::path(get, path = "/v1/dataset/versions", tag = "dataset", params(Pin),
    responses((status = 200, description = "The versions.", body = DatasetVersions)))]
async fn list_dataset_versions(State(state): State<AppState>, listing: Listing) -> Response {
    let (snapshot, former) = (&listing.snapshot, state.former());
    let mut items: Vec<DatasetVersion> = Vec::new();
    for kept in former.kept() {
        let is_current = kept.sha256 == snapshot.sha256();
        items.extend(kept.dataset.iter().map(|dataset| DatasetVersion::of(dataset, &kept.sha256, kept.bytes, is_current)));
    }
    if !items.iter().any(|item| item.current) {
        items.insert(0, DatasetVersion::of(snapshot.dataset(), snapshot.sha256(), snapshot.bytes(), true));
    }
    let dataset = DatasetRef { version: snapshot.dataset().version.clone() };
    // However the version is pinned: others come and go beside it.
    let lifetime = [(header::CACHE_CONTROL, "public, max-age=300")];
    (lifetime, Json(DatasetVersions { total: items.len() as u64, items, dataset })).into_response()
}
