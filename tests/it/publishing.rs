//! A folder that keeps versions: what publishing leaves in it, whatever happens on the way, and how a server follows it.

use std::{
    collections::HashMap,
    fs,
    io::Read,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use sha2::{Digest, Sha256};

use crate::{
    app::seed_into,
    program::{run, signal, start, text},
    soak::times,
};

/// So many records, each with a text of its own.
fn records(number: usize) -> String {
    let record = |n: usize| format!("{{\"title\": \"Herons {n}\", \"text\": \"Herons {n}\\n\\n{}\"}}\n", "They wade. ".repeat(20));
    (0..number).map(record).collect()
}

/// A folder with a corpus of so many records, and the path of the dataset in it.
async fn seeded(numbers: &[usize]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = folder.path().join("held");
    for number in numbers {
        let all = folder.path().join("all.jsonl");
        fs::write(&all, records(*number)).expect("written");
        seed_into(&data, &[all], false).await;
    }
    (folder, data)
}

/// The names in a folder, in their order.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// The snapshots in a folder, with what they hold.
fn snapshots(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let data = names(folder).into_iter().filter(|name| name.starts_with("data-"));
    data.map(|name| (name.clone(), fs::read(folder.join(&name)).expect("a snapshot"))).collect()
}

fn current(folder: &Path) -> String {
    fs::read_to_string(folder.join("CURRENT")).expect("a pointer").trim_end().to_owned()
}

/// The versions that `onrecord versions` prints, the latest first, and which of them is in use.
fn versions(data: &Path) -> (Vec<String>, Option<usize>) {
    let output = run(data.parent().expect("a folder"), &["versions", "--db", data.to_str().expect("a path")]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let said = text(&output.stdout);
    let versions = said.lines().map(|line| line.split(' ').next().expect("a version").to_owned()).collect();
    (versions, said.lines().position(|line| line.ends_with("current")))
}

async fn get(url: String) -> reqwest::Result<reqwest::Response> {
    reqwest::Client::builder().no_proxy().build()?.get(url).send().await
}

fn roll_back(data: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = run(data, &[&["rollback", "--db", data.to_str().expect("a path")], arguments].concat());
    (output.status.code(), text(&output.stdout) + &text(&output.stderr))
}

#[tokio::test]
async fn a_folder_keeps_the_latest_versions_each_under_the_hash_of_its_bytes() {
    let (_folder, data) = seeded(&[1, 2, 3, 4, 5, 6]).await;
    let held = snapshots(&data);
    assert_eq!(held.len(), 4, "the one in use, and three former ones");
    for (name, bytes) in &held {
        assert_eq!(*name, format!("data-{}.db", hex::encode(Sha256::digest(bytes))));
        let mode = data.join(name).metadata().expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o444, "nobody writes to {name}");
    }
    assert_eq!(names(&data).len(), 6, "besides, CURRENT and LOCK: {:?}", names(&data));
    let (listed, in_use) = versions(&data);
    assert_eq!((listed.len(), in_use), (4, Some(0)));
    let again = seeded(&[6]).await;
    assert_eq!(current(&again.1), current(&data), "the same documents make the same file, byte for byte");
}

#[tokio::test]
async fn a_folder_goes_back_to_the_former_version_or_to_any_that_it_keeps() {
    let (_folder, data) = seeded(&[1, 2, 3]).await;
    let before = snapshots(&data);
    let (listed, _) = versions(&data);
    assert_eq!(roll_back(&data, &[]).0, Some(0));
    assert_eq!(versions(&data), (listed.clone(), Some(1)), "the one published before");
    assert_eq!(roll_back(&data, &[]).0, Some(0));
    assert_eq!(versions(&data).1, Some(2));
    let (code, said) = roll_back(&data, &[]);
    assert!(code == Some(2) && said.contains("keeps no version that was published before"), "{said}");
    assert_eq!(roll_back(&data, &["--to", &listed[0]]).0, Some(0));
    assert_eq!(versions(&data), (listed.clone(), Some(0)));
    let (code, said) = roll_back(&data, &["--to", "000000000000"]);
    assert!(code == Some(2) && said.contains(&listed.join(", ")), "what is kept is named: {said}");
    fs::remove_file(data.join(current(&data))).expect("removed");
    assert_eq!(roll_back(&data, &[]).0, Some(0), "also where the file in use is gone");
    assert_eq!(versions(&data), (listed[1..].to_vec(), Some(0)));
    assert!(snapshots(&data).iter().all(|held| before.contains(held)), "no snapshot was changed");
    let single = run(&data, &["rollback", "--db", "single.db"]);
    assert!(single.status.code() == Some(1) && text(&single.stderr).contains("single file, which has no former versions"));
}

/// A run over the corpus beside the dataset.
fn seeding(data: &Path) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
    command.args(["seed", "all.jsonl", "--log", "off", "--db", "held"]).current_dir(data.parent().expect("a folder"));
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program runs")
}

