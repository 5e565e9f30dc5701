//! A folder that keeps the versions of a dataset.
//!
//! `data-<sha256>.db` is a snapshot, written once and never changed; its name is the hash of its bytes. `CURRENT` holds the name of the one in
//! use, and a newline. It is replaced by a rename, so that a reader finds the former name or the new one, and every step is on the disk
//! before the next begins: a run that is killed, or a machine that loses power, leaves either the former version or the new one in use.
//!
//! The name of a snapshot that is about to be put in its place stands in `CURRENT.next` before that: what a killed run has left is known
//! by it, and is not taken for a former version.

use std::{
    fs::{self, File, OpenOptions, Permissions},
    io::{self, Read, Write},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    time::SystemTime,
};

use super::{OpenError, snapshot};
use crate::domain::Dataset;

/// The file that names the snapshot in use.
const CURRENT: &str = "CURRENT";

/// What `CURRENT` is written as before it takes its place, where it names a new snapshot.
const NEXT: &str = "CURRENT.next";

/// The same where it names one that was there already.
const AGAIN: &str = "CURRENT.tmp";

/// The file that is locked while `CURRENT` changes.
const LOCK: &str = "LOCK";

/// More than any name of a snapshot has, in bytes.
const LONGEST: u64 = 200;

/// A folder that keeps the versions of a dataset.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
}

/// A snapshot that a folder holds.
#[derive(Debug)]
pub struct Kept {
    /// The file.
    pub path: PathBuf,
    /// The SHA-256 of its bytes, which its name says.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
    /// When it was published.
    pub published: SystemTime,
    /// Whether it is the one in use.
    pub is_current: bool,
    /// What it holds, or why that cannot be read.
    pub dataset: Result<Dataset, OpenError>,
}

/// Why a folder does not go back to a former version.
#[derive(Debug, thiserror::Error)]
pub enum RollbackError {
    /// There is nothing to go back to.
    #[error("{0} keeps no version that was published before the one in use")]
    NoFormer(PathBuf),
    /// The version asked for is not kept.
    #[error("{0} does not keep version {1}: it keeps {2}")]
    NotKept(PathBuf, String, String),
    /// The file system refused.
    #[error("{0} cannot be changed: {1}")]
    File(PathBuf, io::Error),
}

/// The hash in the name of a snapshot; none where it is no such name. Whatever would lead out of the folder is none.
#[must_use]
pub fn sha256_in(name: &str) -> Option<&str> {
    let sha256 = name.strip_prefix("data-")?.strip_suffix(".db")?;
    let is_hash = sha256.len() == 64 && sha256.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    is_hash.then_some(sha256)
}

impl Folder {
    /// The folder at a path, which need not be there yet.
    pub(super) fn at(path: &Path) -> Self {
        Self { path: path.to_owned() }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether a snapshot was published into it.
    pub(super) fn is_begun(&self) -> bool {
        self.path.join(CURRENT).exists()
    }

    /// The snapshot in use.
    ///
    /// # Errors
    /// Where there is none, or `CURRENT` names none of this folder.
    pub fn current(&self) -> Result<PathBuf, OpenError> {
        let name = match self.named_in(CURRENT) {
            Ok(Some(name)) => name,
            Ok(None) => return Err(OpenError::Pointer(self.path.clone(), "CURRENT does not hold the name of a snapshot".to_owned())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(OpenError::Missing(self.path.clone())),
            Err(error) => return Err(OpenError::Unreadable(self.path.join(CURRENT), error)),
        };
        let path = self.path.join(&name);
        if path.symlink_metadata().is_err() {
            return Err(OpenError::Pointer(self.path.clone(), format!("CURRENT names {name}, which is not there")));
        }
        Ok(path)
    }

    /// The name of a snapshot that a file of this folder holds.
    fn named_in(&self, file: &str) -> io::Result<Option<String>> {
        let path = self.path.join(file);
        if !path.metadata()?.is_file() {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        File::open(path)?.take(LONGEST).read_to_end(&mut bytes)?;
        let named = String::from_utf8(bytes).ok().and_then(|text| Some(text.strip_suffix('\n')?.to_owned()));
        Ok(named.filter(|name| sha256_in(name).is_some()))
    }

    /// The names of the snapshots here, in their own order.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.path)? {
            names.extend(entry?.file_name().into_string().ok().filter(|name| sha256_in(name).is_some()));
        }
        // One that is being put in its place is not published yet, unless it was there before.
        let next = self.named_in(NEXT).ok().flatten();
        names.retain(|name| next.as_ref() != Some(name) || self.named_in(CURRENT).ok().flatten().as_ref() == Some(name));
        names.sort();
        Ok(names)
    }

    /// The snapshots here, from the latest to the first.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub async fn versions(&self) -> io::Result<Vec<Kept>> {
        let current = self.named_in(CURRENT).ok().flatten();
        let mut kept = Vec::new();
        for name in self.names()? {
            let path = self.path.join(&name);
            // Another run may have removed it since.
            let Ok(metadata) = path.metadata() else { continue };
            kept.push(Kept {
                sha256: sha256_in(&name).unwrap_or_default().to_owned(),
                bytes: metadata.len(),
                published: metadata.modified()?,
                is_current: current.as_ref() == Some(&name),
                dataset: snapshot::dataset_of(&path).await,
                path,
            });
        }
        kept.sort_by(|a, b| b.published.cmp(&a.published).then_with(|| a.sha256.cmp(&b.sha256)));
        Ok(kept)
    }

