//! Errors: one shape for every 4xx and 5xx, RFC 9457 problem details, and the one list of what can go wrong.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::request_id::RequestId;
use crate::store::ReadError;

/// The media type of problem details.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// How long a client should wait after 503, in seconds.
const RETRY_AFTER_SECONDS: &str = "2";

/// What went wrong, as RFC 9457 problem details. Every 4xx and 5xx answer has this shape.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// The kind of problem: the address of a page about it.
    #[schema(example = "/problems/invalid-parameter")]
    pub r#type: String,
    /// The kind of problem in words.
    #[schema(example = "A parameter is not valid")]
    pub title: String,
    /// The HTTP status code.
    #[schema(minimum = 400, maximum = 599, example = 400)]
    pub status: u16,
    /// What is wrong with this request, and what would be right.
    pub detail: String,
    /// The path that was asked for; empty where it could not be read.
    #[schema(example = "/v1/quotes")]
    pub instance: String,
    /// The request's identifier, as in the header `X-Request-Id` and in the server's log.
    pub request_id: String,
    /// Each parameter that is not valid.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Fault>,
}

/// One parameter that is not valid.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Fault {
    /// Its name.
    #[schema(example = "speaker")]
    pub parameter: String,
    /// Its value as sent, cut to 100 characters.
    #[schema(example = "lavrov")]
    pub value: String,
    /// What is wrong with it.
    pub detail: String,
    /// What it may be, where that can be listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowed: Vec<String>,
    /// What was probably meant.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub did_you_mean: Vec<String>,
}

/// What is said of a parameter that a path does not have.
pub const UNKNOWN_PARAMETER: &str = "is not a parameter of this path";

/// The most of a value that an error repeats, in characters.
const SHOWN_VALUE: usize = 100;

impl Fault {
    /// Whether it is a parameter that the path does not have.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.detail == UNKNOWN_PARAMETER
    }

    /// A fault of a parameter's value.
    #[must_use]
    pub fn new(parameter: &str, value: &str, detail: impl Into<String>) -> Self {
        let shown = |text: &str| text.chars().take(SHOWN_VALUE).collect();
        Self { parameter: shown(parameter), value: shown(value), detail: detail.into(), ..Self::default() }
    }
}

/// A kind of problem: what its page says.
#[derive(Debug)]
pub struct Kind {
    /// The last part of its address.
    pub slug: &'static str,
    /// The problem in words.
    pub title: &'static str,
    /// The HTTP status code.
    pub status: StatusCode,
    /// What it means and what to do.
    pub explanation: &'static str,
}

macro_rules! kinds {
    ($($name:ident = $status:ident, $slug:literal, $title:literal, $explanation:literal;)*) => {
        $(pub(super) const $name: Kind =
            Kind { slug: $slug, title: $title, status: StatusCode::$status, explanation: $explanation };)*
        /// Every kind of problem there is.
        pub const KINDS: &[&Kind] = &[$(&$name),*];
    };
}

kinds! {
    INVALID_PARAMETER = BAD_REQUEST, "invalid-parameter", "A parameter is not valid",
        "A query parameter is unknown, stands twice, or has a value that is not allowed or does not exist. Every fault is listed under errors, \
         with the values that are allowed and those that were probably meant. Nothing is guessed: a query that was silently widened would give wrong counts.";
    INVALID_CURSOR = BAD_REQUEST, "invalid-cursor", "The cursor does not belong to this list",
        "A cursor continues the one list it came with. Use the address under next as it is; begin again without cursor after changing a filter or the order.";
    BAD_REQUEST = BAD_REQUEST, "bad-request", "The request cannot be read",
        "The request is not well-formed HTTP. Check how its address and headers are written.";
    NOT_FOUND = NOT_FOUND, "not-found", "There is no such record",
        "No record has this identifier. Identifiers that were probably meant are named in the detail; lists give those that exist.";
    UNKNOWN_PATH = NOT_FOUND, "unknown-path", "There is no such path",
        "The API has no such path. The paths are listed in /openapi.json and explained at /docs.";
    TEXT_WITHHELD = NOT_FOUND, "text-withheld", "The article's text is not held",
        "The text belongs to its publisher, and the document was not at hand when the dataset was built. Metadata, names and quotes of the article are \
         served all the same. With the document in a folder, onrecord seed --corpus adds the text.";
    METHOD_NOT_ALLOWED = METHOD_NOT_ALLOWED, "method-not-allowed", "The API is read-only",
        "Only GET, HEAD and OPTIONS are answered.";
    NOT_ACCEPTABLE = NOT_ACCEPTABLE, "not-acceptable", "The path has another format",
        "Each path answers in one media type. The detail names the path that answers in the type asked for; a path with a suffix such as .csv ignores Accept.";
    VERSION_MISMATCH = CONFLICT, "dataset-version-mismatch", "The dataset has another version",
        "The request was pinned to a version of the dataset that this server does not hold. The detail names both; /v1/dataset/versions lists those that are kept here, and /v1/dataset/changes what differs between them.";
    URI_TOO_LONG = URI_TOO_LONG, "uri-too-long", "The address is too long",
        "Addresses may have 8,192 bytes. Use fewer filter values at once.";
    HEADERS_TOO_LARGE = REQUEST_HEADER_FIELDS_TOO_LARGE, "headers-too-large", "The headers are too large",
        "The headers of a request may have 32,768 bytes together, in at most 100 lines.";
    RANGE_NOT_SATISFIABLE = RANGE_NOT_SATISFIABLE, "range-not-satisfiable", "The file has no such part",
        "The header Range asks for bytes behind the end of the file. Content-Range says how many the file has; a download that holds them all is complete.";
    INTERNAL = INTERNAL_SERVER_ERROR, "internal", "The server failed",
        "The server could not answer because of a fault of its own. It has been logged under the request's identifier.";
    BODY_REFUSED = PAYLOAD_TOO_LARGE, "body-refused", "The API takes no request bodies",
        "Everything that a request asks for is in its address. Send it without a body: without Content-Length, or with 0, and without Transfer-Encoding.";
    RATE_LIMITED = TOO_MANY_REQUESTS, "rate-limited", "The client asks too often",
        "The operator of this server lets each client ask so often, and no more: RateLimit-Policy says how often. Try again after the number of seconds in Retry-After. \
         Whole lists come in one request each as .csv and .ndjson, and the whole dataset as one file under /v1/dataset/files.";
    STOPPING = SERVICE_UNAVAILABLE, "stopping", "The server is stopping",
        "The server has been told to stop, and still answers for a while. Send further requests to another one, or to the one that takes its place.";
    OVERLOADED = SERVICE_UNAVAILABLE, "overloaded", "The server is busy",
        "Too many requests are being answered at once, or this one took too long. Try again after the number of seconds in Retry-After.";
}

