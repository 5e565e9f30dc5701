//! Graphs: every edge is counted again from the records it is made of, and every format holds the same graph.

mod bounds;
mod counts;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::app::{Answer, TestApp};

/// What each edge counts, by its two ends.
type Edges = BTreeMap<(String, String), BTreeSet<String>>;

fn text(value: &Value) -> String {
    value.as_str().expect("text").to_owned()
}

/// The edges from speakers to those named in their quotes.
fn speaks_about(quotes: &[Value]) -> Edges {
    let mut edges = Edges::new();
    for quote in quotes.iter().filter(|quote| quote["speaker"].is_object()) {
        for about in quote["about"].as_array().expect("about") {
            let ends = (text(&quote["speaker"]["id"]), text(&about["id"]));
            edges.entry(ends).or_default().insert(text(&quote["id"]));
        }
    }
    edges
}

/// The edges between all that the same article holds: pairs of an article and somebody.
fn together(parts: impl Iterator<Item = (String, String)>) -> Edges {
    let mut articles: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (article, entity) in parts {
        articles.entry(article).or_default().insert(entity);
    }
    let mut edges = Edges::new();
    for (article, entities) in &articles {
        for source in entities {
            for target in entities.range(source.clone()..).skip(1) {
                edges.entry((source.clone(), target.clone())).or_default().insert(article.clone());
            }
        }
    }
    edges
}

fn quoted_with(quotes: &[Value]) -> Edges {
    let speakers = quotes.iter().filter(|quote| quote["speaker"].is_object());
    together(speakers.map(|quote| (text(&quote["article"]["id"]), text(&quote["speaker"]["id"]))))
}

fn named_with(mentions: &[Value], articles: &[String]) -> Edges {
    let parts = mentions.iter().map(|mention| (text(&mention["article"]["id"]), text(&mention["entity"]["id"])));
    together(parts.filter(|(article, _)| articles.contains(article)))
}

/// Ids in the order of their list.
struct InOrder(Vec<String>);

impl InOrder {
    async fn of(app: &TestApp, directed: bool) -> Self {
        let list = if directed { "/v1/quotes.ndjson" } else { "/v1/articles.ndjson" };
        Self(app.all(list).await.iter().map(|record| text(&record["id"])).collect())
    }

    fn sorted(&self, ids: &BTreeSet<String>) -> Vec<String> {
        self.0.iter().filter(|id| ids.contains(*id)).cloned().collect()
    }
}

/// Asserts that a graph in all of its forms has exactly these edges with exactly these ids, and that all it says of them adds up.
async fn check(app: &TestApp, query: &str, expected: &Edges) {
    let graph = app.json(&format!("/v1/graph?{query}&limit=5000")).await;
    let list = InOrder::of(app, graph["directed"] == true).await;
    let edges = graph["edges"].as_array().expect("edges");
    assert!(!expected.is_empty(), "{query} has no edges: the test says nothing");
    assert_eq!((&graph["total_edges"], edges.len()), (&expected.len().into(), expected.len()), "{query}");
    for edge in edges {
        let ends = (text(&edge["source"]), text(&edge["target"]));
        let ids = expected.get(&ends).unwrap_or_else(|| panic!("{query}: {ends:?} is no edge"));
        let shown: Vec<String> = edge["ids"].as_array().expect("ids").iter().map(text).collect();
        assert_eq!(edge["weight"], ids.len(), "{query}: {ends:?}");
        assert_eq!(shown, list.sorted(ids).into_iter().take(10).collect::<Vec<_>>(), "{query}: {ends:?}");
        assert_eq!(edge["more_ids"], ids.len() - shown.len(), "{query}: {ends:?}");
    }
    let order: Vec<_> =
        edges.iter().map(|edge| (u64::MAX - edge["weight"].as_u64().unwrap_or(0), text(&edge["source"]), text(&edge["target"]))).collect();
    assert!(order.is_sorted(), "{query}: the heaviest first, then by ids");
    let weight: usize = expected.values().map(BTreeSet::len).sum();
    assert_eq!((&graph["total_weight"], &graph["other_weight"]), (&weight.into(), &0.into()), "{query}");
    check_nodes(query, &graph, expected);

    let rows = table(&app.get(&format!("/v1/graph.csv?{query}")).await);
    assert_eq!(rows.len(), expected.len(), "{query}");
    for (row, edge) in rows.iter().zip(edges) {
        assert_eq!((&*row["Source"], &*row["Target"]), (&*text(&edge["source"]), &*text(&edge["target"])), "{query}");
        let ids = list.sorted(&expected[&(row["Source"].clone(), row["Target"].clone())]);
        assert_eq!((row["Weight"].clone(), row["ids"].clone()), (ids.len().to_string(), ids.join("; ")), "{query}");
        assert_eq!(row["Type"], if graph["directed"] == true { "Directed" } else { "Undirected" });
    }
    let nodes = table(&app.get(&format!("/v1/graph/nodes.csv?{query}")).await);
    for (row, node) in nodes.iter().zip(graph["nodes"].as_array().expect("nodes")) {
        let columns = [
            ("Id", "id"),
            ("Label", "name"),
            ("type", "type"),
            ("degree", "degree"),
            ("in_degree", "in_degree"),
            ("out_degree", "out_degree"),
        ];
        let more =
            [("weighted_degree", "weighted_degree"), ("articles", "articles"), ("quotes", "quotes"), ("quoted_about", "quoted_about")];
        for (column, property) in columns.into_iter().chain(more) {
            let value = &node[property];
            let said = value.as_str().map_or_else(|| if value.is_null() { String::new() } else { value.to_string() }, str::to_owned);
            assert_eq!(row[column], said, "{query}: {column} of {node}");
        }
    }
    assert_eq!(graph["total_nodes"], nodes.len(), "{query}");
    let (ids, found) = graphml(&app.get(&format!("/v1/graph.graphml?{query}")).await);
    assert_eq!(&found, expected, "{query}");
    assert_eq!(ids.keys().cloned().collect::<Vec<_>>(), nodes.iter().map(|row| row["Id"].clone()).collect::<Vec<_>>(), "{query}");
}

