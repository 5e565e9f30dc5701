//! What the targets share: the application over the samples, asked without a socket.

use std::cell::RefCell;

use axum::{
    body::{Body, Bytes},
    http::{Request, Response, StatusCode, Uri},
};
use http_body_util::BodyExt;
use onrecord::{
    corpus::ReadOptions,
    http::{AppState, Front, Settings, app},
    seed::{Options, Progress, seed},
    store::{Publishing, Snapshot},
};
use tokio::runtime::Runtime;
use tower::ServiceExt;

/// The application, and what runs it.
pub struct Server {
    runtime: Runtime,
    app: Front,
}

/// Shows nothing.
struct Quiet;

impl Progress for Quiet {
    fn begin(&mut self, _: Option<u64>) {}
    fn step(&mut self, _: u64, _: usize) {}
    fn complete(&mut self) {}
}

thread_local! {
    static SERVER: RefCell<Option<Server>> = const { RefCell::new(None) };
}

impl Server {
    /// Seeds the samples and serves them. No answer is kept, so that every request is worked on.
    fn start() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let db = folder.path().join("samples.db");
        let options = Options {
            corpus: Vec::new(),
            read: ReadOptions::default(),
            db: db.clone(),
            publishing: Publishing { keep: 0, files: true },
            samples: true,
            curated: true,
            strict: true,
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let app = runtime.block_on(async {
            seed(&options, &mut Quiet).await.expect("the samples");
            let snapshot = Snapshot::open(&db).await.expect("a snapshot");
            app(AppState::with(Settings { cache_bytes: 0, ..Settings::default() }, snapshot))
        });
        Self { runtime, app }
    }

    /// GETs an address, and reads the answer to its end.
    pub fn get(&self, uri: Uri) -> Response<Bytes> {
        self.runtime.block_on(async {
            let request = Request::get(uri).body(Body::empty()).expect("a request");
            let Ok(response) = self.app.clone().oneshot(request).await;
            let (parts, body) = response.into_parts();
            Response::from_parts(parts, body.collect().await.expect("a whole body").to_bytes())
        })
    }
}

/// Does something with the one server of this process.
pub fn with_server<T>(ask: impl FnOnce(&Server) -> T) -> T {
    SERVER.with_borrow_mut(|server| ask(server.get_or_insert_with(Server::start)))
}

/// What must hold of every answer: the server never fails, and says in the one shape what is wrong.
pub fn check(uri: &Uri, response: &Response<Bytes>) {
    let status = response.status();
    assert!(!status.is_server_error(), "{status} to {uri}: {}", String::from_utf8_lossy(response.body()));
    if status.is_client_error() {
        let problem: serde_json::Value = serde_json::from_slice(response.body()).expect("a problem in JSON");
        assert_eq!(problem["status"], status.as_u16(), "{uri}");
    } else if status == StatusCode::OK && response.headers()["content-type"] == "application/json" {
        serde_json::from_slice::<serde_json::Value>(response.body()).unwrap_or_else(|error| panic!("{uri}: {error}"));
    }
}
