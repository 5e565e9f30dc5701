//! More than can be done: too many requests, connections, open files, or bytes. Whoever can be answered is, and nobody waits for a refusal.

use std::time::Duration;

use onrecord::{
    http::{AppState, Settings},
    server::Options,
    store::Snapshot,
};
use reqwest::Method;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{
    app::{TestApp, five},
    operated::{Operated, PATIENCE, value},
};

async fn state(settings: Settings) -> AppState {
    AppState::with(settings, Snapshot::open(&five().await).await.expect("a snapshot"))
}

async fn connect(app: &TestApp) -> TcpStream {
    TcpStream::connect(app.base.trim_start_matches("http://")).await.expect("a connection")
}

/// Sends bytes as they are and reads what comes until the connection is closed.
async fn raw(app: &TestApp, request: &str) -> String {
    let mut stream = connect(app).await;
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = Vec::new();
    // A server that refuses a body closes without reading it.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn requests_beyond_the_bound_are_told_to_come_back_and_probes_are_answered_all_the_same() {
    let app = TestApp::of(state(Settings { max_in_flight: 0, ..Settings::default() }).await).await;
    for path in ["/v1/quotes", "/v1/quotes.csv", "/docs", "/no-such-path"] {
        let answer = app.get(path).await;
        answer.problem(503, "overloaded");
        assert_eq!((answer.header("retry-after"), answer.header("access-control-allow-origin")), ("2", "*"));
    }
    for path in ["/healthz", "/readyz"] {
        assert_eq!(app.get(path).await.status, 200, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn under_load_every_answer_is_right_or_says_that_there_is_too_much_to_do() {
    let app = TestApp::of(state(Settings { max_in_flight: 1, cache_bytes: 0, ..Settings::default() }).await).await;
    let expected = app.get("/v1/quotes?limit=50").await.body;
    let asking = (0..200).map(|_| app.get("/v1/quotes?limit=50"));
    for answer in futures_util::future::join_all(asking).await {
        match answer.status.as_u16() {
            200 => assert!(answer.body == expected, "another answer"),
            _ => drop(answer.problem(503, "overloaded")),
        }
    }
    assert_eq!(app.get("/v1/quotes?limit=50").await.status, 200, "no place was lost");
}

#[tokio::test]
async fn a_body_is_refused_whether_or_not_the_answer_is_at_hand() {
    let app = TestApp::five().await;
    let head = "/v1/sources HTTP/1.1\r\nhost: x\r\nconnection: close\r\n";
    for _ in 0..2 {
        for body in ["content-length: 2\r\n\r\n{}", "transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"] {
            let answer = raw(&app, &format!("GET {head}{body}")).await;
            assert!(answer.starts_with("HTTP/1.1 413 ") && answer.contains("/problems/body-refused"), "{answer}");
            let answer = raw(&app, &format!("POST {head}{body}")).await;
            assert!(answer.starts_with("HTTP/1.1 405 ") && answer.contains("/problems/method-not-allowed"), "{answer}");
        }
        let answer = raw(&app, &format!("GET {head}content-length: 0\r\n\r\n")).await;
        assert!(answer.starts_with("HTTP/1.1 200 "), "no bytes are no body: {answer}");
    }
    assert!(app.get("/problems/body-refused").await.text().contains("takes no request bodies"));
}

#[tokio::test]
async fn terms_are_bounded_like_addresses_and_headers() {
    let app = TestApp::five().await;
    for path in ["/v1/quotes", "/v1/articles", "/v1/concordance", "/v1/suggest"] {
        app.get(&format!("{path}?q={}", "a".repeat(3000))).await.problem(400, "invalid-parameter");
    }
    let many: Vec<String> = (0..300).map(|n| format!("p{n}")).collect();
    app.get(&format!("/v1/quotes?speaker={}", many.join(","))).await.problem(400, "invalid-parameter");
}

#[tokio::test]
async fn silent_and_half_said_connections_keep_nobody_out_and_are_closed() {
    let options = Options { idle: Duration::from_secs(1), ..Options::default() };
    let app = TestApp::connected(state(Settings::default()).await, options).await;
    let mut idlers = Vec::new();
    for n in 0..300 {
        let mut stream = connect(&app).await;
        let said = ["", "GET", "GET /v1/quotes HTTP/1.1\r\nhost: x\r\n", "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n"][n % 4];
        stream.write_all(said.as_bytes()).await.expect("sent");
        idlers.push(stream);
    }
    // On a connection of its own: one that is kept may be closed as idle at the moment at which a request is sent on it.
    let of_its_own = [("connection", "close")];
    assert_eq!(app.send(Method::GET, "/v1/quotes", &of_its_own).await.status, 200);
    for mut stream in idlers {
        let mut rest = Vec::new();
        let closed = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut rest)).await;
        assert!(closed.is_ok(), "a connection that says nothing is open for ever");
    }
    assert_eq!(app.send(Method::GET, "/v1/quotes", &of_its_own).await.status, 200);
}

#[tokio::test]
async fn connections_beyond_the_cap_wait_until_there_is_room() {
    let options = Options { max_connections: 2, idle: Duration::from_secs(2), ..Options::default() };
    let app = TestApp::connected(state(Settings::default()).await, options).await;
    let first = [connect(&app).await, connect(&app).await];
    let third = app.get("/healthz");
    tokio::pin!(third);
    tokio::select! {
        _ = &mut third => panic!("a third connection was served beside two"),
        () = tokio::time::sleep(Duration::from_millis(300)) => {}
    }
    drop(first);
    assert_eq!(third.await.status, 200);
}

#[tokio::test]
async fn running_out_of_open_files_is_said_once_and_gone_through() {
    let limited = "ulimit -n 64 && exec \"$0\" \"$@\"";
    let server = Operated::under(&["bash", "-c", limited], &["--idle-seconds", "600"]).await;
    let mut streams = Vec::new();
    for _ in 0..100 {
        // The kernel's queue takes those that the server cannot.
        streams.push(TcpStream::connect(&server.address).await.expect("a connection"));
    }
    server.logged("connections are not accepted").await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    drop(streams);
    let answer = tokio::time::timeout(PATIENCE, server.get("/v1/quotes").send()).await.expect("in time").expect("an answer");
    assert_eq!(answer.status(), 200);
    server.logged("connections are accepted again").await;
    // While the others go away, there may be room and no room in turn: each turn is said, not each failure.
    let turns = server.log("connections are not accepted").len();
    assert_eq!(server.log("connections are accepted again").len(), turns, "each end is said too");
    assert!(value(&server.metrics().await, "http_connections_failed_total") > turns as u64, "failures are counted each time");
}
