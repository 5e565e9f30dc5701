//! A graph as two tables, under the column names by which Gephi imports them (`Id`, `Label`, `Source`, `Target`, `Type`, `Weight`).

use super::{
    answer::GraphNode,
    send::{Format, Whole},
};
use crate::{
    store::graph::{Degree, Edge, Node},
    tables::{joined, write_rows},
};

/// The columns of the edges. New ones are only ever added at the end.
const EDGE_COLUMNS: &[&str] =
    &["Source", "Target", "Type", "Weight", "edge", "source_name", "source_type", "target_name", "target_type", "ids"];

/// The columns of the nodes. New ones are only ever added at the end.
const NODE_COLUMNS: &[&str] =
    &["Id", "Label", "type", "degree", "in_degree", "out_degree", "weighted_degree", "articles", "quotes", "quoted_about"];

/// The media type of both.
const CSV: &str = "text/csv; charset=utf-8; header=present";

/// The edges, one a row.
pub struct EdgeTable;

impl Format for EdgeTable {
    const MEDIA_TYPE: &'static str = CSV;
    const NAME: &'static str = "graph";
    const ENDING: &'static str = "csv";
    const HAS: (bool, bool) = (false, true);

    fn head(&self, _: &Whole) -> std::io::Result<Vec<u8>> {
        write_rows([EDGE_COLUMNS.iter().map(ToString::to_string)].into_iter())
    }

    fn nodes(&self, _: &Whole, _: &[(Node<'_>, Degree)]) -> std::io::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    fn edges(&self, whole: &Whole, edges: &[(&Edge, &[String])]) -> std::io::Result<Vec<u8>> {
        let network = &whole.network;
        let direction = if network.edge.is_directed() { "Directed" } else { "Undirected" };
        let row = |(edge, ids): &(&Edge, &[String])| {
            let (source, target) = (network.node(edge.source).entity, network.node(edge.target).entity);
            vec![
                source.id.clone(),
                target.id.clone(),
                direction.to_owned(),
                edge.weight.to_string(),
                network.edge.as_str().to_owned(),
                source.name.clone(),
                source.r#type.as_str().to_owned(),
                target.name.clone(),
                target.r#type.as_str().to_owned(),
                joined(ids.iter().map(String::as_str)),
            ]
        };
        write_rows(edges.iter().map(row))
    }

    fn tail(&self) -> &'static str {
        ""
    }
}

/// The nodes, one a row.
pub struct NodeTable;

impl Format for NodeTable {
    const MEDIA_TYPE: &'static str = CSV;
    const NAME: &'static str = "graph-nodes";
    const ENDING: &'static str = "csv";
    const HAS: (bool, bool) = (true, false);

    fn head(&self, _: &Whole) -> std::io::Result<Vec<u8>> {
        write_rows([NODE_COLUMNS.iter().map(ToString::to_string)].into_iter())
    }

    fn nodes(&self, whole: &Whole, nodes: &[(Node<'_>, Degree)]) -> std::io::Result<Vec<u8>> {
        let row = |(node, degree): &(Node<'_>, Degree)| {
            let node = GraphNode::of(whole.network.edge, *node, *degree);
            let number = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
            vec![
                node.id,
                node.name,
                node.r#type.as_str().to_owned(),
                node.degree.to_string(),
                number(node.in_degree.map(u64::from)),
                number(node.out_degree.map(u64::from)),
                node.weighted_degree.to_string(),
                number(node.articles),
                number(node.quotes),
                number(node.quoted_about),
            ]
        };
        write_rows(nodes.iter().map(row))
    }

    fn edges(&self, _: &Whole, _: &[(&Edge, &[String])]) -> std::io::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    fn tail(&self) -> &'static str {
        ""
    }
}
