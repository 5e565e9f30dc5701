//! The house's own rules: who may use whom, and where SQL and HTTP stay.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Every Rust file below `src`, with its text.
fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut folders, mut files) = (vec![root.clone()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = fs::read_to_string(&path).expect("text");
                files.push((path.strip_prefix(&root).expect("inside").to_owned(), text));
            }
        }
    }
    files.sort();
    files
}

/// The modules of this crate that a file names after `crate::`, in `use` lines and elsewhere.
fn used(text: &str) -> Vec<String> {
    let mut modules = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut name = String::new();
            for character in group.chars() {
                match character {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => modules.push(std::mem::take(&mut name)),
                    _ => {}
                }
                if depth == 0 && (character.is_alphanumeric() || character == '_' || character == ':') {
                    name.push(character);
                }
            }
            modules.push(name);
        } else {
            modules.push(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    modules.iter().map(|name| name.split(':').next().unwrap_or_default().to_owned()).filter(|name| !name.is_empty()).collect()
}

#[test]
fn each_part_uses_only_those_it_may() {
    let allowed: &[(&str, &[&str])] = &[
        ("domain", &["domain"]),
        ("corpus", &["corpus", "domain"]),
        ("annotate", &["annotate", "domain"]),
        ("score", &["score", "corpus", "domain"]),
        ("tables", &["tables", "domain"]),
        ("store", &["store", "tables", "domain"]),
        ("exchange", &["exchange", "corpus", "domain"]),
        ("http", &["http", "store", "tables", "domain", "corpus", "exchange", "telemetry"]),
        ("seed", &["annotate", "corpus", "domain", "store"]),
        ("generate", &["domain"]),
        ("server.rs", &["http"]),
        ("progress.rs", &["seed"]),
        ("telemetry.rs", &[]),
        ("telemetry", &[]),
    ];
    let mut checked = 0;
    for (file, text) in sources() {
        let part = file.iter().next().expect("a name").to_string_lossy().into_owned();
        let Some((_, allowed)) = allowed.iter().find(|(name, _)| *name == part) else { continue };
        for module in used(&text) {
            assert!(allowed.contains(&&*module), "{} uses {module}", file.display());
            checked += 1;
        }
    }
    assert!(checked > 50, "{checked}");
}

#[test]
fn sql_stays_in_the_store_and_http_in_its_own_part() {
    for (file, text) in sources() {
        let (in_store, in_http) = (file.starts_with("store"), file.starts_with("http"));
        let queries = ["sqlx::query", "QueryBuilder", "SELECT ", "INSERT INTO"].iter().any(|word| text.contains(word));
        assert!(in_store || !queries, "{} holds SQL", file.display());
        let front = file == Path::new("server.rs") || file.starts_with("cli");
        assert!(in_http || front || !text.contains("axum"), "{} knows axum", file.display());
    }
}

#[test]
fn the_pure_part_reads_no_clock_file_or_network() {
    for (file, text) in sources().iter().filter(|(file, _)| file.starts_with("annotate") || file.starts_with("domain")) {
        for word in ["std::fs", "std::time", "std::net", "tokio", "std::env", "std::io"] {
            assert!(!text.contains(word), "{} uses {word}", file.display());
        }
    }
}

#[test]
fn files_stay_short_enough_to_be_read() {
    // Word lists are data, and as long as they are.
    for (file, text) in sources().into_iter().filter(|(file, _)| file.extension().is_some_and(|extension| extension == "rs")) {
        assert!(text.lines().count() <= 350, "{} has {} lines", file.display(), text.lines().count());
    }
}
