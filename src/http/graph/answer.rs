//! A graph as JSON.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    domain::{DatasetRef, EntityType},
    http::{list::Listing, query},
    store::graph::{Degree, Drawn, Edge, GraphEdgeKind, Node},
};

/// How many ids an edge carries here; the downloads have all.
pub const SHOWN_IDS: usize = 10;

/// How many values an `_all` filter takes.
const MAX_ALL: usize = 10;

/// A graph of people and organisations.
#[derive(Debug, Serialize, ToSchema)]
pub struct Graph {
    /// What an edge stands for.
    pub edge: GraphEdgeKind,
    /// Whether edges lead from source to target.
    pub directed: bool,
    /// The ends of the edges of this answer, in the order of their ids.
    pub nodes: Vec<GraphNode>,
    /// The edges: heaviest first, then in the order of the ids of source and target.
    pub edges: Vec<GraphEdge>,
    /// How many nodes the whole graph has: everybody who has an edge.
    #[schema(minimum = 0, example = 31)]
    pub total_nodes: u64,
    /// How many edges the whole graph has.
    #[schema(minimum = 0, example = 61)]
    pub total_edges: u64,
    /// The weights of all edges of the whole graph together.
    #[schema(minimum = 0, example = 87)]
    pub total_weight: u64,
    /// The part of it that belongs to edges which `limit` left out.
    #[schema(minimum = 0, example = 0)]
    pub other_weight: u64,
    /// How many records match the filters, whether or not they make an edge: quotes for `speaks_about`, articles in which someone is quoted
    /// for `quoted_with`, articles for `named_with`.
    #[schema(minimum = 0, example = 90)]
    pub counted: u64,
    /// The dataset that the graph comes from.
    pub dataset: DatasetRef,
}

/// A person or an organisation in a graph. Its degrees are those in the whole graph, where an edge to itself counts at both of its ends.
#[derive(Debug, Serialize, ToSchema)]
pub struct GraphNode {
    /// Its identifier.
    #[schema(example = "sergei-lavrov")]
    pub id: String,
    /// Whether it is a person or an organisation.
    pub r#type: EntityType,
    /// The name it goes by here.
    #[schema(example = "Sergei Lavrov")]
    pub name: String,
    /// How many edges it has.
    pub degree: u32,
    /// How many edges lead to it, in a directed graph.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub in_degree: Option<u32>,
    /// How many edges lead from it, in a directed graph.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub out_degree: Option<u32>,
    /// The weights of its edges together.
    pub weighted_degree: u64,
    /// Articles that match the filters and quote it (`quoted_with`) or name it (`named_with`).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub articles: Option<u64>,
    /// Quotes that match the filters and that it is the speaker of (`speaks_about`).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub quotes: Option<u64>,
    /// Quotes that match the filters and in whose words it is named (`speaks_about`).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub quoted_about: Option<u64>,
}

impl GraphNode {
    /// A node with what is known of it.
    pub(super) fn of(edge: GraphEdgeKind, node: Node<'_>, degree: Degree) -> Self {
        let directed = edge.is_directed();
        let entity = node.entity.clone();
        Self {
            id: entity.id,
            r#type: entity.r#type,
            name: entity.name,
            degree: degree.edges,
            in_degree: directed.then_some(degree.inward),
            out_degree: directed.then_some(degree.outward),
            weighted_degree: degree.weight,
            articles: (!directed).then_some(node.source_of),
            quotes: directed.then_some(node.source_of),
            quoted_about: directed.then_some(node.target_of),
        }
    }
}

