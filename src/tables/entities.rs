//! People and organisations as a table.

use super::{Column, Row, joined};
use crate::domain::Entity;

impl Row for Entity {
    const COLUMNS: &'static [Column] = &[
        Column::text("id", "The id: name slug, the same in every article."),
        Column::text("type", "Whether it is a person or an organisation."),
        Column::text("name", "The name it goes by here."),
        Column::text("names", "Every form of the name in the articles, `; ` between them, most frequent first."),
        Column::text("roles", "What the articles say it is, `; ` between roles."),
        Column::integer("articles", "How many articles name it."),
        Column::integer("mentions", "At how many places it is named."),
        Column::integer("quotes", "How many quotes it is the speaker of."),
        Column::integer("quoted_articles", "In how many articles it is quoted."),
        Column::integer("quoted_about", "In how many quotes it is named."),
        Column::integer(
            "furniture_mentions",
            "At how many places it is named in readers' comments and site furniture, which the other counts leave out.",
        ),
    ];

    fn cells(&self) -> Vec<String> {
        let counts = &self.counts;
        let mut roles: Vec<&str> = self.roles.iter().map(|role| role.role.as_str()).collect();
        roles.sort_unstable();
        roles.dedup();
        let mut cells = vec![
            self.id.clone(),
            self.r#type.as_str().to_owned(),
            self.name.clone(),
            joined(self.names.iter().map(|name| name.name.as_str())),
            joined(roles.into_iter()),
        ];
        let numbers =
            [counts.articles, counts.mentions, counts.quotes, counts.quoted_articles, counts.quoted_about, counts.furniture_mentions];
        cells.extend(numbers.iter().map(ToString::to_string));
        cells
    }
}
