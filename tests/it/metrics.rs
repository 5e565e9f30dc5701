//! What Prometheus reads: the right numbers, under names that never become too many.

use std::time::{SystemTime, UNIX_EPOCH};

use reqwest::Method;
use serde_json::Value;

use crate::operated::{Operated, value};

fn series(metrics: &str) -> Vec<&str> {
    metrics.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

#[tokio::test]
async fn there_are_never_more_than_500_series_whatever_is_asked_for() {
    let server = Operated::with(&[]).await;
    let api: Value = server.get("/openapi.json").send().await.expect("an answer").json().await.expect("JSON");
    let paths: Vec<&String> = api["paths"].as_object().expect("paths").keys().collect();
    for path in &paths {
        for method in [Method::GET, Method::HEAD, Method::OPTIONS, Method::POST, Method::from_bytes(b"BREW").expect("a method")] {
            let urls = [path.replace(['{', '}'], ""), format!("{}?no=1", path.replace(['{', '}'], ""))];
            for url in urls {
                let request = server.client.request(method.clone(), format!("http://{}{url}", server.address));
                request.send().await.expect("an answer").bytes().await.expect("a body");
            }
        }
    }
    for n in 0..400 {
        server.get(&format!("/made-up-{n}/{n}?n={n}")).send().await.expect("an answer").bytes().await.expect("a body");
    }
    let metrics = server.metrics().await;
    let all = series(&metrics);
    // Each route has its series from the start, used or not: there cannot be more.
    assert!(all.len() <= 500, "{} series", all.len());
    assert!(!metrics.contains("made-up") && !metrics.contains("BREW"), "what clients write is in no label");
    assert!(value(&metrics, "http_requests_total{method=\"GET\",route=\"none\",status=\"4xx\"}") >= 400.0);
    for path in paths {
        let of_path = format!("http_requests_total{{method=\"GET\",route=\"{path}\",status=");
        let counted: f64 =
            all.iter().filter(|line| line.starts_with(&of_path)).map(|line| value(line, line.rsplit_once(' ').expect("a value").0)).sum();
        assert!(counted >= 2.0, "{path} was asked for {counted} times");
    }
}

#[tokio::test]
async fn the_numbers_are_those_of_what_was_asked() {
    let server = Operated::with(&[]).await;
    let mut bytes = 0;
    for path in ["/v1/quotes?limit=2", "/v1/quotes?limit=2", "/v1/quotes.csv", "/v1/quotes?limit=x"] {
        bytes += server.get(path).send().await.expect("an answer").bytes().await.expect("a body").len();
    }
    let dataset: Value = server.get("/v1/dataset").send().await.expect("an answer").json().await.expect("JSON");
    let metrics = server.metrics().await;
    let of = |series: &str| value(&metrics, series);
    assert_eq!(of("http_requests_total{method=\"GET\",route=\"/v1/quotes\",status=\"2xx\"}"), 2.0);
    assert_eq!(of("http_requests_total{method=\"GET\",route=\"/v1/quotes\",status=\"4xx\"}"), 1.0);
    assert_eq!(of("http_requests_total{method=\"GET\",route=\"/v1/quotes.csv\",status=\"2xx\"}"), 1.0);
    assert_eq!(of("http_responses_total{code=\"200\"}"), 4.0);
    assert_eq!(of("http_responses_total{code=\"400\"}"), 1.0);
    for (answer, count) in [("kept", 1.0), ("made", 2.0), ("streamed", 1.0), ("error", 1.0)] {
        assert_eq!(of(&format!("http_request_duration_seconds_count{{answer=\"{answer}\"}}")), count, "{answer}");
        assert_eq!(of(&format!("http_request_duration_seconds_bucket{{answer=\"{answer}\",le=\"+Inf\"}}")), count);
    }
    assert!(of("http_response_body_bytes_total") > bytes as f64);
    assert_eq!(of("onrecord_answers_looked_up_total{result=\"hit\"}"), 1.0);
    assert!(of("onrecord_answers_kept_bytes") > 1000.0);
    assert!(of("onrecord_database_questions_total{outcome=\"short\"}") >= 2.0);
    assert_eq!(of(&format!("onrecord_dataset_info{{version=\"{}\"}}", dataset["version"].as_str().expect("a version"))), 1.0);
    assert_eq!(of("onrecord_records{resource=\"articles\"}"), 5.0);
    assert!(of("http_connections") >= 1.0);
    assert_eq!(of("onrecord_snapshots_refused_total"), 0.0);
    assert!(of("process_resident_memory_bytes") > 1e6 && of("process_open_fds") > 5.0);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs_f64();
    assert!((0.0..3600.0).contains(&(now - of("process_start_time_seconds"))));
    // Every metric says what it is, once.
    for name in
        ["http_requests_total counter", "http_request_duration_seconds histogram", "http_connections gauge", "onrecord_dataset_info gauge"]
    {
        assert_eq!(metrics.matches(&format!("# TYPE {name}\n")).count(), 1, "{name}");
    }
}

#[tokio::test]
async fn metrics_are_for_operators_alone() {
    let server = Operated::with(&[]).await;
    assert_eq!(server.get("/metrics").send().await.expect("an answer").status(), 404);
    for (path, status) in [("/healthz", 200), ("/readyz", 200), ("/metrics", 200), ("/v1/quotes", 404)] {
        let answer = server.client.get(format!("http://{}{path}", server.admin)).send().await.expect("an answer");
        assert_eq!(answer.status(), status, "{path}");
        assert_eq!(answer.headers()["cache-control"], "no-store", "{path}");
    }
    let answer = server.client.post(format!("http://{}/metrics", server.admin)).send().await.expect("an answer");
    assert_eq!(answer.status(), 405);
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    assert_eq!(value(&server.metrics().await, "http_responses_total{code=\"404\"}"), 1.0, "what operators ask is not counted");
}
