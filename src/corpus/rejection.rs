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
        let (file, pointer, reason) = (plain(&self.file), plain(&self.pointer), plain(&self.reason));
        if pointer.is_empty() { write!(f, "{file}: {reason}") } else { write!(f, "{file} at {pointer}: {reason}") }
    }
}

/// The most of each part that a message shows, in characters.
const SHOWN: usize = 400;

/// A part of a message on one line: control characters are escaped, so that no file can write a line of its own, and length is bounded.
#[must_use]
pub fn plain(part: &str) -> String {
    let more = if part.chars().nth(SHOWN).is_some() { "…" } else { "" };
    let escaped = part
        .chars()
        .take(SHOWN)
        .map(|character| if steers(character) { character.escape_default().to_string() } else { character.to_string() });
    escaped.collect::<String>() + more
}

/// Whether a character would steer a terminal rather than be seen on it: a control character, or one that turns the direction of writing.
#[must_use]
pub fn steers(character: char) -> bool {
    character.is_control() || matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl std::error::Error for Rejection {}
