//! Why a file was not taken: which file, where in it, and what to do.

use std::fmt;

/// A file, or a part of it, that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// The file, as the user named it.
    pub file: String,
    /// Where in a JSON file (RFC 6901); empty where the whole file is meant.
    pub pointer: String,
    /// What is wrong, and what would be right.
    pub reason: String,
}

impl Rejection {
    /// A rejection of a whole file.
    #[must_use]
    pub fn of_file(file: &str, reason: impl Into<String>) -> Self {
        Self { file: file.to_owned(), pointer: String::new(), reason: reason.into() }
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.pointer.is_empty() {
            write!(f, "{}: {}", self.file, self.reason)
        } else {
            write!(f, "{} at {}: {}", self.file, self.pointer, self.reason)
        }
    }
}

impl std::error::Error for Rejection {}
