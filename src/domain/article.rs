//! Articles: what is known of a document, and how its text is divided.

use std::collections::HashSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{EntityType, Mention, PartialDate, Quote, QuoteType, SourceRef};

/// One news article of the dataset, with its metadata, its sections, and the counts of what it holds.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Article {
    /// Title slug and the first eight hex digits of the document's SHA-256: the same whenever the same document is seeded.
    #[schema(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", example = "russias-lavrov-says-reset-with-u-s-cannot-last-forever-f50b6904")]
    pub id: String,
    /// The headline as the document gives it.
    pub title: String,
    /// Where the publisher keeps the article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub url: Option<String>,
    /// The publisher.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub source: Option<SourceRef>,
    /// The news agency that supplied the report, where the text names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Reuters")]
    pub agency: Option<String>,
    /// The authors named in the byline.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// The editors named in the byline.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub editors: Vec<String>,
    /// The day of publication, or the month or year where no more is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub published: Option<PartialDate>,
    /// The moment of publication (RFC 3339), only where the text states day, time and zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = DateTime, example = "2012-10-03T03:09:00-04:00")]
    pub published_at: Option<String>,
    /// The place before the first words of a report, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "MOSCOW")]
    pub dateline: Option<String>,
    /// Language of the text (BCP 47).
    #[schema(example = "en")]
    pub language: String,
    /// What the text does not state itself, and how it was inferred.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inferred: Vec<Inferred>,
    /// What the article says, in the curator's own words.
    #[serde(default, rename = "abstract", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub abstract_text: Option<String>,
    /// Whether the API holds and serves the article's text.
    pub text_status: TextStatus,
    /// SHA-256 of the text in UTF-8, in hex: what every offset refers to. For a document of plain UTF-8 text this is its file's own hash.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub sha256: String,
    /// Length of the text in code points.
    pub characters: u32,
    /// Length of the text in UTF-16 code units.
    pub characters_utf16: u32,
    /// Runs of one kind, in order, which cover everything but blanks and never overlap.
    pub sections: Vec<Section>,
    /// How much is marked in it. Readers' comments and site furniture are not counted.
    pub counts: ArticleCounts,
    /// Who marked the article: `curated`, or the program's rules with their version.
    #[schema(example = "curated")]
    pub annotator: String,
    /// The documents that it came from, in the order in which they were read: more than one where the same text was found again. At most a
    /// hundred are listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub origins: Vec<Origin>,
}

/// A document that an article's text came from: a file, or a record within one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Origin {
    /// Its path relative to the folder that was given, or its file's name. For a record, `#` follows with its own id, or
    /// else its line, or its place in an array.
    #[schema(example = "2014/reset.html")]
    pub name: String,
    /// SHA-256 of its bytes as they were found, in hex; of a compressed file, those that it unpacks to.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub sha256: String,
    /// What kind of document it was.
    #[schema(example = "text/html")]
    pub media_type: String,
    /// The encoding that its text was read in, by the WHATWG's name for it.
    #[schema(example = "utf-8")]
    pub encoding: String,
}

/// The most origins that an article's record lists.
pub const MAX_ORIGINS: usize = 100;

/// What of an article stands beside a quote or a mention of it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ArticleRef {
    /// The article's identifier.
    #[schema(example = "russias-lavrov-says-reset-with-u-s-cannot-last-forever-f50b6904")]
    pub id: String,
    /// The headline.
    pub title: String,
    /// The publisher.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub source: Option<SourceRef>,
    /// The day, month or year of publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub published: Option<PartialDate>,
}

impl Article {
    /// The short form that stands beside the article's quotes and mentions.
    #[must_use]
    pub fn to_ref(&self) -> ArticleRef {
        ArticleRef { id: self.id.clone(), title: self.title.clone(), source: self.source.clone(), published: self.published.clone() }
    }
}

/// Whether an article's text is at hand: `held`, and served; or `withheld`, because it belongs to its publisher. New values may be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TextStatus {
    /// The text is held, and `/v1/articles/{id}/text` serves it.
    Held,
    /// The text belongs to its publisher and was not at hand at seeding: metadata, quotes and names are served without it.
    Withheld,
}

/// A piece of metadata that the document does not state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Inferred {
    /// The name of the property that was inferred.
    #[schema(example = "published")]
    pub field: String,
    /// What it was inferred from.
    pub basis: String,
}

