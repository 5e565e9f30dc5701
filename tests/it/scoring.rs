//! Figures of agreement, as the command line gives them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::program::{run, text};

/// The first sample: 10 quotes with 6 passages, 13 names.
const SAMPLE: &str = "sample-1-ferry-pier";

/// Spoils a sidecar.
type Harm = fn(&mut Value);

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples")
}

/// A folder with the first sample as gold, and as spoilt by `harm`.
fn spoilt(harm: Harm) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (from, to) in [("json", "gold.json"), ("txt", "sample-1-ferry-pier.txt")] {
        fs::copy(samples().join(SAMPLE).with_extension(from), folder.path().join(to)).expect("copied");
    }
    let mut sidecar: Value = serde_json::from_slice(&fs::read(folder.path().join("gold.json")).expect("read")).expect("JSON");
    harm(&mut sidecar);
    fs::write(folder.path().join("other.json"), sidecar.to_string()).expect("written");
    folder
}

fn score(folder: &Path, more: &[&str]) -> Value {
    let output = run(folder, &[&["score", "gold.json", "other.json", "--format", "json"], more].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// What of a figure is right, in gold, and predicted, after a harm was done.
#[track_caller]
fn check(harm: Harm, figures: &[(&str, u64, u64, u64)]) {
    let folder = spoilt(harm);
    let score = score(folder.path(), &[]);
    for (figure, right, gold, predicted) in figures {
        let tally = &score["figures"][figure];
        let counted = (tally["right"].as_f64(), tally["gold"].as_u64(), tally["predicted"].as_u64());
        let right = u32::try_from(*right).expect("a small number");
        assert_eq!(counted, (Some(f64::from(right)), Some(*gold), Some(*predicted)), "{figure}");
    }
}

#[test]
fn an_annotation_agrees_with_itself_in_everything() {
    let folder = spoilt(|_| {});
    let score = score(folder.path(), &["--errors"]);
    for (name, tally) in score["figures"].as_object().expect("figures") {
        assert!(tally["f1"] == 1.0 || (tally["gold"] == 0 && tally["f1"].is_null()), "{name}: {tally}");
    }
    assert_eq!((&score["sections_kappa"], &score["errors"]), (&json!(1.0), &json!([])));
    assert_eq!(score["reliability"]["quotes"]["bins"][0]["marks"], 10);
}

#[test]
fn what_is_left_out_is_missed_and_nothing_else_is_wrong() {
    check(
        |sidecar| drop(sidecar["quotes"].as_array_mut().expect("quotes").remove(1)),
        &[("passages", 4, 6, 4), ("attributed-passages", 4, 6, 4), ("direct", 2, 3, 2), ("mixed", 2, 2, 2), ("speaker", 7, 7, 7)],
    );
    check(
        |sidecar| drop(sidecar["mentions"].as_array_mut().expect("mentions").remove(3)),
        &[("organisations", 6, 7, 6), ("people", 6, 6, 6), ("names", 12, 13, 12), ("passages", 6, 6, 6)],
    );
}

#[test]
fn a_wrong_speaker_spoils_the_attribution_alone() {
    check(
        |sidecar| sidecar["quotes"][1]["speaker"] = "mara-tolvik".into(),
        &[("passages", 6, 6, 6), ("attributed-passages", 4, 6, 6), ("speaker", 7, 8, 8), ("direct", 3, 3, 3)],
    );
}

#[test]
fn a_speaker_under_another_id_is_the_same_by_name_variant_or_place() {
    let all: &[_] = &[("attributed-passages", 6, 6, 6), ("speaker", 8, 8, 8), ("entities", 13, 13, 13)];
    check(|sidecar| rename(sidecar, "sarkola", "Sarkola"), all);
    check(|sidecar| rename(sidecar, "e-sarkola", "Evgeny Sarkola"), all);
    check(|sidecar| rename(sidecar, "master", "Harbour master"), all);
}

fn rename(sidecar: &mut Value, id: &str, name: &str) {
    *sidecar = serde_json::from_str(&sidecar.to_string().replace("\"yevgeni-sarkola\"", &format!("\"{id}\""))).expect("JSON");
    let entities = sidecar["entities"].as_array_mut().expect("entities");
    entities.iter_mut().find(|entity| entity["id"] == id).expect("renamed")["name"] = name.into();
}

#[test]
fn spans_count_as_the_same_from_four_fifths_on() {
    check(|sidecar| end_earlier(sidecar, 8), &[("indirect", 5, 5, 5)]);
    check(|sidecar| end_earlier(sidecar, 9), &[("indirect", 4, 5, 5), ("speaker-as-written", 10, 10, 10)]);
    let folder = spoilt(|sidecar| end_earlier(sidecar, 9));
    assert_eq!(score(folder.path(), &["--overlap", "0.75"])["figures"]["indirect"]["right"], 5.0);
}

/// Ends the indirect quote of 40 characters from 291 to 331 earlier.
fn end_earlier(sidecar: &mut Value, by: u32) {
    for end in ["end", "end_utf16"] {
        sidecar["quotes"][0]["content"][0][end] = (331 - by).into();
    }
}

#[test]
fn sections_are_counted_in_characters_that_are_not_blank() {
    // The byline of 15 characters, two of them blanks.
    check(|sidecar| sidecar["sections"][2]["kind"] = "body".into(), &[("sections", 1163 - 13, 1163, 1163)]);
    let folder = spoilt(|sidecar| sidecar["sections"][2]["kind"] = "body".into());
    let byline = score(folder.path(), &["--section", "byline"]);
    assert_eq!((&byline["figures"]["sections"]["found"], &byline["figures"]["people"]["gold"]), (&json!(52.0), &json!(3)));
}

#[test]
fn two_people_in_one_record_are_not_pure_and_one_in_two_is_not_complete() {
    let figure = |harm: Harm, measure: &str| {
        let folder = spoilt(harm);
        score(folder.path(), &[])["figures"]["entities"][measure].as_f64().expect("a number")
    };
    // Dropping the only mentions of a person would leave an entity that nobody mentions, which no sidecar may hold.
    let merge: Harm = |sidecar| {
        *sidecar = serde_json::from_str(&sidecar.to_string().replace("\"entity\":\"mara-tolvik\"", "\"entity\":\"yevgeni-sarkola\""))
            .expect("JSON");
        *sidecar = serde_json::from_str(&sidecar.to_string().replace("\"speaker\":\"mara-tolvik\"", "\"speaker\":\"yevgeni-sarkola\""))
            .expect("JSON");
        sidecar["entities"].as_array_mut().expect("entities").retain(|entity| entity["id"] != "mara-tolvik");
    };
    assert!(figure(merge, "precision") < 1.0 && figure(merge, "recall") > 0.999);
    let split: Harm = |sidecar| sidecar["mentions"][3]["entity"] = "norrin-lines".into();
    assert!(figure(split, "recall") < 1.0);
}

#[test]
fn errors_name_the_place_the_words_and_what_both_say() {
    let folder = spoilt(|sidecar| sidecar["quotes"][1]["speaker"] = "mara-tolvik".into());
    let output = text(&run(folder.path(), &["score", "gold.json", "other.json", "--errors=attributed-passages"]).stdout);
    let line = output.lines().find(|line| line.contains("wrong")).expect("a case");
    for part in [
        "sample-1-ferry-pier.txt:9:2",
        "gold: Yevgeni Sarkola (as \"Yevgeni Sarkola\")",
        "predicted: Mara Tolvik (as \"Yevgeni Sarkola\")",
        "«We will not let a single passenger walk over a pier that we do not trust,»",
    ] {
        assert!(line.contains(part), "{part} is not in {line}");
    }
    assert!(output.starts_with("attributed passages: 2\n") && !output.contains('\u{1b}'), "{output}");
    let coloured = text(&run(folder.path(), &["score", "gold.json", "other.json", "--errors", "--colour", "always"]).stdout);
    assert!(coloured.contains("\u{1b}[31mwrong"), "{coloured}");
}

#[test]
fn the_exit_code_says_whether_a_figure_is_reached() {
    let folder = spoilt(|sidecar| drop(sidecar["mentions"].as_array_mut().expect("mentions").remove(3)));
    for (least, code) in [
        ("names=0.95", 0),
        ("names=0.97", 1),
        ("names.precision=1", 0),
        ("names.recall=0.93", 1),
        ("sections=1", 0),
        ("nams=1", 2),
        ("names=2", 2),
        ("names.f2=1", 2),
    ] {
        let output = run(folder.path(), &["score", "gold.json", "other.json", "--at-least", least]);
        assert_eq!(output.status.code(), Some(code), "{least}: {}", text(&output.stderr));
    }
    let said = text(&run(folder.path(), &["score", "gold.json", "other.json", "--at-least", "names=0.97"]).stderr);
    assert_eq!(said, "names: 0.9600, and 0.97 was asked for\n");
}

#[test]
fn folders_are_paired_by_document_and_what_is_missing_on_either_side_counts() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (side, names) in [("gold", [SAMPLE, "sample-4-survey-trial"]), ("other", ["sample-5-ferry-returns", SAMPLE])] {
        fs::create_dir(folder.path().join(side)).expect("a folder");
        for (n, name) in names.iter().enumerate() {
            let to = folder.path().join(side).join(format!("{n}.json"));
            fs::copy(samples().join(name).with_extension("json"), to).expect("copied");
        }
    }
    let output = run(folder.path(), &["score", "gold", "other", "--format", "json", "--each"]);
    let score: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((&score["articles"], &score["each"][0]["file"]), (&json!(3), &json!("sample-1-ferry-pier.txt")));
    assert_eq!(score["each"][1]["score"]["figures"]["names"]["recall"], 0.0);
    assert_eq!(score["each"][2]["score"]["figures"]["names"]["precision"], 0.0);
    let said = text(&output.stderr);
    assert!(
        said.contains("not in other: the document of gold/1.json") && said.contains("not in gold: the document of other/0.json"),
        "{said}"
    );
}

#[test]
fn without_others_the_documents_are_annotated_by_the_rules() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::copy(samples().join(SAMPLE).with_extension("json"), folder.path().join("gold.json")).expect("copied");
    let alone = run(folder.path(), &["score", "gold.json"]);
    assert_eq!(alone.status.code(), Some(1));
    assert!(text(&alone.stderr).contains("none of the documents is at hand"), "{}", text(&alone.stderr));
    let samples = samples().display().to_string();
    let found = run(folder.path(), &["score", "gold.json", "--documents", &samples, "--format", "markdown", "--errors"]);
    let said = text(&found.stdout);
    assert!(found.status.success() && said.contains("| sections (characters) | "), "{said}{}", text(&found.stderr));
    // What is measured is what `annotate` prints.
    let document = format!("{samples}/{SAMPLE}.txt");
    fs::write(folder.path().join("made.json"), run(folder.path(), &["annotate", &document, "--format", "sidecar"]).stdout)
        .expect("written");
    let made = run(folder.path(), &["score", "gold.json", "made.json", "--documents", &samples, "--format", "markdown"]);
    assert_eq!(text(&made.stdout), said);
}

