//! What a graph counts: quotes and articles under the filters of their lists.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Edges, check, graphml, named_with, quoted_with, speaks_about, table, text};
use crate::app::{TestApp, seed_into};

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
                let ids = app.ids(address).await;
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
    let beyond = graph["edges"].as_array().expect("edges").iter().find(|edge| text(&edge["query"]).starts_with("/v1/graph.csv"));
    let beyond = beyond.expect("an edge to somebody else");
    assert_eq!(table(&app.get(&text(&beyond["query"])).await)[0]["Weight"], beyond["weight"].to_string());
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
