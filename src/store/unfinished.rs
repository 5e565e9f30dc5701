//! The file that a snapshot is written into until it is whole.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

/// How the name of an unfinished snapshot ends.
const UNFINISHED: &str = ".tmp";

/// After how long an unfinished snapshot that nobody has written to is taken for the remains of a run that was killed.
const LEFTOVER_AFTER: Duration = Duration::from_hours(24);

/// How the names of unfinished snapshots for a target begin. What follows is never the same twice: runs for one target may overlap, even
/// in containers that share a volume and nothing else.
fn unfinished_prefix(target: &Path) -> String {
    format!("{}.", target.file_name().unwrap_or_default().to_string_lossy())
}

/// The folder that a file stands in; none for a bare name, which stands in the working folder.
pub(super) fn folder_of(target: &Path) -> Option<&Path> {
    target.parent().filter(|folder| !folder.as_os_str().is_empty())
}

/// Removes what killed runs have left beside the target.
fn remove_leftovers(target: &Path) {
    let entries = fs::read_dir(folder_of(target).unwrap_or_else(|| Path::new("."))).into_iter().flatten().flatten();
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let age = entry.metadata().and_then(|metadata| metadata.modified()).ok().and_then(|modified| modified.elapsed().ok());
        if name.starts_with(&unfinished_prefix(target)) && name.ends_with(UNFINISHED) && age >= Some(LEFTOVER_AFTER) {
            tracing::info!(file = %entry.path().display(), "removing what a run that was killed has left");
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The file being written, removed unless it was published.
pub(super) struct Unfinished(pub PathBuf);

impl Unfinished {
    /// Makes an empty file beside the target, and the folder where there is none.
    pub(super) fn create(target: &Path) -> io::Result<Self> {
        if let Some(folder) = folder_of(target) {
            fs::create_dir_all(folder)?;
        }
        remove_leftovers(target);
        let path = target.with_file_name(format!("{}{}{UNFINISHED}", unfinished_prefix(target), uuid::Uuid::now_v7().simple()));
        fs::File::create_new(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // Nothing to do where it was renamed into place, and nothing to say where a failed run leaves a file that cannot be removed.
        let _ = fs::remove_file(&self.0);
    }
}
