//! The command line.

use std::{
    ffi::OsString,
    io::{self, Write},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use clap::{ArgAction, Args, Parser, Subcommand, builder::BoolishValueParser};
use tokio::net::TcpListener;

use crate::{
    http::{self, AppState},
    progress,
    seed::{self, SeedError, Summary},
    server,
    store::{OpenError, Snapshot, write::WriteError},
    telemetry::{self, LogFormat},
};

/// Exit code where a file given cannot be used: another would.
const UNUSABLE: u8 = 2;

/// Exit code where a snapshot was built, but something was rejected.
const REJECTED: u8 = 3;

/// How often a server looks whether its snapshot was replaced.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Serve annotated news articles as a read-only web API: who said what, about whom, in which article.
///
/// Without a command: build a snapshot if there is none, then serve it.
#[derive(Debug, Parser)]
#[command(name = "onrecord", version, args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
#[command(after_help = "Exit codes: 0 done, 1 failed, 2 wrong usage or a file that cannot be used, 3 seeded but something was rejected.\n\
    Every option can be given as an environment variable, which --help names.")]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    run: RunArgs,
    #[command(flatten)]
    log: LogArgs,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build a snapshot from the curated annotations and the documents at hand
    Seed(SeedArgs),
    /// Serve a snapshot
    Serve(ServeArgs),
    /// Print the OpenAPI 3.1 description
    Openapi,
    /// Ask a running server whether it is ready (exit code 0 if so)
    Healthcheck(BindArg),
}

#[derive(Debug, Args)]
struct RunArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    serve: ServeArgs,
}

#[derive(Debug, Args)]
struct SeedArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    db: DbArg,
}

#[derive(Debug, Args)]
struct InputArgs {
    /// Folder of documents (.txt) and sidecars (.json); may be given several times [default: ./corpus if there is one]
    #[arg(long, value_name = "DIR", env = "ONRECORD_CORPUS", value_delimiter = ':')]
    corpus: Vec<PathBuf>,
    /// Add the sample articles about an invented place
    #[arg(long, env = "ONRECORD_SAMPLES", action = ArgAction::SetTrue, value_parser = BoolishValueParser::new())]
    samples: bool,
    /// Fail, and leave the former snapshot as it is, if anything is rejected
    #[arg(long, env = "ONRECORD_STRICT", action = ArgAction::SetTrue, value_parser = BoolishValueParser::new())]
    strict: bool,
}

impl InputArgs {
    /// Whether it was said what to seed from.
    fn is_given(&self) -> bool {
        !self.corpus.is_empty() || self.samples || self.strict
    }
}

#[derive(Debug, Args)]
struct ServeArgs {
    #[command(flatten)]
    db: DbArg,
    #[command(flatten)]
    bind: BindArg,
}

#[derive(Debug, Args)]
struct DbArg {
    /// The snapshot
    #[arg(long, value_name = "FILE", env = "ONRECORD_DB", default_value = "onrecord.db")]
    db: PathBuf,
}

#[derive(Debug, Args)]
struct BindArg {
    /// Address and port of the server
    #[arg(long, value_name = "ADDR", env = "ONRECORD_BIND", default_value = "127.0.0.1:8080", value_parser = parse_bind)]
    bind: SocketAddr,
}

#[derive(Debug, Args)]
struct LogArgs {
    /// What is logged: error, warn, info, debug, or directives such as `onrecord=debug,warn`
    #[arg(long = "log", value_name = "FILTER", env = "ONRECORD_LOG", default_value = "info", global = true)]
    filter: String,
    /// How it is logged
    #[arg(long = "log-format", value_enum, env = "ONRECORD_LOG_FORMAT", default_value = "auto", global = true)]
    format: LogFormat,
}

/// Reads `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080`, or a bare port, which means this machine alone.
fn parse_bind(written: &str) -> Result<SocketAddr, String> {
    let (host, port) = written.rsplit_once(':').unwrap_or(("localhost", written));
    match (host, port.parse()) {
        ("localhost", Ok(port)) => Ok(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), port)),
        _ => written.parse().map_err(|_| "write an address and a port, such as 127.0.0.1:8080 or 0.0.0.0:8080".to_owned()),
    }
}

