//! The description of the API, for programs (`/openapi.json`) and for people (`/docs`), and the schema of sidecars.
//! Everything is served from the binary: the reference works without internet.

use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{AppState, description::PUBLISHED, error::ApiError};
use crate::corpus::sidecar;

/// The reference page may run its one script from here, and style itself; it talks to this server alone.
const POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; \
                      connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(get_root))
        .routes(routes!(get_docs))
        .routes(routes!(get_docs_start))
        .routes(routes!(get_docs_script))
        .routes(routes!(get_openapi))
        .routes(routes!(get_sidecar_schema))
}

/// Go to the reference
///
/// Redirects to `/docs`.
#[utoipa::path(get, path = "/", tag = "operations", responses((status = 307, description = "See `/docs`.")))]
async fn get_root() -> Redirect {
    Redirect::temporary("/docs")
}

/// Read the reference
///
/// An interactive page about every operation, which needs no internet.
#[utoipa::path(get, path = "/docs", tag = "operations", responses((status = 200, description = "The page.", body = String, content_type = "text/html")))]
async fn get_docs() -> Response {
    let html = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
                <link rel=\"icon\" href=\"data:,\"><title>onrecord · API reference</title></head><body><div id=\"reference\"></div>\
                <noscript>The reference needs JavaScript; the same is in <a href=\"/openapi.json\">/openapi.json</a>.</noscript>\
                <script src=\"/docs/scalar.js\"></script><script src=\"/docs/start.js\"></script></body></html>\n";
    let mut response = Html(html).into_response();
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}

/// Get the reference page's settings
///
/// Opens the description in the reference page, with every function of it that would call other servers turned off.
#[utoipa::path(get, path = "/docs/start.js", tag = "operations",
    responses((status = 200, description = "The script.", body = String, content_type = "text/javascript")))]
async fn get_docs_start() -> Response {
    let settings = serde_json::json!({
        "url": "/openapi.json", "theme": "default", "layout": "modern", "withDefaultFonts": false, "telemetry": false,
        "hideClientButton": true, "proxyUrl": "", "agent": { "disabled": true }, "mcp": { "disabled": true }, "showDeveloperTools": "never",
        "defaultHttpClient": { "targetKey": "shell", "clientKey": "curl" }, "metaData": { "title": "onrecord · API reference" },
    });
    javascript(format!("Scalar.createApiReference('#reference', {settings})\n").into_bytes())
}

/// Get the reference page's script
///
/// Scalar's API reference (MIT licence), from the binary.
#[utoipa::path(get, path = "/docs/scalar.js", tag = "operations",
    responses((status = 200, description = "The script.", body = String, content_type = "text/javascript")))]
async fn get_docs_script() -> Result<Response, ApiError> {
    scalar_api_reference::get_asset("scalar.js").map(javascript).ok_or(ApiError::Internal)
}

fn javascript(script: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], script).into_response()
}

/// Get the description of this API
///
/// OpenAPI 3.1, the same as the file `openapi/openapi.json` of this version.
#[utoipa::path(get, path = "/openapi.json", tag = "operations", responses((status = 200, description = "The description.", body = super::description::OpenApiDocument)))]
async fn get_openapi() -> Response {
    json(PUBLISHED)
}

/// Get the JSON Schema of sidecars
///
/// The format of curated annotations, JSON Schema 2020-12.
#[utoipa::path(get, path = "/schemas/sidecar.json", tag = "operations",
    responses((status = 200, description = "The schema.", body = super::description::JsonSchemaDocument, content_type = "application/schema+json")))]
async fn get_sidecar_schema() -> Response {
    let mut response = json(sidecar::written_json_schema());
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/schema+json"));
    response
}

fn json(body: impl Into<Body>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], body.into()).into_response()
}
