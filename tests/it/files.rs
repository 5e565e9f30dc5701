//! The files of a dataset: what they hold, in whole and in parts, from a server, from the command line, and from a copy of the snapshot.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use onrecord::store::Place;
use reqwest::Method;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use tokio::sync::OnceCell;

use crate::{
    app::{TestApp, seed_into},
    lists::LISTS,
    program::{run, text},
};

const FILES: &str = "/v1/dataset/files";

fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

static MANY: OnceCell<(TempDir, PathBuf)> = OnceCell::const_new();

/// Serves more records than stand between two marks in a file; with the snapshot, in a folder of its own beside nothing else.
async fn many() -> (&'static Path, TestApp) {
    let seeded = MANY.get_or_init(|| async {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let record = |n: usize| {
            let words = format!("Terns {n}\\n\\n\\\"The terns of quay {n} are late,\\\" said Ada Quill.");
            format!("{{\"title\": \"Terns {n}\", \"published\": \"20{:02}-03-0{}\", \"text\": \"{words}\"}}\n", n % 20, n % 9 + 1)
        };
        let corpus = folder.path().join("all.jsonl");
        fs::write(&corpus, (0..2100).map(record).collect::<String>()).expect("written");
        let data = folder.path().join("held");
        seed_into(&data, &[corpus], false).await;
        (folder, Place::of(&data).current().expect("a snapshot"))
    });
    let snapshot = &seeded.await.1;
    (snapshot, TestApp::serving(snapshot).await)
}

#[tokio::test]
async fn every_file_is_what_the_list_says_and_every_table_the_download_of_its_list() {
    let app = TestApp::samples().await;
    let listed = app.json(FILES).await;
    let version = listed["dataset"]["version"].as_str().expect("a version").to_owned();
    let files = listed["items"].as_array().expect("files");
    assert_eq!((files.len(), &listed["total"]), (14, &14.into()), "the snapshot, six tables in two forms, and the hashes");
    let mut sums = Vec::new();
    for file in files {
        let (name, path) = (file["name"].as_str().expect("a name"), file["path"].as_str().expect("a path"));
        let answer = app.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(
            (answer.body.len() as u64, &*sha256(&answer.body)),
            (file["bytes"].as_u64().expect("a size"), file["sha256"].as_str().expect("a hash"))
        );
        assert_eq!(answer.header("content-length"), file["bytes"].to_string());
        assert_eq!(answer.header("etag"), format!("\"{}\"", file["sha256"].as_str().expect("a hash")));
        let digest = format!("sha-256=:{}:", STANDARD.encode(Sha256::digest(&answer.body)));
        assert_eq!((answer.header("repr-digest"), answer.header("content-digest")), (&*digest, &*digest));
        assert_eq!(answer.header("content-disposition"), format!("attachment; filename=\"{name}\""));
        if name != "SHA256SUMS" {
            assert!(name.contains(&version), "{name} holds the version");
            sums.push(format!("{}  {name}\n", file["sha256"].as_str().expect("a hash")));
        }
    }
    assert_eq!(app.get(&format!("{FILES}/SHA256SUMS")).await.text(), sums.concat());
    for list in LISTS {
        for form in ["csv", "ndjson"] {
            let download = app.get(&format!("{list}.{form}")).await;
            let name = format!("onrecord-{}-{version}.{form}", list.trim_start_matches("/v1/"));
            let file = files.iter().find(|file| file["name"] == *name).unwrap_or_else(|| panic!("{name}"));
            assert_eq!(file["records"].to_string(), download.header("x-total-count"), "{name}");
            assert_eq!(app.get(&format!("{FILES}/{name}")).await.body, download.body, "{name}");
            assert_eq!(file["media_type"], download.header("content-type"));
        }
    }
}

