//! W3C Web Annotations (<https://www.w3.org/TR/annotation-model/>): the pages that are served and printed, and pages that are read.

mod collection;
mod read;
mod write;

pub use collection::{AnnotatedDataset, AnnotationCollection, AnnotationCollectionRef, AnnotationPage};
pub use read::read;
pub use write::Annotated;

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::Motivation;

/// The JSON-LD context of the annotation vocabulary.
const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

/// What begins the purposes and the annotators' names, for which the vocabulary has no terms.
const OWN: &str = "urn:onrecord:";

/// What annotations may be used for: whatever one likes. The words they are about belong to those who wrote and said them.
const RIGHTS: &str = "https://creativecommons.org/publicdomain/zero/1.0/";

/// One annotation.
#[derive(Debug, Serialize, ToSchema)]
pub struct Annotation {
    /// The JSON-LD context; only where the annotation stands by itself.
    #[serde(rename = "@context", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "http://www.w3.org/ns/anno.jsonld")]
    pub context: Option<&'static str>,
    /// Its address: that of its article's annotations, and its own name after `#`.
    pub id: String,
    /// `Annotation`.
    #[schema(example = "Annotation")]
    pub r#type: &'static str,
    /// Why it was made.
    pub motivation: Motivation,
    /// Who made it.
    pub creator: AnnotationAgent,
    /// The licence of the annotation; the words it is about belong to those who wrote and said them.
    #[schema(example = "https://creativecommons.org/publicdomain/zero/1.0/")]
    pub rights: &'static str,
    /// What is said of the target.
    pub body: Vec<AnnotationBody>,
    /// Where it stands: several targets for a quote that its attribution interrupts.
    pub target: Vec<AnnotationTarget>,
}

/// Who made an annotation, or wrote the document that it stands in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AnnotationAgent {
    /// An identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "urn:onrecord:annotator:curated")]
    pub id: Option<String>,
    /// `Software`, where it is a program.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Software")]
    pub r#type: Option<&'static str>,
    /// Its name.
    #[schema(example = "curated")]
    pub name: String,
}

/// What an annotation says: a text, who is named, or a part that somebody or something has in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnnotationBody {
    /// The address of the person or organisation that is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub id: Option<String>,
    /// `TextualBody`, `Person`, `Organization`, or `SpecificResource` for a `source` in the part that `purpose` says.
    #[schema(example = "Person")]
    pub r#type: &'static str,
    /// The text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub value: Option<String>,
    /// `text/plain`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub format: Option<&'static str>,
    /// Language of the text (BCP 47), where it is the article's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub language: Option<String>,
    /// The name of the person or organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub name: Option<String>,
    /// What it is there for: a motivation of the vocabulary (`assessing` for the confidence), or `urn:onrecord:` and `speaker`, `cue`,
    /// `addressee`, `verbatim`, `said_on` or `occasion`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub purpose: Option<String>,
    /// Who speaks or is spoken to, or the quote that the words belong to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub source: Option<AnnotationSource>,
}

/// A person, an organisation or a quote, as what a body is about.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnnotationSource {
    /// Its address.
    pub id: String,
    /// `Person` or `Organization`; a quote has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Person")]
    pub r#type: Option<&'static str>,
    /// Its name; a quote has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub name: Option<String>,
}

/// A stretch of the article's text.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnnotationTarget {
    /// `SpecificResource`.
    #[schema(example = "SpecificResource")]
    pub r#type: &'static str,
    /// The address of the text.
    pub source: String,
    /// Ways to find the stretch, which agree.
    pub selector: Vec<AnnotationSelector>,
}

/// A way to find a stretch of text: by position in code points, or by its words.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct AnnotationSelector {
    /// `TextPositionSelector` or `TextQuoteSelector`.
    #[schema(example = "TextPositionSelector")]
    pub r#type: &'static str,
    /// First code point.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub start: Option<u32>,
    /// The code point after the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub end: Option<u32>,
    /// The words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub exact: Option<String>,
    /// Some words before them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub prefix: Option<String>,
    /// Some words after them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub suffix: Option<String>,
}
