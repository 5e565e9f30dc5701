//! Files that are no good snapshot: a message of one line that says what to do, exit code 2, and no open port.

use std::{fs, path::Path, process::Command};

use onrecord::store::Snapshot;

use crate::app::{TestApp, seed_into};

/// What `onrecord serve` says of a file, and its exit code.
fn serve(db: &Path) -> (String, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .args(["serve", "--bind", "127.0.0.1:0", "--log", "off", "--db"])
        .arg(db)
        .output()
        .expect("the program runs");
    assert!(output.stdout.is_empty(), "nothing was served: {}", String::from_utf8_lossy(&output.stdout));
    let folder = format!("{}/", db.parent().expect("a folder").display());
    (String::from_utf8_lossy(&output.stderr).replace(&folder, ""), output.status.code())
}

#[tokio::test]
async fn a_file_that_cannot_be_served_is_refused_in_one_line() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name);
    seed_into(&at("good.db"), &[], false).await;
    let good = fs::read(at("good.db")).expect("a snapshot");
    let write = |name: &str, change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = good.clone();
        change(&mut bytes);
        fs::write(at(name), bytes).expect("written");
    };
    write("truncated.db", &|bytes| bytes.truncate(good.len() / 2));
    write("foreign.db", &|bytes| bytes[68..72].fill(0));
    write("older.db", &|bytes| bytes[60..64].copy_from_slice(&[0, 0, 0, 99]));
    write("text.db", &|bytes| *bytes = b"Gulls return to the harbour".to_vec());
    write("empty.db", &Vec::clear);
    write("corrupt.db", &|bytes| bytes[4096 * 3..4096 * 3 + 64].fill(0xff));
    write("headless.db", &|bytes| bytes[100..4096].fill(0));
    let expected = [
        ("missing.db", "onrecord: there is no snapshot at missing.db: build one with `onrecord seed --db missing.db`\n"),
        (
            "text.db",
            "onrecord: text.db is not an SQLite file, not a snapshot of onrecord: give another file with --db, or move it away and run `onrecord seed --db text.db`\n",
        ),
        (
            "empty.db",
            "onrecord: empty.db is an empty file, not a snapshot of onrecord: give another file with --db, or move it away and run `onrecord seed --db empty.db`\n",
        ),
        (
            "foreign.db",
            "onrecord: foreign.db is an SQLite file of another program, not a snapshot of onrecord: give another file with --db, or move it away and run `onrecord seed --db foreign.db`\n",
        ),
        (
            "older.db",
            "onrecord: older.db has tables of version 99, this onrecord reads version 7: build it anew with `onrecord seed --db older.db`\n",
        ),
    ];
    for (name, message) in expected {
        assert_eq!(serve(&at(name)), (message.to_owned(), Some(2)));
    }
    for (name, word) in [("truncated.db", "is truncated ("), ("corrupt.db", "is corrupt ("), ("headless.db", "is corrupt (")] {
        let (message, code) = serve(&at(name));
        assert!(message.contains(word) && message.contains("onrecord seed --db") && message.lines().count() == 1, "{name}: {message}");
        assert_eq!(code, Some(2), "{name}");
    }
    let (message, code) = serve(folder.path());
    assert!(message.contains("there is no snapshot at") && message.lines().count() == 1 && code == Some(2), "{message}");
}

#[tokio::test]
async fn a_snapshot_with_a_journal_of_another_program_beside_it_is_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (single, data) = (folder.path().join("single.db"), folder.path().join("held"));
    seed_into(&single, &[], false).await;
    seed_into(&data, &[], false).await;
    let in_use = data.join(fs::read_to_string(data.join("CURRENT")).expect("a pointer").trim_end());
    std::os::unix::fs::symlink("single.db", folder.path().join("link.db")).expect("a link");
    for (db, file) in [(&single, &single), (&data, &in_use), (&folder.path().join("link.db"), &single)] {
        for suffix in ["-wal", "-journal"] {
            let beside = format!("{}{suffix}", file.display());
            fs::write(&beside, "").expect("written");
            let (message, code) = serve(db);
            assert!(message.contains(suffix) && message.contains("End that program, move ") && message.lines().count() == 1, "{message}");
            assert_eq!(code, Some(2), "{message}");
            fs::remove_file(beside).expect("removed");
        }
        Snapshot::open(file).await.expect("without it, the snapshot is as good as before");
    }
}