#[test]
fn a_difference_is_shown_once_and_the_exit_code_tells() {
    let folder = spoilt(|sidecar| {
        sidecar["quotes"][1]["speaker"] = "mara-tolvik".into();
        sidecar["quotes"][4]["type"] = "indirect".into();
        sidecar["quotes"][4].as_object_mut().expect("a quote").remove("verbatim");
        sidecar["mentions"].as_array_mut().expect("mentions").remove(3);
        sidecar["metadata"]["dateline"] = "VELLSUND".into();
    });
    let same = run(folder.path(), &["diff", "gold.json", "gold.json"]);
    assert_eq!(same.status.code(), Some(0), "{}", text(&same.stderr));
    let output = run(folder.path(), &["diff", "gold.json", "other.json", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    let diff: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let marks = diff["marks"].as_array().expect("marks");
    let marks: Vec<_> = marks.iter().map(|mark| (mark["in"].as_str().expect("in"), mark["what"].as_str().expect("what"))).collect();
    assert_eq!(marks, [("a", "organisations"), ("both", "speaker"), ("both", "mixed")], "{diff:#}");
    assert_eq!(diff["metadata"], json!({ "dateline": { "a": "ORVANE", "b": "VELLSUND" } }));
    assert!(diff["agreement"]["figures"]["speaker"]["recall"].as_f64() < Some(1.0));
    let columns = text(&run(folder.path(), &["diff", "gold.json", "other.json"]).stdout);
    assert!(columns.contains("organisation \"KHA\"                           | -\n") && columns.contains("Cohen's kappa"), "{columns}");
}

#[test]
fn two_documents_cannot_be_compared() {
    let folder = spoilt(|_| {});
    let other = samples().join("sample-5-ferry-returns.json").display().to_string();
    let output = run(folder.path(), &["diff", "gold.json", &other]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("annotates another document than gold.json"), "{}", text(&output.stderr));
}
