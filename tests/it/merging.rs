//! One record a real person or organisation over the whole dataset: what single articles call otherwise, put together with the reason.

use std::{fs, path::Path};

use serde_json::{Value, json};

use crate::app::{TestApp, seed_into};

/// Serves a dataset of these texts alone.
async fn serving(texts: &[&str]) -> TestApp {
    let folder = tempfile::tempdir().expect("a folder");
    for (n, text) in texts.iter().enumerate() {
        fs::write(folder.path().join(format!("{n}.txt")), text).expect("written");
    }
    let db = folder.path().join("onrecord.db");
    seed_into(&db, &[folder.path().to_owned()], false).await;
    TestApp::serving(&db).await
}

const FULL: &str =
    "Pier to reopen\n\nMayor Yevgeni Sarkola said on Monday that the pier would open in May. \"We are nearly there,\" Sarkola said.\n";
const SPELT_OTHERWISE: &str =
    "Council meets\n\nMayor Evgeny Sarkola told the council that the bill was paid. \"It is settled,\" he said.\n";

fn people_of(quotes: &[Value]) -> Vec<&str> {
    let mut people: Vec<&str> = quotes.iter().filter_map(|quote| quote["speaker"]["id"].as_str()).collect();
    people.sort_unstable();
    people.dedup();
    people
}

#[tokio::test]
async fn two_spellings_are_one_person_and_the_record_says_why() {
    let app = serving(&[FULL, SPELT_OTHERWISE]).await;
    let people = app.json("/v1/people?q=sarkola").await;
    let [person] = &people["items"].as_array().expect("a list")[..] else { panic!("one person: {people:#}") };
    let id = person["id"].as_str().expect("an id");
    let merged = person["merged"].as_array().unwrap_or_else(|| panic!("{person:#}"));
    assert_eq!(merged.len(), 1, "{person:#}");
    assert!(merged[0]["reason"].as_str().is_some_and(|reason| reason.ends_with("are spellings of one name")), "{person:#}");
    assert_eq!(person["counts"]["articles"], json!(2));
    let quotes = app.json("/v1/quotes?annotator=rules/0.1.0").await;
    assert_eq!(people_of(quotes["items"].as_array().expect("a list")), [id]);
    let mentions = app.json(&format!("/v1/mentions?person={id}")).await;
    assert_eq!(mentions["total"], person["counts"]["mentions"], "{mentions:#}");
}

#[tokio::test]
async fn two_whom_sidecars_keep_apart_stay_two_whoever_made_the_sidecars() {
    let folder = tempfile::tempdir().expect("a folder");
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    for (name, other) in [("sample-1-ferry-pier", "Yevgeni Sarkola"), ("sample-2-pier-repair", "Evgeny Sarkola")] {
        fs::copy(samples.join(name).with_extension("txt"), folder.path().join(name).with_extension("txt")).expect("a copy");
        let sidecar = fs::read_to_string(samples.join(name).with_extension("json")).expect("a sidecar");
        let mut sidecar: Value = serde_json::from_str(&sidecar).expect("JSON");
        sidecar["annotator"] = "desk/anna".into();
        let entities = sidecar["entities"].as_array_mut().expect("entities");
        let entity = entities.iter_mut().find(|entity| entity["id"] == "yevgeni-sarkola").expect("the harbour master");
        entity["name"] = other.into();
        let id = other.to_lowercase().replace(' ', "-");
        let written = sidecar.to_string().replace("\"yevgeni-sarkola\"", &format!("\"{id}\""));
        fs::write(folder.path().join(name).with_extension("json"), written).expect("written");
    }
    let db = folder.path().join("onrecord.db");
    seed_into(&db, &[folder.path().to_owned()], false).await;
    let people = TestApp::serving(&db).await.json("/v1/people?q=sarkola&fields=id").await;
    assert_eq!(people["items"], json!([{ "id": "evgeny-sarkola" }, { "id": "yevgeni-sarkola" }]), "{people:#}");
}