#[tokio::test]
async fn a_run_that_is_killed_at_any_moment_leaves_the_former_version_as_it_was() {
    let (folder, data) = seeded(&[3]).await;
    let (former, bytes) = snapshots(&data).remove(0);
    fs::write(folder.path().join("all.jsonl"), records(400)).expect("written");
    // Of a run of its own, to know how long one takes here.
    let other = seeded(&[3]).await;
    fs::write(other.0.path().join("all.jsonl"), records(400)).expect("written");
    let begun = std::time::Instant::now();
    assert!(seeding(&other.1).wait().expect("an end").success());
    let whole = begun.elapsed();
    let moments = times(10, 100);
    for moment in 1..=moments {
        let mut child = seeding(&data);
        tokio::time::sleep(whole * moment / moments).await;
        child.kill().expect("killed");
        child.wait().expect("an end");
        assert_eq!(fs::read(data.join(&former)).expect("the former snapshot"), bytes, "{moment}");
        let in_use = current(&data);
        let held = fs::read(data.join(&in_use)).expect("the snapshot in use");
        assert_eq!(in_use, format!("data-{}.db", hex::encode(Sha256::digest(held))), "a whole one: {moment}");
    }
    assert!(seeding(&data).wait().expect("an end").success());
    assert_eq!(current(&data), current(&other.1), "as if it had never been interrupted");
    let left = names(&data);
    assert!(left.len() == 4 && left[..2] == ["CURRENT", "LOCK"] && left.contains(&former), "nothing else is left: {left:?}");
}

