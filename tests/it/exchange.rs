//! Annotations in the formats of other tools, out and in, as the command line gives and takes them.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use serde_json::{Value, json};

use crate::{
    app::TestApp,
    program::{run, text},
};

pub const SAMPLES: [&str; 5] =
    ["sample-1-ferry-pier", "sample-2-pier-repair", "sample-3-town-and-tide", "sample-4-survey-trial", "sample-5-ferry-returns"];

pub fn sample(name: &str, ending: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name).with_extension(ending)
}

/// Prints the curated marks of a sample in a format.
fn printed(name: &str, format: &str) -> String {
    let [document, sidecar] = ["txt", "json"].map(|ending| sample(name, ending).display().to_string());
    let output = run(Path::new("."), &["annotate", &document, "--sidecar", &sidecar, "--format", format]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

/// Imports annotations of a document, given on standard input.
pub fn import(document: &Path, annotations: &str, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
    command.args(["import", "-", "--document", &document.display().to_string()]).args(more);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs");
    child.stdin.take().expect("a pipe").write_all(annotations.as_bytes()).expect("taken");
    child.wait_with_output().expect("an end")
}

pub fn read(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).expect("a file")).expect("JSON")
}

#[test]
fn brat_and_spacy_give_back_every_sidecar_as_it_was() {
    for name in SAMPLES {
        for format in ["brat", "spacy"] {
            let output = import(&sample(name, "txt"), &printed(name, format), &[]);
            assert_eq!(output.status.code(), Some(0), "{name} as {format}: {}", text(&output.stderr));
            let sidecar: Value = serde_json::from_slice(&output.stdout).expect("JSON");
            assert_eq!(sidecar, read(&sample(name, "json")), "{name} as {format}");
        }
    }
}

#[test]
fn web_annotations_give_back_every_mark_but_neither_metadata_nor_roles() {
    for name in SAMPLES {
        let output = import(&sample(name, "txt"), &printed(name, "w3c"), &["--annotator", "curated"]);
        assert_eq!(output.status.code(), Some(0), "{name}: {}", text(&output.stderr));
        let mut sidecar: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let mut gold = read(&sample(name, "json"));
        for value in [&mut sidecar, &mut gold] {
            value["metadata"].take();
            value.as_object_mut().expect("an object").remove("abstract");
            for entity in value["entities"].as_array_mut().expect("entities") {
                entity.as_object_mut().expect("an object").remove("roles");
            }
        }
        assert_eq!(sidecar, gold, "{name}");
        assert!(text(&output.stderr).contains("metadata: read from the text by the rules"), "{}", text(&output.stderr));
    }
}

#[test]
fn confidence_outlives_every_format() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let document = sample(SAMPLES[0], "txt");
    let mut sidecar = read(&sample(SAMPLES[0], "json"));
    sidecar["quotes"][1]["confidence"] = 0.625.into();
    sidecar["mentions"][2]["confidence"] = 0.5.into();
    let spoilt = folder.path().join("unsure.json");
    fs::write(&spoilt, sidecar.to_string()).expect("written");
    for format in ["brat", "spacy", "w3c"] {
        let arguments = ["annotate", &document.display().to_string(), "--sidecar", &spoilt.display().to_string(), "--format", format];
        let printed = text(&run(folder.path(), &arguments).stdout);
        let back: Value = serde_json::from_slice(&import(&document, &printed, &[]).stdout).expect("JSON");
        assert_eq!((&back["quotes"][1]["confidence"], &back["mentions"][2]["confidence"]), (&json!(0.625), &json!(0.5)), "{format}");
        assert_eq!((&back["quotes"][0]["confidence"], &back["mentions"][0]["confidence"]), (&Value::Null, &Value::Null), "{format}");
    }
}

