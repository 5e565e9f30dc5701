//! What every operation may answer: errors, headers, and a real example.

use serde_json::{Map, Value, json};

/// The errors and headers that every operation has, and its example.
pub fn complete(path: &str, operation: &mut Value, examples: &Value) {
    let has =
        |operation: &Value, place: &str| operation["parameters"].as_array().into_iter().flatten().any(|parameter| parameter["in"] == place);
    let pinned = operation["parameters"].as_array().into_iter().flatten().any(|parameter| parameter["name"] == "dataset");
    let (in_path, is_probe) = (has(operation, "path"), crate::http::health::PATHS.contains(&path));
    let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
    let Some(responses) = operation["responses"].as_object_mut() else { return };
    for (status, response) in responses.iter_mut() {
        response["headers"] = success_headers(path, status, is_probe);
        for (media_type, content) in response.get_mut("content").and_then(Value::as_object_mut).into_iter().flatten() {
            if !media_type.contains("json") || media_type == "application/x-ndjson" {
                // As plain strings these would be parsed as JSON by some generated clients.
                content["schema"] = json!({ "type": "string", "format": "binary" });
            } else if let Some(example) = examples.get(&id) {
                content["example"] = example["response"].clone();
            }
        }
    }
    for error in SHARED.iter().filter(|shared| match shared.status {
        "304" | "429" => !is_probe,
        "404" => in_path,
        "409" => pinned,
        "416" => path == crate::http::files::PATH,
        _ => true,
    }) {
        responses.insert(error.status.to_owned(), json!({ "$ref": format!("#/components/responses/{}", error.name) }));
    }
    let mut sorted: Vec<(String, Value)> = std::mem::take(responses).into_iter().collect();
    sorted.sort_by(|a, b| a.0.cmp(&b.0));
    responses.extend(sorted);
}

/// An answer that many operations share.
struct SharedResponse {
    status: &'static str,
    name: &'static str,
    description: &'static str,
    headers: &'static [&'static str],
}

const SHARED: &[SharedResponse] = &[
    SharedResponse { status: "304", name: "NotModified", description: "The client holds the answer already.", headers: &["ETag"] },
    SharedResponse { status: "400", name: "BadRequest", description: "A parameter is not valid.", headers: &[] },
    SharedResponse { status: "404", name: "NotFound", description: "There is no such record.", headers: &[] },
    SharedResponse {
        status: "405",
        name: "MethodNotAllowed",
        description: "Only GET, HEAD and OPTIONS are answered.",
        headers: &["Allow"],
    },
    SharedResponse { status: "406", name: "NotAcceptable", description: "The path has another format than those accepted.", headers: &[] },
    SharedResponse { status: "409", name: "Conflict", description: "The server holds another version of the dataset.", headers: &[] },
    SharedResponse { status: "413", name: "BodyRefused", description: "The request has a body.", headers: &[] },
    SharedResponse { status: "414", name: "UriTooLong", description: "The address is too long.", headers: &[] },
    SharedResponse { status: "416", name: "RangeNotSatisfiable", description: "The file has no such part.", headers: &["Content-Range"] },
    SharedResponse {
        status: "429",
        name: "TooManyRequests",
        description: "The client asks more often than the operator of the server allows; try again after `Retry-After`.",
        headers: &["Retry-After"],
    },
    SharedResponse { status: "431", name: "HeadersTooLarge", description: "The headers are too large.", headers: &[] },
    SharedResponse { status: "500", name: "ServerError", description: "The server failed.", headers: &[] },
    SharedResponse {
        status: "503",
        name: "Unavailable",
        description: "The server is busy; try again after `Retry-After`.",
        headers: &["Retry-After"],
    },
];