/// Asserts that the nodes are the ends of the edges, with the degrees that follow from these.
fn check_nodes(query: &str, graph: &Value, expected: &Edges) {
    let mut degrees: BTreeMap<&String, (usize, usize, usize)> = BTreeMap::new();
    for ((source, target), ids) in expected {
        for (end, outward, inward) in [(source, 1, 0), (target, 0, 1)] {
            let degree = degrees.entry(end).or_default();
            *degree = (degree.0 + outward, degree.1 + inward, degree.2 + ids.len());
        }
    }
    let nodes = graph["nodes"].as_array().expect("nodes");
    assert_eq!(
        nodes.iter().map(|node| text(&node["id"])).collect::<Vec<_>>(),
        degrees.keys().map(ToString::to_string).collect::<Vec<_>>(),
        "{query}"
    );
    for node in nodes {
        let (outward, inward, weight) = degrees[&text(&node["id"])];
        assert_eq!((&node["degree"], &node["weighted_degree"]), (&(outward + inward).into(), &weight.into()), "{query}: {node}");
        if graph["directed"] == true {
            assert_eq!((&node["out_degree"], &node["in_degree"]), (&outward.into(), &inward.into()), "{query}: {node}");
        } else {
            assert!(node.get("out_degree").is_none() && node.get("in_degree").is_none(), "{query}: {node}");
        }
    }
}

/// The rows of a table, each by its columns, as many as its header says.
fn table(answer: &Answer) -> Vec<BTreeMap<String, String>> {
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(answer.header("content-type").starts_with("text/csv"));
    let rows: Vec<_> = csv::Reader::from_reader(&*answer.body).deserialize().map(|row| row.expect("a row")).collect();
    assert_eq!(answer.header("x-total-count"), rows.len().to_string());
    rows
}

/// What a well-formed GraphML file holds: the labels of the nodes, and the edges, whose weights are those of their ids.
fn graphml(answer: &Answer) -> (BTreeMap<String, String>, Edges) {
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/graphml+xml"), "{}", answer.text());
    let xml = answer.text();
    let document = roxmltree::Document::parse(&xml).expect("well-formed XML");
    let data = |element: roxmltree::Node<'_, '_>, key: &str| {
        let found = element.children().find(|child| child.attribute("key") == Some(key));
        found.and_then(|data| data.text()).unwrap_or_else(|| panic!("no {key}")).to_owned()
    };
    let (mut nodes, mut edges) = (BTreeMap::new(), Edges::new());
    for element in document.descendants() {
        let attribute = |name: &str| element.attribute(name).expect(name).to_owned();
        match element.tag_name().name() {
            "node" => drop(nodes.insert(attribute("id"), data(element, "label"))),
            "edge" => {
                let ids: BTreeSet<String> = data(element, "edge_ids").split("; ").map(str::to_owned).collect();
                assert_eq!(data(element, "weight"), ids.len().to_string(), "{element:?}");
                edges.insert((attribute("source"), attribute("target")), ids);
            }
            _ => {}
        }
    }
    assert_eq!(answer.header("x-total-count"), edges.len().to_string());
    (nodes, edges)
}
