//! Seeding: good and bad documents and sidecars, and the same answers from the same input.

use std::{
    fs,
    path::{Path, PathBuf},
};

use onrecord::{
    annotate::ANNOTATOR,
    corpus::ReadOptions,
    seed::{Options, SeedError, Summary, seed},
    store::Snapshot,
};
use serde_json::Value;
use tempfile::TempDir;

use crate::app::{Quiet, TestApp, seed_into};

/// Spoils a sidecar in one place.
type Harm = fn(&mut Value);

/// A folder with one sample document and its sidecar.
fn one_sample() -> (TempDir, PathBuf, Value) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    fs::copy(samples.join("sample-2-pier-repair.txt"), folder.path().join("pier.txt")).expect("a copy");
    let sidecar = fs::read(samples.join("sample-2-pier-repair.json")).expect("a sidecar");
    let path = folder.path().join("pier.json");
    fs::write(&path, &sidecar).expect("a copy");
    (folder, path, serde_json::from_slice(&sidecar).expect("JSON"))
}

/// How many articles the program annotated itself.
fn automatic(summary: &Summary) -> u64 {
    summary.published.annotators.iter().find(|(annotator, _)| annotator == ANNOTATOR).map_or(0, |(_, articles)| *articles)
}

/// Added, changed, unchanged, removed articles, and lost texts.
fn counts(summary: &Summary) -> (u64, u64, u64, u64, u64) {
    let changes = summary.published.changes;
    (changes.added, changes.changed, changes.unchanged, changes.removed, changes.texts_lost)
}

/// Seeds the folder with its sidecar replaced, and gives the rejections.
async fn rejections(sidecar: &str) -> Vec<String> {
    let (folder, path, _) = one_sample();
    fs::write(&path, sidecar).expect("written");
    let summary = seed_into(&folder.path().join("out.db"), &[folder.path().to_owned()], false).await;
    assert_eq!(summary.published.dataset.counts.articles, 6, "the rest of the run goes on, and the document itself is there");
    let root = format!("{}/", folder.path().display());
    summary.rejected.iter().map(|rejection| rejection.to_string().replace(&root, "")).collect()
}

#[tokio::test]
async fn a_bad_sidecar_is_rejected_with_file_place_and_reason() {
    let (_keep, _, good) = one_sample();
    let cases: [(Harm, &str); 24] = [
        (|s| s["format"] = 2.into(), "pier.json at /format: format 2 is not known; this version reads format 1"),
        (|s| s["surplus"] = 1.into(), "pier.json at /surplus: unknown field `surplus`"),
        (|s| s["mentions"][3]["start"] = "x".into(), "pier.json at /mentions/3/start: invalid type: string \"x\", expected u32"),
        (
            |s| s["mentions"][0]["entity"] = "nobody".into(),
            "pier.json at /mentions/0/entity: `nobody` is not among the entities of this file",
        ),
        (
            |s| s["quotes"][0]["speaker"] = "nobody".into(),
            "pier.json at /quotes/0/speaker: `nobody` is not among the entities of this file",
        ),
        (
            |s| s["quotes"][1] = s["quotes"][0].clone(),
            "pier.json at /quotes/1/content/0: starts where quote 0 starts: one of them is a duplicate",
        ),
        (|s| s["entities"][1] = s["entities"][0].clone(), "is listed twice"),
        (
            |s| s["entities"][0]["id"] = "No Id".into(),
            "pier.json at /entities/0/id: \"No Id\" is not up to 200 lower-case letters, digits and single hyphens",
        ),
        (
            |s| s["mentions"][0]["exact"] = "Somebody Else Entirely".into(),
            "pier.json at /mentions/0: `exact` is not as long as its offsets say: \"Somebody Else Entirely\"",
        ),
        (|s| s["sections"][0]["end"] = 0.into(), "pier.json at /sections/0: is empty or turned round"),
        (|s| s["sections"][1]["start"] = 0.into(), "before the one before it ends"),
        (
            |s| s["metadata"]["published"] = "2024-6".into(),
            "pier.json at /metadata/published: `2024-6` is not a date: write 2014, 2014-09 or 2014-09-29",
        ),
        (|s| s["quotes"][0]["confidence"] = 2.into(), "pier.json at /quotes/0/confidence: must be from 0 to 1"),
        (|s| s["document"]["characters_utf16"] = 1_600.into(), "pier.json at /document: the text has"),
        (|s| drop(s["sections"].as_array_mut().expect("sections").pop()), "is in no section"),
        (
            |s| s["metadata"]["inferred"] = serde_json::json!([{ "field": "colour", "basis": "x" }]),
            "pier.json at /metadata/inferred/0/field: `colour` is not one of",
        ),
        (|s| s["document"]["sha256"] = "ABC".into(), "pier.json at /document/sha256: not a SHA-256 in 64 lower-case hex digits"),
        (|s| s["metadata"]["title"] = "Two\nlines".into(), "pier.json at /metadata/title: must be one line"),
        (|s| s["metadata"]["url"] = "javascript:alert(1)".into(), "pier.json at /metadata/url: is not an address"),
        (|s| s["metadata"]["published_at"] = "yesterday".into(), "pier.json at /metadata/published_at: is not a moment"),
        (|s| s["metadata"]["language"] = "English, mostly".into(), "pier.json at /metadata/language: is not a language tag"),
        (|s| s["metadata"]["source"]["name"] = "ТАСС".into(), "pier.json at /metadata/source/name: has no letter or digit of ASCII"),
        (|s| s["annotator"] = "me, myself\n".into(), "pier.json at /annotator: must be up to 80"),
        (|s| s["entities"][0]["name"] = "<b>\u{0}</b>".into(), "pier.json at /entities/0/name: must be one line"),
    ];
    for (n, (harm, expected)) in cases.into_iter().enumerate() {
        let mut bad = good.clone();
        harm(&mut bad);
        let found = rejections(&bad.to_string()).await;
        assert!(found.len() == 1 && found[0].contains(expected), "case {n}: {found:?} should say {expected:?}");
    }
    for (broken, expected) in [
        (&*good.to_string().replacen("\"sections\":", "\"sections\"", 1), "pier.json: expected `:` at line 1"),
        ("{", "pier.json:1: the JSON object that begins here does not end"),
        ("[]", "pier.json: holds no text"),
        ("", "pier.json: holds no text"),
        ("{\"document\": {}}", "pier.json:1: has no article"),
    ] {
        let found = rejections(broken).await;
        assert!(found.len() == 1 && found[0].contains(expected), "{broken}: {found:?}");
    }
}

