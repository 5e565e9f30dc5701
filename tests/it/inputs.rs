//! What is read: text, pages and records, packed or not, in any encoding, however they are named.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use flate2::{Compression, write::GzEncoder};
use onrecord::{
    corpus::{Format, ReadOptions},
    seed::{Options, Summary, seed},
};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::app::{PUBLISHING, Quiet, TestApp};

const PAGE: &str = r##"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Ferry fares rise | The Quay</title>
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "Organization", "@id": "#quay", "name": "The Quay"},
{"@type": "NewsArticle", "headline": "Ferry fares rise", "datePublished": "2024-06-01T08:00:00+02:00", "author": [{"name": "Ada Finch"}],
"publisher": {"@id": "#quay"}}]}</script><link rel="canonical" href="https://example.org/fares"></head>
<body><nav><a href="/">Home</a> <a href="/sea">Sea</a></nav><article><h1>Ferry fares rise</h1>
<p>Crossing the sound will cost a third more from Monday, the harbour board decided after a meeting that went on until the early morning.</p>
<h2>Islanders object</h2><p>“Nobody asked us,” said Ines Okoro, who has lived on the outer island for forty years and crosses it twice a week.</p>
</article><footer>All rights reserved, and so on.</footer></body></html>"##;

const PAGE_TEXT: &str = "Ferry fares rise\n\nCrossing the sound will cost a third more from Monday, the harbour board decided after a meeting that went on until the early morning.\n\nIslanders object\n\n“Nobody asked us,” said Ines Okoro, who has lived on the outer island for forty years and crosses it twice a week.";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("in memory");
    encoder.finish().expect("in memory")
}

/// A folder with these files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("written");
    }
    folder
}

async fn seed_from(corpus: Vec<PathBuf>, db: &Path, read: ReadOptions) -> Summary {
    let options = Options { corpus, read, db: db.to_owned(), publishing: PUBLISHING, samples: false, curated: true, strict: false };
    seed(&options, &mut Quiet).await.expect("the run goes through")
}

/// Seeds a folder, and gives every article that came from a document, in the order of the names of their first origins, with its text.
async fn articles(folder: &Path, read: ReadOptions) -> (Vec<(Value, String)>, Summary) {
    let keep = tempfile::tempdir().expect("a temporary folder");
    let db = keep.path().join("out.db");
    let summary = seed_from(vec![folder.to_owned()], &db, read).await;
    let app = TestApp::serving(&db).await;
    let mut found = Vec::new();
    for article in app.all("/v1/articles.ndjson?text_status=held").await {
        let text = app.get(&format!("/v1/articles/{}/text", article["id"].as_str().expect("an id"))).await.text();
        found.push((article, text));
    }
    found.sort_by_key(|(article, _)| article["origins"][0]["name"].as_str().expect("an origin").to_owned());
    (found, summary)
}

#[tokio::test]
async fn a_page_gives_its_article_and_what_its_markup_says() {
    let folder = folder(&[("2024/fares.html", PAGE.as_bytes())]);
    let (found, summary) = articles(folder.path(), ReadOptions::default()).await;
    assert_eq!(summary.rejections, 0, "{:?}", summary.rejected);
    let (article, text) = &found[0];
    assert_eq!(text, PAGE_TEXT);
    assert_eq!(article["title"], "Ferry fares rise");
    assert_eq!(article["url"], "https://example.org/fares");
    assert_eq!(article["origins"][0]["name"], "2024/fares.html");
    assert_eq!(article["origins"][0]["media_type"], "text/html");
    assert_ne!(article["origins"][0]["sha256"], article["sha256"], "one is of the page, the other of its text");
}

