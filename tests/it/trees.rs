//! Folders that want to lead the program astray: links out of them, pipes and devices, names that climb. Each is a rejection that is counted.

use std::{
    fs,
    os::unix::{fs::symlink, net::UnixListener},
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use crate::{
    app::{one_sample, seed_into},
    program::text,
};

#[test]
fn links_out_of_the_folder_pipes_sockets_and_devices_are_rejected_and_nobody_waits_for_them() {
    let all = tempfile::tempdir().expect("a temporary folder");
    let (folder, outside) = (all.path().join("corpus"), all.path().join("outside"));
    fs::create_dir_all(folder.join("inner")).expect("a folder");
    fs::create_dir_all(&outside).expect("a folder");
    fs::write(folder.join("inner/note.txt"), "Dippers return\n\nThey bob.\n").expect("written");
    fs::write(outside.join("secret.txt"), "Not for the corpus.\n").expect("written");
    for (name, target) in [
        ("a-file-outside.txt", Path::new("../outside/secret.txt")),
        ("b-folder-outside", &outside),
        ("c-nowhere.txt", Path::new("gone.txt")),
        ("d-itself.txt", Path::new("d-itself.txt")),
        ("e-device.txt", Path::new("/dev/zero")),
        ("f-within.txt", Path::new("inner/note.txt")),
        ("g-folder-within", Path::new("inner")),
    ] {
        symlink(target, folder.join(name)).expect("a link");
    }
    let pipe = folder.join("h-pipe.json");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs").success());
    let _socket = UnixListener::bind(folder.join("i-socket")).expect("a socket");
    symlink("h-pipe.json", folder.join("j-to-the-pipe.json")).expect("a link");
    let begun = Instant::now();
    let seeded = |path: &str| {
        let mut command = Command::new("timeout");
        command.args(["60", env!("CARGO_BIN_EXE_onrecord"), "seed", path, "--no-curated", "--log", "off", "--db", "held.db"]);
        command.current_dir(all.path()).output().expect("timeout runs")
    };
    let output = seeded("corpus");
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    let expected = expect_test::expect![[r"
        rejected: corpus/a-file-outside.txt: is a link that leads out of the folder: give the place itself where it should be read
        rejected: corpus/b-folder-outside: is a link that leads out of the folder: give the place itself where it should be read
        rejected: corpus/c-nowhere.txt: is a link that leads nowhere: No such file or directory (os error 2)
        rejected: corpus/d-itself.txt: is a link that leads nowhere: Too many levels of symbolic links (os error 40)
        rejected: corpus/e-device.txt: is a link that leads out of the folder: give the place itself where it should be read
        rejected: corpus/h-pipe.json: is a named pipe, no regular file
        rejected: corpus/i-socket: is a socket, no regular file
        rejected: corpus/j-to-the-pipe.json: is a link to a named pipe, no regular file
    "]];
    expected.assert_eq(&text(&output.stderr));
    let said = text(&output.stdout);
    assert!(said.contains("1 added") && said.contains("1 duplicates, 8 rejected"), "the file within is found twice: {said}");
    // The same where one of them is named by itself.
    for path in ["corpus/h-pipe.json", "/dev/zero", "corpus/i-socket"] {
        let output = seeded(path);
        assert_eq!(output.status.code(), Some(3), "{path}: {}", text(&output.stderr));
        assert!(text(&output.stderr).contains("not a regular file"), "{path}: {}", text(&output.stderr));
    }
    assert!(begun.elapsed() < Duration::from_mins(1), "something waited for a pipe");
}

#[tokio::test]
async fn names_that_lead_out_of_their_folder_are_rejected() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let corpus = folder.path().join("corpus");
    fs::create_dir(&corpus).expect("a folder");
    let lines = ["../../etc/passwd", "a/../../b", "..\\\\up", "..", "a..b", "2024/06..07"]
        .map(|id| format!("{{\"id\": \"{id}\", \"text\": \"Knots came: {id}.\"}}\n"));
    fs::write(corpus.join("all.jsonl"), lines.concat()).expect("written");
    let summary = seed_into(&folder.path().join("held.db"), std::slice::from_ref(&corpus), false).await;
    assert_eq!((summary.rejections, summary.published.changes.added), (4, 2 + 5), "{:?}", summary.rejected);
    for (rejection, line) in summary.rejected.iter().zip(1..) {
        assert_eq!(rejection.reason, "has an id that leads out of its folder: write it without `..`");
        assert!(rejection.file.ends_with(&format!("all.jsonl:{line}")), "{rejection}");
    }
    let (folder, path, mut sidecar) = one_sample();
    for name in ["../pier.txt", "/srv/pier.txt", "a/../../pier.txt", "..\\pier.txt"] {
        sidecar["document"]["name"] = name.into();
        fs::write(&path, sidecar.to_string()).expect("written");
        let summary = seed_into(&folder.path().join("held.db"), &[folder.path().to_owned()], false).await;
        assert_eq!(summary.rejections, 1, "{name}: {:?}", summary.rejected);
        assert_eq!(summary.rejected[0].pointer, "/document/name");
    }
}

#[test]
fn a_sidecar_nested_or_long_beyond_all_measure_is_rejected() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let opened =
        |number: usize| format!("{{\"document\": {{\"sha256\": {}1{}}}, \"sections\": []}}", "[".repeat(number), "]".repeat(number));
    fs::write(folder.path().join("a-deep.json"), opened(1_000_000)).expect("written");
    let long = format!("{{\"document\": {{\"sha256\": \"x\"}}, \"sections\": [], \"x\": \"{}\"}}", "x".repeat(65 << 20));
    fs::write(folder.path().join("b-long.json"), long).expect("written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
    let output =
        command.args(["seed", ".", "--log", "off", "--db", "held.db"]).current_dir(folder.path()).output().expect("the program runs");
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    let said = text(&output.stderr);
    assert!(said.contains("./a-deep.json at /document/sha256: invalid type: sequence"), "{said}");
    assert!(said.contains("./b-long.json:1: is longer than 16777216 bytes"), "{said}");
    assert!(text(&output.stdout).contains("2 rejected"), "{}", text(&output.stdout));
}
