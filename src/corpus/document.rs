//! Documents: the text of one article, with what came with it and where it came from.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::{
    Rejection,
    encoding::{Decoded, decode},
    html,
    inputs::{Input, Inputs, ReadOptions},
    known::Fill,
    record::{self, Body},
    sniff::Format,
};
use crate::domain::{Known, Origin};

/// The article of one document.
#[derive(Debug, Clone)]
pub struct Document {
    /// The file it was read from, and the line within it for a record: for messages.
    pub file: String,
    /// SHA-256 of the text in UTF-8, in lower-case hex: what offsets refer to.
    pub sha256: String,
    /// The text. Of plain text in UTF-8 nothing is changed, and no newline translated.
    pub text: String,
    /// What came with it.
    pub known: Known,
    /// Where it came from.
    pub origin: Origin,
}

/// A document as it was found, not yet looked into: reading it is cheap, and what is costly can be done elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawDocument {
    /// The file, and the line for a record: for messages.
    pub file: String,
    /// The path relative to the folder that was given, or the file's name.
    pub name: String,
    /// The line of a record, or which one it is in its array; none where it is the only one.
    pub number: Option<u64>,
    /// What kind of document it is.
    pub format: Format,
    /// SHA-256 of the bytes, in lower-case hex.
    pub sha256: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl RawDocument {
    /// Takes a document's bytes as they are.
    #[must_use]
    pub fn new(file: String, name: String, number: Option<u64>, format: Format, bytes: Vec<u8>) -> Self {
        let sha256 = hex::encode(Sha256::digest(&bytes));
        Self { file, name, number, format, sha256, bytes }
    }

    /// Finds the article.
    ///
    /// # Errors
    /// A [`Rejection`] where there is none.
    pub fn document(self) -> Result<Document, Rejection> {
        let Self { file, mut name, number, format, sha256, bytes } = self;
        let Article { text, known, encoding, id } = match format {
            Format::Text => Article::of(decode(bytes, false)),
            Format::Html => Article::of_page(decode(bytes, true), None),
            Format::Json | Format::Jsonl => Article::of_record(decode(bytes, false)).map_err(|reason| Rejection::of_file(&file, reason))?,
        };
        if let Some(reason) = unfit(&text) {
            return Err(Rejection::of_file(&file, reason));
        }
        if let Some(part) = id.or_else(|| Some(number?.to_string())) {
            name = format!("{name}#{part}");
        }
        let origin = Origin { name, sha256, media_type: format.media_type().to_owned(), encoding };
        Ok(Document { file, sha256: hex::encode(Sha256::digest(&text)), text, known, origin })
    }
}

/// Why a text is none.
fn unfit(text: &str) -> Option<&'static str> {
    if text.contains('\0') {
        return Some("holds NUL characters: this is not a text file");
    }
    if text.trim().is_empty() {
        return Some("holds no text");
    }
    let is_noise = |character: &char| *character == '\u{fffd}' || (character.is_control() && !character.is_whitespace());
    let (noise, all) = (text.chars().filter(is_noise).count(), text.chars().count());
    (noise * 10 > all).then_some("is not text: more than a tenth of it cannot be read")
}

/// What was found in a document.
struct Article {
    text: String,
    known: Known,
    encoding: String,
    id: Option<String>,
}

impl Article {
    fn of(Decoded { text, encoding }: Decoded) -> Self {
        Self { text, known: Known::default(), encoding, id: None }
    }

    fn of_page(Decoded { text, encoding }: Decoded, title: Option<&str>) -> Self {
        let html::Page { known, text } = html::read(&text, title);
        Self { text, known, encoding, id: None }
    }

    fn of_record(Decoded { text, encoding }: Decoded) -> Result<Self, String> {
        let record::Record { id, mut known, body } = record::read(text.as_bytes())?;
        let text = match body {
            Body::Text(text) => text,
            Body::Html(html) => {
                let page = Self::of_page(Decoded { text: html, encoding: String::new() }, known.title.as_deref());
                known.fill_from(page.known);
                page.text
            }
        };
        Ok(Self { text, known, encoding, id })
    }
}

impl Document {
    /// Takes the bytes of a plain text.
    ///
    /// # Errors
    /// A [`Rejection`] for bytes that are no text, or text that is blank.
    pub fn from_bytes(file: &str, bytes: Vec<u8>) -> Result<Self, Rejection> {
        RawDocument::new(file.to_owned(), file.to_owned(), None, Format::Text, bytes).document()
    }

    /// Reads a file that holds one document, of whatever format.
    ///
    /// # Errors
    /// A [`Rejection`] where the file cannot be read, holds no article, or more than one.
    pub fn read(path: &Path, options: &ReadOptions) -> Result<Self, Rejection> {
        let mut all = Inputs::new(vec![Input::from(path.to_owned())], options);
        let file = path.display().to_string();
        let only = all.next().ok_or_else(|| Rejection::of_file(&file, "holds no text"))??;
        if all.next().is_some() {
            return Err(Rejection::of_file(&file, "holds more than one document: give one of them"));
        }
        only.document()
    }
}
