//! Keyword in context: one line of a concordance.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ArticleRef, EntityRef, SectionKind, Span};

/// A place where a word or a phrase stands, with the words around it. `left`, `node` and `right`, one behind another, are the line as it is
/// printed: that of `span`, with every run of blanks and line breaks as one blank.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ConcordanceLine {
    /// The first eight hex digits of the document's SHA-256, `k`, and the start of the node in code points.
    #[schema(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", example = "4f370d43-k120")]
    pub id: String,
    /// What stands before the node in its section, as far as `context` reaches; empty where nothing does.
    #[schema(example = "The council voted to close the ")]
    pub left: String,
    /// What was searched for, as it is written in the text.
    #[schema(example = "harbour")]
    pub node: String,
    /// What stands behind the node in its section, as far as `context` reaches; empty where nothing does.
    #[schema(example = " until the end of the storm")]
    pub right: String,
    /// Where the node stands in the article's text.
    pub node_span: Span,
    /// Where the whole line stands in the article's text.
    pub span: Span,
    /// The article it stands in.
    pub article: ArticleRef,
    /// The kind of section it stands in.
    pub section: SectionKind,
    /// The quote whose content the node is part of; left out where the journalist is speaking. Of quotes within one another, the inmost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub quote: Option<QuoteOfLine>,
}

/// The quote that a place in a text is part of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QuoteOfLine {
    /// The quote's identifier.
    #[schema(example = "4f370d43-98")]
    pub id: String,
    /// Who says it. Left out where the article names nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub speaker: Option<EntityRef>,
    /// Whether the node stands within quotation marks: the speaker's own words.
    pub verbatim: bool,
}
