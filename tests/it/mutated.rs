//! Snapshots in which bytes were changed: each is refused with what is wrong, or served without a crash or a wait.

use std::{
    fs,
    io::Read,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use sha2::{Digest, Sha256};

use crate::{app::seed_into, soak::times};

/// Within it a server has begun to serve, or has refused; and has answered.
const PATIENCE: Duration = Duration::from_mins(1);

/// Length of the seal at a snapshot's end: a mark of eight bytes, and a hash.
const SEAL: usize = 40;

/// What is asked of a server that took a changed snapshot: something of every table.
const PATHS: [&str; 8] = [
    "/v1/articles?include=entities",
    "/v1/quotes?q=pier*&sort=-confidence",
    "/v1/people.ndjson",
    "/v1/mentions.csv",
    "/v1/quotes/facets?by=speaker",
    "/v1/suggest?q=pi",
    "/v1/sources",
    "/v1/dataset/files",
];

/// Changes some bytes, of which so many stand in the first page with its header and the list of tables: always the same for one number.
fn mutate(bytes: &mut [u8], number: u32) {
    let mut random = fastrand::Rng::with_seed(number.into());
    let pages = bytes.len() - SEAL;
    for _ in 0..random.usize(1..=8) {
        let within = if random.u8(0..4) == 0 { 4096 } else { pages };
        let at = random.usize(0..within);
        bytes[at] = match random.u8(0..4) {
            0 => 0,
            1 => 0xff,
            2 => bytes[at] ^ (1 << random.u8(0..8)),
            _ => random.u8(..),
        };
    }
}

/// Makes the seal right again, as somebody would who means harm: what is behind it must hold by itself.
fn reseal(bytes: &mut [u8]) {
    let pages = bytes.len() - SEAL;
    let hash = Sha256::digest(&bytes[..pages]);
    bytes[pages + 8..].copy_from_slice(&hash);
}

/// What became of a server: its address, or what it said when it refused.
fn outcome(child: &mut Child, log: &Path) -> Result<String, String> {
    let begun = Instant::now();
    let mut out = child.stdout.take().expect("a pipe");
    let (sender, said) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let (mut all, mut buffer) = (String::new(), [0; 512]);
        while let Ok(read @ 1..) = out.read(&mut buffer) {
            all.push_str(&String::from_utf8_lossy(&buffer[..read]));
            if let Some(address) = all.lines().find_map(|line| line.trim().strip_prefix("http://")?.strip_suffix("/docs")) {
                let _ = sender.send(address.to_owned());
            }
        }
    });
    loop {
        if let Ok(address) = said.recv_timeout(Duration::from_millis(20)) {
            return Ok(address);
        }
        if let Some(status) = child.try_wait().expect("a state") {
            let message = fs::read_to_string(log).expect("text");
            assert_eq!(status.code(), Some(2), "refused, not crashed: {status} {message}");
            return Err(message);
        }
        assert!(begun.elapsed() < PATIENCE, "it neither serves nor refuses");
    }
}

#[tokio::test]
async fn a_snapshot_with_changed_bytes_is_refused_with_a_reason_or_served_without_a_crash() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let good = folder.path().join("good.db");
    seed_into(&good, &[], true).await;
    let good = fs::read(&good).expect("a snapshot");
    let (db, log) = (folder.path().join("changed.db"), folder.path().join("log"));
    let client = reqwest::Client::builder().no_proxy().timeout(PATIENCE).build().expect("a client");
    let (mut served, mut refused) = (0, 0);
    for number in 0..times(60, 10_000) {
        let mut bytes = good.clone();
        mutate(&mut bytes, number);
        let is_sealed = number % 3 > 0;
        if is_sealed {
            reseal(&mut bytes);
        }
        fs::write(&db, &bytes).expect("written");
        let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
        command.args(["serve", "--bind", "127.0.0.1:0", "--log", "off", "--db"]).arg(&db);
        let mut child = command.stdout(Stdio::piped()).stderr(fs::File::create(&log).expect("a file")).spawn().expect("the program runs");
        match outcome(&mut child, &log) {
            Err(message) => {
                refused += 1;
                let is_told = message.starts_with("onrecord: ") && message.contains("changed.db") && message.lines().count() == 1;
                assert!(is_told, "{number}: {message}");
            }
            Ok(address) => {
                assert!(is_sealed || bytes == good, "{number}: a byte was changed, and it is served");
                served += 1;
                for path in PATHS {
                    let answer = client
                        .get(format!("http://{address}{path}"))
                        .send()
                        .await
                        .unwrap_or_else(|error| panic!("{number} {path}: {error:?}"));
                    assert!(matches!(answer.status().as_u16(), 200 | 400 | 404 | 500), "{number} {path}: {}", answer.status());
                    // A stream that meets a bad page breaks off: what matters is that it ends.
                    let _ = answer.bytes().await;
                }
                assert!(child.try_wait().expect("a state").is_none(), "{number}: the server has crashed");
                child.kill().expect("killed");
            }
        }
        child.wait().expect("an end");
    }
    assert!(served > 0 && refused > 0, "{served} served, {refused} refused");
}
