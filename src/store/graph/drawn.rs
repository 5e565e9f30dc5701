//! A graph as far as it is shown: its heaviest edges with some of what they count, and what is said of their ends. Unlike a network it is small,
//! and is remembered for itself.

use std::sync::Arc;

use super::{Counted, Degree, Edge, GraphQuery, Network, Node, TooManyPairs};
use crate::{
    domain::EntityRef,
    store::{ReadError, Snapshot, remembered::Weighed},
};

/// The heaviest edges of a graph.
#[derive(Debug)]
pub struct Drawn {
    /// The edges, heaviest first. Their ends are positions in `nodes`.
    pub edges: Vec<Edge>,
    /// The ids of what each edge counts, as many as are shown.
    pub ids: Vec<Vec<String>>,
    /// How many nodes the whole graph has: everybody who has an edge.
    pub total_nodes: u64,
    /// How many edges it has.
    pub total_edges: u64,
    /// The weights of all its edges together.
    pub total_weight: u64,
    /// How many quotes or articles match the filters, whoever has a part in them.
    pub items: u64,
    /// The ends of the edges, in the order of their ids: who they are, what they have a part in, and their degrees in the whole graph.
    nodes: Vec<(EntityRef, [u64; 2], Degree)>,
}

impl Drawn {
    fn of(network: &Network, counted: Counted, ids: Vec<Vec<String>>) -> Self {
        let Counted { mut edges, total_edges, total_weight, degrees } = counted;
        let mut ends: Vec<u32> = edges.iter().flat_map(|edge| [edge.source, edge.target]).collect();
        ends.sort_unstable();
        ends.dedup();
        let position = |end: u32| u32::try_from(ends.partition_point(|other| *other < end)).unwrap_or(u32::MAX);
        for edge in &mut edges {
            (edge.source, edge.target) = (position(edge.source), position(edge.target));
        }
        let node = |end: &u32| {
            let node = network.node(*end);
            (node.entity.clone(), [node.source_of, node.target_of], degrees[*end as usize])
        };
        Self {
            nodes: ends.iter().map(node).collect(),
            total_nodes: degrees.iter().filter(|degree| degree.edges > 0).count() as u64,
            items: network.items,
            edges,
            ids,
            total_edges,
            total_weight,
        }
    }

    /// The node at an end of an edge.
    #[must_use]
    pub fn node(&self, end: u32) -> Node<'_> {
        let (entity, [source_of, target_of], _) = &self.nodes[end as usize];
        Node { entity, source_of: *source_of, target_of: *target_of }
    }

    /// All nodes with their degrees.
    pub fn nodes(&self) -> impl Iterator<Item = (Node<'_>, Degree)> {
        (0..).zip(&self.nodes).map(|(end, (_, _, degree))| (self.node(end), *degree))
    }
}

impl Weighed for Drawn {
    fn bytes(&self) -> usize {
        let ids: usize = self.ids.iter().map(Weighed::bytes).sum();
        let nodes: usize = self.nodes.iter().map(|node| size_of_val(node) + node.0.id.len() + node.0.name.len()).sum();
        size_of_val(&self.edges[..]) + ids + nodes
    }
}

impl Snapshot {
    /// A graph with so many of its edges, and so many ids of what each counts. Remembered, because a snapshot cannot change.
    ///
    /// # Errors
    /// Where the store cannot be read. Within: where there are more pairs than are counted.
    pub async fn drawn(
        &self,
        query: &GraphQuery,
        min_weight: u32,
        (edges, ids): (usize, usize),
    ) -> Result<Result<Arc<Drawn>, TooManyPairs>, ReadError> {
        let key = format!("{min_weight} {edges} {ids} {}", serde_json::to_string(query)?);
        let draw = async {
            let (network, counted) = self.counted_network(query, min_weight, edges).await?;
            let counted = match counted {
                Ok(counted) => counted,
                Err(too_many) => return Ok(Err(too_many)),
            };
            let ids = self.counted_by(&network, &counted.edges, ids).await?;
            Ok(Ok(Arc::new(Drawn::of(&network, counted, ids))))
        };
        self.memory().graphs.get_or_make(key, draw).await
    }
}
