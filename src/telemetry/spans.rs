//! Spans to an OpenTelemetry collector: OTLP over HTTP, in batches, from a thread of its own. A collector that does not answer costs spans
//! and nothing else.

use std::time::Duration;

use anyhow::Context;
use async_trait::async_trait;
use http::Uri;
use http_body_util::{BodyExt, Full, Limited};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::{Resource, trace::SdkTracerProvider};
use tokio::runtime::Handle;

/// Where a collector takes spans (<https://opentelemetry.io/docs/specs/otlp/#otlphttp-request>).
const PATH: &str = "/v1/traces";

/// How long a collector may take.
const TIME_OUT: Duration = Duration::from_secs(5);

/// How long the last spans may take when the program ends.
const LAST: Duration = Duration::from_secs(5);

/// The most that is read of what a collector says.
const MOST: usize = 64 * 1024;

/// Spans are sent for as long as this lives; the last of them when it ends.
pub struct Spans(SdkTracerProvider);

impl Spans {
    /// Sends spans to this collector from now on.
    ///
    /// # Errors
    /// Where the address is not one that spans can be sent to.
    pub fn sent_to(collector: &Uri) -> anyhow::Result<Self> {
        let is_plain = collector.scheme_str() == Some("http") && collector.host().is_some();
        anyhow::ensure!(
            is_plain,
            "--otlp-endpoint: {collector} is no address that begins with http://; for TLS, name a collector or proxy nearby"
        );
        let path = collector.path().trim_end_matches('/');
        let endpoint =
            if path.is_empty() { format!("{}{PATH}", collector.to_string().trim_end_matches('/')) } else { collector.to_string() };
        let client = Plain { client: Client::builder(TokioExecutor::new()).build_http(), runtime: Handle::current() };
        let exporter = SpanExporter::builder().with_http().with_http_client(client).with_endpoint(endpoint).with_timeout(TIME_OUT);
        let exporter = exporter.build().context("spans cannot be sent")?;
        let resource = Resource::builder().with_service_name("onrecord").with_attribute(version()).build();
        let provider = SdkTracerProvider::builder().with_resource(resource).with_batch_exporter(exporter).build();
        opentelemetry::global::set_tracer_provider(provider.clone());
        Ok(Self(provider))
    }
}

fn version() -> opentelemetry::KeyValue {
    opentelemetry::KeyValue::new("service.version", env!("CARGO_PKG_VERSION"))
}

impl Drop for Spans {
    fn drop(&mut self) {
        // On the runtime's own threads the client that sends them goes on meanwhile.
        if let Err(error) = tokio::task::block_in_place(|| self.0.shutdown_with_timeout(LAST)) {
            tracing::warn!(%error, "the last spans were not sent");
        }
    }
}

/// A client without TLS. The thread that calls it is not the runtime's, which does the work.
#[derive(Debug)]
struct Plain {
    client: Client<HttpConnector, Full<Bytes>>,
    runtime: Handle,
}

#[async_trait]
impl HttpClient for Plain {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let answering = self.client.request(request.map(Full::new));
        let sent = self.runtime.spawn(async move {
            let (parts, body) = tokio::time::timeout(TIME_OUT, answering).await??.into_parts();
            let body = tokio::time::timeout(TIME_OUT, Limited::new(body, MOST).collect()).await??;
            Ok::<_, HttpError>(Response::from_parts(parts, body.to_bytes()))
        });
        sent.await?
    }
}
