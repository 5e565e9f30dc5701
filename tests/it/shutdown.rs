//! The end of a server: announced, waited for, and without a request that was refused or cut.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::operated::{Operated, PATIENCE};

/// Waits until a server says that it is not ready; gives the header `Connection` of that answer.
async fn not_ready(server: &Operated) -> String {
    let begun = Instant::now();
    loop {
        let answer = server.get("/readyz").send().await.expect("an answer");
        if answer.status() == 503 {
            assert!(answer.headers().contains_key("retry-after"));
            return answer.headers()["connection"].to_str().expect("text").to_owned();
        }
        assert!(begun.elapsed() < PATIENCE, "it is ready for ever");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_cut_off_who_stops_asking_a_server_that_is_not_ready() {
    let mut server = Operated::with(&["--lame-duck-seconds", "2", "--log", "warn,onrecord::cli=info,onrecord::server=info"]).await;
    let (ready, answered) = (Arc::new(AtomicBool::new(true)), Arc::new(AtomicUsize::new(0)));
    let mut asking = Vec::new();
    for n in 0..8 {
        let (client, ready, answered) = (server.client.clone(), ready.clone(), answered.clone());
        let path = ["/v1/quotes?limit=50", "/v1/quotes.csv", "/v1/people?sort=-quotes", "/v1/articles.ndjson"][n % 4];
        let url = format!("http://{}{path}", server.address);
        asking.push(tokio::spawn(async move {
            while ready.load(Relaxed) {
                let answer = client.get(&url).send().await.unwrap_or_else(|error| panic!("refused: {error:?}"));
                assert_eq!(answer.status(), 200);
                answer.bytes().await.unwrap_or_else(|error| panic!("cut off: {error:?}"));
                answered.fetch_add(1, Relaxed);
            }
        }));
    }
    while answered.load(Relaxed) < 100 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let told = Instant::now();
    server.signal("TERM");
    assert_eq!(not_ready(&server).await, "close", "whoever asks is told to connect elsewhere");
    let until_then = answered.load(Relaxed);
    // A load balancer looks every so often, and not at once.
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(answered.load(Relaxed) > until_then, "the server still answers");
    ready.store(false, Relaxed);
    for task in asking {
        task.await.expect("not one request failed");
    }
    assert!(server.ended().await.success());
    assert!(told.elapsed() >= Duration::from_secs(2), "it went too early");
    assert_eq!((server.log("stopped").len(), server.log("stopped: some requests did not finish in time").len()), (1, 0));
}

#[tokio::test]
async fn a_client_that_says_only_half_holds_the_server_up_for_the_grace_period_alone() {
    let mut server = Operated::with(&["--lame-duck-seconds", "0", "--grace-seconds", "1", "--idle-seconds", "600"]).await;
    let mut half = TcpStream::connect(&server.address).await.expect("a connection");
    half.write_all(b"GET /v1/quotes HTTP/1.1\r\nhost: ").await.expect("half of a request");
    // One after it is served, so that it has been let in.
    assert_eq!(server.get("/healthz").send().await.expect("an answer").status(), 200);
    server.signal("TERM");
    assert!(server.ended().await.success());
    let mut rest = Vec::new();
    let _ = half.read_to_end(&mut rest).await;
    assert!(rest.is_empty(), "{}", String::from_utf8_lossy(&rest));
}

#[tokio::test]
async fn ctrl_c_needs_no_lame_duck_and_a_second_signal_ends_at_once() {
    let mut server = Operated::with(&["--lame-duck-seconds", "600"]).await;
    server.signal("INT");
    assert!(server.ended().await.success());
    let mut server = Operated::with(&["--lame-duck-seconds", "600"]).await;
    server.signal("TERM");
    not_ready(&server).await;
    let answer = server.client.get(format!("http://{}/readyz", server.admin)).send().await.expect("an answer");
    assert_eq!(answer.status(), 503, "operators are told the same");
    server.signal("TERM");
    assert!(server.ended().await.success());
    assert_eq!(server.log("told to stop twice: stopped at once").len(), 1);
}
