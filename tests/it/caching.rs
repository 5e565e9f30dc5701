//! Validators, lifetimes, encodings, CORS: what caches, browsers and load balancers rely on.

use onrecord::{
    http::{AppState, Settings},
    store::Snapshot,
};
use reqwest::Method;

use crate::{
    app::{Answer, TestApp},
    lists::LISTS,
};

#[tokio::test]
async fn an_answer_that_the_client_holds_is_not_sent_again() {
    let app = TestApp::five().await;
    for path in ["/v1/quotes?limit=3", "/v1/quotes/f50b6904-907", "/v1/quotes.csv", "/openapi.json", "/docs"] {
        let first = app.get(path).await;
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with('"') && tag.len() > 10, "a strong validator: {tag}");
        for held in [tag.clone(), format!("\"other\", W/{tag}"), "*".to_owned()] {
            let again = app.send(Method::GET, path, &[("if-none-match", &held)]).await;
            assert_eq!((again.status.as_u16(), again.body.len(), again.header("etag")), (304, 0, &*tag), "{path} {held}");
            assert_eq!(again.header("vary"), "Accept, Accept-Encoding");
        }
        assert_eq!(app.send(Method::GET, path, &[("if-none-match", "\"other\"")]).await.status, 200);
    }
    let (here, there) = (app.get("/v1/quotes?limit=3").await, app.get("/v1/quotes?limit=4").await);
    assert_ne!(here.header("etag"), there.header("etag"));
    let reordered = app.get("/v1/quotes?type=direct&limit=3").await;
    assert_eq!(reordered.header("etag"), app.get("/v1/quotes?limit=3&type=direct").await.header("etag"));
    assert_eq!(reordered.body, app.get("/v1/quotes?limit=3&type=direct").await.body, "one validator, one answer");
}

#[tokio::test]
async fn each_encoding_has_a_validator_of_its_own_and_the_same_content() {
    let app = TestApp::five().await;
    let plain = app.get("/v1/quotes").await;
    let mut tags = vec![plain.header("etag").to_owned()];
    for coding in ["gzip", "br", "zstd"] {
        let coded = app.send(Method::GET, "/v1/quotes", &[("accept-encoding", coding)]).await;
        assert_eq!(coded.header("content-encoding"), coding);
        assert!(coded.body.len() < plain.body.len() / 2, "{coding} makes it smaller");
        tags.push(coded.header("etag").to_owned());
        let again = app.send(Method::GET, "/v1/quotes", &[("accept-encoding", coding), ("if-none-match", coded.header("etag"))]).await;
        assert_eq!(again.status, 304);
        if coding == "gzip" {
            let mut text = String::new();
            std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&*coded.body), &mut text).expect("gzip");
            assert_eq!(text, plain.text());
        }
    }
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), 4);
}

