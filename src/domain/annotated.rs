//! One article with everything marked in it: what the pipeline hands to the store.

use super::{Article, ArticleRef, EntityRef, EntityType, Mention, Quote, id::DIGEST_DIGITS};

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

/// How many hex digits of the hash stand in ids where the usual number would make two documents' ids the same.
const LONG_DIGEST_DIGITS: usize = 2 * DIGEST_DIGITS;

impl AnnotatedArticle {
    /// Gives the article and all of its marks ids with twice as many digits of the document's hash: for a document whose usual digits another
    /// one has too, which happens about once in every hundred thousand.
    pub fn lengthen_ids(&mut self) {
        let sha256 = self.article.sha256.clone();
        let (Some(short), Some(long)) = (sha256.get(..DIGEST_DIGITS), sha256.get(..LONG_DIGEST_DIGITS)) else { return };
        if let Some(title) = self.article.id.strip_suffix(short) {
            self.article.id = format!("{title}{long}");
        }
        let marks = self.mentions.iter_mut().map(|mention| &mut mention.id).chain(self.quotes.iter_mut().map(|quote| &mut quote.id));
        for id in marks {
            if let Some(rest) = id.strip_prefix(short) {
                *id = format!("{long}{rest}");
            }
        }
        let id = self.article.id.clone();
        self.article_refs().for_each(|article| article.id.clone_from(&id));
    }

    /// Gives the publisher another form of its name.
    pub fn rename_source(&mut self, name: &str) {
        if let Some(source) = &mut self.article.source {
            name.clone_into(&mut source.name);
        }
        self.article_refs().filter_map(|article| article.source.as_mut()).for_each(|source| name.clone_into(&mut source.name));
    }

    /// Replaces entities by others, wherever they stand: `new` gives what is to stand for one.
    pub fn replace_entities(&mut self, new: impl Fn(&str) -> Option<EntityRef>) {
        for entity in &mut self.entities {
            if let Some(EntityRef { id, r#type, name }) = new(&entity.id) {
                (entity.id, entity.r#type, entity.name) = (id, r#type, name);
            }
        }
        let in_quotes = self
            .quotes
            .iter_mut()
            .flat_map(|quote| quote.speaker.as_mut().into_iter().chain(quote.addressee.as_mut()).chain(quote.about.iter_mut()));
        for reference in self.mentions.iter_mut().map(|mention| &mut mention.entity).chain(in_quotes) {
            if let Some(replacement) = new(&reference.id) {
                *reference = replacement;
            }
        }
    }

    fn article_refs(&mut self) -> impl Iterator<Item = &mut ArticleRef> {
        self.mentions.iter_mut().map(|mention| &mut mention.article).chain(self.quotes.iter_mut().map(|quote| &mut quote.article))
    }
}
