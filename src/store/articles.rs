//! Articles: what they can be filtered and sorted by, and their texts.

use rusqlite::{Connection, Row};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use utoipa::IntoParams;

use super::{
    Conditions, ReadError, Resource, Snapshot, SortKey, Sql,
    columns::TableFilter,
    conditions::json,
    counting::Countable,
    page::is_open,
    read::{row, rows},
    scope::{ArticleScope, Named, sections_or_default},
    search::Search,
};
use crate::domain::{Article, DatasetCounts, EntityRef, EntityType, Mention, Quote, SectionKind, TextStatus};

/// The list of articles.
pub struct Articles;

/// Which articles.
#[derive(Debug, Default, Clone, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ArticleFilter {
    /// Words in the title, text, abstract or quotes: all must occur. `"a phrase"`, `word*` for a prefix, `-word` to exclude.
    #[param(required = false, nullable = false, min_length = 1, max_length = 200, example = "sanctions")]
    pub q: Option<String>,
    /// In which someone of these people or organisations (ids) is quoted.
    #[param(required = false, example = json!(["sergei-lavrov"]))]
    pub speaker: Vec<String>,
    /// In which none of these people or organisations (ids) is quoted.
    #[param(required = false, example = json!(["fyodor-lukyanov"]))]
    pub speaker_not: Vec<String>,
    /// Whether the text is at hand.
    #[param(required = false, example = json!(["withheld"]))]
    pub text_status: Vec<TextStatus>,
    /// Where `q`, `person` and `organisation` look: these kinds of section only. Unless asked for, readers' comments and site furniture are left out.
    #[param(required = false, example = json!(["title", "body"]))]
    pub section: Vec<SectionKind>,
    /// Marked by any of these annotators.
    #[param(required = false, example = json!(["curated"]))]
    pub annotator: Vec<String>,
}

/// Everything a list of articles can be narrowed by.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct ArticleQuery {
    /// Which articles.
    #[serde(flatten)]
    pub article: ArticleFilter,
    /// Who and what is named in them.
    #[serde(flatten)]
    pub named: Named,
    /// Publisher, language, date.
    #[serde(flatten)]
    pub scope: ArticleScope,
}

impl Resource for Articles {
    type Record = Article;
    type Filter = ArticleQuery;
    const TABLE: &'static str = "articles";
    const SORT_KEYS: &'static [SortKey] = &[
        SortKey { name: "published", sql: "coalesce(t.published_from, '')" },
        SortKey { name: "title", sql: "t.title" },
        SortKey { name: "source", sql: "coalesce(t.source, '')" },
        SortKey { name: "quotes", sql: "t.quotes" },
        SortKey { name: "people", sql: "t.people" },
        SortKey { name: "organisations", sql: "t.organisations" },
        SortKey { name: "mentions", sql: "t.mentions" },
        SortKey { name: "characters", sql: "t.characters" },
    ];
    const DEFAULT_SORT: &'static [&'static str] = &["-published"];

    fn in_columns(filter: &ArticleQuery) -> Option<TableFilter> {
        Some(Self::table_filter(filter))
    }

    fn known_total(filter: &ArticleQuery, counts: &DatasetCounts) -> Option<u32> {
        is_open(filter).then_some(counts.articles)
    }

    fn conditions(filter: &ArticleQuery, conditions: &mut Conditions) {
        let article = &filter.article;
        if let Some(Ok(search)) = article.q.as_deref().map(Search::parse) {
            search.push(conditions, "t.rowid", "article_search", &searched_columns(article));
        }
        let statuses = article.text_status.iter().map(|status| match status {
            TextStatus::Held => "held",
            TextStatus::Withheld => "withheld",
        });
        conditions.any_of("t.text_status", &statuses.collect::<Vec<_>>());
        conditions.any_of("t.annotator", &article.annotator);
        for (relation, speakers) in [("IN", &article.speaker), ("NOT IN", &article.speaker_not)] {
            if !speakers.is_empty() {
                let sql = conditions.and();
                sql.push(format_args!("t.id {relation} (SELECT article FROM quotes WHERE speaker IN (SELECT value FROM json_each("));
                sql.push_bind(json(speakers)).push(")))");
            }
        }
        // The kinds of section are names of this program's own: nothing of the request becomes SQL.
        let sections = sections_or_default(&article.section).join("', '");
        let before = "t.id IN (SELECT m.article FROM json_each(";
        let after = format!(") AS e JOIN mentions AS m ON m.entity = e.value AND m.section IN ('{sections}'))");
        filter.named.push(conditions, before, &after);
        filter.scope.push(conditions, "t.id");
    }
}

/// The columns of the search table in which a search looks.
pub(super) fn searched_columns(article: &ArticleFilter) -> Vec<&'static str> {
    let mut columns = sections_or_default(&article.section);
    if article.section.is_empty() {
        columns.extend(["abstract", "quotes"]);
    }
    columns
}

/// An article's text, or why there is none.
#[derive(Debug, PartialEq, Eq)]
pub enum ArticleText {
    /// Exactly the text that the offsets refer to.
    Held(String),
    /// The article is here, its text is not.
    Withheld,
}

impl Snapshot {
    /// The text of an article; `None` where there is no such article.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn article_text(&self, id: &str) -> Result<Option<ArticleText>, ReadError> {
        let mut sql = Sql::new("SELECT text FROM articles WHERE id = ");
        sql.push_bind(id.to_owned());
        let text = self.readers().ask(move |connection| row(connection, &sql, |row| Ok(row.get::<_, Option<String>>(0)?))).await?;
        Ok(text.map(|text| text.map_or(ArticleText::Withheld, ArticleText::Held)))
    }

    /// The people and organisations named in any of these articles, outside readers' comments and site furniture, in the order of their ids.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn named_in(&self, articles: &[&str]) -> Result<Vec<EntityRef>, ReadError> {
        let mut sql = Sql::new(
            "SELECT id, type, name FROM entities WHERE id IN (SELECT entity FROM mentions WHERE article IN (SELECT value FROM json_each(",
        );
        sql.push_bind(json(articles)).push(")) AND section IN (SELECT value FROM json_each(").push_bind(json(&sections_or_default(&[])));
        sql.push("))) ORDER BY id");
        let reference = |row: &Row| {
            let r#type = if row.get_ref(1)?.as_str()? == "person" { EntityType::Person } else { EntityType::Organisation };
            Ok(EntityRef { id: row.get(0)?, r#type, name: row.get(2)? })
        };
        self.readers().ask(move |connection| rows(connection, &sql, reference)).await
    }

    /// Everything marked in an article, in all of its sections, in order.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn marks_of(&self, article: &str) -> Result<(Vec<Mention>, Vec<Quote>), ReadError> {
        let marks = |table: &str| {
            let mut sql = Sql::new(format!("SELECT record FROM {table} WHERE article = "));
            sql.push_bind(article.to_owned()).push(" ORDER BY start, id");
            sql
        };
        let (mentions, quotes) = (marks("mentions"), marks("quotes"));
        self.readers().ask(move |connection| Ok((records(connection, &mentions)?, records(connection, &quotes)?))).await
    }
}

fn records<T: DeserializeOwned>(connection: &Connection, sql: &Sql) -> Result<Vec<T>, ReadError> {
    rows(connection, sql, |row| Ok(serde_json::from_str(row.get_ref(0)?.as_str()?)?))
}
