//! Seeding: which documents and sidecars count, what a run changes, and the same answers from the same input.

use std::{fs, path::Path};

use onrecord::{
    annotate::ANNOTATOR,
    corpus::ReadOptions,
    seed::{Options, SeedError, Summary, seed},
    store::Snapshot,
};

use crate::app::{PUBLISHING, Quiet, TestApp, one_sample, seed_into};

/// How many articles the program annotated itself.
fn automatic(summary: &Summary) -> u64 {
    summary.published.annotators.iter().find(|(annotator, _)| annotator == ANNOTATOR).map_or(0, |(_, articles)| *articles)
}

/// Added, changed, unchanged, removed articles, and lost texts.
fn counts(summary: &Summary) -> (u64, u64, u64, u64, u64) {
    let changes = summary.published.changes;
    (changes.added, changes.changed, changes.unchanged, changes.removed, changes.texts_lost)
}

#[tokio::test]
async fn any_confidence_can_be_sorted_by_and_paged_through() {
    let (folder, path, mut sidecar) = one_sample();
    for (n, mention) in (3_u32..).zip(sidecar["mentions"].as_array_mut().expect("mentions")) {
        mention["confidence"] = (1.0 / f64::from(n)).into();
    }
    sidecar["quotes"][0]["confidence"] = (0.1 + 0.2).into();
    fs::write(&path, sidecar.to_string()).expect("written");
    let db = folder.path().join("out.db");
    seed_into(&db, &[folder.path().to_owned()], false).await;
    let app = TestApp::serving(&db).await;
    for list in ["/v1/mentions", "/v1/quotes"] {
        for sort in ["confidence", "-confidence"] {
            let lines = app.get(&format!("{list}.ndjson?sort={sort}")).await;
            assert_eq!(lines.header("x-total-count"), lines.text().lines().count().to_string());
            let (mut seen, mut next) = (0, format!("{list}?limit=3&sort={sort}"));
            loop {
                let page = app.json(&next).await;
                seen += page["items"].as_array().expect("items").len();
                assert!(seen as u64 <= page["total"].as_u64().expect("a total"), "{list} by {sort} does not end");
                match page["next"].as_str() {
                    Some(path) => path.clone_into(&mut next),
                    None => break,
                }
            }
            assert_eq!(seen.to_string(), lines.header("x-total-count"));
        }
    }
}

#[tokio::test]
async fn long_sort_keys_page_like_short_ones() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for n in 0..4 {
        fs::write(folder.path().join(format!("{n}.txt")), format!("{}{n}\n\nText {n}.\n", "鷗".repeat(290))).expect("written");
    }
    let db = folder.path().join("out.db");
    seed_into(&db, &[folder.path().to_owned()], false).await;
    let app = TestApp::serving(&db).await;
    let (mut seen, mut next) =
        (0, format!("/v1/articles?annotator={}&limit=1&sort=title,source,-published", ANNOTATOR.replace('/', "%2F")));
    loop {
        let page = app.json(&next).await;
        seen += page["items"].as_array().expect("items").len();
        match page["next"].as_str() {
            Some(path) => path.clone_into(&mut next),
            None => break,
        }
    }
    assert_eq!(seen, 4);
}

#[tokio::test]
async fn an_embedded_sidecar_serves_where_the_user_s_own_does_not_fit() {
    let (folder, path, mut sidecar) = one_sample();
    sidecar["mentions"][0]["exact"] = "X".repeat(sidecar["mentions"][0]["exact"].as_str().expect("a name").chars().count()).into();
    fs::write(&path, sidecar.to_string()).expect("written");
    let summary = seed_into(&folder.path().join("out.db"), &[folder.path().to_owned()], true).await;
    // The sample's text is there twice: embedded, and in the folder; so the sidecar is told of twice.
    assert_eq!((summary.rejections, summary.published.duplicates), (2, 1), "{:?}", summary.rejected);
    assert_eq!((summary.published.dataset.counts.quotes, automatic(&summary)), (121, 0));
}

