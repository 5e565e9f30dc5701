//! `onrecord seed`.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{ArgAction, Args, builder::BoolishValueParser};

use super::DbArg;
use crate::{
    corpus::{Format, ReadOptions, Rejection, rejection::plain},
    progress,
    seed::{self, SeedError, Summary},
    server,
    store::{Changes, Published, Publishing},
};

/// Exit code where a snapshot was built, but something was rejected.
const REJECTED: u8 = 3;

#[derive(Debug, Args)]
pub struct SeedArgs {
    /// Folders, files, or `-` for standard input: plain text, web pages, JSON records (one a line, or an array), also packed with gzip or
    /// zstd; and sidecars (.json)
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub publish: PublishArgs,
    #[command(flatten)]
    pub db: DbArg,
}

#[derive(Debug, Args)]
pub struct PublishArgs {
    /// How many former versions the folder keeps, for `onrecord rollback` and /v1/dataset/changes
    #[arg(long, value_name = "N", env = "ONRECORD_KEEP", default_value_t = 3, value_parser = clap::value_parser!(u16).range(0..=100))]
    keep: u16,
    /// Do not measure the files of /v1/dataset/files: the server then offers the snapshot alone
    #[arg(long, env = "ONRECORD_NO_FILES", action = ArgAction::SetTrue, value_parser = BoolishValueParser::new())]
    no_files: bool,
}

#[derive(Debug, Args)]
pub struct InputArgs {
    /// Folders or files of documents and sidecars, as `onrecord seed PATH` takes them; may be given several times [default: ./corpus if
    /// there is one]
    #[arg(long, value_name = "PATH", env = "ONRECORD_CORPUS", value_delimiter = ':')]
    corpus: Vec<PathBuf>,
    /// What all documents are, where their content should not decide
    #[arg(id = "input-format", long = "format", value_name = "FORMAT", env = "ONRECORD_FORMAT", value_enum)]
    format: Option<Format>,
    /// The largest document that is read, in MiB: a file after unpacking, or a record
    #[arg(long, value_name = "MIB", env = "ONRECORD_MAX_DOCUMENT_MIB", default_value_t = 16, value_parser = clap::value_parser!(u64).range(1..=1024))]
    max_document_mib: u64,
    /// Add the sample articles about an invented place
    #[arg(long, env = "ONRECORD_SAMPLES", action = ArgAction::SetTrue, value_parser = BoolishValueParser::new())]
    samples: bool,
    /// Leave out the five curated articles that the program carries, where their documents are not given
    #[arg(long, env = "ONRECORD_NO_CURATED", action = ArgAction::SetTrue, value_parser = BoolishValueParser::new())]
    no_curated: bool,
    /// Fail, and leave the former snapshot as it is, if anything is rejected
    #[arg(long, env = "ONRECORD_STRICT", action = ArgAction::SetTrue, value_parser = BoolishValueParser::new())]
    strict: bool,
}

impl InputArgs {
    /// Whether it was said what to seed from.
    pub fn is_given(&self) -> bool {
        !self.corpus.is_empty() || self.format.is_some() || self.samples || self.no_curated || self.strict
    }
}

/// Builds a snapshot, and says what became of it.
pub async fn seed_and_report(paths: &[PathBuf], input: &InputArgs, publish: &PublishArgs, db: &Path) -> anyhow::Result<ExitCode> {
    let mut corpus = [paths, &input.corpus].concat();
    if corpus.is_empty() && Path::new("corpus").is_dir() {
        corpus.push("corpus".into());
    }
    let read = ReadOptions { format: input.format, max_bytes: input.max_document_mib * 1024 * 1024 };
    let publishing = Publishing { keep: publish.keep.into(), files: !publish.no_files };
    let options = seed::Options {
        corpus,
        read,
        db: db.to_owned(),
        publishing,
        samples: input.samples,
        curated: !input.no_curated,
        strict: input.strict,
    };
    let mut progress = progress::for_stderr();
    let mut stop = server::Stop::listen()?;
    let result = seed::seed_until(&options, progress.as_mut(), async { _ = stop.told().await }).await;
    drop(progress);
    if let Err(SeedError::Strict(rejected, rejections)) = &result {
        report_rejected(rejected, *rejections)?;
    }
    let summary = result?;
    report(&summary, db)?;
    Ok(if summary.rejections == 0 { ExitCode::SUCCESS } else { ExitCode::from(REJECTED) })
}

fn report(summary: &Summary, db: &Path) -> io::Result<()> {
    let Published { path: _, dataset, bytes, changes, annotators, duplicates } = &summary.published;
    let counts = &dataset.counts;
    report_rejected(&summary.rejected, summary.rejections)?;
    let mut out = io::stdout().lock();
    for file in &summary.without_document {
        writeln!(out, "no document: {} (none of the documents has the SHA-256 that it names: its article has no text)", plain(file))?;
    }
    if summary.taken_up > 0 {
        writeln!(out, "taken up: {} documents that an interrupted run had written", summary.taken_up)?;
    }
    let Changes { added, changed, unchanged, removed, texts_lost } = changes;
    writeln!(
        out,
        "documents: {added} added, {changed} changed, {unchanged} unchanged, {removed} removed, {duplicates} duplicates, {} rejected",
        summary.rejections
    )?;
    if *texts_lost > 0 {
        writeln!(out, "texts: {texts_lost} that the former snapshot held are not held any more (was their folder given?)")?;
    }
    let annotated: Vec<String> = annotators.iter().map(|(annotator, articles)| format!("{articles} {annotator}")).collect();
    writeln!(out, "annotated: {}", annotated.join(", "))?;
    writeln!(
        out,
        "holds: {} articles ({} with text), {} people, {} organisations, {} mentions, {} quotes",
        counts.articles, counts.texts_held, counts.people, counts.organisations, counts.mentions, counts.quotes
    )?;
    writeln!(out, "snapshot: {} ({} KiB), dataset version {}", db.display(), bytes / 1024, dataset.version)
}

fn report_rejected(rejected: &[Rejection], rejections: u64) -> io::Result<()> {
    let mut out = io::stderr().lock();
    rejected.iter().try_for_each(|rejection| writeln!(out, "rejected: {rejection}"))?;
    match rejections - rejected.len() as u64 {
        0 => Ok(()),
        more => writeln!(out, "rejected: {more} more, which --log debug names"),
    }
}
