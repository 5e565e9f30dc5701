//! All HTTP: routes, parameters, formats, errors, caching. One file a resource; what all of them share stands beside them.

mod accept;
mod admin;
mod annotations;
mod articles;
mod bare;
mod cache;
mod changes;
mod citation;
mod client;
mod concordance;
mod contradictions;
mod cors;
mod data_package;
mod dataset;
mod dataset_json_ld;
mod description;
mod docs;
mod download;
mod entities;
pub mod error;
mod facets;
mod files;
mod front;
mod graph;
mod health;
mod json_ld;
mod limits;
mod list;
mod log;
mod lookup;
mod mentions;
mod merged;
mod metrics;
mod narrowed;
mod parameter;
mod problems;
mod public_url;
mod query;
mod quotes;
mod range;
mod rate;
mod ready;
mod request_id;
mod schema_org;
mod sources;
mod spans;
mod state;
mod suggest;
mod timelines;
mod timing;
mod trace_context;
mod validate;
mod variants;
mod versions;

use axum::{
    Router,
    extract::{FromRequestParts, Path, Request},
    http::request::Parts,
    middleware,
};
use tower::{ServiceBuilder, util::BoxCloneSyncService};
use tower_http::compression::{
    CompressionLayer,
    predicate::{DefaultPredicate, Predicate},
};
use utoipa_axum::router::OpenApiRouter;

use self::error::ApiError;
use crate::store::{
    Snapshot,
    vocabulary::{Vocabulary, nearest},
};

#[cfg(feature = "otlp")]
pub use self::spans::start as start_spans;
pub use self::{
    admin::admin,
    bare::Completed,
    client::Client,
    description::{PUBLISHED, description, written},
    front::Front,
    health::Leaving,
    limits::{MAX_HEADER_BYTES, MAX_IN_FLIGHT},
    metrics::{DURATION, SECONDS},
    public_url::PublicUrl,
    rate::Rate,
    state::{AppState, Settings},
};

/// The methods that every path answers.
const ALLOWED_METHODS: &str = "GET, HEAD, OPTIONS";

/// Every route with its description.
fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(description::frame())
        .merge(articles::routes())
        .merge(quotes::routes())
        .merge(variants::routes())
        .merge(entities::routes())
        .merge(sources::routes())
        .merge(mentions::routes())
        .merge(graph::routes())
        .merge(concordance::routes())
        .merge(suggest::routes())
        .merge(lookup::routes())
        .merge(annotations::routes())
        .merge(facets::routes())
        .merge(timelines::routes())
        .merge(dataset::routes())
        .merge(files::routes())
        .merge(versions::routes())
        .merge(changes::routes())
        .merge(citation::routes())
        .merge(data_package::routes())
        .merge(dataset_json_ld::routes())
        .merge(docs::routes())
        .merge(problems::routes())
        .merge(health::routes())
}

/// The whole application.
#[must_use]
pub fn app(state: AppState) -> Front {
    let (router, _) = routes().split_for_parts();
    layered(router, state)
}

/// Any routes behind all that a request passes on its way. Layers run from the last to the first; before them all stands the [`Front`].
pub fn layered(router: Router<AppState>, state: AppState) -> Front {
    let router = router
        .fallback(unknown_path)
        .method_not_allowed_fallback(|| async { ApiError::MethodNotAllowed })
        .layer(middleware::from_fn_with_state(state.clone(), validate::validate))
        .with_state(state.clone());
    // Around the router as a whole: a layer of each route is copied, with all that is below it, for every request.
    let layers = ServiceBuilder::new()
        .layer(middleware::from_fn_with_state(state.clone(), limits::limit))
        .layer(middleware::from_fn_with_state(state.clone(), cache::cache))
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(files::may_be_compressed)));
    Front::new(state, BoxCloneSyncService::new(layers.service(router)))
}

async fn unknown_path(axum::extract::State(state): axum::extract::State<AppState>, request: Request) -> ApiError {
    let asked = request.uri().path();
    ApiError::UnknownPath(nearest(asked.trim_end_matches('/'), state.paths()))
}

/// The identifier in a path. One that is not valid text names nothing.
struct Id(String);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let unreadable = |_| ApiError::NotFound { noun: "record", id: "not valid text".to_owned(), did_you_mean: Vec::new() };
        Path::<String>::from_request_parts(parts, state).await.map(|Path(id)| Self(id)).map_err(unreadable)
    }
}

/// What is said where a record was not found: its kind, and the identifiers like the one asked for.
async fn not_found(snapshot: &Snapshot, vocabulary: Vocabulary, id: String) -> ApiError {
    match snapshot.unknown(vocabulary, std::slice::from_ref(&id)).await {
        Ok(mut unknown) => {
            let (other, mut did_you_mean) = unknown.pop().map(|unknown| (unknown.other_type, unknown.did_you_mean)).unwrap_or_default();
            match other {
                Some(Vocabulary::Person) => did_you_mean = vec![format!("/v1/people/{id}")],
                Some(Vocabulary::Organisation) => did_you_mean = vec![format!("/v1/organisations/{id}")],
                _ => {}
            }
            ApiError::NotFound { noun: vocabulary.noun().split_once(' ').map_or("record", |(_, noun)| noun), id, did_you_mean }
        }
        Err(error) => error.into(),
    }
}
