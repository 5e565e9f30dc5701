//! Graphs: every edge is counted again from the records it is made of, and every format holds the same graph.

use std::collections::{BTreeMap, BTreeSet};

use onrecord::{
    annotate,
    domain::{AnnotatedArticle, EntityInArticle, EntityRef, EntityType, Known, Mention, Origin, SectionKind, Span, id},
    store::{Place, SnapshotWriter},
};
use serde_json::Value;

use crate::app::{PUBLISHING, Answer, TestApp, seed_into};

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

/// Asserts that a graph in all of its forms has exactly these edges with exactly these ids, and that all it says of them adds up.
async fn check(app: &TestApp, query: &str, expected: &Edges) {
    let graph = app.json(&format!("/v1/graph?{query}&limit=5000")).await;
    let edges = graph["edges"].as_array().expect("edges");
    assert!(!expected.is_empty(), "{query} has no edges: the test says nothing");
    assert_eq!((&graph["total_edges"], edges.len()), (&expected.len().into(), expected.len()), "{query}");
    for edge in edges {
        let ends = (text(&edge["source"]), text(&edge["target"]));
        let ids = expected.get(&ends).unwrap_or_else(|| panic!("{query}: {ends:?} is no edge"));
        let shown: Vec<String> = edge["ids"].as_array().expect("ids").iter().map(text).collect();
        assert_eq!(edge["weight"], ids.len(), "{query}: {ends:?}");
        assert_eq!(shown, ids.iter().take(10).cloned().collect::<Vec<_>>(), "{query}: {ends:?}");
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
        assert_eq!((&*row["Source"], &*row["Target"]), (edge["source"].as_str().unwrap(), edge["target"].as_str().unwrap()), "{query}");
        let ids: Vec<String> = expected[&(row["Source"].clone(), row["Target"].clone())].iter().cloned().collect();
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

#[tokio::test]
async fn every_edge_of_quotes_is_what_the_quotes_say() {
    let app = TestApp::samples().await;
    for filter in [
        "",
        "type=direct",
        "source_not=reuters",
        "speaker=sergei-lavrov",
        "about=barack-obama",
        "q=obama",
        "to=2020&min_confidence=0.5",
        "person=sergei-lavrov&section=body",
    ] {
        let quotes = app.all(&format!("/v1/quotes.ndjson?{filter}")).await;
        check(&app, &format!("edge=speaks_about&{filter}"), &speaks_about(&quotes)).await;
        let counted = app.json(&format!("/v1/graph?{filter}")).await["counted"].clone();
        assert_eq!(counted, quotes.len(), "{filter}");
        let together = quoted_with(&quotes);
        if !together.is_empty() {
            check(&app, &format!("edge=quoted_with&{filter}"), &together).await;
        }
    }
}

/// Two who speak about each other, one who names herself, and several named in one quote.
const DISPUTE: &str = "Harbour vote put off

Mayor Ada Finch said on Monday that Juan Okoro would have to wait. \"Nobody asked Ada Finch about the bridge,\" Finch said. \"Juan Okoro and \
     Petra Holm were asked,\" Finch added.

Juan Okoro said that Ada Finch was wrong. \"Ask Petra Holm and the Coastal Union,\" Okoro said.
";

#[tokio::test]
async fn whoever_names_himself_has_an_edge_to_himself_and_directions_are_kept_apart() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("dispute.txt"), DISPUTE).expect("written");
    let db = folder.path().join("out.db");
    seed_into(&db, &[folder.path().to_owned()], false).await;
    let app = TestApp::serving(&db).await;
    let article = app.ids("/v1/articles?person=ada-finch").await.remove(0);
    let quotes = app.all(&format!("/v1/quotes.ndjson?article={article}")).await;
    let edges = speaks_about(&quotes);
    let ends: Vec<(&str, &str, usize)> = edges.iter().map(|((source, target), ids)| (&**source, &**target, ids.len())).collect();
    let expected = [
        ("ada-finch", "ada-finch", 1),
        ("ada-finch", "juan-okoro", 2),
        ("ada-finch", "petra-holm", 1),
        ("juan-okoro", "ada-finch", 1),
        ("juan-okoro", "coastal-union", 1),
        ("juan-okoro", "petra-holm", 1),
    ];
    assert_eq!(ends, expected);
    check(&app, &format!("article={article}"), &edges).await;
    check(&app, &format!("edge=quoted_with&article={article}"), &quoted_with(&quotes)).await;
    let node = app.json(&format!("/v1/graph?article={article}&node_type=person")).await["nodes"][0].clone();
    assert_eq!((&node["id"], &node["degree"], &node["weighted_degree"]), (&"ada-finch".into(), &5.into(), &6.into()));
    let between = app.json("/v1/graph?between=ada-finch,juan-okoro").await;
    assert_eq!(between["total_weight"], 4, "both directions, and hers to herself");
}

