//! W3C Web Annotations (<https://www.w3.org/TR/annotation-model/>): sections, mentions and quotes of one article.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{Article, EntityRef, EntityType, Mention, Quote, Section, Span, span::TextIndex};

/// The JSON-LD context of the annotation vocabulary.
const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

/// How many code points before and after its words a `TextQuoteSelector` gives.
const AFFIX: u32 = 32;

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
    /// Sections, then mentions, then quotes, each in the order of the text.
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
    /// Why it was made: `classifying` a section, `identifying` a name, `describing` what was said.
    #[schema(example = "identifying")]
    pub motivation: &'static str,
    /// What is said of the target.
    pub body: Vec<AnnotationBody>,
    /// Where it stands: several targets for a quote that its attribution interrupts.
    pub target: Vec<AnnotationTarget>,
}

/// What an annotation says: a text, or who is meant.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnnotationBody {
    /// The address of the person or organisation that is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub id: Option<String>,
    /// `TextualBody`, `Person` or `Organization`.
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
    /// What a text is there for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub purpose: Option<&'static str>,
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

/// Sends a page in its own media type.
pub fn respond(page: &AnnotationPage) -> Response {
    let mut response = axum::Json(page).into_response();
    let media_type = HeaderValue::from_static("application/ld+json; profile=\"http://www.w3.org/ns/anno.jsonld\"");
    response.headers_mut().insert(header::CONTENT_TYPE, media_type);
    response
}

impl AnnotationPage {
    /// Everything marked in an article; `text` is there where it is held.
    pub fn of(article: &Article, text: Option<&str>, mentions: &[Mention], quotes: &[Quote]) -> Self {
        let text = Text { source: format!("/v1/articles/{}/text", article.id), index: text.map(TextIndex::new) };
        let path = format!("/v1/articles/{}/annotations", article.id);
        let sections = article.sections.iter().map(|section| text.section(&path, section));
        let mentions = mentions.iter().map(|mention| text.mention(&path, mention));
        let quotes = quotes.iter().map(|quote| text.quote(quote));
        let items = sections.chain(mentions).chain(quotes).collect();
        Self { context: CONTEXT, id: path.clone(), r#type: "AnnotationPage", start_index: 0, items }
    }
}

/// The text that annotations are about.
struct Text<'a> {
    source: String,
    index: Option<TextIndex<'a>>,
}

impl Text<'_> {
    fn section(&self, path: &str, section: &Section) -> Annotation {
        let Section { kind, start, end, start_utf16, end_utf16 } = *section;
        let span = Span { start, end, start_utf16, end_utf16, exact: None };
        let body = vec![textual(kind.as_str(), "classifying")];
        Annotation {
            id: format!("{path}#section-{start}"),
            r#type: "Annotation",
            motivation: "classifying",
            body,
            target: vec![self.target(&span, false)],
        }
    }

    fn mention(&self, path: &str, mention: &Mention) -> Annotation {
        let body = vec![agent(&mention.entity)];
        let target = vec![self.target(&mention.span, true)];
        Annotation { id: format!("{path}#{}", mention.id), r#type: "Annotation", motivation: "identifying", body, target }
    }

    fn quote(&self, quote: &Quote) -> Annotation {
        let said = quote.summary.as_deref().or(quote.text.as_deref());
        let body = said.map(|said| textual(said, "describing")).into_iter().chain(quote.speaker.as_ref().map(agent));
        let target = quote.content.iter().map(|span| self.target(span, true)).collect();
        let id = format!("/v1/quotes/{}", quote.id);
        Annotation { id, r#type: "Annotation", motivation: "describing", body: body.collect(), target }
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

fn textual(value: &str, purpose: &'static str) -> AnnotationBody {
    AnnotationBody { id: None, r#type: "TextualBody", value: Some(value.to_owned()), name: None, purpose: Some(purpose) }
}

fn agent(entity: &EntityRef) -> AnnotationBody {
    let (r#type, path) = match entity.r#type {
        EntityType::Person => ("Person", "people"),
        EntityType::Organisation => ("Organization", "organisations"),
    };
    let id = Some(format!("/v1/{path}/{}", entity.id));
    AnnotationBody { id, r#type, value: None, name: Some(entity.name.clone()), purpose: None }
}
