//! The file that a snapshot is written into until it is whole, and the lock that keeps a second run from writing it too.

use std::{
    fs::{self, File, OpenOptions, Permissions, TryLockError},
    io,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
};

use super::Place;

/// What SQLite puts behind a file's name for its journal.
const JOURNAL: &str = "-journal";

/// The file being written. It stays where it is when the run ends, so that another can go on with it, unless it was published or discarded.
#[derive(Debug)]
pub(super) struct Unfinished {
    /// The file.
    pub path: PathBuf,
    /// Held open for its lock. SQLite's own locks are of another kind, and end with every transaction.
    lock: File,
}

impl Unfinished {
    /// Makes or takes up the unfinished file for a target, and the folder where there is none. `None` where another run has it.
    pub(super) fn lock(target: &Place) -> io::Result<Option<Self>> {
        if let Some(folder) = target.folder() {
            fs::create_dir_all(folder)?;
        }
        let path = target.unfinished();
        loop {
            let lock = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(&path)?;
            match lock.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(error)) => return Err(error),
            }
            // Between opening and locking, another run may have put the file in its place.
            let (here, there) = (lock.metadata()?, path.metadata());
            if there.is_ok_and(|there| (there.dev(), there.ino()) == (here.dev(), here.ino())) {
                return Ok(Some(Self { path, lock }));
            }
        }
    }

    /// Whether an earlier run has left something in it.
    pub(super) fn is_begun(&self) -> io::Result<bool> {
        Ok(self.lock.metadata()?.len() > 0)
    }

    /// Throws away what an earlier run has left.
    pub(super) fn clear(&self) -> io::Result<()> {
        self.lock.set_len(0)?;
        self.remove_journal()
    }

    /// Puts the file in the snapshot's place, for good: nobody may write to it any more. Gives its path.
    pub(super) fn publish(self, target: &Place, sha256: &str) -> io::Result<PathBuf> {
        self.remove_journal()?;
        match target {
            Place::Folder(folder) => folder.publish(&self.path, sha256),
            Place::File(file) => {
                fs::rename(&self.path, file)?;
                fs::set_permissions(file, Permissions::from_mode(0o444))?;
                // The rename itself is only safe once the folder is on disk too.
                File::open(target.folder().unwrap_or_else(|| ".".as_ref()))?.sync_all()?;
                Ok(file.clone())
            }
        }
    }

    /// Removes the file.
    pub(super) fn discard(self) -> io::Result<()> {
        self.remove_journal()?;
        fs::remove_file(&self.path)
    }

    fn remove_journal(&self) -> io::Result<()> {
        match fs::remove_file(with_suffix(&self.path, JOURNAL)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(suffix);
    path.with_file_name(name)
}
