//! Sources: what the publishers can be filtered and sorted by.

use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use super::{Conditions, Resource, SortKey, page::is_open, scope::ArticleScope};
use crate::domain::{DatasetCounts, Source};

/// The list of publishers.
pub struct Sources;

/// Which publishers.
#[derive(Debug, Default, Clone, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct SourceFilter {
    /// Published at least this many articles of the whole dataset.
    #[param(required = false, nullable = false, minimum = 0, maximum = 1_000_000_000, example = 1)]
    pub min_articles: Option<u32>,
}

/// Everything a list of publishers can be narrowed by: those that published one of the articles in scope.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct SourceQuery {
    /// Which publishers.
    #[serde(flatten)]
    pub source: SourceFilter,
    /// Of which articles.
    #[serde(flatten)]
    pub scope: ArticleScope,
}

impl Resource for Sources {
    type Record = Source;
    type Filter = SourceQuery;
    const TABLE: &'static str = "sources";
    const SORT_KEYS: &'static [SortKey] = &[
        SortKey { name: "name", sql: "t.name" },
        SortKey { name: "articles", sql: "t.articles" },
        SortKey { name: "quotes", sql: "t.quotes" },
    ];
    const DEFAULT_SORT: &'static [&'static str] = &["name"];

    fn known_total(filter: &SourceQuery, counts: &DatasetCounts) -> Option<u32> {
        is_open(filter).then_some(counts.sources)
    }

    fn conditions(filter: &SourceQuery, conditions: &mut Conditions) {
        conditions.at_least("t.articles", filter.source.min_articles.map(f64::from));
        if filter.scope.is_open() {
            conditions.and().push("t.articles > 0");
            return;
        }
        let sql = conditions.and();
        sql.push("t.id IN (SELECT a.source FROM articles AS a WHERE true");
        filter.scope.push_within(sql, "a.id");
        sql.push(")");
    }
}