/// Runs the program.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => error.exit(),
    };
    match start(cli) {
        Ok(code) => code,
        Err(error) => {
            let unusable = error.is::<OpenError>()
                || matches!(error.downcast_ref(), Some(SeedError::Folder(..) | SeedError::Write(WriteError::Foreign(_))));
            let _ = writeln!(io::stderr(), "onrecord: {error:#}");
            if unusable { ExitCode::from(UNUSABLE) } else { ExitCode::FAILURE }
        }
    }
}

fn start(cli: Cli) -> anyhow::Result<ExitCode> {
    telemetry::start(cli.log.format, &cli.log.filter)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match cli.command {
            None => run_all(cli.run).await,
            Some(Command::Seed(args)) => seed_and_report(&args.input, &args.db.db).await,
            Some(Command::Serve(args)) => serve(&args).await,
            Some(Command::Openapi) => {
                io::stdout().write_all(http::written(&http::description()).as_bytes())?;
                Ok(ExitCode::SUCCESS)
            }
            Some(Command::Healthcheck(args)) => healthcheck(args.bind).await,
        }
    })
}

/// Seeds where there is no snapshot yet, then serves.
async fn run_all(args: RunArgs) -> anyhow::Result<ExitCode> {
    let db = &args.serve.db.db;
    if db.exists() {
        tracing::info!(db = %db.display(), "a snapshot is there: `onrecord seed` builds it anew");
        if args.input.is_given() {
            tracing::warn!(
                "--corpus, --samples and --strict are not used, because the snapshot is there: give them to `onrecord seed`, or name another --db"
            );
        }
    } else {
        seed_and_report(&args.input, db).await?;
    }
    serve(&args.serve).await
}

async fn seed_and_report(input: &InputArgs, db: &Path) -> anyhow::Result<ExitCode> {
    let mut corpus = input.corpus.clone();
    if corpus.is_empty() && Path::new("corpus").is_dir() {
        corpus.push("corpus".into());
    }
    let options = seed::Options { corpus, db: db.to_owned(), samples: input.samples, strict: input.strict };
    let mut progress = progress::for_stderr();
    let mut stop = server::Stop::listen()?;
    // A run that is cut short takes its unfinished file with it.
    let result = tokio::select! {
        result = seed::seed(&options, progress.as_mut()) => result,
        () = stop.told() => anyhow::bail!("stopped before the snapshot was complete: the former one, if any, is untouched"),
    };
    drop(progress);
    if let Err(SeedError::Strict(rejected)) = &result {
        report_rejected(rejected)?;
    }
    let summary = result?;
    report(&summary, db)?;
    Ok(if summary.rejected.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(REJECTED) })
}

fn report(summary: &Summary, db: &Path) -> io::Result<()> {
    let dataset = &summary.published.dataset;
    let counts = &dataset.counts;
    report_rejected(&summary.rejected)?;
    let mut out = io::stdout().lock();
    for file in &summary.unannotated {
        writeln!(out, "not annotated: {file} (no sidecar: title, text and sections only)")?;
    }
    for file in &summary.without_document {
        writeln!(out, "no document: {file} (none of the documents has the SHA-256 that it names: its article has no text)")?;
    }
    let Summary { added, changed, unchanged, removed, texts_lost, .. } = summary;
    writeln!(
        out,
        "documents: {added} added, {changed} changed, {unchanged} unchanged, {removed} removed, {} rejected",
        summary.rejected.len()
    )?;
    if *texts_lost > 0 {
        writeln!(out, "texts: {texts_lost} that the former snapshot held are not held any more (was their folder given with --corpus?)")?;
    }
    writeln!(
        out,
        "holds: {} articles ({} with text), {} people, {} organisations, {} mentions, {} quotes",
        counts.articles, counts.texts_held, counts.people, counts.organisations, counts.mentions, counts.quotes
    )?;
    writeln!(out, "snapshot: {} ({} KiB), dataset version {}", db.display(), summary.published.bytes / 1024, dataset.version)
}

fn report_rejected(rejected: &[crate::corpus::Rejection]) -> io::Result<()> {
    let mut out = io::stderr().lock();
    rejected.iter().try_for_each(|rejection| writeln!(out, "rejected: {rejection}"))
}

async fn serve(args: &ServeArgs) -> anyhow::Result<ExitCode> {
    // From the start: whoever has read that the server is there may tell it to stop.
    let stop = server::Stop::listen()?;
    let db = &args.db.db;
    let seen = stamp(db);
    let state = AppState::new(Snapshot::open(db).await?);
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
async fn healthcheck(bind: SocketAddr) -> anyhow::Result<ExitCode> {
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
