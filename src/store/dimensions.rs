//! What quotes and articles can be counted by.

use super::{
    articles::{ArticleQuery, Articles},
    columns::{By, TableFilter},
    counting::{Countable, Dimension},
    quotes::{QuoteQuery, Quotes},
    scope::ArticleScope,
};
use crate::domain::EntityType;

impl Countable for Quotes {
    const DIMENSIONS: &'static [Dimension] = &[
        Dimension { name: "speaker", by: By::Speaker },
        Dimension { name: "addressee", by: By::Addressee },
        Dimension { name: "about", by: By::About },
        Dimension { name: "person", by: By::Named(EntityType::Person) },
        Dimension { name: "organisation", by: By::Named(EntityType::Organisation) },
        Dimension { name: "source", by: By::Source },
        Dimension { name: "type", by: By::Type },
        Dimension { name: "cue", by: By::Cue },
        Dimension { name: "section", by: By::Section },
        Dimension { name: "year", by: By::Year },
        Dimension { name: "month", by: By::Month },
        Dimension { name: "language", by: By::Language },
        Dimension { name: "annotator", by: By::Annotator },
    ];

    fn table_filter(filter: &QuoteQuery) -> TableFilter {
        TableFilter::Quotes(Box::new(filter.clone()))
    }

    fn scope(filter: &QuoteQuery) -> &ArticleScope {
        &filter.scope
    }
}

impl Countable for Articles {
    const DIMENSIONS: &'static [Dimension] = &[
        Dimension { name: "speaker", by: By::Speaker },
        Dimension { name: "person", by: By::Named(EntityType::Person) },
        Dimension { name: "organisation", by: By::Named(EntityType::Organisation) },
        Dimension { name: "source", by: By::Source },
        Dimension { name: "year", by: By::Year },
        Dimension { name: "month", by: By::Month },
        Dimension { name: "language", by: By::Language },
        Dimension { name: "annotator", by: By::Annotator },
    ];

    fn table_filter(filter: &ArticleQuery) -> TableFilter {
        TableFilter::Articles(Box::new(filter.clone()))
    }

    fn scope(filter: &ArticleQuery) -> &ArticleScope {
        &filter.scope
    }
}
