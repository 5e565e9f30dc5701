//! The file that a snapshot is written into until it is whole, and the lock that keeps a second run from writing it too.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

/// What the name of an unfinished snapshot has behind that of the snapshot.
const UNFINISHED: &str = ".unfinished";

/// What SQLite puts behind a file's name for its journal.
const JOURNAL: &str = "-journal";

/// The folder that a file stands in; none for a bare name, which stands in the working folder.
pub(super) fn folder_of(target: &Path) -> Option<&Path> {
    target.parent().filter(|folder| !folder.as_os_str().is_empty())
}

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
    pub(super) fn lock(target: &Path) -> io::Result<Option<Self>> {
        if let Some(folder) = folder_of(target) {
            fs::create_dir_all(folder)?;
        }
        let path = with_suffix(target, UNFINISHED);
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

    /// Puts the file in the snapshot's place.
    pub(super) fn publish(self, target: &Path) -> io::Result<()> {
        self.remove_journal()?;
        fs::rename(&self.path, target)
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