/// An edge with what it counts.
#[derive(Debug, Serialize, ToSchema)]
pub struct GraphEdge {
    /// The id of the node it leads from; in an undirected graph, the one of the two ids that comes first.
    #[schema(example = "sergei-lavrov")]
    pub source: String,
    /// The id of the node it leads to.
    #[schema(example = "barack-obama")]
    pub target: String,
    /// How many quotes (`speaks_about`) or articles (`quoted_with`, `named_with`) it counts.
    #[schema(minimum = 1, example = 3)]
    pub weight: u32,
    /// The ids of what it counts: the first ten in the order of the list of quotes or articles, newest first.
    #[schema(example = json!(["f50b6904-907"]))]
    pub ids: Vec<String>,
    /// How many of the ids are not here. `query` leads to all of them, and the downloads have them.
    #[schema(minimum = 0, example = 0)]
    pub more_ids: u64,
    /// The address of all that it counts: a list of quotes (`speaks_about`) or of articles (`named_with`) whose `total` is the weight; for
    /// `quoted_with`, and where filters leave no room for more, this edge as CSV with all of its ids.
    pub query: String,
}

/// The graph as it is sent.
pub fn graph(listing: &Listing, edge: GraphEdgeKind, drawn: &Drawn) -> Graph {
    let as_sent = |(one, ids): (&Edge, &Vec<String>)| {
        let (source, target) = (drawn.node(one.source), drawn.node(one.target));
        GraphEdge {
            source: source.entity.id.clone(),
            target: target.entity.id.clone(),
            weight: one.weight,
            more_ids: u64::from(one.weight) - ids.len() as u64,
            ids: ids.clone(),
            query: evidence(edge, listing.pairs(), source, target),
        }
    };
    let sent: u64 = drawn.edges.iter().map(|edge| u64::from(edge.weight)).sum();
    Graph {
        edge,
        directed: edge.is_directed(),
        nodes: drawn.nodes().map(|(node, degree)| GraphNode::of(edge, node, degree)).collect(),
        edges: drawn.edges.iter().zip(&drawn.ids).map(as_sent).collect(),
        total_nodes: drawn.total_nodes,
        total_edges: drawn.total_edges,
        total_weight: drawn.total_weight,
        other_weight: drawn.total_weight - sent,
        counted: drawn.items,
        dataset: DatasetRef { version: listing.snapshot.dataset().version.clone() },
    }
}

/// The address of everything that an edge counts, under the filters of the graph.
fn evidence(edge: GraphEdgeKind, pairs: &[(String, String)], source: Node<'_>, target: Node<'_>) -> String {
    let without = |names: &[&str]| pairs.iter().filter(|(name, _)| !names.contains(&name.as_str())).cloned().collect::<Vec<_>>();
    let filters = || without(&["edge", "min_weight", "limit", "node_type", "between"]);
    let (path, all) = match edge {
        GraphEdgeKind::SpeaksAbout => {
            let mut all: Vec<_> = filters().into_iter().filter(|(name, _)| name != "speaker").collect();
            all.push(("speaker".to_owned(), source.entity.id.clone()));
            ("/v1/quotes", with_all(all, [("about_all", target)].into_iter()))
        }
        GraphEdgeKind::NamedWith => {
            let named = |node: Node<'_>| match node.entity.r#type {
                EntityType::Person => "person_all",
                EntityType::Organisation => "organisation_all",
            };
            ("/v1/articles", with_all(filters(), [source, target].map(|node| (named(node), node)).into_iter()))
        }
        GraphEdgeKind::QuotedWith => ("", None),
    };
    let (path, pairs) = all.map_or_else(
        || {
            let mut pairs = without(&["limit", "between"]);
            pairs.push(("between".to_owned(), format!("{},{}", source.entity.id, target.entity.id)));
            ("/v1/graph.csv", pairs)
        },
        |all| (path, all),
    );
    format!("{path}?{}", query::write(pairs))
}

/// Filters with the further conditions that these nodes are named; `None` where one of the filters has no room for it.
fn with_all<'a>(
    mut pairs: Vec<(String, String)>,
    further: impl Iterator<Item = (&'static str, Node<'a>)>,
) -> Option<Vec<(String, String)>> {
    for (name, node) in further {
        let id = &node.entity.id;
        let held: Vec<&str> = pairs.iter().filter(|(other, _)| other == name).flat_map(|(_, values)| values.split(',')).collect();
        if held.contains(&id.as_str()) {
            continue;
        }
        if held.len() >= MAX_ALL {
            return None;
        }
        pairs.push((name.to_owned(), id.clone()));
    }
    Some(pairs)
}
