//! What filters ask of articles.

use rusqlite::Connection;

use super::{
    Columns,
    filter::{Allowed, allowed, passes, rows_with_ids},
    load::ArticleColumns,
    selection::Bits,
};
use crate::{
    domain::TextStatus,
    store::{ReadError, articles::ArticleQuery, scope::ArticleScope},
};

/// What a scope asks.
pub struct ScopeTest<'a> {
    articles: &'a ArticleColumns,
    sources: Allowed,
    dates: Allowed,
    classes: Allowed,
    /// Rows of articles, and whether they are the ones or are not.
    rows: Vec<(Bits, bool)>,
}

impl<'a> ScopeTest<'a> {
    /// Reads a scope.
    pub fn of(columns: &'a Columns, connection: &Connection, scope: &ArticleScope) -> Result<Self, ReadError> {
        let articles = columns.articles(connection)?;
        let all = &articles.all_sources;
        let source = |number: &u32| number.checked_sub(1).map(|place| &all.texts[place as usize]);
        let mut rows = Vec::new();
        for (ids, wanted) in [(&scope.article, true), (&scope.article_not, false)].into_iter().filter(|(ids, _)| !ids.is_empty()) {
            let mut found = Bits::default();
            rows_with_ids(connection, "articles", ids)?.into_iter().for_each(|row| found.insert(row));
            rows.push((found, wanted));
        }
        Ok(Self {
            articles,
            sources: allowed(&all.numbers, !scope.source.is_empty() || !scope.source_not.is_empty(), |number| {
                let source = source(number);
                (scope.source.is_empty() || source.is_some_and(|source| scope.source.contains(source)))
                    && source.is_none_or(|source| !scope.source_not.contains(source))
            }),
            dates: allowed(&articles.all_dates, scope.from.is_some() || scope.to.is_some(), |date| {
                date.as_ref().is_some_and(|date| {
                    scope.from.as_ref().is_none_or(|from| date.first() >= from.first())
                        && scope.to.as_ref().is_none_or(|to| date.last() <= to.last())
                })
            }),
            classes: allowed(&articles.all_classes, !scope.language.is_empty() || !scope.language_not.is_empty(), |class| {
                (scope.language.is_empty() || scope.language.contains(&class.language)) && !scope.language_not.contains(&class.language)
            }),
            rows,
        })
    }

    /// Whether it asks nothing.
    pub fn is_open(&self) -> bool {
        [&self.sources, &self.dates, &self.classes].into_iter().all(Option::is_none) && self.rows.is_empty()
    }

    /// Whether an article is in scope.
    #[inline]
    pub fn holds(&self, article: u32) -> bool {
        let place = article as usize;
        (self.sources.is_none() || passes(&self.sources, self.articles.sources.get(place)))
            && (self.dates.is_none() || passes(&self.dates, self.articles.dates.get(place)))
            && (self.classes.is_none() || passes(&self.classes, self.articles.classes.get(place)))
            && self.rows.iter().all(|(rows, wanted)| rows.contains(self.articles.rows.get(place)) == *wanted)
    }
}

/// What the list of articles can be asked, but for full-text search and who has a part in them.
pub struct ArticleTest<'a> {
    scope: ScopeTest<'a>,
    classes: Allowed,
}

impl<'a> ArticleTest<'a> {
    /// Reads a filter.
    pub fn of(columns: &'a Columns, connection: &Connection, query: &ArticleQuery) -> Result<Self, ReadError> {
        let scope = ScopeTest::of(columns, connection, &query.scope)?;
        let article = &query.article;
        let status = |held: bool| if held { TextStatus::Held } else { TextStatus::Withheld };
        let classes = allowed(&scope.articles.all_classes, !article.annotator.is_empty() || !article.text_status.is_empty(), |class| {
            (article.annotator.is_empty() || article.annotator.contains(&class.annotator))
                && (article.text_status.is_empty() || article.text_status.contains(&status(class.held)))
        });
        Ok(Self { scope, classes })
    }

    /// Whether it asks nothing.
    pub fn is_open(&self) -> bool {
        self.scope.is_open() && self.classes.is_none()
    }

    /// Whether an article is what is asked for.
    #[inline]
    pub fn holds(&self, article: u32) -> bool {
        self.scope.holds(article) && (self.classes.is_none() || passes(&self.classes, self.scope.articles.classes.get(article as usize)))
    }
}
