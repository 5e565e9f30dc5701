//! Reading a network, and the ids of what its edges count.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use rusqlite::Connection;

use super::{Counted, Edge, GraphEdgeKind, GraphQuery, TooManyPairs};
use crate::{
    domain::{EntityRef, EntityType},
    store::{ReadError, Snapshot, Sql, read::rows},
};

/// People and organisations with what they have a part in.
#[derive(Debug)]
pub struct Network {
    /// What its edges stand for.
    pub edge: GraphEdgeKind,
    /// The table of what is counted.
    table: &'static str,
    /// The row numbers of everything that matches the filters, in the order of the ids. Everything else names it by its position here.
    items: Vec<u32>,
    /// In the order of their ids.
    pub(super) nodes: Vec<Node>,
}

/// A person or an organisation with what it has a part in.
#[derive(Debug)]
pub struct Node {
    /// Who it is.
    pub entity: EntityRef,
    /// Positions of the quotes that it says, or of the articles that quote or name it; ascending.
    pub(super) source_of: Vec<u32>,
    /// In a directed graph, positions of the quotes in which it is named; ascending.
    pub(super) target_of: Vec<u32>,
}

impl Node {
    /// How many quotes it says, or how many articles quote or name it, of those that match the filters.
    #[must_use]
    pub fn source_of(&self) -> usize {
        self.source_of.len()
    }

    /// In a directed graph: in how many of the quotes that match it is named.
    #[must_use]
    pub fn target_of(&self) -> usize {
        self.target_of.len()
    }
}

impl Network {
    /// A network of these nodes, in the order of their ids.
    pub(super) fn of(edge: GraphEdgeKind, table: &'static str, items: Vec<u32>, nodes: Vec<Node>) -> Self {
        Self { edge, table, items, nodes }
    }

    /// How many quotes or articles match the filters, whoever has a part in them.
    #[must_use]
    pub fn items(&self) -> usize {
        self.items.len()
    }

    /// The node at one end of an edge.
    #[must_use]
    pub fn node(&self, index: u32) -> &Node {
        &self.nodes[index as usize]
    }

    /// The people and organisations, in the order of their ids.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// About how much memory it takes, in bytes.
    pub(in crate::store) fn bytes(&self) -> usize {
        let node = |node: &Node| {
            let text = node.entity.id.len() + node.entity.name.len();
            size_of::<Node>() + text + size_of::<u32>() * (node.source_of.len() + node.target_of.len())
        };
        size_of::<u32>() * self.items.len() + self.nodes.iter().map(node).sum::<usize>()
    }

    /// Row numbers of what an edge counts, at most `limit`, in the order of the ids.
    fn rows_of(&self, edge: &Edge, limit: usize) -> impl Iterator<Item = u32> {
        let (source, target) = (self.node(edge.source), self.node(edge.target));
        let (one, other) = (&source.source_of, if self.edge.is_directed() { &target.target_of } else { &target.source_of });
        // The shorter list is looked up in the longer: the edges of one that is everywhere cost what their other ends have.
        let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
        let common = short.iter().filter(|item| long.binary_search(item).is_ok()).take(limit);
        common.map(|&item| self.items[item as usize])
    }
}

impl Snapshot {
    /// A network. It is read once and remembered, because a snapshot cannot change.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn network(&self, query: &GraphQuery) -> Result<Arc<Network>, ReadError> {
        let key = serde_json::to_string(query).unwrap_or_default();
        let read = async {
            let query = query.clone();
            self.readers().ask_at_length(move |connection| read_network(connection, &query)).await.map(Arc::new)
        };
        Ok(self.memory().networks.try_get_with(key, read).await?)
    }

    /// A network with its edges counted: the heaviest of them, at most `keep`. Remembered too, where they are not many.
    ///
    /// # Errors
    /// Where the store cannot be read; in the inner result, where there are more pairs than are counted.
    pub async fn counted_network(
        &self,
        query: &GraphQuery,
        min_weight: u32,
        keep: usize,
    ) -> Result<(Arc<Network>, Result<Arc<Counted>, TooManyPairs>), ReadError> {
        let network = self.network(query).await?;
        let key = format!("{min_weight} {keep} {}", serde_json::to_string(query)?);
        let to_count = Arc::clone(&network);
        let count = async move {
            let counting = tokio::task::spawn_blocking(move || to_count.count(min_weight, keep).map(Arc::new));
            counting.await.unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()))
        };
        let counted = self.memory().counted.try_get_with(key, count).await.map_err(|too_many| TooManyPairs(too_many.0));
        Ok((network, counted))
    }

    /// The ids of what edges count, at most `limit` for each, in order.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn counted_by(&self, network: &Network, edges: &[Edge], limit: usize) -> Result<Vec<Vec<String>>, ReadError> {
        let of_edges: Vec<Vec<u32>> = edges.iter().map(|edge| network.rows_of(edge, limit).collect()).collect();
        let mut wanted: Vec<u32> = of_edges.concat();
        wanted.sort_unstable();
        wanted.dedup();
        let mut sql = Sql::new(format!("SELECT rowid, id FROM {} WHERE rowid IN (SELECT value FROM json_each(", network.table));
        sql.push_bind(serde_json::to_string(&wanted)?).push("))");
        let found = self.readers().ask(move |connection| rows(connection, &sql, |row| Ok((row.get(0)?, row.get(1)?)))).await?;
        let ids: HashMap<u32, String> = found.into_iter().collect();
        Ok(of_edges.iter().map(|rows| rows.iter().filter_map(|row| ids.get(row).cloned()).collect()).collect())
    }
}

fn read_network(connection: &Connection, query: &GraphQuery) -> Result<Network, ReadError> {
    let items: Vec<u32> = rows(connection, &query.items(), |row| Ok(row.get(0)?))?;
    let mut positions = vec![u32::MAX; items.iter().max().map_or(0, |&last| last as usize + 1)];
    for (position, &row) in (0..).zip(&items) {
        positions[row as usize] = position;
    }
    let mut nodes: BTreeMap<String, Node> = BTreeMap::new();
    for (role, sql) in query.parts().into_iter().enumerate() {
        rows(connection, &sql, |row| {
            let id: String = row.get(0)?;
            let parts = ascending(serde_json::from_str(row.get_ref(3)?.as_str()?)?, &positions);
            let r#type = if row.get_ref(1)?.as_str()? == "person" { EntityType::Person } else { EntityType::Organisation };
            let entity = EntityRef { id: id.clone(), r#type, name: row.get(2)? };
            let node = nodes.entry(id).or_insert_with(|| Node { entity, source_of: Vec::new(), target_of: Vec::new() });
            *if role == 0 { &mut node.source_of } else { &mut node.target_of } = parts;
            Ok(())
        })?;
    }
    Ok(Network::of(query.edge(), query.items_table(), items, nodes.into_values().collect()))
}

/// Row numbers as positions, each once, ascending.
fn ascending(rows: Vec<u32>, positions: &[u32]) -> Vec<u32> {
    let mut parts: Vec<u32> = rows.into_iter().filter_map(|row| positions.get(row as usize).copied()).collect();
    parts.sort_unstable();
    parts.dedup();
    parts.shrink_to_fit();
    parts
}
