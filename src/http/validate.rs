//! Query parameters are checked against the very description that is published: what it says of names, types, bounds, patterns and
//! enumerations is what is enforced. All faults are reported at once; then the handler gets what was checked.

use std::{collections::HashMap, sync::Arc};

use axum::{
    extract::{FromRequestParts, MatchedPath, Request, State},
    http::{Method, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};

use super::{
    AppState, accept,
    cache::{self, Unchanged},
    contradictions::contradictions,
    cors,
    description::PUBLISHED,
    error::{ApiError, Fault, UNKNOWN_PARAMETER},
    parameter::{Parameter, Patterns},
    query, ready,
};
use crate::store::{
    ReadError, Snapshot,
    vocabulary::{Vocabulary, nearest},
};

/// The parameters of every path, as the description states them.
pub struct Parameters(HashMap<String, HashMap<String, Parameter>>);

/// The parameters of a request that passed: typed values, and the pairs they came from.
#[derive(Debug, Clone)]
pub struct Checked {
    values: Map<String, Value>,
    /// Names and values as sent.
    pub pairs: Vec<(String, String)>,
}

/// What requests are checked against, of the description: without what it says of answers, which is most of it.
#[derive(Deserialize)]
struct Described {
    paths: HashMap<String, DescribedPath>,
    components: Value,
}

#[derive(Deserialize)]
struct DescribedPath {
    get: DescribedOperation,
}

#[derive(Deserialize)]
struct DescribedOperation {
    #[serde(default)]
    parameters: Vec<Value>,
}

impl Parameters {
    /// Reads them out of the published description.
    #[must_use]
    pub fn published() -> Self {
        let described: Described =
            serde_json::from_str(PUBLISHED).unwrap_or_else(|error| unreachable!("a test holds it to its form: {error}"));
        let components = json!({ "components": described.components });
        let mut patterns = Patterns::default();
        let operations = described.paths.into_iter().map(|(path, operation)| {
            let in_query = operation.get.parameters.iter().filter(|parameter| parameter["in"] == "query");
            let parameters = in_query.filter_map(|parameter| {
                let name = parameter["name"].as_str()?;
                Some((name.to_owned(), Parameter::compile(parameter, &components, vocabulary(name).is_some(), &mut patterns)))
            });
            let parameters = parameters.collect();
            (path, parameters)
        });
        Self(operations.collect())
    }

    /// The paths that are described.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Checks a query string against a path's parameters: what passed, and the faults of what did not.
    fn check(&self, path: &str, query: Option<&str>) -> (Checked, Vec<Fault>) {
        let known = self.0.get(path);
        let mut faults = Vec::new();
        let pairs = query::pairs(query).unwrap_or_else(|piece| {
            faults.push(Fault::new(piece.split('=').next().unwrap_or_default(), &piece, "is not percent-encoded UTF-8"));
            Vec::new()
        });
        let mut values = Map::new();
        for name in names(&pairs) {
            if faults.len() >= MAX_FAULTS {
                break;
            }
            let sent: Vec<&str> = pairs.iter().filter(|(other, _)| other == name).map(|(_, value)| value.as_str()).collect();
            match known.and_then(|known| known.get(name)) {
                None => faults.push(unknown_parameter(name, sent[0], known, !faults.iter().any(Fault::is_unknown))),
                Some(parameter) => match parameter.read(name, &sent) {
                    Ok(value) => drop(values.insert(name.to_owned(), value)),
                    Err(found) => faults.extend(found),
                },
            }
        }
        let mut missing: Vec<&String> = known
            .into_iter()
            .flatten()
            .filter(|(name, parameter)| parameter.required && !pairs.iter().any(|(sent, _)| sent == *name))
            .map(|(name, _)| name)
            .collect();
        missing.sort();
        faults.extend(missing.into_iter().map(|name| Fault::new(name, "", "is missing: this path needs it")));
        faults.extend(contradictions(path, &values));
        faults.extend(self.out_of_place(path, &values));
        (Checked { values, pairs }, faults)
    }
}

impl Parameters {
    /// Filters of quotes that articles do not have, where a graph is to count articles.
    fn out_of_place(&self, path: &str, values: &Map<String, Value>) -> Vec<Fault> {
        let Some(edge) = values.get("edge").and_then(Value::as_str).filter(|&edge| path.starts_with("/v1/graph") && edge == "named_with")
        else {
            return Vec::new();
        };
        let takes = |list: &str, name: &str| self.0.get(list).is_some_and(|known| known.contains_key(name));
        let names = values.iter().filter(|(name, _)| takes("/v1/quotes", name) && !takes("/v1/articles", name));
        let detail = format!("means nothing with `edge={edge}`, which counts articles: leave it out");
        names.map(|(name, value)| Fault::new(name, &shown(value), &detail)).collect()
    }
}

/// A value much as it was sent.
pub fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(shown).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

/// Each name once, in the order of first sight.
fn names(pairs: &[(String, String)]) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in pairs {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names
}

/// A parameter that the path does not have. What it has is listed once, with the first.
fn unknown_parameter(name: &str, value: &str, known: Option<&HashMap<String, Parameter>>, first: bool) -> Fault {
    let mut allowed: Vec<String> = known.into_iter().flat_map(HashMap::keys).cloned().collect();
    allowed.sort();
    let did_you_mean = nearest(name, allowed.iter().map(String::as_str));
    let detail = if allowed.is_empty() { "is not known: this path takes no parameters" } else { UNKNOWN_PARAMETER };
    if !first {
        allowed.clear();
    }
    Fault { allowed, did_you_mean, ..Fault::new(name, value, detail) }
}

/// The most faults that are told at once.
const MAX_FAULTS: usize = 50;

/// The vocabulary that a parameter's values come from, by its name: the same names mean the same on every path.
#[must_use]
pub fn vocabulary(parameter: &str) -> Option<Vocabulary> {
    let stem = parameter.strip_suffix("_not").or_else(|| parameter.strip_suffix("_all")).unwrap_or(parameter);
    Some(match stem {
        "speaker" | "about" | "addressee" | "between" => Vocabulary::Entity,
        "person" => Vocabulary::Person,
        "organisation" => Vocabulary::Organisation,
        "source" => Vocabulary::Source,
        "article" => Vocabulary::Article,
        "language" => Vocabulary::Language,
        "cue" => Vocabulary::Cue,
        "annotator" => Vocabulary::Annotator,
        _ => return None,
    })
}

/// Values that no record has: a query for them would be answered with nothing, which reads like a finding.
async fn nonexistent(snapshot: &Snapshot, values: &Map<String, Value>) -> Result<Vec<Fault>, ReadError> {
    let mut faults = Vec::new();
    for (name, value) in values {
        let Some(vocabulary) = vocabulary(name) else { continue };
        let asked: Vec<String> = value.as_array().into_iter().flatten().filter_map(|value| value.as_str().map(str::to_owned)).collect();
        for unknown in snapshot.unknown(vocabulary, &asked).await? {
            let detail = match (unknown.other_type, unknown.merged_into) {
                (Some(other), _) => format!("names {}, not {}", other.noun(), vocabulary.noun()),
                (None, Some(survivor)) => format!("names {} that was merged into `{survivor}`", vocabulary.noun()),
                (None, None) => format!("names {} that does not exist here", vocabulary.noun()),
            };
            faults.push(Fault { allowed: unknown.allowed, did_you_mean: unknown.did_you_mean, ..Fault::new(name, &unknown.value, detail) });
        }
    }
    Ok(faults)
}

/// Checks the query and the accepted formats of every request to a known path before its handler runs. HEAD comes as GET ([`super::Front`]).
pub async fn validate(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let Some(route) = request.extensions().get::<MatchedPath>().cloned() else { return next.run(request).await };
    let mut response = match *request.method() {
        Method::OPTIONS => cors::preflight(),
        Method::GET if let Some(Unchanged(held)) = request.extensions().get() => cache::not_modified(held.clone()),
        Method::GET => match admit(&state, &mut request, route.as_str()).await {
            Ok(()) => ready::marked(next.run(request).await),
            Err(error) => error.into_response(),
        },
        _ => ApiError::MethodNotAllowed.into_response(),
    };
    response.extensions_mut().insert(route);
    response
}

async fn admit(state: &AppState, request: &mut Request, route: &str) -> Result<(), ApiError> {
    accept::check(request, route)?;
    let snapshot = request.extensions().get::<Arc<Snapshot>>().cloned().ok_or(ApiError::Internal)?;
    let checked = check(state, &snapshot, route, request.uri().query()).await?;
    request.extensions_mut().insert(checked);
    Ok(())
}

async fn check(state: &AppState, snapshot: &Snapshot, path: &str, query: Option<&str>) -> Result<Checked, ApiError> {
    let (checked, mut faults) = state.parameters().check(path, query);
    faults.extend(nonexistent(snapshot, &checked.values).await?);
    faults.truncate(MAX_FAULTS);
    if !faults.is_empty() {
        return Err(ApiError::Invalid(faults));
    }
    let current = &snapshot.dataset().version;
    match checked.values.get("dataset").and_then(Value::as_str) {
        Some(asked) if asked != current => Err(ApiError::VersionMismatch(asked.to_owned(), current.clone())),
        _ => Ok(checked),
    }
}

/// A handler's parameters: the part of the checked values that `P` names. Several of them share one query string.
pub struct Query<P>(pub P);

impl<P: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<P> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let none = Map::new();
        let values = parts.extensions.get::<Checked>().map_or(&none, |checked| &checked.values);
        P::deserialize(values).map(Self).map_err(|error| {
            tracing::error!(%error, "a query that fits the description does not fit the handler");
            ApiError::Internal
        })
    }
}
