//! The program as an operator sees it: its command line, its logs, its start and its end.

use std::{
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Child, Command, Output, Stdio},
};

use serde_json::Value;

fn onrecord(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
    // No load balancer watches these servers.
    command.current_dir(folder).env("ONRECORD_LAME_DUCK_SECONDS", "0");
    command
}

pub fn run(folder: &Path, arguments: &[&str]) -> Output {
    onrecord(folder).args(arguments).output().expect("the program runs")
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Starts a server and reads the address that it prints.
pub fn start(folder: &Path, arguments: &[&str]) -> (Child, String, Vec<String>) {
    served(onrecord(folder).args(arguments))
}

/// Starts a server by this command, and reads the address that it prints.
pub fn served(command: &mut Command) -> (Child, String, Vec<String>) {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs");
    let mut lines = Vec::new();
    let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
    while !lines.last().is_some_and(|line: &String| line.contains("/v1/people")) {
        let mut line = String::new();
        assert!(output.read_line(&mut line).expect("a line") > 0, "the program ended: {lines:?}");
        lines.push(line.trim_end().to_owned());
    }
    let address = lines.iter().find_map(|line| line.trim().strip_prefix("http://")?.strip_suffix("/docs")).expect("an address").to_owned();
    (child, address, lines)
}

pub fn signal(child: &Child, name: &str) {
    assert!(Command::new("kill").args([&format!("-{name}"), &child.id().to_string()]).status().expect("kill runs").success());
}

#[tokio::test]
async fn plain_onrecord_seeds_serves_and_stops_when_told() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for name in ["TERM", "INT"] {
        let (mut child, address, lines) = start(folder.path(), &["--bind", "127.0.0.1:0", "--log-format", "json"]);
        let urls = lines.iter().filter(|line| line.trim().starts_with("http://")).count();
        assert_eq!(urls, 3, "three addresses to try first: {lines:?}");
        if name == "TERM" {
            assert!(lines.iter().any(|line| line.starts_with("holds: 5 articles (0 with text)")), "{lines:?}");
        }
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        for line in lines.iter().filter_map(|line| line.trim().strip_prefix("http://")) {
            assert_eq!(client.get(format!("http://{line}")).send().await.expect("an answer").status(), 200, "{line}");
        }
        let probe = run(folder.path(), &["healthcheck", "--bind", &address]);
        assert_eq!(probe.status.code(), Some(0), "{}", text(&probe.stderr));
        // What a client writes stays out of the log, however it tries.
        let forged = "%22%0A%7B%22status%22%3A200%7D";
        client.get(format!("http://{address}/v1/quotes?q={forged}")).header("x-request-id", "x").send().await.expect("an answer");
        signal(&child, name);
        assert!(child.wait().expect("an end").success(), "SIG{name} is an orderly end");
        let mut log = String::new();
        child.stderr.take().expect("a pipe").read_to_string(&mut log).expect("text");
        let records: Vec<Value> =
            log.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("not JSON: {line}"))).collect();
        let requests: Vec<_> = records.iter().filter(|record| record["message"] == "request").collect();
        assert_eq!(requests.len(), 5, "one line a request: {log}");
        let last = requests.iter().find(|record| record["id"] == "x").expect("the last request");
        assert_eq!((&last["route"], &last["method"], &last["status"]), (&"/v1/quotes".into(), &"GET".into(), &400.into()));
        assert!(last["duration_ms"].is_number() && last["bytes"].as_u64() > Some(100));
        assert!(!log.contains("%22") && !log.contains("{\\\"status"), "the query is not logged");
        let probe = run(folder.path(), &["healthcheck", "--bind", &address]);
        assert_eq!(probe.status.code(), Some(1));
        assert!(text(&probe.stderr).contains("no server answers at"), "{}", text(&probe.stderr));
    }
}

