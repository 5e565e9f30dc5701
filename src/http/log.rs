//! One log line a request, written when the last byte of the answer is sent: identifier, route, status, duration, bytes.
//!
//! The line holds nothing that a client wrote but its method, its checked identifier, and the route's template: a query cannot forge a line.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
    time::Instant,
};

use axum::{
    body::{Body, Bytes},
    extract::MatchedPath,
    http::{Method, StatusCode},
};
use http_body::{Frame, SizeHint};

use super::request_id::RequestId;

/// What is logged of one request, when it is dropped: when the answer is complete, or the client went away before that.
pub struct Line {
    id: RequestId,
    method: &'static str,
    route: Option<MatchedPath>,
    started: Instant,
    status: u16,
    bytes: u64,
    complete: bool,
}

impl Line {
    /// Begins with the request.
    pub fn begin(id: RequestId, method: &Method) -> Self {
        // Methods are the client's own words: only the known ones are logged as they are.
        let known = ["GET", "HEAD", "OPTIONS"].into_iter().find(|known| *known == method.as_str());
        let method = known.unwrap_or("other");
        Self { id, method, route: None, started: Instant::now(), status: 0, bytes: 0, complete: false }
    }

    /// Notes what is answered.
    pub fn answered(mut self, status: StatusCode, route: Option<MatchedPath>) -> Self {
        self.status = status.as_u16();
        self.route = route;
        self
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        tracing::info!(
            id = self.id.as_str(),
            method = self.method,
            route = self.route.as_ref().map_or("none", |route| route.as_str()),
            status = self.status,
            duration_ms = (self.started.elapsed().as_secs_f64() * 1e6).round() / 1e3,
            bytes = self.bytes,
            complete = self.complete || self.method == "HEAD",
            "request"
        );
    }
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