#[tokio::test]
async fn what_is_printed_is_what_is_served() {
    let app = TestApp::samples().await;
    let id = "orvane-pier-repair-cannot-wait-says-harbour-master-0b621e21";
    let page: Value = serde_json::from_str(&printed(SAMPLES[1], "w3c")).expect("JSON");
    let mut served = app.json(&format!("/v1/articles/{id}/annotations")).await;
    // What is printed comes from a document, and not from a dataset.
    assert!(served.as_object_mut().and_then(|page| page.remove("dcterms:isPartOf")).is_some());
    assert_eq!(page, served);
    let mut printed: Value = serde_json::from_str(&printed(SAMPLES[1], "json")).expect("JSON");
    let mut served = app.json(&format!("/v1/articles/{id}")).await;
    // The sample that is served came from within the program, the one that is printed from a file.
    for article in [&mut printed["article"], &mut served] {
        assert!(article.as_object_mut().and_then(|article| article.remove("origins")).is_some());
    }
    assert_eq!(printed["article"], served);
    let quotes = app.json(&format!("/v1/quotes?article={id}&sort=position&limit=200")).await;
    assert_eq!(printed["quotes"], quotes["items"]);
    let sections = "title,standfirst,byline,body,caption,credit,heading";
    let mentions = app.json(&format!("/v1/mentions?article={id}&section={sections}&limit=200")).await;
    assert_eq!(printed["mentions"].as_array().map(Vec::len), mentions["items"].as_array().map(Vec::len));
}

#[test]
fn every_word_has_eight_columns_and_the_words_are_the_text() {
    let solid = |text: &str| text.split_whitespace().collect::<String>();
    for name in SAMPLES {
        let columns = printed(name, "conll");
        let rows: Vec<Vec<&str>> = columns.lines().skip(2).filter(|line| !line.is_empty()).map(|line| line.split('\t').collect()).collect();
        assert!(rows.iter().all(|row| row.len() == 8), "{name}");
        let words: String = rows.iter().map(|row| row[0]).collect();
        assert_eq!(words, solid(&fs::read_to_string(sample(name, "txt")).expect("a text")), "{name}");
        let begun = rows.iter().filter(|row| row[1].starts_with("B-")).count();
        assert_eq!(Some(begun), read(&sample(name, "json"))["mentions"].as_array().map(Vec::len), "{name}: every name begins once");
        for pair in rows.windows(2) {
            let inside = (1..7).find(|n| pair[1][*n].starts_with("I-") && pair[0][*n][1..] != pair[1][*n][1..]);
            assert_eq!(inside, None, "{name}: what goes on has begun: {pair:?}");
        }
    }
    assert!(printed(SAMPLES[0], "conll").contains("Sarkola\tI-PER:yevgeni-sarkola\tO\tO\tI-SPEAKER:2\tO\tO\tbody\n"));
}

