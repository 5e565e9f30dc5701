//! Disks that are full and files that may not grow: a run ends with a reason, and what was published before is served as it was.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use crate::{
    program::{run, signal, start, text},
    soak,
};

/// So many records, each with a text of its own.
fn records(number: usize) -> String {
    let record =
        |n: usize| format!("{{\"title\": \"Petrels {n}\", \"text\": \"Petrels {n}\\n\\n{}\"}}\n", "They skim the waves. ".repeat(60));
    (0..number).map(record).collect()
}

/// Every file of a dataset with its bytes, but for the run's own.
fn published(data: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(data).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<PathBuf> = entries.filter(|path| !path.to_string_lossy().contains("unfinished")).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), fs::read(&path).expect("a file"))).collect()
}

/// That a run ended of itself, in one line that says why.
fn assert_told(output: &Output, reason: &str) {
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said} {:?}", output.status);
    assert!(said.starts_with("onrecord: ") && said.contains(reason) && said.lines().count() == 1, "{said}");
}

async fn assert_served(folder: &Path, data: &Path) {
    let (mut child, address, _) =
        start(folder, &["serve", "--db", data.to_str().expect("a path"), "--bind", "127.0.0.1:0", "--log", "off"]);
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let answer = client.get(format!("http://{address}/v1/articles")).send().await.expect("an answer");
    let page: serde_json::Value = answer.json().await.expect("JSON");
    assert_eq!(page["total"], 8, "three records, and the curated articles");
    signal(&child, "TERM");
    assert!(child.wait().expect("an end").success());
}

/// A file system in memory, for as long as it is held.
struct Small(PathBuf);

impl Small {
    /// Mounts one of so many MiB; `None` where this user may not.
    fn mount(at: &Path, mebibytes: u32) -> Option<Self> {
        fs::create_dir_all(at).expect("a folder");
        let size = format!("size={mebibytes}m");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(at).output();
        mounted.is_ok_and(|output| output.status.success()).then(|| Self(at.to_owned()))
    }

    fn grow(&self, mebibytes: u32) {
        let size = format!("remount,size={mebibytes}m");
        assert!(Command::new("mount").args(["-o", &size]).arg(&self.0).status().expect("mount runs").success());
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[tokio::test]
async fn a_disk_that_is_full_ends_a_run_and_leaves_the_former_snapshot_as_it_was() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let Some(disk) = Small::mount(&folder.path().join("disk"), 8) else {
        soak::say("a full disk, because this user may not mount one: the test with a limit on the size of files stands for it");
        return;
    };
    let all = folder.path().join("all.jsonl");
    fs::write(&all, records(3)).expect("written");
    let data = disk.0.join("held");
    let seed = || run(folder.path(), &["seed", "all.jsonl", "--db", data.to_str().expect("a path"), "--log", "off"]);
    assert_eq!(seed().status.code(), Some(0));
    let before = published(&data);
    fs::write(&all, records(3000)).expect("written");
    assert_told(&seed(), "the disk is full");
    assert_eq!(published(&data), before);
    assert_served(folder.path(), &data).await;
    disk.grow(200);
    let output = seed();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(!data.join("unfinished.db").exists() && !data.join("unfinished.db-journal").exists());
    assert_eq!(before.iter().filter(|(path, _)| path.exists()).count(), before.len(), "the former one is kept as well");
}

#[tokio::test]
async fn a_file_that_may_not_grow_ends_a_run_with_a_reason_and_not_with_a_signal() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let all = folder.path().join("all.jsonl");
    fs::write(&all, records(3)).expect("written");
    let data = folder.path().join("held");
    let seed = |blocks: &str| {
        let script = "ulimit -f \"$0\"; exec \"$@\"";
        let program = env!("CARGO_BIN_EXE_onrecord");
        let mut command = Command::new("bash");
        command.args(["-c", script, blocks, program, "seed", "all.jsonl", "--db", "held", "--log", "off"]).current_dir(folder.path());
        command.output().expect("bash runs")
    };
    assert_eq!(seed("unlimited").status.code(), Some(0));
    let before = published(&data);
    fs::write(&all, records(1500)).expect("written");
    // In KiB: from where no page can be written to where only the last ones cannot.
    for blocks in ["1", "64", "2048", "4096"] {
        assert_told(&seed(blocks), "cannot be written");
        assert_eq!(published(&data), before, "{blocks}");
    }
    assert_served(folder.path(), &data).await;
    let output = seed("unlimited");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(!data.join("unfinished.db").exists());
}