#[test]
fn seeding_tells_what_it_did_and_its_exit_code_says_whether_all_was_taken() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let first = run(folder.path(), &["seed", "--samples", "--db", "x/y.db", "--log", "off"]);
    assert_eq!(first.status.code(), Some(0), "{}", text(&first.stderr));
    let said = text(&first.stdout);
    assert!(
        said.contains("documents: 10 added, 0 changed, 0 unchanged, 0 removed, 0 duplicates, 0 rejected\n")
            && said.contains("10 articles (5 with text)"),
        "{said}"
    );
    let again = run(folder.path(), &["seed", "--samples", "--db", "x/y.db", "--log", "off"]);
    assert!(text(&again.stdout).contains("documents: 0 added, 0 changed, 10 unchanged, 0 removed, 0 duplicates, 0 rejected\n"));
    std::fs::create_dir(folder.path().join("corpus")).expect("a folder");
    std::fs::write(folder.path().join("corpus/note.txt"), "Gulls return\n\nThey are loud.\n").expect("written");
    std::fs::write(folder.path().join("corpus/bad.json"), "{").expect("written");
    let third = run(folder.path(), &["seed", "--log", "off"]);
    assert_eq!(third.status.code(), Some(3));
    let annotated = format!("annotated: 5 curated, 1 {}\n", onrecord::annotate::ANNOTATOR);
    assert!(text(&third.stdout).contains(&annotated), "{}", text(&third.stdout));
    assert!(text(&third.stderr).contains("rejected: corpus/bad.json:1: the JSON object that begins here"), "{}", text(&third.stderr));
    let strict = run(folder.path(), &["seed", "--strict", "--log", "off"]);
    assert_eq!(strict.status.code(), Some(1));
    assert!(
        text(&strict.stderr).contains("rejected: corpus/bad.json")
            && text(&strict.stderr).contains("one file was rejected, and --strict was given"),
        "{}",
        text(&strict.stderr)
    );
    let nowhere = run(folder.path(), &["seed", "--corpus", "nowhere", "--log", "off"]);
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(text(&nowhere.stderr).contains("nowhere cannot be read"), "{}", text(&nowhere.stderr));
}

#[test]
fn seeding_never_takes_the_place_of_a_file_that_is_no_snapshot() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, bytes) in [("notes.txt", &b"Gulls return"[..]), ("other.db", &[&b"SQLite format 3\0"[..], &[0; 200]].concat())] {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("written");
        let output = run(folder.path(), &["seed", "--log", "off", "--db", name]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(text(&output.stderr).contains("not a snapshot of onrecord"), "{}", text(&output.stderr));
        assert_eq!(std::fs::read(&path).expect("still there"), bytes);
    }
    std::fs::write(folder.path().join("empty.db"), b"").expect("written");
    assert_eq!(run(folder.path(), &["seed", "--log", "off", "--db", "empty.db"]).status.code(), Some(0));
}

#[test]
fn options_are_read_the_way_people_write_them() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (value, articles) in [("1", 10), ("yes", 10), ("0", 5), ("no", 5), ("false", 5)] {
        let output =
            onrecord(folder.path()).env("ONRECORD_SAMPLES", value).args(["seed", "--log", "off"]).output().expect("the program runs");
        assert!(text(&output.stdout).contains(&format!("holds: {articles} articles")), "{value}: {}", text(&output.stdout));
    }
    for arguments in [&["seed", "--log", "loud"][..], &["serve", "--bind", "here:80", "--log", "off"]] {
        assert_ne!(run(folder.path(), arguments).status.code(), Some(0), "{arguments:?}");
    }
    let probe = text(&run(folder.path(), &["healthcheck", "--bind", "localhost:1"]).stderr);
    assert!(probe.contains("no server answers at 127.0.0.1:1"), "{probe}");
}

#[test]
fn help_and_bad_usage_say_what_to_do() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let help = text(&run(folder.path(), &["--help"]).stdout);
    for word in ["seed", "serve", "openapi", "healthcheck", "--corpus", "--db", "--bind", "--samples", "ONRECORD_BIND", "Exit codes"] {
        assert!(help.contains(word), "--help does not name {word}");
    }
    for arguments in [&["sed"][..], &["serve", "--bind", "nowhere"], &["--unknown"], &["seed", "--log", "off", "--log-format", "xml"]] {
        let output = run(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains("error: "), "{arguments:?}");
    }
    assert!(text(&run(folder.path(), &["sed"]).stderr).contains("seed"), "a near miss is named");
    assert_eq!(text(&run(folder.path(), &["--version"]).stdout).trim(), concat!("onrecord ", env!("CARGO_PKG_VERSION")));
}

#[test]
fn openapi_prints_the_committed_description() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let committed = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi/openapi.json")).expect("a file");
    assert!(text(&run(folder.path(), &["openapi"]).stdout) == committed, "`onrecord openapi` and the committed file differ");
}

#[test]
fn what_to_seed_from_is_not_passed_over_in_silence() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    run(folder.path(), &["seed", "--log", "off"]);
    for (arguments, warned) in [(&["--samples"][..], true), (&[], false)] {
        let (mut child, ..) = start(folder.path(), &[arguments, &["--bind", "127.0.0.1:0"]].concat());
        signal(&child, "TERM");
        assert!(child.wait().expect("an end").success());
        let mut log = String::new();
        child.stderr.take().expect("a pipe").read_to_string(&mut log).expect("text");
        assert_eq!(log.contains("are not used, because the snapshot is there"), warned, "{log}");
    }
}

#[test]
fn a_port_that_is_taken_is_told_in_one_line() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    run(folder.path(), &["seed", "--log", "off"]);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let output = run(folder.path(), &["serve", "--bind", &address, "--log", "off"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("is another server there? Choose another address with --bind"), "{}", text(&output.stderr));
}
