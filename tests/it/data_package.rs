//! The descriptions of the whole for machines: the tables' columns, the dataset for catalogues, and its own citation file.

use std::collections::HashSet;

use onrecord::{
    http::{AppState, Settings},
    store::Snapshot,
};
use serde_json::Value;

use crate::app::{TestApp, seed_into};

#[tokio::test]
async fn the_data_package_describes_every_table_as_it_is() {
    let app = TestApp::samples().await;
    let package = app.json("/v1/datapackage.json").await;
    let resources = package["resources"].as_array().expect("resources");
    let names: Vec<_> = resources.iter().map(|resource| resource["name"].as_str().expect("a name")).collect();
    assert_eq!(names, ["articles", "quotes", "people", "organisations", "sources", "mentions"]);
    let mut keys = std::collections::HashMap::new();
    let mut tables = Vec::new();
    for resource in resources {
        // Relative to the document, without a way up, as the specification wants it.
        let answer = app.get(&format!("/v1/{}", resource["path"].as_str().expect("a path"))).await;
        let mut reader = csv::Reader::from_reader(&*answer.body);
        let header: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
        let fields = resource["schema"]["fields"].as_array().expect("fields");
        assert_eq!(header, fields.iter().map(|field| field["name"].as_str().expect("a name")).collect::<Vec<_>>());
        let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
        assert!(!rows.is_empty());
        for (at, field) in fields.iter().enumerate() {
            assert!(field["description"].as_str().is_some_and(|text| text.len() > 10), "{field}");
            let pattern = field["constraints"]["pattern"].as_str().map(|pattern| regex::Regex::new(pattern).expect("a pattern"));
            for cell in rows.iter().map(|row| &row[at]).filter(|cell| !cell.is_empty()) {
                let fits = match field["type"].as_str() {
                    Some("integer") => cell.parse::<i64>().is_ok(),
                    Some("number") => cell.parse::<f64>().is_ok(),
                    _ => pattern.as_ref().is_none_or(|pattern| pattern.is_match(cell)),
                };
                assert!(fits, "{cell} in {field}");
            }
        }
        let ids: HashSet<String> = rows.iter().map(|row| row[0].to_owned()).collect();
        assert_eq!(ids.len(), rows.len(), "the key is one");
        keys.insert(resource["name"].as_str().expect("a name"), ids);
        tables.push((resource, header, rows));
    }
    let mut references = 0;
    for (resource, header, rows) in &tables {
        for key in resource["schema"]["foreignKeys"].as_array().into_iter().flatten() {
            let column = header.iter().position(|name| key["fields"] == name.as_str()).expect("a column");
            let target = &keys[key["reference"]["resource"].as_str().expect("a table")];
            references +=
                rows.iter().filter(|row| !row[column].is_empty()).map(|row| assert!(target.contains(&row[column]), "{key}")).count();
        }
    }
    assert!(references > 100, "{references}");
}

#[tokio::test]
async fn the_dataset_is_described_for_catalogues_of_both_kinds() {
    let app = TestApp::five().await;
    let answer = app.get("/v1/dataset/jsonld").await;
    assert_eq!(answer.header("content-type"), "application/ld+json");
    let (described, dataset) = (answer.json(), app.json("/v1/dataset").await);
    assert_eq!(described["@type"], serde_json::json!(["Dataset", "dcat:Dataset"]));
    assert_eq!((&described["version"], &described["dcat:version"]), (&dataset["version"], &dataset["version"]));
    assert_eq!(described["temporalCoverage"], "2012-10-03/2017");
    let files = described["distribution"].as_array().expect("files");
    assert_eq!(files.len(), 12);
    for (file, reference) in files.iter().zip(described["dcat:distribution"].as_array().expect("references")) {
        assert_eq!(file["@id"], reference["@id"]);
        let answer = app.get(file["contentUrl"].as_str().expect("an address")).await;
        let media_type = file["encodingFormat"].as_str().expect("a media type");
        assert!(answer.status == 200 && answer.header("content-type").starts_with(media_type), "{file}");
        assert!(file["dcat:mediaType"]["@id"].as_str().is_some_and(|id| id.ends_with(media_type)));
    }
}

#[tokio::test]
async fn a_server_that_knows_its_own_address_states_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = folder.path().join("x.db");
    seed_into(&db, &[], false).await;
    let public = "https://example.org/onrecord/".parse().expect("an address");
    let snapshot = Snapshot::open(&db).await.expect("a snapshot");
    let pin = format!("?dataset={}", snapshot.dataset().version);
    let app = TestApp::of(AppState::with(Settings { public_url: Some(public), ..Settings::default() }, snapshot)).await;
    let package = app.json("/v1/datapackage.json").await;
    assert_eq!(package["resources"][1]["path"], format!("https://example.org/onrecord/v1/quotes.csv{pin}"));
    let described = app.json("/v1/dataset/jsonld").await;
    assert_eq!(described["@id"], "https://example.org/onrecord/v1/dataset");
    assert_eq!(described["distribution"][2]["contentUrl"], format!("https://example.org/onrecord/v1/quotes.csv{pin}"));
    assert!(app.get("/v1/dataset/CITATION.cff").await.text().contains(&format!("url: \"https://example.org/onrecord/v1/dataset{pin}\"\n")));
    let citation = app.get("/v1/quotes/f50b6904-907/citation?style=csl").await;
    let item: Value = citation.json()[0].clone();
    assert_eq!(item["URL"], format!("https://example.org/onrecord/v1/quotes/f50b6904-907{pin}"));
    assert!(item["note"].as_str().is_some_and(|note| note.ends_with(&format!("/v1/quotes/f50b6904-907{pin}"))), "{item}");
    // Whatever a client claims of the address is not believed.
    let forged =
        app.send(reqwest::Method::GET, "/v1/dataset/jsonld", &[("host", "evil.example"), ("x-forwarded-host", "evil.example")]).await;
    assert!(!forged.text().contains("evil"));
    let elsewhere = TestApp::serving(&db).await;
    assert_ne!(
        app.get("/v1/dataset/jsonld").await.header("etag"),
        elsewhere.get("/v1/dataset/jsonld").await.header("etag"),
        "servers that are reached at different addresses have different answers"
    );
}

#[tokio::test]
async fn the_citation_file_names_the_version_that_is_served() {
    let app = TestApp::five().await;
    let answer = app.get("/v1/dataset/CITATION.cff").await;
    assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
    let version = app.json("/v1/dataset").await["version"].clone();
    assert!(
        answer.text().starts_with("cff-version: \"1.2.0\"\n") && answer.text().contains(&format!("\nversion: {version}\n")),
        "{}",
        answer.text()
    );
    let file = std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("CITATION.cff")).expect("a file");
    assert_eq!(file.matches(concat!("\nversion: ", env!("CARGO_PKG_VERSION"), "\n")).count(), 1, "the repository's own is of this version");
}
