//! Where a dataset lies: in a folder that keeps its versions, or in a single file.

use std::{
    fmt::{self, Display},
    path::{Path, PathBuf},
};

use super::{OpenError, folder::Folder};

/// Where a dataset lies.
#[derive(Debug, Clone)]
pub enum Place {
    /// A folder of snapshots, of which one is in use.
    Folder(Folder),
    /// One snapshot, with no former ones.
    File(PathBuf),
}

/// What tells one snapshot in use from another, and a file from what it was before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    path: PathBuf,
    file: (u64, u64),
    modified: (i64, i64),
    bytes: u64,
}

impl Seen {
    /// The snapshot in use.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Endings of names that mean a file where there is nothing yet.
const OF_FILES: [&str; 3] = ["db", "sqlite", "sqlite3"];

impl Place {
    /// Reads a path: what is there decides, and where nothing is, a name that ends in `.db`, `.sqlite` or `.sqlite3` means a file.
    #[must_use]
    pub fn of(path: &Path) -> Self {
        let named_file = path.extension().is_some_and(|ending| OF_FILES.iter().any(|of_file| ending == *of_file));
        let is_folder = path.metadata().map_or(!named_file, |found| found.is_dir());
        if is_folder { Self::Folder(Folder::at(path)) } else { Self::File(path.to_owned()) }
    }

    /// The path that was given.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::Folder(folder) => folder.path(),
            Self::File(file) => file,
        }
    }

    /// The snapshot that is in use.
    ///
    /// # Errors
    /// Where there is none.
    pub fn current(&self) -> Result<PathBuf, OpenError> {
        match self {
            Self::Folder(folder) => folder.current(),
            Self::File(file) => Ok(file.clone()),
        }
    }

    /// Looks at the snapshot that is in use, without opening it.
    ///
    /// # Errors
    /// Where there is none.
    pub fn look(&self) -> Result<Seen, OpenError> {
        use std::os::unix::fs::MetadataExt;
        let path = self.current()?;
        let metadata = path.metadata().map_err(|error| OpenError::of_file(&path, error))?;
        let modified = (metadata.mtime(), metadata.mtime_nsec());
        Ok(Seen { file: (metadata.dev(), metadata.ino()), modified, bytes: metadata.len(), path })
    }

    /// Whether nothing was published here yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Folder(folder) => !folder.is_begun(),
            Self::File(file) => !file.exists(),
        }
    }

    /// The name of the file that a snapshot is written into until it is whole.
    pub(super) fn unfinished(&self) -> PathBuf {
        match self {
            Self::Folder(folder) => folder.path().join("unfinished.db"),
            Self::File(file) => {
                let mut name = file.file_name().unwrap_or_default().to_owned();
                name.push(".unfinished");
                file.with_file_name(name)
            }
        }
    }

    /// The folder that files are written into; none for a bare name, which stands in the working folder.
    pub(super) fn folder(&self) -> Option<&Path> {
        match self {
            Self::Folder(folder) => Some(folder.path()),
            Self::File(file) => file.parent().filter(|folder| !folder.as_os_str().is_empty()),
        }
    }
}

impl Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.path().display().fmt(formatter)
    }
}
