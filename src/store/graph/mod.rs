//! Networks of people and organisations: who speaks about whom, who is quoted or named in the same articles.
//!
//! A network is kept as what one pass over the columns gives: for each entity, the places of the quotes or articles that it has a part in. Edges,
//! their weights and the ids of what they count all follow from these lists (`count`), so that one reading serves every format and every
//! `min_weight`, and memory grows with the mentions, not with the pairs.

mod count;
mod drawn;
mod network;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    articles::{ArticleQuery, Articles},
    columns::{By, TableFilter},
    counting::Countable,
    quotes::{QuoteQuery, Quotes},
};
use crate::domain::EntityType;

pub use count::{Counted, Degree, Edge, MAX_PAIRS, TooManyPairs};
pub use drawn::Drawn;
pub use network::{Network, Node};

/// What an edge of a graph stands for. `speaks_about`, directed: the source says something in which the target is named; weight: quotes.
/// `quoted_with`: both are quoted in the same article; weight: articles. `named_with`: both are named in the same article; weight: articles.
/// New values may be added.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GraphEdgeKind {
    /// The source says something in which the target is named.
    #[default]
    SpeaksAbout,
    /// Both are quoted in the same article.
    QuotedWith,
    /// Both are named in the same article.
    NamedWith,
}

impl GraphEdgeKind {
    /// The name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SpeaksAbout => "speaks_about",
            Self::QuotedWith => "quoted_with",
            Self::NamedWith => "named_with",
        }
    }

    /// Whether its edges lead from one end to the other.
    #[must_use]
    pub fn is_directed(self) -> bool {
        self == Self::SpeaksAbout
    }
}

/// Between whom there may be edges. What the weights count is not narrowed by it.
#[derive(Debug, Default, Clone, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Ends {
    /// Only edges both of whose ends are of these types.
    #[param(required = false, example = json!(["person"]))]
    pub node_type: Vec<EntityType>,
    /// Only edges both of whose ends are among these people and organisations (ids).
    #[param(required = false, example = json!(["barack-obama", "fyodor-lukyanov"]))]
    pub between: Vec<String>,
}

/// What a graph counts.
#[derive(Debug, Clone, Serialize)]
pub enum Counting {
    /// The quotes in which someone speaks about someone.
    SpeaksAbout(Box<QuoteQuery>),
    /// The articles in which such quotes of two stand.
    QuotedWith(Box<QuoteQuery>),
    /// The articles that name two.
    NamedWith(Box<ArticleQuery>),
}

/// Which graph. Its serialised form is the key under which it is remembered.
#[derive(Debug, Clone, Serialize)]
pub struct GraphQuery {
    /// What it counts.
    pub counting: Counting,
    /// Between whom.
    pub ends: Ends,
}

impl GraphQuery {
    /// What its edges stand for.
    #[must_use]
    pub fn edge(&self) -> GraphEdgeKind {
        match self.counting {
            Counting::SpeaksAbout(_) => GraphEdgeKind::SpeaksAbout,
            Counting::QuotedWith(_) => GraphEdgeKind::QuotedWith,
            Counting::NamedWith(_) => GraphEdgeKind::NamedWith,
        }
    }

    /// Whose rows are counted, and by what entities have a part in them; whether places are those of the rows' articles.
    fn members(&self) -> (TableFilter, &'static [&'static [By]], bool) {
        match &self.counting {
            Counting::SpeaksAbout(filter) => (Quotes::table_filter(filter), &[&[By::Speaker], &[By::About]], false),
            Counting::QuotedWith(filter) => (Quotes::table_filter(filter), &[&[By::Speaker]], true),
            Counting::NamedWith(filter) => {
                (Articles::table_filter(filter), &[&[By::Named(EntityType::Person), By::Named(EntityType::Organisation)]], false)
            }
        }
    }
}
