//! Three servers with copies of one snapshot behind a proxy: which of them answers cannot be told, and they restart one after the other
//! without a request lost.

use std::{
    fs,
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use crate::{
    app::seed_into,
    program::{signal, start},
    soak::{is_long, say, times},
};

const PATHS: [&str; 9] = [
    "/v1/quotes?limit=5&sample=50&seed=3",
    "/v1/articles?q=pier&include=entities",
    "/v1/people.csv",
    "/v1/articles.ndjson",
    "/v1/quotes/facets?by=speaker",
    "/v1/graph?limit=20",
    "/v1/dataset/files",
    "/v1/dataset/jsonld",
    "/openapi.json",
];

/// A proxy that asks another replica where one does not answer, in the foreground of a folder of its own.
fn nginx(folder: &Path, replicas: &[String]) -> Option<(Child, String)> {
    let address = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").to_string();
    let upstream = replicas.iter().map(|replica| format!("server {replica} max_fails=0; ")).collect::<Vec<_>>().concat();
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .iter()
        .map(|of| format!("{of}_temp_path {}; ", folder.display()))
        .collect::<Vec<_>>()
        .concat();
    let configuration = format!(
        "daemon off; worker_processes 1; pid nginx.pid; error_log stderr error; events {{ worker_connections 512; }}
         http {{ access_log off; {temporary} upstream onrecord {{ {upstream} keepalive 16; }}
         server {{ listen {address}; location / {{ proxy_pass http://onrecord; proxy_http_version 1.1; proxy_set_header Connection \"\";
         proxy_next_upstream error timeout http_502 http_503; }} }} }}"
    );
    fs::write(folder.join("nginx.conf"), configuration).expect("written");
    let mut command = Command::new("nginx");
    command.arg("-p").arg(folder).args(["-c", "nginx.conf", "-e", "stderr"]).stdout(Stdio::null()).stderr(Stdio::null());
    let child = command.spawn().ok()?;
    for _ in 0..200 {
        if std::net::TcpStream::connect(&address).is_ok() {
            return Some((child, address));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("nginx does not listen on {address}");
}

/// Status, validator, version and body.
async fn get(client: &reqwest::Client, address: &str, path: &str) -> (u16, String, String, Vec<u8>) {
    let answer = client.get(format!("http://{address}{path}")).send().await.unwrap_or_else(|error| panic!("{path}: {error:?}"));
    let header = |name: &str| answer.headers().get(name).map(|value| value.to_str().expect("ASCII").to_owned()).unwrap_or_default();
    let (status, tag, version) = (answer.status().as_u16(), header("etag"), header("dataset-version"));
    (status, tag, version, answer.bytes().await.expect("a whole body").to_vec())
}

#[tokio::test]
async fn replicas_answer_alike_and_restart_in_turn_without_a_request_lost() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let seeded = folder.path().join("seeded.db");
    seed_into(&seeded, &[], true).await;
    let mut replicas = Vec::new();
    for n in 0..3 {
        let own = folder.path().join(n.to_string());
        fs::create_dir_all(&own).expect("a folder");
        fs::copy(&seeded, own.join("held.db")).expect("a copy");
        let (child, address, _) = start(&own, &["serve", "--db", "held.db", "--bind", "127.0.0.1:0", "--log", "off"]);
        replicas.push((own, child, address));
    }
    let client = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(30)).build().expect("a client");
    let addresses: Vec<String> = replicas.iter().map(|(_, _, address)| address.clone()).collect();
    let mut expected = Vec::new();
    for path in PATHS {
        let first = get(&client, &addresses[0], path).await;
        assert!(first.0 == 200 && !first.1.is_empty() && !first.2.is_empty(), "{path}: {first:?}");
        for other in &addresses[1..] {
            assert!(get(&client, other, path).await == first, "{path} differs between two replicas");
        }
        expected.push(first);
    }
    let Some((mut proxy, front)) = nginx(folder.path(), &addresses) else {
        assert!(!is_long(), "the long form needs nginx");
        say("replicas behind a proxy, because nginx is not installed: they were only compared with each other");
        for (_, mut child, _) in replicas {
            signal(&child, "TERM");
            assert!(child.wait().expect("an end").success());
        }
        return;
    };
    let done = Arc::new(AtomicBool::new(false));
    let hammers: Vec<_> = (0..4_usize)
        .map(|n| {
            let (client, done, front, expected) = (client.clone(), done.clone(), front.clone(), expected.clone());
            tokio::spawn(async move {
                let mut answers = 0;
                while !done.load(Ordering::Relaxed) {
                    let at = (answers + n) % PATHS.len();
                    assert!(get(&client, &front, PATHS[at]).await == expected[at], "{} differs through the proxy", PATHS[at]);
                    answers += 1;
                }
                answers
            })
        })
        .collect();
    for _ in 0..times(1, 10) {
        for (own, child, address) in &mut replicas {
            signal(child, "TERM");
            assert!(child.wait().expect("an end").success());
            *child = start(own, &["serve", "--db", "held.db", "--bind", address, "--log", "off"]).0;
            // By a connection of its own: those that the client keeps led to the one before.
            let fresh = reqwest::Client::builder().no_proxy().build().expect("a client");
            assert_eq!(get(&fresh, address, "/readyz").await.0, 200);
        }
    }
    done.store(true, Ordering::Relaxed);
    for hammer in hammers {
        assert!(hammer.await.expect("no failed request") > 0);
    }
    for (_, mut child, _) in replicas {
        signal(&child, "TERM");
        child.wait().expect("an end");
    }
    signal(&proxy, "TERM");
    proxy.wait().expect("an end");
}