#[tokio::test]
async fn a_single_flipped_bit_is_found_wherever_it_is() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = folder.path().join("good.db");
    seed_into(&db, &[], false).await;
    let good = fs::read(&db).expect("a snapshot");
    let bad = folder.path().join("bad.db");
    for place in (200..good.len()).step_by(good.len() / 12).chain([good.len() - 1]) {
        let mut bytes = good.clone();
        bytes[place] ^= 1;
        fs::write(&bad, bytes).expect("written");
        let (message, code) = serve(&bad);
        assert!(message.contains("is corrupt (") && message.lines().count() == 1 && code == Some(2), "byte {place}: {message}");
    }
}

#[tokio::test]
async fn a_server_answers_from_the_file_it_opened_whatever_happens_to_its_place() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = folder.path().join("live.db");
    seed_into(&db, &[], true).await;
    let app = TestApp::serving(&db).await;
    let version = app.json("/v1/dataset").await["version"].clone();
    for change in ["replaced", "garbage", "deleted"] {
        match change {
            "replaced" => drop(seed_into(&db, &[], false).await),
            "garbage" => {
                fs::write(folder.path().join("garbage"), "Gulls return").expect("written");
                fs::rename(folder.path().join("garbage"), &db).expect("moved");
            }
            _ => fs::remove_file(&db).expect("removed"),
        }
        let paths: Vec<String> = (0..40).map(|n| format!("/v1/quotes?limit=1&offset={n}")).collect();
        for answer in futures_util::future::join_all(paths.iter().map(|path| app.get(path))).await {
            assert_eq!(answer.status, 200, "{change}: {}", answer.text());
            let page = answer.json();
            assert_eq!((&page["total"], &page["dataset"]["version"]), (&121.into(), &version), "{change}");
        }
    }
}

#[tokio::test]
async fn a_snapshot_is_a_plain_database_that_anybody_can_read() {
    use sqlx::{ConnectOptions, sqlite::SqliteConnectOptions};
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = folder.path().join("plain.db");
    seed_into(&db, &[], false).await;
    let mut connection = SqliteConnectOptions::new().filename(&db).read_only(true).connect().await.expect("SQLite");
    let strict: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND NOT strict AND name NOT LIKE 'sqlite_%'",
    )
    .fetch_one(&mut connection)
    .await
    .expect("a count");
    assert_eq!(strict, 0, "every table is STRICT");
    let (quotes, people): (i64, i64) =
        sqlx::query_as("SELECT (SELECT count(*) FROM quotes), (SELECT count(*) FROM entities WHERE type = 'person')")
            .fetch_one(&mut connection)
            .await
            .expect("counts");
    assert!(quotes > 50 && people > 20);
    let orphans: i64 = sqlx::query_scalar(
        "SELECT (SELECT count(*) FROM mentions WHERE entity NOT IN (SELECT id FROM entities) OR article NOT IN (SELECT id FROM articles))
              + (SELECT count(*) FROM quotes WHERE speaker NOT IN (SELECT id FROM entities) OR article NOT IN (SELECT id FROM articles))
              + (SELECT count(*) FROM quote_about WHERE quote NOT IN (SELECT id FROM quotes) OR entity NOT IN (SELECT id FROM entities))
              + (SELECT count(*) FROM articles WHERE source NOT IN (SELECT id FROM sources))",
    )
    .fetch_one(&mut connection)
    .await
    .expect("a count");
    assert_eq!(orphans, 0, "every reference leads somewhere");
}
