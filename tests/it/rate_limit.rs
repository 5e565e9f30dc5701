//! How often a client may ask, and who that is.

use std::num::NonZeroU32;

use onrecord::{
    http::{AppState, Client, Rate, Settings},
    server::Options,
    store::Snapshot,
};
use reqwest::{Method, header::HeaderMap};

use crate::app::{Answer, TestApp, five};

/// Once a second, three times at once.
const RATE: Rate = Rate { per_second: NonZeroU32::MIN, burst: NonZeroU32::new(3).expect("not 0") };

async fn limited(trusted: &[&str]) -> TestApp {
    let snapshot = Snapshot::open(&five().await).await.expect("a snapshot");
    let trusted_proxies = trusted.iter().map(|network| network.parse().expect("a network")).collect();
    let state = AppState::with(Settings { rate: Some(RATE), ..Settings::default() }, snapshot);
    TestApp::connected(state, Options { trusted_proxies, ..Options::default() }).await
}

/// Asks until it is too often: how often it was not, and the refusal.
async fn until_refused(app: &TestApp, forwarded: &str) -> (usize, Answer) {
    for asked in 0..1000 {
        let answer = app.send(Method::GET, "/v1/sources", &[("x-forwarded-for", forwarded)]).await;
        if answer.status != 200 {
            return (asked, answer);
        }
    }
    panic!("{forwarded} may ask as often as it likes");
}

#[tokio::test]
async fn who_asks_too_often_is_told_when_to_come_back() {
    let app = limited(&[]).await;
    let first = app.get("/v1/sources").await;
    assert_eq!((first.header("ratelimit-policy"), first.header("ratelimit")), ("\"client\";q=3;w=3", "\"client\";r=2;t=1"));
    assert!(first.header("access-control-expose-headers").contains("ratelimit"), "{:?}", first.headers);
    let (asked, refused) = until_refused(&app, "").await;
    assert!(asked >= 2, "{asked}");
    refused.problem(429, "rate-limited");
    assert_eq!((refused.header("retry-after"), refused.header("ratelimit")), ("1", "\"client\";r=0;t=1"));
    assert_eq!(refused.header("access-control-allow-origin"), "*");
    for path in ["/healthz", "/readyz"].repeat(10) {
        assert_eq!(app.get(path).await.status, 200, "probes are not limited");
    }
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    assert_eq!(app.get("/v1/sources").await.status, 200, "the bucket fills again");
}

#[tokio::test]
async fn clients_behind_a_trusted_proxy_are_told_apart_and_cannot_pretend() {
    let app = limited(&["127.0.0.0/8", "10.0.0.0/8"]).await;
    assert!(until_refused(&app, "203.0.113.7").await.0 >= 3);
    assert!(until_refused(&app, "203.0.113.8").await.0 >= 3, "another client has a bucket of its own");
    // What the client itself wrote stands to the left of what the proxies added.
    assert!(until_refused(&app, "198.51.100.1, 203.0.113.9, 10.1.2.3").await.0 >= 3);
    assert!(until_refused(&app, "198.51.100.2, 203.0.113.9, 10.1.2.4").await.0 < 3, "an invented address is no other client");
    assert!(until_refused(&app, "2001:db8:1:2::1").await.0 >= 3);
    assert!(until_refused(&app, "2001:db8:1:2:ffff::9").await.0 < 3, "one /64 is one client");
    assert!(until_refused(&app, "2001:db8:1:3::1").await.0 >= 3);
}

#[tokio::test]
async fn nobody_is_believed_who_is_no_trusted_proxy() {
    let app = limited(&["10.0.0.0/8"]).await;
    assert!(until_refused(&app, "203.0.113.7").await.0 >= 3);
    assert!(until_refused(&app, "203.0.113.8").await.0 < 3, "the connection's own address counts");
}

#[test]
fn the_client_is_the_rightmost_address_that_is_no_trusted_proxy() {
    let trusted: Vec<_> = ["10.0.0.0/8", "fd00::/8"].map(|network| network.parse().expect("a network")).into();
    let client = |peer: &str, lines: &[&str]| {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", line.parse().expect("a value"));
        }
        Client::of(peer.parse().expect("an address"), &headers, &trusted).0.to_string()
    };
    for (peer, lines, expected) in [
        ("192.0.2.1", &["203.0.113.7"][..], "192.0.2.1"),
        ("10.0.0.1", &[], "10.0.0.1"),
        ("10.0.0.1", &["203.0.113.7"], "203.0.113.7"),
        ("10.0.0.1", &["198.51.100.1, 203.0.113.7,10.9.9.9"], "203.0.113.7"),
        ("10.0.0.1", &["198.51.100.1", "203.0.113.7, 10.9.9.9"], "203.0.113.7"),
        ("::ffff:10.0.0.1", &["::ffff:203.0.113.7"], "203.0.113.7"),
        ("fd00::1", &["[2001:db8::5]:4711"], "2001:db8::5"),
        ("10.0.0.1", &["203.0.113.7:4711"], "203.0.113.7"),
        ("10.0.0.1", &["203.0.113.7, unknown, 10.9.9.9"], "10.9.9.9"),
        ("10.0.0.1", &["10.9.9.9"], "10.9.9.9"),
        ("10.0.0.1", &[""], "10.0.0.1"),
    ] {
        assert_eq!(client(peer, lines), expected, "{peer} {lines:?}");
    }
}