/// Everything that keeps a request from its answer.
#[derive(Debug)]
pub enum ApiError {
    /// 400: parameters that are not valid.
    Invalid(Vec<Fault>),
    /// 400: a cursor of another list.
    InvalidCursor(&'static str),
    /// 404: no record with this identifier.
    NotFound {
        /// What was looked for.
        noun: &'static str,
        /// The identifier.
        id: String,
        /// Identifiers like it.
        did_you_mean: Vec<String>,
    },
    /// 404: no such path.
    UnknownPath(Vec<String>),
    /// 404: the article is here, its text is not.
    TextWithheld,
    /// 405.
    MethodNotAllowed,
    /// 406: and the path that has the format.
    NotAcceptable(String),
    /// 409: the version asked for, and the one that is here.
    VersionMismatch(String, String),
    /// 414.
    UriTooLong,
    /// 431.
    HeadersTooLarge,
    /// 416: and how many bytes the file has.
    RangeNotSatisfiable(u64),
    /// 413: a request with a body.
    BodyRefused,
    /// 429: and how many seconds to wait.
    RateLimited(u64),
    /// 503: on the way out.
    Stopping,
    /// 500: says nothing of the inside.
    Internal,
    /// 503.
    Overloaded,
}

/// A problem that waits for the outermost layer to add path and request id.
#[derive(Clone)]
struct Pending {
    kind: &'static Kind,
    detail: String,
    errors: Vec<Fault>,
}

impl ApiError {
    fn into_pending(self) -> Pending {
        let plain = |kind: &'static Kind, detail: String| Pending { kind, detail, errors: Vec::new() };
        match self {
            Self::Invalid(errors) => Pending { kind: &INVALID_PARAMETER, detail: summary(&errors), errors },
            Self::InvalidCursor(detail) => plain(&INVALID_CURSOR, detail.to_owned()),
            Self::NotFound { noun, id, did_you_mean } => {
                let id: String = id.chars().take(SHOWN_VALUE).collect();
                let hint = if did_you_mean.is_empty() { String::new() } else { format!(" (did you mean {}?)", did_you_mean.join(", ")) };
                plain(&NOT_FOUND, format!("There is no {noun} `{id}`{hint}."))
            }
            Self::UnknownPath(did_you_mean) => {
                let hint = if did_you_mean.is_empty() { String::new() } else { format!(" Did you mean {}?", did_you_mean.join(", ")) };
                plain(&UNKNOWN_PATH, format!("There is no such path.{hint} All paths are in /openapi.json and at /docs."))
            }
            Self::TextWithheld => plain(
                &TEXT_WITHHELD,
                "The text of this article is withheld: it belongs to its publisher and is not at hand here.".to_owned(),
            ),
            Self::MethodNotAllowed => plain(&METHOD_NOT_ALLOWED, "Use GET, HEAD or OPTIONS.".to_owned()),
            Self::NotAcceptable(detail) => plain(&NOT_ACCEPTABLE, detail),
            Self::VersionMismatch(asked, current) => {
                plain(&VERSION_MISMATCH, format!("Version {asked} of the dataset was asked for; this server holds version {current}."))
            }
            Self::UriTooLong => plain(&URI_TOO_LONG, "The address is longer than 8,192 bytes.".to_owned()),
            Self::HeadersTooLarge => plain(&HEADERS_TOO_LARGE, "The headers have more than 32,768 bytes or 100 lines.".to_owned()),
            Self::RangeNotSatisfiable(bytes) => plain(&RANGE_NOT_SATISFIABLE, format!("The file has {bytes} bytes.")),
            Self::BodyRefused => plain(&BODY_REFUSED, "The API takes no request bodies.".to_owned()),
            Self::RateLimited(seconds) => {
                plain(&RATE_LIMITED, format!("Too many requests from this client. Try again in {seconds} seconds."))
            }
            Self::Stopping => plain(&STOPPING, "The server has been told to stop.".to_owned()),
            Self::Internal => plain(&INTERNAL, "The server failed; the fault has been logged.".to_owned()),
            Self::Overloaded => plain(&OVERLOADED, format!("Try again in {RETRY_AFTER_SECONDS} seconds.")),
        }
    }
}

/// All faults in one sentence each.
fn summary(errors: &[Fault]) -> String {
    let sentence = |fault: &Fault| {
        let hint = fault.did_you_mean.first().map(|near| format!(" (did you mean `{near}`?)")).unwrap_or_default();
        format!("`{}` {}{hint}.", fault.parameter, fault.detail)
    };
    errors.iter().take(5).map(sentence).collect::<Vec<_>>().join(" ")
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let length =
            if let Self::RangeNotSatisfiable(bytes) = &self { HeaderValue::from_str(&format!("bytes */{bytes}")).ok() } else { None };
        let pending = self.into_pending();
        let mut response = pending.kind.status.into_response();
        response.headers_mut().extend(length.map(|length| (header::CONTENT_RANGE, length)));
        response.extensions_mut().insert(pending);
        response
    }
}