#[tokio::test]
async fn records_are_read_one_a_line_in_an_array_and_in_an_answer() {
    let lines = "{\"id\": \"a1\", \"title\": \"One\", \"text\": \"Gulls came.\"}\n\n{broken}\n{\"title\": \"Two\", \"text\": \"Terns came.\"}\r\n{\"title\": \"Three\"}";
    let array =
        json!([{ "text": "Skuas came." }, { "text": " " }, { "html": "<h1>Puffins</h1><p>Puffins came.</p>", "headline": "Puffins" }]);
    let answer = json!({ "status": "ok", "articles": [{ "content": "Auks came." }] });
    let folder = folder(&[
        ("a.jsonl", lines.as_bytes()),
        ("b.json", array.to_string().as_bytes()),
        ("c.json", format!("{array:#}").as_bytes()),
        ("d.json", answer.to_string().as_bytes()),
        ("e.ndjson.gz", &gzip(b"{\"text\": \"Razorbills came.\"}\n")),
        ("f.json.zst", &zstd::encode_all(&b"{\n\"text\": \"Guillemots came.\"\n}"[..], 0).expect("packed")),
    ]);
    let (found, summary) = articles(folder.path(), ReadOptions::default()).await;
    let shown: Vec<String> = found.iter().map(|(article, text)| format!("{} {text:?}", article["origins"][0]["name"])).collect();
    let expected = expect_test::expect![[r#"
        [
            "\"a.jsonl#4\" \"Terns came.\"",
            "\"a.jsonl#a1\" \"Gulls came.\"",
            "\"b.json#1\" \"Skuas came.\"",
            "\"b.json#3\" \"Puffins\\n\\nPuffins came.\"",
            "\"d.json#1\" \"Auks came.\"",
            "\"e.ndjson.gz#1\" \"Razorbills came.\"",
            "\"f.json.zst\" \"Guillemots came.\"",
        ]
    "#]];
    expected.assert_debug_eq(&shown);
    let root = format!("{}/", folder.path().display());
    let rejected: Vec<String> = summary.rejected.iter().map(|rejection| rejection.to_string().replace(&root, "")).collect();
    assert!(rejected[0].starts_with("a.jsonl:3: key must be a string at line 1 column 2"), "{rejected:?}");
    assert!(rejected[1].starts_with("a.jsonl:5: has no article: none of text, "), "{rejected:?}");
    assert!(rejected[2].starts_with("b.json:1: has no article") && rejected[3].starts_with("c.json:5: has no article"), "{rejected:?}");
    assert_eq!((summary.rejections, summary.published.duplicates), (4, 2));
}

#[tokio::test]
async fn encodings_are_told_and_the_original_bytes_are_known() {
    let utf16: Vec<u8> = "\u{feff}Möwen kehren zurück.".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cyrillic =
        b"<meta charset=windows-1251><title>\xd7\xe0\xe9\xea\xe8</title><p>\xd7\xe0\xe9\xea\xe8 \xe2\xe5\xf0\xed\xf3\xeb\xe8\xf1\xfc.";
    let folder = folder(&[("a.txt", b"\x93Gulls,\x94 he said in the caf\xe9."), ("b.txt", &utf16), ("c.html", cyrillic)]);
    let (found, _) = articles(folder.path(), ReadOptions::default()).await;
    let shown: Vec<_> =
        found.iter().map(|(article, text)| (article["origins"][0]["encoding"].as_str().expect("a name"), &**text)).collect();
    assert_eq!(
        shown,
        [
            ("windows-1252", "“Gulls,” he said in the café."),
            ("utf-16le", "Möwen kehren zurück."),
            ("windows-1251", "Чайки\n\nЧайки вернулись."),
        ]
    );
}

#[tokio::test]
async fn a_sidecar_may_name_the_bytes_or_the_text_of_its_document() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let text = fs::read_to_string(samples.join("sample-2-pier-repair.txt")).expect("a sample");
    let mut sidecar: Value =
        serde_json::from_slice(&fs::read(samples.join("sample-2-pier-repair.json")).expect("a sidecar")).expect("JSON");
    let utf16: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_be_bytes).collect();
    let folder = folder(&[("pier.txt", &utf16), ("pier.json", sidecar.to_string().as_bytes())]);
    let of_text = articles(folder.path(), ReadOptions::default()).await;
    sidecar["document"]["sha256"] = of_text.0[0].0["origins"][0]["sha256"].clone();
    sidecar["document"]["bytes"] = utf16.len().into();
    fs::write(folder.path().join("pier.json"), sidecar.to_string()).expect("written");
    let of_bytes = articles(folder.path(), ReadOptions::default()).await;
    for (found, summary) in [of_text, of_bytes] {
        assert_eq!((found.len(), summary.rejections, summary.without_document.len()), (1, 0, 0), "{:?}", summary.rejected);
        assert_eq!((&found[0].0["annotator"], &found[0].1), (&"curated".into(), &text));
    }
}

