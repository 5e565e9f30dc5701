//! Records that were found by what somebody has of them: a few letters, a name, an address, a hash.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a record is. New values may be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecordType {
    /// A person, under `/v1/people`.
    Person,
    /// An organisation, under `/v1/organisations`.
    Organisation,
    /// A publisher, under `/v1/sources`.
    Source,
    /// An article, under `/v1/articles`.
    Article,
}

impl RecordType {
    /// Every type.
    pub const ALL: [Self; 4] = [Self::Person, Self::Organisation, Self::Source, Self::Article];

    /// The name on the wire and in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Source => "source",
            Self::Article => "article",
        }
    }

    /// The type of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == name)
    }

    /// The address of the record with this id.
    #[must_use]
    pub fn path(self, id: &str) -> String {
        let list = match self {
            Self::Person => "people",
            Self::Organisation => "organisations",
            Self::Source => "sources",
            Self::Article => "articles",
        };
        format!("/v1/{list}/{id}")
    }
}

/// A record that may be meant by what was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Suggestion {
    /// What to show: the name it goes by, or the title.
    #[schema(example = "Sergei Lavrov")]
    pub label: String,
    /// What tells it from others of the same label: the role that articles state most often, or publisher and date of an article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Russian foreign minister")]
    pub hint: Option<String>,
    /// What the record is.
    pub r#type: RecordType,
    /// The record's identifier.
    #[schema(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", example = "sergei-lavrov")]
    pub id: String,
    /// How many articles it leads to: those that name the person or organisation, those of the publisher, one for an article.
    pub count: u32,
    /// The record's address.
    #[schema(example = "/v1/people/sergei-lavrov")]
    pub path: String,
    /// How many slips were forgiven in the word that had most of them; 0 where every word is written as it begins here.
    #[schema(minimum = 0, maximum = 2, example = 0)]
    pub typos: u8,
}

/// By what a record was found, the surest first. New values may be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MatchedBy {
    /// The article's address, letter for letter.
    Url,
    /// The article's address, but for what does not tell pages apart.
    SimilarUrl,
    /// SHA-256 of the article's text.
    TextSha256,
    /// SHA-256 of a document that holds the article's text, as the document was found.
    DocumentSha256,
    /// A name as it is written in the articles, letter for letter.
    Name,
    /// A name as it is written in the articles, but for case, accents and punctuation.
    SimilarName,
}

/// A record that was looked up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Found {
    /// What the record is.
    pub r#type: RecordType,
    /// The record's identifier.
    #[schema(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", example = "sergei-lavrov")]
    pub id: String,
    /// The name it goes by, or the title.
    #[schema(example = "Sergei Lavrov")]
    pub label: String,
    /// What tells it from others of the same label: the role that articles state most often, or publisher and date of an article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Russian foreign minister")]
    pub hint: Option<String>,
    /// How many articles it leads to: those that name the person or organisation, those of the publisher, one for an article.
    pub count: u32,
    /// The record's address.
    #[schema(example = "/v1/people/sergei-lavrov")]
    pub path: String,
    /// By what it was found.
    pub matched_by: MatchedBy,
    /// What of the record matched: the address, the hash, or the name as the articles write it.
    #[schema(example = "Sergey Lavrov")]
    pub matched: String,
}
