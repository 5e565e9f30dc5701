//! The command line.

mod annotate;
mod diff;
mod documents;
mod export;
mod follow;
mod generate;
mod import;
mod limits;
mod score;
mod seed;
mod serve;
mod terminal;
mod versions;

use std::{
    ffi::OsString,
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
    time::Duration,
};

use clap::{Args, Parser, Subcommand};
use tokio::signal::unix::{SignalKind, signal};

use self::{
    annotate::{AnnotateArgs, annotate},
    diff::{DiffArgs, diff},
    export::{ExportArgs, export},
    generate::{GenerateArgs, generate},
    import::{ImportArgs, import},
    score::{ScoreArgs, score},
    seed::{InputArgs, PublishArgs, SeedArgs, seed_and_report},
    serve::{BindArg, ServeArgs, healthcheck, serve},
    versions::{RollbackArgs, VersionsArgs, rollback, versions},
};
use crate::{
    corpus::Rejection,
    http,
    seed::SeedError,
    store::{OpenError, Place, folder::RollbackError, write::WriteError},
    telemetry::{self, LogFormat},
};

/// The signal that a process is sent when a file outgrows its limit (`RLIMIT_FSIZE`), as Linux numbers it: see signal(7).
const SIGXFSZ: i32 = 25;

/// Exit code where a file given cannot be used: another would.
const UNUSABLE: u8 = 2;

/// Serve annotated news articles as a read-only web API: who said what, about whom, in which article.
///
/// Without a command: build a snapshot if there is none, then serve it.
#[derive(Debug, Parser)]
#[command(name = "onrecord", version, args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
#[command(after_help = "Exit codes: 0 done, 1 failed, 2 wrong usage or a file that cannot be used, 3 seeded but something was rejected.\n\
    The options of seed and serve can be given as environment variables too, which --help names.")]
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
    /// Build a snapshot: annotate the documents given, and lay curated annotations over them. A run that is stopped goes on when it is
    /// started again
    Seed(SeedArgs),
    /// Find people, organisations and quotes in one document, and print them
    Annotate(AnnotateArgs),
    /// Show two annotations of one document side by side
    Diff(DiffArgs),
    /// Make a sidecar of annotations by another tool: W3C, brat, spaCy
    Import(ImportArgs),
    /// Measure annotations against others that count as right
    Score(ScoreArgs),
    /// Write invented articles in any number, to measure with
    Generate(GenerateArgs),
    /// Serve a snapshot
    Serve(ServeArgs),
    /// List the versions that are kept
    Versions(VersionsArgs),
    /// Go back to a former version; a running server takes it up
    Rollback(RollbackArgs),
    /// Write the dataset's files: the snapshot, and every table as CSV and as JSON lines, with their SHA-256
    Export(ExportArgs),
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
    publish: PublishArgs,
    #[command(flatten)]
    serve: ServeArgs,
}

#[derive(Debug, Args)]
struct DbArg {
    /// The dataset: a folder that keeps its versions, or a single snapshot, whose name ends in .db
    #[arg(long, value_name = "PATH", env = "ONRECORD_DB", default_value = "onrecord-data")]
    pub db: PathBuf,
}

#[derive(Debug, Args)]
struct LogArgs {
    /// What is logged: error, warn, info, debug, or directives such as `onrecord=debug,warn`
    #[arg(id = "log", long = "log", value_name = "FILTER", env = "ONRECORD_LOG", default_value = "info", global = true)]
    filter: String,
    /// How it is logged
    #[arg(
        id = "log-format",
        long = "log-format",
        value_name = "FORMAT",
        value_enum,
        env = "ONRECORD_LOG_FORMAT",
        default_value = "auto",
        global = true
    )]
    format: LogFormat,
}

/// How long a thread for long work waits for more of it: what its work left behind is given back to the system when it ends.
const KEPT_ALIVE: Duration = Duration::from_secs(1);

/// Runs the program.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => error.exit(),
    };
    let ended = start(cli);
    telemetry::flush();
    match ended {
        Ok(code) => code,
        // Whoever reads only the beginning of the output, as `head` does, has what they wanted.
        Err(error) if error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe) => ExitCode::SUCCESS,
        Err(error) => {
            let unusable = error.is::<OpenError>()
                || error.is::<RollbackError>()
                || error.is::<Rejection>()
                || matches!(error.downcast_ref(), Some(SeedError::Input(..) | SeedError::Write(WriteError::Foreign(_))));
            let _ = writeln!(io::stderr(), "onrecord: {error:#}");
            if unusable { ExitCode::from(UNUSABLE) } else { ExitCode::FAILURE }
        }
    }
}

fn start(cli: Cli) -> anyhow::Result<ExitCode> {
    telemetry::start(cli.log.format, &cli.log.filter)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().thread_keep_alive(KEPT_ALIVE).build()?;
    runtime.block_on(async {
        // A file that may not grow any further is an error to tell of, rather than the end of the process.
        let _told = signal(SignalKind::from_raw(SIGXFSZ))?;
        match cli.command {
            None => run_all(cli.run).await,
            Some(Command::Seed(args)) => seed_and_report(&args.paths, &args.input, &args.publish, &args.db.db).await,
            Some(Command::Annotate(args)) => annotate(&args),
            Some(Command::Import(args)) => import(&args),
            Some(Command::Diff(args)) => diff(&args),
            Some(Command::Score(args)) => score(&args),
            Some(Command::Generate(args)) => generate(args),
            Some(Command::Serve(args)) => serve(&args).await,
            Some(Command::Versions(args)) => versions(&args).await,
            Some(Command::Rollback(args)) => rollback(&args).await,
            Some(Command::Export(args)) => export(&args).await,
            Some(Command::Openapi) => {
                io::stdout().write_all(http::PUBLISHED.as_bytes())?;
                Ok(ExitCode::SUCCESS)
            }
            Some(Command::Healthcheck(args)) => healthcheck(args.bind).await,
        }
    })
}

/// Seeds where there is no snapshot yet, then serves.
async fn run_all(args: RunArgs) -> anyhow::Result<ExitCode> {
    let db = &args.serve.db.db;
    if Place::of(db).is_empty() {
        seed_and_report(&[], &args.input, &args.publish, db).await?;
    } else {
        tracing::info!(db = %db.display(), "a snapshot is there: `onrecord seed` builds it anew");
        if args.input.is_given() {
            tracing::warn!(
                "--corpus, --format, --samples and --strict are not used, because the snapshot is there: give them to `onrecord seed`, or name another --db"
            );
        }
    }
    serve(&args.serve).await
}
