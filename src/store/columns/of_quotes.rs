//! What filters ask of quotes.

use rusqlite::Connection;

use super::{
    Columns,
    filter::{Allowed, allowed, passes},
    load::QuoteColumns,
    of_articles::ScopeTest,
};
use crate::store::{
    ReadError,
    quotes::{QuoteQuery, Variants},
};

/// What the list of quotes can be asked, but for full-text search and who has a part in them.
pub struct QuoteTest<'a> {
    quotes: &'a QuoteColumns,
    scope: ScopeTest<'a>,
    cues: Allowed,
    classes: Allowed,
    confidences: Allowed,
}

/// The article of the quote that was asked about last: quotes are asked about in order.
pub struct OfArticle {
    article: u32,
    is_in_scope: bool,
}

impl<'a> QuoteTest<'a> {
    /// Reads a filter.
    pub fn of(columns: &'a Columns, connection: &Connection, query: &QuoteQuery) -> Result<Self, ReadError> {
        let (quotes, quote) = (columns.quotes(connection)?, &query.quote);
        let cues = &quotes.all_cues;
        let asks_class = !quote.r#type.is_empty() || !quote.section.is_empty() || !quote.annotator.is_empty() || quote.variants.is_some();
        Ok(Self {
            quotes,
            scope: ScopeTest::of(columns, connection, &query.scope)?,
            cues: allowed(&cues.numbers, !quote.cue.is_empty(), |number| {
                number.checked_sub(1).is_some_and(|place| quote.cue.contains(&cues.texts[place as usize]))
            }),
            classes: allowed(&quotes.all_classes, asks_class, |class| {
                (quote.r#type.is_empty() || quote.r#type.iter().any(|kind| kind.as_str() == class.r#type))
                    && (quote.section.is_empty() || quote.section.iter().any(|kind| kind.as_str() == class.section))
                    && (quote.annotator.is_empty() || quote.annotator.contains(&class.annotator))
                    && match quote.variants {
                        Some(Variants::Exclude) => !class.is_variant,
                        Some(Variants::Only) => class.has_variants,
                        None => true,
                    }
            }),
            confidences: allowed(&quotes.all_confidences, quote.min_confidence.is_some(), |confidence| {
                quote.min_confidence.is_none_or(|least| *confidence >= least)
            }),
        })
    }

    /// Whether it asks nothing.
    pub fn is_open(&self) -> bool {
        self.scope.is_open() && [&self.cues, &self.classes, &self.confidences].into_iter().all(Option::is_none)
    }

    /// What is known of the first article.
    pub fn first(&self) -> OfArticle {
        OfArticle { article: 0, is_in_scope: self.quotes.starts.len() > 1 && self.scope.holds(0) }
    }

    /// Whether a quote is what is asked for.
    #[inline]
    pub fn holds(&self, quote: u32, last: &mut OfArticle) -> bool {
        if quote >= self.quotes.starts[last.article as usize + 1] {
            last.article = self.quotes.article(quote, last.article);
            last.is_in_scope = self.scope.holds(last.article);
        }
        let place = quote as usize;
        last.is_in_scope
            && (self.cues.is_none() || passes(&self.cues, self.quotes.cues.get(place)))
            && (self.classes.is_none() || passes(&self.classes, self.quotes.classes.get(place)))
            && (self.confidences.is_none() || passes(&self.confidences, self.quotes.confidences.get(place)))
    }
}