#[tokio::test]
async fn every_edge_of_names_is_what_the_mentions_say() {
    let app = TestApp::samples().await;
    for (filter, section) in [
        ("", ""),
        ("source=reuters", ""),
        ("person=donald-trump", ""),
        ("q=ferry", ""),
        ("speaker=sergei-lavrov&from=2014", ""),
        ("", "section=comment"),
        ("person=sergei-lavrov", "section=title,standfirst"),
    ] {
        let mentions = app.all(&format!("/v1/mentions.ndjson?{section}")).await;
        let articles = app.ids(&format!("/v1/articles?{filter}&{section}")).await;
        let query = format!("edge=named_with&{filter}&{section}");
        check(&app, &query, &named_with(&mentions, &articles)).await;
        assert_eq!(app.json(&format!("/v1/graph?{query}")).await["counted"], articles.len(), "{query}");
    }
}

#[tokio::test]
async fn a_node_says_what_its_edges_are_to_be_compared_with() {
    let app = TestApp::samples().await;
    let quotes = app.all("/v1/quotes.ndjson?type=direct,mixed").await;
    let mentions = app.all("/v1/mentions.ndjson").await;
    let count = |of: &dyn Fn(&Value) -> bool, from: &[Value]| from.iter().filter(|record| of(record)).count();
    let directed = app.json("/v1/graph?type=direct,mixed&limit=5000").await;
    for node in directed["nodes"].as_array().expect("nodes") {
        let about = |quote: &Value| quote["about"].as_array().expect("about").iter().any(|entity| entity["id"] == node["id"]);
        assert_eq!(node["quotes"], count(&|quote| quote["speaker"]["id"] == node["id"], &quotes), "{node}");
        assert_eq!(node["quoted_about"], count(&about, &quotes), "{node}");
    }
    for (edge, records, part) in [("quoted_with&type=direct,mixed", &quotes, "speaker"), ("named_with", &mentions, "entity")] {
        let graph = app.json(&format!("/v1/graph?edge={edge}&limit=5000")).await;
        for node in graph["nodes"].as_array().expect("nodes") {
            let articles: BTreeSet<_> =
                records.iter().filter(|record| record[part]["id"] == node["id"]).map(|record| text(&record["article"]["id"])).collect();
            assert_eq!(node["articles"], articles.len(), "{edge}: {node}");
        }
    }
}