#[tokio::test]
async fn named_files_are_read_whatever_they_are_called_and_a_format_can_be_forced() {
    let folder =
        folder(&[("page", PAGE.as_bytes()), ("note.md", b"Gulls\n\nThey came."), ("style.css", b"p { }"), ("saved.aspx", PAGE.as_bytes())]);
    let (found, summary) = articles(folder.path(), ReadOptions::default()).await;
    assert_eq!(
        (found.len(), summary.published.duplicates),
        (1, 1),
        "the page is found twice by its content, notes and styles are not read"
    );
    let db = folder.path().join("out.db");
    let note = folder.path().join("note.md");
    assert_eq!(seed_from(vec![note.clone()], &db, ReadOptions::default()).await.published.dataset.counts.texts_held, 1);
    let (found, _) = articles(folder.path(), ReadOptions { format: Some(Format::Text), ..ReadOptions::default() }).await;
    assert!(found.iter().any(|(_, text)| text.starts_with("<!doctype html>")), "forced to be text");
    let lines = ReadOptions { format: Some(Format::Jsonl), ..ReadOptions::default() };
    assert_eq!(seed_from(vec![note], &db, lines).await.rejections, 2, "each line is taken for a record");
}

#[tokio::test]
async fn hostile_documents_are_rejections_or_plain_articles_and_the_run_goes_on() {
    let bomb = gzip(&vec![b'x'; 3 << 20]);
    let lines = format!("{{\"text\": \"{}\"}}\n{{\"text\": \"Gulls came.\"}}\n", "x".repeat(2 << 20));
    let endless = "word ".repeat(100_000);
    let deep = format!("<!doctype html><p>Terns came.{}", "<div>".repeat(20_000));
    let marks = "\"".repeat(100_000);
    let nested = format!("{{\"a\": {}1{}}}", "[".repeat(50_000), "]".repeat(50_000));
    let mut cut = gzip(endless.as_bytes());
    cut.truncate(cut.len() / 2);
    let folder = folder(&[
        ("a-bomb.txt.gz", &bomb),
        ("b-bomb.jsonl.gz", &gzip(&vec![b'y'; 200 << 20])),
        ("c-long.jsonl", lines.as_bytes()),
        ("d-endless.txt", endless.as_bytes()),
        ("e-deep.html", deep.as_bytes()),
        ("f-marks.txt", marks.as_bytes()),
        ("g-nested.json", nested.as_bytes()),
        ("h-cut.txt.gz", &cut),
        ("i-noise.txt", &(0..100_000_u32).map(|n| 1 + (n.wrapping_mul(2_654_435_761) >> 24) as u8 % 8).collect::<Vec<_>>()),
        ("j-rtl.txt", "\u{202e}שלום\u{301}\u{301}\u{301}, ‏אמר דוד כהן.".as_bytes()),
    ]);
    let (found, summary) = articles(folder.path(), ReadOptions { max_bytes: 1 << 20, ..ReadOptions::default() }).await;
    let root = format!("{}/", folder.path().display());
    let rejected: Vec<String> = summary.rejected.iter().map(|rejection| rejection.to_string().replace(&root, "")).collect();
    let expected = expect_test::expect![[r#"
        [
            "a-bomb.txt.gz: is longer than 1048576 bytes, the most that is read of a document (--max-document-mib)",
            "b-bomb.jsonl.gz:1: this line does not end: what follows is not read",
            "c-long.jsonl:1: is longer than 1048576 bytes, the most that is read of a document (--max-document-mib)",
            "g-nested.json:1: recursion limit exceeded at line 1 column 133",
            "h-cut.txt.gz: cannot be read: incomplete deflate stream",
            "i-noise.txt: is not text: more than a tenth of it cannot be read",
        ]
    "#]];
    expected.assert_debug_eq(&rejected);
    let names: Vec<_> = found.iter().map(|(article, _)| article["origins"][0]["name"].as_str().expect("a name")).collect();
    assert_eq!(names, ["c-long.jsonl#2", "d-endless.txt", "e-deep.html", "f-marks.txt", "j-rtl.txt"]);
}
