//! Mentions as a table.

use super::Column;
use super::Row;
use crate::domain::Mention;

impl Row for Mention {
    const COLUMNS: &'static [Column] = &[
        Column::text("id", "The mention's id: the first digits of its document's SHA-256, `m`, and its start."),
        Column::text("entity_id", "The id of the person or organisation that is named."),
        Column::text("entity_type", "Whether it is a person or an organisation."),
        Column::text("entity_name", "The name it goes by here."),
        Column::text("exact", "The name as it is written there."),
        Column::integer("start", "Its first code point in the article's text, counted from 0."),
        Column::integer("end", "The code point after its last one."),
        Column::integer("start_utf16", "Its first UTF-16 code unit in the article's text, counted from 0."),
        Column::integer("end_utf16", "The UTF-16 code unit after its last one."),
        Column::text("article_id", "The id of the article it stands in."),
        Column::text("article_title", "The article's headline."),
        Column::text("source_id", "The id of the article's publisher."),
        Column::date("published", "When the article was published."),
        Column::text("section", "The kind of section it stands in."),
        Column::number("confidence", "How sure the annotator is, from 0 to 1."),
        Column::text("annotator", "Who marked it: `curated`, or the rules with their version."),
    ];

    fn cells(&self) -> Vec<String> {
        let span = &self.span;
        vec![
            self.id.clone(),
            self.entity.id.clone(),
            self.entity.r#type.as_str().to_owned(),
            self.entity.name.clone(),
            span.exact.clone().unwrap_or_default(),
            span.start.to_string(),
            span.end.to_string(),
            span.start_utf16.to_string(),
            span.end_utf16.to_string(),
            self.article.id.clone(),
            self.article.title.clone(),
            self.article.source.as_ref().map(|source| source.id.clone()).unwrap_or_default(),
            self.article.published.as_ref().map(ToString::to_string).unwrap_or_default(),
            self.section.as_str().to_owned(),
            self.confidence.to_string(),
            self.annotator.clone(),
        ]
    }
}
