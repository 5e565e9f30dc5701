//! The program as it is operated: started with options, its log read as it is written, its end waited for.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, ExitStatus},
    sync::{Arc, Mutex},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use reqwest::{Client, RequestBuilder};
use serde_json::Value;

use crate::{
    app::five,
    program::{served, signal},
};

/// How long is waited for what should come at once, on a machine that has much to do.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// A running server of the five articles.
pub struct Operated {
    child: Child,
    /// Its address, and that for operators.
    pub address: String,
    pub admin: String,
    log: Arc<Mutex<Vec<Value>>>,
    reader: Option<JoinHandle<()>>,
    pub client: Client,
}

impl Operated {
    /// Starts one with these options, besides those that every one has.
    pub async fn with(options: &[&str]) -> Self {
        Self::under(&[], options).await
    }

    /// Starts one by a command that runs what is behind it.
    pub async fn under(outer: &[&str], options: &[&str]) -> Self {
        let db = five().await;
        let db = db.to_str().expect("text");
        let all = ["serve", "--bind", "127.0.0.1:0", "--admin-bind", "127.0.0.1:0", "--log-format", "json", "--db", db];
        let words = [outer, &[env!("CARGO_BIN_EXE_onrecord")], &all, options].concat();
        let (mut child, address, _) = served(Command::new(words[0]).args(&words[1..]));
        let log = Arc::new(Mutex::new(Vec::new()));
        let (pipe, lines) = (BufReader::new(child.stderr.take().expect("a pipe")), log.clone());
        let reader = std::thread::spawn(move || {
            for line in pipe.lines().map_while(Result::ok) {
                let record = serde_json::from_str(&line).unwrap_or_else(|_| panic!("not JSON: {line}"));
                lines.lock().expect("no panic").push(record);
            }
        });
        let client = Client::builder().no_proxy().build().expect("a client");
        let mut server = Self { child, address, admin: String::new(), log, reader: Some(reader), client };
        let line = server.logged("metrics and probes for operators").await;
        line["address"].as_str().expect("an address").clone_into(&mut server.admin);
        server
    }

    /// A request to it.
    pub fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(format!("http://{}{path}", self.address))
    }

    /// What Prometheus reads when every request has come to its end on the server's side too.
    pub async fn metrics(&self) -> String {
        let begun = Instant::now();
        loop {
            let metrics = self.scraped().await;
            if value(&metrics, "http_requests_in_flight") == 0 {
                return metrics;
            }
            assert!(begun.elapsed() < PATIENCE, "requests are in flight for ever");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    async fn scraped(&self) -> String {
        let answer = self.client.get(format!("http://{}/metrics", self.admin)).send().await.expect("an answer");
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], "text/plain; version=0.0.4; charset=utf-8");
        answer.text().await.expect("text")
    }

    /// Every line of its log with this message so far.
    pub fn log(&self, message: &str) -> Vec<Value> {
        self.log.lock().expect("no panic").iter().filter(|record| record["message"] == message).cloned().collect()
    }

    /// The first line of its log with this message, which may be yet to come.
    pub async fn logged(&self, message: &str) -> Value {
        let begun = Instant::now();
        loop {
            if let Some(line) = self.log(message).into_iter().next() {
                return line;
            }
            assert!(begun.elapsed() < PATIENCE, "`{message}` was not logged: {:?}", self.log.lock().expect("no panic"));
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Sends it a signal.
    pub fn signal(&self, name: &str) {
        signal(&self.child, name);
    }

    /// Waits for its end.
    pub async fn ended(&mut self) -> ExitStatus {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a status") {
                self.reader.take().map(JoinHandle::join).transpose().expect("a log of JSON");
                return status;
            }
            assert!(begun.elapsed() < PATIENCE, "the server did not end");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Operated {
    fn drop(&mut self) {
        // It has ended already where the test went through.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The value of a series.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "what is counted is whole and far below 2^53")]
pub fn value(metrics: &str, series: &str) -> u64 {
    let line = metrics.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("no {series} in\n{metrics}")).parse::<f64>().expect("a number") as u64
}
