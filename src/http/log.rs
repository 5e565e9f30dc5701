//! One log line a request, written when the last byte of the answer is sent: identifier, route, status, duration, bytes.
//!
//! The line holds nothing that a client wrote but its method, its checked identifier and trace, and the route's template: a query cannot
//! forge a line.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
    time::Instant,
};

use axum::{
    body::{Body, Bytes},
    extract::{MatchedPath, Request},
    http::Method,
    middleware::Next,
    response::Response,
};
use http_body::{Frame, SizeHint};

use super::{
    client::Client,
    metrics::{self, Answer, InFlight},
    request_id::RequestId,
    spans::{self, Done},
    timing,
    trace_context::TraceParent,
};

/// Logs the request when its answer is complete, or when the client went away before that.
pub async fn log(request: Request, next: Next) -> Response {
    let mut line = Line {
        id: request.extensions().get::<RequestId>().cloned(),
        method: request.method().clone(),
        route: request.extensions().get::<MatchedPath>().cloned(),
        started: Instant::now(),
        status: 0,
        bytes: 0,
        complete: false,
        client: request.extensions().get::<Client>().copied(),
        trace: TraceParent::of(request.headers()),
        path: if spans::is_on() { request.uri().path().to_owned() } else { String::new() },
        answer: Answer::Error,
        _in_flight: InFlight::begin(),
    };
    let mut response = next.run(request).await;
    line.answer = Answer::of(&response);
    timing::mark(&mut response, line.started.elapsed());
    let status = response.status().as_u16();
    response.map(|body| Body::new(Logged { body, line: Line { status, ..line } }))
}

struct Line {
    id: Option<RequestId>,
    method: Method,
    route: Option<MatchedPath>,
    started: Instant,
    status: u16,
    bytes: u64,
    complete: bool,
    client: Option<Client>,
    trace: Option<TraceParent>,
    /// Where it is sent to a collector.
    path: String,
    answer: Answer,
    /// Counted until the line is written.
    _in_flight: InFlight,
}

/// A body that counts what it sends.
struct Logged {
    body: Body,
    line: Line,
}

impl http_body::Body for Logged {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        match &frame {
            Some(Ok(frame)) => self.line.bytes += frame.data_ref().map_or(0, |data| data.len() as u64),
            Some(Err(error)) => tracing::error!(error = error as &dyn std::error::Error, "the answer broke off"),
            None => self.line.complete = true,
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Logged {
    fn drop(&mut self) {
        let Line { id, method, route, started, status, bytes, complete, client, trace, path, answer, _in_flight } = &self.line;
        let (route, client, took) = (route.as_ref().map(MatchedPath::as_str), client.map(|Client(address)| address), started.elapsed());
        metrics::observe(method, route, *status, *answer, *bytes, took);
        let method = spans::name_of(method);
        if spans::is_on() {
            let id = id.as_ref().map(ToString::to_string);
            spans::of_request(&Done { method, route, path, status: *status, bytes: *bytes, id, client, parent: *trace, took });
        }
        let complete = *complete || http_body::Body::is_end_stream(&self.body) || method == "HEAD";
        tracing::info!(
            id = id.as_ref().map(tracing::field::display),
            trace_id = trace.map(|trace| tracing::field::display(format!("{:032x}", trace.trace))),
            client = client.map(tracing::field::display),
            method,
            route = route.unwrap_or("none"),
            status,
            duration_ms = (took.as_secs_f64() * 1e6).round() / 1e3,
            bytes,
            complete,
            "request"
        );
    }
}
