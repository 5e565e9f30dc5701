//! Networks of people and organisations: who speaks about whom, who is quoted or named in the same articles.
//!
//! A network is kept as what SQL gives in one pass along its indexes: for each entity, the quotes or articles that it has a part in. Edges, their
//! weights and the ids of what they count all follow from these lists (`count`), so that one reading serves every format and every
//! `min_weight`, and memory grows with the mentions, not with the pairs.

mod count;
mod network;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    Conditions, Resource, Sql,
    articles::{ArticleQuery, Articles},
    conditions::json,
    quotes::{QuoteQuery, Quotes},
    scope::sections_or_default,
};
use crate::domain::EntityType;

pub use count::{Counted, Degree, Edge, MAX_PAIRS, TooManyPairs};
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

impl Ends {
    /// Adds the conditions on `e`, the entity at an end.
    fn push(&self, conditions: &mut Conditions) {
        conditions.any_of("e.type", &self.node_type.iter().map(|kind| kind.as_str()).collect::<Vec<_>>());
        conditions.any_of("e.id", &self.between);
    }
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

/// The start of a query for the lists of one kind: each entity with the row numbers of what it has a part in, as a JSON array.
fn lists(rows: &str, tables: &str) -> Conditions {
    Conditions::new(format!("SELECT e.id, e.type, e.name, json_group_array({rows}) FROM {tables}"))
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

    /// The table of what is counted.
    fn items_table(&self) -> &'static str {
        if self.edge() == GraphEdgeKind::SpeaksAbout { Quotes::TABLE } else { Articles::TABLE }
    }

    /// The row numbers of everything that matches, in the order of the ids.
    fn items(&self) -> Sql {
        let (mut conditions, end) = match &self.counting {
            Counting::SpeaksAbout(_) => (Conditions::new("SELECT t.rowid FROM quotes AS t"), " ORDER BY t.id"),
            Counting::NamedWith(_) => (Conditions::new("SELECT t.rowid FROM articles AS t"), " ORDER BY t.id"),
            Counting::QuotedWith(_) => {
                let select = "SELECT a.rowid FROM articles AS a WHERE a.id IN (SELECT t.article FROM quotes AS t";
                let mut conditions = Conditions::new(select);
                conditions.and().push("t.speaker IS NOT NULL");
                (conditions, ") ORDER BY a.id")
            }
        };
        self.push_filter(&mut conditions);
        let mut query = conditions.finish();
        query.push(end);
        query
    }

    /// Who has a part in what: the speakers, or everybody named; and for a directed graph, everybody who is spoken about.
    fn parts(&self) -> Vec<Sql> {
        let kinds = match &self.counting {
            Counting::SpeaksAbout(_) => vec![
                lists("t.rowid", "quotes AS t JOIN entities AS e ON e.id = t.speaker"),
                lists("t.rowid", "quotes AS t JOIN quote_about AS b ON b.quote = t.id JOIN entities AS e ON e.id = b.entity"),
            ],
            Counting::QuotedWith(_) => {
                vec![lists("a.rowid", "quotes AS t JOIN articles AS a ON a.id = t.article JOIN entities AS e ON e.id = t.speaker")]
            }
            Counting::NamedWith(filter) => {
                let tables = "mentions AS m JOIN articles AS t ON t.id = m.article JOIN entities AS e ON e.id = m.entity";
                let mut conditions = lists("t.rowid", tables);
                let sections = json(&sections_or_default(&filter.article.section));
                conditions.and().push("m.section IN (SELECT value FROM json_each(").push_bind(sections).push("))");
                vec![conditions]
            }
        };
        let complete = |mut conditions: Conditions| {
            self.ends.push(&mut conditions);
            self.push_filter(&mut conditions);
            let mut query = conditions.finish();
            query.push(" GROUP BY e.id");
            query
        };
        kinds.into_iter().map(complete).collect()
    }

    /// The conditions on `t`, which are those of the list of quotes or articles.
    fn push_filter(&self, conditions: &mut Conditions) {
        match &self.counting {
            Counting::SpeaksAbout(filter) | Counting::QuotedWith(filter) => Quotes::conditions(filter, conditions),
            Counting::NamedWith(filter) => Articles::conditions(filter, conditions),
        }
    }
}
