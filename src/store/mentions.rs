//! Mentions: what they can be filtered and sorted by.

use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use super::{
    Conditions, Resource, SortKey,
    page::is_open,
    scope::{ArticleScope, sections_or_default},
};
use crate::domain::{DatasetCounts, EntityType, Mention, SectionKind};

/// The list of mentions.
pub struct Mentions;

/// Which mentions.
#[derive(Debug, Default, Clone, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct MentionFilter {
    /// Of a person or of an organisation.
    #[param(required = false, example = json!(["person"]))]
    pub r#type: Vec<EntityType>,
    /// Of any of these people (ids).
    #[param(required = false, example = json!(["sergei-lavrov"]))]
    pub person: Vec<String>,
    /// Of none of these people (ids).
    #[param(required = false, example = json!(["sergei-lavrov"]))]
    pub person_not: Vec<String>,
    /// Of any of these organisations (ids).
    #[param(required = false, example = json!(["nato"]))]
    pub organisation: Vec<String>,
    /// Of none of these organisations (ids).
    #[param(required = false, example = json!(["nato"]))]
    pub organisation_not: Vec<String>,
    /// In these kinds of section. Unless asked for, readers' comments and site furniture are left out.
    #[param(required = false, example = json!(["title", "body"]))]
    pub section: Vec<SectionKind>,
    /// Marked by any of these annotators.
    #[param(required = false, example = json!(["curated"]))]
    pub annotator: Vec<String>,
    /// The least confidence, from 0 to 1.
    #[param(required = false, nullable = false, minimum = 0, maximum = 1, example = 0.8)]
    pub min_confidence: Option<f64>,
}

/// Everything a list of mentions can be narrowed by.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct MentionQuery {
    /// Which mentions.
    #[serde(flatten)]
    pub mention: MentionFilter,
    /// From which articles.
    #[serde(flatten)]
    pub scope: ArticleScope,
}

impl Resource for Mentions {
    type Record = Mention;
    type Filter = MentionQuery;
    const TABLE: &'static str = "mentions";
    const SORT_KEYS: &'static [SortKey] = &[
        SortKey { name: "article", sql: "t.article" },
        SortKey { name: "position", sql: "t.start" },
        SortKey { name: "entity", sql: "t.entity" },
        SortKey { name: "confidence", sql: "t.confidence" },
    ];
    const DEFAULT_SORT: &'static [&'static str] = &["article", "position"];

    fn known_total(filter: &MentionQuery, counts: &DatasetCounts) -> Option<u32> {
        is_open(filter).then_some(counts.mentions)
    }

    fn conditions(filter: &MentionQuery, conditions: &mut Conditions) {
        let mention = &filter.mention;
        conditions.any_of("t.type", &mention.r#type.iter().map(|kind| kind.as_str()).collect::<Vec<_>>());
        conditions.any_of("t.entity", &mention.person);
        conditions.none_of("t.entity", &mention.person_not);
        conditions.any_of("t.entity", &mention.organisation);
        conditions.none_of("t.entity", &mention.organisation_not);
        conditions.any_of("t.section", &sections_or_default(&mention.section));
        conditions.any_of("t.annotator", &mention.annotator);
        conditions.at_least("t.confidence", mention.min_confidence);
        filter.scope.push(conditions, "t.article");
    }
}
