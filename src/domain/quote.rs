//! Quotes: who said what, in which article, and how one knows.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ArticleRef, EntityRef, PartialDate, SectionKind, Span};

/// Something said, as an article reports it, with the evidence for who said it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Quote {
    /// The first eight hex digits of the document's SHA-256 and the start of the content in code points.
    #[schema(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", example = "f50b6904-907")]
    pub id: String,
    /// How it is reported.
    pub r#type: QuoteType,
    /// What is reported: several spans where the attribution interrupts it.
    pub content: Vec<Span>,
    /// The speaker's own words: the spans within quotation marks. Empty for an indirect quote.
    pub verbatim: Vec<Span>,
    /// The content as one string, ` […] ` between its spans. Left out where the text is withheld and the content is not wholly the speaker's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub text: Option<String>,
    /// What was said, in the curator's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub summary: Option<String>,
    /// Who said it. Left out where the article names nobody: see `speaker_as_written`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub speaker: Option<EntityRef>,
    /// The words that name the speaker: a name, a pronoun, or a description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub speaker_as_written: Option<Span>,
    /// The reporting words: "said", "told", "according to".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub cue: Option<Span>,
    /// The person or organisation it was said to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub addressee: Option<EntityRef>,
    /// The words that name whom it was said to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub addressee_as_written: Option<Span>,
    /// The people and organisations named in the content.
    pub about: Vec<EntityRef>,
    /// When it was said, as precisely as the text tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub said_on: Option<PartialDate>,
    /// Where or on which occasion it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub occasion: Option<String>,
    /// The quote that reports the same utterance most fully, in another article. Left out where that is this one, and where no other article
    /// is known to report the utterance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", example = "2b272f6d-1271")]
    pub variant_of: Option<String>,
    /// How many quotes of other articles report the same utterance, or the same part of it.
    #[serde(default)]
    #[schema(minimum = 0, example = 3)]
    pub variants: u32,
    /// The article that reports it.
    pub article: ArticleRef,
    /// The address of its words on the publisher's page: the article's `url` with text directives
    /// (<https://wicg.github.io/scroll-to-text-fragment/>), which browsers follow to the words themselves. Left out where the article has no
    /// `url`, and where what is known of the text does not tell the words from others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = "uri", example = "https://example.org/gulls#:~:text=They%20are%20loud")]
    pub fragment_url: Option<String>,
    /// The kind of section it stands in.
    pub section: SectionKind,
    /// How sure the annotator is, from 0 to 1.
    #[schema(minimum = 0, maximum = 1, example = 1.0)]
    pub confidence: f64,
    /// Who marked it.
    #[schema(example = "curated")]
    pub annotator: String,
}

/// What words have to do with a quote, besides being its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuotePart {
    /// The speaker's own words within a mixed quote.
    Verbatim,
    /// They name the speaker.
    Speaker,
    /// They report.
    Cue,
    /// They name whom it was said to.
    Addressee,
}

impl Quote {
    /// The words of a quote that have a part of their own to play. Those within the marks are told only where they are not all of it.
    pub fn parts(&self) -> impl Iterator<Item = (QuotePart, &Span)> {
        let verbatim = self.verbatim.iter().filter(|_| self.r#type == QuoteType::Mixed).map(|span| (QuotePart::Verbatim, span));
        let single = [
            (QuotePart::Speaker, &self.speaker_as_written),
            (QuotePart::Cue, &self.cue),
            (QuotePart::Addressee, &self.addressee_as_written),
        ];
        verbatim.chain(single.into_iter().filter_map(|(part, span)| Some((part, span.as_ref()?))))
    }
}

/// How an article reports what was said: `direct`, full clauses within quotation marks; `mixed`, the journalist's sentence with quoted words of
/// the speaker in it; `indirect`, reported speech without marks. New values may be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuoteType {
    /// Full clauses within quotation marks: `verbatim` equals `content`.
    Direct,
    /// The journalist's sentence with quoted words of the speaker in it: `verbatim` is part of `content`.
    Mixed,
    /// Reported speech without marks: no `verbatim`.
    Indirect,
}

impl QuoteType {
    /// The name on the wire and in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Mixed => "mixed",
            Self::Indirect => "indirect",
        }
    }
}
