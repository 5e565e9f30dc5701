//! Articles: what they can be filtered and sorted by, and their texts.

use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use super::{
    Conditions, Resource, Snapshot, SortKey,
    conditions::json,
    page::parse,
    scope::{ArticleScope, Named, sections_or_default},
    search::Search,
};
use crate::domain::{Article, EntityRef, EntityType, Mention, Quote, SectionKind, TextStatus};

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

    fn conditions(filter: &ArticleQuery, conditions: &mut Conditions) {
        let article = &filter.article;
        if let Some(Ok(search)) = article.q.as_deref().map(Search::parse) {
            let mut columns = sections_or_default(&article.section);
            if article.section.is_empty() {
                columns.extend(["abstract", "quotes"]);
            }
            search.push(conditions, "t.rowid", "article_search", &columns);
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
    pub async fn article_text(&self, id: &str) -> Result<Option<ArticleText>, sqlx::Error> {
        let text: Option<Option<String>> =
            sqlx::query_scalar("SELECT text FROM articles WHERE id = ?").bind(id).fetch_optional(self.pool()).await?;
        Ok(text.map(|text| text.map_or(ArticleText::Withheld, ArticleText::Held)))
    }
}

impl Snapshot {
    /// The people and organisations named in any of these articles, outside readers' comments and site furniture, in the order of their ids.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn named_in(&self, articles: &[&str]) -> Result<Vec<EntityRef>, sqlx::Error> {
        let rows: Vec<(String, String, String)> = sqlx::query_as(
            "SELECT id, type, name FROM entities WHERE id IN
                 (SELECT entity FROM mentions WHERE article IN (SELECT value FROM json_each(?1)) AND section IN (SELECT value FROM json_each(?2)))
             ORDER BY id",
        )
        .bind(json(articles))
        .bind(json(&sections_or_default(&[])))
        .fetch_all(self.pool())
        .await?;
        let reference = |(id, r#type, name): (String, String, String)| {
            let r#type = if r#type == "person" { EntityType::Person } else { EntityType::Organisation };
            EntityRef { id, r#type, name }
        };
        Ok(rows.into_iter().map(reference).collect())
    }

    /// Everything marked in an article, in all of its sections, in order.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn marks_of(&self, article: &str) -> Result<(Vec<Mention>, Vec<Quote>), sqlx::Error> {
        let mentions: Vec<String> = sqlx::query_scalar("SELECT record FROM mentions WHERE article = ? ORDER BY start, id")
            .bind(article)
            .fetch_all(self.pool())
            .await?;
        let quotes: Vec<String> = sqlx::query_scalar("SELECT record FROM quotes WHERE article = ? ORDER BY start, id")
            .bind(article)
            .fetch_all(self.pool())
            .await?;
        let mentions = mentions.iter().map(|record| parse(record)).collect::<Result<_, _>>()?;
        Ok((mentions, quotes.iter().map(|record| parse(record)).collect::<Result<_, _>>()?))
    }
}