impl From<ReadError> for ApiError {
    fn from(error: ReadError) -> Self {
        if error.is_passing() {
            tracing::warn!(%error, "a question to the store was given up");
            return Self::Overloaded;
        }
        tracing::error!(error = &error as &dyn std::error::Error, "the store cannot be read");
        Self::Internal
    }
}

/// Gives every 4xx and 5xx its body, those included that no handler of ours made. `instance` is the path that was asked for.
pub fn finish(response: Response, instance: &str, id: &RequestId) -> Response {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    let pending = parts.extensions.remove::<Pending>().unwrap_or_else(|| unexpected(status).into_pending());
    parts.status = pending.kind.status;
    let problem = Problem {
        r#type: format!("/problems/{}", pending.kind.slug),
        title: pending.kind.title.to_owned(),
        status: pending.kind.status.as_u16(),
        detail: pending.detail,
        instance: instance.to_owned(),
        request_id: id.to_string(),
        errors: pending.errors,
    };
    for name in [header::CONTENT_LENGTH, header::CONTENT_ENCODING, header::ETAG, header::CONTENT_DISPOSITION] {
        parts.headers.remove(name);
    }
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if parts.status == StatusCode::METHOD_NOT_ALLOWED {
        parts.headers.insert(header::ALLOW, HeaderValue::from_static(super::ALLOWED_METHODS));
    }
    if parts.status == StatusCode::SERVICE_UNAVAILABLE {
        parts.headers.insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER_SECONDS));
    }
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    Response::from_parts(parts, Body::from(body))
}

/// The problem of a request that never reached the application, with the identifier made for it.
pub fn of_connection(status: u16) -> (String, Vec<u8>) {
    let kind = match status {
        414 => &URI_TOO_LONG,
        431 => &HEADERS_TOO_LARGE,
        400..500 => &BAD_REQUEST,
        _ => &INTERNAL,
    };
    let request_id = RequestId::made().to_string();
    tracing::info!(id = request_id, status, "a request that is not HTTP");
    let problem = Problem {
        r#type: format!("/problems/{}", kind.slug),
        title: kind.title.to_owned(),
        status,
        detail: kind.explanation.to_owned(),
        instance: String::new(),
        request_id: request_id.clone(),
        errors: Vec::new(),
    };
    (request_id, serde_json::to_vec(&problem).unwrap_or_default())
}

/// What a bare status of a library means.
fn unexpected(status: StatusCode) -> ApiError {
    match status {
        StatusCode::METHOD_NOT_ALLOWED => ApiError::MethodNotAllowed,
        StatusCode::NOT_FOUND => ApiError::UnknownPath(Vec::new()),
        StatusCode::SERVICE_UNAVAILABLE => ApiError::Overloaded,
        StatusCode::NOT_ACCEPTABLE => {
            ApiError::NotAcceptable("Answers are sent as they are, or in gzip, br or zstd: accept one of these.".to_owned())
        }
        _ => {
            tracing::error!(%status, "an error without a problem");
            ApiError::Internal
        }
    }
}
