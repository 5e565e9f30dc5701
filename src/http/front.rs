//! What every request meets first and every answer last: an identifier, the answer that is kept ready or else the way to the handlers,
//! the problem in an error's body, the headers that all answers have, and the line in the log.
//!
//! An answer that is ready leaves from here: it is neither routed nor checked again, because the request it was made for was.

use std::{
    convert::Infallible,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use axum::{
    BoxError,
    body::{Body, Bytes},
    extract::{MatchedPath, Request},
    http::{HeaderMap, HeaderValue, Method, header},
    response::Response,
};
use futures_util::future::{Either, Ready, ready};
use tower::{Service, ServiceExt, util::BoxCloneSyncService};
use tracing::Instrument;

use super::{
    AppState,
    cors::Cors,
    error,
    log::{Line, Outgoing},
    ready::{Asked, Kept},
    request_id::{RequestId, X_REQUEST_ID},
    state::Serving,
};

/// Routes and layers behind the front.
type Inner = BoxCloneSyncService<Request, Response, Infallible>;

/// The whole application, as a service for one connection after another.
#[derive(Clone)]
pub struct Front(Arc<Parts>);

struct Parts {
    state: AppState,
    cors: Cors,
    inner: Inner,
}

impl Front {
    /// Stands before the routes.
    pub(super) fn new(state: AppState, inner: Inner) -> Self {
        Self(Arc::new(Parts { state, cors: Cors::default(), inner }))
    }

    /// The answer to a request for which none is ready.
    async fn answer(self, serving: Arc<Serving>, asked: Asked, request: Request, id: RequestId) -> Response {
        let kept = serving.answers.kept(asked).await;
        if let Kept::Ready(answer) = &kept {
            return answer.to(&request).map(Body::from);
        }
        let instance = request.uri().path().to_owned();
        let span = tracing::info_span!("request", %id);
        let mut response = match self.0.inner.clone().oneshot(request).instrument(span).await {
            Ok(response) => error::finish(response, instance, &id),
            Err(impossible) => match impossible {},
        };
        common(response.headers_mut());
        self.0.cors.open(response.headers_mut());
        kept.keep(response).await
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
        let line = Line::begin(id.clone(), request.method());
        let is_head = *request.method() == Method::HEAD;
        let serving = self.0.state.serving();
        let asked = Asked::of(&request);
        if let Some(answer) = serving.answers.find(&asked) {
            let response = answer.to(&request);
            let response = if is_head { response.map(|_| Bytes::new()) } else { response };
            return Either::Left(ready(Ok(sent(response, id, line, answer.route.as_ref(), Outgoing::ready))));
        }
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(serving.snapshot.clone());
        if is_head {
            // So that the headers are those of GET, to the last (RFC 9110, section 9.3.2).
            *request.method_mut() = Method::GET;
        }
        let this = self.clone();
        Either::Right(Box::pin(async move {
            let mut response = this.answer(serving, asked, request, id.clone()).await;
            if is_head {
                response = without_body(response);
            }
            let route = response.extensions_mut().remove::<MatchedPath>();
            Ok(sent(response, id, line, route.as_ref(), Outgoing::made))
        }))
    }
}

/// The answer as it leaves: with the request's identifier, and the line that is logged when the last byte is sent.
fn sent<B>(
    mut response: axum::http::Response<B>,
    id: RequestId,
    line: Line,
    route: Option<&MatchedPath>,
    body: impl FnOnce(B, Line) -> Outgoing,
) -> axum::http::Response<Outgoing> {
    response.headers_mut().insert(X_REQUEST_ID, id.into());
    let line = line.answered(response.status(), route.cloned());
    response.map(|content| body(content, line))
}

/// The headers alone, with the length that the body would have where it is known.
fn without_body(mut response: Response) -> Response {
    if let Some(length) = http_body::Body::size_hint(response.body()).exact().filter(|length| *length > 0) {
        response.headers_mut().entry(header::CONTENT_LENGTH).or_insert(length.into());
    }
    response.map(|_| Body::empty())
}

/// Headers that every answer has: nothing is sniffed, framed, or run.
fn common(headers: &mut HeaderMap) {
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
}
