//! Mentions: every place where a person or an organisation is named.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ArticleRef, EntityRef, SectionKind, Span};

/// A place in an article where a person or an organisation is named.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Mention {
    /// The first eight hex digits of the document's SHA-256, `m`, and the start in code points.
    #[schema(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", example = "f50b6904-m9")]
    pub id: String,
    /// Who or what is named.
    pub entity: EntityRef,
    /// The name as written, without honorific, title or possessive 's.
    pub span: Span,
    /// The article it stands in.
    pub article: ArticleRef,
    /// The kind of section it stands in.
    pub section: SectionKind,
    /// How sure the annotator is, from 0 to 1.
    #[schema(minimum = 0, maximum = 1, example = 1.0)]
    pub confidence: f64,
    /// Who marked it.
    #[schema(example = "curated")]
    pub annotator: String,
}
