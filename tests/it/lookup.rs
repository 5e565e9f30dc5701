//! `/v1/lookup`: records by an address, a hash or a name.

use std::collections::{BTreeMap, BTreeSet};

use onrecord::domain::folding;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::app::{TestApp, seed_into};

/// Looks up, and gives type, id, and by what each record was found.
async fn found(app: &TestApp, name: &str, value: &str) -> Vec<(String, String, String)> {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish();
    let answer = app.json(&format!("/v1/lookup?{query}")).await;
    let items = answer["items"].as_array().expect("items");
    assert_eq!(answer["total"], items.len(), "{answer}");
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    for item in items {
        let record = app.json(item["path"].as_str().expect("a path")).await;
        assert_eq!(record["id"], item["id"], "the path leads to the record");
    }
    items.iter().map(|item| (text(&item["type"]), text(&item["id"]), text(&item["matched_by"]))).collect()
}

/// Serves these records of articles, and gives the hash of the file.
async fn serving(records: &[Value]) -> TestApp {
    let folder = tempfile::tempdir().expect("a folder");
    let lines: Vec<String> = records.iter().map(Value::to_string).collect();
    std::fs::write(folder.path().join("news.jsonl"), lines.join("\n")).expect("written");
    let db = folder.path().join("onrecord.db");
    seed_into(&db, &[folder.path().to_owned()], false).await;
    TestApp::serving(&db).await
}

#[tokio::test]
async fn an_address_is_found_however_it_was_copied_and_the_same_to_the_letter_first() {
    let record = |number: u32, url: &str| json!({ "title": format!("Pier {number}"), "url": url, "text": format!("The pier opens in May.\n\nIt is pier {number} of the town.") });
    let app = serving(&[
        record(1, "https://www.example.org/pier/?utm_source=feed"),
        record(2, "http://example.org/pier#top"),
        record(3, "https://example.org/pier?page=2"),
        record(4, "https://example.org/Pier"),
    ])
    .await;
    let ids: BTreeMap<String, String> = app
        .all("/v1/articles.ndjson")
        .await
        .iter()
        .map(|article| (article["title"].as_str().expect("a title").to_owned(), article["id"].as_str().expect("an id").to_owned()))
        .collect();
    let pier = |number: u32, by: &str| ("article".to_owned(), ids[&format!("Pier {number}")].clone(), by.to_owned());
    let (mut similar, mut exact) = (vec![pier(1, "similar_url"), pier(2, "similar_url")], vec![pier(2, "url"), pier(1, "similar_url")]);
    similar.sort();
    for address in [
        "https://example.org/pier",
        "example.org/pier",
        "HTTP://WWW.EXAMPLE.ORG:80/pier/",
        "https://example.org/pier?gclid=1&UTM_Campaign=x#y",
    ] {
        assert_eq!(found(&app, "url", address).await, similar, "{address}");
    }
    assert_eq!(found(&app, "url", "http://example.org/pier#top").await, exact);
    exact = vec![pier(3, "url")];
    assert_eq!(found(&app, "url", "https://example.org/pier?page=2").await, exact);
    assert_eq!(found(&app, "url", "http://example.org/Pier/").await, [pier(4, "similar_url")]);
    for address in
        ["https://example.org/", "https://other.example.org/pier", "https://example.org/pier/2", "https://example.org/pier?page=3"]
    {
        assert_eq!(found(&app, "url", address).await, [], "{address}");
    }
}

#[tokio::test]
async fn a_hash_of_the_text_or_of_a_document_finds_the_article() {
    let folder = tempfile::tempdir().expect("a folder");
    let plain = "Pier to reopen\n\nThe pier opens in May, and the café with it.\n";
    let latin: Vec<u8> = plain.chars().map(|character| u8::try_from(u32::from(character)).expect("Latin")).collect();
    std::fs::write(folder.path().join("one.txt"), plain).expect("written");
    std::fs::write(folder.path().join("two.txt"), &latin).expect("written");
    let db = folder.path().join("onrecord.db");
    seed_into(&db, &[folder.path().to_owned()], false).await;
    let app = TestApp::serving(&db).await;
    let article = app.json("/v1/articles?q=reopen").await["items"][0].clone();
    let id = article["id"].as_str().expect("an id").to_owned();
    let of = |by: &str| vec![("article".to_owned(), id.clone(), by.to_owned())];
    let text = article["sha256"].as_str().expect("a hash");
    assert_eq!(found(&app, "sha256", text).await, of("text_sha256"));
    assert_eq!(found(&app, "sha256", &text.to_uppercase()).await, of("text_sha256"));
    let document = hex::encode(Sha256::digest(&latin));
    assert_ne!(document, text);
    assert_eq!(found(&app, "sha256", &document).await, of("document_sha256"), "the same text in another encoding");
    assert_eq!(found(&app, "sha256", &"0".repeat(64)).await, []);
}

