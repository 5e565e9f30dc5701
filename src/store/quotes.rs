//! Quotes: what they can be filtered and sorted by.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    Conditions, Resource, SortKey,
    columns::TableFilter,
    conditions::json,
    counting::Countable,
    page::is_open,
    scope::{ArticleScope, Named},
    search::Search,
};
use crate::domain::{DatasetCounts, Quote, QuoteType, SectionKind};

/// The list of quotes.
pub struct Quotes;

/// Which quotes.
#[derive(Debug, Default, Clone, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct QuoteFilter {
    /// Words in the quote or in its summary: all must occur. `"a phrase"`, `word*` for a prefix, `-word` to exclude.
    #[param(required = false, nullable = false, min_length = 1, max_length = 200, example = "reset")]
    pub q: Option<String>,
    /// How it is reported.
    #[param(required = false, example = json!(["direct"]))]
    pub r#type: Vec<QuoteType>,
    /// Said by any of these people or organisations (ids).
    #[param(required = false, example = json!(["sergei-lavrov"]))]
    pub speaker: Vec<String>,
    /// Not said by these people or organisations (ids).
    #[param(required = false, example = json!(["sergei-lavrov"]))]
    pub speaker_not: Vec<String>,
    /// Any of these people or organisations (ids) is named in its words.
    #[param(required = false, example = json!(["barack-obama"]))]
    pub about: Vec<String>,
    /// All of these people and organisations (ids) are named in its words.
    #[param(required = false, example = json!(["barack-obama"]))]
    pub about_all: Vec<String>,
    /// None of these people and organisations (ids) is named in its words.
    #[param(required = false, example = json!(["barack-obama"]))]
    pub about_not: Vec<String>,
    /// Said to any of these people or organisations (ids).
    #[param(required = false, example = json!(["kommersant"]))]
    pub addressee: Vec<String>,
    /// Not said to these people or organisations (ids).
    #[param(required = false, example = json!(["kommersant"]))]
    pub addressee_not: Vec<String>,
    /// The reporting words, in lower case.
    #[param(required = false, example = json!(["told"]))]
    pub cue: Vec<String>,
    /// The kinds of section it stands in.
    #[param(required = false, example = json!(["body"]))]
    pub section: Vec<SectionKind>,
    /// Marked by any of these annotators.
    #[param(required = false, example = json!(["curated"]))]
    pub annotator: Vec<String>,
    /// `exclude` leaves out quotes of which another article has a fuller report, so that over the whole dataset each utterance counts once; where
    /// other filters leave out that report, the utterance does not count. `only` keeps the quotes of utterances that several articles report.
    #[param(required = false, nullable = false, inline, example = "exclude")]
    pub variants: Option<Variants>,
    /// The least confidence, from 0 to 1.
    #[param(required = false, nullable = false, minimum = 0, maximum = 1, example = 0.8)]
    pub min_confidence: Option<f64>,
}

/// What is done with quotes that report the same utterance as others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Variants {
    /// Those of which another article has a fuller report are left out.
    Exclude,
    /// Only those that another article reports too.
    Only,
}

/// Everything a list of quotes can be narrowed by. `person` and `organisation` here are those who say it, are told it, or are named in it.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct QuoteQuery {
    /// Which quotes.
    #[serde(flatten)]
    pub quote: QuoteFilter,
    /// Who and what has a part in them.
    #[serde(flatten)]
    pub named: Named,
    /// From which articles.
    #[serde(flatten)]
    pub scope: ArticleScope,
}

impl Resource for Quotes {
    type Record = Quote;
    type Filter = QuoteQuery;
    const TABLE: &'static str = "quotes";
    const SORT_KEYS: &'static [SortKey] = &[
        SortKey { name: "published", sql: "t.published_from" },
        SortKey { name: "article", sql: "t.article" },
        SortKey { name: "position", sql: "t.start" },
        SortKey { name: "confidence", sql: "t.confidence" },
    ];
    const DEFAULT_SORT: &'static [&'static str] = &["-published", "article", "position"];

    fn in_columns(filter: &QuoteQuery) -> Option<TableFilter> {
        Some(Self::table_filter(filter))
    }

    fn known_total(filter: &QuoteQuery, counts: &DatasetCounts) -> Option<u32> {
        is_open(filter).then_some(counts.quotes)
    }

    fn conditions(filter: &QuoteQuery, conditions: &mut Conditions) {
        let quote = &filter.quote;
        if let Some(Ok(search)) = quote.q.as_deref().map(Search::parse) {
            search.push(conditions, "t.rowid", "quote_search", &[]);
        }
        conditions.any_of("t.type", &quote.r#type.iter().map(|kind| kind.as_str()).collect::<Vec<_>>());
        conditions.any_of("t.section", &quote.section.iter().map(|kind| kind.as_str()).collect::<Vec<_>>());
        conditions.any_of("t.speaker", &quote.speaker);
        conditions.none_of("t.speaker", &quote.speaker_not);
        conditions.any_of("t.addressee", &quote.addressee);
        conditions.none_of("t.addressee", &quote.addressee_not);
        conditions.any_of("t.cue", &quote.cue);
        conditions.any_of("t.annotator", &quote.annotator);
        match quote.variants {
            Some(Variants::Exclude) => drop(conditions.and().push("t.variant_of IS NULL")),
            Some(Variants::Only) => drop(conditions.and().push("t.variants > 0")),
            None => {}
        }
        conditions.at_least("t.confidence", quote.min_confidence);
        about(quote, conditions);
        filter.named.push(
            conditions,
            "EXISTS (SELECT 1 FROM json_each(",
            ") AS e WHERE t.speaker = e.value OR t.addressee = e.value \
             OR EXISTS (SELECT 1 FROM quote_about AS a WHERE a.quote = t.id AND a.entity = e.value))",
        );
        filter.scope.push(conditions, "t.article");
    }
}

fn about(quote: &QuoteFilter, conditions: &mut Conditions) {
    const NAMED: &str = "t.id IN (SELECT quote FROM quote_about WHERE entity IN (SELECT value FROM json_each(";
    if !quote.about.is_empty() {
        conditions.and().push(NAMED).push_bind(json(&quote.about)).push(")))");
    }
    for id in &quote.about_all {
        conditions.and().push(NAMED).push_bind(json(std::slice::from_ref(id))).push(")))");
    }
    if !quote.about_not.is_empty() {
        conditions.and().push("NOT ").push(NAMED).push_bind(json(&quote.about_not)).push(")))");
    }
}
