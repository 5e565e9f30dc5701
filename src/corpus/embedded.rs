//! What the binary itself carries: the curated sidecars of the five articles, and the sample corpus.

use rust_embed::RustEmbed;

use super::{Document, Rejection, Sidecar};

#[derive(RustEmbed)]
#[folder = "annotations/"]
#[include = "*.json"]
struct Annotations;

#[derive(RustEmbed)]
#[folder = "samples/"]
#[include = "*.json"]
#[include = "*.txt"]
struct Samples;

/// The curated sidecars of the five articles.
pub fn sidecars() -> impl Iterator<Item = Result<Sidecar, Rejection>> {
    read_sidecars::<Annotations>("annotations")
}

/// The sidecars of the sample corpus.
pub fn sample_sidecars() -> impl Iterator<Item = Result<Sidecar, Rejection>> {
    read_sidecars::<Samples>("samples")
}

/// The texts of the sample corpus.
pub fn sample_documents() -> impl Iterator<Item = Result<Document, Rejection>> {
    files::<Samples>("samples", ".txt").map(|(file, bytes)| Document::from_bytes(&file, bytes))
}

fn read_sidecars<E: RustEmbed>(folder: &'static str) -> impl Iterator<Item = Result<Sidecar, Rejection>> {
    files::<E>(folder, ".json").map(|(file, bytes)| Sidecar::from_bytes(&file, &bytes))
}

/// The embedded files of one ending, in the order of their names.
fn files<E: RustEmbed>(folder: &'static str, ending: &'static str) -> impl Iterator<Item = (String, Vec<u8>)> {
    let mut names: Vec<_> = E::iter().filter(|name| name.ends_with(ending)).collect();
    names.sort();
    names.into_iter().filter_map(move |name| E::get(&name).map(|file| (format!("{folder}/{name}"), file.data.into_owned())))
}