#[tokio::test]
async fn a_wrong_offset_is_found_in_either_way_of_counting() {
    let (_keep, _, good) = one_sample();
    let last = good["mentions"].as_array().expect("mentions").len() - 1;
    let mut moved = good.clone();
    for name in ["start", "end", "start_utf16", "end_utf16"] {
        moved["mentions"][last][name] = (good["mentions"][last][name].as_u64().expect("a number") + 1).into();
    }
    let found = rejections(&moved.to_string()).await;
    assert!(found[0].contains(&format!("pier.json at /mentions/{last}: claims")) && found[0].contains("where the text has"), "{found:?}");
    let mut other = good.clone();
    for name in ["start_utf16", "end_utf16"] {
        other["mentions"][last][name] = (good["mentions"][last][name].as_u64().expect("a number") - 1).into();
    }
    let found = rejections(&other.to_string()).await;
    assert!(found[0].contains("its UTF-16 offsets should be"), "{found:?}");
}

#[tokio::test]
async fn two_sidecars_for_one_document_or_two_names_for_one_id_are_not_guessed_between() {
    let (folder, _, good) = one_sample();
    fs::write(folder.path().join("second.json"), good.to_string()).expect("written");
    let summary = seed_into(&folder.path().join("out.db"), &[folder.path().to_owned()], false).await;
    assert!(summary.rejected.len() == 1 && summary.rejected[0].reason.contains("annotates the same document as"), "{:?}", summary.rejected);
    let mut renamed = good.clone();
    let text = renamed.to_string().replace("yevgeni-sarkola", "sergei-lavrov");
    renamed = serde_json::from_str(&text).expect("JSON");
    let found = rejections(&renamed.to_string()).await;
    assert!(found.len() == 1 && found[0].contains("`sergei-lavrov` is the person \"Sergei Lavrov\" in annotations/"), "{found:?}");
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
async fn documents_whose_ids_would_be_the_same_are_not_mixed_up() {
    let (folder, _, good) = one_sample();
    let mut alike = good.clone();
    let sha256 = good["document"]["sha256"].as_str().expect("a hash");
    alike["document"]["sha256"] = format!("{}{}", &sha256[..8], "0".repeat(56)).into();
    fs::write(folder.path().join("second.json"), alike.to_string()).expect("written");
    let summary = seed_into(&folder.path().join("out.db"), &[folder.path().to_owned()], false).await;
    assert_eq!(summary.rejected.len(), 1);
    assert!(summary.rejected[0].to_string().contains("/document/sha256: begins with the same 8 digits"), "{}", summary.rejected[0]);
}

#[test]
fn no_file_can_write_a_line_of_its_own_into_a_message() {
    let rejection = onrecord::corpus::Rejection {
        file: "a\nb".to_owned(),
        pointer: format!("/{}", "x\n".repeat(9000)),
        reason: "\u{1b}[31m".to_owned(),
    };
    let said = rejection.to_string();
    assert!(!said.contains(char::is_control) && said.len() < 2000, "{said}");
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
