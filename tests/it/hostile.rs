//! Hostile input: too long, too much, too slow, or no HTTP at all.

use reqwest::Method;
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::app::TestApp;

#[tokio::test]
async fn what_is_too_long_is_refused_in_the_same_shape() {
    let app = TestApp::five().await;
    app.get(&format!("/v1/quotes?q={}", "a".repeat(9000))).await.problem(414, "uri-too-long");
    app.get(&format!("/{}", "a".repeat(9000))).await.problem(414, "uri-too-long");
    app.send(Method::GET, "/v1/quotes", &[("x-long", &"a".repeat(40_000))]).await.problem(431, "headers-too-large");
}

/// Sends bytes as they are and reads the whole answer.
async fn raw(app: &TestApp, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(app.base.trim_start_matches("http://")).await.expect("a connection");
    // The server may answer and close before it has read everything.
    let _ = stream.write_all(request).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn requests_that_are_no_http_get_the_same_shape_too() {
    let app = TestApp::five().await;
    let long = format!("GET /{} HTTP/1.1\r\nhost: x\r\n\r\n", "a".repeat(70_000));
    let endless = format!("GET / HTTP/1.1\r\nhost: x\r\nx: {}\r\n\r\n", "a".repeat(400_000));
    let crowded = format!("GET / HTTP/1.1\r\nhost: x\r\n{}\r\n", "x: 1\r\n".repeat(100));
    for (request, status) in [
        ("NONSENSE\r\n\r\n", 400),
        ("GET /v1/quotes HTTP/1.1\r\nhost: x\r\nbad header\r\n\r\n", 400),
        ("GET /v1/quo tes HTTP/1.1\r\nhost: x\r\n\r\n", 400),
        (&long, 414),
        (&endless, 431),
        (&crowded, 431),
    ] {
        let answer = raw(&app, request.as_bytes()).await;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer to {:?}: {answer}", &request[..20]));
        assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{:?}: {head}", &request[..20]);
        assert!(head.to_lowercase().contains("content-type: application/problem+json"), "{head}");
        let problem: Value = serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {body}"));
        assert_eq!(problem["status"], status);
    }
}

#[tokio::test]
async fn an_error_is_bounded_however_much_is_wrong() {
    let app = TestApp::five().await;
    let unknown: Vec<String> = (0..1200).map(|n| format!("p{n}")).collect();
    let many_names = app.get(&format!("/v1/quotes?{}", unknown.join("&"))).await;
    let many_ids = app.get(&format!("/v1/quotes?speaker={}", unknown[..100].join(","))).await;
    for answer in [many_names, many_ids] {
        answer.problem(400, "invalid-parameter");
        assert!(answer.body.len() < 20_000, "{} bytes", answer.body.len());
    }
    app.get(&format!("/v1/people/pe{}", "-e".repeat(3000))).await.problem(404, "not-found");
    app.get(&format!("/v1/people?person_all={}", unknown[..11].join(","))).await.problem(400, "invalid-parameter");
    app.send(Method::GET, "/v1/quotes", &[("accept-encoding", "identity;q=0")]).await.problem(406, "not-acceptable");
}

#[tokio::test]
async fn silent_connections_are_closed_and_keep_nobody_out() {
    let app = TestApp::five().await;
    let mut silent = Vec::new();
    for opening in [&b""[..], b"G", b"PRI * HTTP/2.0\r\n", b"GET / HTTP/1.1\r\nhost: x\r\n"] {
        let mut stream = TcpStream::connect(app.base.trim_start_matches("http://")).await.expect("a connection");
        stream.write_all(opening).await.expect("sent");
        silent.push(stream);
    }
    assert_eq!(app.get("/healthz").await.status, 200);
    for mut stream in silent {
        let mut rest = Vec::new();
        let closed = tokio::time::timeout(std::time::Duration::from_mins(1), stream.read_to_end(&mut rest)).await;
        assert!(closed.is_ok(), "the server keeps a connection that says nothing");
    }
}