#[test]
fn the_page_holds_the_text_and_allows_itself_nothing() {
    for name in SAMPLES {
        let page = printed(name, "html");
        assert!(page.contains("default-src 'none'; style-src 'sha256-") && !page.contains("<script") && !page.contains("src="), "{name}");
        let (_, body) = page.split_once("<div class=\"text\">").expect("the text");
        let (body, _) = body.split_once("</div>").expect("its end");
        let shown: String = body.split('<').map(|part| part.split_once('>').map_or(part, |(_, words)| words)).collect();
        let entities = [("&quot;", "\""), ("&#39;", "'"), ("&#13;", "\r"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
        let shown = entities.iter().fold(shown, |shown, (entity, character)| shown.replace(entity, character));
        assert_eq!(shown, fs::read_to_string(sample(name, "txt")).expect("a text"), "{name}");
    }
    assert!(printed(SAMPLES[0], "html").contains("title=\"direct quote: Yevgeni Sarkola, to Kessary Wire\""));
}

#[test]
fn marks_are_in_colour_where_that_is_wanted_and_in_brackets_elsewhere() {
    let plain = printed(SAMPLES[0], "text");
    let line = "\"{We will not let a single passenger walk over a pier that we do not trust,}d\" harbour master [<Yevgeni Sarkola>s]ₚ <told>c \
                [<Kessary Wire>a]ₒ at the quayside. \"{The divers showed me the pictures this morning.}d\"";
    assert!(plain.contains(line), "{plain}");
    let [document, sidecar] = ["txt", "json"].map(|ending| sample(SAMPLES[0], ending).display().to_string());
    let arguments = ["annotate", &document, "--sidecar", &sidecar, "--color", "always"];
    let coloured = text(&run(Path::new("."), &arguments).stdout);
    assert!(coloured.contains("\u{1b}[35mtold\u{1b}[0m"), "{coloured}");
    let uncoloured: String = coloured
        .split('\u{1b}')
        .map(|part| part.split_once('m').filter(|_| part.starts_with('[')).map_or(part, |(_, rest)| rest))
        .collect();
    let (_, words) = uncoloured.split_once("\n\n").expect("a legend first");
    assert_eq!(words, fs::read_to_string(&document).expect("a text"), "colours add nothing to the text");
}

#[test]
fn no_document_steers_the_terminal() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("gulls.txt"), "Gulls \u{1b}]0;return\u{7}\n\nThey are \u{202e}loud\u{1b}[2J.\n").expect("written");
    for arguments in
        [&["annotate", "gulls.txt"][..], &["annotate", "gulls.txt", "--explain"], &["annotate", "gulls.txt", "--format", "html"]]
    {
        let output = run(folder.path(), arguments);
        let said = text(&output.stdout);
        assert!(output.status.success() && said.contains("loud"), "{said}");
        assert!(!said.contains(['\u{1b}', '\u{7}']), "{arguments:?}: {said}");
    }
    let explained = text(&run(folder.path(), &["annotate", "gulls.txt", "--explain"]).stdout);
    assert!(explained.lines().any(|line| line.trim_start().starts_with("1:1  section")), "{explained}");
}

#[test]
fn a_sidecar_of_another_document_is_refused() {
    let [document, sidecar] = [sample(SAMPLES[0], "txt"), sample(SAMPLES[1], "json")].map(|path| path.display().to_string());
    let output = run(Path::new("."), &["annotate", &document, "--sidecar", &sidecar]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("annotates another document"), "{}", text(&output.stderr));
}

/// A document of its own for annotations that others might have made.
const QUAY: &str = "Gulls return to the quay\n\n\"They are loud,\" said Ilse Marn of the Quay Office. Marn's brother, Olaf, said that they were 'late 🐦' this year.\n";

/// Imports annotations of that document: the sidecar, what was said, the exit code.
fn check(annotations: &str, format: &str) -> (Value, String, Option<i32>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let document = folder.path().join("quay.txt");
    fs::write(&document, QUAY).expect("written");
    let output = import(&document, annotations, &["--format", format]);
    let sidecar = serde_json::from_slice(&output.stdout).unwrap_or_default();
    (sidecar, text(&output.stderr), output.status.code())
}

#[test]
fn annotations_in_brat_by_others_are_taken_as_far_as_they_go() {
    let lines = "T1\tPER 48 57\tIlse Marn\nT2\tORG 65 76\tQuay Office\nT3\tQuotation 26 42\t\"They are loud,\"\nT4\tCue 43 47\tsaid\n\
                 R1\tSource Arg1:T3 Arg2:T1\nR2\tCue Arg1:T3 Arg2:T4\nT5\tPER 78 84\tMarnes\nT6\tLocation 20 24\tquay\nE1\tBirth:T1\nT7\tPER 999 1000\tx\n";
    let (sidecar, said, code) = check(lines, "auto");
    assert_eq!(code, Some(3), "{said}");
    let quote = &sidecar["quotes"][0];
    assert_eq!((&quote["type"], &quote["content"][0]["exact"]), (&json!("direct"), &json!("They are loud,")));
    assert_eq!(
        (&quote["speaker"], &quote["speaker_as_written"]["exact"], &quote["cue"]["exact"]),
        (&json!("ilse-marn"), &json!("Ilse Marn"), &json!("said"))
    );
    assert_eq!(sidecar["entities"].as_array().map(Vec::len), Some(2));
    assert!(sidecar["sections"].as_array().is_some_and(|sections| !sections.is_empty()), "the rules find the sections");
    for reason in [
        "1 × T: its words are not those at its offsets",
        "1 × T: the type Location is not known",
        "1 × T: its offsets are not in the text",
        "1 × E: lines of this kind are not read",
        "2 names, 2 people and organisations, 1 quotes",
    ] {
        assert!(said.contains(reason), "{reason} is not in {said}");
    }
}

