//! Documents: articles as plain text, bound to their annotations by the SHA-256 of their bytes.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use super::Rejection;

/// The largest document that is read, in bytes: offsets stay far within 32 bits, and memory stays bounded.
pub const MAX_DOCUMENT_BYTES: u64 = 16 * 1024 * 1024;

/// A plain-text article, exactly as its file holds it.
#[derive(Debug, Clone)]
pub struct Document {
    /// The file it was read from, for messages.
    pub file: String,
    /// SHA-256 of the file's bytes, in lower-case hex.
    pub sha256: String,
    /// The text: UTF-8, no newline translated.
    pub text: String,
}

impl Document {
    /// Takes a document's bytes as they are.
    ///
    /// # Errors
    /// A [`Rejection`] for bytes that are not UTF-8 text, or text that is blank.
    pub fn from_bytes(file: &str, bytes: Vec<u8>) -> Result<Self, Rejection> {
        let sha256 = hex::encode(Sha256::digest(&bytes));
        let text = String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            Rejection::of_file(file, format!("not UTF-8 text (first bad byte at {at}); convert it to UTF-8"))
        })?;
        if text.contains('\0') {
            return Err(Rejection::of_file(file, "holds NUL characters: this is not a text file"));
        }
        if text.trim().is_empty() {
            return Err(Rejection::of_file(file, "holds no text"));
        }
        Ok(Self { file: file.to_owned(), sha256, text })
    }

    /// Reads one file.
    ///
    /// # Errors
    /// A [`Rejection`] where the file cannot be read, is too large, or is no text.
    pub fn read(path: &Path) -> Result<Self, Rejection> {
        let file = path.display().to_string();
        let unreadable = |error: io::Error| Rejection::of_file(&file, format!("cannot be read: {error}"));
        let length = fs::metadata(path).map_err(unreadable)?.len();
        if length > MAX_DOCUMENT_BYTES {
            return Err(Rejection::of_file(&file, format!("{length} bytes long; at most {MAX_DOCUMENT_BYTES} are read")));
        }
        Self::from_bytes(&file, fs::read(path).map_err(unreadable)?)
    }
}

/// What a folder holds for a seeding run, each list sorted by path.
#[derive(Debug, Default)]
pub struct Listing {
    /// Plain-text documents (`.txt`).
    pub documents: Vec<PathBuf>,
    /// Sidecars (`.json`).
    pub sidecars: Vec<PathBuf>,
    /// Files of no kind that is read.
    pub ignored: usize,
    /// Subfolders that could not be listed.
    pub rejected: Vec<Rejection>,
}

/// Walks a folder and its subfolders. Hidden files and folders, links to folders, and whatever is no regular file are passed over.
///
/// # Errors
/// Where the folder itself cannot be listed.
pub fn list_folder(folder: &Path) -> io::Result<Listing> {
    let mut listing = Listing::default();
    let mut folders = listing.take_in(folder)?;
    while let Some(folder) = folders.pop() {
        match listing.take_in(&folder) {
            Ok(inner) => folders.extend(inner),
            Err(error) => {
                listing.rejected.push(Rejection::of_file(&folder.display().to_string(), format!("the folder cannot be read: {error}")));
            }
        }
    }
    listing.documents.sort();
    listing.sidecars.sort();
    Ok(listing)
}

impl Listing {
    /// Takes in the files of one folder, and gives its subfolders.
    fn take_in(&mut self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let mut folders = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let path = entry.path();
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            if entry.file_type()?.is_dir() {
                folders.push(path);
                continue;
            }
            // Of a link, what it leads to counts. Reading a pipe would wait for ever.
            let is_file = path.metadata().is_ok_and(|metadata| metadata.is_file());
            match path.extension().and_then(|extension| extension.to_str()) {
                Some("txt") if is_file => self.documents.push(path),
                Some("json") if is_file => self.sidecars.push(path),
                _ => self.ignored += 1,
            }
        }
        Ok(folders)
    }
}
