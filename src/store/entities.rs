//! People and organisations: what they can be filtered and sorted by.

use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use super::{
    Conditions, Resource, SortKey,
    page::is_open,
    scope::{ArticleScope, Named, sections_or_default},
    search::Search,
};
use crate::domain::{DatasetCounts, Entity, SectionKind};

/// The list of people.
pub struct People;

/// The list of organisations.
pub struct Organisations;

/// Which people or organisations.
#[derive(Debug, Default, Clone, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct EntityFilter {
    /// Words in its names or roles: all must occur. `"a phrase"`, `word*` for a prefix, `-word` to exclude.
    #[param(required = false, nullable = false, min_length = 1, max_length = 200, example = "russian")]
    pub q: Option<String>,
    /// Named in at least this many articles of the whole dataset.
    #[param(required = false, nullable = false, minimum = 0, maximum = 1_000_000_000, example = 2)]
    pub min_articles: Option<u32>,
    /// Speaker of at least this many quotes of the whole dataset.
    #[param(required = false, nullable = false, minimum = 0, maximum = 1_000_000_000, example = 1)]
    pub min_quotes: Option<u32>,
    /// Quoted in at least this many articles of the whole dataset.
    #[param(required = false, nullable = false, minimum = 0, maximum = 1_000_000_000, example = 1)]
    pub min_quoted_articles: Option<u32>,
    /// Named in these kinds of section. Unless asked for, readers' comments and site furniture are left out.
    #[param(required = false, example = json!(["title", "body"]))]
    pub section: Vec<SectionKind>,
}

/// Everything a list of people or organisations can be narrowed by. `person` and `organisation` here are others named in the same article.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct EntityQuery {
    /// Which of them.
    #[serde(flatten)]
    pub entity: EntityFilter,
    /// Who and what else is named in the same article.
    #[serde(flatten)]
    pub named: Named,
    /// From which articles.
    #[serde(flatten)]
    pub scope: ArticleScope,
}

const SORT_KEYS: &[SortKey] = &[
    SortKey { name: "name", sql: "t.name" },
    SortKey { name: "articles", sql: "t.articles" },
    SortKey { name: "mentions", sql: "t.mentions" },
    SortKey { name: "quotes", sql: "t.quotes" },
    SortKey { name: "quoted_articles", sql: "t.quoted_articles" },
    SortKey { name: "quoted_about", sql: "t.quoted_about" },
];

impl Resource for People {
    type Record = Entity;
    type Filter = EntityQuery;
    const TABLE: &'static str = "entities";
    const ROWS: &'static str = "t.type = 'person'";
    const SORT_KEYS: &'static [SortKey] = SORT_KEYS;
    const DEFAULT_SORT: &'static [&'static str] = &["name"];

    fn known_total(filter: &EntityQuery, counts: &DatasetCounts) -> Option<u32> {
        is_open(filter).then_some(counts.people)
    }

    fn conditions(filter: &EntityQuery, conditions: &mut Conditions) {
        entity_conditions(filter, conditions);
    }
}

impl Resource for Organisations {
    type Record = Entity;
    type Filter = EntityQuery;
    const TABLE: &'static str = "entities";
    const ROWS: &'static str = "t.type = 'organisation'";
    const SORT_KEYS: &'static [SortKey] = SORT_KEYS;
    const DEFAULT_SORT: &'static [&'static str] = &["name"];

    fn known_total(filter: &EntityQuery, counts: &DatasetCounts) -> Option<u32> {
        is_open(filter).then_some(counts.organisations)
    }

    fn conditions(filter: &EntityQuery, conditions: &mut Conditions) {
        entity_conditions(filter, conditions);
    }
}

fn entity_conditions(filter: &EntityQuery, conditions: &mut Conditions) {
    let entity = &filter.entity;
    if let Some(Ok(search)) = entity.q.as_deref().map(Search::parse) {
        search.push(conditions, "t.rowid", "entity_search", &[]);
    }
    conditions.at_least("t.articles", entity.min_articles.map(f64::from));
    conditions.at_least("t.quotes", entity.min_quotes.map(f64::from));
    conditions.at_least("t.quoted_articles", entity.min_quoted_articles.map(f64::from));
    let sections = sections_or_default(&entity.section).join("', '");
    let before = "EXISTS (SELECT 1 FROM json_each(";
    let after = format!(
        ") AS e JOIN mentions AS other ON other.entity = e.value AND other.section IN ('{sections}') AND other.entity <> t.id \
         JOIN mentions AS m ON m.article = other.article AND m.entity = t.id AND m.section IN ('{sections}'))"
    );
    filter.named.push(conditions, before, &after);
    if entity.section.is_empty() && filter.scope.is_open() {
        conditions.and().push("t.mentions > 0");
        return;
    }
    let sql = conditions.and();
    sql.push(format_args!("t.id IN (SELECT entity FROM mentions AS m WHERE m.section IN ('{sections}')"));
    filter.scope.push_within(sql, "m.article");
    sql.push(")");
}
