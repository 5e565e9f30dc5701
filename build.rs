//! Gives the program a hash of what it was built from, so that `ETag`s of different builds differ and those of the same build agree.

use std::{
    collections::hash_map::DefaultHasher,
    env, fs,
    hash::{Hash, Hasher},
    path::{Path, PathBuf},
};

fn main() -> std::io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut hasher = DefaultHasher::new();
    for part in ["Cargo.lock", "src", "migrations", "openapi"] {
        println!("cargo::rerun-if-changed={part}");
        hash(&root.join(part), &mut hasher)?;
    }
    println!("cargo::rustc-env=ONRECORD_BUILD={:016x}", hasher.finish());
    Ok(())
}

/// Hashes a file's bytes, or a folder's files in the order of their names.
fn hash(path: &Path, hasher: &mut DefaultHasher) -> std::io::Result<()> {
    if !path.is_dir() {
        fs::read(path)?.hash(hasher);
        return Ok(());
    }
    let mut entries: Vec<PathBuf> = fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    entries.sort();
    for entry in entries {
        entry.file_name().hash(hasher);
        hash(&entry, hasher)?;
    }
    Ok(())
}