#[tokio::test]
async fn a_part_of_a_file_is_that_part_wherever_it_begins() {
    let (_, app) = many().await;
    let listed = app.json(FILES).await;
    for file in listed["items"].as_array().expect("files") {
        let path = file["path"].as_str().expect("a path");
        let whole = app.get(path).await;
        let length = whole.body.len();
        for eighth in 0..8 {
            let from = length * eighth / 8;
            let to = (from + length / 5).min(length - 1);
            let part = app.send(Method::GET, path, &[("range", &format!("bytes={from}-{to}")), ("accept-encoding", "gzip, br")]).await;
            assert_eq!(part.status, 206, "{path}: {}", part.text());
            assert_eq!(part.header("content-range"), format!("bytes {from}-{to}/{length}"));
            assert!(part.body == whole.body[from..=to], "{path} from {from} to {to}");
            for name in ["etag", "repr-digest", "accept-ranges", "cache-control", "content-disposition"] {
                assert_eq!(part.header(name), whole.header(name), "{name}");
            }
            assert_eq!((part.header("content-encoding"), part.header("content-digest")), ("", ""));
        }
        let last = app.send(Method::GET, path, &[("range", "bytes=-7")]).await;
        assert!(last.status == 206 && last.body == whole.body[length - 7..], "{path}");
        let rest = app.send(Method::GET, path, &[("range", &format!("bytes={}-", length - 5))]).await;
        assert!(rest.status == 206 && rest.body == whole.body[length - 5..], "{path}");
        let beyond = app.send(Method::GET, path, &[("range", &format!("bytes={length}-"))]).await;
        beyond.problem(416, "range-not-satisfiable");
        assert_eq!(beyond.header("content-range"), format!("bytes */{length}"));
    }
}

