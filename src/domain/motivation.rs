//! Why an annotation was made, in the words of the W3C.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Why an annotation was made (<https://www.w3.org/TR/annotation-vocab/#motivation>): `classifying` a section, `identifying` who or what is
/// named, `describing` what was said, `linking` words to the quote that they are evidence for. New values may be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Motivation {
    /// It says what a section is.
    Classifying,
    /// It says who or what is named.
    Identifying,
    /// It says what was said, and by whom.
    Describing,
    /// It says which quote the words are evidence for.
    Linking,
}

impl Motivation {
    /// All of them, in the order in which an article's annotations come; the last two alternate.
    pub const ALL: [Self; 4] = [Self::Classifying, Self::Identifying, Self::Describing, Self::Linking];

    /// The name on the wire and in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Classifying => "classifying",
            Self::Identifying => "identifying",
            Self::Describing => "describing",
            Self::Linking => "linking",
        }
    }
}