#[tokio::test]
async fn the_address_of_an_edge_leads_to_all_that_it_counts() {
    let app = TestApp::samples().await;
    for query in [
        "edge=speaks_about&min_weight=2",
        "type=direct&about=barack-obama,joe-biden",
        "speaker=sergei-lavrov,barack-obama&source_not=reuters",
        "edge=named_with&min_weight=3",
        "edge=named_with&person=sergei-lavrov&to=2014&limit=20",
        "edge=quoted_with",
        "edge=quoted_with&type=direct&min_weight=1",
    ] {
        let graph = app.json(&format!("/v1/graph?{query}")).await;
        assert_ne!(graph["total_edges"], 0, "{query}");
        for edge in graph["edges"].as_array().expect("edges") {
            let address = edge["query"].as_str().expect("an address");
            if query.contains("quoted_with") {
                let rows = table(&app.get(address).await);
                let weights: Vec<&str> = rows.iter().map(|row| row["Weight"].as_str()).collect();
                assert_eq!(weights, [edge["weight"].to_string()], "{address}");
            } else {
                let mut ids = app.ids(address).await;
                ids.sort();
                assert_eq!((ids.len(), &edge["weight"]), (ids.len(), &ids.len().into()), "{address}");
                assert_eq!(Value::from(ids.into_iter().take(10).collect::<Vec<_>>()), edge["ids"], "{address}");
            }
        }
    }
    // Ten conditions of a kind are all that a list takes: there is no room for the edge's own.
    let ten: Vec<String> = app
        .ids("/v1/people?sort=-articles,id&article=russia-and-the-west-the-hard-way-to-a-new-reset-2fdde59d")
        .await
        .into_iter()
        .take(10)
        .collect();
    let graph = app.json(&format!("/v1/graph?edge=named_with&person_all={}", ten.join(","))).await;
    let beyond = graph["edges"].as_array().expect("edges").iter().find(|edge| edge["query"].as_str().unwrap().starts_with("/v1/graph.csv"));
    let beyond = beyond.expect("an edge to somebody else");
    assert_eq!(table(&app.get(beyond["query"].as_str().unwrap()).await)[0]["Weight"], beyond["weight"].to_string());
}

#[tokio::test]
async fn light_edges_and_other_ends_are_left_out_where_that_is_asked_for() {
    let app = TestApp::samples().await;
    let edges = named_with(&app.all("/v1/mentions.ndjson").await, &app.ids("/v1/articles").await);
    let heavy: Edges = edges.iter().filter(|(_, ids)| ids.len() >= 3).map(|(ends, ids)| (ends.clone(), ids.clone())).collect();
    assert!(heavy.len() < edges.len());
    check(&app, "edge=named_with&min_weight=3", &heavy).await;
    let people: BTreeSet<String> = app.ids("/v1/people").await.into_iter().collect();
    let among = |few: &BTreeSet<String>| {
        edges
            .iter()
            .filter(|((a, b), _)| few.contains(a) && few.contains(b))
            .map(|(ends, ids)| (ends.clone(), ids.clone()))
            .collect::<Edges>()
    };
    check(&app, "edge=named_with&node_type=person", &among(&people)).await;
    let few: BTreeSet<String> = ["sergei-lavrov", "barack-obama", "nato"].map(str::to_owned).into();
    check(&app, "edge=named_with&between=sergei-lavrov,barack-obama&between=nato", &among(&few)).await;
    let none = app.json("/v1/graph?edge=named_with&min_weight=1000000000").await;
    assert_eq!((&none["total_edges"], &none["nodes"], &none["other_weight"]), (&0.into(), &Value::Array(Vec::new()), &0.into()));
    let (nodes, edges) = graphml(&app.get("/v1/graph.graphml?edge=named_with&min_weight=1000000000").await);
    assert!(nodes.is_empty() && edges.is_empty(), "an empty graph is a whole file");
}

#[tokio::test]
async fn what_limit_leaves_out_is_said() {
    let app = TestApp::samples().await;
    let whole = app.json("/v1/graph?edge=named_with&limit=5000").await;
    let part = app.json("/v1/graph?edge=named_with&limit=7").await;
    assert_eq!(part["edges"].as_array().expect("edges")[..], whole["edges"].as_array().expect("edges")[..7]);
    let sent: u64 = part["edges"].as_array().expect("edges").iter().filter_map(|edge| edge["weight"].as_u64()).sum();
    assert_eq!(part["other_weight"].as_u64().map(|other| other + sent), whole["total_weight"].as_u64());
    for total in ["total_nodes", "total_edges", "total_weight", "counted"] {
        assert_eq!(part[total], whole[total]);
    }
    for node in part["nodes"].as_array().expect("nodes") {
        assert!(whole["nodes"].as_array().expect("nodes").contains(node), "degrees are those in the whole graph: {node}");
    }
}