#[tokio::test]
async fn a_pinned_answer_may_be_kept_for_ever_and_another_version_is_a_conflict() {
    let app = TestApp::five().await;
    let version = app.json("/v1/dataset").await["version"].as_str().expect("a version").to_owned();
    for list in LISTS {
        assert_eq!(app.get(list).await.header("cache-control"), "public, max-age=300");
        let pinned = app.get(&format!("{list}?dataset={version}&limit=1")).await;
        assert_eq!(pinned.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(pinned.header("dataset-version"), version);
        if let Some(next) = pinned.json()["next"].as_str() {
            assert!(next.contains(&format!("dataset={version}")), "next stays pinned");
        }
        let problem = app.get(&format!("{list}?dataset=000000000000")).await.problem(409, "dataset-version-mismatch");
        let detail = problem["detail"].as_str().expect("a detail");
        assert!(detail.contains("000000000000") && detail.contains(&version), "{detail}");
    }
}

#[tokio::test]
async fn head_has_the_headers_of_get_and_no_body() {
    let app = TestApp::five().await;
    for path in ["/v1/quotes", "/v1/quotes.csv", "/v1/dataset", "/v1/nothing", "/docs"] {
        let (get, head) = (app.get(path).await, app.send(Method::HEAD, path, &[]).await);
        assert_eq!((head.status, head.body.len()), (get.status, 0), "{path}");
        for name in ["content-type", "etag", "cache-control", "x-total-count", "vary", "dataset-version"] {
            assert_eq!(head.header(name), get.header(name), "{name} of {path}");
        }
    }
}

#[tokio::test]
async fn any_web_page_may_read_every_answer_and_its_headers() {
    let app = TestApp::five().await;
    for path in ["/v1/quotes", "/v1/quotes?limit=0", "/v1/nothing"] {
        let answer = app.send(Method::GET, path, &[("origin", "https://example.org")]).await;
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        let exposed = answer.header("access-control-expose-headers").to_lowercase();
        for name in ["etag", "link", "x-total-count", "dataset-version", "retry-after", "x-request-id"] {
            assert!(exposed.contains(name), "{name} of {path}");
        }
    }
    let preflight =
        [("origin", "https://example.org"), ("access-control-request-method", "GET"), ("access-control-request-headers", "if-none-match")];
    let answer = app.send(Method::OPTIONS, "/v1/quotes", &preflight).await;
    assert_eq!((answer.status.as_u16(), answer.header("allow")), (204, "GET, HEAD, OPTIONS"));
    assert_eq!(answer.header("access-control-allow-methods"), "GET,HEAD,OPTIONS");
    assert_eq!(answer.header("access-control-allow-headers"), "*");
    assert_eq!(app.send(Method::OPTIONS, "/v1/people/sergei-lavrov", &[]).await.header("allow"), "GET, HEAD, OPTIONS");
}

#[tokio::test]
async fn every_answer_has_the_headers_that_keep_browsers_safe() {
    let app = TestApp::five().await;
    for path in ["/v1/quotes", "/v1/quotes.csv", "/docs", "/problems/not-found", "/v1/nothing", "/healthz"] {
        let answer = app.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
        assert!(!answer.header("content-security-policy").contains("unsafe-eval"), "{path}");
    }
}

#[tokio::test]
async fn two_servers_with_the_same_snapshot_answer_byte_for_byte_the_same() {
    let (one, other) = (TestApp::samples().await, TestApp::samples().await);
    for path in ["/v1/quotes?limit=5&sample=50&seed=3", "/v1/people.csv", "/v1/articles.ndjson", "/v1/mentions?sort=entity", "/v1/dataset"]
    {
        let (here, there) = (one.get(path).await, other.get(path).await);
        assert_eq!((here.body, here.headers.get("etag")), (there.body, there.headers.get("etag")), "{path}");
    }
}

#[tokio::test]
async fn a_client_s_request_id_is_kept_if_it_is_harmless() {
    let app = TestApp::five().await;
    assert_eq!(app.send(Method::GET, "/v1/dataset", &[("x-request-id", "run-7.a_b")]).await.header("x-request-id"), "run-7.a_b");
    for forged in ["a b", "x\" status=200", &"a".repeat(65)] {
        let answer = app.send(Method::GET, "/v1/dataset", &[("x-request-id", forged)]).await;
        assert_ne!(answer.header("x-request-id"), forged);
        assert_eq!(answer.header("x-request-id").len(), 36);
    }
}

#[tokio::test]
async fn an_answer_that_is_kept_is_the_one_that_was_made() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = folder.path().join("five.db");
    crate::app::seed_into(&db, &[], true).await;
    let serving = async |cache_bytes: u64| {
        let snapshot = Snapshot::open(&db).await.expect("a snapshot");
        TestApp::of(AppState::with(Settings { cache_bytes, ..Settings::default() }, snapshot)).await
    };
    let (kept, made) = (serving(1 << 20).await, serving(0).await);
    let shown = |answer: &Answer| {
        let mut headers = answer.headers.clone();
        for name in ["date", "x-request-id", "transfer-encoding", "content-length", "server-timing"] {
            headers.remove(name);
        }
        (answer.status, headers, answer.body.clone())
    };
    for path in ["/v1/quotes?limit=2", "/v1/people/sergei-lavrov", "/v1/quotes.csv", "/v1/quotes?speaker=nobody", "/v1/dataset/versions"] {
        let tag = made.get(path).await.header("etag").to_owned();
        let headers: [&[(&str, &str)]; 4] =
            [&[], &[("accept-encoding", "gzip")], &[("if-none-match", &tag)], &[("accept", "image/png"), ("x-request-id", "one")]];
        for headers in headers {
            for method in [Method::GET, Method::HEAD] {
                let expected = made.send(method.clone(), path, headers).await;
                // The second is kept where the first could be.
                for _ in 0..2 {
                    let answer = kept.send(method.clone(), path, headers).await;
                    if expected.status.is_success() || expected.status == 304 {
                        assert_eq!(shown(&answer), shown(&expected), "{method} {path} {headers:?}");
                    }
                    assert_eq!(answer.status, expected.status, "{method} {path} {headers:?}");
                }
            }
        }
    }
}
