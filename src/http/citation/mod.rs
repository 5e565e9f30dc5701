//! Citations of articles, of single quotes, and of the dataset: for LaTeX, for citation processors, and for reference managers.

mod bibtex;
mod csl;
mod name;
mod reference;
mod ris;

use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub use self::reference::DATASET_AUTHOR;
use self::reference::{Reference, Surroundings};
use super::{
    AppState, Id, articles,
    articles::ArticleId,
    error::ApiError,
    list::{Listing, Pin},
    quotes,
    quotes::QuoteId,
    validate::Query,
};
use crate::{domain::PartialDate, store::articles::Articles};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get_article_citation)).routes(routes!(get_quote_citation)).routes(routes!(get_dataset_citation))
}

/// How a citation is written: `bibtex` for BibTeX and biblatex, `csl` for CSL-JSON 1.0.2 (citeproc, Pandoc, Zotero), `ris` for reference
/// managers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(default = "bibtex")]
pub enum CitationStyle {
    /// An entry for BibTeX and biblatex (`application/x-bibtex`).
    #[default]
    Bibtex,
    /// An array of one CSL-JSON item (`application/vnd.citationstyles.csl+json`).
    Csl,
    /// A record in RIS (`application/x-research-info-systems`).
    Ris,
}

/// How to cite.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct CitationParams {
    /// How the citation is written.
    #[param(required = false, example = "csl")]
    style: CitationStyle,
    /// The day on which you looked, which the citation then states. The server puts in none of its own: the same address has the same answer
    /// on every day.
    #[param(required = false, nullable = false, value_type = String, pattern = r"^\d{4}-\d{2}-\d{2}$", example = "2026-03-01")]
    accessed: Option<PartialDate>,
}

/// Cite an article
///
/// The article with its authors, outlet and date, and the dataset's version. The date is as precise as it is known. Always sent as
/// `text/plain`, whatever the style; the name to save it under tells a reference manager what it is.
#[utoipa::path(get, path = "/v1/articles/{id}/citation", tag = "articles", params(ArticleId, CitationParams, Pin),
    responses((status = 200, description = "The citation.", body = String, content_type = "text/plain")))]
async fn get_article_citation(
    State(state): State<AppState>,
    listing: Listing,
    Id(id): Id,
    Query(params): Query<CitationParams>,
) -> Result<Response, ApiError> {
    let article = articles::find(&listing.snapshot, id).await?;
    let surroundings = Surroundings { state: &state, dataset: listing.snapshot.dataset(), accessed: params.accessed.as_ref() };
    Ok(respond(&Reference::of_article(&article, &surroundings), params.style))
}

/// Cite a quote
///
/// The article that reports it, with a note that says which quote is meant: who is quoted, the kind of section, the characters of the text, its
/// id, and the dataset's version. Where the article has a URL, it leads to the quote's own words. Always sent as `text/plain`, whatever the
/// style; the name to save it under tells a reference manager what it is.
#[utoipa::path(get, path = "/v1/quotes/{id}/citation", tag = "quotes", params(QuoteId, CitationParams, Pin),
    responses((status = 200, description = "The citation.", body = String, content_type = "text/plain")))]
async fn get_quote_citation(
    State(state): State<AppState>,
    listing: Listing,
    Id(id): Id,
    Query(params): Query<CitationParams>,
) -> Result<Response, ApiError> {
    let quote = quotes::find(&listing.snapshot, id).await?;
    let article = listing.snapshot.get::<Articles>(&quote.article.id).await?.ok_or(ApiError::Internal)?;
    let surroundings = Surroundings { state: &state, dataset: listing.snapshot.dataset(), accessed: params.accessed.as_ref() };
    Ok(respond(&Reference::of_quote(&quote, &article, &surroundings), params.style))
}

/// Cite the dataset
///
/// The dataset with its version. Always sent as `text/plain`, whatever the style; `/v1/dataset/CITATION.cff` has it in the Citation File Format.
#[utoipa::path(get, path = "/v1/dataset/citation", tag = "dataset", params(CitationParams, Pin),
    responses((status = 200, description = "The citation.", body = String, content_type = "text/plain")))]
async fn get_dataset_citation(State(state): State<AppState>, listing: Listing, Query(params): Query<CitationParams>) -> Response {
    let surroundings = Surroundings { state: &state, dataset: listing.snapshot.dataset(), accessed: params.accessed.as_ref() };
    respond(&Reference::of_dataset(&surroundings), params.style)
}

/// Sends a citation. One media type for all styles, since most generated clients know one for each operation.
fn respond(reference: &Reference, style: CitationStyle) -> Response {
    let (text, ending) = match style {
        CitationStyle::Bibtex => (bibtex::write(reference), "bib"),
        CitationStyle::Csl => (csl::write(reference), "json"),
        CitationStyle::Ris => (ris::write(reference), "ris"),
    };
    let mut response = ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response();
    if let Ok(name) = HeaderValue::from_str(&format!("inline; filename=\"{}.{ending}\"", reference.key)) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    response
}
