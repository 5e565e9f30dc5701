//! Sources as a table.

use super::Row;
use crate::domain::Source;

impl Row for Source {
    const COLUMNS: &'static [&'static str] = &["id", "name", "first_published", "last_published", "articles", "quotes"];

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
