//! W3C Web Annotations (<https://www.w3.org/TR/annotation-model/>): the page that is served and printed, and pages that are read.

mod read;

pub use read::read;

use serde::Serialize;
use utoipa::ToSchema;

use super::marks::{Kind, Mark};
use crate::domain::{EntityRef, EntityType, Span, span::TextIndex};

/// The JSON-LD context of the annotation vocabulary.
const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

/// How many code points before and after its words a `TextQuoteSelector` gives.
const AFFIX: u32 = 32;

/// What begins the purposes that the vocabulary does not have.
const OWN: &str = "urn:onrecord:";

/// Everything marked in one article, as an `AnnotationPage`.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnnotationPage {
    /// The JSON-LD context.
    #[serde(rename = "@context")]
    #[schema(example = "http://www.w3.org/ns/anno.jsonld")]
    pub context: &'static str,
    /// The address of this page.
    pub id: String,
    /// `AnnotationPage`.
    #[schema(example = "AnnotationPage")]
    pub r#type: &'static str,
    /// The position of the first item in the whole.
    #[serde(rename = "startIndex")]
    pub start_index: u32,
    /// Sections, then mentions, then quotes, each in the order of the text; after each quote the words that are evidence for it.
    pub items: Vec<Annotation>,
}

/// One annotation.
#[derive(Debug, Serialize, ToSchema)]
pub struct Annotation {
    /// Its address.
    pub id: String,
    /// `Annotation`.
    #[schema(example = "Annotation")]
    pub r#type: &'static str,
    /// Why it was made: `classifying` a section, `identifying` a name, `describing` what was said, `linking` words to the quote that they are
    /// evidence for.
    #[schema(example = "identifying")]
    pub motivation: &'static str,
    /// What is said of the target.
    pub body: Vec<AnnotationBody>,
    /// Where it stands: several targets for a quote that its attribution interrupts.
    pub target: Vec<AnnotationTarget>,
}

/// What an annotation says: a text, who is meant, or which quote.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnnotationBody {
    /// The address of the person or organisation that is meant, or of the quote.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub id: Option<String>,
    /// `TextualBody`, `Person`, `Organization` or `Annotation`.
    #[schema(example = "Person")]
    pub r#type: &'static str,
    /// The text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub value: Option<String>,
    /// The name of the person or organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub name: Option<String>,
    /// What it is there for: a motivation of the vocabulary (`assessing` for the confidence), or one of `urn:onrecord:` and `speaker`, `cue`,
    /// `addressee`, `verbatim`, `said_on`, `occasion`. A person or organisation without it is who is named, or who speaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub purpose: Option<String>,
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
#[derive(Debug, Serialize, ToSchema)]
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

impl AnnotationPage {
    /// The marks of the article with this id; `text` is there where it is held.
    #[must_use]
    pub fn of(article: &str, text: Option<&str>, marks: &[Mark]) -> Self {
        let path = format!("/v1/articles/{article}/annotations");
        let text = Text { source: format!("/v1/articles/{article}/text"), index: text.map(TextIndex::new) };
        let items = marks.iter().map(|mark| text.annotation(&path, mark)).collect();
        Self { context: CONTEXT, id: path, r#type: "AnnotationPage", start_index: 0, items }
    }
}

/// The text that annotations are about.
struct Text<'a> {
    source: String,
    index: Option<TextIndex<'a>>,
}

impl Text<'_> {
    fn annotation(&self, path: &str, mark: &Mark) -> Annotation {
        let (motivation, mut body) = match mark.kind {
            Kind::Section(kind) => ("classifying", vec![textual(kind.as_str(), "classifying")]),
            Kind::Name(_) => ("identifying", mark.entity.as_ref().map(|entity| agent(entity, None)).into_iter().collect()),
            Kind::Quote(_) => ("describing", said(mark)),
            Kind::Verbatim | Kind::Speaker | Kind::Cue | Kind::Addressee => ("linking", link(mark).into_iter().collect()),
        };
        if mark.confidence < 1.0 {
            body.push(textual(&mark.confidence.to_string(), "assessing"));
        }
        let id = if let Kind::Quote(_) = mark.kind { address(&mark.id) } else { format!("{path}#{}", mark.id) };
        let by_words = !matches!(mark.kind, Kind::Section(_));
        let target = mark.spans.iter().map(|span| self.target(span, by_words)).collect();
        Annotation { id, r#type: "Annotation", motivation, body, target }
    }

    fn target(&self, span: &Span, by_words: bool) -> AnnotationTarget {
        let none = AnnotationSelector { r#type: "", start: None, end: None, exact: None, prefix: None, suffix: None };
        let position = AnnotationSelector { r#type: "TextPositionSelector", start: Some(span.start), end: Some(span.end), ..none };
        let mut selector = vec![position];
        if let (true, Some(exact)) = (by_words, &span.exact) {
            let slice = |start: u32, end: u32| {
                self.index.as_ref().and_then(|index| index.slice(start, end.min(index.characters()))).map(str::to_owned)
            };
            let prefix = slice(span.start.saturating_sub(AFFIX), span.start);
            let suffix = slice(span.end, span.end.saturating_add(AFFIX));
            let words =
                AnnotationSelector { r#type: "TextQuoteSelector", start: None, end: None, exact: Some(exact.clone()), prefix, suffix };
            selector.push(words);
        }
        AnnotationTarget { r#type: "SpecificResource", source: self.source.clone(), selector }
    }
}

/// The address of a quote, which is also that of its annotation.
fn address(quote: &str) -> String {
    format!("/v1/quotes/{quote}")
}

/// What is said of a quote: its summary or its words, how it is reported, who speaks, to whom, when and where.
fn said(mark: &Mark) -> Vec<AnnotationBody> {
    let words: Option<Vec<&str>> = mark.spans.iter().map(|span| span.exact.as_deref()).collect();
    let described = mark.summary.clone().or_else(|| words.map(|words| words.join(" […] ")));
    let mut body: Vec<AnnotationBody> = described.iter().map(|said| textual(said, "describing")).collect();
    body.extend(mark.entity.as_ref().map(|entity| agent(entity, None)));
    body.push(textual(&mark.kind.label().to_lowercase(), "classifying"));
    body.extend(mark.addressee.as_ref().map(|entity| agent(entity, Some("addressee"))));
    body.extend(mark.said_on.as_ref().map(|date| textual(date.as_str(), &own("said_on"))));
    body.extend(mark.occasion.as_ref().map(|occasion| textual(occasion, &own("occasion"))));
    body
}

/// Which quote a part belongs to, and as what.
fn link(mark: &Mark) -> Option<AnnotationBody> {
    let purpose = Some(own(&mark.kind.label().to_lowercase()));
    Some(AnnotationBody { id: Some(address(mark.quote.as_ref()?)), r#type: "Annotation", value: None, name: None, purpose })
}

fn own(purpose: &str) -> String {
    format!("{OWN}{purpose}")
}

fn textual(value: &str, purpose: &str) -> AnnotationBody {
    AnnotationBody { id: None, r#type: "TextualBody", value: Some(value.to_owned()), name: None, purpose: Some(purpose.to_owned()) }
}

fn agent(entity: &EntityRef, purpose: Option<&str>) -> AnnotationBody {
    let (r#type, path) = match entity.r#type {
        EntityType::Person => ("Person", "people"),
        EntityType::Organisation => ("Organization", "organisations"),
    };
    let id = Some(format!("/v1/{path}/{}", entity.id));
    AnnotationBody { id, r#type, value: None, name: Some(entity.name.clone()), purpose: purpose.map(own) }
}
