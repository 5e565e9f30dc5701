//! Versions that are kept, and what changed between them.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use onrecord::{
    http::AppState,
    store::{Former, Place, Snapshot},
};
use serde_json::{Value, json};

use crate::app::{TestApp, seed_into};

const CHANGES: &str = "/v1/dataset/changes";

/// Serves what is in use in a folder, with the versions that it keeps.
async fn serving(data: &Path) -> TestApp {
    let place = Place::of(data);
    let Place::Folder(folder) = &place else { panic!("a folder") };
    let state = AppState::new(Snapshot::open(&place.current().expect("a snapshot")).await.expect("a snapshot"));
    state.keep(Former::of(folder.versions().await.expect("versions")));
    TestApp::of(state).await
}

fn document(n: usize, speaker: &str) -> String {
    let text =
        format!("Plovers {n}\\n\\nBy the Quay Desk\\n\\n\\\"The plovers of pier {n} are early,\\\" said {speaker}, of Harbour Watch.");
    format!("{{\"title\": \"Plovers {n}\", \"source\": \"Quay {}\", \"text\": \"{text}\"}}\n", n / 5)
}

/// A folder with two versions; and a server of each alone, the former one first.
async fn two() -> (tempfile::TempDir, PathBuf, TestApp, TestApp) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (data, all) = (folder.path().join("held"), folder.path().join("all.jsonl"));
    let mut apps = Vec::new();
    let before: String = (0..30).map(|n| document(n, "Ada Quill")).collect();
    let after: String = (5..40).map(|n| document(n, if n % 3 == 0 { "Bea Rook" } else { "Ada Quill" })).collect();
    for lines in [before, after] {
        fs::write(&all, lines).expect("written");
        seed_into(&data, std::slice::from_ref(&all), false).await;
        apps.push(serving(&data).await);
    }
    let after = apps.pop().expect("a server");
    (folder, data, apps.pop().expect("a server"), after)
}

/// Every record of both, by what it is and its id, that the two do not hold alike; found by reading both whole.
async fn differences(before: &TestApp, after: &TestApp) -> BTreeMap<(String, String), String> {
    let mut found = BTreeMap::new();
    for resource in ["articles", "organisations", "people", "quotes", "sources"] {
        let records = |all: Vec<Value>| -> BTreeMap<String, Value> {
            all.into_iter().map(|record| (record["id"].as_str().expect("an id").to_owned(), record)).collect()
        };
        let path = format!("/v1/{resource}.ndjson");
        let (was, is) = (records(before.all(&path).await), records(after.all(&path).await));
        for (id, record) in &is {
            match was.get(id) {
                None => drop(found.insert((resource.to_owned(), id.clone()), "added".to_owned())),
                Some(other) if other != record => drop(found.insert((resource.to_owned(), id.clone()), "changed".to_owned())),
                Some(_) => {}
            }
        }
        found.extend(was.keys().filter(|id| !is.contains_key(*id)).map(|id| ((resource.to_owned(), id.clone()), "removed".to_owned())));
    }
    found
}

/// Follows `next` to the end.
async fn walk(app: &TestApp, first: &str) -> Vec<((String, String), String)> {
    let (mut seen, mut next) = (Vec::new(), Some(first.to_owned()));
    while let Some(path) = next {
        let page = app.json(&path).await;
        let text = |item: &Value, name: &str| item[name].as_str().expect("text").to_owned();
        let items = page["items"].as_array().expect("items");
        seen.extend(items.iter().map(|item| ((text(item, "resource"), text(item, "id")), text(item, "change"))));
        assert!(page["total"].as_u64().expect("a total") >= seen.len() as u64);
        next = page["next"].as_str().map(str::to_owned);
        if next.is_none() {
            assert_eq!(page["total"], seen.len());
        }
    }
    seen
}

#[tokio::test]
async fn changes_are_all_that_two_versions_do_not_hold_alike() {
    let (_folder, data, before, after) = two().await;
    let since = before.json("/v1/dataset").await["version"].as_str().expect("a version").to_owned();
    let app = serving(&data).await;
    let expected = differences(&before, &after).await;
    for change in ["added", "changed", "removed"] {
        assert!(expected.values().any(|found| found == change), "the two versions show nothing {change}");
    }
    let found = walk(&app, &format!("{CHANGES}?since={since}&limit=7")).await;
    // Marks that no record shows are compared by the articles' digests: the articles of these texts have none such.
    assert_eq!(found, expected.clone().into_iter().collect::<Vec<_>>());
    for (filter, resources, changes) in [
        ("change=removed", None, Some("removed")),
        ("resource=quotes,sources&change=added", Some(["quotes", "sources"]), Some("added")),
        ("resource=people", Some(["people", "people"]), None),
    ] {
        let wanted: Vec<_> = expected
            .iter()
            .filter(|((resource, _), change)| {
                resources.is_none_or(|of| of.contains(&&**resource)) && changes.is_none_or(|of| of == **change)
            })
            .map(|(record, change)| (record.clone(), change.clone()))
            .collect();
        assert_eq!(walk(&app, &format!("{CHANGES}?since={since}&limit=3&{filter}")).await, wanted, "{filter}");
    }
    let page = app.json(&format!("{CHANGES}?since={since}")).await;
    assert_eq!(page["since"]["version"], since);
    for counted in page["counts"].as_array().expect("counts") {
        for change in ["added", "changed", "removed"] {
            let number = expected.iter().filter(|((of, _), found)| counted["resource"] == **of && *found == change).count();
            assert_eq!(counted[change], number, "{change} {}", counted["resource"]);
        }
    }
}

