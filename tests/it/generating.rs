//! Generated articles: the same from the same seed, and read by `onrecord seed` as any others.

use std::fs;

use onrecord::generate::{Options, generate};
use serde_json::Value;

use crate::app::{TestApp, seed_into};

#[tokio::test]
async fn generated_articles_are_the_same_again_and_give_quotes_and_names() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, articles: u64, seed: u64| {
        let out = folder.path().join(name);
        generate(&Options { articles, seed, out: out.clone() }, |_| {}).expect("written");
        fs::read_to_string(out.join("articles-00001.jsonl")).expect("a file")
    };
    let first = write("first", 60, 7);
    assert_eq!(first, write("again", 60, 7));
    assert_ne!(first, write("other", 60, 8));
    let lengths = first.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON")["text"].as_str().expect("text").len());
    assert!(lengths.clone().all(|length| (2_700..4_500).contains(&length)), "{:?}", lengths.collect::<Vec<_>>());
    let refused = generate(&Options { articles: 1, seed: 7, out: folder.path().join("first") }, |_| {});
    assert!(refused.is_err_and(|error| error.to_string().contains("is not empty")));

    let db = folder.path().join("generated.db");
    seed_into(&db, &[folder.path().join("first")], false).await;
    let counts = TestApp::serving(&db).await.json("/v1/dataset").await["counts"].clone();
    assert_eq!(counts["texts_held"], 60);
    let a_text = |of: &str| counts[of].as_u64().expect("a number").saturating_sub(if of == "quotes" { 67 } else { 178 }) / 60;
    assert!((4..=7).contains(&a_text("quotes")), "{counts}");
    assert!((10..=20).contains(&a_text("mentions")), "{counts}");
}
