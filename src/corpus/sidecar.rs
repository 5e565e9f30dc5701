//! Sidecars: the curated annotations of one document, in one JSON file beside it.
//!
//! The types here are the format: the JSON Schema that the API publishes at `/schemas/sidecar.json` is generated from them.

use std::{fs, io, path::Path};

use schemars::{JsonSchema, generate::SchemaSettings};
use serde::{Deserialize, Serialize};

use super::{Rejection, verify};
use crate::domain::{EntityType, Inferred, PartialDate, QuoteType, Section, Span};

/// The version of the format that this program reads.
pub const FORMAT: u32 = 1;

/// The largest sidecar that is read, in bytes.
pub const MAX_SIDECAR_BYTES: u64 = 64 * 1024 * 1024;

/// Where the format's JSON Schema is published, and what a sidecar names as its `$schema`.
pub const SCHEMA_PATH: &str = "/schemas/sidecar.json";

/// Curated annotations of one document, which they name by its SHA-256.
///
/// Spans count code points and UTF-16 code units. They carry their words (`exact`) only where these are names or a speaker's own words:
/// the rest of a document belongs to its publisher.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sidecar {
    /// The file this was read from, for messages.
    #[serde(skip)]
    pub file: String,
    /// Where the JSON Schema of this format is found.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Version of the format: 1.
    #[schemars(range(min = 1, max = 1))]
    pub format: u32,
    /// The document that the offsets refer to.
    pub document: DocumentRef,
    /// What is known of the article.
    pub metadata: Metadata,
    /// What the article says, in the curator's own words.
    #[serde(rename = "abstract", default, skip_serializing_if = "Option::is_none")]
    pub abstract_text: Option<String>,
    /// Who made the marks: `curated`, or a program with its version.
    #[schemars(length(max = 80), regex(pattern = "^[a-z0-9][a-z0-9./_-]*$"))]
    pub annotator: String,
    /// Runs of one kind, in order, without overlap, covering everything that is not blank.
    pub sections: Vec<Section>,
    /// The people and organisations named.
    #[serde(default)]
    pub entities: Vec<SidecarEntity>,
    /// Every place where one of them is named.
    #[serde(default)]
    pub mentions: Vec<SidecarMention>,
    /// Every direct, mixed and indirect quote.
    #[serde(default)]
    pub quotes: Vec<SidecarQuote>,
}

/// The document that a sidecar annotates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentRef {
    /// Its file's name, for people: the hash decides.
    pub name: String,
    /// SHA-256 of its bytes, in lower-case hex.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    pub sha256: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// Its length in code points.
    pub characters: u32,
    /// Its length in UTF-16 code units.
    pub characters_utf16: u32,
}

/// What is known of an article. What the text does not state itself is listed under `inferred`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Metadata {
    /// The headline.
    #[schemars(length(min = 1))]
    pub title: String,
    /// Where the publisher keeps it.
    #[schemars(regex(pattern = "^https?://"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The publisher.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Publisher>,
    /// The news agency named in the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// The authors named in the byline.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// The editors named in the byline.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub editors: Vec<String>,
    /// Day, month or year of publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<PartialDate>,
    /// Moment of publication (RFC 3339), where the text states day, time and zone.
    #[schemars(extend("format" = "date-time"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_at: Option<String>,
    /// The place before the first words, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dateline: Option<String>,
    /// Language of the text (BCP 47).
    #[schemars(length(max = 35), regex(pattern = "^[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*$"))]
    pub language: String,
    /// What was inferred, and from what.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inferred: Vec<Inferred>,
}

/// A publisher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Publisher {
    /// Its name; the slug of it is its id.
    #[schemars(length(min = 1))]
    pub name: String,
}

/// A person or an organisation named in the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SidecarEntity {
    /// Its id over the whole dataset: the same real person or organisation has the same id in every sidecar.
    #[schemars(regex(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"))]
    pub id: String,
    /// Whether it is a person or an organisation.
    pub r#type: EntityType,
    /// The name it goes by in the dataset, the same in every sidecar.
    #[schemars(length(min = 1))]
    pub name: String,
    /// What this article says it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// Ids that it had before, or that others give it: each means this entity from now on, and is no longer in use in any sidecar.
    #[schemars(inner(regex(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$")))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<String>,
}

/// A place where an entity is named.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SidecarMention {
    /// The entity's id.
    pub entity: String,
    /// First code point.
    pub start: u32,
    /// The code point after the last one.
    pub end: u32,
    /// First UTF-16 code unit.
    pub start_utf16: u32,
    /// The UTF-16 code unit after the last one.
    pub end_utf16: u32,
    /// The name as written.
    pub exact: String,
    /// How sure the annotator is, from 0 to 1; 1 where left out.
    #[serde(default = "certain", skip_serializing_if = "is_certain")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub confidence: f64,
}

