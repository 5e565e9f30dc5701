//! A span for each request, where they are sent to an OpenTelemetry collector: made when the request is done, from what its log line knows.

#[cfg(feature = "otlp")]
pub use self::sent::{is_on, of_request, start};
#[cfg(not(feature = "otlp"))]
pub use self::unsent::{is_on, of_request};

use std::{net::IpAddr, time::Duration};

use super::trace_context::TraceParent;

/// What is known of a request that is done.
#[derive(Debug)]
pub struct Done<'a> {
    /// Its method, or `other`.
    pub method: &'a str,
    /// The route that it took.
    pub route: Option<&'a str>,
    /// The path that it asked for.
    pub path: &'a str,
    /// The status of the answer.
    pub status: u16,
    /// How many bytes the answer's body had.
    pub bytes: u64,
    /// Its identifier.
    pub id: &'a str,
    /// Its client's address.
    pub client: IpAddr,
    /// The trace that it belongs to, where its client said so.
    pub parent: Option<TraceParent>,
    /// How long it took.
    pub took: Duration,
}

#[cfg(not(feature = "otlp"))]
mod unsent {
    use super::Done;

    /// Whether spans are sent.
    #[must_use]
    pub fn is_on() -> bool {
        false
    }

    /// Sends nothing.
    pub fn of_request(_: &Done) {}
}

#[cfg(feature = "otlp")]
mod sent {
    use std::{sync::OnceLock, time::SystemTime};

    use opentelemetry::{
        Context, KeyValue, TraceFlags, TraceId,
        global::{self, BoxedTracer},
        trace::{Span, SpanContext, SpanId, SpanKind, Status, TraceContextExt, TraceState, Tracer},
    };

    use super::{Done, TraceParent};

    static TRACER: OnceLock<BoxedTracer> = OnceLock::new();

    /// Sends a span of each request from now on, to wherever the program sends them.
    pub fn start() {
        TRACER.get_or_init(|| global::tracer("onrecord"));
    }

    /// Whether spans are sent.
    #[must_use]
    pub fn is_on() -> bool {
        TRACER.get().is_some()
    }

    /// Hands over the span of a request, by OpenTelemetry's conventions (<https://opentelemetry.io/docs/specs/semconv/http/http-spans/>).
    pub fn of_request(done: &Done) {
        let Some(tracer) = TRACER.get() else { return };
        let name = done.route.map_or_else(|| done.method.to_owned(), |route| format!("{} {route}", done.method));
        let ended = SystemTime::now();
        let mut attributes = vec![
            // What is no known method is called so by convention.
            KeyValue::new("http.request.method", if done.method == "other" { "_OTHER".to_owned() } else { done.method.to_owned() }),
            KeyValue::new("url.scheme", "http"),
            KeyValue::new("url.path", done.path.to_owned()),
            KeyValue::new("http.response.status_code", i64::from(done.status)),
            KeyValue::new("client.address", done.client.to_string()),
            KeyValue::new("onrecord.request_id", done.id.to_owned()),
            KeyValue::new("http.response.body.size", i64::try_from(done.bytes).unwrap_or(i64::MAX)),
        ];
        attributes.extend(done.route.map(|route| KeyValue::new("http.route", route.to_owned())));
        let builder = tracer
            .span_builder(name)
            .with_kind(SpanKind::Server)
            .with_start_time(ended.checked_sub(done.took).unwrap_or(ended))
            .with_attributes(attributes);
        let mut span = tracer.build_with_context(builder, &done.parent.map(context).unwrap_or_default());
        if done.status >= 500 {
            span.set_status(Status::error(""));
        }
        span.end_with_timestamp(ended);
    }

    /// The client's place in its trace.
    fn context(parent: TraceParent) -> Context {
        let flags = if parent.is_sampled { TraceFlags::SAMPLED } else { TraceFlags::default() };
        let (trace, span) = (TraceId::from(parent.trace), SpanId::from(parent.span));
        Context::new().with_remote_span_context(SpanContext::new(trace, span, flags, true, TraceState::default()))
    }
}
