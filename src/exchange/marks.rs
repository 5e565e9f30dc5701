//! Marks: what is annotated of a text, flat, one record a stretch.

use std::collections::HashMap;

use crate::domain::{
    Article, EntityInArticle, EntityRef, EntityType, Mention, Motivation, PartialDate, Quote, QuotePart, QuoteType, Section, SectionKind,
    Span, quantised,
};

/// A stretch of a text, and what is said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// What it is called in its file; marks that belong to a quote refer to the quote by it.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// Where it stands: several stretches for a quote that its attribution interrupts.
    pub spans: Vec<Span>,
    /// The quote that a part belongs to.
    pub quote: Option<String>,
    /// Who is named, where that is known; for a quote, who speaks.
    pub entity: Option<EntityRef>,
    /// To whom a quote was said.
    pub addressee: Option<EntityRef>,
    /// How sure the annotator is, from 0 to 1.
    pub confidence: f64,
    /// When a quote was said.
    pub said_on: Option<PartialDate>,
    /// On which occasion.
    pub occasion: Option<String>,
    /// What was said, in the curator's words.
    pub summary: Option<String>,
    /// What the article says that the person or organisation is: at the first place that names it.
    pub roles: Vec<String>,
}

/// What a stretch of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A run of one kind.
    Section(SectionKind),
    /// A name.
    Name(EntityType),
    /// What somebody said; without a type where another tool gives none.
    Quote(Option<QuoteType>),
    /// The words in quotation marks of a mixed quote.
    Verbatim,
    /// The words that name a quote's speaker.
    Speaker,
    /// The reporting words of a quote.
    Cue,
    /// The words that name whom a quote was said to.
    Addressee,
}

impl Kind {
    /// The name that other tools are given.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Section(kind) => kind.as_str(),
            Self::Name(EntityType::Person) => "Person",
            Self::Name(EntityType::Organisation) => "Organisation",
            Self::Quote(Some(QuoteType::Direct)) => "Direct",
            Self::Quote(Some(QuoteType::Mixed)) => "Mixed",
            Self::Quote(Some(QuoteType::Indirect)) => "Indirect",
            Self::Quote(None) => "Quote",
            Self::Verbatim => "Verbatim",
            Self::Speaker => "Speaker",
            Self::Cue => "Cue",
            Self::Addressee => "Addressee",
        }
    }

    /// Why such a mark is made.
    #[must_use]
    pub fn motivation(self) -> Motivation {
        match self {
            Self::Section(_) => Motivation::Classifying,
            Self::Name(_) => Motivation::Identifying,
            Self::Quote(_) => Motivation::Describing,
            Self::Verbatim | Self::Speaker | Self::Cue | Self::Addressee => Motivation::Linking,
        }
    }

    /// What a label means, in the spellings of the tools that are read: case and everything but letters is passed over.
    #[must_use]
    pub fn labelled(label: &str) -> Option<Self> {
        let plain: String = label.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
        if let Some(kind) = plain.strip_prefix("section") {
            let is_it = |section: &SectionKind| section.as_str().replace('_', "") == kind;
            return SectionKind::ALL.into_iter().find(is_it).map(Self::Section);
        }
        Some(match plain.as_str() {
            "person" | "per" | "people" => Self::Name(EntityType::Person),
            "organisation" | "organization" | "org" | "company" | "corporation" => Self::Name(EntityType::Organisation),
            "direct" | "directquote" | "directquotation" => Self::Quote(Some(QuoteType::Direct)),
            "mixed" | "mixedquote" | "mixedquotation" => Self::Quote(Some(QuoteType::Mixed)),
            "indirect" | "indirectquote" | "indirectquotation" | "reportedspeech" => Self::Quote(Some(QuoteType::Indirect)),
            "quote" | "quotation" | "content" => Self::Quote(None),
            "verbatim" => Self::Verbatim,
            "speaker" | "source" => Self::Speaker,
            "cue" | "reportingverb" | "verb" => Self::Cue,
            "addressee" => Self::Addressee,
            _ => return None,
        })
    }
}

impl Mark {
    /// A mark of which no more is known than what and where it is.
    #[must_use]
    pub fn new(id: impl Into<String>, kind: Kind, spans: Vec<Span>) -> Self {
        Self {
            id: id.into(),
            kind,
            spans,
            quote: None,
            entity: None,
            addressee: None,
            confidence: 1.0,
            said_on: None,
            occasion: None,
            summary: None,
            roles: Vec::new(),
        }
    }

    /// Where it begins, in code points.
    #[must_use]
    pub fn start(&self) -> u32 {
        self.spans.first().map_or(0, |span| span.start)
    }

    /// Where it ends, in code points.
    #[must_use]
    pub fn end(&self) -> u32 {
        self.spans.last().map_or(0, |span| span.end)
    }
}

/// Everything marked in an article: sections, names, then quotes, each with its parts after it.
#[must_use]
pub fn marks(article: &Article, entities: &[EntityInArticle], mentions: &[Mention], quotes: &[Quote]) -> Vec<Mark> {
    let mut marks: Vec<Mark> = article.sections.iter().map(section).collect();
    // Each once: what the article says of somebody stands at the first place that names them.
    let mut roles: HashMap<&str, &[String]> = entities.iter().map(|entity| (entity.id.as_str(), entity.roles.as_slice())).collect();
    for mention in mentions {
        let mut mark = Mark::new(&mention.id, Kind::Name(mention.entity.r#type), vec![mention.span.clone()]);
        mark.confidence = mention.confidence;
        mark.entity = Some(mention.entity.clone());
        mark.roles = roles.remove(mention.entity.id.as_str()).map(<[String]>::to_vec).unwrap_or_default();
        marks.push(mark);
    }
    for said in quotes {
        marks.push(quote(said));
        marks.extend(parts(said));
    }
    marks
}

fn section(section: &Section) -> Mark {
    let Section { kind, start, end, start_utf16, end_utf16 } = *section;
    Mark::new(format!("section-{start}"), Kind::Section(kind), vec![Span { start, end, start_utf16, end_utf16, exact: None }])
}

fn quote(quote: &Quote) -> Mark {
    Mark {
        entity: quote.speaker.clone(),
        addressee: quote.addressee.clone(),
        confidence: quantised(quote.confidence),
        said_on: quote.said_on.clone(),
        occasion: quote.occasion.clone(),
        summary: quote.summary.clone(),
        ..Mark::new(&quote.id, Kind::Quote(Some(quote.r#type)), quote.content.clone())
    }
}

/// The words of a quote that have a part of their own to play.
fn parts(quote: &Quote) -> impl Iterator<Item = Mark> {
    quote.parts().map(|(part, span)| {
        let kind = match part {
            QuotePart::Verbatim => Kind::Verbatim,
            QuotePart::Speaker => Kind::Speaker,
            QuotePart::Cue => Kind::Cue,
            QuotePart::Addressee => Kind::Addressee,
        };
        let id = format!("{}-{}-{}", kind.label().to_lowercase(), quote.id, span.start);
        Mark { quote: Some(quote.id.clone()), ..Mark::new(id, kind, vec![span.clone()]) }
    })
}
