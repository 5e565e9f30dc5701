//! Reading a network, and the ids of what its edges count.

use std::{collections::HashMap, sync::Arc};

use roaring::RoaringBitmap;
use rusqlite::Connection;

use super::{Counted, Edge, GraphEdgeKind, GraphQuery, TooManyPairs};
use crate::{
    domain::EntityRef,
    store::{
        ReadError, Resource, Snapshot, Sql,
        articles::{ArticleQuery, Articles},
        columns::{Columns, Member, Wanted},
        counting::Countable,
        quotes::{QuoteQuery, Quotes},
        read::rows,
    },
};

/// People and organisations with what they have a part in.
#[derive(Debug)]
pub struct Network {
    /// What its edges stand for.
    pub edge: GraphEdgeKind,
    /// How many quotes or articles match the filters, whoever has a part in them.
    pub items: u64,
    /// In the order of their ids.
    pub(super) nodes: Vec<Node>,
}

/// A person or an organisation with what it has a part in, each by its place in the list of quotes or articles.
#[derive(Debug)]
pub struct Node {
    /// Who it is.
    pub entity: EntityRef,
    /// The quotes that it says, or the articles that quote or name it.
    pub(super) source_of: RoaringBitmap,
    /// In a directed graph, the quotes in which it is named.
    pub(super) target_of: RoaringBitmap,
}

impl Node {
    /// How many quotes it says, or how many articles quote or name it, of those that match the filters.
    #[must_use]
    pub fn source_of(&self) -> u64 {
        self.source_of.len()
    }

    /// In a directed graph: in how many of the quotes that match it is named.
    #[must_use]
    pub fn target_of(&self) -> u64 {
        self.target_of.len()
    }
}

impl From<Member> for Node {
    fn from(Member { entity, places }: Member) -> Self {
        let mut parts = places.into_iter();
        Self { entity, source_of: parts.next().unwrap_or_default(), target_of: parts.next().unwrap_or_default() }
    }
}

impl Network {
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
            size_of::<Node>() + text + node.source_of.serialized_size() + node.target_of.serialized_size()
        };
        self.nodes.iter().map(node).sum::<usize>()
    }

    /// The places of what an edge counts, at most `limit`, in the order of the list.
    fn places_of(&self, edge: &Edge, limit: usize) -> Vec<u32> {
        let (source, target) = (self.node(edge.source), self.node(edge.target));
        let (one, other) = (&source.source_of, if self.edge.is_directed() { &target.target_of } else { &target.source_of });
        // The smaller is looked up in the larger: the edges of one that is everywhere cost what their other ends have.
        let (small, large) = if one.len() <= other.len() { (one, other) } else { (other, one) };
        small.iter().filter(|place| large.contains(*place)).take(limit).collect()
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
            self.ask_columns(true, move |columns, connection| read_network(columns, connection, &query)).await.map(Arc::new)
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

    /// The ids of what edges count, at most `limit` for each, in the order of the list of quotes or articles.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn counted_by(&self, network: &Network, edges: &[Edge], limit: usize) -> Result<Vec<Vec<String>>, ReadError> {
        let of_edges: Vec<Vec<u32>> = edges.iter().map(|edge| network.places_of(edge, limit)).collect();
        let (table, filter) = match network.edge {
            GraphEdgeKind::SpeaksAbout => (Quotes::TABLE, Quotes::table_filter(&QuoteQuery::default())),
            GraphEdgeKind::QuotedWith | GraphEdgeKind::NamedWith => (Articles::TABLE, Articles::table_filter(&ArticleQuery::default())),
        };
        let mut places: Vec<u32> = of_edges.concat();
        places.sort_unstable();
        places.dedup();
        let ids = self.ask_columns(false, move |columns, connection| {
            let at = columns.rows_at(connection, &filter, &places)?;
            let mut sql = Sql::new(format!("SELECT rowid, id FROM {table} WHERE rowid IN (SELECT value FROM json_each("));
            sql.push_bind(serde_json::to_string(&at)?).push("))");
            let found: HashMap<u32, String> = rows(connection, &sql, |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect();
            let ids = places.iter().zip(at).filter_map(|(place, row)| Some((*place, found.get(&row)?.clone())));
            Ok(ids.collect::<HashMap<u32, String>>())
        });
        let ids = ids.await?;
        Ok(of_edges.iter().map(|places| places.iter().filter_map(|place| ids.get(place).cloned()).collect()).collect())
    }
}

fn read_network(columns: &Columns, connection: &Connection, query: &GraphQuery) -> Result<Network, ReadError> {
    let (filter, parts, of_articles) = query.members();
    let wanted = Wanted { types: &query.ends.node_type, ids: &query.ends.between };
    let (items, members) = columns.members(connection, &filter, parts, (wanted, of_articles))?;
    Ok(Network { edge: query.edge(), items, nodes: members.into_iter().map(Node::from).collect() })
}