#[tokio::test]
async fn documents_that_are_no_text_are_rejected_and_the_others_taken() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).expect("written");
    write("a-good.txt", "Gulls return\n\nThe harbour is loud again.\n".as_bytes());
    write("b-same.txt", "Gulls return\n\nThe harbour is loud again.\n".as_bytes());
    write("d-empty.txt", b"");
    write("e-blank.txt", b" \n\t\n");
    write("f-binary.txt", b"ab\0cd");
    write("g-ignored.pdf", b"%PDF");
    write("h-really.txt", b"%PDF-1.7 and so on");
    write(".hidden.txt", b"Gulls");
    let pipe = std::process::Command::new("mkfifo").arg(folder.path().join("h-pipe.txt")).status().expect("mkfifo runs");
    assert!(pipe.success());
    std::os::unix::fs::symlink(folder.path(), folder.path().join("i-loop")).expect("a link");
    let db = folder.path().join("out.db");
    let summary = seed_into(&db, &[folder.path().to_owned()], false).await;
    let reasons: Vec<String> =
        summary.rejected.iter().map(|r| format!("{} {}", Path::new(&r.file).file_name().expect("a name").display(), r.reason)).collect();
    let expected = expect_test::expect![[r#"
        [
            "d-empty.txt holds no text",
            "e-blank.txt holds no text",
            "f-binary.txt holds NUL characters: this is not a text file",
            "h-pipe.txt is a named pipe, no regular file",
            "h-really.txt is no text but a PDF file",
        ]
    "#]];
    expected.assert_debug_eq(&reasons);
    assert_eq!((automatic(&summary), summary.published.duplicates), (1, 1));
    let app = TestApp::serving(&db).await;
    let article = app.json(&format!("/v1/articles?annotator={}", ANNOTATOR.replace('/', "%2F"))).await["items"][0].clone();
    assert_eq!((&article["title"], &article["text_status"]), (&"Gulls return".into(), &"held".into()));
    let sha256 = article["sha256"].clone();
    let origin = |name: &str| serde_json::json!({ "name": name, "sha256": sha256, "media_type": "text/plain", "encoding": "utf-8" });
    assert_eq!(article["origins"], serde_json::json!([origin("a-good.txt"), origin("b-same.txt")]));
    assert_eq!(
        app.get(&format!("/v1/articles/{}/text", article["id"].as_str().expect("an id"))).await.text(),
        "Gulls return\n\nThe harbour is loud again.\n"
    );
    assert_eq!(app.ids("/v1/articles?q=%22loud+again%22").await.len(), 1);
}

#[tokio::test]
async fn a_strict_run_that_rejects_something_leaves_the_former_snapshot_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = folder.path().join("out.db");
    seed_into(&db, &[], false).await;
    let before = fs::read(&db).expect("a snapshot");
    fs::write(folder.path().join("bad.json"), "{").expect("written");
    let options = Options {
        corpus: vec![folder.path().to_owned()],
        read: ReadOptions::default(),
        db: db.clone(),
        publishing: PUBLISHING,
        samples: true,
        curated: true,
        strict: true,
    };
    let error = seed(&options, &mut Quiet).await.expect_err("a strict run fails");
    assert!(matches!(&error, SeedError::Strict(rejected, 1) if rejected.len() == 1), "{error}");
    assert_eq!(fs::read(&db).expect("a snapshot"), before);
    let left: Vec<_> = fs::read_dir(folder.path()).expect("a folder").map(|entry| entry.expect("an entry").file_name()).collect();
    assert_eq!(left.len(), 2, "nothing unfinished is left behind: {left:?}");
}

#[tokio::test]
async fn what_a_run_changes_removes_and_loses_is_counted() {
    let (folder, path, mut sidecar) = one_sample();
    let db = folder.path().join("out.db");
    let corpus = [folder.path().to_owned()];
    seed_into(&db, &corpus, false).await;
    sidecar["abstract"] = "Other words.".into();
    fs::write(&path, sidecar.to_string()).expect("written");
    let changed = seed_into(&db, &corpus, false).await;
    assert_eq!(counts(&changed), (0, 1, 5, 0, 0));
    sidecar["quotes"][0]["summary"] = "Other words of a quote.".into();
    fs::write(&path, sidecar.to_string()).expect("written");
    let in_a_mark = seed_into(&db, &corpus, false).await;
    assert_eq!((in_a_mark.published.changes.changed, in_a_mark.published.changes.unchanged), (1, 5), "a change within a mark is a change");
    fs::remove_file(folder.path().join("pier.txt")).expect("removed");
    let withheld = seed_into(&db, &corpus, false).await;
    assert_eq!((withheld.published.changes.changed, withheld.published.changes.removed, withheld.published.changes.texts_lost), (1, 0, 1));
    assert_eq!(withheld.without_document, [path.display().to_string()]);
    let less = seed_into(&db, &[], false).await;
    assert_eq!((less.published.changes.added, less.published.changes.unchanged, less.published.changes.removed), (0, 5, 1));
}

