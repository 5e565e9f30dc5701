//! Marks become annotations.

use super::{Annotation, AnnotationAgent, AnnotationBody, AnnotationSelector, AnnotationSource, AnnotationTarget, OWN, RIGHTS};
use crate::{
    domain::{Article, EntityRef, EntityType, Motivation, Span, span::TextIndex},
    exchange::{
        base::Base,
        marks::{Kind, Mark},
    },
};

/// How many code points before and after its words a `TextQuoteSelector` gives.
const AFFIX: u32 = 32;

/// An article whose marks become annotations.
#[derive(Debug)]
pub struct Annotated<'a> {
    base: Base<'a>,
    article: &'a Article,
    text: Option<TextIndex<'a>>,
}

impl<'a> Annotated<'a> {
    /// An article; `text` is there where it is held.
    #[must_use]
    pub fn new(base: Base<'a>, article: &'a Article, text: Option<&'a str>) -> Self {
        Self { base, article, text: text.map(TextIndex::new) }
    }

    /// The annotation that a mark is.
    #[must_use]
    pub fn annotation(&self, mark: &Mark) -> Annotation {
        let mut body = match mark.kind {
            Kind::Section(kind) => vec![textual(kind.as_str(), Motivation::Classifying.as_str())],
            Kind::Name(_) => mark.entity.as_ref().map(|entity| self.named(entity)).into_iter().collect(),
            Kind::Quote(_) => self.said(mark),
            Kind::Verbatim | Kind::Speaker | Kind::Cue | Kind::Addressee => {
                let purpose = own(&mark.kind.label().to_lowercase());
                mark.quote.as_ref().map(|quote| self.quote(quote, purpose)).into_iter().collect()
            }
        };
        if mark.confidence < 1.0 {
            body.push(textual(&mark.confidence.to_string(), "assessing"));
        }
        let by_words = !matches!(mark.kind, Kind::Section(_));
        Annotation {
            context: None,
            id: self.base.iri(&format!("/v1/articles/{}/annotations#{}", self.article.id, mark.id)),
            r#type: "Annotation",
            motivation: mark.kind.motivation(),
            creator: creator(&self.article.annotator),
            rights: RIGHTS,
            body,
            target: mark.spans.iter().map(|span| self.target(span, by_words)).collect(),
        }
    }

    /// What is said of a quote: its summary or its words, how it is reported, who speaks, to whom, when and where, and the quote's own record.
    fn said(&self, mark: &Mark) -> Vec<AnnotationBody> {
        let words: Option<Vec<&str>> = mark.spans.iter().map(|span| span.exact.as_deref()).collect();
        let describing = |said: &str| textual(said, Motivation::Describing.as_str());
        let in_article_language = |body| AnnotationBody { language: Some(self.article.language.clone()), ..body };
        let mut body: Vec<AnnotationBody> = match (&mark.summary, words) {
            (Some(summary), _) => vec![describing(summary)],
            (None, Some(words)) => vec![in_article_language(describing(&words.join(" […] ")))],
            (None, None) => Vec::new(),
        };
        body.extend(mark.entity.as_ref().map(|speaker| self.part(speaker, "speaker")));
        body.push(textual(&mark.kind.label().to_lowercase(), Motivation::Classifying.as_str()));
        body.extend(mark.addressee.as_ref().map(|addressee| self.part(addressee, "addressee")));
        body.extend(mark.said_on.as_ref().map(|date| textual(date.as_str(), &own("said_on"))));
        body.extend(mark.occasion.as_ref().map(|occasion| textual(occasion, &own("occasion"))));
        body.push(self.quote(&mark.id, Motivation::Linking.as_str().to_owned()));
        body
    }

    fn target(&self, span: &Span, by_words: bool) -> AnnotationTarget {
        let mut selector = vec![AnnotationSelector {
            r#type: "TextPositionSelector",
            start: Some(span.start),
            end: Some(span.end),
            ..AnnotationSelector::default()
        }];
        if let (true, Some(exact)) = (by_words, &span.exact) {
            let slice = |start: u32, end: u32| {
                self.text.as_ref().and_then(|index| index.slice(start, end.min(index.characters()))).map(str::to_owned)
            };
            selector.push(AnnotationSelector {
                r#type: "TextQuoteSelector",
                exact: Some(exact.clone()),
                prefix: slice(span.start.saturating_sub(AFFIX), span.start),
                suffix: slice(span.end, span.end.saturating_add(AFFIX)),
                ..AnnotationSelector::default()
            });
        }
        let source = self.base.iri(&format!("/v1/articles/{}/text", self.article.id));
        AnnotationTarget { r#type: "SpecificResource", source, selector }
    }

    /// Who is named.
    fn named(&self, entity: &EntityRef) -> AnnotationBody {
        let (r#type, id) = self.agent(entity);
        AnnotationBody { id: Some(id), name: Some(entity.name.clone()), ..body(r#type) }
    }

    /// Somebody in a part of theirs. The part belongs to the annotation, so it stands beside the person and not at them.
    fn part(&self, entity: &EntityRef, part: &str) -> AnnotationBody {
        let (r#type, id) = self.agent(entity);
        let source = AnnotationSource { id, r#type: Some(r#type), name: Some(entity.name.clone()) };
        AnnotationBody { source: Some(source), purpose: Some(own(part)), ..body("SpecificResource") }
    }

    /// A quote, and what it is there for.
    fn quote(&self, quote: &str, purpose: String) -> AnnotationBody {
        let source = AnnotationSource { id: self.base.iri(&format!("/v1/quotes/{quote}")), r#type: None, name: None };
        AnnotationBody { source: Some(source), purpose: Some(purpose), ..body("SpecificResource") }
    }

    fn agent(&self, entity: &EntityRef) -> (&'static str, String) {
        let (r#type, path) = match entity.r#type {
            EntityType::Person => ("Person", "people"),
            EntityType::Organisation => ("Organization", "organisations"),
        };
        (r#type, self.base.iri(&format!("/v1/{path}/{}", entity.id)))
    }
}

/// Who made an article's marks. That rules are a program is known; whoever else is named may be a person or several.
fn creator(annotator: &str) -> AnnotationAgent {
    AnnotationAgent {
        id: Some(own(&format!("annotator:{annotator}"))),
        r#type: annotator.starts_with("rules/").then_some("Software"),
        name: annotator.to_owned(),
    }
}

fn own(name: &str) -> String {
    format!("{OWN}{name}")
}

fn textual(value: &str, purpose: &str) -> AnnotationBody {
    AnnotationBody { value: Some(value.to_owned()), format: Some("text/plain"), purpose: Some(purpose.to_owned()), ..body("TextualBody") }
}

fn body(r#type: &'static str) -> AnnotationBody {
    AnnotationBody { id: None, r#type, value: None, format: None, language: None, name: None, purpose: None, source: None }
}
