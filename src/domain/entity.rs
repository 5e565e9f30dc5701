//! People and organisations: one record a real person or organisation over the whole dataset.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Merged;

/// A person or an organisation, with every name seen, the roles the articles state, and counts.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Entity {
    /// Name slug, the same in every article.
    #[schema(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", example = "sergei-lavrov")]
    pub id: String,
    /// Whether it is a person or an organisation.
    pub r#type: EntityType,
    /// The name it goes by here.
    #[schema(example = "Sergei Lavrov")]
    pub name: String,
    /// Every form of the name in the articles, most frequent first.
    pub names: Vec<NameAsWritten>,
    /// What the articles say it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
    /// Names that were taken for its own over several articles, each with the reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merged: Vec<Merged>,
    /// How often it occurs in the whole dataset, whatever the list was filtered by. Readers' comments and site furniture are not counted.
    pub counts: EntityCounts,
}

/// What an entity is. New values may be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EntityType {
    /// A human being.
    Person,
    /// A company, medium, government body, party, alliance, institute, band or site.
    Organisation,
}

impl EntityType {
    /// The name on the wire and in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
        }
    }
}

/// A form of a name, as it stands in the articles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NameAsWritten {
    /// The form.
    #[schema(example = "Sergey Lavrov")]
    pub name: String,
    /// How often it stands so, in all sections.
    pub mentions: u32,
    /// In how many articles, in all sections.
    pub articles: u32,
}

/// What one article says a person or an organisation is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Role {
    /// The role.
    #[schema(example = "Russian foreign minister")]
    pub role: String,
    /// The article that states it.
    pub article: String,
}

/// How often an entity occurs.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct EntityCounts {
    /// Articles that name it.
    pub articles: u32,
    /// Places where it is named.
    pub mentions: u32,
    /// Quotes it is the speaker of.
    pub quotes: u32,
    /// Articles in which it is quoted.
    pub quoted_articles: u32,
    /// Quotes in whose words it is named.
    pub quoted_about: u32,
    /// Places where it is named in readers' comments and site furniture, which the other counts leave out.
    pub furniture_mentions: u32,
}

/// A person or an organisation, as it stands beside a quote or a mention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EntityRef {
    /// The entity's identifier.
    #[schema(example = "sergei-lavrov")]
    pub id: String,
    /// Whether it is a person or an organisation.
    pub r#type: EntityType,
    /// The name it goes by here.
    #[schema(example = "Sergei Lavrov")]
    pub name: String,
}
