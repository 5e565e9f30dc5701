//! `onrecord export`.

use std::{
    fs::{self, File},
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use clap::{ArgAction, Args, ValueEnum};
use futures_util::TryStreamExt;
use indicatif::ProgressBar;
use sha2::{Digest, Sha256};

use super::DbArg;
use crate::{
    store::{
        Place, Snapshot,
        files::{Content, DatasetFile, sums},
    },
    tables::Form,
};

#[derive(Debug, Args)]
pub struct ExportArgs {
    #[command(flatten)]
    db: DbArg,
    /// The folder to write them into, which is made where it is not there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Which forms
    #[arg(long, value_name = "FORMAT", value_enum, value_delimiter = ',', default_values = ["db", "csv", "ndjson"])]
    format: Vec<ExportFormat>,
    /// Write over files that are there
    #[arg(long, action = ArgAction::SetTrue)]
    force: bool,
}

/// A form in which the dataset is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ExportFormat {
    /// The snapshot, an SQLite database
    Db,
    /// Every table as CSV
    Csv,
    /// Every table as JSON lines
    Ndjson,
}

/// Writes the files of the dataset, the same as `/v1/dataset/files` gives.
pub async fn export(args: &ExportArgs) -> anyhow::Result<ExitCode> {
    let snapshot = Arc::new(Snapshot::open(&Place::of(&args.db.db).current()?).await?);
    let mut files: Vec<DatasetFile> = snapshot.measured_files().await?.into_iter().filter(|file| args.takes(&file.content)).collect();
    files.push(sums(&files));
    fs::create_dir_all(&args.out)?;
    if !args.force
        && let Some(there) = files.iter().map(|file| args.out.join(&file.name)).find(|path| path.exists())
    {
        anyhow::bail!("{} is there already: choose another folder with --out, or write over it with --force", there.display());
    }
    let shown =
        if io::stderr().is_terminal() { ProgressBar::new(files.iter().map(|file| file.bytes).sum()) } else { ProgressBar::hidden() };
    for file in &files {
        write(&snapshot, file, &args.out, &shown).await?;
        shown.suspend(|| writeln!(io::stdout(), "{}  {}  {} bytes", file.sha256, args.out.join(&file.name).display(), file.bytes))?;
    }
    shown.finish_and_clear();
    Ok(ExitCode::SUCCESS)
}

impl ExportArgs {
    fn takes(&self, content: &Content) -> bool {
        let format = match content {
            Content::Snapshot => ExportFormat::Db,
            Content::Table(_, Form::Csv) => ExportFormat::Csv,
            Content::Table(_, Form::Ndjson) => ExportFormat::Ndjson,
            // Written anew, of what is exported.
            Content::Sums(_) => return false,
        };
        self.format.contains(&format)
    }
}

/// Writes one file: nobody finds a part of it under its name.
async fn write(snapshot: &Arc<Snapshot>, file: &DatasetFile, folder: &Path, shown: &ProgressBar) -> anyhow::Result<()> {
    let partial = folder.join(format!(".{}.partial", file.name));
    let written = write_to(&partial, snapshot, file, shown).await;
    if let Err(error) = written {
        let _ = fs::remove_file(&partial);
        return Err(error.context(format!("{} cannot be written", folder.join(&file.name).display())));
    }
    fs::rename(&partial, folder.join(&file.name))?;
    File::open(folder)?.sync_all()?;
    Ok(())
}

async fn write_to(partial: &Path, snapshot: &Arc<Snapshot>, file: &DatasetFile, shown: &ProgressBar) -> anyhow::Result<()> {
    let mut to = File::create(partial)?;
    let mut hash = Sha256::new();
    let mut bytes = Arc::clone(snapshot).read_file(file, 0, file.bytes).await?;
    while let Some(bytes) = bytes.try_next().await? {
        to.write_all(&bytes)?;
        hash.update(&bytes);
        shown.inc(bytes.len() as u64);
    }
    anyhow::ensure!(hex::encode(hash.finalize()) == file.sha256, "its SHA-256 is not the one that was measured");
    to.sync_all()?;
    Ok(())
}
