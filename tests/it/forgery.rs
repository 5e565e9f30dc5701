//! What others write stays what it is: no address of the server, no line of its log, no formula, no syntax.

use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
};

use reqwest::Method;
use serde_json::Value;

use crate::{
    app::{TestApp, seed_into},
    program::{run, signal, start, text},
};

#[tokio::test]
async fn no_answer_holds_what_a_client_says_of_the_server_s_address() {
    let app = TestApp::samples().await;
    let evil = [
        ("host", "evil.example"),
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "gopher"),
        ("x-forwarded-prefix", "/evil.example"),
        ("x-forwarded-port", "6666"),
        ("x-forwarded-for", "evil.example"),
        ("x-original-url", "/evil.example"),
        ("x-rewrite-url", "/evil.example"),
        ("forwarded", "host=evil.example;proto=gopher"),
        ("referer", "http://evil.example/"),
        ("origin", "http://evil.example"),
    ];
    let paths = app.json("/openapi.json").await["paths"].as_object().expect("paths").keys().cloned().collect::<Vec<String>>();
    let ids = [
        ("/v1/articles/{id}", "/v1/articles"),
        ("/v1/quotes/{id}", "/v1/quotes"),
        ("/v1/people/{id}", "/v1/people"),
        ("/v1/organisations/{id}", "/v1/organisations"),
        ("/v1/sources/{id}", "/v1/sources"),
    ];
    let mut asked = 0;
    for mut path in paths {
        for (template, list) in ids {
            if path.starts_with(template) {
                let first = app.json(&format!("{list}?limit=1")).await["items"][0]["id"].as_str().expect("an id").to_owned();
                path = path.replace("{id}", &first);
            }
        }
        let plain = app.get(&path).await;
        let forged = app.send(Method::GET, &path, &evil).await;
        assert_eq!(plain.status, forged.status, "{path}");
        assert!(!forged.text().contains("evil.example") && !forged.text().contains("gopher"), "{path}: {}", forged.text());
        for (name, value) in &forged.headers {
            assert!(!value.to_str().is_ok_and(|value| value.contains("evil")), "{path}: {name}: {value:?}");
        }
        if forged.status == 200 && !path.starts_with("/healthz") && !path.starts_with("/readyz") {
            assert_eq!(plain.body, forged.body, "{path}");
            asked += 1;
        }
    }
    assert!(asked > 20, "{asked}");
}

#[tokio::test]
async fn a_search_with_a_nul_or_a_bare_prefix_is_refused_on_every_path_that_searches() {
    let app = TestApp::five().await;
    let description = app.json("/openapi.json").await;
    let mut searched = 0;
    for (path, item) in description["paths"].as_object().expect("paths") {
        let listed = item["get"]["parameters"].as_array().into_iter().flatten();
        if !listed.clone().any(|parameter| parameter["name"] == "q") || path.contains('{') {
            continue;
        }
        let others: Vec<&str> =
            listed.filter(|other| other["required"] == true && other["name"] != "q").filter_map(|other| other["name"].as_str()).collect();
        assert!(others.is_empty(), "{path} needs {others:?}: name them here");
        // What is being typed into the field of suggestions is no search yet: there a star is a character like any other.
        let typed_so_far = ["%00", "pier%00", "*", "%22*", "-*"];
        let search = [&typed_so_far[..], &["pier+*", "*+pier"]].concat();
        for typed in if path.ends_with("/suggest") { typed_so_far.to_vec() } else { search } {
            let answer = app.get(&format!("{path}?q={typed}")).await;
            assert_eq!(answer.status, 400, "{path}?q={typed}: {}", answer.text());
            answer.problem(400, "invalid-parameter");
        }
        searched += 1;
    }
    assert!(searched > 8, "{searched}");
}

#[tokio::test]
async fn no_cell_of_any_table_begins_like_a_formula() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let all = folder.path().join("=all.jsonl");
    let record = |n: usize, mark: &str| {
        let text =
            format!("{mark}cmd() {n}\n\nBy {mark}Ada Quill\n\n“{mark}1 is one,” said Ada Quill of {mark}Harbour Board. Ada Quill left.");
        let (title, source) = (format!("{mark}cmd() {n}"), format!("{mark}Quay {n}"));
        serde_json::json!({ "id": format!("{mark}{n}"), "title": title, "source": source, "authors": [format!("{mark}Ada Quill")], "text": text })
            .to_string()
    };
    let lines: Vec<String> = ["=", "+", "-", "@", "\t=", "＝"].iter().enumerate().map(|(n, mark)| record(n, mark)).collect();
    fs::write(&all, lines.join("\n")).expect("written");
    let db = folder.path().join("held.db");
    seed_into(&db, &[all], false).await;
    let app = TestApp::serving(&db).await;
    let description = app.json("/openapi.json").await;
    let (mut tables, mut guarded) = (0, 0);
    for path in description["paths"].as_object().expect("paths").keys().filter(|path| path.rsplit('.').next() == Some("csv")) {
        let query = match path {
            path if path.ends_with("facets.csv") => "?by=source",
            path if path.contains("concordance") => "?q=cmd",
            _ => "",
        };
        let answer = app.get(&format!("{path}{query}")).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        for row in csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(&*answer.body).records() {
            for cell in &row.expect("a row") {
                assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']), "{path}: {cell:?}");
                guarded += usize::from(cell.starts_with('\''));
            }
        }
        tables += 1;
    }
    assert!(tables > 5 && guarded > 20, "{tables} tables, {guarded} cells");
}

