//! `onrecord generate`.

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::Args;

use crate::generate::{self, Options};

#[derive(Debug, Args)]
pub struct GenerateArgs {
    /// How many articles
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=100_000_000))]
    articles: u64,
    /// The number that decides everything in them: the same one gives the same bytes
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// The folder to write to, which must be new or empty
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Writes invented articles, and says how many.
pub fn generate(args: GenerateArgs) -> anyhow::Result<ExitCode> {
    let GenerateArgs { articles, seed, out } = args;
    let options = Options { articles, seed, out };
    let generated = generate::generate(&options, |done| tracing::info!(articles = done, of = articles, "generating"))?;
    let generate::Generated { files, bytes } = generated;
    writeln!(io::stdout(), "generated: {articles} articles in {files} files, {bytes} bytes, in {}", options.out.display())?;
    Ok(ExitCode::SUCCESS)
}
