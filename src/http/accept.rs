//! `Accept`: it chooses nothing, and is refused where a path has none of what is asked for.

use axum::{extract::Request, http::header};

use super::{description, error, error::ApiError, files};

/// A path that answers in JSON turns away a client that takes none, and names the path that has what it takes. Paths with a suffix
/// answer in their one format whatever `Accept` says: the suffix has already said it.
///
/// # Errors
/// 406.
pub fn check(request: &Request, path: &str) -> Result<(), ApiError> {
    let wanted: Vec<&str> = request.headers().get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()).collect();
    let wanted = wanted.join(",");
    if wanted.is_empty() || !answers_in_json(path) || takes_json(&wanted) {
        return Ok(());
    }
    let uri = request.uri().path();
    let is_downloaded = description::is_list(path) && !path.contains('{');
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
        "application/x-bibtex" if is_cited(path) => Some(format!("{uri}/citation?style=bibtex")),
        "application/vnd.citationstyles.csl+json" if is_cited(path) => Some(format!("{uri}/citation?style=csl")),
        "application/x-research-info-systems" if is_cited(path) => Some(format!("{uri}/citation?style=ris")),
        "text/plain" if path == "/v1/articles/{id}" => Some(format!("{uri}/text")),
        "text/html" => Some("/docs".to_owned()),
        _ => None,
    };
    let other = wanted.split(',').find_map(|range| instead(range.split(';').next().unwrap_or_default().trim()));
    let hint = other.map(|path| format!(" For the type you accept, use {path}.")).unwrap_or_default();
    Err(ApiError::NotAcceptable(format!("This path answers in application/json.{hint}")))
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