#[tokio::test]
async fn what_was_left_between_two_steps_of_publishing_is_removed() {
    let (_folder, data) = seeded(&[1, 2]).await;
    let in_use = current(&data);
    let bytes = fs::read(data.join(&in_use)).expect("a snapshot");
    let stray = format!("data-{}.db", "0".repeat(64));
    fs::write(data.join(&stray), &bytes).expect("written");
    fs::write(data.join("CURRENT.next"), format!("{stray}\n")).expect("written");
    fs::write(data.join("CURRENT.tmp"), "data-").expect("written");
    assert_eq!(versions(&data).0.len(), 2, "it is no version");
    let output = run(data.parent().expect("a folder"), &["seed", "all.jsonl", "--db", "held", "--log", "off"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let left = names(&data);
    assert!(left.len() == 4 && !left.contains(&stray), "{left:?}");
    assert_eq!(current(&data), in_use);
    // The same where the pointer was about to name what is in use already: that one stays.
    fs::write(data.join("CURRENT.next"), format!("{in_use}\n")).expect("written");
    run(data.parent().expect("a folder"), &["seed", "all.jsonl", "--db", "held", "--log", "off"]);
    assert_eq!(fs::read(data.join(&in_use)).expect("still there"), bytes);
}

#[tokio::test]
async fn a_server_swaps_under_load_without_a_failed_or_a_mixed_answer() {
    let (_folder, data) = seeded(&[3, 30]).await;
    let (listed, _) = versions(&data);
    let (mut child, address, _) = start(&data, &["serve", "--db", ".", "--bind", "127.0.0.1:0", "--log", "off", "--poll-seconds", "600"]);
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let done = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let paths = ["/v1/articles?limit=5", "/v1/quotes", "/v1/people?limit=3", "/v1/dataset/files", "/v1/dataset/versions"];
    let hammers: Vec<_> = paths
        .into_iter()
        .map(|path| {
            let (client, done, url) = (client.clone(), done.clone(), format!("http://{address}{path}"));
            tokio::spawn(async move {
                let mut answers = HashMap::new();
                while !done.load(std::sync::atomic::Ordering::Relaxed) {
                    let answer = client.get(&url).send().await.expect("an answer");
                    assert_eq!(answer.status(), 200, "{url}");
                    let named = answer.headers()["dataset-version"].to_str().expect("ASCII").to_owned();
                    let tag = answer.headers()["etag"].to_str().expect("ASCII").to_owned();
                    let bytes = answer.bytes().await.expect("a whole body");
                    let body: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
                    assert_eq!(body["dataset"]["version"], named, "{url}");
                    let first = answers.entry(named).or_insert_with(|| (tag.clone(), bytes.clone()));
                    assert_eq!(*first, (tag, bytes), "{url}: one version has one answer under one validator");
                }
                answers.len()
            })
        })
        .collect();
    for swap in 0..times(10, 50) {
        let to = &listed[(swap as usize + 1) % 2];
        assert_eq!(roll_back(&data, &["--to", to]).0, Some(0));
        signal(&child, "HUP");
        loop {
            let answer = client.get(format!("http://{address}/v1/dataset")).send().await.expect("an answer");
            if answer.headers()["dataset-version"] == **to {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
    done.store(true, std::sync::atomic::Ordering::Relaxed);
    for hammer in hammers {
        assert!(hammer.await.expect("no failed and no mixed answer") > 0);
    }
    signal(&child, "TERM");
    assert!(child.wait().expect("an end").success());
}

#[tokio::test]
async fn a_bad_snapshot_is_refused_and_said_once_while_the_former_is_served() {
    let (_folder, data) = seeded(&[3, 30]).await;
    let (listed, _) = versions(&data);
    let in_use = current(&data);
    let (mut child, address, _) = start(
        &data,
        &[
            "serve",
            "--db",
            ".",
            "--bind",
            "127.0.0.1:0",
            "--log-format",
            "json",
            "--log",
            "error,onrecord::cli=info",
            "--poll-seconds",
            "1",
        ],
    );
    let good = fs::read(data.join(&in_use)).expect("a snapshot");
    let truncated = format!("data-{}.db", "a".repeat(64));
    fs::write(data.join(&truncated), &good[..good.len() / 2]).expect("written");
    let renamed = format!("data-{}.db", "b".repeat(64));
    fs::write(data.join(&renamed), &good).expect("written");
    fs::write(data.parent().expect("a folder").join("outside.db"), &good).expect("written");
    let missing = format!("data-{}.db", "c".repeat(64));
    let pointers = [&truncated, &renamed, &missing, "../outside.db", "/etc/passwd", ""];
    for pointer in pointers {
        fs::write(data.join("CURRENT.new"), format!("{pointer}\n")).expect("written");
        fs::rename(data.join("CURRENT.new"), data.join("CURRENT")).expect("renamed");
        tokio::time::sleep(Duration::from_millis(2500)).await;
        let served = get(format!("http://{address}/v1/dataset")).await.expect("an answer");
        assert_eq!(
            (served.status().as_u16(), &served.headers()["dataset-version"]),
            (200, &listed[0].parse().expect("a value")),
            "{pointer}"
        );
    }
    fs::remove_file(data.join(&truncated)).expect("removed");
    fs::remove_file(data.join(&renamed)).expect("removed");
    assert_eq!(roll_back(&data, &["--to", &listed[1]]).0, Some(0));
    signal(&child, "HUP");
    loop {
        let answer = get(format!("http://{address}/v1/dataset")).await.expect("an answer");
        if answer.headers()["dataset-version"] == *listed[1] {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    signal(&child, "TERM");
    assert!(child.wait().expect("an end").success());
    let mut log = String::new();
    child.stderr.take().expect("a pipe").read_to_string(&mut log).expect("text");
    let records: Vec<serde_json::Value> = log.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let refused = records.iter().filter(|record| record["level"] == "ERROR");
    let reasons: Vec<&str> = refused.map(|record| record["reason"].as_str().expect("a reason")).collect();
    let words = ["is truncated (", "its SHA-256 is not the one in its name", "which is not there", "does not hold the name of a snapshot"];
    assert_eq!(reasons.len(), words.len(), "each failure is told once, however often it is looked at: {reasons:#?}");
    for (reason, word) in reasons.iter().zip(words) {
        assert!(reason.contains(word), "{reason}");
    }
}

#[tokio::test]
async fn a_server_follows_a_single_file_too() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = folder.path().join("single.db");
    seed_into(&db, &[], false).await;
    assert_eq!(db.metadata().expect("a file").permissions().mode() & 0o777, 0o444);
    let (mut child, address, _) =
        start(folder.path(), &["serve", "--db", "single.db", "--bind", "127.0.0.1:0", "--log", "off", "--poll-seconds", "1"]);
    let summary = seed_into(&db, &[], true).await;
    loop {
        let answer = get(format!("http://{address}/v1/dataset")).await.expect("an answer");
        if answer.headers()["dataset-version"] == *summary.published.dataset.version {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    signal(&child, "TERM");
    assert!(child.wait().expect("an end").success());
}
