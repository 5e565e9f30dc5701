//! Mentions as a table.

use super::Row;
use crate::domain::Mention;

impl Row for Mention {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "entity_id",
        "entity_type",
        "entity_name",
        "exact",
        "start",
        "end",
        "start_utf16",
        "end_utf16",
        "article_id",
        "article_title",
        "source_id",
        "published",
        "section",
        "confidence",
        "annotator",
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
