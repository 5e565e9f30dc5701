//! What a file must be before SQLite opens it.

use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use super::{APPLICATION_ID, OpenError, SCHEMA_VERSION};

/// Reads the file's header (<https://www.sqlite.org/fileformat2.html#the_database_header>) before SQLite does: a file of somebody else
/// is told apart from a damaged one, and a file cut short is found without reading it.
pub(super) fn check_header(path: &Path) -> Result<(), OpenError> {
    let unreadable = |error| OpenError::of_file(path, error);
    // Looked at before it is opened: opening a pipe would wait for ever.
    let metadata = path.metadata().map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(OpenError::Foreign(path.to_owned(), if metadata.is_dir() { "a folder" } else { "not a regular file" }));
    }
    let mut file = File::open(path).map_err(unreadable)?;
    let mut header = Vec::with_capacity(100);
    file.by_ref().take(100).read_to_end(&mut header).map_err(unreadable)?;
    if header.len() < 100 || !header.starts_with(b"SQLite format 3\0") {
        return Err(OpenError::Foreign(path.to_owned(), if header.is_empty() { "an empty file" } else { "not an SQLite file" }));
    }
    let number = |at: usize| u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    if number(68) != APPLICATION_ID.unsigned_abs() {
        return Err(OpenError::Foreign(path.to_owned(), "an SQLite file of another program"));
    }
    if number(60) != SCHEMA_VERSION {
        return Err(OpenError::WrongVersion(path.to_owned(), number(60)));
    }
    let page_size = match u64::from(u16::from_be_bytes([header[16], header[17]])) {
        1 => 65_536,
        size => size,
    };
    let whole = page_size * u64::from(number(28));
    if metadata.len() < whole {
        return Err(OpenError::Truncated(path.to_owned(), metadata.len(), whole));
    }
    Ok(())
}

/// Refuses a snapshot with a journal beside it: what stands in that belongs to the file, and is not read from a file that is immutable.
pub(super) fn check_beside(path: &Path) -> Result<(), OpenError> {
    let real = path.canonicalize().map_err(|error| OpenError::of_file(path, error))?;
    for suffix in ["-wal", "-journal"] {
        let mut name = real.clone().into_os_string();
        name.push(suffix);
        let journal = PathBuf::from(name);
        if journal.symlink_metadata().is_ok() {
            return Err(OpenError::Journal(journal, path.to_owned()));
        }
    }
    Ok(())
}
