//! Bad input: one shape for every error, all faults at once, and never a wider answer than was asked for.

use reqwest::Method;
use serde_json::Value;

use crate::app::TestApp;

#[tokio::test]
async fn all_faults_of_a_query_are_told_at_once_with_what_was_meant() {
    let app = TestApp::five().await;
    let answer = app.get("/v1/quotes?speker=x&speaker=sergey-lavrov&type=dirct&limit=999&from=2014-02-30&sort=date&seed=4").await;
    let problem = answer.problem(400, "invalid-parameter");
    let faults: Vec<(&str, &str, Option<&str>)> = problem["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .map(|fault| {
            let text = |name: &str| fault[name].as_str().expect("text");
            (text("parameter"), text("detail"), fault["did_you_mean"][0].as_str())
        })
        .collect();
    let expected = expect_test::expect![[r#"
        [
            (
                "speker",
                "is not a parameter of this path",
                Some(
                    "speaker",
                ),
            ),
            (
                "type",
                "is not one of the values allowed",
                Some(
                    "direct",
                ),
            ),
            (
                "limit",
                "must be from 1 to 200",
                None,
            ),
            (
                "sort",
                "is not one of the values allowed",
                None,
            ),
            (
                "from",
                "names a day that does not exist: `2014-02-30` is not a date: write 2014, 2014-09 or 2014-09-29",
                None,
            ),
            (
                "seed",
                "means nothing without `sample`",
                None,
            ),
            (
                "speaker",
                "names a person or organisation that does not exist here",
                Some(
                    "sergei-lavrov",
                ),
            ),
        ]
    "#]];
    expected.assert_debug_eq(&faults);
}

#[tokio::test]
async fn a_bad_value_is_refused_whatever_is_wrong_with_it() {
    let app = TestApp::five().await;
    for query in [
        "limit=0",
        "limit=201",
        "limit=-1",
        "limit=1e2",
        "limit=01",
        "limit=",
        "limit=2.5",
        "limit=ten",
        "limit=99999999999999999999",
        "limit=5&limit=6",
        "offset=10001",
        "offset=1&cursor=AAAA",
        "cursor=%20",
        "sample=0",
        "sample=10001",
        "seed=1",
        "sort=",
        "sort=id,",
        "sort=--id",
        "sort=published,article,position,confidence,id",
        "fields=nothing",
        "include=everything",
        "type=",
        "type=direct,,mixed",
        "type=Direct",
        "min_confidence=1.1",
        "min_confidence=NaN",
        "min_confidence=-0.1",
        "from=20140929",
        "from=2014-13",
        "from=2014-9",
        "from=14",
        "from=2014-09-29T00:00:00Z",
        "from=2015&to=2014",
        "to=x",
        "speaker=Sergei%20Lavrov",
        "speaker=",
        "speaker=sergei-lavrov,,",
        "speaker=nobody-at-all",
        "person=nato",
        "organisation=sergei-lavrov",
        "source=nowhere",
        "article=x",
        "language=tlh",
        "cue=hollered",
        "annotator=nobody",
        "section=footer",
        "q=",
        "q=%20",
        "q=%00",
        "q=reset+%F0%9F%9A%A2",
        "q=reset+-+sanctions",
        "q=a%0Ab",
        "q=%22%22",
        "q=-",
        "q=%ff",
        "q=%zz",
        "q=50%",
        "q=a&q=b",
        "dataset=latest",
        "unknown=1",
        "=1",
        "Speaker=sergei-lavrov",
        "speaker%00=x",
        "%ff=x",
    ] {
        let answer = app.get(&format!("/v1/quotes?{query}")).await;
        assert_eq!(answer.status, 400, "{query}: {}", answer.text());
        let problem = answer.problem(400, "invalid-parameter");
        assert!(problem["errors"].as_array().is_some_and(|errors| !errors.is_empty()), "{problem}");
    }
    app.get(&format!("/v1/quotes?q={}", "a+".repeat(99))).await.problem(400, "invalid-parameter");
    app.get(&format!("/v1/quotes?q={}", "a".repeat(201))).await.problem(400, "invalid-parameter");
    app.get(&format!("/v1/quotes?speaker={}", (0..101).map(|n| format!("p{n}")).collect::<Vec<_>>().join(",")))
        .await
        .problem(400, "invalid-parameter");
}

#[tokio::test]
async fn whatever_is_searched_for_is_no_syntax_error() {
    let app = TestApp::five().await;
    for typed in [
        "\"",
        "\"reset",
        "reset\"",
        "(",
        "a OR b",
        "NEAR(a, 2)",
        "{x} : y",
        "title:reset",
        "^reset",
        "a + b",
        "*",
        "a*b",
        "a**",
        "--a",
        "-\"a b\"*",
        "'; DROP TABLE quotes; --",
        "é",
        "🦀 crab",
        "AND",
        "a AND",
        "\\",
    ] {
        let encoded: String = form_urlencoded::byte_serialize(typed.as_bytes()).collect();
        for list in ["/v1/quotes", "/v1/articles", "/v1/people", "/v1/organisations"] {
            let answer = app.get(&format!("{list}?q={encoded}")).await;
            assert!(matches!(answer.status.as_u16(), 200 | 400), "{list}?q={typed}: {}", answer.text());
        }
    }
}

#[tokio::test]
async fn a_wrong_path_or_id_names_what_was_meant() {
    let app = TestApp::five().await;
    let detail = |problem: Value| problem["detail"].as_str().expect("a detail").to_owned();
    for (path, meant) in
        [("/v1/quote", "/v1/quotes"), ("/v1/person", "/v1/people"), ("/v1/quotes/", "/v1/quotes"), ("/openapi", "/openapi.json")]
    {
        let said = detail(app.get(path).await.problem(404, "unknown-path"));
        assert!(said.contains(meant), "{path}: {said}");
    }
    for (path, meant) in [
        ("/v1/people/sergey-lavrov", "sergei-lavrov"),
        ("/v1/people/lavrov", "sergei-lavrov"),
        ("/v1/organisations/natto", "nato"),
        ("/v1/sources/reuter", "reuters"),
        ("/v1/quotes/f50b6904-908", "f50b6904-907"),
        ("/v1/articles/russias-lavrov-says-reset", "russias-lavrov-says-reset-with-u-s-cannot-last-forever-f50b6904"),
        ("/problems/not-fond", "not-found"),
    ] {
        let said = detail(app.get(path).await.problem(404, "not-found"));
        assert!(said.contains(meant), "{path}: {said}");
    }
    for path in [
        "/v1/people/nato",
        "/v1/organisations/sergei-lavrov",
        "/v1/people/%ff",
        "/v1/people/%00",
        "/v1/people/..%2F..%2Fetc",
        "/v1/quotes/%F0%9F%A6%80",
    ] {
        app.get(path).await.problem(404, "not-found");
    }
}

#[tokio::test]
async fn a_name_where_an_id_belongs_is_answered_with_the_id() {
    let app = TestApp::five().await;
    for (query, meant) in [
        ("speaker=Lavrov", "sergei-lavrov"),
        ("speaker=Sergei%20Lavrov", "sergei-lavrov"),
        ("speaker=lavrow", "sergei-lavrov"),
        ("organisation=NATO", "nato"),
        ("source=Reuters", "reuters"),
        ("cue=Told", "told"),
        ("sort=-publishd", "-published"),
        ("sort=relevance", "-relevance"),
    ] {
        let problem = app.get(&format!("/v1/quotes?{query}")).await.problem(400, "invalid-parameter");
        assert_eq!(problem["errors"][0]["did_you_mean"][0], meant, "{problem}");
    }
    let problem = app.get("/v1/quotes?person=nato").await.problem(400, "invalid-parameter");
    assert_eq!(problem["errors"][0]["detail"], "names an organisation, not a person");
    let problem = app.get("/v1/people/nato").await.problem(404, "not-found");
    assert!(problem["detail"].as_str().expect("a detail").contains("/v1/organisations/nato"), "{problem}");
}

#[tokio::test]
async fn other_methods_are_refused_and_the_allowed_ones_named() {
    let app = TestApp::five().await;
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::TRACE] {
        for path in ["/v1/quotes", "/v1/people/sergei-lavrov", "/openapi.json", "/docs"] {
            let answer = app.send(method.clone(), path, &[]).await;
            answer.problem(405, "method-not-allowed");
            assert_eq!(answer.header("allow"), "GET, HEAD, OPTIONS", "{method} {path}");
        }
    }
    app.send(Method::POST, "/v1/nothing", &[]).await.problem(404, "unknown-path");
    app.send(Method::OPTIONS, "/v1/nothing", &[]).await.problem(404, "unknown-path");
}

