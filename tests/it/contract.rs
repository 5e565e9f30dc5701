//! The description is the product: it is the committed file, its examples are real, and the server's answers fit it.

use std::{fs, path::Path};

use serde_json::{Map, Value, json};

use crate::app::TestApp;

/// Set to write `openapi/openapi.json` and `openapi/examples.json` anew instead of comparing them.
const UPDATE: &str = "UPDATE_OPENAPI";

/// One real request for each operation that answers in JSON.
const REQUESTS: &[(&str, &str)] = &[
    ("list_articles", "/v1/articles?source=reuters&limit=1"),
    ("get_article", "/v1/articles/russias-lavrov-says-reset-with-u-s-cannot-last-forever-f50b6904"),
    ("get_article_jsonld", "/v1/articles/russias-lavrov-says-reset-with-u-s-cannot-last-forever-f50b6904/jsonld"),
    (
        "get_article_annotations",
        "/v1/articles/russias-lavrov-says-reset-with-u-s-cannot-last-forever-f50b6904/annotations?motivation=describing&limit=1",
    ),
    (
        "get_article_annotation_collection",
        "/v1/articles/russias-lavrov-says-reset-with-u-s-cannot-last-forever-f50b6904/annotations/collection",
    ),
    ("list_quotes", "/v1/quotes?addressee=kommersant&type=direct&limit=1"),
    ("get_quote", "/v1/quotes/f50b6904-907"),
    ("get_quote_jsonld", "/v1/quotes/f50b6904-907/jsonld"),
    ("get_quotes_facets", "/v1/quotes/facets?by=speaker,type&source=reuters&size=2"),
    ("get_quotes_timeline", "/v1/quotes/timeline?from=2012-09&to=2012-11&interval=month&split=speaker&size=1"),
    ("get_articles_facets", "/v1/articles/facets?by=source&size=2"),
    ("get_articles_timeline", "/v1/articles/timeline?person=sergei-lavrov&from=2012"),
    ("list_quote_variants", "/v1/quotes/2b272f6d-1271/variants?limit=1"),
    ("list_people", "/v1/people?min_quoted_articles=3&limit=1"),
    ("get_person", "/v1/people/sergei-lavrov"),
    ("list_organisations", "/v1/organisations?organisation=nato&limit=1"),
    ("get_organisation", "/v1/organisations/nato"),
    ("list_sources", "/v1/sources?limit=1"),
    ("get_source", "/v1/sources/reuters"),
    ("list_mentions", "/v1/mentions?organisation=nato&limit=1"),
    ("get_graph", "/v1/graph?speaker=fyodor-lukyanov&limit=2"),
    ("list_concordance", "/v1/concordance?q=reset&limit=1"),
    ("list_suggestions", "/v1/suggest?q=lavr"),
    ("find_records", "/v1/lookup?name=Sergey+Lavrov"),
    ("get_person_jsonld", "/v1/people/sergei-lavrov/jsonld"),
    ("get_organisation_jsonld", "/v1/organisations/nato/jsonld"),
    ("get_source_jsonld", "/v1/sources/reuters/jsonld"),
    ("list_annotations", "/v1/annotations?motivation=identifying&source=reuters&limit=1"),
    ("get_annotation_collection", "/v1/annotations/collection?limit=100"),
    ("get_dataset", "/v1/dataset"),
    ("list_dataset_files", "/v1/dataset/files"),
    ("list_dataset_versions", "/v1/dataset/versions"),
    ("list_dataset_changes", "/v1/dataset/changes?resource=sources&limit=2"),
    ("get_dataset_jsonld", "/v1/dataset/jsonld"),
    ("get_data_package", "/v1/datapackage.json"),
    ("get_health", "/healthz"),
    ("get_readiness", "/readyz"),
];

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Compares a committed file with what it should be, or writes it where that is asked for.
#[track_caller]
fn is_committed(file: &str, expected: &str) {
    let path = repository().join(file);
    if std::env::var_os(UPDATE).is_some() {
        fs::write(&path, expected).expect("the file can be written");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == expected,
        "{file} is not what the program says: run `{UPDATE}=1 cargo test contract` twice and look at the difference"
    );
}

#[test]
fn the_committed_description_is_the_one_the_program_serves() {
    is_committed("openapi/openapi.json", &onrecord::http::written(&onrecord::http::description()));
}

#[test]
fn the_committed_schema_of_sidecars_is_the_one_the_program_serves() {
    is_committed("openapi/sidecar.schema.json", &onrecord::corpus::sidecar::written_json_schema());
}