#[test]
fn web_annotations_are_found_by_their_words_where_their_positions_are_wrong() {
    let selectors = json!([
        { "type": "Annotation", "creator": { "name": "Desk / Anna" }, "motivation": "identifying", "body": { "type": "schema:Person", "name": "Ilse Marn" },
          "target": { "selector": [{ "type": "TextPositionSelector", "start": 0, "end": 9 }, { "type": "TextQuoteSelector", "exact": "Ilse Marn" }] } },
        { "type": "Annotation", "motivation": "tagging", "body": { "type": "TextualBody", "value": "organisation", "purpose": "tagging" },
          "target": { "selector": { "type": "TextPositionSelector", "start": 65, "end": 76 } } },
        { "type": "Annotation", "body": [{ "type": "Person", "id": "https://example.org/people/ilse-marn" }],
          "target": { "selector": { "type": "TextQuoteSelector", "exact": "Marn", "prefix": "Office. ", "suffix": "'s brother" } } },
        { "type": "Annotation", "tags": ["mixed quote"], "target": [{ "selector": [{ "type": "RangeSelector" }, { "type": "TextQuoteSelector", "exact": "they were 'late 🐦' this year" }] }] },
        { "type": "Annotation", "motivation": "tagging", "body": "person", "target": { "selector": { "type": "TextQuoteSelector", "exact": "Olga" } } },
        { "type": "Annotation", "motivation": "commenting", "body": "nice", "target": { "selector": { "type": "TextQuoteSelector", "exact": "Olaf" } } },
        { "type": "Annotation", "tags": ["Person"], "target": "http://example.org/page" },
    ]);
    let (sidecar, said, code) = check(&selectors.to_string(), "auto");
    assert_eq!(code, Some(3), "{said}");
    let mentions: Vec<_> = sidecar["mentions"]
        .as_array()
        .expect("mentions")
        .iter()
        .map(|mention| (mention["entity"].clone(), mention["start"].clone()))
        .collect();
    assert_eq!(mentions, [(json!("ilse-marn"), json!(48)), (json!("quay-office"), json!(65)), (json!("ilse-marn"), json!(78))]);
    assert_eq!((&sidecar["annotator"], &sidecar["quotes"][0]["start"]), (&json!("desk/anna"), &Value::Null));
    assert_eq!(
        sidecar["quotes"][0]["content"][0]["end_utf16"].as_u64().expect("a number"),
        sidecar["quotes"][0]["content"][0]["end"].as_u64().expect("a number") + 1
    );
    for reason in [
        "1 × Person: its words are not in the text",
        "1 × annotation: neither section, name, quote nor part of one",
        "1 × Person: no selector",
    ] {
        assert!(said.contains(reason), "{reason} is not in {said}");
    }
}

