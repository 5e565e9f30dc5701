//! Lists by relevance: what is most about the words comes first, the whole list is still there, and its total is exact.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use onrecord::{
    generate::{Options, generate},
    store::ranking::MOST_RANKED,
};
use serde_json::{Value, json};

use crate::app::{TestApp, ids, seed_into};

/// A server of these articles: title, text, day.
async fn of_articles(folder: &Path, articles: &[(&str, &str, &str)]) -> TestApp {
    let line = |(title, text, published): &(&str, &str, &str)| json!({ "title": title, "text": text, "published": published }).to_string();
    let corpus = folder.join("articles.jsonl");
    std::fs::write(&corpus, articles.iter().map(line).collect::<Vec<_>>().join("\n")).expect("written");
    let db = folder.join("articles.db");
    seed_into(&db, &[corpus], false).await;
    TestApp::serving(&db).await
}

/// A snapshot of so many generated articles.
async fn generated(folder: &Path, articles: u64, seed: u64) -> PathBuf {
    let (corpus, db) = (folder.join("corpus"), folder.join("generated.db"));
    generate(&Options { articles, seed, out: corpus.clone() }, |_| {}).expect("written");
    seed_into(&db, &[corpus], false).await;
    db
}

fn titles(page: &Value) -> Vec<&str> {
    page["items"].as_array().expect("items").iter().filter_map(|item| item["title"].as_str()).collect()
}

/// Every record of a list, page by page.
async fn walk(app: &TestApp, first: String) -> (Vec<String>, u64) {
    let (mut all, mut total, mut next) = (Vec::new(), 0, Some(first));
    while let Some(path) = next {
        let page = app.json(&path).await;
        all.extend(ids(&page));
        total = page["total"].as_u64().expect("a total");
        next = page["next"].as_str().map(str::to_owned);
    }
    (all, total)
}

#[tokio::test]
async fn a_title_counts_for_more_than_a_text_and_often_for_more_than_once() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let filler = "Ships came and went, and nobody on the quay could say who had sent for them that morning.";
    let once = format!("{filler} The ferry was late.\n\n{filler}");
    let often = format!("{filler} The ferry was late, and the other ferry was later; no third ferry was seen.\n\n{filler}");
    let app = of_articles(
        folder.path(),
        &[
            ("Delays at the quay", &once, "2024-05-04"),
            ("More delays at the quay", &often, "2024-05-03"),
            ("Weather", filler, "2024-05-02"),
            ("Ferry held at the quay", &format!("{filler}\n\n{filler}"), "2024-05-01"),
        ],
    )
    .await;
    let by_date = app.json("/v1/articles?q=ferry").await;
    assert_eq!(titles(&by_date), ["Delays at the quay", "More delays at the quay", "Ferry held at the quay"]);
    let by_relevance = app.json("/v1/articles?q=ferry&sort=-relevance").await;
    assert_eq!(titles(&by_relevance), ["Ferry held at the quay", "More delays at the quay", "Delays at the quay"]);
    assert_eq!(by_relevance["total"], 3);
    let narrowed = app.json("/v1/articles?q=ferry%20-third&sort=-relevance&limit=1").await;
    assert_eq!((titles(&narrowed), &narrowed["total"]), (vec!["Ferry held at the quay"], &json!(2)));
    let csv = app.get("/v1/articles.csv?q=ferry&sort=-relevance").await.text();
    let order: Vec<usize> = titles(&by_relevance).iter().map(|title| csv.find(title).expect("in the file")).collect();
    assert!(order.is_sorted(), "{csv}");
}

#[tokio::test]
async fn of_a_common_word_the_newest_matches_are_ranked_and_the_others_follow() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = generated(folder.path(), 450, 5).await;
    let ranked = MOST_RANKED as usize;
    // The second server has counted before it is asked: it finds by columns what the first finds by SQL.
    let (app, counted) = (TestApp::serving(&db).await, TestApp::serving(&db).await);
    counted.json("/v1/quotes/facets?by=source&q=the").await;
    let (by_date, _) = walk(&app, "/v1/quotes?q=the&limit=200".to_owned()).await;
    assert!(by_date.len() > ranked + 100, "{} matches", by_date.len());
    let (by_relevance, total) = walk(&app, "/v1/quotes?q=the&limit=190&sort=-relevance".to_owned()).await;
    assert_eq!(total, by_date.len() as u64);
    assert_eq!(by_relevance[ranked..], by_date[ranked..], "the others keep their order");
    assert_ne!(by_relevance[..ranked], by_date[..ranked]);
    let set = |ids: &[String]| ids.iter().cloned().collect::<BTreeSet<_>>();
    assert_eq!(set(&by_relevance[..ranked]), set(&by_date[..ranked]), "the newest are those that are ranked");
    assert_eq!(walk(&counted, "/v1/quotes?q=the&limit=200&sort=-relevance".to_owned()).await.0, by_relevance);
    for offset in [0, 5, ranked - 3, ranked, ranked + 50] {
        let page = counted.json(&format!("/v1/quotes?q=the&limit=7&sort=-relevance&offset={offset}")).await;
        assert_eq!(ids(&page), by_relevance[offset..offset + 7], "{offset}");
    }
    let lines = app.all("/v1/quotes.ndjson?q=the&sort=-relevance").await;
    let lines: Vec<&str> = lines.iter().filter_map(|line| line["id"].as_str()).collect();
    assert_eq!(lines, by_relevance);
}

