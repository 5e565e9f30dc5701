//! `onrecord serve` and `onrecord healthcheck`.

use std::{
    io::{self, Write},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    process::ExitCode,
    time::Duration,
};

use clap::Args;
use tokio::net::TcpListener;

use super::{DbArg, follow::Followed, limits::LimitArgs};
use crate::{
    http::{self, PublicUrl, Settings},
    server::{self, Server},
    store::Place,
    telemetry,
};

#[derive(Debug, Args)]
pub struct ServeArgs {
    #[command(flatten)]
    pub db: DbArg,
    #[command(flatten)]
    bind: BindArg,
    /// Address and port of a second listener, for operators alone: /metrics for Prometheus, /healthz and /readyz, without any limit
    #[arg(long, value_name = "ADDR", env = "ONRECORD_ADMIN_BIND", value_parser = parse_bind)]
    admin_bind: Option<SocketAddr>,
    /// How much memory is given to answers that are kept ready, in MiB; 0 for none
    #[arg(long, value_name = "MIB", env = "ONRECORD_CACHE_MIB", default_value_t = 64, value_parser = clap::value_parser!(u64).range(0..=1_048_576))]
    cache_mib: u64,
    /// How often to look for a new snapshot, in seconds; SIGHUP makes the server look at once
    #[arg(long, value_name = "N", env = "ONRECORD_POLL_SECONDS", default_value_t = 2, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    poll_seconds: u64,
    /// Where the server is reached from outside, such as `https://quotes.example.org`: for citations and identifiers that leave it
    #[arg(long, value_name = "URL", env = "ONRECORD_PUBLIC_URL")]
    public_url: Option<PublicUrl>,
    #[command(flatten)]
    limits: LimitArgs,
    /// An OpenTelemetry collector that gets a span of each request, such as `http://127.0.0.1:4318` (OTLP over HTTP, protobuf)
    #[cfg(feature = "otlp")]
    #[arg(long, value_name = "URL", env = "ONRECORD_OTLP_ENDPOINT")]
    otlp_endpoint: Option<axum::http::Uri>,
}

#[derive(Debug, Args)]
pub struct BindArg {
    /// Address and port of the server
    #[arg(long, value_name = "ADDR", env = "ONRECORD_BIND", default_value = "127.0.0.1:8080", value_parser = parse_bind)]
    pub bind: SocketAddr,
}

/// Reads `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080`, or a bare port, which means this machine alone.
fn parse_bind(written: &str) -> Result<SocketAddr, String> {
    let (host, port) = written.rsplit_once(':').unwrap_or(("localhost", written));
    match (host, port.parse()) {
        ("localhost", Ok(port)) => Ok(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), port)),
        _ => written.parse().map_err(|_| "write an address and a port, such as 127.0.0.1:8080 or 0.0.0.0:8080".to_owned()),
    }
}

/// Serves a snapshot until it is told to stop.
pub async fn serve(args: &ServeArgs) -> anyhow::Result<ExitCode> {
    // From the start: whoever has read that the server is there may tell it to stop.
    let stop = server::Stop::listen()?;
    server::raise_file_limit();
    // Before anything that counts.
    let metrics = args.admin_bind.map(|_| telemetry::measure(http::DURATION, &http::SECONDS)).transpose()?;
    #[cfg(feature = "otlp")]
    let _spans = args.otlp_endpoint.as_ref().map(telemetry::Spans::sent_to).transpose()?.inspect(|_| http::start_spans());
    let db = &args.db.db;
    let settings = Settings {
        cache_bytes: args.cache_mib * 1024 * 1024,
        public_url: args.public_url.clone(),
        max_in_flight: args.limits.max_in_flight.get(),
        rate: args.limits.rate(),
    };
    let (followed, state) = Followed::open(Place::of(db), settings).await?;
    let listener = listen(args.bind.bind, "--bind").await?;
    let address = listener.local_addr()?;
    let mut admin = None;
    if let Some((bind, metrics)) = args.admin_bind.zip(metrics) {
        let listener = listen(bind, "--admin-bind").await?;
        tracing::info!(address = %listener.local_addr()?, "metrics and probes for operators");
        admin = Some((listener, http::admin(state.clone(), metrics)));
    }
    tracing::info!(%address, db = %db.display(), version = state.snapshot().dataset().version, "serving");
    let reachable = on_this_machine(address);
    let mut out = io::stdout().lock();
    writeln!(out, "onrecord is serving. Try first:")?;
    for path in ["/docs", "/v1/quotes?speaker=sergei-lavrov", "/v1/people?sort=-quotes"] {
        writeln!(out, "  http://{reachable}{path}")?;
    }
    out.flush()?;
    drop(out);
    tokio::spawn(followed.follow(state.clone(), Duration::from_secs(args.poll_seconds)));
    let (leaving, options) = (state.leaving(), args.limits.of_connections());
    Server { app: http::app(state), admin, options, leaving }.serve(listener, stop).await;
    Ok(ExitCode::SUCCESS)
}

async fn listen(bind: SocketAddr, option: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(bind).await.map_err(|error| {
        anyhow::anyhow!("cannot listen on {bind} ({error}): is another server there? Choose another address with {option}")
    })
}

/// Where a server that listens on `bind` is reached from this machine.
fn on_this_machine(bind: SocketAddr) -> SocketAddr {
    let host = match bind.ip() {
        ip if !ip.is_unspecified() => ip,
        IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
    };
    SocketAddr::new(host, bind.port())
}

/// Asks a server on this machine whether it is ready.
pub async fn healthcheck(bind: SocketAddr) -> anyhow::Result<ExitCode> {
    use http_body_util::Empty;
    use hyper_util::{client::legacy::Client, rt::TokioExecutor};
    let address = on_this_machine(bind);
    let client = Client::builder(TokioExecutor::new()).build_http::<Empty<axum::body::Bytes>>();
    let uri = format!("http://{address}/readyz").parse()?;
    let response = tokio::time::timeout(Duration::from_secs(3), client.get(uri)).await;
    match response {
        Ok(Ok(response)) if response.status().is_success() => Ok(ExitCode::SUCCESS),
        Ok(Ok(response)) => anyhow::bail!("the server at {address} is not ready: it answers {}", response.status()),
        Ok(Err(error)) => anyhow::bail!("no server answers at {address}: {error}"),
        Err(_) => anyhow::bail!("the server at {address} does not answer within 3 seconds"),
    }
}