#[tokio::test]
async fn every_example_of_an_answer_is_a_real_one() {
    let app = TestApp::five().await;
    let mut examples = Map::new();
    for &(operation, request) in REQUESTS {
        let response = app.json(request).await;
        examples.insert(operation.to_owned(), json!({ "request": request, "response": response }));
    }
    is_committed("openapi/examples.json", &format!("{:#}\n", Value::Object(examples)));
}

#[tokio::test]
async fn every_example_of_a_parameter_is_accepted_and_finds_something() {
    let app = TestApp::five().await;
    let api = app.json("/openapi.json").await;
    let mut tried = 0;
    for (path, item) in api["paths"].as_object().expect("paths") {
        let parameters: Vec<&Value> = item["get"]["parameters"].as_array().into_iter().flatten().collect();
        let mut real = path.clone();
        for parameter in parameters.iter().filter(|parameter| parameter["in"] == "path") {
            real = real.replace(
                &format!("{{{}}}", parameter["name"].as_str().expect("a name")),
                parameter["example"].as_str().expect("an example"),
            );
        }
        if real.ends_with("/text") || real.ends_with("/context") || real.starts_with("/v1/concordance") {
            // These texts are withheld here; the samples' are tested elsewhere.
            continue;
        }
        for parameter in parameters.iter().filter(|parameter| parameter["in"] == "query" && !parameter["examples"].is_null()) {
            let example = match &parameter["examples"]["real"]["value"] {
                Value::Array(items) => items.iter().map(|item| item.as_str().expect("text").to_owned()).collect::<Vec<_>>().join(","),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            let name = parameter["name"].as_str().expect("a name");
            let answer = app.get(&format!("{real}?{name}={example}")).await;
            assert_eq!(answer.status, 200, "{real}?{name}={example}: {}", answer.text());
            // An exclusion may well leave nothing: all of the five articles are in English. And none of the quotes that were said to somebody
            // names anybody, so a graph of them has no edge.
            let may_be_empty = name.ends_with("_not") || (name == "addressee" && path.starts_with("/v1/graph"));
            if answer.headers.contains_key("x-total-count") && !may_be_empty {
                assert_ne!(answer.header("x-total-count"), "0", "{real}?{name}={example} finds nothing");
            }
            tried += 1;
        }
    }
    assert!(tried > 150, "{tried}");
}

/// The schema of an operation's 200 answer, with the components it refers to.
fn schema_of(api: &Value, path: &str) -> Option<Value> {
    let content = api["paths"][path]["get"]["responses"]["200"]["content"].as_object()?;
    let (_, content) = content.iter().find(|(media_type, _)| media_type.contains("json") && !media_type.contains("ndjson"))?;
    let mut schema = content["schema"].clone();
    schema["components"] = api["components"].clone();
    Some(schema)
}

#[tokio::test]
async fn answers_fit_their_schemas_and_hold_nothing_undescribed() {
    let app = TestApp::samples().await;
    let mut api = app.json("/openapi.json").await;
    // Stricter than what is published: an answer must not hold a property that the description does not name.
    for (name, schema) in api["components"]["schemas"].as_object_mut().expect("schemas") {
        if schema["type"] == "object" && !name.ends_with("Document") {
            schema["additionalProperties"] = false.into();
        }
    }
    let article = app.ids("/v1/articles?text_status=held").await.swap_remove(0);
    let quote = app.ids(&format!("/v1/quotes?article={article}")).await.swap_remove(0);
    let mut requests: Vec<String> = REQUESTS.iter().map(|(_, request)| (*request).to_owned()).collect();
    requests.extend(crate::lists::LISTS.map(|list| format!("{list}?limit=200")));
    requests.extend(
        ["/v1/quotes?include=article,speaker,about&limit=200", "/v1/mentions?include=article,entity", "/v1/articles?include=entities"]
            .map(str::to_owned),
    );
    requests.extend(
        [
            "/v1/quotes?fields=id",
            "/v1/articles?fields=title",
            "/v1/people?fields=name",
            "/v1/sources?fields=name",
            "/v1/mentions?fields=span",
            "/v1/concordance?q=the&limit=200",
            "/v1/concordance?q=harbour&fields=node",
        ]
        .map(str::to_owned),
    );
    requests.extend([
        format!("/v1/articles/{article}"),
        format!("/v1/articles/{article}/annotations"),
        format!("/v1/articles/{article}/jsonld"),
    ]);
    requests.extend([
        format!("/v1/quotes/{quote}"),
        format!("/v1/quotes/{quote}/context"),
        format!("/v1/quotes/{quote}/context?sentences=2"),
    ]);
    for request in requests {
        let path = request.split('?').next().expect("a path");
        let templates = api["paths"].as_object().expect("paths").keys().filter(|template| fits(template, path));
        // As routes are chosen: a path without parameters comes before one with them.
        let template = templates.min_by_key(|template| template.matches('{').count()).expect("a described path").clone();
        let schema = schema_of(&api, &template).unwrap_or_else(|| panic!("{template} has no schema"));
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        let answer = app.json(&request).await;
        let faults: Vec<String> =
            validator.iter_errors(&answer).map(|error| format!("{} at {}", error, error.instance_path())).take(3).collect();
        assert!(faults.is_empty(), "{request}: {faults:#?}");
    }
}

/// Whether a path is of this template.
fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template.iter().zip(&path).all(|(part, name)| part == name || (part.starts_with('{') && !name.contains('.')))
}

