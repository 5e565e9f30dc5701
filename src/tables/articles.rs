//! Articles as a table.

use super::{Column, Row, joined};
use crate::domain::Article;

impl Row for Article {
    const COLUMNS: &'static [Column] = &[
        Column::text("id", "The article's id: title slug and the first digits of its document's SHA-256."),
        Column::text("title", "The headline."),
        Column::url("url", "Where the publisher keeps the article."),
        Column::text("source_id", "The publisher's id."),
        Column::text("source_name", "The publisher's name."),
        Column::text("agency", "The news agency that supplied the report."),
        Column::text("authors", "The authors named in the byline, `; ` between them."),
        Column::text("editors", "The editors named in the byline, `; ` between them."),
        Column::date("published", "When it was published."),
        Column::text("published_at", "The moment of publication (RFC 3339), where day, time and zone are stated."),
        Column::text("dateline", "The place before the first words of the report."),
        Column::text("language", "Language of the text (BCP 47)."),
        Column::text("inferred", "The names of the properties that the text does not state itself, `; ` between them."),
        Column::text("abstract", "What it says, in the curator's own words."),
        Column::text("text_status", "Whether its text is held or withheld."),
        Column::text("sha256", "SHA-256 of the text in UTF-8, in hex: what every offset refers to."),
        Column::integer("characters", "Length of the text in code points."),
        Column::integer("characters_utf16", "Length of the text in UTF-16 code units."),
        Column::integer("quotes", "How many quotes it has."),
        Column::integer("direct", "How many of them are direct."),
        Column::integer("mixed", "How many of them are mixed."),
        Column::integer("indirect", "How many of them are indirect."),
        Column::integer("people", "How many people are named in it."),
        Column::integer("organisations", "How many organisations are named in it."),
        Column::integer("mentions", "At how many places a person or an organisation is named."),
        Column::text("annotator", "Who marked it: `curated`, or the rules with their version."),
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
