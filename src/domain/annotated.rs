//! One article with everything marked in it: what the pipeline hands to the store.

use super::{Article, EntityType, Mention, Quote};

/// An article, its text where it is held, and all of its marks.
#[derive(Debug, Clone)]
pub struct AnnotatedArticle {
    /// The article's record.
    pub article: Article,
    /// The document's text, where it is held.
    pub text: Option<String>,
    /// What the article says of the people and organisations named in it.
    pub entities: Vec<EntityInArticle>,
    /// Where they are named, in order.
    pub mentions: Vec<Mention>,
    /// What they say, in order.
    pub quotes: Vec<Quote>,
}

/// A person or an organisation as one article presents it.
#[derive(Debug, Clone)]
pub struct EntityInArticle {
    /// Its id over the whole dataset.
    pub id: String,
    /// Whether it is a person or an organisation.
    pub r#type: EntityType,
    /// The name it goes by.
    pub name: String,
    /// What the article says it is.
    pub roles: Vec<String>,
}
