//! What an annotated article is: plain types without input or output, which are also the shapes on the wire.

pub mod address;
pub mod annotated;
pub mod article;
pub mod concordance;
pub mod context;
pub mod dataset;
pub mod date;
pub mod entity;
pub mod finding;
pub mod folding;
pub mod fragment;
pub mod id;
pub mod interval;
pub mod known;
pub mod mention;
pub mod merge;
pub mod motivation;
pub mod quote;
pub mod source;
pub mod span;
pub mod timeline;
pub mod variant;

pub use annotated::{AnnotatedArticle, EntityInArticle};
pub use article::{Article, ArticleCounts, ArticleRef, Inferred, Origin, Section, SectionKind, TextStatus};
pub use concordance::{ConcordanceLine, QuoteOfLine};
pub use dataset::{Dataset, DatasetCounts, DatasetRef};
pub use date::PartialDate;
pub use entity::{Entity, EntityCounts, EntityRef, EntityType, NameAsWritten, Role};
pub use finding::{Found, MatchedBy, RecordType, Suggestion};
pub use interval::Interval;
pub use known::Known;
pub use mention::Mention;
pub use merge::{Merge, Merged, SeenEntity};
pub use motivation::Motivation;
pub use quote::{Quote, QuotePart, QuoteType};
pub use source::{Source, SourceCounts, SourceRef};
pub use span::Span;
pub use timeline::Timeline;
pub use variant::{ComparedQuote, Evidence, PlaceInGroup, QuoteVariant};

/// A confidence from 0 to 1, to four decimals: more is noise, and would not come back the same through SQL, JSON and a client's floats.
#[must_use]
pub fn quantised(confidence: f64) -> f64 {
    (confidence.clamp(0.0, 1.0) * 1e4).round() / 1e4
}
