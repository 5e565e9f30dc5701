//! The seal of a snapshot: the SHA-256 of its pages, behind the last of them. SQLite's own check sees the structure of a file and not its
//! content; with the seal a single flipped bit is found before anything is answered from it.
//!
//! SQLite takes the number of pages from the header and never looks behind the last one, so that a sealed snapshot is a plain database for
//! every other program. One that such a program has written to is no longer sealed, and no longer what was published.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    path::Path,
};

use sha2::{Digest, Sha256};

/// What a seal begins with.
const MARK: &[u8; 8] = b"onrecord";

/// Length of a seal in bytes.
const LENGTH: u64 = 8 + 32;

/// A snapshot whose pages are as they were published.
#[derive(Debug)]
pub struct Sealed {
    /// The file, open for reading: what it holds stays at hand when its place is taken by another.
    pub file: File,
    /// Its size, seal included.
    pub bytes: u64,
    /// The SHA-256 of the whole file, seal included, in hex.
    pub sha256: String,
}

/// Seals a finished snapshot, and writes it to the disk.
///
/// # Errors
/// Where the file cannot be read or written to.
pub fn seal(path: &Path) -> io::Result<Sealed> {
    let mut file = OpenOptions::new().read(true).write(true).open(path)?;
    let length = file.metadata()?.len();
    let mut hash = hash(&mut file, length)?;
    let seal = [&MARK[..], &hash.clone().finalize()].concat();
    file.seek(SeekFrom::End(0))?;
    file.write_all(&seal)?;
    file.sync_all()?;
    hash.update(&seal);
    Ok(Sealed { file, bytes: length + LENGTH, sha256: hex::encode(hash.finalize()) })
}

/// Checks a snapshot's seal: what is wrong with it, or the file whose pages are as they were published.
///
/// # Errors
/// Where the file cannot be read.
pub fn check(path: &Path) -> io::Result<Result<Sealed, &'static str>> {
    let mut file = File::open(path)?;
    let bytes = file.metadata()?.len();
    let Some(pages) = bytes.checked_sub(LENGTH) else { return Ok(Err("its seal is missing")) };
    file.seek(SeekFrom::Start(pages))?;
    let mut seal = Vec::new();
    (&file).take(LENGTH).read_to_end(&mut seal)?;
    if !seal.starts_with(MARK) {
        return Ok(Err("its seal is missing: it was cut short, or written to by another program"));
    }
    let mut hash = hash(&mut file, pages)?;
    if seal[MARK.len()..] != hash.clone().finalize()[..] {
        return Ok(Err("its content is not what was published"));
    }
    hash.update(&seal);
    Ok(Ok(Sealed { file, bytes, sha256: hex::encode(hash.finalize()) }))
}

/// The SHA-256 of the first `length` bytes of a file, which may go on.
fn hash(file: &mut File, length: u64) -> io::Result<Sha256> {
    file.seek(SeekFrom::Start(0))?;
    let mut hash = Sha256::new();
    let mut rest = file.take(length);
    let mut buffer = vec![0; 1 << 20];
    loop {
        match rest.read(&mut buffer)? {
            0 => return Ok(hash),
            read => hash.update(&buffer[..read]),
        }
    }
}
