//! The concordance as a list: its order, its pages and downloads, what it refuses, and what it says of texts that are withheld.

use std::{collections::BTreeSet, fs};

use serde_json::{Value, json};

use crate::{
    app::{TestApp, ids, seed_into},
    concordance::{address, app, lines, place, words},
};

/// Up to ten words on one side of a line's node, read outwards.
fn outwards(line: &Value, side: &str) -> Vec<String> {
    let text: Vec<char> = line[side].as_str().expect("text").chars().collect();
    let mut words: Vec<String> = words(&text, &(0..text.len())).into_iter().map(|(_, word)| word).collect();
    if side == "left" {
        words.reverse();
    }
    words.truncate(10);
    words
}

#[tokio::test]
async fn lines_are_sorted_by_date_or_by_the_words_around_them() {
    let app = app().await;
    let date = |line: &Value| match line["article"]["published"].as_str().unwrap_or_default() {
        year if year.len() == 4 => format!("{year}-01-01"),
        month if month.len() == 7 => format!("{month}-01"),
        day => day.to_owned(),
    };
    let key = |line: &Value, by: &str| match by {
        "date" => vec![date(line)],
        "id" => vec![line["id"].as_str().expect("an id")[..8].to_owned(), format!("{:>9}", place(line).1)],
        by => outwards(line, by),
    };
    for sort in
        ["-date", "date", "left", "-left", "right", "-right", "node,right", "date,right", "id", "-id", "right,-id", "-node,left,date"]
    {
        let sorted = lines(&app, &format!("q=t*&context=10&sort={sort}")).await;
        assert!(sorted.len() > 100, "{}", sorted.len());
        let names: Vec<&str> = sort.split(',').chain(["id"]).collect();
        let keys: Vec<Vec<_>> =
            sorted.iter().map(|line| names.iter().map(|name| key(line, name.trim_start_matches('-'))).collect()).collect();
        for (n, pair) in keys.windows(2).enumerate() {
            let orders = names.iter().zip(pair[0].iter().zip(&pair[1]));
            let order = orders.map(|(name, (a, b))| if name.starts_with('-') { b.cmp(a) } else { a.cmp(b) });
            let order = order.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then);
            assert!(order.is_lt(), "{sort}: {:?} before {:?}: {} {}", pair[0], pair[1], sorted[n]["id"], sorted[n + 1]["id"]);
        }
    }
    let newest_first = app.ids("/v1/concordance?q=tide&sort=-date").await;
    assert_eq!(app.ids("/v1/concordance?q=tide").await, newest_first);
}

