//! One log line a request, written when the last byte of the answer is sent: identifier, route, status, duration, bytes.
//!
//! The line holds nothing that a client wrote but its method, its checked identifier and trace, and the route's template: a query cannot
//! forge a line.

use std::{
    net::IpAddr,
    pin::Pin,
    task::{Context, Poll, ready},
    time::{Duration, Instant},
};

use axum::{
    body::{Body, Bytes},
    extract::MatchedPath,
    http::{Method, Request, StatusCode},
};
use http_body::{Frame, SizeHint};
use jiff::Timestamp;
use serde::{Serialize, Serializer};
use tracing::Level;

use super::{
    client::Client,
    metrics::{self, Answer, InFlight},
    request_id::RequestId,
    spans::{self, Done},
    trace_context::TraceParent,
};
use crate::telemetry;

/// What is logged of one request, when it is dropped: when the answer is complete, or the client went away before that.
pub struct Line {
    id: RequestId,
    method: &'static str,
    client: Client,
    trace: Option<TraceParent>,
    /// Where it is sent to a collector.
    path: String,
    route: Option<MatchedPath>,
    started: Instant,
    status: u16,
    answer: Answer,
    bytes: u64,
    complete: bool,
    /// Counted until the line is written.
    _in_flight: InFlight,
}

impl Line {
    /// Begins with the request.
    pub fn begin<B>(id: RequestId, client: Client, request: &Request<B>) -> Self {
        Self {
            id,
            method: name_of(request.method()),
            client,
            trace: TraceParent::of(request.headers()),
            path: if spans::is_on() { request.uri().path().to_owned() } else { String::new() },
            route: None,
            started: Instant::now(),
            status: 0,
            answer: Answer::Error,
            bytes: 0,
            complete: false,
            _in_flight: InFlight::begin(),
        }
    }

    /// Notes what is answered.
    pub fn answered(mut self, status: StatusCode, answer: Answer, route: Option<MatchedPath>) -> Self {
        self.status = status.as_u16();
        self.answer = answer;
        self.route = route;
        self
    }

    /// How long it is since the request began.
    pub fn took(&self) -> Duration {
        self.started.elapsed()
    }
}

/// A method as metrics and logs name it: others than those that are answered are the client's own words.
fn name_of(method: &Method) -> &'static str {
    ["GET", "HEAD", "OPTIONS"].into_iter().find(|known| *known == method.as_str()).unwrap_or("other")
}

impl Drop for Line {
    fn drop(&mut self) {
        let Self { id, method, client: Client(client), trace, path, route, status, answer, bytes, complete, .. } = self;
        let (id, route, took) = (id.as_str(), route.as_ref().map(MatchedPath::as_str), self.started.elapsed());
        metrics::observe(method, route, *status, *answer, *bytes, took);
        if spans::is_on() {
            spans::of_request(&Done { method, route, path, status: *status, bytes: *bytes, id, client: *client, parent: *trace, took });
        }
        if !tracing::enabled!(Level::INFO) {
            return;
        }
        let written = Written {
            timestamp: Timestamp::now(),
            level: "INFO",
            message: "request",
            id,
            trace_id: trace.map(|trace| format!("{:032x}", trace.trace)),
            client: *client,
            method,
            route: route.unwrap_or("none"),
            status: *status,
            duration_ms: (took.as_secs_f64() * 1e6).round() / 1e3,
            bytes: *bytes,
            complete: *complete || *method == "HEAD",
        };
        if !telemetry::json(&written) {
            written.told();
        }
    }
}

/// The line as it is written.
#[derive(Serialize)]
struct Written<'a> {
    #[serde(serialize_with = "to_the_microsecond")]
    timestamp: Timestamp,
    level: &'static str,
    message: &'static str,
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace_id: Option<String>,
    client: IpAddr,
    method: &'static str,
    route: &'a str,
    status: u16,
    duration_ms: f64,
    bytes: u64,
    complete: bool,
}

impl Written<'_> {
    /// Tells it as other lines are, for people.
    fn told(&self) {
        let Self { id, trace_id, client, method, route, status, duration_ms, bytes, complete, .. } = self;
        tracing::info!(id, trace_id, %client, method, route, status, duration_ms, bytes, complete, "request");
    }
}

fn to_the_microsecond<S: Serializer>(timestamp: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{timestamp:.6}"))
}

/// The body of an answer, which counts what is sent of it.
pub struct Outgoing {
    content: Content,
    line: Line,
}

enum Content {
    /// Bytes that are there; none where there is nothing to send, or nothing more.
    Ready(Option<Bytes>),
    /// Made by a handler.
    Made(Body),
}

impl Outgoing {
    /// Of bytes that are there.
    pub fn ready(bytes: Bytes, line: Line) -> Self {
        Self { content: Content::Ready(Some(bytes).filter(|bytes| !bytes.is_empty())), line }.noted()
    }

    /// Of what a handler makes.
    pub fn made(body: Body, line: Line) -> Self {
        Self { content: Content::Made(body), line }.noted()
    }

    /// Whoever sends it does not ask again after the end.
    fn noted(mut self) -> Self {
        self.line.complete |= http_body::Body::is_end_stream(&self);
        self
    }
}

impl http_body::Body for Outgoing {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = match &mut self.content {
            Content::Ready(bytes) => bytes.take().map(|bytes| Ok(Frame::data(bytes))),
            Content::Made(body) => ready!(Pin::new(body).poll_frame(context)),
        };
        match &frame {
            Some(Ok(frame)) => self.line.bytes += frame.data_ref().map_or(0, |data| data.len() as u64),
            Some(Err(error)) => tracing::error!(error = error as &dyn std::error::Error, "the answer broke off"),
            None => self.line.complete = true,
        }
        self.line.complete |= http_body::Body::is_end_stream(&*self);
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        match &self.content {
            Content::Ready(bytes) => bytes.is_none(),
            Content::Made(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.content {
            Content::Ready(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64)),
            Content::Made(body) => body.size_hint(),
        }
    }
}