#[test]
fn a_document_of_spacy_by_others_gives_its_entities() {
    let doc = json!({ "text": QUAY, "ents": [
        { "start": 48, "end": 57, "label": "PERSON" }, { "start": 65, "end": 76, "label": "ORG", "kb_id": "Q1" }, { "start": 20, "end": 24, "label": "LOC" },
        { "start": 53, "end": 57, "label": "PERSON" } ], "tokens": [], "spans": { "sc": [{ "start": 26, "end": 42, "label": "QUOTE", "kb_id": "" }] } });
    let (sidecar, said, code) = check(&doc.to_string(), "auto");
    assert_eq!(code, Some(3), "{said}");
    let ids: Vec<_> = sidecar["mentions"].as_array().expect("mentions").iter().map(|mention| mention["entity"].clone()).collect();
    assert_eq!((ids, &sidecar["quotes"][0]["type"]), (vec![json!("ilse-marn"), json!("q1")], &json!("direct")));
    assert!(said.contains("1 × ents: the label LOC is not known") && said.contains("1 × Person: overlaps another name"), "{said}");
    let (_, said, code) = check(&json!({ "text": "Gulls return", "tokens": [] }).to_string(), "auto");
    assert_eq!(code, Some(2));
    assert!(said.contains("its text is not that of the document"), "{said}");
}

#[test]
fn whatever_is_no_annotation_is_a_message_and_not_a_crash() {
    for (annotations, format, code) in [
        ("", "auto", 0),
        ("{", "auto", 2),
        ("{}", "auto", 3),
        ("[1, null, {\"target\": {\"selector\": {\"start\": -1}}, \"tags\": [\"person\"]}]", "w3c", 3),
        ("{\"text\": 3, \"ents\": [{\"start\": 4294967295, \"end\": 1}], \"spans\": {\"quotes\": [7]}}", "spacy", 3),
        ("T1\nT2\tPerson\nT3\tPerson 9 3\nT4\tPerson 0 4294967295\nR1\tx\n#1\n\u{1f}\nA1\tConfidence T9 2\n*\tEquiv T1 T2", "brat", 3),
    ] {
        let (_, said, actual) = check(annotations, format);
        assert_eq!(actual, Some(code), "{annotations}: {said}");
    }
}

proptest::proptest! {
    #[test]
    fn whatever_the_text_its_marks_are_a_sidecar_and_every_format_gives_them_back(text in "([A-Z][a-z]{1,8} |\\PC|[\\s\"'“”‘’«»„–🐦]|said |told |Mr |according to ){1,60}") {
        use onrecord::{annotate::annotate, corpus::{Document, Sidecar}, domain::Known, exchange::{base::Base, brat, gather::gather, marks::marks, spacy, w3c}};
        let Ok(document) = Document::from_bytes("x.txt", text.clone().into_bytes()) else { return Ok(()) };
        let annotated = annotate(&document.sha256, &document.text, &Known::default());
        let sidecar = Sidecar::from_annotated(&annotated, "x.txt", text.len() as u64);
        let read = Sidecar::from_bytes("x.json", serde_json::to_string(&sidecar).expect("JSON").as_bytes());
        let verified = read.and_then(|read| read.verify(&document.text));
        proptest::prop_assert!(verified.is_ok(), "{:?}", verified);
        let all = marks(&annotated.article, &annotated.entities, &annotated.mentions, &annotated.quotes);
        let header = ("x", &sidecar.metadata, None);
        let page = w3c::AnnotationPage::of(Base::default(), &annotated.article, Some(&text), &all);
        for (format, imported) in [
            ("brat", brat::read(&brat::written(&text, &all, header), &text)),
            ("spacy", spacy::read(&spacy::written(&text, &all, header), &text).expect("the same text")),
            ("w3c", w3c::read(&serde_json::to_value(page).expect("JSON"), &text)),
        ] {
            let back = gather(&text, &imported.marks);
            proptest::prop_assert_eq!((imported.dropped.iter().count(), back.dropped.iter().count()), (0, 0), "{}: {:?} {:?}", format, imported.dropped, back.dropped);
            proptest::prop_assert_eq!((&back.sections, &back.mentions), (&sidecar.sections, &sidecar.mentions), "{}", format);
            // brat cannot tell two spans with a line break between them from one that runs over it.
            proptest::prop_assert_eq!(back.quotes.len(), sidecar.quotes.len(), "{}", format);
            proptest::prop_assert!(format == "brat" || back.quotes == sidecar.quotes, "{}", format);
        }
    }
}
