//! `/problems/{slug}`: a page about each kind of problem, which the `type` of a problem points to.

use axum::{
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Response},
};
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    AppState, Id,
    error::{ApiError, KINDS, Kind},
};
use crate::store::vocabulary::nearest;

/// The pages' style is in the page: nothing else is fetched.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_problems)).routes(routes!(get_problem))
}

/// List the kinds of problem
///
/// A page that names every kind of problem the API answers with.
#[utoipa::path(get, path = "/problems", tag = "operations", responses((status = 200, description = "The page.", body = String, content_type = "text/html")))]
async fn list_problems() -> Response {
    page("Problems", &KINDS.iter().map(|kind| section(kind)).collect::<String>())
}

/// Which kind of problem.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "only describes the path parameter, which `Id` reads")]
struct ProblemSlug {
    /// The last part of the problem's `type`.
    #[param(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", max_length = 200, example = "invalid-parameter")]
    slug: String,
}

/// Explain a kind of problem
///
/// A page that says what it means and what to do.
#[utoipa::path(get, path = "/problems/{slug}", tag = "operations", params(ProblemSlug),
    responses((status = 200, description = "The page.", body = String, content_type = "text/html")))]
async fn get_problem(Id(slug): Id) -> Result<Response, ApiError> {
    match KINDS.iter().find(|kind| kind.slug == slug) {
        Some(kind) => Ok(page(kind.title, &section(kind))),
        None => {
            Err(ApiError::NotFound { noun: "kind of problem", did_you_mean: nearest(&slug, KINDS.iter().map(|kind| kind.slug)), id: slug })
        }
    }
}

/// All words here are this program's own: nothing of a request reaches the page.
fn section(kind: &Kind) -> String {
    let Kind { slug, title, status, explanation } = kind;
    format!(
        "<section id=\"{slug}\"><h2>{title}</h2><p class=\"status\">{status} · <code>/problems/{slug}</code></p><p>{explanation}</p></section>"
    )
}

fn page(title: &str, sections: &str) -> Response {
    let style = "body{font:17px/1.6 system-ui,sans-serif;max-width:42rem;margin:4rem auto;padding:0 1.5rem;color:#1d2733;background:#fff}\
                 h2{line-height:1.25;margin:2.5rem 0 .2rem}.status{color:#5b6773;margin:0}code{font-size:.92em}a{color:#0b5cad}\
                 @media(prefers-color-scheme:dark){body{color:#dfe6ee;background:#11161c}.status{color:#93a1b0}a{color:#7db8f5}}";
    let html = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{title} · onrecord</title>\
         <style>{style}</style><body>{sections}<p><a href=\"/problems\">All problems</a> · <a href=\"/docs\">Reference</a></p></body></html>\n"
    );
    let mut response = Html(html).into_response();
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}
