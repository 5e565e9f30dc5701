//! Entities that articles call otherwise, and that are one.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::EntityType;

/// An entity as all articles together know it.
#[derive(Debug, Clone)]
pub struct SeenEntity {
    /// Its id.
    pub id: String,
    /// Whether it is a person or an organisation.
    pub r#type: EntityType,
    /// The name it goes by.
    pub name: String,
    /// Every form of the name in the articles.
    pub written: Vec<String>,
    /// What articles say it is.
    pub roles: Vec<String>,
    /// Places where it is named.
    pub mentions: u32,
    /// Whether a sidecar names it, whoever made that: two of these are never one.
    pub is_curated: bool,
}

/// Two entities that are one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// The id that goes.
    pub from: String,
    /// The id that stays.
    pub into: String,
    /// Why, in words.
    pub reason: String,
}

/// A name that articles use for an entity, and that had an id of its own until a curator, or the dataset as a whole, told that both are one.
/// The id is answered with a 308 to the entity's record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Merged {
    /// The id that the name alone would have.
    #[schema(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", example = "sergey-lavrov")]
    pub id: String,
    /// Why both are one; `curated` where a sidecar says so.
    #[schema(example = "\"Sergey Lavrov\" and \"Sergei Lavrov\" are spellings of one name")]
    pub reason: String,
}
