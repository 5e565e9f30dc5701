//! Text to annotations: pure, without clock, file, network or SQL.
//!
//! Stages, each a module with one entrance: `layout` (what every paragraph is) → `sentences` and `tokens` → `names` (where people and
//! organisations are named) → `entities` (who they are) → `passages` (what stands in quotation marks) → `attribution` (who is reported to
//! have said what) → `resolution` (whom a pronoun or a description means) → `finish` (offsets as the contract counts them). Word lists are
//! data, in `lists/`. Every mark names the rule that made it: see `explain`.

pub mod attribution;
pub mod entities;
mod finish;
pub mod layout;
pub mod lists;
pub mod names;
pub mod parsed;
pub mod passages;
pub mod resolution;
pub mod sentences;
#[cfg(test)]
mod shown;
pub mod tokens;
pub mod variants;

use self::parsed::Parsed;
use crate::domain::{AnnotatedArticle, Known, PartialDate};

/// What a mark made here names as its annotator: these rules, in this version.
pub const ANNOTATOR: &str = concat!("rules/", env!("CARGO_PKG_VERSION"));

/// Why one mark was made, or a passage left alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// First code point of what it is about.
    pub start: u32,
    /// The code point after the last one.
    pub end: u32,
    /// The kind of mark: `section`, `person`, `organisation`, `entity`, `quote`, `speaker`, or `passage` for one that was left alone.
    pub mark: &'static str,
    /// The rule, by its name.
    pub rule: &'static str,
    /// What more there is to say: the evidence, in words.
    pub note: String,
}

/// Annotates a text. `sha256` is that of its UTF-8 bytes; `known` is what came with it.
#[must_use]
pub fn annotate(sha256: &str, text: &str, known: &Known) -> AnnotatedArticle {
    explain(sha256, text, known).0
}

/// Annotates a text, and says for every mark which rule made it, in the order of the text.
#[must_use]
pub fn explain(sha256: &str, text: &str, known: &Known) -> (AnnotatedArticle, Vec<Reason>) {
    let layout::Layout { blocks, metadata } = layout::layout(text, known);
    let parsed = Parsed::new(text, blocks);
    let mut names = names::find(&parsed);
    let entities = entities::link(&parsed, &mut names);
    let mut passages = passages::find(&parsed);
    let mut quotes = attribution::attribute(&parsed, &names, &mut passages, metadata.published.as_ref().and_then(PartialDate::day));
    resolution::resolve(&parsed, &names, &entities, &mut quotes);
    finish::Finished { sha256, known, parsed: &parsed, metadata, names: &names, entities: &entities, passages: &passages, quotes: &quotes }
        .article()
}

#[cfg(test)]
mod tests;