#[tokio::test]
async fn the_same_input_gives_the_same_version_and_the_same_answers() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (one, two) = (folder.path().join("one.db"), folder.path().join("two.db"));
    let first = seed_into(&one, &[], true).await;
    let second = seed_into(&two, &[], true).await;
    assert_eq!(first.published.dataset.version, second.published.dataset.version);
    assert_eq!((first.published.changes.added, first.published.changes.unchanged), (10, 0));
    let again = seed_into(&one, &[], true).await;
    assert_eq!((again.published.changes.added, again.published.changes.unchanged), (0, 10));
    let less = seed_into(&two, &[], false).await;
    assert_ne!(less.published.dataset.version, first.published.dataset.version);
    assert_eq!((less.published.changes.added, less.published.changes.unchanged), (0, 5));
}

#[tokio::test]
async fn a_document_at_hand_adds_its_text_and_changes_no_id() {
    let (folder, _, good) = one_sample();
    let (with, without) = (folder.path().join("with.db"), folder.path().join("without.db"));
    seed_into(&with, &[folder.path().to_owned()], false).await;
    fs::remove_file(folder.path().join("pier.txt")).expect("removed");
    seed_into(&without, &[folder.path().to_owned()], false).await;
    let (with, without) = (TestApp::serving(&with).await, TestApp::serving(&without).await);
    for list in crate::lists::LISTS {
        assert_eq!(with.ids(list).await, without.ids(list).await, "{list}");
    }
    let article = with.ids("/v1/articles?text_status=held").await.swap_remove(0);
    assert_eq!(without.json(&format!("/v1/articles/{article}")).await["text_status"], "withheld");
    let title = good["metadata"]["title"].as_str().expect("a title");
    assert_eq!(without.json(&format!("/v1/articles/{article}")).await["title"], title);
}

#[tokio::test]
async fn a_server_takes_up_a_new_snapshot_between_requests() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = folder.path().join("live.db");
    seed_into(&db, &[], false).await;
    let state = onrecord::http::AppState::new(Snapshot::open(&db).await.expect("a snapshot"));
    let app = TestApp::of(state.clone()).await;
    let page = app.json("/v1/quotes?limit=2").await;
    seed_into(&db, &[], true).await;
    assert_eq!(app.json("/v1/articles").await["total"], 5, "the file it has open is untouched");
    state.replace(Snapshot::open(&db).await.expect("the new snapshot"));
    assert_eq!(app.json("/v1/articles").await["total"], 10);
    app.get(page["next"].as_str().expect("more follow")).await.problem(409, "dataset-version-mismatch");
}

#[tokio::test]
async fn a_word_that_a_hundred_documents_share_may_be_longer_than_search_tables_hold() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    // Search tables cut words after 32,768 bytes, which is in the midst of a character here.
    let long = format!("a{}", "語".repeat(11_000));
    let records: Vec<String> = (0..101)
        .map(|n| serde_json::json!({ "title": format!("Number {n}"), "text": format!("Herons {n}: {long}") }).to_string())
        .collect();
    fs::write(folder.path().join("long.jsonl"), records.join("\n")).expect("written");
    let db = folder.path().join("long.db");
    seed_into(&db, &[folder.path().join("long.jsonl")], false).await;
    let app = TestApp::serving(&db).await;
    assert_eq!(app.json("/v1/articles?q=herons").await["total"], 101);
    app.json("/v1/articles/facets?by=year").await;
    assert_eq!(app.json("/v1/articles?q=herons&limit=1").await["total"], 101);
    assert_eq!(app.json("/v1/articles?q=herons%20%E8%AA%9E").await["total"], 0);
}