#[tokio::test]
async fn the_other_way_round_what_was_added_is_removed() {
    let (_folder, data, before, after) = two().await;
    let newer = after.json("/v1/dataset").await["version"].as_str().expect("a version").to_owned();
    let Place::Folder(folder) = Place::of(&data) else { panic!("a folder") };
    folder.roll_back(None).await.expect("a former version");
    let app = serving(&data).await;
    let expected: Vec<_> = differences(&after, &before).await.into_iter().collect();
    assert_eq!(walk(&app, &format!("{CHANGES}?since={newer}&limit=200")).await, expected);
}

#[tokio::test]
async fn a_version_that_is_not_kept_is_an_error_that_names_those_that_are() {
    let (_folder, data, before, _) = two().await;
    let app = serving(&data).await;
    let versions = app.json("/v1/dataset/versions").await;
    let kept: Vec<Value> = versions["items"].as_array().expect("items").iter().map(|item| item["version"].clone()).collect();
    let current: Vec<Value> = versions["items"].as_array().expect("items").iter().map(|item| item["current"].clone()).collect();
    assert_eq!((kept.len(), current), (2, vec![json!(true), json!(false)]), "the latest first");
    assert_eq!(kept[1], before.json("/v1/dataset").await["version"]);
    assert_eq!(versions["items"][0]["counts"], app.json("/v1/dataset").await["counts"]);
    let problem = app.get(&format!("{CHANGES}?since=000000000000")).await.problem(400, "invalid-parameter");
    assert_eq!((&problem["errors"][0]["parameter"], &problem["errors"][0]["allowed"]), (&json!("since"), &json!(kept)));
    app.get(&format!("{CHANGES}?since=yesterday")).await.problem(400, "invalid-parameter");
    let former = kept[1].as_str().expect("a version");
    let pinned = app.get(&format!("/v1/quotes?dataset={former}")).await.problem(409, "dataset-version-mismatch");
    let detail = pinned["detail"].as_str().expect("a detail");
    assert!(kept.iter().all(|version| detail.contains(version.as_str().expect("a version"))), "both are named: {detail}");
    // A cursor belongs to one comparison.
    let page = app.json(&format!("{CHANGES}?since={former}&limit=1")).await;
    let cursor = page["next_cursor"].as_str().expect("more follow");
    app.get(&format!("{CHANGES}?limit=1&cursor={cursor}")).await.problem(400, "invalid-cursor");
    let list = app.json("/v1/quotes?limit=1").await;
    let other = list["next_cursor"].as_str().expect("more follow");
    app.get(&format!("{CHANGES}?since={former}&cursor={other}")).await.problem(400, "invalid-cursor");
}

#[tokio::test]
async fn since_itself_nothing_changed_and_since_nothing_everything_is_new() {
    let app = TestApp::samples().await;
    let version = app.json("/v1/dataset").await["version"].as_str().expect("a version").to_owned();
    let listed = app.json("/v1/dataset/versions").await;
    assert_eq!(
        (&listed["total"], &listed["items"][0]["version"], &listed["items"][0]["current"]),
        (&json!(1), &json!(version), &json!(true))
    );
    let (_folder, data, ..) = two().await;
    let kept = serving(&data).await;
    let own = kept.json("/v1/dataset").await["version"].as_str().expect("a version").to_owned();
    assert_eq!(kept.json(&format!("{CHANGES}?since={own}")).await["total"], 0);
    for app in [app, kept] {
        let mut all = 0;
        for resource in ["articles", "organisations", "people", "quotes", "sources"] {
            let total = app.json(&format!("/v1/{resource}?limit=1")).await["total"].clone();
            let new = app.json(&format!("{CHANGES}?resource={resource}&change=added&limit=1")).await;
            assert_eq!(new["total"], total, "{resource}");
            all += total.as_u64().expect("a total");
        }
        let page = app.json(&format!("{CHANGES}?limit=1")).await;
        assert_eq!((&page["total"], page.get("since")), (&json!(all), None));
    }
}
