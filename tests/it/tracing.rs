//! Where a request's time went, for whoever asks, and for whoever watches: `Server-Timing`, `traceparent`, OpenTelemetry.

use std::sync::{Arc, Mutex};

use axum::{Router, body::Bytes, extract::State, http::HeaderMap, routing::post};
use opentelemetry_proto::tonic::{
    collector::trace::v1::ExportTraceServiceRequest,
    common::v1::{KeyValue, any_value::Value},
    trace::v1::{Span, span::SpanKind},
};
use prost::Message;

use crate::{app::TestApp, operated::Operated};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

#[tokio::test]
async fn an_answer_says_how_long_it_took_and_whether_it_was_at_hand() {
    let app = TestApp::five().await;
    let (made, kept) = (app.get("/v1/quotes?limit=7").await, app.get("/v1/quotes?limit=7").await);
    let total: f64 = made.header("server-timing").strip_prefix("total;dur=").expect("a total").parse().expect("milliseconds");
    assert!((0.0..60_000.0).contains(&total));
    assert_eq!(kept.header("server-timing"), "cache;desc=hit");
    for answer in [&made, &kept] {
        assert_eq!(answer.header("timing-allow-origin"), "*");
        assert!(answer.header("access-control-expose-headers").contains("server-timing"));
    }
    assert_eq!((made.header("etag"), &made.body), (kept.header("etag"), &kept.body), "the answer itself is the same");
}

#[tokio::test]
async fn a_trace_is_taken_up_only_as_it_should_be_written_and_never_sent_back() {
    let mut server = Operated::with(&["--trusted-proxy", "127.0.0.1"]).await;
    let right = format!("00-{TRACE}-00f067aa0ba902b7-01");
    let wrong = [
        format!("00-{TRACE}-00f067aa0ba902b7"),
        format!("00-{}-00f067aa0ba902b7-01", TRACE.to_uppercase()),
        format!("00-{}-00f067aa0ba902b7-01", "0".repeat(32)),
        format!("00-{TRACE}-0000000000000000-01"),
        format!("ff-{TRACE}-00f067aa0ba902b7-01"),
        format!("00-{TRACE}-00f067aa0ba902b7-01-more"),
        format!("00-{TRACE}-00f067aa0ba902b7-0g"),
        "\"} forged".to_owned(),
    ];
    for (n, value) in [right].iter().chain(&wrong).enumerate() {
        let request = server.get("/v1/sources").header("traceparent", value).header("x-request-id", format!("r{n}"));
        let answer = request.header("x-forwarded-for", "\"}, 203.0.113.7").send().await.expect("an answer");
        assert_eq!(answer.status(), 200);
        assert!(answer.headers().keys().all(|name| name != "traceparent"));
    }
    server.signal("INT");
    server.ended().await;
    let lines = server.log("request");
    assert_eq!(lines.len(), 1 + wrong.len());
    for line in lines {
        assert_eq!(line["client"], "203.0.113.7");
        assert_eq!(line.get("trace_id").and_then(|id| id.as_str()), (line["id"] == "r0").then_some(TRACE), "{line}");
    }
}

type Received = Arc<Mutex<Vec<(HeaderMap, ExportTraceServiceRequest)>>>;

/// A collector that keeps what it is sent.
async fn collector() -> (String, Received) {
    async fn receive(State(received): State<Received>, headers: HeaderMap, body: Bytes) {
        let request = ExportTraceServiceRequest::decode(body).expect("protobuf");
        received.lock().expect("no panic").push((headers, request));
    }
    let received = Received::default();
    let app: Router = Router::new().route("/v1/traces", post(receive)).with_state(received.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.expect("a connection");
            let service = hyper_util::service::TowerToHyperService::new(app.clone());
            tokio::spawn(hyper::server::conn::http1::Builder::new().serve_connection(hyper_util::rt::TokioIo::new(stream), service));
        }
    });
    (address, received)
}

fn attribute(attributes: &[KeyValue], key: &str) -> String {
    let value = attributes.iter().find(|attribute| attribute.key == key).and_then(|attribute| attribute.value.clone()?.value);
    match value {
        Some(Value::StringValue(text)) => text,
        Some(Value::IntValue(number)) => number.to_string(),
        other => panic!("{key}: {other:?}"),
    }
}

#[tokio::test]
async fn a_collector_gets_a_span_of_each_request() {
    let (endpoint, received) = collector().await;
    let mut server = Operated::with(&["--otlp-endpoint", &endpoint, "--log", "warn,onrecord::cli=info"]).await;
    let ask = async |path: &str, traceparent: String| {
        let answer = server.get(path).header("traceparent", traceparent).send().await.expect("an answer");
        answer.bytes().await.expect("a body");
    };
    ask("/v1/sources/reuters", format!("00-{TRACE}-00f067aa0ba902b7-01")).await;
    ask("/v1/people", String::new()).await;
    ask("/v1/quotes", format!("00-{TRACE}-00f067aa0ba902b8-00")).await;
    ask("/secret-path", String::new()).await;
    server.signal("INT");
    assert!(server.ended().await.success(), "the last spans are sent before the end");
    let received = received.lock().expect("no panic");
    let resources = || received.iter().flat_map(|(_, request)| &request.resource_spans);
    for resource in resources() {
        assert_eq!(attribute(&resource.resource.as_ref().expect("a resource").attributes, "service.name"), "onrecord");
    }
    assert!(received.iter().all(|(headers, _)| headers["content-type"] == "application/x-protobuf"));
    let spans: Vec<&Span> = resources().flat_map(|resource| &resource.scope_spans).flat_map(|scope| &scope.spans).collect();
    let names: Vec<&str> = spans.iter().map(|span| span.name.as_str()).collect();
    assert_eq!(names, ["GET /v1/sources/{id}", "GET /v1/people", "GET"], "a trace that is not recorded has no span");
    let first = spans[0];
    assert_eq!((hex::encode(&first.trace_id), hex::encode(&first.parent_span_id)), (TRACE.to_owned(), "00f067aa0ba902b7".to_owned()));
    assert_eq!(first.kind(), SpanKind::Server);
    assert!(first.start_time_unix_nano < first.end_time_unix_nano);
    for (key, value) in [
        ("http.request.method", "GET"),
        ("http.route", "/v1/sources/{id}"),
        ("url.path", "/v1/sources/reuters"),
        ("http.response.status_code", "200"),
        ("client.address", "127.0.0.1"),
    ] {
        assert_eq!(attribute(&first.attributes, key), value);
    }
    assert!(spans[1].parent_span_id.is_empty() && hex::encode(&spans[1].trace_id) != TRACE, "a trace of its own");
}

#[tokio::test]
async fn a_collector_that_is_not_there_costs_nothing_but_its_spans() {
    let mut server = Operated::with(&["--otlp-endpoint", "http://127.0.0.1:1"]).await;
    for _ in 0..20 {
        assert_eq!(server.get("/v1/sources").send().await.expect("an answer").status(), 200);
    }
    server.signal("INT");
    assert!(server.ended().await.success());
}
