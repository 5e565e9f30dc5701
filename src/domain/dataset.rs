//! The dataset as a whole: what a researcher cites.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::PartialDate;

/// The dataset that a server answers from.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Dataset {
    /// Twelve hex digits that change with any record: the same version gives the same answers, byte for byte.
    #[schema(pattern = "^[0-9a-f]{12}$")]
    pub version: String,
    /// The name of the collection.
    pub title: String,
    /// What the records may be used for.
    pub licence: String,
    /// Where the records come from and how they were made.
    pub provenance: String,
    /// The program that built the snapshot, with its version.
    #[schema(example = "onrecord/0.1.0")]
    pub generator: String,
    /// The version of the snapshot's tables.
    pub schema_version: u32,
    /// The date of the earliest article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub first_published: Option<PartialDate>,
    /// The date of the latest article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub last_published: Option<PartialDate>,
    /// How much it holds.
    pub counts: DatasetCounts,
}

/// How much a dataset holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DatasetCounts {
    /// Articles.
    pub articles: u32,
    /// Articles whose text is held.
    pub texts_held: u32,
    /// Publishers.
    pub sources: u32,
    /// People named outside readers' comments and site furniture.
    pub people: u32,
    /// Organisations named outside readers' comments and site furniture.
    pub organisations: u32,
    /// Places where a person or an organisation is named, outside readers' comments and site furniture.
    pub mentions: u32,
    /// Quotes.
    pub quotes: u32,
}

/// The dataset that a list was drawn from.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct DatasetRef {
    /// The dataset's version.
    #[schema(pattern = "^[0-9a-f]{12}$")]
    pub version: String,
}
