//! The same utterance in different articles.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Quote, QuoteType};

/// A quote as it is compared with others of the same speaker.
#[derive(Debug, Clone)]
pub struct ComparedQuote {
    /// Its id.
    pub id: String,
    /// The id of its article: quotes of one article are never variants of each other.
    pub article: String,
    /// How it is reported.
    pub r#type: QuoteType,
    /// The words that are compared, passage by passage.
    pub passages: Vec<String>,
    /// Language of the article (BCP 47).
    pub language: String,
    /// The first and the last day on which it can have been said; none where neither is known.
    pub said: Option<(Date, Date)>,
}

/// A place in a group of quotes that report the same utterance.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceInGroup {
    /// The quote's id.
    pub quote: String,
    /// The id of the group's fullest report, which all others of the group were compared with: its own for that report itself.
    pub representative: String,
    /// How alike the two are, from 0 to 1; 1 for the representative itself.
    pub score: f64,
    /// In what way they are alike.
    pub evidence: Evidence,
    /// Which words of the representative it reports: from this word …
    pub from_word: u32,
    /// … up to before this one.
    pub to_word: u32,
    /// The same number for quotes of a group in the same words, whatever their case, marks and spelling.
    pub wording: u32,
}

/// In what way two reports of an utterance are alike: `copy`, the same words, or a part of them; `edit`, nearly the same words; `rewording`,
/// other words in the same sense, as by another translator; `report`, one of them in indirect speech. New values may be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// The same words, or a part of them.
    Copy,
    /// Nearly the same words.
    Edit,
    /// Other words in the same sense, as by another translator.
    Rewording,
    /// One of the two is indirect speech.
    Report,
}

impl Evidence {
    /// The name on the wire and in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Copy => "copy",
            Self::Edit => "edit",
            Self::Rewording => "rewording",
            Self::Report => "report",
        }
    }
}

/// A quote of another article that reports the same utterance.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct QuoteVariant {
    /// The other quote's identifier.
    #[schema(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", example = "01395ce7-484")]
    pub id: String,
    /// How alike the two are where they overlap, from 0 to 1: 1 for the same words. Of two that were both compared with a third, fuller
    /// report, the lesser of their scores.
    #[schema(minimum = 0, maximum = 1, example = 0.74)]
    pub score: f64,
    /// In what way they are alike.
    pub evidence: Evidence,
    /// The other quote.
    pub quote: Quote,
}

/// For how many days before it was published an article may report what was said, where it does not say when.
const REPORTED_WITHIN: i64 = 7;

impl ComparedQuote {
    /// A quote as it is compared. Nothing of it depends on whether the article's text is at hand: of a sidecar's quotes, these are the words
    /// in quotation marks, which are always in the record; of those that the rules have marked, whose texts are never withheld, all words.
    #[must_use]
    pub fn of(quote: &Quote, language: String) -> Self {
        let verbatim = || quote.verbatim.iter().filter_map(|span| span.exact.clone()).collect();
        let text = quote.text.as_deref().filter(|_| quote.annotator.starts_with("rules/"));
        let passages = text.map_or_else(verbatim, |text| text.split(" […] ").map(str::to_owned).collect());
        let published = quote.article.published.as_ref();
        let said = quote.said_on.as_ref().map(|said| (said.first(), said.last())).or_else(|| {
            let published = published?;
            Some((published.first().saturating_sub(jiff::Span::new().days(REPORTED_WITHIN)), published.last()))
        });
        Self { id: quote.id.clone(), article: quote.article.id.clone(), r#type: quote.r#type, passages, language, said }
    }
}