/// The answers that operations refer to.
pub fn shared() -> Value {
    let described = |shared: &SharedResponse| {
        let mut response = json!({
            "description": shared.description,
            "headers": references(&[&["X-Request-Id", "Cache-Control", "Vary", "Dataset-Version", "RateLimit", "RateLimit-Policy"], shared.headers].concat()),
        });
        if shared.status != "304" {
            response["content"] = json!({ "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } });
        }
        (shared.name.to_owned(), response)
    };
    SHARED.iter().map(described).collect()
}

fn success_headers(path: &str, status: &str, is_probe: bool) -> Value {
    let downloads = [".csv", ".ndjson", ".graphml"].iter().any(|suffix| path.ends_with(suffix));
    let mut names = vec!["X-Request-Id", "Cache-Control", "Vary", "Dataset-Version"];
    let is_file = path == crate::http::files::PATH;
    if !is_probe {
        names.extend(["RateLimit", "RateLimit-Policy"]);
    }
    if matches!(status, "200" | "206") && !is_probe {
        names.push("ETag");
    }
    if matches!(status, "307" | "308") {
        names.push("Location");
    }
    let is_list = super::is_list(path) || path == "/v1/dataset/changes";
    if is_list || downloads {
        names.push("X-Total-Count");
    }
    if is_list && !downloads {
        names.push("Link");
    }
    if is_file {
        names.extend(["Accept-Ranges", "Repr-Digest", if status == "206" { "Content-Range" } else { "Content-Digest" }]);
    }
    if downloads || is_file || path.ends_with("/citation") {
        names.push("Content-Disposition");
    }
    references(&names)
}

fn references(names: &[&str]) -> Value {
    let common = [
        "Access-Control-Allow-Origin",
        "Access-Control-Expose-Headers",
        "Content-Security-Policy",
        "Referrer-Policy",
        "Server-Timing",
        "Timing-Allow-Origin",
        "X-Content-Type-Options",
    ];
    let all = names.iter().chain(&common);
    all.map(|name| ((*name).to_owned(), json!({ "$ref": format!("#/components/headers/{name}") }))).collect()
}

/// Every header that is sent.
pub fn headers() -> Value {
    let described = [
        ("Accept-Ranges", "`bytes`: parts of the file can be asked for by `Range`.", "bytes"),
        ("Access-Control-Allow-Origin", "`*`: any web page may read the answer.", "*"),
        ("Access-Control-Expose-Headers", "The headers that scripts of other pages may read.", "etag,link,x-total-count"),
        ("Allow", "The methods that every path answers.", "GET, HEAD, OPTIONS"),
        (
            "Cache-Control",
            "How long the answer may be kept: for ever where `dataset` pins its version, five minutes otherwise, never for errors.",
            "public, max-age=300",
        ),
        ("Content-Digest", "The SHA-256 of what the answer holds (RFC 9530).", "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"),
        ("Content-Disposition", "The name to save a download under.", "attachment; filename=\"onrecord-quotes.csv\""),
        (
            "Content-Range",
            "Which bytes of the file these are, and how many it has; `bytes */61` where there are none such.",
            "bytes 0-9/61",
        ),
        ("Content-Security-Policy", "What a page may load: nothing, but for the reference.", "default-src 'none'"),
        ("Dataset-Version", "The version of the dataset that the answer comes from.", "0123456789ab"),
        ("ETag", "Validator for `If-None-Match`: a 304 then says that nothing has changed.", "\"5d41402abc4b2a76b9719d91\""),
        ("Link", "The next page (RFC 8288), where there is one.", "</v1/quotes?cursor=e30>; rel=\"next\""),
        ("Location", "Where to go instead.", "/docs"),
        (
            "RateLimit",
            "Where the operator bounds how often a client may ask: how many requests are left, and after how many seconds all are there again \
             (draft-ietf-httpapi-ratelimit-headers).",
            "\"client\";r=99;t=1",
        ),
        (
            "RateLimit-Policy",
            "Where the operator bounds how often a client may ask: how many requests at once, and after how many seconds as many again.",
            "\"client\";q=100;w=10",
        ),
        ("Referrer-Policy", "`no-referrer`.", "no-referrer"),
        (
            "Repr-Digest",
            "The SHA-256 of the whole file, of which the answer may be a part (RFC 9530).",
            "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:",
        ),
        ("Retry-After", "How many seconds to wait before trying again.", "2"),
        (
            "Server-Timing",
            "How many milliseconds it took until the answer began (`total`), and whether it was kept ready (`cache`).",
            "cache;desc=hit, total;dur=0.041",
        ),
        ("Timing-Allow-Origin", "`*`: scripts of any web page may read how long the answer took.", "*"),
        ("Vary", "What the answer depends on besides its address.", "Accept, Accept-Encoding"),
        ("X-Content-Type-Options", "`nosniff`.", "nosniff"),
        (
            "X-Request-Id",
            "The identifier of the request, taken from the request where it is short and plain.",
            "0198c1f2-7b1e-7c3a-9d53-0b9a4a4f7a10",
        ),
    ];
    let mut headers: Map<String, Value> = described
        .into_iter()
        .map(|(name, description, example)| {
            (name.to_owned(), json!({ "description": description, "schema": { "type": "string" }, "example": example }))
        })
        .collect();
    let total = json!({ "description": "How many records the whole list has, exactly.", "schema": { "type": "integer", "format": "int64", "minimum": 0 }, "example": 61 });
    headers.insert("X-Total-Count".to_owned(), total);
    Value::Object(headers)
}
