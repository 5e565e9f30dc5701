//! People and organisations as a table.

use super::{Row, joined};
use crate::domain::Entity;

impl Row for Entity {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "type",
        "name",
        "names",
        "roles",
        "articles",
        "mentions",
        "quotes",
        "quoted_articles",
        "quoted_about",
        "furniture_mentions",
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
