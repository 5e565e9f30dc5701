//! Conditions on the article, which mean the same in every list: publisher, article, language, date, and who is named in it.

use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use super::{Conditions, Sql, conditions::json};
use crate::domain::{PartialDate, SectionKind};

/// From which articles.
#[derive(Debug, Default, Clone, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ArticleScope {
    /// Only from these publishers (ids).
    #[param(required = false, example = json!(["reuters"]))]
    pub source: Vec<String>,
    /// Not from these publishers (ids).
    #[param(required = false, example = json!(["reuters"]))]
    pub source_not: Vec<String>,
    /// Only in these articles (ids).
    #[param(required = false, example = json!(["russias-lavrov-says-reset-with-u-s-cannot-last-forever-f50b6904"]))]
    pub article: Vec<String>,
    /// Not in these articles (ids).
    #[param(required = false, example = json!(["russias-lavrov-says-reset-with-u-s-cannot-last-forever-f50b6904"]))]
    pub article_not: Vec<String>,
    /// Only in articles in these languages (BCP 47).
    #[param(required = false, example = json!(["en"]))]
    pub language: Vec<String>,
    /// Not in articles in these languages (BCP 47).
    #[param(required = false, example = json!(["en"]))]
    pub language_not: Vec<String>,
    /// Only in articles published on or after this day, month or year. An article whose date is known only to the month or year counts
    /// where all of that month or year is in range; one without a date does not.
    #[param(required = false, nullable = false, example = "2014")]
    pub from: Option<PartialDate>,
    /// Only in articles published on or before this day, or the end of this month or year.
    #[param(required = false, nullable = false, example = "2014-09")]
    pub to: Option<PartialDate>,
}

impl ArticleScope {
    /// Adds the condition that `column`, an article's id, is one of these articles.
    pub fn push(&self, conditions: &mut Conditions, column: &str) {
        if !self.is_open() {
            self.push_membership(conditions.and(), column);
        }
    }

    /// Adds the same condition inside a subquery, after an `AND`.
    pub fn push_within(&self, sql: &mut Sql, column: &str) {
        if !self.is_open() {
            self.push_membership(sql.push(" AND "), column);
        }
    }

    fn push_membership(&self, sql: &mut Sql, column: &str) {
        sql.push(format_args!("{column} IN (SELECT id FROM articles WHERE true"));
        let lists = [
            ("source IN", &self.source),
            ("coalesce(source, '') NOT IN", &self.source_not),
            ("id IN", &self.article),
            ("id NOT IN", &self.article_not),
            ("language IN", &self.language),
            ("language NOT IN", &self.language_not),
        ];
        for (condition, values) in lists.into_iter().filter(|(_, values)| !values.is_empty()) {
            sql.push(format_args!(" AND {condition} (SELECT value FROM json_each(")).push_bind(json(values)).push("))");
        }
        if let Some(from) = &self.from {
            sql.push(" AND published_from >= ").push_bind(from.first_day());
        }
        if let Some(to) = &self.to {
            sql.push(" AND published_to <= ").push_bind(to.last_day());
        }
        sql.push(")");
    }

    /// Whether nothing is asked of the article.
    pub(super) fn is_open(&self) -> bool {
        let lists = [&self.source, &self.source_not, &self.article, &self.article_not, &self.language, &self.language_not];
        lists.iter().all(|list| list.is_empty()) && self.from.is_none() && self.to.is_none()
    }
}

/// Who and what must, or must not, be named.
#[derive(Debug, Default, Clone, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Named {
    /// Any of these people (ids).
    #[param(required = false, example = json!(["sergei-lavrov"]))]
    pub person: Vec<String>,
    /// All of these people (ids).
    #[param(required = false, example = json!(["sergei-lavrov"]))]
    pub person_all: Vec<String>,
    /// None of these people (ids).
    #[param(required = false, example = json!(["joe-biden"]))]
    pub person_not: Vec<String>,
    /// Any of these organisations (ids).
    #[param(required = false, example = json!(["nato"]))]
    pub organisation: Vec<String>,
    /// All of these organisations (ids).
    #[param(required = false, example = json!(["nato"]))]
    pub organisation_all: Vec<String>,
    /// None of these organisations (ids).
    #[param(required = false, example = json!(["kommersant"]))]
    pub organisation_not: Vec<String>,
}

impl Named {
    /// Adds the conditions. `condition` gives the SQL that holds where one entity of a bound JSON array is named: what stands before and
    /// after the array.
    pub fn push(&self, conditions: &mut Conditions, before: &str, after: &str) {
        for ids in [&self.person, &self.organisation].into_iter().filter(|ids| !ids.is_empty()) {
            conditions.and().push(before).push_bind(json(ids)).push(after);
        }
        for id in self.person_all.iter().chain(&self.organisation_all) {
            conditions.and().push(before).push_bind(json(std::slice::from_ref(id))).push(after);
        }
        for ids in [&self.person_not, &self.organisation_not].into_iter().filter(|ids| !ids.is_empty()) {
            conditions.and().push("NOT ").push(before).push_bind(json(ids)).push(after);
        }
    }
}

/// The kinds of section that are searched and listed: those asked for, or all but readers' comments and site furniture.
#[must_use]
pub fn sections_or_default(asked: &[SectionKind]) -> Vec<&'static str> {
    let kinds = SectionKind::ALL.into_iter();
    if asked.is_empty() {
        kinds.filter(|kind| !kind.is_furniture()).map(SectionKind::as_str).collect()
    } else {
        kinds.filter(|kind| asked.contains(kind)).map(SectionKind::as_str).collect()
    }
}
