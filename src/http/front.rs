//! What every request meets first and every answer last: an identifier, the answer that is kept ready or else the way to the handlers,
//! the problem in an error's body, the headers that all answers have, and the line in the log.
//!
//! An answer that is ready leaves from here: it is neither routed nor checked again, because the request it was made for was.

use std::{
    convert::Infallible,
    future::Future,
    net::{IpAddr, Ipv4Addr},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use axum::{
    BoxError,
    body::{Body, Bytes},
    extract::{MatchedPath, Request},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::future::{Either, Ready, ready};
use ipnet::IpNet;
use tower::{Service, ServiceExt, util::BoxCloneSyncService};
use tracing::Instrument;

use super::{
    AppState,
    client::Client,
    cors::Cors,
    error, health,
    health::Leaving,
    log::{Line, Outgoing},
    metrics::Answer,
    rate::Buckets,
    ready::{Asked, Kept},
    request_id::{RequestId, X_REQUEST_ID},
    state::Serving,
    timing,
};

/// Routes and layers behind the front.
type Inner = BoxCloneSyncService<Request, Response, Infallible>;

/// The whole application, as a service for the connections from one address.
#[derive(Clone)]
pub struct Front {
    parts: Arc<Parts>,
    peer: IpAddr,
    trusted: Arc<[IpNet]>,
}

struct Parts {
    state: AppState,
    leaving: Leaving,
    buckets: Option<Buckets>,
    cors: Cors,
    inner: Inner,
}

impl Front {
    /// Stands before the routes.
    pub(super) fn new(state: AppState, inner: Inner) -> Self {
        let parts = Parts { leaving: state.leaving(), buckets: state.rate().map(Buckets::of), cors: Cors::default(), state, inner };
        Self { parts: Arc::new(parts), peer: Ipv4Addr::LOCALHOST.into(), trusted: Arc::default() }
    }

    /// For a connection from this address. If it is that of a trusted proxy, then requests are those of whom it names.
    #[must_use]
    pub fn facing(&self, peer: IpAddr, trusted: &Arc<[IpNet]>) -> Self {
        Self { parts: self.parts.clone(), peer, trusted: trusted.clone() }
    }

    /// The answer to a request for which none is ready.
    async fn answer(self, serving: Arc<Serving>, asked: Asked, request: Request, id: RequestId) -> Response {
        let kept = serving.answers.kept(asked).await;
        if let Kept::Ready(answer) = &kept {
            return answer.to(&request).map(Body::from);
        }
        let instance = request.uri().path().to_owned();
        let span = tracing::info_span!("request", %id);
        let response = match self.parts.inner.clone().oneshot(request).instrument(span).await {
            Ok(response) => self.complete(response, &instance, &id),
            Err(impossible) => match impossible {},
        };
        kept.keep(response).await.unwrap_or_else(|error| self.complete(error.into_response(), &instance, &id))
    }

    /// Gives an answer what all of them have.
    fn complete(&self, response: Response, instance: &str, id: &RequestId) -> Response {
        let mut response = error::finish(response, instance, id);
        // Where there is no body, nothing can be sniffed, framed or run; what a client holds keeps its headers (RFC 9111, section 3.2).
        if response.status() != StatusCode::NOT_MODIFIED {
            common(response.headers_mut());
        }
        self.parts.cors.open(response.headers_mut());
        response
    }

    /// The buckets that this request takes a token from. Probes may be sent as often as anybody likes.
    fn buckets<B>(&self, request: &axum::http::Request<B>) -> Option<&Buckets> {
        self.parts.buckets.as_ref().filter(|_| !health::PATHS.contains(&request.uri().path()))
    }

    /// The answer as it leaves, with what is true of this request alone; its line is logged when the last byte is sent.
    fn sent(&self, response: axum::http::Response<Outgoing>, id: RequestId, left: Option<u32>) -> axum::http::Response<Outgoing> {
        let mut response = response;
        let headers = response.headers_mut();
        headers.insert(X_REQUEST_ID, id.into());
        if let (Some(buckets), Some(left)) = (&self.parts.buckets, left) {
            buckets.tell(headers, left);
        }
        if self.parts.leaving.has_begun() {
            // Whoever asks a server that is about to stop is to connect anew, to another one.
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }
}

impl<B> Service<axum::http::Request<B>> for Front
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = axum::http::Response<Outgoing>;
    type Error = Infallible;
    type Future =
        Either<Ready<Result<Self::Response, Infallible>>, Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: axum::http::Request<B>) -> Self::Future {
        let id = RequestId::of(request.headers());
        let client = Client::of(self.peer, request.headers(), &self.trusted);
        let line = Line::begin(id.clone(), client, &request);
        let mut left = None;
        if let Some(buckets) = self.buckets(&request) {
            match buckets.admit(client) {
                Ok(more) => left = Some(more),
                Err(seconds) => {
                    let refusal = self.complete(buckets.refusal(seconds), request.uri().path(), &id);
                    return Either::Left(ready(Ok(self.sent(made(refusal, line), id, None))));
                }
            }
        }
        let is_head = *request.method() == Method::HEAD;
        let serving = self.parts.state.serving();
        let asked = Asked::of(&request);
        if let Some(answer) = serving.answers.find(&asked) {
            let response = answer.to(&request);
            let line = line.answered(response.status(), Answer::Kept, answer.route.clone());
            let response = response.map(|body| Outgoing::ready(if is_head { Bytes::new() } else { body }, line));
            return Either::Left(ready(Ok(self.sent(response, id, left))));
        }
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(serving.snapshot.clone());
        if is_head {
            // So that the headers are those of GET, to the last (RFC 9110, section 9.3.2); of HEAD there are no ranges (section 14.2).
            *request.method_mut() = Method::GET;
            request.headers_mut().remove(header::RANGE);
        }
        let this = self.clone();
        Either::Right(Box::pin(async move {
            let response = this.clone().answer(serving, asked, request, id.clone()).await;
            let response = if is_head { without_body(response) } else { response };
            Ok(this.sent(made(response, line), id, left))
        }))
    }
}

/// An answer that was made for this request.
fn made(mut response: Response, line: Line) -> axum::http::Response<Outgoing> {
    timing::mark(response.headers_mut(), line.took());
    let route = response.extensions_mut().remove::<MatchedPath>();
    let line = line.answered(response.status(), Answer::of(&response), route);
    response.map(|body| Outgoing::made(body, line))
}

/// The headers alone, with the length that the body would have where it is known.
fn without_body(mut response: Response) -> Response {
    if let Some(length) = http_body::Body::size_hint(response.body()).exact().filter(|length| *length > 0) {
        response.headers_mut().entry(header::CONTENT_LENGTH).or_insert(length.into());
    }
    response.map(|_| Body::empty())
}

/// Headers that every answer with a body has: nothing is sniffed, framed, or run.
pub(super) fn common(headers: &mut HeaderMap) {
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
}
