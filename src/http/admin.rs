//! What operators ask on an address of their own: metrics and probes. It knows no limit, so that it answers when the server is busiest.

use std::{
    fmt::Write,
    fs,
    sync::OnceLock,
    time::{SystemTime, UNIX_EPOCH},
};

use axum::{
    Router,
    extract::{Request, State},
    http::header,
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use metrics::gauge;
use metrics_exporter_prometheus::PrometheusHandle;

use super::{
    AppState,
    error::{self, ApiError},
    front, health, metrics as recorded,
    request_id::{RequestId, X_REQUEST_ID},
};

/// Prometheus's text format (<https://prometheus.io/docs/instrumenting/exposition_formats/>).
const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// When the process started, in seconds since 1970.
static STARTED: OnceLock<f64> = OnceLock::new();

/// `/metrics`, `/healthz` and `/readyz`. From now on requests are recorded.
pub fn admin(state: AppState, metrics: PrometheusHandle) -> Router {
    recorded::start(state.paths());
    STARTED.get_or_init(now);
    let of_metrics = state.clone();
    Router::new()
        .route("/metrics", get(async move || render(&of_metrics, &metrics)))
        .route("/healthz", get(async || health::ok()))
        .route("/readyz", get(async |State(state): State<AppState>| health::readiness(&state).await))
        .fallback(async |_: Request| ApiError::UnknownPath(["/metrics", "/healthz", "/readyz"].map(str::to_owned).into()))
        .method_not_allowed_fallback(async || ApiError::MethodNotAllowed)
        .layer(middleware::from_fn(complete))
        .with_state(state)
}

/// Gives answers what those of the application have: an identifier, a problem where they are errors, the common headers.
async fn complete(request: Request, next: Next) -> Response {
    let (id, instance) = (RequestId::of(request.headers()), request.uri().path().to_owned());
    let mut response = error::finish(next.run(request).await, &instance, &id);
    front::common(response.headers_mut());
    response.headers_mut().insert(X_REQUEST_ID, id.into());
    response
}

/// Everything that is measured, with what is looked up now.
fn render(state: &AppState, metrics: &PrometheusHandle) -> Response {
    let serving = state.serving();
    let dataset = serving.snapshot.dataset();
    gauge!("onrecord_answers_kept_bytes").set(float(serving.answers.bytes()));
    let counts = serde_json::to_value(&dataset.counts).unwrap_or_default();
    for (resource, count) in counts.as_object().into_iter().flatten() {
        gauge!("onrecord_records", "resource" => resource.clone()).set(count.as_f64().unwrap_or_default());
    }
    process();
    metrics.run_upkeep();
    let mut text = metrics.render();
    // Not as a gauge, of which every former version would stay.
    let _ = write!(
        text,
        "# HELP onrecord_dataset_info The version of the dataset that is served\n# TYPE onrecord_dataset_info gauge\n\
         onrecord_dataset_info{{version=\"{}\"}} 1\n",
        dataset.version
    );
    ([(header::CONTENT_TYPE, TEXT), (header::CACHE_CONTROL, "no-store")], text).into_response()
}

/// The process itself, as Linux tells of it; nothing elsewhere.
fn process() {
    gauge!("process_start_time_seconds").set(STARTED.get().copied().unwrap_or_default());
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    if let Some(kibibytes) = resident {
        gauge!("process_resident_memory_bytes").set(float(kibibytes * 1024));
    }
    if let Ok(files) = fs::read_dir("/proc/self/fd") {
        gauge!("process_open_fds").set(float(files.count() as u64));
    }
}

fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64())
}

#[expect(clippy::cast_precision_loss, reason = "Prometheus knows no other numbers")]
fn float(number: u64) -> f64 {
    number as f64
}
