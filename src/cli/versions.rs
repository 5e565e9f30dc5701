//! `onrecord versions` and `onrecord rollback`.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::Args;

use super::DbArg;
use crate::store::{OpenError, Place, folder::Folder};

#[derive(Debug, Args)]
pub struct VersionsArgs {
    #[command(flatten)]
    db: DbArg,
}

#[derive(Debug, Args)]
pub struct RollbackArgs {
    /// The version to go back to [default: the one published before that in use]
    #[arg(long, value_name = "VERSION")]
    to: Option<String>,
    #[command(flatten)]
    db: DbArg,
}

/// Lists the versions that a folder keeps, the latest first.
pub async fn versions(args: &VersionsArgs) -> anyhow::Result<ExitCode> {
    let folder = folder(&args.db)?;
    let kept = folder.versions().await.map_err(|_| OpenError::Missing(folder.path().to_owned()))?;
    let mut out = io::stdout().lock();
    for kept in kept {
        let published = jiff::Timestamp::try_from(kept.published).map(|time| time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
        let version = kept.dataset.as_ref().map_or("unreadable", |dataset| dataset.version.as_str());
        let current = if kept.is_current { "  current" } else { "" };
        writeln!(out, "{version:12}  {}  {:>9} KiB{current}", published.unwrap_or_default(), kept.bytes / 1024)?;
        if let Err(error) = kept.dataset {
            writeln!(out, "  {error}")?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Makes a former version the one in use.
pub async fn rollback(args: &RollbackArgs) -> anyhow::Result<ExitCode> {
    let kept = folder(&args.db)?.roll_back(args.to.as_deref()).await?;
    let version = kept.dataset.map(|dataset| dataset.version).unwrap_or_default();
    writeln!(io::stdout(), "in use: version {version}, {}", kept.path.display())?;
    Ok(ExitCode::SUCCESS)
}

/// The folder that keeps versions; a single file keeps none.
fn folder(db: &DbArg) -> anyhow::Result<Folder> {
    match Place::of(&db.db) {
        Place::Folder(folder) if folder.path().is_dir() => Ok(folder),
        Place::Folder(folder) => Err(OpenError::Missing(folder.path().to_owned()).into()),
        Place::File(file) => anyhow::bail!("{} is a single file, which has no former versions: give a folder with --db", file.display()),
    }
}