/// A run of text of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// What the run is.
    pub kind: SectionKind,
    /// First code point.
    pub start: u32,
    /// The code point after the last one.
    pub end: u32,
    /// First UTF-16 code unit.
    pub start_utf16: u32,
    /// The UTF-16 code unit after the last one.
    pub end_utf16: u32,
}

/// What a run of an article's text is: `title`, `standfirst` (the summary under it), `byline`, `dateline` (the place before the first words),
/// `date`, `heading` (between paragraphs), `body`, `caption` and `credit` of pictures, `bio` (about the author), `footnote`; and what is not the
/// article: `comment` and `comment_meta` (readers' comments and their headers), `promo` (links to other stories), `boilerplate` (furniture of the
/// site), `spam`. New values may be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SectionKind {
    /// The headline.
    Title,
    /// The summary under the headline.
    Standfirst,
    /// Who wrote, reported or edited it.
    Byline,
    /// Place (and agency) before the first words.
    Dateline,
    /// The date line of its own.
    Date,
    /// A heading between paragraphs.
    Heading,
    /// The article itself.
    Body,
    /// The words under a picture.
    Caption,
    /// Who made a picture.
    Credit,
    /// About the author.
    Bio,
    /// Notes and references.
    Footnote,
    /// What readers wrote below the article.
    Comment,
    /// The headers of readers' comments.
    CommentMeta,
    /// A link to another story in the midst of this one.
    Promo,
    /// Furniture of the site.
    Boilerplate,
    /// Link spam.
    Spam,
}

impl SectionKind {
    /// Every kind, in the order of the description.
    pub const ALL: [Self; 16] = [
        Self::Title,
        Self::Standfirst,
        Self::Byline,
        Self::Dateline,
        Self::Date,
        Self::Heading,
        Self::Body,
        Self::Caption,
        Self::Credit,
        Self::Bio,
        Self::Footnote,
        Self::Comment,
        Self::CommentMeta,
        Self::Promo,
        Self::Boilerplate,
        Self::Spam,
    ];

    /// Whether it is left out of search, counts and lists unless `section=` asks for it: readers' comments and site furniture.
    #[must_use]
    pub fn is_furniture(self) -> bool {
        matches!(self, Self::Comment | Self::CommentMeta | Self::Promo | Self::Boilerplate | Self::Spam)
    }

    /// The name on the wire and in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Standfirst => "standfirst",
            Self::Byline => "byline",
            Self::Dateline => "dateline",
            Self::Date => "date",
            Self::Heading => "heading",
            Self::Body => "body",
            Self::Caption => "caption",
            Self::Credit => "credit",
            Self::Bio => "bio",
            Self::Footnote => "footnote",
            Self::Comment => "comment",
            Self::CommentMeta => "comment_meta",
            Self::Promo => "promo",
            Self::Boilerplate => "boilerplate",
            Self::Spam => "spam",
        }
    }
}

/// What an article holds outside readers' comments and site furniture.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct ArticleCounts {
    /// Quotes of all types.
    pub quotes: u32,
    /// Quotes of full clauses within quotation marks.
    pub direct: u32,
    /// The journalist's sentences with quoted words in them.
    pub mixed: u32,
    /// Reported speech without marks.
    pub indirect: u32,
    /// Different people named.
    pub people: u32,
    /// Different organisations named.
    pub organisations: u32,
    /// Places where a person or an organisation is named.
    pub mentions: u32,
}

impl ArticleCounts {
    /// Counts an article's marks.
    #[must_use]
    pub fn of(mentions: &[Mention], quotes: &[Quote]) -> Self {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let visible = || mentions.iter().filter(|mention| !mention.section.is_furniture());
        let named = |r#type: EntityType| {
            let ids: HashSet<_> = visible().filter(|mention| mention.entity.r#type == r#type).map(|mention| &mention.entity.id).collect();
            count(ids.len())
        };
        let of_type = |r#type: QuoteType| count(quotes.iter().filter(|quote| quote.r#type == r#type).count());
        Self {
            quotes: count(quotes.len()),
            direct: of_type(QuoteType::Direct),
            mixed: of_type(QuoteType::Mixed),
            indirect: of_type(QuoteType::Indirect),
            people: named(EntityType::Person),
            organisations: named(EntityType::Organisation),
            mentions: count(visible().count()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_kind_is_written_as_serde_writes_it() {
        for kind in SectionKind::ALL {
            assert_eq!(serde_json::to_value(kind).expect("a string"), kind.as_str());
        }
    }
}