#[tokio::test]
async fn bad_input_is_explained() {
    let app = TestApp::five().await;
    for path in ["/v1/graph", "/v1/graph.csv", "/v1/graph/nodes.csv", "/v1/graph.graphml"] {
        for query in [
            "edge=speaks",
            "edge=",
            "edge=speaks_about,named_with",
            "edge=named_with&edge=named_with",
            "min_weight=0",
            "min_weight=1000000001",
            "min_weight=1.5",
            "node_type=place",
            "between=nobody-at-all",
            "between=",
            "sort=weight",
            "sample=3",
            "cursor=AAAA",
            "text_status=held",
            "dataset=latest",
        ] {
            app.get(&format!("{path}?{query}")).await.problem(400, "invalid-parameter");
        }
        let problem =
            app.get(&format!("{path}?edge=named_with&addressee=kommersant&cue=told&min_confidence=0.5&min_weight=0&type=direct")).await;
        let problem = problem.problem(400, "invalid-parameter");
        let mut faults: Vec<&str> =
            problem["errors"].as_array().expect("errors").iter().map(|fault| fault["parameter"].as_str().unwrap()).collect();
        faults.sort_unstable();
        assert_eq!(faults, ["addressee", "cue", "min_confidence", "min_weight", "type"], "all that mean nothing here, at once");
        app.get(&format!("{path}?dataset=000000000000")).await.problem(409, "dataset-version-mismatch");
    }
    app.get("/v1/graph?limit=5001").await.problem(400, "invalid-parameter");
    app.get("/v1/graph.csv?limit=5").await.problem(400, "invalid-parameter");
    for (accept, other) in [("text/csv", "/v1/graph.csv"), ("application/graphml+xml", "/v1/graph.graphml")] {
        let problem = app.send(reqwest::Method::GET, "/v1/graph", &[("accept", accept)]).await.problem(406, "not-acceptable");
        assert!(problem["detail"].as_str().is_some_and(|detail| detail.ends_with(&format!("use {other}."))), "{problem}");
    }
}