#[tokio::test]
async fn a_range_of_another_file_or_of_several_parts_gives_the_whole() {
    let app = TestApp::samples().await;
    let listed = app.json(FILES).await;
    let path = listed["items"][0]["path"].as_str().expect("a path");
    let whole = app.send(Method::GET, path, &[("accept-encoding", "gzip")]).await;
    assert_eq!((whole.status.as_u16(), whole.header("content-encoding"), whole.header("accept-ranges")), (200, "", "bytes"));
    let tag = whole.header("etag").to_owned();
    let same = app.send(Method::GET, path, &[("range", "bytes=0-9"), ("if-range", &tag)]).await;
    assert_eq!(same.status, 206);
    for headers in [
        [("range", "bytes=0-9"), ("if-range", "\"other\"")],
        [("range", "bytes=0-9"), ("if-range", &*format!("W/{tag}"))],
        [("range", "bytes=0-9"), ("if-range", "Sat, 29 Oct 2022 19:43:31 GMT")],
        [("range", "bytes=0-9,20-29"), ("x-none", "")],
        [("range", "bytes=9-0"), ("x-none", "")],
        [("range", "lines=0-9"), ("x-none", "")],
    ] {
        let answer = app.send(Method::GET, path, &headers).await;
        assert!(answer.status == 200 && answer.body == whole.body, "{headers:?}");
    }
    let head = app.send(Method::HEAD, path, &[("range", "bytes=0-9")]).await;
    assert_eq!((head.status.as_u16(), head.body.len(), head.header("content-length")), (200, 0, whole.header("content-length")));
    assert_eq!((head.header("etag"), head.header("repr-digest")), (&*tag, whole.header("repr-digest")));
    let again = app.send(Method::GET, path, &[("range", "bytes=0-9"), ("if-none-match", &tag)]).await;
    assert_eq!((again.status.as_u16(), again.header("etag")), (304, &*tag));
    let missing = app.get(&format!("{FILES}/onrecord-quotes-000000000000.csv")).await.problem(404, "not-found");
    assert!(missing["detail"].as_str().expect("a detail").contains("did you mean onrecord-quotes-"), "{missing}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_that_broke_off_goes_on_where_it_was() {
    let (_, app) = many().await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let version = app.json("/v1/dataset").await["version"].as_str().expect("a version").to_owned();
    for name in [format!("onrecord-{version}.db"), format!("onrecord-quotes-{version}.csv")] {
        let whole = app.get(&format!("{FILES}/{name}")).await.body;
        fs::write(folder.path().join(&name), &whole[..whole.len() * 2 / 3]).expect("written");
        let mut curl = Command::new("curl");
        curl.args(["-sS", "-C", "-", "-O", &format!("{}{FILES}/{name}", app.base)]).current_dir(folder.path());
        let output = tokio::task::spawn_blocking(move || curl.output()).await.expect("a thread").expect("curl runs");
        assert!(output.status.success(), "{}", text(&output.stderr));
        assert!(fs::read(folder.path().join(&name)).expect("a file") == whole, "{name}");
    }
}

#[tokio::test]
async fn a_server_with_a_copy_of_the_snapshot_gives_the_same_answers_byte_for_byte() {
    let (_, here) = many().await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let api = here.json("/openapi.json").await;
    let listed = here.json(FILES).await;
    let copy = folder.path().join("downloaded.db");
    fs::write(&copy, here.get(listed["items"][0]["path"].as_str().expect("a path")).await.body).expect("written");
    let there = TestApp::serving(&copy).await;
    let mut paths: Vec<String> = vec!["/v1/people?sort=-quotes&fields=name".to_owned(), "/v1/quotes?q=terns&sample=40&seed=7".to_owned()];
    paths.extend(listed["items"].as_array().expect("files").iter().map(|file| file["path"].as_str().expect("a path").to_owned()));
    for (path, item) in api["paths"].as_object().expect("paths") {
        let id = match path.split('/').nth(2) {
            _ if !path.contains('{') => String::new(),
            Some(list @ ("articles" | "quotes" | "people" | "organisations" | "sources")) => {
                let page = here.json(&format!("/v1/{list}?limit=1")).await;
                page["items"][0]["id"].as_str().unwrap_or("none").to_owned()
            }
            _ => "none".to_owned(),
        };
        assert!(item["get"].is_object());
        paths.push(path.replace("{id}", &id).replace("{name}", "SHA256SUMS").replace("{slug}", "not-found"));
    }
    assert!(paths.len() > 40, "{}", paths.len());
    for path in paths.iter().filter(|path| !path.starts_with("/healthz") && !path.starts_with("/metrics")) {
        let (one, other) = (here.get(path).await, there.get(path).await);
        assert_eq!((one.status, one.header("etag")), (other.status, other.header("etag")), "{path}");
        if one.status.is_success() {
            assert!(one.body == other.body, "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn export_writes_the_files_that_the_server_gives() {
    let (snapshot, app) = many().await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = snapshot.parent().and_then(Path::to_str).expect("a path");
    let export = |arguments: &[&str]| {
        let output = run(folder.path(), &[&["export", "--db", data, "--log", "off"], arguments].concat());
        (output.status.code(), text(&output.stdout) + &text(&output.stderr))
    };
    let (code, said) = export(&["--out", "all"]);
    assert_eq!(code, Some(0), "{said}");
    let listed = app.json(FILES).await;
    for file in listed["items"].as_array().expect("files") {
        let name = file["name"].as_str().expect("a name");
        assert_eq!(
            sha256(&fs::read(folder.path().join("all").join(name)).expect("a file")),
            file["sha256"].as_str().expect("a hash"),
            "{name}"
        );
    }
    assert_eq!(fs::read_dir(folder.path().join("all")).expect("a folder").count(), 14, "and nothing else");
    let checked = Command::new("sha256sum").args(["--check", "--quiet", "SHA256SUMS"]).current_dir(folder.path().join("all")).status();
    assert!(checked.expect("sha256sum runs").success());
    let (code, said) = export(&["--out", "all"]);
    assert!(code == Some(1) && said.contains("is there already") && said.contains("--force"), "{said}");
    assert_eq!(export(&["--out", "all", "--force"]).0, Some(0));
    assert_eq!(export(&["--out", "tables", "--format", "csv"]).0, Some(0));
    assert_eq!(fs::read_dir(folder.path().join("tables")).expect("a folder").count(), 7);
    assert_eq!(fs::read_to_string(folder.path().join("tables/SHA256SUMS")).expect("hashes").lines().count(), 6);
    let single = snapshot.to_str().expect("a path");
    let output = run(folder.path(), &["export", "--db", single, "--out", "single", "--format", "ndjson", "--log", "off"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_snapshot_without_measured_files_is_offered_alone_and_exported_all_the_same() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = run(folder.path(), &["seed", "--samples", "--no-files", "--db", "x.db", "--log", "off"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let app = TestApp::serving(&folder.path().join("x.db")).await;
    let names = |listed: &Value| -> Vec<String> {
        listed["items"].as_array().expect("files").iter().map(|file| file["name"].as_str().expect("a name").to_owned()).collect()
    };
    let listed = app.json(FILES).await;
    let version = listed["dataset"]["version"].as_str().expect("a version").to_owned();
    assert_eq!(names(&listed), [format!("onrecord-{version}.db"), "SHA256SUMS".to_owned()]);
    let output = run(folder.path(), &["export", "--db", "x.db", "--out", "out", "--log", "off"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let quotes = fs::read(folder.path().join(format!("out/onrecord-quotes-{version}.csv"))).expect("a table");
    assert!(quotes == app.get("/v1/quotes.csv").await.body);
}
