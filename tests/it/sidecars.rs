//! The curated annotations themselves.

use std::{collections::BTreeSet, fs, path::Path};

use onrecord::corpus::{Sidecar, embedded, sidecar};
use serde_json::Value;

use crate::app::TestApp;

/// Spoils a sidecar in one place.
type Harm = fn(&mut Value);

fn files(folder: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| (path.display().to_string(), fs::read(&path).expect("a file")))
        .collect();
    files.sort();
    files
}

#[tokio::test]
async fn every_sidecar_fits_the_published_schema_and_reads_back_the_same() {
    let schema = TestApp::five().await.json("/schemas/sidecar.json").await;
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let all = [files("annotations"), files("samples")].concat();
    assert_eq!(all.len(), 10);
    for (file, bytes) in all {
        let value: Value = serde_json::from_slice(&bytes).expect("JSON");
        let faults: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).take(3).collect();
        assert!(faults.is_empty(), "{file}: {faults:?}");
        let read = Sidecar::from_bytes(&file, &bytes).expect("a good sidecar");
        assert_eq!(serde_json::to_value(&read).expect("JSON"), value, "{file}: something is lost in reading");
    }
}

#[test]
fn the_schema_refuses_what_the_program_refuses() {
    let validator = jsonschema::validator_for(&sidecar::json_schema()).expect("a schema");
    let (_, bytes) = files("samples").swap_remove(0);
    let good: Value = serde_json::from_slice(&bytes).expect("JSON");
    let harms: [Harm; 5] = [
        |value| value["unknown"] = 1.into(),
        |value| value["sections"][0]["kind"] = "chapter".into(),
        |value| value["quotes"][0]["content"][0]["start"] = (-1).into(),
        |value| value["document"]["sha256"] = "x".into(),
        |value| drop(value.as_object_mut().expect("an object").remove("metadata")),
    ];
    for (n, harm) in harms.into_iter().enumerate() {
        let mut bad = good.clone();
        harm(&mut bad);
        assert!(!validator.is_valid(&bad), "harm {n} passes the schema");
        assert!(Sidecar::from_bytes("bad.json", bad.to_string().as_bytes()).is_err(), "harm {n} passes the program");
    }
}

#[test]
fn the_samples_agree_with_their_texts_to_the_letter() {
    let documents: Vec<_> = embedded::sample_documents().map(|document| document.expect("a document")).collect();
    let mut verified = 0;
    for sidecar in embedded::sample_sidecars() {
        let sidecar = sidecar.expect("a sidecar");
        let document = documents.iter().find(|document| document.sha256 == sidecar.document.sha256).expect("its document");
        sidecar.verify(&document.text).expect("every offset gives its words");
        verified += 1;
    }
    assert_eq!((verified, documents.len()), (5, 5));
}

#[tokio::test]
async fn the_five_articles_hold_what_a_reader_finds_in_them() {
    let app = TestApp::five().await;
    let articles = app.json("/v1/articles").await;
    assert_eq!(articles["total"], 5);
    for article in articles["items"].as_array().expect("items") {
        let id = article["id"].as_str().expect("an id");
        let people = app.ids(&format!("/v1/people?article={id}&section={ALL_SECTIONS}")).await.len();
        let quotes = article["counts"]["quotes"].as_u64().expect("a number");
        assert!((4..=16).contains(&people) && (7..=18).contains(&quotes), "{id}: {people} people, {quotes} quotes");
        assert!(article["abstract"].as_str().is_some_and(|words| words.len() > 100), "{id} has no abstract");
    }
    let lavrov = app.json("/v1/people/sergei-lavrov").await;
    assert_eq!(lavrov["counts"]["articles"], 5, "one record over all five");
    let names: BTreeSet<_> = lavrov["names"].as_array().expect("names").iter().map(|name| name["name"].as_str().expect("a name")).collect();
    assert!(names.is_superset(&BTreeSet::from(["Lavrov", "Sergei Lavrov", "Sergey Lavrov"])), "{names:?}");
}

const ALL_SECTIONS: &str =
    "title,standfirst,byline,dateline,date,heading,body,caption,credit,bio,footnote,comment,comment_meta,promo,boilerplate,spam";

#[tokio::test]
async fn no_quote_stands_in_comments_or_furniture() {
    let app = TestApp::samples().await;
    for quote in app.all("/v1/quotes.ndjson").await {
        let section = quote["section"].as_str().expect("a section");
        assert!(!["comment", "comment_meta", "promo", "boilerplate", "spam", "footnote"].contains(&section), "{quote}");
    }
}
