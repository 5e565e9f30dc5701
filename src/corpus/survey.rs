//! A first look at all inputs, before anything is read: how much there is, which files are sidecars, and what tells one set of files from
//! another.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use sha2::{Digest, Sha256};

use super::{
    inputs::Input,
    sidecar::{self, MAX_SIDECAR_BYTES},
    walk::Walk,
};

/// What there is to read.
#[derive(Debug, Default)]
pub struct Survey {
    /// Files that are sidecars, in order.
    pub sidecars: Vec<PathBuf>,
    /// The size of all files in bytes; `None` where standard input is among them, whose size nobody knows.
    pub bytes: Option<u64>,
    /// A hash of the names, sizes and times of change of all files.
    pub fingerprint: [u8; 32],
}

/// Looks at every file of these inputs.
///
/// # Errors
/// Where an input is not there or cannot be listed: the path, and why.
pub fn survey(inputs: &[Input]) -> Result<Survey, (PathBuf, io::Error)> {
    let mut hash = Sha256::new();
    let mut survey = Survey { bytes: Some(0), ..Survey::default() };
    for input in inputs {
        let Input::Path(path) = input else {
            survey.bytes = None;
            continue;
        };
        let refused = |error| (path.clone(), error);
        if path.metadata().map_err(refused)?.is_dir() {
            for file in Walk::new(path).map_err(refused)?.flatten() {
                survey.take_in(&file, &mut hash);
            }
        } else {
            survey.take_in(path, &mut hash);
        }
    }
    survey.fingerprint = hash.finalize().into();
    Ok(survey)
}

impl Survey {
    fn take_in(&mut self, file: &Path, hash: &mut Sha256) {
        let Ok(metadata) = file.metadata() else { return };
        let changed = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
        hash.update(file.as_os_str().as_encoded_bytes());
        hash.update(format!("\0{}\0{}\0", metadata.len(), changed.as_nanos()));
        if file.extension().is_some_and(|extension| extension == "json")
            && metadata.is_file()
            && metadata.len() <= MAX_SIDECAR_BYTES
            && fs::read(file).is_ok_and(|bytes| sidecar::is_sidecar(&bytes))
        {
            self.sidecars.push(file.to_owned());
        } else {
            self.bytes = self.bytes.map(|bytes| bytes + metadata.len());
        }
    }
}
