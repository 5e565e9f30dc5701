//! A fault of the program itself: a handler that panics, behind every layer that a request passes.

use axum::{
    Router,
    body::{Body, Bytes},
    routing::get,
};
use futures_util::{StreamExt, stream};
use onrecord::{
    http::layered,
    server::{Options, Server},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::app::TestApp;

async fn panics() -> &'static str {
    panic!("a secret of the inside")
}

/// Three paths: one that panics at once, one that panics while it sends, and one that does its work.
async fn served() -> TestApp {
    let broken = || {
        let parts = stream::iter([0_u8, 1]).map(|part| {
            assert!(part == 0, "in the midst of a stream");
            Ok::<_, std::convert::Infallible>(Bytes::from_static(b"begun"))
        });
        async { Body::from_stream(parts) }
    };
    let routes =
        Router::new().route("/v1/panics", get(panics)).route("/v1/breaks", get(broken)).route("/v1/works", get(|| async { "well" }));
    let state = TestApp::state().await;
    let (leaving, options) = (state.leaving(), Options::default());
    TestApp::behind(Server { app: layered(routes, state), admin: None, options, leaving }).await
}

#[tokio::test]
async fn a_handler_that_panics_gives_a_problem_and_the_server_goes_on() {
    let app = served().await;
    let problem = app.get("/v1/panics").await.problem(500, "internal");
    assert!(!problem.to_string().contains("secret"), "{problem}");
    assert_eq!(app.get("/v1/works").await.text(), "well");
    // More than may be worked on at once: none of them keeps its place, or leaves others waiting for an answer that never comes.
    let panics = stream::iter(0..700).map(|_| app.get("/v1/panics")).buffer_unordered(32);
    let answers: Vec<u16> = panics.map(|answer| answer.status.as_u16()).collect().await;
    assert!(answers.iter().all(|status| *status == 500), "{answers:?}");
    assert_eq!(app.get("/v1/works").await.status, 200);
}

#[tokio::test]
async fn the_connection_goes_on_after_a_panic_and_only_a_broken_stream_ends_it() {
    let app = served().await;
    let mut stream = TcpStream::connect(app.base.trim_start_matches("http://")).await.expect("a connection");
    for path in ["panics", "works", "panics"] {
        stream.write_all(format!("GET /v1/{path} HTTP/1.1\r\nhost: x\r\n\r\n").as_bytes()).await.expect("sent");
    }
    stream.write_all(b"GET /v1/breaks HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("sent");
    let mut answers = Vec::new();
    let _ = stream.read_to_end(&mut answers).await;
    let answers = String::from_utf8_lossy(&answers);
    let statuses: Vec<&str> = answers.split("HTTP/1.1 ").skip(1).map(|answer| &answer[..3]).collect();
    assert_eq!(statuses[..3], ["500", "200", "500"], "{answers}");
    assert!(!answers.ends_with("0\r\n\r\n"), "what broke off does not look whole: {answers}");
    assert_eq!(app.get("/v1/works").await.text(), "well");
}
