//! What filters ask of articles.

use rusqlite::Connection;

use super::{
    Columns,
    filter::{Allowed, allowed, passes, rows_with_ids, set_of},
    ints::Found,
    load::{ArticleColumns, Named as NamedColumns, QuoteColumns},
    selection::Bits,
};
use crate::{
    domain::{SectionKind, TextStatus},
    store::{
        ReadError,
        articles::ArticleQuery,
        scope::{ArticleScope, Named},
    },
};

/// Of each set of kinds of section: whether one of them is looked at.
pub fn looked_at(all_sections: &[u32], asked: &[SectionKind]) -> Vec<bool> {
    let kinds = (0..).zip(SectionKind::ALL);
    let wanted = kinds.filter(|(_, kind)| if asked.is_empty() { !kind.is_furniture() } else { asked.contains(kind) });
    let wanted = wanted.fold(0_u32, |all, (n, _)| all | 1 << n);
    all_sections.iter().map(|sections| sections & wanted != 0).collect()
}

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

/// Of each number of an entity: whether it is one of those asked for. One of them must have a part in a record, or must not.
pub struct OneOf {
    pub set: Vec<bool>,
    pub wanted: bool,
}

/// What filters ask of who is named.
pub fn sets_of(named: &Named, set: impl Fn(&[String]) -> Result<Vec<bool>, ReadError>) -> Result<Vec<OneOf>, ReadError> {
    let any = [&named.person, &named.organisation].into_iter().map(|ids| (&ids[..], true));
    let all = named.person_all.iter().chain(&named.organisation_all).map(|id| (std::slice::from_ref(id), true));
    let none = [&named.person_not, &named.organisation_not].into_iter().map(|ids| (&ids[..], false));
    let asked = any.chain(all).chain(none).filter(|(ids, _)| !ids.is_empty());
    asked.map(|(ids, wanted)| Ok(OneOf { set: set(ids)?, wanted })).collect()
}

/// What the list of articles can be asked, but for full-text search.
pub struct ArticleTest<'a> {
    scope: ScopeTest<'a>,
    classes: Allowed,
    quoted: Option<(&'a QuoteColumns, Vec<OneOf>)>,
    /// And which sets of kinds of section are looked at.
    named: Option<(&'a NamedColumns, Vec<bool>, Vec<OneOf>)>,
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
        let set = |ids: &[String]| set_of(connection, columns.entities(connection)?, ids);
        let speakers = [(&article.speaker, true), (&article.speaker_not, false)].into_iter().filter(|(ids, _)| !ids.is_empty());
        let speakers = speakers.map(|(ids, wanted)| Ok(OneOf { set: set(ids)?, wanted })).collect::<Result<Vec<_>, ReadError>>()?;
        let named = sets_of(&query.named, set)?;
        Ok(Self {
            scope,
            classes,
            quoted: if speakers.is_empty() { None } else { Some((columns.quotes(connection)?, speakers)) },
            named: if named.is_empty() {
                None
            } else {
                let of_articles = columns.named(connection)?;
                Some((of_articles, looked_at(&of_articles.all_sections, &article.section), named))
            },
        })
    }

    /// Whether an article is what is asked for.
    #[inline]
    pub fn holds(&self, article: u32, last: &mut Found) -> bool {
        let place = article as usize;
        self.scope.holds(article)
            && (self.classes.is_none() || passes(&self.classes, self.scope.articles.classes.get(place)))
            && self.quoted.as_ref().is_none_or(|(quotes, sets)| {
                let quotes_of = quotes.starts[place] as usize..quotes.starts[place + 1] as usize;
                sets.iter().all(|one| quotes_of.clone().any(|quote| one.set[quotes.speakers.get(quote) as usize]) == one.wanted)
            })
            && self.named.as_ref().is_none_or(|(named, looked_at, sets)| {
                let all = named.entities.place(place, last);
                let is_named = |set: &[bool]| {
                    all.clone().any(|at| set[named.entities.value(at) as usize] && looked_at[named.sections.get(at) as usize])
                };
                sets.iter().all(|one| is_named(&one.set) == one.wanted)
            })
    }
}