/// What is found in a search table, by the record's id, and how FTS5 weighs it: less for what is better.
fn weighed(file: &rusqlite::Connection, table: &str, weights: &str, expression: &str) -> BTreeMap<String, f64> {
    let sql = format!(
        "SELECT id, bm25({table}_search{weights}) FROM {table}_search JOIN {table}s AS t ON t.rowid = {table}_search.rowid WHERE {table}_search MATCH ?"
    );
    let mut statement = file.prepare(&sql).expect("a query");
    let found = statement.query_map([expression], |row| Ok((row.get(0)?, row.get(1)?))).expect("found");
    found.collect::<Result<_, _>>().expect("ids and weights")
}

/// Common words have their impacts beside their postings, everything else is weighed by FTS5: both come to the order of its `bm25`.
#[tokio::test]
async fn the_order_is_that_of_bm25_whether_or_not_words_are_common() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = generated(folder.path(), 300, 8).await;
    let app = TestApp::serving(&db).await;
    let file = rusqlite::Connection::open(&db).expect("a database");
    for (table, weights) in [("article", ", 4, 2, 1, 1, 1, 2"), ("quote", "")] {
        let list = format!("{table}s");
        // The word that most hold, and one that no more than half of the articles do: of a word beyond that nothing is left but a trace.
        let posted = |order: &str| {
            let sql = format!("SELECT word FROM word_postings WHERE list = ? ORDER BY length(impacts) {order}, word LIMIT 1");
            file.query_row(&sql, [&list], |row| row.get::<_, String>(0)).expect("a word with postings")
        };
        let (most, some) = (posted("DESC"), posted("ASC"));
        file.execute_batch(&format!("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab (main, {table}_search, row)"))
            .expect("a vocabulary");
        let rare = "SELECT term FROM temp.vocabulary WHERE doc BETWEEN 9 AND 30 AND length(term) > 5 ORDER BY term";
        let rare: String = file.query_row(rare, [], |row| row.get(0)).expect("a word without postings");
        file.execute_batch("DROP TABLE temp.vocabulary").expect("dropped");
        for (q, expression) in [
            (some.clone(), format!("\"{some}\"")),
            (most.clone(), format!("\"{most}\"")),
            (rare.clone(), format!("\"{rare}\"")),
            (format!("{some} {most}"), format!("\"{some}\" AND \"{most}\"")),
            (format!("{most} {}*", &rare[..3]), format!("\"{most}\" AND \"{}\" *", &rare[..3])),
        ] {
            let weights = weighed(&file, table, weights, &expression);
            let (found, total) = walk(&app, format!("/v1/{list}?q={q}&limit=200&sort=-relevance")).await;
            assert_eq!((found.len(), total), (weights.len(), weights.len() as u64), "{list}: {q}");
            let in_order: Vec<f64> = found.iter().map(|id| weights[id]).collect();
            let best = in_order.iter().copied().fold(0.0, f64::min);
            assert!(in_order.is_sorted_by(|one, next| *one <= next - best / 10_000.0), "{list}: {q}: {in_order:?}");
            assert!(in_order.first() < in_order.last(), "{list}: {q}: all alike");
        }
    }
}

#[tokio::test]
async fn nothing_is_ranked_without_a_search_or_beside_another_order() {
    let app = TestApp::samples().await;
    for (query, why) in [
        ("sort=-relevance", "needs `q`"),
        ("q=-harbour&sort=-relevance", "left out"),
        ("q=harbour&sort=-relevance,published", "alone"),
        ("q=harbour&sort=-relevance&sample=3", "`sample`"),
    ] {
        let problem = app.get(&format!("/v1/quotes?{query}")).await.problem(400, "invalid-parameter");
        let detail = problem["errors"][0]["detail"].as_str().expect("a detail");
        assert!(detail.contains(why), "{query}: {detail}");
    }
    for path in ["/v1/quotes?q=harbour&sort=relevance", "/v1/people?q=harbour&sort=-relevance"] {
        app.get(path).await.problem(400, "invalid-parameter");
    }
}
