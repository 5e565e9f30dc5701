//! Runs as the person at the terminal sees them: stopped and taken up again, two at once, on any number of cores.

use std::{
    fmt::Write as _,
    fs,
    io::{Read, Write},
    path::Path,
    process::{Child, Command, Output, Stdio},
};

use onrecord::store::{Place, Snapshot};

fn onrecord(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
    command.current_dir(folder);
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    onrecord(folder).args(arguments).output().expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// So many records, each with a text of its own.
fn records(number: usize) -> String {
    (0..number).fold(String::new(), |mut lines, n| {
        let _ = writeln!(lines, "{{\"title\": \"Gulls {n}\", \"text\": \"Gulls {n}\\n\\n{}\"}}", "They are loud. ".repeat(100));
        lines
    })
}

/// A run that has its documents from a pipe.
fn seeding(folder: &Path) -> Child {
    let mut command = onrecord(folder);
    command.args(["seed", "-", "--log", "info"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().expect("the program runs")
}

/// Such a run, with documents of which not all are there yet: it is in the midst of it for as long as that is wanted.
fn begin(folder: &Path, lines: &str) -> Child {
    let mut child = seeding(folder);
    child.stdin.as_mut().expect("a pipe").write_all(lines.as_bytes()).expect("taken");
    // What is committed can be counted only from outside: the file grows with it.
    let unfinished = folder.join("onrecord-data/unfinished.db");
    while fs::metadata(&unfinished).map_or(0, |metadata| metadata.len()) < 3 << 20 {
        assert!(child.try_wait().expect("a state").is_none(), "the run ended before it could be stopped");
        std::thread::yield_now();
    }
    child
}

fn signal(child: &Child, name: &str) {
    assert!(Command::new("kill").args([&format!("-{name}"), &child.id().to_string()]).status().expect("kill runs").success());
}

fn end(mut child: Child) -> (Option<i32>, String) {
    let status = child.wait().expect("an end");
    let mut said = String::new();
    child.stderr.take().expect("a pipe").read_to_string(&mut said).expect("text");
    (status.code(), said)
}

/// Seeds from standard input to its end.
fn seed_all(folder: &Path, lines: &str) -> Output {
    let mut child = seeding(folder);
    child.stdin.take().expect("a pipe").write_all(lines.as_bytes()).expect("taken");
    child.wait_with_output().expect("an end")
}

async fn version(db: &Path) -> String {
    Snapshot::open(&Place::of(db).current().expect("a snapshot")).await.expect("a snapshot").dataset().version.clone()
}

#[tokio::test]
async fn a_run_that_is_stopped_or_killed_is_taken_up_by_the_same_command() {
    let all = records(4000);
    let whole = tempfile::tempdir().expect("a temporary folder");
    assert_eq!(seed_all(whole.path(), &all).status.code(), Some(0));
    let expected = version(&whole.path().join("onrecord-data")).await;
    for name in ["INT", "TERM", "KILL"] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let child = begin(folder.path(), &records(3500));
        signal(&child, name);
        let (code, said) = end(child);
        if name != "KILL" {
            assert_eq!(code, Some(1));
            assert!(
                said.contains("stopped before the snapshot was complete") && said.contains("the same command goes on from there"),
                "{said}"
            );
        }
        assert!(!folder.path().join("onrecord-data/CURRENT").exists());
        let output = seed_all(folder.path(), &all);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        let said = text(&output.stdout);
        let line = said.lines().find_map(|line| line.strip_prefix("taken up: ")).unwrap_or_else(|| panic!("{name}: {said}"));
        let taken_up: usize = line.split(' ').next().and_then(|number| number.parse().ok()).expect("a number");
        assert!((1000..=3500).contains(&taken_up), "{name}: {line}");
        assert!(said.contains("documents: 4005 added, 0 changed, 0 unchanged, 0 removed, 0 duplicates, 0 rejected"), "{said}");
        assert_eq!(version(&folder.path().join("onrecord-data")).await, expected, "as if it had never been interrupted");
        let left = fs::read_dir(folder.path().join("onrecord-data")).expect("a folder").map(|entry| entry.expect("an entry").file_name());
        let mut left: Vec<String> = left.map(|name| name.to_string_lossy().into_owned()).collect();
        left.sort();
        assert!(left.len() == 3 && left[..2] == ["CURRENT", "LOCK"] && left[2].starts_with("data-"), "{left:?}");
    }
}

#[test]
fn what_an_interrupted_run_left_of_other_documents_or_options_is_thrown_away() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let child = begin(folder.path(), &records(3500));
    signal(&child, "TERM");
    assert_eq!(end(child).0, Some(1));
    let other = seed_all(folder.path(), &records(10).replace("loud", "quiet"));
    assert_eq!(other.status.code(), Some(1));
    assert!(text(&other.stderr).contains("the documents are not those that an interrupted run has read"), "{}", text(&other.stderr));
    let child = begin(folder.path(), &records(3500));
    signal(&child, "TERM");
    assert_eq!(end(child).0, Some(1));
    let fewer = run(folder.path(), &["seed", "--samples"]);
    assert_eq!(fewer.status.code(), Some(0));
    assert!(
        text(&fewer.stderr).contains("what it left is thrown away") && !text(&fewer.stdout).contains("taken up"),
        "{}",
        text(&fewer.stderr)
    );
    assert!(text(&fewer.stdout).contains("holds: 10 articles (5 with text)"), "{}", text(&fewer.stdout));
}

#[test]
fn a_second_run_for_the_same_snapshot_is_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let child = begin(folder.path(), &records(3500));
    let second = run(folder.path(), &["seed", "--log", "off"]);
    assert_eq!(second.status.code(), Some(1));
    assert!(text(&second.stderr).contains("another `onrecord seed` is writing onrecord-data"), "{}", text(&second.stderr));
    assert_eq!(run(folder.path(), &["seed", "--log", "off", "--db", "another.db"]).status.code(), Some(0));
    signal(&child, "TERM");
    assert_eq!(end(child).0, Some(1));
}

#[test]
fn the_snapshot_is_the_same_on_any_number_of_cores() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("all.jsonl"), records(700)).expect("written");
    let seeded = |db: &str, cores: &str| {
        let output = Command::new("taskset")
            .args(["-c", cores, env!("CARGO_BIN_EXE_onrecord"), "seed", "all.jsonl", "--db", db, "--log", "off"])
            .current_dir(folder.path())
            .output()
            .expect("taskset runs");
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stdout).rsplit_once("dataset version ").expect("a version").1.to_owned()
    };
    assert_eq!(seeded("one.db", "0"), seeded("more.db", "0-1"));
}

#[test]
fn rejections_are_told_and_counted_however_many_there_are() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("bad.jsonl"), "{\n".repeat(1500) + &records(1)).expect("written");
    let output = run(folder.path(), &["seed", "bad.jsonl", "--log", "off"]);
    assert_eq!(output.status.code(), Some(3));
    let said = text(&output.stderr);
    assert!(said.starts_with("rejected: bad.jsonl:1: EOF while parsing an object"), "{said}");
    assert_eq!((said.lines().count(), said.lines().last()), (1001, Some("rejected: 500 more, which --log debug names")));
    assert!(text(&output.stdout).contains("0 duplicates, 1500 rejected\n"), "{}", text(&output.stdout));
    let missing = run(folder.path(), &["seed", "not-there.html", "--log", "off"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(text(&missing.stderr).contains("not-there.html cannot be read"), "{}", text(&missing.stderr));
}