#[tokio::test]
async fn every_header_and_status_that_is_sent_is_described() {
    let app = TestApp::samples().await;
    let api = app.json("/openapi.json").await;
    // Of HTTP itself, and of content negotiation: no description lists these.
    let of_http = ["date", "content-length", "content-type", "transfer-encoding", "connection"];
    for (path, request) in [
        ("/v1/quotes", "/v1/quotes?limit=1"),
        ("/v1/quotes.csv", "/v1/quotes.csv"),
        ("/v1/graph", "/v1/graph"),
        ("/v1/graph.graphml", "/v1/graph.graphml"),
        ("/v1/quotes/{id}", "/v1/quotes/f50b6904-907"),
        ("/v1/quotes/{id}", "/v1/quotes/none"),
        ("/v1/quotes", "/v1/quotes?limit=0"),
        ("/v1/quotes", "/v1/quotes?dataset=000000000000"),
        ("/docs", "/docs"),
        ("/", "/"),
        ("/healthz", "/healthz"),
        ("/v1/dataset", "/v1/dataset"),
        ("/v1/dataset/files/{name}", "/v1/dataset/files/SHA256SUMS"),
        ("/v1/dataset/changes", "/v1/dataset/changes?limit=1"),
    ] {
        let answer = app.get(request).await;
        let mut response = &api["paths"][path]["get"]["responses"][answer.status.as_str()];
        if let Some(reference) = response["$ref"].as_str() {
            response = api.pointer(reference.trim_start_matches('#')).expect("a shared response");
        }
        let described: Vec<String> = response["headers"]
            .as_object()
            .unwrap_or_else(|| panic!("{request}: {} is not described", answer.status))
            .keys()
            .map(|name| name.to_lowercase())
            .collect();
        for name in answer.headers.keys().map(reqwest::header::HeaderName::as_str).filter(|name| !of_http.contains(name)) {
            assert!(described.iter().any(|described| described == name), "{request} sends {name}, which is not described");
        }
    }
}

#[tokio::test]
async fn the_description_is_what_generators_need() {
    let app = TestApp::five().await;
    let api = app.json("/openapi.json").await;
    let text = api.to_string();
    let mut operations = std::collections::HashSet::new();
    for (path, item) in api["paths"].as_object().expect("paths") {
        let operation = &item["get"];
        let id = operation["operationId"].as_str().unwrap_or_else(|| panic!("{path} has no operationId"));
        assert!(operations.insert(id.replace('_', "").to_lowercase()), "{id} is not unique");
        assert!(operation["summary"].is_string() && operation["tags"][0].is_string(), "{id} has no summary or tag");
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            assert!(parameter["description"].is_string(), "{parameter} of {id} has no description");
            assert!(!parameter["schema"]["type"].is_array(), "{parameter} of {id} may be null");
        }
    }
    for name in api["components"]["schemas"].as_object().expect("schemas").keys() {
        assert!(name.chars().all(char::is_alphanumeric), "{name}");
        assert!(text.contains(&format!("#/components/schemas/{name}\"")), "nothing uses {name}");
    }
    for reference in text.split("\"$ref\":\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(api.pointer(reference.trim_start_matches('#')).is_some(), "{reference} leads nowhere");
    }
}

#[tokio::test]
async fn the_reference_needs_no_other_server() {
    let app = TestApp::five().await;
    let page = app.get("/docs").await;
    assert!(!page.text().contains("http"), "{}", page.text());
    assert!(page.header("content-security-policy").contains("connect-src 'self'"));
    let script = app.get("/docs/scalar.js").await;
    assert!(script.body.len() > 1_000_000 && script.header("content-type").starts_with("text/javascript"));
    assert!(app.get("/docs/start.js").await.text().contains("/openapi.json"));
    let root = app.get("/").await;
    assert_eq!((root.status.as_u16(), root.header("location")), (307, "/docs"));
}