impl SidecarMention {
    /// Where the name stands.
    #[must_use]
    pub fn span(&self) -> Span {
        Span { start: self.start, end: self.end, start_utf16: self.start_utf16, end_utf16: self.end_utf16, exact: Some(self.exact.clone()) }
    }
}

/// A quote.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SidecarQuote {
    /// How it is reported.
    pub r#type: QuoteType,
    /// What is reported, in order.
    #[schemars(length(min = 1))]
    pub content: Vec<Span>,
    /// The words within quotation marks, in order, each inside the content.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub verbatim: Vec<Span>,
    /// The speaker's entity id; left out where nobody is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// The words that name the speaker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker_as_written: Option<Span>,
    /// The reporting words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cue: Option<Span>,
    /// The entity id of whom it was said to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub addressee: Option<String>,
    /// The words that name whom it was said to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub addressee_as_written: Option<Span>,
    /// When it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said_on: Option<PartialDate>,
    /// On which occasion it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occasion: Option<String>,
    /// What was said, in the curator's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// How sure the annotator is, from 0 to 1; 1 where left out.
    #[serde(default = "certain", skip_serializing_if = "is_certain")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub confidence: f64,
}

fn certain() -> f64 {
    1.0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's skip_serializing_if passes a reference")]
fn is_certain(confidence: &f64) -> bool {
    *confidence >= 1.0
}

impl Sidecar {
    /// Reads one file and checks everything that can be checked without its document.
    ///
    /// # Errors
    /// A [`Rejection`] where the file cannot be read, is too large, or is no good sidecar.
    pub fn read(path: &Path) -> Result<Self, Rejection> {
        let file = path.display().to_string();
        let unreadable = |error: io::Error| Rejection::of_file(&file, format!("cannot be read: {error}"));
        let length = path.metadata().map_err(unreadable)?.len();
        if length > MAX_SIDECAR_BYTES {
            return Err(Rejection::of_file(&file, format!("{length} bytes long; at most {MAX_SIDECAR_BYTES} are read")));
        }
        Self::from_bytes(&file, &fs::read(path).map_err(unreadable)?)
    }

    /// Reads a sidecar and checks everything that can be checked without its document.
    ///
    /// # Errors
    /// A [`Rejection`] with the place and the reason.
    pub fn from_bytes(file: &str, bytes: &[u8]) -> Result<Self, Rejection> {
        let mut json = serde_json::Deserializer::from_slice(bytes);
        let mut sidecar: Self = serde_path_to_error::deserialize(&mut json).map_err(|error| Rejection {
            file: file.to_owned(),
            pointer: pointer(error.path()),
            reason: error.inner().to_string(),
        })?;
        json.end().map_err(|error| Rejection::of_file(file, format!("more follows after the JSON object: {error}")))?;
        file.clone_into(&mut sidecar.file);
        verify::alone(&sidecar)?;
        Ok(sidecar)
    }

    /// Checks every offset against the document's text: each must give the words it claims, counted both ways.
    ///
    /// # Errors
    /// A [`Rejection`] for the first mark that does not fit.
    pub fn verify(&self, text: &str) -> Result<(), Rejection> {
        verify::against(self, text)
    }
}

/// Whether the content of a JSON file is meant to be a sidecar, whatever is wrong with it: it has a `document` with a `sha256`.
#[must_use]
pub fn is_sidecar(bytes: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Shape {
        document: Option<Named>,
    }
    #[derive(Deserialize)]
    struct Named {
        sha256: Option<serde::de::IgnoredAny>,
    }
    let has = |word: &[u8]| memchr::memmem::find(bytes, word).is_some();
    if !bytes.trim_ascii_start().starts_with(b"{") || !has(b"\"document\"") || !has(b"\"sha256\"") {
        return false;
    }
    match serde_json::Deserializer::from_slice(bytes).into_iter::<Shape>().next() {
        Some(Ok(shape)) => shape.document.is_some_and(|document| document.sha256.is_some()),
        // One with a slip in its JSON is still a sidecar.
        _ => has(b"\"sections\""),
    }
}

/// The JSON Schema (2020-12) of the format.
#[must_use]
pub fn json_schema() -> serde_json::Value {
    let mut schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Sidecar>();
    schema.insert("$id".to_owned(), SCHEMA_PATH.into());
    schema.insert("title".to_owned(), "onrecord sidecar".into());
    schema.to_value()
}

/// The schema as it is committed and served.
#[must_use]
pub fn written_json_schema() -> String {
    format!("{:#}\n", json_schema())
}

/// A serde path as a JSON pointer (RFC 6901).
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter().fold(String::new(), |pointer, segment| match segment {
        Segment::Seq { index } => format!("{pointer}/{index}"),
        Segment::Map { key } => format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")),
        Segment::Enum { .. } | Segment::Unknown => pointer,
    })
}
