//! `onrecord serve` and `onrecord healthcheck`.

use std::{
    io::{self, Write},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use clap::Args;
use tokio::net::TcpListener;

use super::DbArg;
use crate::{
    http::{self, AppState, PublicUrl},
    server,
    store::Snapshot,
};

/// How often a server looks whether its snapshot was replaced.
const LOOK_EVERY: Duration = Duration::from_secs(2);

#[derive(Debug, Args)]
pub struct ServeArgs {
    #[command(flatten)]
    pub db: DbArg,
    #[command(flatten)]
    bind: BindArg,
    /// Where the server is reached from outside, such as `https://quotes.example.org`: for citations and identifiers that leave it
    #[arg(long, value_name = "URL", env = "ONRECORD_PUBLIC_URL")]
    public_url: Option<PublicUrl>,
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
    let db = &args.db.db;
    let seen = stamp(db);
    let state = AppState::reached_at(args.public_url.clone(), Snapshot::open(db).await?);
    let bind = args.bind.bind;
    let listener = TcpListener::bind(bind).await.map_err(|error| {
        anyhow::anyhow!("cannot listen on {bind} ({error}): is another server there? Choose another address with --bind")
    })?;
    let address = listener.local_addr()?;
    tracing::info!(%address, db = %db.display(), version = state.snapshot().dataset().version, "serving");
    let reachable = on_this_machine(address);
    let mut out = io::stdout().lock();
    writeln!(out, "onrecord is serving. Try first:")?;
    for path in ["/docs", "/v1/quotes?speaker=sergei-lavrov", "/v1/people?sort=-quotes"] {
        writeln!(out, "  http://{reachable}{path}")?;
    }
    out.flush()?;
    drop(out);
    tokio::spawn(follow(state.clone(), db.clone(), seen));
    server::serve(listener, http::app(state), stop).await;
    Ok(ExitCode::SUCCESS)
}

/// What tells one file from another at the same path.
fn stamp(db: &Path) -> Option<(u64, std::time::SystemTime)> {
    use std::os::unix::fs::MetadataExt;
    let metadata = db.metadata().ok()?;
    Some((metadata.ino(), metadata.modified().ok()?))
}

/// Takes up a new snapshot as soon as `onrecord seed` has put one in place. One that cannot be used is left alone.
async fn follow(state: AppState, db: PathBuf, mut seen: Option<(u64, std::time::SystemTime)>) {
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let now = stamp(&db);
        if now == seen {
            continue;
        }
        seen = now;
        if now.is_none() {
            tracing::warn!(db = %db.display(), "the snapshot is gone from its place; what was open is still served");
            continue;
        }
        match Snapshot::open(&db).await {
            Ok(snapshot) => {
                tracing::info!(version = snapshot.dataset().version, "serving a new snapshot");
                state.replace(snapshot);
            }
            Err(error) => tracing::error!(%error, "the new snapshot is not used; the former one is still served"),
        }
    }
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
