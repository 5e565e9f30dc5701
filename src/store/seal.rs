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

/// Seals a finished snapshot, and writes it to the disk.
///
/// # Errors
/// Where the file cannot be read or written to.
pub fn seal(path: &Path) -> io::Result<File> {
    let mut file = OpenOptions::new().read(true).write(true).open(path)?;
    let length = file.metadata()?.len();
    let digest = digest(&mut file, length)?;
    file.seek(SeekFrom::End(0))?;
    file.write_all(&[&MARK[..], &digest].concat())?;
    file.sync_all()?;
    Ok(file)
}

/// What is wrong with a snapshot's seal; `None` where its pages are as they were published.
///
/// # Errors
/// Where the file cannot be read.
pub fn fault(path: &Path) -> io::Result<Option<&'static str>> {
    let mut file = File::open(path)?;
    let Some(pages) = file.metadata()?.len().checked_sub(LENGTH) else { return Ok(Some("its seal is missing")) };
    file.seek(SeekFrom::Start(pages))?;
    let mut seal = Vec::new();
    (&file).take(LENGTH).read_to_end(&mut seal)?;
    if !seal.starts_with(MARK) {
        return Ok(Some("its seal is missing: it was cut short, or written to by another program"));
    }
    let sealed = seal[MARK.len()..] == digest(&mut file, pages)?;
    Ok(if sealed { None } else { Some("its content is not what was published") })
}

/// The SHA-256 of the first `length` bytes of a file.
fn digest(file: &mut File, length: u64) -> io::Result<[u8; 32]> {
    file.seek(SeekFrom::Start(0))?;
    let mut hash = Sha256::new();
    let mut rest = file.take(length);
    let mut buffer = vec![0; 1 << 20];
    loop {
        match rest.read(&mut buffer)? {
            0 => return Ok(hash.finalize().into()),
            read => hash.update(&buffer[..read]),
        }
    }
}
