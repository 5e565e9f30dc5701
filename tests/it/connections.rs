//! Connections that misuse the server: silent, partial and idle ones in any number, more than there are descriptors, and readers that hardly read.

use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
    time::{Instant, sleep, timeout},
};

use crate::{
    program::{run, signal, start, text},
    soak::times,
};

/// More than any answer here takes, on a machine that is busy with other things.
const PATIENCE: Duration = Duration::from_secs(20);

fn served(folder: &Path) -> (Child, String) {
    let seeded = run(folder, &["seed", "--samples", "--log", "off"]);
    assert_eq!(seeded.status.code(), Some(0), "{}", text(&seeded.stderr));
    let (child, address, _) = start(folder, &["serve", "--bind", "127.0.0.1:0", "--log", "off"]);
    (child, address)
}

fn end(mut child: Child) {
    signal(&child, "TERM");
    assert!(child.wait().expect("an end").success());
}

/// A client that takes a connection of its own for every request, so that each must be accepted.
fn client() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).timeout(PATIENCE).build().expect("a client")
}

async fn status(client: &reqwest::Client, address: &str, path: &str) -> u16 {
    let answer = client.get(format!("http://{address}{path}")).send().await.unwrap_or_else(|error| panic!("{path}: {error:?}"));
    let status = answer.status().as_u16();
    answer.bytes().await.expect("a whole body");
    status
}

#[tokio::test]
async fn a_good_client_is_served_beside_silent_partial_and_idle_connections() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (child, address) = served(folder.path());
    let openings: [&[u8]; 5] =
        [b"", b"GET /v1/quo", b"GET /v1/quotes HTTP/1.1\r\nhost: x\r\nx-slow:", b"\r\n", b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n"];
    let mut misused = Vec::new();
    for n in 0..times(200, 1000) {
        let mut stream = TcpStream::connect(&address).await.expect("a connection");
        stream.write_all(openings[n as usize % openings.len()]).await.expect("sent");
        misused.push(stream);
    }
    let client = client();
    let until = Instant::now() + Duration::from_secs(times(3, 60).into());
    let mut answers = 0;
    while Instant::now() < until {
        for path in ["/v1/quotes?limit=5", "/v1/people?q=a*", "/v1/articles.csv", "/readyz"] {
            assert_eq!(status(&client, &address, path).await, 200, "{path}");
            answers += 1;
        }
        // Some go on, a byte at a time: that buys them no more time than others have.
        for stream in misused.iter_mut().skip(2).step_by(5) {
            let _ = stream.write_all(b"a").await;
        }
    }
    assert!(answers > 3);
    // All of them are let go, within the time that a request's head may take.
    for mut stream in misused {
        let mut rest = Vec::new();
        assert!(timeout(Duration::from_mins(1), stream.read_to_end(&mut rest)).await.is_ok(), "the server keeps a connection for ever");
    }
    assert_eq!(status(&client, &address, "/v1/quotes").await, 200);
    end(child);
}

#[tokio::test]
async fn a_server_without_free_descriptors_goes_on_when_there_are_some_again() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    assert_eq!(run(folder.path(), &["seed", "--samples", "--log", "off"]).status.code(), Some(0));
    let port = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let address = port.to_string();
    let program = env!("CARGO_BIN_EXE_onrecord");
    let script = "ulimit -n 128; exec \"$0\" \"$@\"";
    let mut command = Command::new("bash");
    command.args(["-c", script, program, "serve", "--bind", &address, "--log", "warn"]).current_dir(folder.path());
    let mut child =
        command.stdout(Stdio::null()).stderr(fs::File::create(folder.path().join("log")).expect("a file")).spawn().expect("bash runs");
    while TcpStream::connect(&address).await.is_err() {
        assert!(child.try_wait().expect("a state").is_none(), "the server did not start");
        sleep(Duration::from_millis(50)).await;
    }
    for _ in 0..times(1, 20) {
        let mut crowd = Vec::new();
        for _ in 0..250 {
            // Beyond the descriptors there is still the kernel's queue.
            crowd.push(TcpStream::connect(&address).await.expect("a place in the queue"));
        }
        let is_told = || fs::read_to_string(folder.path().join("log")).expect("a log").contains("connections are not accepted");
        let waited = Instant::now();
        while !is_told() {
            assert!(waited.elapsed() < PATIENCE, "the descriptors did not run out");
            sleep(Duration::from_millis(50)).await;
        }
        assert!(child.try_wait().expect("a state").is_none(), "the server ended");
        drop(crowd);
        assert_eq!(status(&client(), &address, "/v1/quotes").await, 200);
    }
    let lines = fs::read_to_string(folder.path().join("log")).expect("a log").lines().count();
    assert!(lines < 5000, "it waits between two attempts: {lines} lines");
    end(child);
}

#[tokio::test]
async fn a_reader_that_hardly_reads_hinders_nobody_and_is_let_go() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    // More than the kernel keeps for a connection, on both sides.
    let text = format!("Shearwaters pass\n\nThey pass at dusk.{}\n", " ".repeat(14 << 20));
    fs::write(folder.path().join("long.txt"), text).expect("written");
    let seeded = run(folder.path(), &["seed", "long.txt", "--no-curated", "--no-files", "--log", "off"]);
    assert_eq!(seeded.status.code(), Some(0), "{}", crate::program::text(&seeded.stderr));
    let (child, address, _) = start(folder.path(), &["serve", "--bind", "127.0.0.1:0", "--log", "off"]);
    let client = client();
    let page: serde_json::Value =
        client.get(format!("http://{address}/v1/articles")).send().await.expect("an answer").json().await.expect("JSON");
    let id = page["items"][0]["id"].as_str().expect("an id");
    let mut readers = Vec::new();
    for _ in 0..times(8, 100) {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.set_recv_buffer_size(4096).expect("a small buffer");
        let mut stream = socket.connect(address.parse().expect("an address")).await.expect("a connection");
        stream.write_all(format!("GET /v1/articles/{id}/text HTTP/1.1\r\nhost: x\r\n\r\n").as_bytes()).await.expect("sent");
        readers.push(stream);
    }
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(40) {
        for stream in &mut readers {
            let _ = timeout(Duration::from_millis(1), stream.read_u8()).await;
        }
        assert_eq!(status(&client, &address, "/v1/articles").await, 200);
        sleep(Duration::from_millis(500)).await;
    }
    for mut stream in readers {
        let mut rest = Vec::new();
        let _ = timeout(PATIENCE, stream.read_to_end(&mut rest)).await.expect("an end");
        assert!(rest.len() < 14 << 20, "it was not sent all of it");
    }
    end(child);
}