#[tokio::test]
async fn pages_downloads_and_samples_hold_to_the_rules_of_lists() {
    let app = app().await;
    for sort in ["date", "left", "-id"] {
        let whole: Vec<_> =
            lines(&app, &format!("q=the&sort={sort}")).await.iter().map(|line| line["id"].as_str().expect("an id").to_owned()).collect();
        let (mut seen, mut next) = (Vec::new(), Some(format!("/v1/concordance?q=the&sort={sort}&limit=7&fields=node")));
        while let Some(path) = next {
            let answer = app.get(&path).await;
            let page = answer.json();
            seen.extend(ids(&page));
            assert_eq!((page["total"].as_u64(), answer.header("x-total-count")), (Some(whole.len() as u64), &*whole.len().to_string()));
            assert!(page["items"].as_array().expect("items").iter().all(|line| line.as_object().expect("a line").len() == 2));
            next = page["next"].as_str().map(str::to_owned);
            assert_eq!(answer.header("link").is_empty(), next.is_none());
        }
        assert_eq!(seen, whole, "{sort}");
        assert_eq!(app.ids(&format!("/v1/concordance?q=the&sort={sort}&offset={}", whole.len() - 9)).await, whole[whole.len() - 9..]);
        let table = app.get(&format!("/v1/concordance.csv?q=the&sort={sort}")).await;
        let rows: Vec<_> = csv::Reader::from_reader(&*table.body).records().map(|row| row.expect("a row")[0].to_owned()).collect();
        assert_eq!((rows, table.header("x-total-count")), (whole.clone(), &*whole.len().to_string()));
        let few = app.ids(&format!("/v1/concordance?q=the&sort={sort}&sample=10&seed=3")).await;
        let more = app.ids(&format!("/v1/concordance?q=the&sort={sort}&sample=20&seed=3")).await;
        assert_eq!((few.len(), more.len()), (10, 20));
        assert!(few.iter().all(|id| more.contains(id)), "a larger sample of the same seed holds the smaller one");
        assert_eq!(more, whole.iter().filter(|id| more.contains(id)).cloned().collect::<Vec<_>>(), "in the order of the list");
    }
    let unique: BTreeSet<_> = lines(&app, "q=the").await.iter().map(|line| line["id"].to_string()).collect();
    assert_eq!(app.json("/v1/concordance?q=the").await["total"].as_u64(), Some(unique.len() as u64));
    let cursor = app.json("/v1/concordance?q=the&limit=2&context=3").await["next_cursor"].as_str().expect("more follow").to_owned();
    assert_eq!(app.get(&format!("/v1/concordance?q=the&context=9&cursor={cursor}")).await.status, 200, "how much is shown may change");
    for other in
        [format!("q=a&cursor={cursor}"), format!("q=the&sort=left&cursor={cursor}"), format!("q=the&within=quotes&cursor={cursor}")]
    {
        app.get(&format!("/v1/concordance?{other}")).await.problem(400, "invalid-cursor");
    }
    let cursor = app.json("/v1/mentions?limit=1").await["next_cursor"].as_str().expect("more follow").to_owned();
    app.get(&format!("/v1/concordance?q=the&cursor={cursor}")).await.problem(400, "invalid-cursor");
}

#[tokio::test]
async fn a_cell_beside_the_node_is_no_formula() {
    let app = app().await;
    let table = app.get("/v1/concordance.csv?q=2&source=quay-weekly&context=1").await.text();
    assert!(table.lines().any(|line| line.contains("'+2")), "{table}");
}

#[tokio::test]
async fn what_could_not_be_searched_is_said() {
    let five = TestApp::five().await;
    let page = five.json("/v1/concordance?q=reset").await;
    assert_eq!((page["total"].as_u64(), page["texts_held"].as_u64(), page["texts_withheld"].as_u64()), (Some(0), Some(0), Some(5)));
    assert!(page["note"].as_str().is_some_and(|note| note.contains("5 are withheld")), "{page}");
    assert_eq!(five.json("/v1/concordance?q=reset&source=reuters").await["texts_withheld"], 1);
    let app = app().await;
    let page = app.json("/v1/concordance?q=lantern&limit=1").await;
    assert_eq!((page["articles"].as_u64(), page["texts_held"].as_u64(), page["texts_withheld"].as_u64()), (Some(3), Some(8), Some(5)));
    let page = app.json("/v1/concordance?q=lantern&source=quay-weekly&limit=1").await;
    assert_eq!((page["articles"].as_u64(), page["texts_held"].as_u64(), page.get("note")), (Some(2), Some(2), None));
}

#[tokio::test]
async fn what_is_no_search_is_refused_and_nothing_is_a_syntax_error() {
    let app = app().await;
    for query in [
        "",
        "q=",
        "q=%20",
        "q=%00",
        "q=*",
        "q=-lantern",
        "q=lantern+-",
        "q=%F0%9F%9A%A2",
        "q=%22%22",
        "q=%E0%A5%80",
        "q=a&q=b",
        "context=3",
        "q=a&context=51",
        "q=a&context=-1",
        "q=a&sort=published",
        "q=a&sort=left,",
        "q=a&within=title",
        "q=a&include=article",
        "q=a&type=direct",
    ] {
        for form in ["", ".csv", ".ndjson"] {
            app.get(&format!("/v1/concordance{form}?{query}")).await.problem(400, "invalid-parameter");
        }
    }
    let problem = app.get("/v1/concordance?limit=0").await.problem(400, "invalid-parameter");
    let faults: Vec<_> =
        problem["errors"].as_array().expect("errors").iter().map(|fault| fault["parameter"].as_str().expect("a name")).collect();
    assert_eq!(faults, ["limit", "q"], "all at once: {problem}");
    for typed in
        ["\"", "a OR b", "NEAR(a b)", "^the", "body:the", "{a}", "a*b", "the**", "--the", "'; DROP", "\\", "the\u{200d}", "\u{e000}", "ﬁ"]
    {
        let answer = app.get(&format!("/v1/concordance?{}", address(typed))).await;
        assert!(matches!(answer.status.as_u16(), 200 | 400), "{typed}: {}", answer.text());
    }
}

