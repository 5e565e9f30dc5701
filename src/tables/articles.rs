//! Articles as a table.

use super::{Row, joined};
use crate::domain::Article;

impl Row for Article {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "title",
        "url",
        "source_id",
        "source_name",
        "agency",
        "authors",
        "editors",
        "published",
        "published_at",
        "dateline",
        "language",
        "inferred",
        "abstract",
        "text_status",
        "sha256",
        "characters",
        "characters_utf16",
        "quotes",
        "direct",
        "mixed",
        "indirect",
        "people",
        "organisations",
        "mentions",
        "annotator",
    ];

    fn cells(&self) -> Vec<String> {
        let counts = &self.counts;
        let numbers = [
            self.characters,
            self.characters_utf16,
            counts.quotes,
            counts.direct,
            counts.mixed,
            counts.indirect,
            counts.people,
            counts.organisations,
            counts.mentions,
        ];
        let status = match self.text_status {
            crate::domain::TextStatus::Held => "held",
            crate::domain::TextStatus::Withheld => "withheld",
        };
        let mut cells = vec![
            self.id.clone(),
            self.title.clone(),
            self.url.clone().unwrap_or_default(),
            self.source.as_ref().map(|source| source.id.clone()).unwrap_or_default(),
            self.source.as_ref().map(|source| source.name.clone()).unwrap_or_default(),
            self.agency.clone().unwrap_or_default(),
            joined(self.authors.iter().map(String::as_str)),
            joined(self.editors.iter().map(String::as_str)),
            self.published.as_ref().map(ToString::to_string).unwrap_or_default(),
            self.published_at.clone().unwrap_or_default(),
            self.dateline.clone().unwrap_or_default(),
            self.language.clone(),
            joined(self.inferred.iter().map(|inferred| inferred.field.as_str())),
            self.abstract_text.clone().unwrap_or_default(),
            status.to_owned(),
            self.sha256.clone(),
        ];
        cells.extend(numbers.iter().map(ToString::to_string));
        cells.push(self.annotator.clone());
        cells
    }
}
