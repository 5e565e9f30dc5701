//! Reading a network, and the ids of what its edges count.

use std::{collections::HashMap, sync::Arc};

use rusqlite::Connection;

use super::{Counted, Edge, GraphEdgeKind, GraphQuery, TooManyPairs};
use crate::{
    domain::EntityRef,
    store::{
        ReadError, Resource, Snapshot, Sql,
        articles::{ArticleQuery, Articles},
        columns::{Columns, Members, PlaceLists, Wanted},
        counting::Countable,
        quotes::{QuoteQuery, Quotes},
        read::rows,
    },
};

/// People and organisations with what they have a part in, by its place in the list of quotes or articles.
#[derive(Debug)]
pub struct Network {
    /// What its edges stand for.
    pub edge: GraphEdgeKind,
    /// How many quotes or articles match the filters, whoever has a part in them.
    pub items: u64,
    /// The nodes, in the order of their ids.
    pub(super) entities: Vec<EntityRef>,
    /// Of each node the quotes that it says, or the articles that quote or name it.
    pub(super) source_of: PlaceLists,
    /// In a directed graph, of each node the quotes in which it is named.
    pub(super) target_of: Option<PlaceLists>,
}

/// A person or an organisation with what it has a part in.
#[derive(Debug, Clone, Copy)]
pub struct Node<'a> {
    /// Who it is.
    pub entity: &'a EntityRef,
    /// How many quotes it says, or how many articles quote or name it, of those that match the filters.
    pub source_of: u64,
    /// In a directed graph: in how many of the quotes that match it is named.
    pub target_of: u64,
}

impl Network {
    /// The node at one end of an edge.
    #[must_use]
    pub fn node(&self, index: u32) -> Node<'_> {
        let index = index as usize;
        Node {
            entity: &self.entities[index],
            source_of: self.source_of.get(index).len() as u64,
            target_of: self.target_of.as_ref().map_or(0, |lists| lists.get(index).len() as u64),
        }
    }

    /// How many nodes there are, with an edge or without.
    #[must_use]
    pub fn size(&self) -> usize {
        self.entities.len()
    }

    /// The places of what an edge counts, at most `limit`, in the order of the list.
    fn places_of(&self, edge: &Edge, limit: usize) -> Vec<u32> {
        let targets = self.target_of.as_ref().unwrap_or(&self.source_of);
        let (one, other) = (self.source_of.get(edge.source as usize), targets.get(edge.target as usize));
        // The shorter list is looked up in the longer: the edges of one that is everywhere cost what their other ends have.
        let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
        short.iter().copied().filter(|place| long.binary_search(place).is_ok()).take(limit).collect()
    }
}

impl Snapshot {
    /// A network with its edges counted: the heaviest of them, at most `keep`.
    ///
    /// # Errors
    /// Where the store cannot be read. Within: where there are more pairs than are counted.
    pub async fn counted_network(
        &self,
        query: &GraphQuery,
        min_weight: u32,
        keep: usize,
    ) -> Result<(Arc<Network>, Result<Counted, TooManyPairs>), ReadError> {
        let query = query.clone();
        let network = self.ask_columns(true, move |columns, connection| read_network(columns, connection, &query)).await.map(Arc::new)?;
        let to_count = Arc::clone(&network);
        // It asks nothing of SQLite, but takes time and memory: there are places for a few such questions at once.
        let counted = self.readers().ask_at_length(move |_| Ok(to_count.count(min_weight, keep))).await?;
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
    let Members { entities, parts, rows } = columns.members(connection, &filter, parts, (wanted, of_articles))?;
    let mut parts = parts.into_iter();
    Ok(Network { edge: query.edge(), items: rows, entities, source_of: parts.next().unwrap_or_default(), target_of: parts.next() })
}