    /// Waits until nobody else changes `CURRENT`, and keeps others from it for as long as the file is held.
    fn lock(&self) -> io::Result<File> {
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(self.path.join(LOCK))?;
        file.lock()?;
        Ok(file)
    }

    /// Puts a snapshot in its place and makes it the one in use. The caller holds the unfinished file, and has written it to the disk.
    pub(super) fn publish(&self, unfinished: &Path, sha256: &str) -> io::Result<PathBuf> {
        let _lock = self.lock()?;
        let name = format!("data-{sha256}.db");
        let path = self.path.join(&name);
        // The same bytes again: then there is nothing that a killed run would leave behind.
        let pointer = if path.exists() { AGAIN } else { NEXT };
        self.write_pointer(pointer, &name)?;
        fs::rename(unfinished, &path)?;
        fs::set_permissions(&path, Permissions::from_mode(0o444))?;
        self.use_pointer(pointer)?;
        Ok(path)
    }

    fn write_pointer(&self, pointer: &str, name: &str) -> io::Result<()> {
        let mut file = File::create(self.path.join(pointer))?;
        file.write_all(format!("{name}\n").as_bytes())?;
        file.sync_all()?;
        self.sync()
    }

    fn use_pointer(&self, pointer: &str) -> io::Result<()> {
        self.sync()?;
        fs::rename(self.path.join(pointer), self.path.join(CURRENT))?;
        self.sync()
    }

    /// A rename is only safe once the folder is on the disk too.
    fn sync(&self) -> io::Result<()> {
        File::open(&self.path)?.sync_all()
    }

    /// Removes what a killed run has left between two steps of publishing.
    pub(super) fn tidy(&self) -> io::Result<()> {
        let _lock = self.lock()?;
        let next = self.named_in(NEXT).ok().flatten();
        if let Some(name) = next.filter(|name| self.named_in(CURRENT).ok().flatten().as_ref() != Some(name)) {
            removed(&self.path.join(name))?;
        }
        removed(&self.path.join(NEXT))?;
        removed(&self.path.join(AGAIN))
    }

    /// Removes all former versions but so many, and whatever holds the version in use once more; how many were removed.
    pub(super) async fn retain(&self, former: usize) -> io::Result<usize> {
        let _lock = self.lock()?;
        let (current, others): (Vec<Kept>, Vec<Kept>) = self.versions().await?.into_iter().partition(|kept| kept.is_current);
        let version = |kept: &Kept| kept.dataset.as_ref().ok().map(|dataset| dataset.version.clone());
        let in_use = current.first().and_then(version);
        let (again, others): (Vec<Kept>, Vec<Kept>) = others.into_iter().partition(|kept| in_use.is_some() && version(kept) == in_use);
        let surplus: Vec<_> = again.iter().chain(others.iter().skip(former)).collect();
        surplus.iter().try_for_each(|kept| removed(&kept.path))?;
        Ok(surplus.len())
    }

    /// Makes a former version the one in use: the one asked for, or the one published before that in use.
    ///
    /// # Errors
    /// Where it is not kept, or the folder cannot be written to.
    pub async fn roll_back(&self, to: Option<&str>) -> Result<Kept, RollbackError> {
        let refused = |error| RollbackError::File(self.path.clone(), error);
        if !self.path.is_dir() {
            return Err(RollbackError::NoFormer(self.path.clone()));
        }
        let _lock = self.lock().map_err(refused)?;
        let kept = self.versions().await.map_err(refused)?;
        let versions: Vec<&str> = kept.iter().filter_map(|kept| Some(kept.dataset.as_ref().ok()?.version.as_str())).collect();
        let found = if let Some(to) = to {
            let not_kept = || RollbackError::NotKept(self.path.clone(), to.to_owned(), versions.join(", "));
            kept.iter().position(|kept| kept.dataset.as_ref().is_ok_and(|dataset| dataset.version == to)).ok_or_else(not_kept)?
        } else {
            // Where none is in use, because its file is gone, the latest is the one to go back to.
            let after = kept.iter().position(|kept| kept.is_current).map_or(0, |current| current + 1);
            let former = kept.iter().skip(after).position(|kept| kept.dataset.is_ok());
            former.map(|former| former + after).ok_or_else(|| RollbackError::NoFormer(self.path.clone()))?
        };
        let kept = kept.into_iter().nth(found).ok_or_else(|| RollbackError::NoFormer(self.path.clone()))?;
        let name = kept.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        self.write_pointer(AGAIN, &name).and_then(|()| self.use_pointer(AGAIN)).map_err(refused)?;
        Ok(kept)
    }
}

/// Removes a file, if it is there.
fn removed(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_name_of_a_snapshot_is_one() {
        let hash = "0123456789abcdef".repeat(4);
        assert_eq!(sha256_in(&format!("data-{hash}.db")), Some(&*hash));
        for name in [
            format!("../data-{hash}.db"),
            format!("data-{hash}.db/.."),
            format!("data-{}.db", &hash[1..]),
            hash.to_uppercase(),
            String::new(),
        ] {
            assert_eq!(sha256_in(&name), None, "{name}");
        }
    }
}
