//! What quotes and articles can be counted by.

use super::{
    articles::{ArticleQuery, Articles},
    counting::{Countable, Dimension, Values},
    quotes::{QuoteQuery, Quotes},
    scope::{ArticleScope, sections_or_default},
};
use crate::domain::EntityType;

impl Countable for Quotes {
    const DIMENSIONS: &'static [Dimension<QuoteQuery>] = &[
        Dimension::of_entities("speaker", Values::Row("t.speaker")),
        Dimension::of_entities("addressee", Values::Row("t.addressee")),
        Dimension::of_entities("about", Values::Many(about)),
        Dimension::of_entities("person", Values::Many(|_, name| taking_part(EntityType::Person, name))),
        Dimension::of_entities("organisation", Values::Many(|_, name| taking_part(EntityType::Organisation, name))),
        Dimension::of_sources("source", Values::Article("a.source")),
        Dimension::plain("type", Values::Row("t.type")),
        Dimension::plain("cue", Values::Row("t.cue")),
        Dimension::plain("section", Values::Row("t.section")),
        Dimension::plain("year", Values::Article("substr(a.published, 1, 4)")),
        Dimension::plain("month", Values::Article("CASE WHEN length(a.published) > 4 THEN substr(a.published, 1, 7) END")),
        Dimension::plain("language", Values::Article("a.language")),
        Dimension::plain("annotator", Values::Row("t.annotator")),
    ];
    const PUBLISHED: Values<QuoteQuery> = Values::Article("a.published");

    fn scope(filter: &QuoteQuery) -> &ArticleScope {
        &filter.scope
    }
}

impl Countable for Articles {
    const DIMENSIONS: &'static [Dimension<ArticleQuery>] = &[
        Dimension::of_entities("speaker", Values::Many(quoted)),
        Dimension::of_entities("person", Values::Many(|filter, name| named(filter, EntityType::Person, name))),
        Dimension::of_entities("organisation", Values::Many(|filter, name| named(filter, EntityType::Organisation, name))),
        Dimension::of_sources("source", Values::Row("t.source")),
        Dimension::plain("year", Values::Row("substr(t.published, 1, 4)")),
        Dimension::plain("month", Values::Row("CASE WHEN length(t.published) > 4 THEN substr(t.published, 1, 7) END")),
        Dimension::plain("language", Values::Row("t.language")),
        Dimension::plain("annotator", Values::Row("t.annotator")),
    ];
    const PUBLISHED: Values<ArticleQuery> = Values::Row("t.published");

    fn scope(filter: &ArticleQuery) -> &ArticleScope {
        &filter.scope
    }
}

/// Who and what is named in a quote's words.
fn about(_: &QuoteQuery, name: &str) -> String {
    format!("(SELECT quote, entity AS value FROM quote_about) AS {name} ON {name}.quote = t.id")
}

/// Those who say a quote, are told it, or are named in it: each once. SQLite has no lateral join but that of a table function.
fn taking_part(r#type: EntityType, name: &str) -> String {
    format!(
        "json_each((SELECT json_group_array(e.id) FROM entities AS e WHERE +e.type = '{}' AND e.id IN \
         (SELECT entity FROM quote_about WHERE quote = t.id UNION ALL SELECT t.speaker UNION ALL SELECT t.addressee))) AS {name}",
        r#type.as_str()
    )
}

/// Those who are quoted in an article.
fn quoted(_: &ArticleQuery, name: &str) -> String {
    format!(
        "json_each((SELECT json_group_array(DISTINCT q.speaker) FROM quotes AS q \
         WHERE q.article = t.id AND q.speaker IS NOT NULL)) AS {name}"
    )
}

/// Those who are named in the sections of an article that the filter looks at.
fn named(filter: &ArticleQuery, r#type: EntityType, name: &str) -> String {
    format!(
        "json_each((SELECT json_group_array(DISTINCT m.entity) FROM mentions AS m \
         WHERE m.article = t.id AND m.type = '{}' AND m.section IN ('{}'))) AS {name}",
        r#type.as_str(),
        // The kinds of section are names of this program's own: nothing of the request becomes SQL.
        sections_or_default(&filter.article.section).join("', '")
    )
}