#[tokio::test]
async fn every_example_of_a_parameter_is_accepted() {
    let app = app().await;
    let api = app.json("/openapi.json").await;
    for path in ["/v1/concordance", "/v1/concordance.csv", "/v1/concordance.ndjson"] {
        for parameter in api["paths"][path]["get"]["parameters"].as_array().expect("parameters") {
            let example = match &parameter["examples"]["real"]["value"] {
                Value::Null => continue,
                Value::Array(items) => items[0].as_str().expect("text").to_owned(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            let name = parameter["name"].as_str().expect("a name");
            let query = if name == "q" { format!("q={example}") } else { format!("q=harbour&{name}={example}") };
            assert_eq!(app.get(&format!("{path}?{query}")).await.status, 200, "{path}?{query}");
        }
    }
    assert!(app.json("/v1/concordance?q=harbour").await["total"].as_u64() > Some(3));
}

#[tokio::test]
async fn more_lines_than_are_sorted_by_their_words_are_paged_by_date_and_refused_otherwise() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let record = |number: u32| {
        let text = format!("Clock {number} counted.\n\n{}", format!("{}.\n\n", "tick ".repeat(26).trim_end()).repeat(100));
        json!({ "title": format!("Clock {number}"), "date": format!("20{number}-01-01"), "text": text }).to_string()
    };
    let records: Vec<String> = (10..50).map(record).collect();
    fs::write(folder.path().join("clocks.jsonl"), records.join("\n")).expect("written");
    let db = folder.path().join("clocks.db");
    seed_into(&db, &[folder.path().join("clocks.jsonl")], false).await;
    let app = TestApp::serving(&db).await;
    let total = app.json("/v1/concordance?q=tick&limit=1").await["total"].as_u64().expect("a total");
    assert_eq!(total, 40 * 2600);
    let problem = app.get("/v1/concordance?q=tick&sort=left").await.problem(400, "invalid-parameter");
    assert!(problem["errors"][0]["detail"].as_str().is_some_and(|detail| detail.contains(&total.to_string())), "{problem}");
    app.get("/v1/concordance.csv?q=tick&sort=right").await.problem(400, "invalid-parameter");
    assert_eq!(app.json("/v1/concordance?q=tick&sort=left&to=2011&limit=1").await["total"], 5200, "fewer lines are sorted");
    assert_eq!(app.ids("/v1/concordance?q=tick&sort=left&sample=30").await.len(), 30, "and so is a sample");
    // From one article to the next.
    let page = app.json("/v1/concordance?q=tick&sort=date&offset=2598&limit=4").await;
    let dates: Vec<_> = page["items"].as_array().expect("items").iter().map(|line| line["article"]["published"].clone()).collect();
    assert_eq!(dates, ["2010-01-01", "2010-01-01", "2011-01-01", "2011-01-01"]);
}

#[tokio::test]
async fn a_side_ends_before_it_is_too_long_to_be_read() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = format!("Long words\n\nfar {} near needle near {} far", "é".repeat(1500), "x ".repeat(30));
    fs::write(folder.path().join("long.jsonl"), json!({ "title": "Long words", "text": text }).to_string()).expect("written");
    let db = folder.path().join("long.db");
    seed_into(&db, &[folder.path().join("long.jsonl")], false).await;
    let app = TestApp::serving(&db).await;
    let line = lines(&app, "q=needle&context=50").await.swap_remove(0);
    assert_eq!(line["left"], "near ", "the word before has 3,000 bytes");
    assert_eq!(line["right"], format!(" near {}far", "x ".repeat(30)));
}
