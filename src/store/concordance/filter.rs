//! What a concordance can be narrowed by.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    domain::{QuoteOfLine, SectionKind, TextStatus},
    store::{
        articles::{ArticleFilter, ArticleQuery},
        scope::{ArticleScope, Named, sections_or_default},
        search::{Search, Term},
    },
};

/// How many words a line has on each side unless asked otherwise.
const DEFAULT_CONTEXT: u32 = 8;

/// Which lines.
#[derive(Debug, Default, Clone, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ConcordanceFilter {
    /// What to look for: a word, `"a phrase"`, or `word*` for a prefix (in a phrase of its last word: `"cold wa"*`). Case and accents do not
    /// count. Each place is one line. Of several terms each gives lines, but only from articles in which all of them stand; where two
    /// begin at the same word, the longer is the node. `-word` leaves out the articles in which it stands. A phrase stands within one
    /// section, across paragraphs where the section has several. Writing without blanks between words, such as Chinese, is one word up
    /// to the next blank or mark: search it with `*`.
    #[param(required = true, min_length = 1, max_length = 200, example = "harbour")]
    pub q: String,
    /// How many words a line has on each side. It ends earlier where its section ends, and before it has 2,000 bytes on one side.
    #[param(required = false, nullable = false, minimum = 0, maximum = 50, default = 8, example = 8)]
    pub context: Option<u32>,
    /// Where the node stands: in any of these.
    #[param(required = false, example = json!(["quotes"]))]
    pub within: Vec<Within>,
    /// Said by any of these people or organisations (ids): the node stands in a quote of theirs.
    #[param(required = false, example = json!(["sergei-lavrov"]))]
    pub speaker: Vec<String>,
    /// Not said by these people or organisations (ids): the node does not stand in a quote of theirs.
    #[param(required = false, example = json!(["sergei-lavrov"]))]
    pub speaker_not: Vec<String>,
    /// The kinds of section that are searched, for `q`, `person` and `organisation` alike. Unless asked for, readers' comments and site
    /// furniture are left out.
    #[param(required = false, example = json!(["title", "body"]))]
    pub section: Vec<SectionKind>,
    /// Only in articles marked by any of these annotators.
    #[param(required = false, example = json!(["curated"]))]
    pub annotator: Vec<String>,
}

/// Whose words a place in a text is part of: `quotes`, the content of any quote; `verbatim`, a quote's words within quotation marks;
/// `narration`, what is no quote. New values may be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Within {
    /// The content of a quote of any type.
    Quotes,
    /// Words within quotation marks.
    Verbatim,
    /// Everything else: the journalist's own words.
    Narration,
}

/// Everything a concordance can be narrowed by.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct ConcordanceQuery {
    /// Which lines.
    #[serde(flatten)]
    pub line: ConcordanceFilter,
    /// Who and what is named in the articles.
    #[serde(flatten)]
    pub named: Named,
    /// Publisher, article, language, date.
    #[serde(flatten)]
    pub scope: ArticleScope,
}

impl ConcordanceQuery {
    /// What its lines are remembered by: everything that decides which they are, not how much of each is shown.
    pub(super) fn key(&self) -> String {
        let mut query = self.clone();
        query.line.context = None;
        serde_json::to_string(&query).unwrap_or_default()
    }

    /// The terms. A query that passed the check of requests has some.
    #[must_use]
    pub fn search(&self) -> Search {
        Search::parse(&self.line.q).unwrap_or(Search { required: Vec::new(), excluded: Vec::new() })
    }

    /// The kinds of section that are searched.
    pub(super) fn sections(&self) -> Vec<&'static str> {
        sections_or_default(&self.line.section)
    }

    /// Words on each side.
    pub(super) fn context(&self) -> usize {
        self.line.context.unwrap_or(DEFAULT_CONTEXT) as usize
    }

    /// The articles in scope whose text is held, or is withheld.
    pub(super) fn scope_of(&self, status: TextStatus) -> ArticleQuery {
        self.articles(ArticleFilter { text_status: vec![status], ..ArticleFilter::default() })
    }

    /// What an article must be to give a line. Not all that are so do: the search table knows a phrase that goes from one section to the next of its
    /// kind, and headlines and abstracts that stand beside the text.
    pub(super) fn candidates(&self) -> ArticleQuery {
        let term = |term: &Term| format!("\"{}\"{}", term.words, if term.prefix { "*" } else { "" });
        let required: Vec<String> = self.search().required.iter().map(term).collect();
        self.articles(ArticleFilter {
            q: Some(required.join(" ")),
            text_status: vec![TextStatus::Held],
            speaker: self.line.speaker.clone(),
            ..ArticleFilter::default()
        })
    }

    fn articles(&self, article: ArticleFilter) -> ArticleQuery {
        let article = ArticleFilter { section: self.line.section.clone(), annotator: self.line.annotator.clone(), ..article };
        ArticleQuery { article, named: self.named.clone(), scope: self.scope.clone() }
    }

    /// Whether it depends on the quote that a place is part of.
    pub(super) fn asks_for_quotes(&self) -> bool {
        !(self.line.within.is_empty() && self.line.speaker.is_empty() && self.line.speaker_not.is_empty())
    }

    /// Whether a place that is part of this quote, or of none, is one of those asked for.
    pub(super) fn takes(&self, quote: Option<&QuoteOfLine>) -> bool {
        let speaker = quote.and_then(|quote| quote.speaker.as_ref()).map(|speaker| &speaker.id);
        let by = |ids: &[String]| speaker.is_some_and(|speaker| ids.contains(speaker));
        let within = self.line.within.iter().any(|within| match within {
            Within::Quotes => quote.is_some(),
            Within::Verbatim => quote.is_some_and(|quote| quote.verbatim),
            Within::Narration => quote.is_none(),
        });
        (within || self.line.within.is_empty()) && (self.line.speaker.is_empty() || by(&self.line.speaker)) && !by(&self.line.speaker_not)
    }
}
