//! `/v1/suggest`: what may be meant by the few letters that somebody has typed.

use axum::Json;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    AppState,
    error::{ApiError, Fault},
    list::{Listing, Pin},
    validate::Query,
};
use crate::domain::{DatasetRef, RecordType, Suggestion, folding};

/// The path, whose `q` is not a search but what stands in an input field.
pub const PATH: &str = "/v1/suggest";

/// How many records are suggested unless asked otherwise.
const DEFAULT_LIMIT: u32 = 10;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_suggestions))
}

/// What was typed, and what it may mean.
#[derive(Debug, Default, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct SuggestParams {
    /// What was typed: beginnings of words in a name or title, in any order. Case, accents and punctuation do not matter. In words of 4 to 7
    /// letters one slip is forgiven (a letter wrong, missing, added, or two that changed places), in words of 8 to 40 letters two, in up to
    /// eight words at once. Where left out, the records that lead to the most articles.
    #[param(required = false, nullable = false, min_length = 1, max_length = 200, example = "lavr")]
    pub q: Option<String>,
    /// Only records of these types.
    #[param(required = false, example = json!(["person", "organisation"]))]
    pub r#type: Vec<RecordType>,
    /// How many records are suggested at most.
    #[param(required = false, nullable = false, minimum = 1, maximum = 20, default = 10, example = 5)]
    pub limit: Option<u32>,
}

/// Records that may be meant, the likeliest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Suggestions {
    /// The records: those without a slip before those with, then those that lead to more articles, then by id. There may be more of them
    /// than are sent: type on to see those.
    pub items: Vec<Suggestion>,
    /// The dataset that they come from.
    pub dataset: DatasetRef,
}

/// Suggest records
///
/// People, organisations, publishers and articles in whose names or title every word typed is the beginning of a word: an input field's
/// suggestions. Names count in every form that the articles write.
#[utoipa::path(get, path = "/v1/suggest", tag = "finding", params(SuggestParams, Pin),
    responses((status = 200, description = "Records that may be meant.", body = Suggestions)))]
async fn list_suggestions(listing: Listing, Query(asked): Query<SuggestParams>) -> Result<Json<Suggestions>, ApiError> {
    let typed = asked.q.as_deref().unwrap_or_default();
    let items = listing.snapshot.suggest(typed, &asked.r#type, asked.limit.unwrap_or(DEFAULT_LIMIT)).await?;
    Ok(Json(Suggestions { items, dataset: DatasetRef { version: listing.snapshot.dataset().version.clone() } }))
}

/// What was typed must hold something to go by: an empty answer would say that nothing begins so.
pub fn faults(values: &Map<String, Value>) -> Vec<Fault> {
    let typed = values.get("q").and_then(Value::as_str).filter(|typed| folding::words(typed).is_empty());
    typed.map(|typed| Fault::new("q", typed, "holds no letter or digit: leave `q` out for what is most frequent")).into_iter().collect()
}
