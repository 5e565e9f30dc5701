//! What filters ask of articles.

use rusqlite::Connection;

use super::{
    Columns,
    filter::{ColumnTest, all_of, rows_with_ids},
    load::ArticleColumns,
    selection::Bits,
};
use crate::{
    domain::TextStatus,
    store::{ReadError, articles::ArticleQuery, scope::ArticleScope},
};

/// What articles can be asked, but for full-text search and who has a part in them.
pub struct ArticleTest<'a> {
    articles: &'a ArticleColumns,
    columns: Vec<ColumnTest<'a>>,
    /// Rows of the table, and whether they are the ones or are not.
    rows: Vec<(Bits, bool)>,
}

impl<'a> ArticleTest<'a> {
    /// Reads a scope.
    pub fn of_scope(columns: &'a Columns, connection: &Connection, scope: &ArticleScope) -> Result<Self, ReadError> {
        let articles = columns.articles(connection)?;
        let mut rows = Vec::new();
        for (ids, wanted) in [(&scope.article, true), (&scope.article_not, false)].into_iter().filter(|(ids, _)| !ids.is_empty()) {
            rows.push((Bits::of(&rows_with_ids(connection, "articles", ids)?), wanted));
        }
        let mut test = Self { articles, columns: Vec::new(), rows };
        if !scope.source.is_empty() || !scope.source_not.is_empty() {
            let all = &articles.all_sources;
            test.columns.push(ColumnTest::of(&articles.sources, &all.numbers, |number| {
                let source = number.checked_sub(1).map(|place| &all.texts[place as usize]);
                (scope.source.is_empty() || source.is_some_and(|source| scope.source.contains(source)))
                    && source.is_none_or(|source| !scope.source_not.contains(source))
            }));
        }
        if scope.from.is_some() || scope.to.is_some() {
            test.columns.push(ColumnTest::of(&articles.dates, &articles.all_dates, |date| {
                date.as_ref().is_some_and(|date| {
                    scope.from.as_ref().is_none_or(|from| date.first() >= from.first())
                        && scope.to.as_ref().is_none_or(|to| date.last() <= to.last())
                })
            }));
        }
        if !scope.language.is_empty() || !scope.language_not.is_empty() {
            test.columns.push(ColumnTest::of(&articles.classes, &articles.all_classes, |class| {
                (scope.language.is_empty() || scope.language.contains(&class.language)) && !scope.language_not.contains(&class.language)
            }));
        }
        Ok(test)
    }

    /// Reads a filter of the list of articles.
    pub fn of(columns: &'a Columns, connection: &Connection, query: &ArticleQuery) -> Result<Self, ReadError> {
        let (mut test, article) = (Self::of_scope(columns, connection, &query.scope)?, &query.article);
        if !article.annotator.is_empty() || !article.text_status.is_empty() {
            let status = |held: bool| if held { TextStatus::Held } else { TextStatus::Withheld };
            test.columns.push(ColumnTest::of(&test.articles.classes, &test.articles.all_classes, |class| {
                (article.annotator.is_empty() || article.annotator.contains(&class.annotator))
                    && (article.text_status.is_empty() || article.text_status.contains(&status(class.held)))
            }));
        }
        Ok(test)
    }

    /// Whether it asks nothing.
    pub fn is_open(&self) -> bool {
        self.columns.is_empty() && self.rows.is_empty()
    }

    /// Whether an article is what is asked for.
    #[inline]
    pub fn holds(&self, article: u32) -> bool {
        let is_row = |(rows, wanted): &(Bits, bool)| rows.contains(self.articles.rows.get(article as usize)) == *wanted;
        self.columns.iter().all(|test| test.holds(article)) && self.rows.iter().all(is_row)
    }

    /// All articles that are; none where it asks nothing.
    pub fn rows(&self) -> Option<Bits> {
        let of_table = |(rows, wanted): &(Bits, bool)| {
            let mut places = Bits::default();
            (0_u32..)
                .zip(self.articles.rows.iter())
                .filter(|(_, row)| rows.contains(*row) == *wanted)
                .for_each(|(place, _)| places.insert(place));
            places
        };
        all_of(self.columns.iter().map(ColumnTest::rows).chain(self.rows.iter().map(of_table)))
    }
}