/// An article, as if the hash of its text were this one, that names these people, each by one letter.
fn article(sha256: &str, names: &[String]) -> AnnotatedArticle {
    let text = format!("Who was there\n\n{}\n", "x ".repeat(names.len()));
    let mut annotated = annotate::annotate(sha256, &text, &Known::default());
    (annotated.entities, annotated.mentions, annotated.quotes) = (Vec::new(), Vec::new(), Vec::new());
    for (start, (n, name)) in (15..).step_by(2).zip(names.iter().enumerate()) {
        let entity = EntityRef { id: format!("guest-{n:04}"), r#type: EntityType::Person, name: name.clone() };
        annotated.entities.push(EntityInArticle { id: entity.id.clone(), r#type: entity.r#type, name: name.clone(), roles: Vec::new() });
        annotated.mentions.push(Mention {
            id: id::mention_id(sha256, start),
            entity,
            span: Span { start, end: start + 1, start_utf16: start, end_utf16: start + 1, exact: Some("x".to_owned()) },
            article: annotated.article.to_ref(),
            section: SectionKind::Body,
            confidence: 1.0,
            annotator: annotate::ANNOTATOR.to_owned(),
        });
    }
    annotated
}

/// Serves these articles, each of which names these people.
async fn serving(articles: usize, names: &[String]) -> TestApp {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = folder.path().join("out.db");
    let mut writer = SnapshotWriter::open(&Place::of(&db), "a run").await.expect("a writer");
    for n in 0..articles {
        let sha256 = format!("{n:08x}{}", "0".repeat(56));
        let origin =
            Origin { name: n.to_string(), sha256: sha256.clone(), media_type: "text/plain".to_owned(), encoding: "utf-8".to_owned() };
        writer.document(n as u64, &origin, article(&sha256, names)).await.expect("written");
    }
    writer.publish(PUBLISHING, |_| Vec::new()).await.expect("published");
    TestApp::serving(&db).await
}

#[tokio::test]
async fn names_that_are_markup_or_control_characters_are_well_formed_xml() {
    let names = ["<b>&\"]]>'", "\u{0}\u{1b}[31mRed\u{ffff}", "=cmd()", "&lt;!--", "Zoë \u{1f980}", "two\nlines"].map(str::to_owned);
    let app = serving(1, &names).await;
    let answer = app.get("/v1/graph.graphml?edge=named_with").await;
    let (labels, edges) = graphml(&answer);
    let expected = ["<b>&\"]]>'", "\u{fffd}\u{fffd}[31mRed\u{fffd}", "=cmd()", "&lt;!--", "Zoë \u{1f980}", "two\nlines"];
    assert_eq!(labels.into_values().collect::<Vec<_>>(), expected);
    assert_eq!(edges.len(), 15);
    assert!(!answer.text().contains(|c: char| c < ' ' && c != '\n'), "nothing that XML 1.0 has no place for");
    let rows = table(&app.get("/v1/graph/nodes.csv?edge=named_with").await);
    assert_eq!(rows[2]["Label"], "'=cmd()", "no cell is a formula");
    let json = app.json("/v1/graph?edge=named_with").await;
    assert_eq!(json["nodes"][1]["name"], names[1], "JSON holds any character");
}

#[tokio::test]
async fn an_edge_shows_ten_ids_and_says_how_many_more_there_are() {
    let names: Vec<String> = (0..60).map(|n| format!("Guest {n}")).collect();
    let app = serving(13, &names).await;
    let edge = app.json("/v1/graph?edge=named_with").await["edges"][0].clone();
    assert_eq!((&edge["weight"], edge["ids"].as_array().map(Vec::len), &edge["more_ids"]), (&13.into(), Some(10), &3.into()));
    assert_eq!(app.ids(edge["query"].as_str().expect("an address")).await.len(), 13);
    let edges = named_with(&app.all("/v1/mentions.ndjson").await, &app.ids("/v1/articles").await);
    assert_eq!(edges.len(), 1770, "with 23,010 ids in all, which are sent in several parts");
    check(&app, "edge=named_with", &edges).await;
}

#[tokio::test]
async fn a_graph_that_no_file_holds_is_refused_and_still_counted() {
    let names: Vec<String> = (0..1500).map(|n| format!("Guest {n}")).collect();
    let app = serving(1, &names).await;
    let graph = app.json("/v1/graph?edge=named_with&limit=5").await;
    assert_eq!(
        (&graph["total_edges"], &graph["total_nodes"], &graph["other_weight"]),
        (&1_124_250.into(), &1500.into(), &1_124_245.into())
    );
    assert_eq!(graph["edges"][4]["target"], "guest-0005", "of equal weights those whose ids come first");
    for path in ["/v1/graph.csv", "/v1/graph.graphml"] {
        let problem = app.get(&format!("{path}?edge=named_with")).await.problem(400, "invalid-parameter");
        let fault = &problem["errors"][0];
        assert_eq!(fault["parameter"], "min_weight", "{problem}");
        assert!(fault["detail"].as_str().is_some_and(|detail| detail.contains("1124250") && detail.contains("1000000")), "{problem}");
    }
    assert_eq!(table(&app.get("/v1/graph/nodes.csv?edge=named_with").await).len(), 1500);
}

#[tokio::test]
async fn every_filter_of_quotes_and_articles_is_one_of_the_graph_and_says_where_it_holds() {
    let app = TestApp::five().await;
    let api = app.json("/openapi.json").await;
    let parameters = |path: &str| -> BTreeMap<String, String> {
        let listed = api["paths"][path]["get"]["parameters"].as_array().expect("parameters").iter();
        listed.map(|parameter| (text(&parameter["name"]), text(&parameter["description"]))).collect()
    };
    let (quotes, articles, graph) = (parameters("/v1/quotes"), parameters("/v1/articles"), parameters("/v1/graph"));
    let of_pages = ["limit", "cursor", "offset", "fields", "sort", "sample", "seed", "include"];
    for (name, description) in quotes.iter().filter(|(name, _)| !of_pages.contains(&name.as_str())) {
        let said = graph.get(name).unwrap_or_else(|| panic!("the graph has no {name}"));
        assert!(said.starts_with(description.as_str()), "{name}: {said}");
        assert_eq!(said.ends_with("Not with `edge=named_with`."), !articles.contains_key(name), "{name}: {said}");
    }
}