/// Requests with whatever might be mistaken for a line, or steer a terminal; sent as they are, because no client would.
fn forge(address: &str) {
    let forged = "%0A%7B%22level%22:%22ERROR%22,%22message%22:%22FORGED%22%7D%1B[31m%0D%0A2026-01-01T00:00:00Z%20ERROR%20FORGED";
    for request in [
        format!("GET /v1/people/{forged} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"),
        format!("GET /{forged} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"),
        format!("GET /v1/quotes?q={forged}&{forged}=1 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"),
        "GET /v1/quotes HTTP/1.1\r\nhost: x\r\nuser-agent: FORGED\t\u{85}\u{202e}\"}\r\nx-request-id: FORGED\t\"}{\r\nconnection: close\r\n\r\n".to_owned(),
        "GET /v1/quotes HTTP/1.1\r\nhost: x\r\nuser-agent: a\r FORGED\r\n\r\n".to_owned(),
        "GET /v1/quotes HTTP/1.1\r\nhost: x\r\ntraceparent: 00-FORGED\"}-1-01\r\nuser-agent: \u{1b}[2JFORGED\r\nconnection: close\r\n\r\n".to_owned(),
        "FORGED /v1/quotes HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n".to_owned(),
        "FORGED\n{\"message\":\"FORGED\"}\r\n\r\n".to_owned(),
    ] {
        let mut stream = TcpStream::connect(address).expect("a connection");
        stream.write_all(request.as_bytes()).expect("sent");
        let _ = stream.read_to_end(&mut Vec::new());
    }
}

#[test]
fn no_request_can_write_a_line_of_the_log_or_steer_the_terminal_that_shows_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    assert_eq!(run(folder.path(), &["seed", "--samples", "--log", "off"]).status.code(), Some(0));
    for format in ["json", "human"] {
        let (mut child, address, _) = start(folder.path(), &["serve", "--bind", "127.0.0.1:0", "--log-format", format, "--log", "debug"]);
        forge(&address);
        signal(&child, "TERM");
        assert!(child.wait().expect("an end").success());
        let mut log = Vec::new();
        child.stderr.take().expect("a pipe").read_to_end(&mut log).expect("a log");
        let log = String::from_utf8(log).expect("text");
        assert!(log.lines().count() > 8, "{log}");
        assert!(!log.contains("FORGED") && !log.chars().any(|character| character != '\n' && character.is_control()), "{log:?}");
        for line in log.lines() {
            let is_own = if format == "json" { serde_json::from_str::<Value>(line).is_ok() } else { line.starts_with("20") };
            assert!(is_own, "{line:?}");
        }
    }
}

#[test]
fn no_name_of_a_file_or_record_can_write_a_line_of_the_log() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let evil = "a\n2026-01-01T00:00:00Z ERROR FORGED\u{1b}[31m\u{202e}.jsonl";
    let corpus = folder.path().join("corpus");
    fs::create_dir(&corpus).expect("a folder");
    let record = serde_json::json!({ "id": "\nFORGED", "title": "\u{1b}[31m\nFORGED", "text": "Ruffs came.\n\n\"So,\" said Ada Quill.\nFORGED \u{1b}[31m" });
    fs::write(corpus.join(evil), format!("{record}\n{{broken\n{{\"id\": \"../\\nFORGED\\u001b\", \"text\": \"x\"}}\n")).expect("written");
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/sample-2-pier-repair.json");
    fs::copy(sample, corpus.join("b\nFORGED\u{1b}.json")).expect("a copy");
    for format in ["json", "human"] {
        let output = run(folder.path(), &["seed", "corpus", "--log-format", format, "--log", "debug"]);
        assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
        let (told, log) = (text(&output.stdout), text(&output.stderr));
        for line in told.lines().chain(log.lines()) {
            assert!(!line.starts_with("FORGED") && !line.starts_with("2026-01-01"), "{line:?}");
            assert!(!line.contains('\u{1b}') && !line.contains('\u{202e}'), "{line:?}");
        }
        assert!(told.contains("no document: corpus/b\\nFORGED"), "{told}");
        assert!(
            format == "human" || log.lines().filter(|line| line.starts_with('{')).all(|line| serde_json::from_str::<Value>(line).is_ok()),
            "{log}"
        );
    }
}
