//! What the binary itself carries: the curated sidecars of the five articles, and the sample corpus.

use rust_embed::RustEmbed;

use super::{Document, Format, RawDocument, Rejection, Sidecar};

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

/// The documents of the sample corpus, as a folder of them would be found.
pub fn samples() -> impl Iterator<Item = RawDocument> {
    files::<Samples>("samples", ".txt").map(|(file, bytes)| RawDocument::new(file.clone(), file, None, Format::Text, bytes))
}

/// The texts of the sample corpus.
pub fn sample_documents() -> impl Iterator<Item = Result<Document, Rejection>> {
    samples().map(RawDocument::document)
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