#[tokio::test]
async fn a_name_finds_everybody_who_is_written_so() {
    let app = TestApp::five().await;
    // From the records themselves: who is written how.
    let mut bearers: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
    let mut written = BTreeSet::new();
    for (r#type, list) in [("person", "people"), ("organisation", "organisations"), ("source", "sources")] {
        for record in app.all(&format!("/v1/{list}.ndjson")).await {
            let names = record["names"].as_array().into_iter().flatten().map(|name| &name["name"]).chain([&record["name"]]);
            for name in names.map(|name| name.as_str().expect("a name")) {
                let bearer = (r#type.to_owned(), record["id"].as_str().expect("an id").to_owned());
                bearers.entry(folding::name(name)).or_default().insert(bearer);
                written.insert(name.to_owned());
            }
        }
    }
    assert!(written.len() > 60, "{}", written.len());
    let mut several = 0;
    for name in &written {
        let all = found(&app, "name", name).await;
        assert_eq!(all[0].2, "name", "{name} is written so");
        let who: BTreeSet<_> = all.iter().map(|(r#type, id, _)| (r#type.clone(), id.clone())).collect();
        assert_eq!(who, bearers[&folding::name(name)], "{name}");
        let otherwise = found(&app, "name", &name.to_lowercase().replace('-', "  ")).await;
        assert_eq!(
            otherwise.iter().map(|(r#type, id, _)| (r#type.clone(), id.clone())).collect::<BTreeSet<_>>(),
            who,
            "{name} in lower case"
        );
        several += usize::from(all.len() > 1);
    }
    assert!(several > 0, "a name that is that of more than one is among them");
    for name in ["Lavro", "Sergei", "Sergei Lavrovs", "Lavrov Sergei"] {
        let expected = bearers.get(&folding::name(name)).cloned().unwrap_or_default();
        assert_eq!(found(&app, "name", name).await.len(), expected.len(), "{name}: the whole name, in its order");
    }
}

#[tokio::test]
async fn exactly_one_thing_is_looked_up_by() {
    let app = TestApp::five().await;
    let sha256 = "0".repeat(64);
    for query in [
        String::new(),
        "?name=a&url=https://example.org".to_owned(),
        format!("?sha256={sha256}&name=a"),
        format!("?sha256={sha256}&sha256={sha256}"),
        format!("?sha256={}", &sha256[1..]),
        format!("?sha256=g{}", &sha256[1..]),
        "?name=".to_owned(),
        "?name=---".to_owned(),
        "?name=%00".to_owned(),
        format!("?name={}", "a".repeat(301)),
        "?url=".to_owned(),
        "?url=javascript:alert(1)".to_owned(),
        "?url=ftp://example.org/".to_owned(),
        "?url=/pier".to_owned(),
        "?url=https://example.org/a%20b".to_owned(),
        format!("?url=https://example.org/{}", "a".repeat(2000)),
        "?title=pier".to_owned(),
    ] {
        app.get(&format!("/v1/lookup{query}")).await.problem(400, "invalid-parameter");
    }
    let problem = app.get("/v1/lookup").await.problem(400, "invalid-parameter");
    assert_eq!(problem["errors"][0]["allowed"], json!(["url", "sha256", "name"]));
    let problem =
        app.get(&format!("/v1/lookup?url=https://example.org&sha256={sha256}&name=a&limit=1")).await.problem(400, "invalid-parameter");
    assert_eq!(problem["errors"].as_array().expect("errors").len(), 3, "all at once: {problem}");
    let nothing = app.json("/v1/lookup?name=Nobody+Atall").await;
    assert_eq!((&nothing["items"], &nothing["total"]), (&json!([]), &json!(0)), "nothing is an answer about the dataset");
    assert_eq!(nothing["dataset"]["version"], app.json("/v1/dataset").await["version"]);
}

#[tokio::test]
async fn what_is_more_than_is_listed_is_counted() {
    let records: Vec<Value> = (0..130)
        .map(|number| json!({ "title": format!("Edition {number}"), "url": "https://example.org/live", "text": format!("The live page, as it stood at {number}.\n\nMore of it.") }))
        .collect();
    let app = serving(&records).await;
    let answer = app.json("/v1/lookup?url=https://example.org/live").await;
    assert_eq!((answer["items"].as_array().expect("items").len(), &answer["total"]), (100, &json!(130)));
}
