//! What an annotated article is: plain types without input or output, which are also the shapes on the wire.

pub mod annotated;
pub mod article;
pub mod context;
pub mod dataset;
pub mod date;
pub mod entity;
pub mod id;
pub mod mention;
pub mod quote;
pub mod source;
pub mod span;

pub use annotated::{AnnotatedArticle, EntityInArticle};
pub use article::{Article, ArticleCounts, ArticleRef, Inferred, Section, SectionKind, TextStatus};
pub use dataset::{Dataset, DatasetCounts, DatasetRef};
pub use date::PartialDate;
pub use entity::{Entity, EntityCounts, EntityRef, EntityType, NameAsWritten, Role};
pub use mention::Mention;
pub use quote::{Quote, QuoteType};
pub use source::{Source, SourceCounts, SourceRef};
pub use span::Span;
