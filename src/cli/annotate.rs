//! `onrecord annotate`.

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Args, ValueEnum};

use super::documents;

#[derive(Debug, Args)]
pub struct AnnotateArgs {
    /// The document
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// In which form the marks are printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "sidecar")]
    format: Format,
}

/// A form in which marks are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A sidecar: what a curator corrects, and `onrecord seed` then takes instead of the marks made here
    Sidecar,
}

/// Annotates one document, and prints its marks.
pub fn annotate(args: &AnnotateArgs) -> anyhow::Result<ExitCode> {
    let document = documents::read(&args.file)?;
    let (annotated, _) = documents::explain(&document);
    let Format::Sidecar = args.format;
    let mut out = io::stdout().lock();
    writeln!(out, "{}", serde_json::to_string_pretty(&documents::sidecar(&document, &annotated))?)?;
    Ok(ExitCode::SUCCESS)
}
