//! Sources: the publishers of the articles.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::PartialDate;

/// A publisher of articles in the dataset.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Source {
    /// Name slug.
    #[schema(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", example = "reuters")]
    pub id: String,
    /// The publisher's name.
    #[schema(example = "Reuters")]
    pub name: String,
    /// The date of its earliest article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub first_published: Option<PartialDate>,
    /// The date of its latest article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub last_published: Option<PartialDate>,
    /// How much of it the dataset holds.
    pub counts: SourceCounts,
}

/// How much of a publisher the dataset holds.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct SourceCounts {
    /// Articles it published.
    pub articles: u32,
    /// Quotes in those articles.
    pub quotes: u32,
}

/// A publisher, as it stands beside an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SourceRef {
    /// The publisher's identifier.
    #[schema(example = "reuters")]
    pub id: String,
    /// The publisher's name.
    #[schema(example = "Reuters")]
    pub name: String,
}