#[tokio::test]
async fn a_path_that_cannot_serve_what_is_accepted_names_the_one_that_can() {
    let app = TestApp::five().await;
    for (path, accept, other) in [
        ("/v1/quotes", "text/csv", "/v1/quotes.csv"),
        ("/v1/people", "application/x-ndjson", "/v1/people.ndjson"),
        ("/v1/quotes/f50b6904-907", "application/ld+json", "/v1/quotes/f50b6904-907/jsonld"),
        ("/v1/quotes", "application/json;q=0, text/csv", "/v1/quotes.csv"),
        ("/v1/dataset", "image/png", "application/json"),
    ] {
        let problem = app.send(Method::GET, path, &[("accept", accept)]).await.problem(406, "not-acceptable");
        assert!(problem["detail"].as_str().expect("a detail").contains(other), "{problem}");
    }
    for accept in ["*/*", "application/json", "text/html, application/*;q=0.5", "application/problem+json", "APPLICATION/JSON"] {
        assert_eq!(app.send(Method::GET, "/v1/quotes", &[("accept", accept)]).await.status, 200, "{accept}");
    }
    assert_eq!(
        app.send(Method::GET, "/v1/quotes.csv", &[("accept", "application/json")]).await.status,
        200,
        "the suffix has said it already"
    );
}

#[tokio::test]
async fn every_kind_of_problem_has_its_page() {
    let app = TestApp::five().await;
    let index = app.get("/problems").await.text();
    let slugs: Vec<&str> = index.split("<section id=\"").skip(1).filter_map(|part| part.split('"').next()).collect();
    assert!(slugs.len() >= 12, "{slugs:?}");
    for slug in slugs {
        let page = app.get(&format!("/problems/{slug}")).await;
        assert_eq!((page.status.as_u16(), page.header("content-type")), (200, "text/html; charset=utf-8"));
        assert!(page.text().contains(&format!("/problems/{slug}")));
    }
}

#[tokio::test]
async fn every_path_refuses_what_it_does_not_know() {
    let app = TestApp::five().await;
    let api = app.json("/openapi.json").await;
    for (path, item) in api["paths"].as_object().expect("paths") {
        let mut real = path.clone();
        for parameter in item["get"]["parameters"].as_array().into_iter().flatten().filter(|parameter| parameter["in"] == "path") {
            let name = parameter["name"].as_str().expect("a name");
            real = real.replace(&format!("{{{name}}}"), parameter["example"].as_str().expect("an example"));
        }
        let problem = app.get(&format!("{real}?no_such_parameter=1")).await.problem(400, "invalid-parameter");
        assert_eq!(problem["errors"][0]["parameter"], "no_such_parameter", "{path}");
        assert_eq!(problem["instance"], real.as_str());
    }
}
