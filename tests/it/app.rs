//! A server for tests: the whole application on a port of its own, over a snapshot seeded once for all tests.

use std::{
    fs,
    path::{Path, PathBuf},
};

use onrecord::{
    corpus::ReadOptions,
    http::{AppState, app},
    seed::{Options, Progress, Summary, seed},
    server::{Options as Connections, Server, Stop},
    store::{Publishing, Snapshot},
};
use reqwest::{Client, Method, Response, StatusCode, header::HeaderMap};
use serde_json::Value;
use tempfile::TempDir;
use tokio::{net::TcpListener, sync::OnceCell};

/// A running server.
pub struct TestApp {
    pub base: String,
    client: Client,
}

/// An answer, read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

/// Shows nothing.
pub struct Quiet;

impl Progress for Quiet {
    fn begin(&mut self, _: Option<u64>) {}
    fn step(&mut self, _: u64, _: usize) {}
    fn complete(&mut self) {}
}

/// How tests publish unless they say otherwise: as the program does.
pub const PUBLISHING: Publishing = Publishing { keep: 3, files: true };

/// Seeds into `db` from the given folders.
pub async fn seed_into(db: &Path, corpus: &[PathBuf], samples: bool) -> Summary {
    let options = Options {
        corpus: corpus.to_vec(),
        read: ReadOptions::default(),
        db: db.to_owned(),
        publishing: PUBLISHING,
        samples,
        curated: true,
        strict: false,
    };
    seed(&options, &mut Quiet).await.expect("the run goes through")
}

static FOLDER: OnceCell<TempDir> = OnceCell::const_new();

/// The folder with the snapshots that all tests share: `five.db` (the five articles, texts withheld) and `samples.db` (with the samples).
async fn folder() -> &'static Path {
    let folder = FOLDER.get_or_init(|| async {
        let folder = tempfile::tempdir().expect("a temporary folder");
        seed_into(&folder.path().join("five.db"), &[], false).await;
        seed_into(&folder.path().join("samples.db"), &[], true).await;
        folder
    });
    folder.await.path()
}

/// The snapshot of the five articles.
pub async fn five() -> PathBuf {
    folder().await.join("five.db")
}

impl TestApp {
    /// Serves the five articles, as the program does that has no documents at hand.
    pub async fn five() -> Self {
        Self::serving(&five().await).await
    }

    /// Serves the five articles and the samples, whose texts are held.
    pub async fn samples() -> Self {
        Self::serving(&folder().await.join("samples.db")).await
    }

    /// Serves any snapshot.
    pub async fn serving(db: &Path) -> Self {
        Self::of(AppState::new(Snapshot::open(db).await.expect("a snapshot"))).await
    }

    /// A snapshot of the five articles, as the first of the servers has it.
    pub async fn state() -> AppState {
        AppState::new(Snapshot::open(&folder().await.join("five.db")).await.expect("a snapshot"))
    }

    /// Serves with this state, which the test may change.
    pub async fn of(state: AppState) -> Self {
        Self::connected(state, Connections::default()).await
    }

    /// Serves with this state, and keeps connections so.
    pub async fn connected(state: AppState, options: Connections) -> Self {
        let leaving = state.leaving();
        Self::behind(Server { app: app(state), admin: None, options, leaving }).await
    }

    /// Serves as the program does.
    pub async fn behind(server: Server) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(server.serve(listener, Stop::listen().expect("signals")));
        let client = Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        Self { base, client }
    }

    /// Sends a request as it is.
    pub async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.client.request(method, format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Answer::read(request.send().await.expect("an answer")).await
    }

    /// GETs a path.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[]).await
    }

    /// GETs a path that must answer 200 with JSON.
    pub async fn json(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }

    /// The ids of a list that fits on one page.
    pub async fn ids(&self, path: &str) -> Vec<String> {
        let join = if path.contains('?') { '&' } else { '?' };
        let page = self.json(&format!("{path}{join}limit=200")).await;
        assert_eq!(page["next"], Value::Null, "{path} has more than one page");
        ids(&page)
    }

    /// Every record of a list, from its NDJSON.
    pub async fn all(&self, path: &str) -> Vec<Value> {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.text().lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    }
}

/// The ids on a page.
pub fn ids(page: &Value) -> Vec<String> {
    page["items"].as_array().expect("items").iter().map(|item| item["id"].as_str().expect("an id").to_owned()).collect()
}

impl Answer {
    async fn read(response: Response) -> Self {
        Self {
            status: response.status(),
            headers: response.headers().clone(),
            body: response.bytes().await.expect("a whole body").to_vec(),
        }
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("not JSON ({error}): {}", self.text()))
    }

    /// A header's value; empty where it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().expect("ASCII")).unwrap_or_default()
    }

    /// Asserts that this is a problem of this status and kind, in the one shape that every problem has, and gives its JSON.
    #[track_caller]
    pub fn problem(&self, status: u16, slug: &str) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!(self.header("cache-control"), "no-store");
        let problem = self.json();
        assert_eq!(problem["type"], format!("/problems/{slug}"), "{problem}");
        assert_eq!(problem["status"], status);
        assert_eq!(problem["request_id"], self.header("x-request-id"));
        for property in ["title", "detail", "instance", "request_id"] {
            assert!(problem[property].as_str().is_some_and(|text| !text.is_empty()), "{property} in {problem}");
        }
        problem
    }
}

/// A folder with one sample document and its sidecar.
pub fn one_sample() -> (TempDir, PathBuf, Value) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    fs::copy(samples.join("sample-2-pier-repair.txt"), folder.path().join("pier.txt")).expect("a copy");
    let sidecar = fs::read(samples.join("sample-2-pier-repair.json")).expect("a sidecar");
    let path = folder.path().join("pier.json");
    fs::write(&path, &sidecar).expect("a copy");
    (folder, path, serde_json::from_slice(&sidecar).expect("JSON"))
}
