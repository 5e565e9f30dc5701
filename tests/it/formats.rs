//! Other forms of the same records: CSV, JSON lines, JSON-LD.

use serde_json::Value;

use crate::{app::TestApp, lists::LISTS};

#[tokio::test]
async fn downloads_hold_every_match_in_the_order_of_the_list() {
    let app = TestApp::samples().await;
    for list in LISTS {
        let total = app.json(&format!("{list}?limit=1")).await["total"].to_string();
        let lines = app.get(&format!("{list}.ndjson")).await;
        assert_eq!(lines.header("content-type"), "application/x-ndjson");
        assert_eq!((lines.header("x-total-count"), lines.text().lines().count().to_string()), (&*total, total.clone()), "{list}.ndjson");
        let table = app.get(&format!("{list}.csv")).await;
        assert!(table.header("content-type").starts_with("text/csv"), "{list}");
        assert!(table.header("content-disposition").starts_with("attachment; filename=\"onrecord-"));
        let mut reader = csv::Reader::from_reader(&*table.body);
        let ids: Vec<String> = reader.records().map(|row| row.expect("a row")[0].trim_start_matches('\'').to_owned()).collect();
        let expected: Vec<String> = lines
            .text()
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).expect("JSON")["id"].as_str().expect("id").to_owned())
            .collect();
        assert_eq!(ids, expected, "{list}.csv");
        assert_eq!(table.header("x-total-count"), total);
    }
}

#[tokio::test]
async fn a_filter_means_the_same_in_every_form() {
    let app = TestApp::samples().await;
    let query = "speaker=sergei-lavrov&type=direct&sort=position";
    let listed = app.ids(&format!("/v1/quotes?{query}")).await;
    let lines: Vec<_> =
        app.all(&format!("/v1/quotes.ndjson?{query}")).await.iter().map(|quote| quote["id"].as_str().expect("id").to_owned()).collect();
    assert_eq!(listed, lines);
    app.get("/v1/quotes.csv?limit=5").await.problem(400, "invalid-parameter");
}

#[tokio::test]
async fn no_cell_is_taken_for_a_formula_and_hard_text_survives() {
    let app = TestApp::samples().await;
    let table = app.get("/v1/quotes.csv").await;
    let quotes = app.all("/v1/quotes.ndjson").await;
    let mut reader = csv::Reader::from_reader(&*table.body);
    let headers = reader.headers().expect("a header").clone();
    let text_at = headers.iter().position(|name| name == "text").expect("a column");
    let mut guarded = 0;
    for (row, quote) in reader.records().zip(&quotes) {
        let row = row.expect("a row");
        assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])), "{row:?}");
        let text = quote["text"].as_str().unwrap_or_default();
        let cell = &row[text_at];
        if text.starts_with(['=', '+', '-', '@']) {
            guarded += 1;
            assert_eq!(cell, format!("'{text}"));
        } else {
            assert_eq!(cell, text, "quotation marks, commas, line breaks and emoji come back as they were");
        }
    }
    assert_eq!(guarded, 3, "the samples hold quotes that begin with =, + and -");
}

#[tokio::test]
async fn schema_org_names_the_speaker_and_the_article() {
    let app = TestApp::five().await;
    let answer = app.get("/v1/quotes/f50b6904-907/jsonld").await;
    assert_eq!(answer.header("content-type"), "application/ld+json");
    let quotation = answer.json();
    assert_eq!(quotation["@context"], "https://schema.org");
    assert_eq!(quotation["@type"], "Quotation");
    assert_eq!(quotation["spokenByCharacter"]["name"], "Sergei Lavrov");
    assert_eq!(quotation["isPartOf"]["publisher"]["name"], "Reuters");
    assert_eq!(quotation["isPartOf"]["datePublished"], "2012-10-03");
    let article = app.json("/v1/articles/russias-lavrov-says-reset-with-u-s-cannot-last-forever-f50b6904/jsonld").await;
    assert_eq!(article["@type"], "NewsArticle");
    let mentions: Vec<_> = article["mentions"].as_array().expect("mentions").iter().map(|agent| agent["name"].clone()).collect();
    assert!(mentions.contains(&"Kommersant".into()) && mentions.contains(&"Vladimir Putin".into()), "{mentions:?}");
    assert!(!mentions.contains(&"Mao Zedong".into()), "comments are not the article");
}
