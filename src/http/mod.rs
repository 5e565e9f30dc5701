//! All HTTP: routes, parameters, formats, errors, caching. One file a resource; what all of them share stands beside them.

mod annotations;
mod articles;
mod bare;
mod cache;
mod changes;
mod citation;
mod concordance;
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
mod graph;
mod health;
mod json_ld;
mod limits;
mod list;
mod log;
mod lookup;
mod mentions;
mod merged;
mod narrowed;
mod parameter;
mod problems;
mod public_url;
mod query;
mod quotes;
mod range;
mod ready;
mod request_id;
mod schema_org;
mod sources;
mod state;
mod suggest;
mod timelines;
mod validate;
mod variants;
mod versions;

use axum::{
    Router,
    extract::{FromRequestParts, MatchedPath, Path, Request},
    http::{HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use tower_http::{
    compression::{
        CompressionLayer,
        predicate::{DefaultPredicate, Predicate},
    },
    cors::{Any, CorsLayer},
};
use utoipa_axum::router::OpenApiRouter;

use self::error::ApiError;
use crate::store::{
    Snapshot,
    vocabulary::{Vocabulary, nearest},
};

pub use self::{
    bare::Completed,
    description::{description, written},
    limits::{MAX_HEADER_BYTES, MAX_HEADERS},
    public_url::PublicUrl,
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
pub fn app(state: AppState) -> Router {
    let (router, _) = routes().split_for_parts();
    layered(router, state)
}

/// Any routes behind all that a request passes on its way. Layers run from the last to the first.
pub fn layered(router: Router<AppState>, state: AppState) -> Router {
    router
        .fallback(unknown_path)
        .method_not_allowed_fallback(|| async { ApiError::MethodNotAllowed })
        .layer(middleware::from_fn_with_state(state.clone(), validate::validate))
        .layer(middleware::from_fn(accept))
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(files::may_be_compressed)))
        .layer(middleware::from_fn_with_state(state.clone(), cache::cache))
        .layer(middleware::from_fn_with_state(limits::Places::default(), limits::limit))
        .layer(cors())
        .layer(middleware::from_fn(options))
        .layer(middleware::from_fn_with_state(state.clone(), ready::ready))
        .layer(middleware::from_fn(error::finish))
        .layer(middleware::from_fn(common_headers))
        .layer(middleware::from_fn(log::log))
        .layer(middleware::from_fn(request_id::identify))
        .with_state(state)
}

fn cors() -> CorsLayer {
    let exposed = [
        header::ETAG,
        header::LINK,
        list::X_TOTAL_COUNT,
        cache::DATASET_VERSION,
        header::RETRY_AFTER,
        request_id::X_REQUEST_ID,
        header::CONTENT_DISPOSITION,
        header::ACCEPT_RANGES,
        header::CONTENT_RANGE,
        files::REPR_DIGEST,
    ];
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::HEAD, Method::OPTIONS])
        .allow_headers(Any)
        .expose_headers(exposed)
        .max_age(std::time::Duration::from_hours(24))
}

/// OPTIONS of a known path says which methods there are; of an unknown one it is the same 404 as any other method's.
async fn options(request: Request, next: Next) -> Response {
    if *request.method() != Method::OPTIONS {
        return next.run(request).await;
    }
    if request.extensions().get::<MatchedPath>().is_none() {
        return ApiError::UnknownPath(Vec::new()).into_response();
    }
    let mut response = next.run(request).await;
    *response.status_mut() = StatusCode::NO_CONTENT;
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(ALLOWED_METHODS));
    response
}

/// Headers that every answer has: nothing is sniffed, framed, or run.
async fn common_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
    response
}

/// A path that answers in JSON turns away a client that takes none, and names the path that has what it takes. Paths with a suffix
/// answer in their one format whatever `Accept` says: the suffix has already said it.
async fn accept(request: Request, next: Next) -> Response {
    let wanted: Vec<&str> = request.headers().get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()).collect();
    let wanted = wanted.join(",");
    let path = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned()).unwrap_or_default();
    if wanted.is_empty() || !answers_in_json(&path) || takes_json(&wanted) {
        return next.run(request).await;
    }
    let uri = request.uri().path();
    let is_downloaded = description::is_list(&path) && !path.contains('{');
    let instead = |media: &str| match media {
        "text/csv" if is_downloaded || path.ends_with("/facets") || path.ends_with("/timeline") => Some(format!("{uri}.csv")),
        "application/x-ndjson" | "application/ndjson" | "application/jsonl" if is_downloaded => Some(format!("{uri}.ndjson")),
        "text/csv" if path == "/v1/graph" => Some("/v1/graph.csv".to_owned()),
        "application/graphml+xml" | "application/xml" | "text/xml" if path == "/v1/graph" => Some("/v1/graph.graphml".to_owned()),
        "application/ld+json"
            if matches!(
                path.strip_prefix("/v1/"),
                Some("articles/{id}" | "quotes/{id}" | "people/{id}" | "organisations/{id}" | "sources/{id}")
            ) =>
        {
            Some(format!("{uri}/jsonld"))
        }
        "application/x-bibtex" if is_cited(&path) => Some(format!("{uri}/citation?style=bibtex")),
        "application/vnd.citationstyles.csl+json" if is_cited(&path) => Some(format!("{uri}/citation?style=csl")),
        "application/x-research-info-systems" if is_cited(&path) => Some(format!("{uri}/citation?style=ris")),
        "text/plain" if path == "/v1/articles/{id}" => Some(format!("{uri}/text")),
        "text/html" => Some("/docs".to_owned()),
        _ => None,
    };
    let other = wanted.split(',').find_map(|range| instead(range.split(';').next().unwrap_or_default().trim()));
    let hint = other.map(|path| format!(" For the type you accept, use {path}.")).unwrap_or_default();
    ApiError::NotAcceptable(format!("This path answers in application/json.{hint}")).into_response()
}

/// Whether the record at a path has a citation below it.
fn is_cited(path: &str) -> bool {
    matches!(path, "/v1/articles/{id}" | "/v1/quotes/{id}" | "/v1/dataset")
}

fn answers_in_json(path: &str) -> bool {
    let suffixed = [".csv", ".ndjson", ".graphml", "/text", "/jsonld", "/annotations", "/annotations/collection", "/citation", ".cff"]
        .iter()
        .any(|suffix| path.ends_with(suffix));
    path.starts_with("/v1/") && !suffixed && path != files::PATH
}

/// Whether JSON is among what a client takes. Problem details count: a client that takes only those still reads JSON.
fn takes_json(accept: &str) -> bool {
    accept.split(',').any(|range| {
        let mut parts = range.split(';').map(str::trim);
        let media = parts.next().unwrap_or_default().to_ascii_lowercase();
        let refused = parts.any(|parameter| matches!(parameter, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
        !refused && matches!(&*media, "*/*" | "application/*" | "application/json" | error::PROBLEM_JSON)
    })
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
