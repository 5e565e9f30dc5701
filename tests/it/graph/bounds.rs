//! What a graph refuses, cuts and says of it, and names that are hard to write.

use std::collections::BTreeMap;

use onrecord::{
    annotate,
    domain::{AnnotatedArticle, EntityInArticle, EntityRef, EntityType, Known, Mention, Origin, SectionKind, Span, id},
    store::{Place, SnapshotWriter},
};

use super::{check, graphml, named_with, table, text};
use crate::app::{PUBLISHING, TestApp};

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
        let mut faults: Vec<String> = problem["errors"].as_array().expect("errors").iter().map(|fault| text(&fault["parameter"])).collect();
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
    writer.publish(PUBLISHING, |_| Vec::new(), |_| Vec::new()).await.expect("published");
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
