//! All HTTP: routes, parameters, formats, errors, caching. One file a resource; what all of them share stands beside them.

mod annotations;
mod articles;
mod bare;
mod cache;
mod changes;
mod concordance;
mod dataset;
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
mod query;
mod quotes;
mod range;
mod ready;
mod request_id;
mod schema_org;
mod sources;
mod suggest;
mod timelines;
mod validate;
mod variants;
mod versions;

use std::sync::Arc;

use arc_swap::ArcSwap;
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

use self::{error::ApiError, ready::Answers, validate::Parameters};
use crate::store::{
    Former, Snapshot,
    vocabulary::{Vocabulary, nearest},
};

pub use self::{
    bare::Completed,
    description::{description, written},
    limits::{MAX_HEADER_BYTES, MAX_HEADERS},
};

/// The methods that every path answers.
const ALLOWED_METHODS: &str = "GET, HEAD, OPTIONS";

/// What handlers share: the snapshot in use, and the description that requests are checked against.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

struct Shared {
    serving: ArcSwap<Serving>,
    settings: Settings,
    former: ArcSwap<Former>,
    description: Arc<str>,
    parameters: Parameters,
    paths: Vec<String>,
}

/// What is served from: a snapshot, and the answers from it that are kept ready.
struct Serving {
    snapshot: Arc<Snapshot>,
    answers: Answers,
}

/// How an operator wants the application to be.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How many bytes of answers are kept ready; none where it is 0.
    pub cache_bytes: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { cache_bytes: 64 * 1024 * 1024 }
    }
}

impl Settings {
    fn serving(&self, snapshot: Snapshot) -> Serving {
        Serving { snapshot: Arc::new(snapshot), answers: Answers::within(self.cache_bytes) }
    }
}

impl AppState {
    /// Starts with a snapshot.
    #[must_use]
    pub fn new(snapshot: Snapshot) -> Self {
        Self::with(Settings::default(), snapshot)
    }

    /// Starts with a snapshot, as an operator wants it.
    #[must_use]
    pub fn with(settings: Settings, snapshot: Snapshot) -> Self {
        let description = description();
        let paths = description["paths"].as_object().into_iter().flatten().map(|(path, _)| path.clone()).collect();
        Self(Arc::new(Shared {
            serving: ArcSwap::from_pointee(settings.serving(snapshot)),
            settings,
            former: ArcSwap::default(),
            parameters: Parameters::of(&description),
            description: description::written(&description).into(),
            paths,
        }))
    }

    /// Answers from another snapshot from now on; requests under way keep the one they began with.
    pub fn replace(&self, snapshot: Snapshot) {
        self.0.serving.store(Arc::new(self.0.settings.serving(snapshot)));
        // What was compared with the former snapshot would keep its file open.
        self.former().forget();
    }

    /// Knows from now on that these versions are kept beside the one in use.
    pub fn keep(&self, former: Former) {
        self.0.former.store(Arc::new(former));
    }

    fn former(&self) -> Arc<Former> {
        self.0.former.load_full()
    }

    /// The snapshot in use.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.serving().snapshot.clone()
    }

    fn serving(&self) -> Arc<Serving> {
        self.0.serving.load_full()
    }

    fn parameters(&self) -> &Parameters {
        &self.0.parameters
    }
}

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
        .merge(docs::routes())
        .merge(problems::routes())
        .merge(health::routes())
}

/// The whole application. Layers run from the last to the first.
pub fn app(state: AppState) -> Router {
    let (router, _) = routes().split_for_parts();
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
        .layer(middleware::from_fn(error::finish))
        .layer(middleware::from_fn(common_headers))
        .layer(middleware::from_fn_with_state(state.clone(), ready::ready))
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
        "text/plain" if path == "/v1/articles/{id}" => Some(format!("{uri}/text")),
        "text/html" => Some("/docs".to_owned()),
        _ => None,
    };
    let other = wanted.split(',').find_map(|range| instead(range.split(';').next().unwrap_or_default().trim()));
    let hint = other.map(|path| format!(" For the type you accept, use {path}.")).unwrap_or_default();
    ApiError::NotAcceptable(format!("This path answers in application/json.{hint}")).into_response()
}

fn answers_in_json(path: &str) -> bool {
    let suffixed = [".csv", ".ndjson", ".graphml", "/text", "/jsonld", "/annotations", "/annotations/collection"]
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
    ApiError::UnknownPath(nearest(asked.trim_end_matches('/'), state.0.paths.iter().map(String::as_str)))
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
