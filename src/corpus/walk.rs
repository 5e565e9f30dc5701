//! The files of a folder and its subfolders, in order.

use std::{
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
    vec,
};

use super::Rejection;

/// Walks a folder: the same order wherever it is done. Hidden files and folders, links to folders, and whatever is no regular file are passed
/// over. Only names are kept, of the folders that are being walked.
pub struct Walk {
    folders: Vec<(PathBuf, vec::IntoIter<OsString>)>,
}

impl Walk {
    /// Begins at a folder.
    ///
    /// # Errors
    /// Where the folder cannot be listed.
    pub fn new(folder: &Path) -> io::Result<Self> {
        Ok(Self { folders: vec![(folder.to_owned(), names(folder)?)] })
    }
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
            if path.symlink_metadata().is_ok_and(|metadata| metadata.is_dir()) {
                match names(&path) {
                    Ok(inner) => self.folders.push((path, inner)),
                    Err(error) => {
                        return Some(Err(Rejection::of_file(&path.display().to_string(), format!("the folder cannot be read: {error}"))));
                    }
                }
            } else if path.metadata().is_ok_and(|metadata| metadata.is_file()) {
                // Of a link, what it leads to counts. Reading a pipe would wait for ever.
                return Some(Ok(path));
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
