//! The files of a folder and its subfolders, in order.

use std::{
    ffi::OsString,
    fs, io,
    os::unix::fs::FileTypeExt,
    path::{Path, PathBuf},
    vec,
};

use super::Rejection;

/// Walks a folder: the same order wherever it is done. Hidden files and folders are passed over, and links to folders within, which are walked
/// where they lie. Links that lead out of the folder and whatever is no regular file are rejections. Only names are kept, of the folders that
/// are being walked.
pub struct Walk {
    root: PathBuf,
    folders: Vec<(PathBuf, vec::IntoIter<OsString>)>,
}

impl Walk {
    /// Begins at a folder.
    ///
    /// # Errors
    /// Where the folder cannot be listed.
    pub fn new(folder: &Path) -> io::Result<Self> {
        Ok(Self { root: folder.canonicalize()?, folders: vec![(folder.to_owned(), names(folder)?)] })
    }

    /// What a link leads to: a file within the folder that is walked; nothing where it is a folder there.
    fn linked(&self, path: PathBuf) -> Option<Result<PathBuf, Rejection>> {
        let refused = |reason: String| Some(Err(Rejection::of_file(&path.display().to_string(), reason)));
        let (target, metadata) = match path.canonicalize().and_then(|target| Ok((target.metadata()?, target))) {
            Ok((metadata, target)) => (target, metadata),
            Err(error) => return refused(format!("is a link that leads nowhere: {error}")),
        };
        if !target.starts_with(&self.root) {
            return refused("is a link that leads out of the folder: give the place itself where it should be read".to_owned());
        }
        match other_kind(metadata.file_type()) {
            None if metadata.is_dir() => None,
            None => Some(Ok(path)),
            Some(kind) => refused(format!("is a link to {kind}, no regular file")),
        }
    }
}

/// What a file is that is neither a regular one nor a folder nor a link. To read a pipe would wait for ever, and some devices have no end.
fn other_kind(file: fs::FileType) -> Option<&'static str> {
    match file {
        file if file.is_fifo() => Some("a named pipe"),
        file if file.is_socket() => Some("a socket"),
        file if file.is_block_device() || file.is_char_device() => Some("a device"),
        _ => None,
    }
}

/// Whether a name, were it a path, would lead out of the folder that it is in.
pub fn climbs(name: &str) -> bool {
    name.split(['/', '\\']).any(|part| part == "..")
}

impl Iterator for Walk {
    type Item = Result<PathBuf, Rejection>;

    fn next(&mut self) -> Option<Self::Item> {
        while let Some((folder, names_here)) = self.folders.last_mut() {
            let Some(name) = names_here.next() else {
                self.folders.pop();
                continue;
            };
            let path = folder.join(name);
            let refused = |reason: String| Some(Err(Rejection::of_file(&path.display().to_string(), reason)));
            let file = match path.symlink_metadata() {
                Ok(metadata) => metadata.file_type(),
                Err(error) => return refused(format!("cannot be read: {error}")),
            };
            if file.is_dir() {
                match names(&path) {
                    Ok(inner) => self.folders.push((path, inner)),
                    Err(error) => return refused(format!("the folder cannot be read: {error}")),
                }
            } else if let Some(kind) = other_kind(file) {
                return refused(format!("is {kind}, no regular file"));
            } else if !file.is_symlink() {
                return Some(Ok(path));
            } else if let Some(found) = self.linked(path) {
                return Some(found);
            }
        }
        None
    }
}

/// The names in a folder, sorted, without hidden ones.
fn names(folder: &Path) -> io::Result<vec::IntoIter<OsString>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        if !name.as_encoded_bytes().starts_with(b".") {
            names.push(name);
        }
    }
    names.sort_unstable();
    Ok(names.into_iter())
}
