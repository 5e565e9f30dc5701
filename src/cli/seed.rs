//! `onrecord seed`.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{ArgAction, Args, builder::BoolishValueParser};

use super::DbArg;
use crate::{
    progress,
    seed::{self, SeedError, Summary},
    server,
};

/// Exit code where a snapshot was built, but something was rejected.
const REJECTED: u8 = 3;

#[derive(Debug, Args)]
pub struct SeedArgs {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub db: DbArg,
}

#[derive(Debug, Args)]
pub struct InputArgs {
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
    pub fn is_given(&self) -> bool {
        !self.corpus.is_empty() || self.samples || self.strict
    }
}

/// Builds a snapshot, and says what became of it.
pub async fn seed_and_report(input: &InputArgs, db: &Path) -> anyhow::Result<ExitCode> {
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
