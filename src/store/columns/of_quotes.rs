//! What filters ask of quotes.

use rusqlite::Connection;

use super::{
    Columns,
    filter::{ColumnTest, all_of},
    load::QuoteColumns,
    of_articles::ArticleTest,
    selection::Bits,
};
use crate::store::{
    ReadError,
    quotes::{QuoteQuery, Variants},
};

/// What the list of quotes can be asked, but for full-text search and who has a part in them.
pub struct QuoteTest<'a> {
    quotes: &'a QuoteColumns,
    scope: ArticleTest<'a>,
    columns: Vec<ColumnTest<'a>>,
}

/// The article of the quote that was asked about last, and whether it is in scope: quotes are asked about in order.
#[derive(Debug, Default)]
pub struct OfArticle(Option<(u32, bool)>);

impl<'a> QuoteTest<'a> {
    /// Reads a filter.
    pub fn of(columns: &'a Columns, connection: &Connection, query: &QuoteQuery) -> Result<Self, ReadError> {
        let (quotes, quote) = (columns.quotes(connection)?, &query.quote);
        let mut test = Self { quotes, scope: ArticleTest::of_scope(columns, connection, &query.scope)?, columns: Vec::new() };
        if !quote.cue.is_empty() {
            let cues = &quotes.all_cues;
            test.columns.push(ColumnTest::of(&quotes.cues, &cues.numbers, |number| {
                number.checked_sub(1).is_some_and(|place| quote.cue.contains(&cues.texts[place as usize]))
            }));
        }
        if !quote.r#type.is_empty() || !quote.section.is_empty() || !quote.annotator.is_empty() || quote.variants.is_some() {
            test.columns.push(ColumnTest::of(&quotes.classes, &quotes.all_classes, |class| {
                (quote.r#type.is_empty() || quote.r#type.iter().any(|kind| kind.as_str() == class.r#type))
                    && (quote.section.is_empty() || quote.section.iter().any(|kind| kind.as_str() == class.section))
                    && (quote.annotator.is_empty() || quote.annotator.contains(&class.annotator))
                    && match quote.variants {
                        Some(Variants::Exclude) => !class.is_variant,
                        Some(Variants::Only) => class.has_variants,
                        None => true,
                    }
            }));
        }
        if let Some(least) = quote.min_confidence {
            test.columns.push(ColumnTest::of(&quotes.confidences, &quotes.all_confidences, |confidence| *confidence >= least));
        }
        Ok(test)
    }

    /// Whether it asks nothing.
    pub fn is_open(&self) -> bool {
        self.scope.is_open() && self.columns.is_empty()
    }

    /// Whether a quote is what is asked for.
    #[inline]
    pub fn holds(&self, quote: u32, last: &mut OfArticle) -> bool {
        let is_in_scope = match last.0 {
            Some((article, is_in_scope)) if quote < self.quotes.starts[article as usize + 1] => is_in_scope,
            before => {
                let article = self.quotes.article(quote, before.map_or(0, |(article, _)| article));
                let is_in_scope = self.scope.holds(article);
                last.0 = Some((article, is_in_scope));
                is_in_scope
            }
        };
        is_in_scope && self.columns.iter().all(|test| test.holds(quote))
    }

    /// All quotes that are; none where it asks nothing.
    pub fn rows(&self) -> Option<Bits> {
        let in_scope = self.scope.rows().map(|articles| {
            let mut quotes = Bits::default();
            articles.for_each(|article| {
                let [start, end] = [article, article + 1].map(|article| self.quotes.starts[article as usize]);
                quotes.insert_range(start..end);
            });
            quotes
        });
        all_of(in_scope.into_iter().chain(self.columns.iter().map(ColumnTest::rows)))
    }
}
