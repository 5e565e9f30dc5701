//! Sources as a table.

use super::Column;
use super::Row;
use crate::domain::Source;

impl Row for Source {
    const COLUMNS: &'static [Column] = &[
        Column::text("id", "The publisher's id: name slug."),
        Column::text("name", "The publisher's name."),
        Column::date("first_published", "The date of its earliest article."),
        Column::date("last_published", "The date of its latest article."),
        Column::integer("articles", "How many of its articles there are."),
        Column::integer("quotes", "How many quotes are in them."),
    ];

    fn cells(&self) -> Vec<String> {
        let date = |date: &Option<crate::domain::PartialDate>| date.as_ref().map(ToString::to_string).unwrap_or_default();
        vec![
            self.id.clone(),
            self.name.clone(),
            date(&self.first_published),
            date(&self.last_published),
            self.counts.articles.to_string(),
            self.counts.quotes.to_string(),
        ]
    }
}
