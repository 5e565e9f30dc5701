//! Sidecars that are not taken: each with its file, the place and the reason, while the rest of the run goes on.

use std::fs;

use serde_json::Value;

use crate::app::{one_sample, seed_into};

/// Spoils a sidecar in one place.
type Harm = fn(&mut Value);

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
