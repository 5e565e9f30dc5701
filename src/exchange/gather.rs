//! Marks become a sidecar: whoever made them, only what a sidecar may hold is taken, and what is not is counted.

mod names;
mod quotes;

use std::collections::BTreeMap;

use super::marks::{Kind, Mark};
use crate::{
    corpus::sidecar::{Metadata, SidecarEntity, SidecarMention, SidecarQuote},
    domain::{Section, Span, span::TextIndex},
};

/// What a file of another tool holds.
#[derive(Debug, Default)]
pub struct Imported {
    /// Who made the marks, where the file says so.
    pub annotator: Option<String>,
    /// What the file knows of the article.
    pub metadata: Option<Metadata>,
    /// What the article says, in a curator's own words.
    pub abstract_text: Option<String>,
    /// The marks.
    pub marks: Vec<Mark>,
    /// What could not be carried over.
    pub dropped: Dropped,
}

/// What could not be carried over: how many, for every reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dropped(BTreeMap<String, usize>);

impl Dropped {
    /// Counts one.
    pub fn count(&mut self, reason: impl Into<String>) {
        *self.0.entry(reason.into()).or_default() += 1;
    }

    /// The reasons, with how many there are for each.
    pub fn iter(&self) -> impl Iterator<Item = (&str, usize)> {
        self.0.iter().map(|(reason, count)| (reason.as_str(), *count))
    }
}

/// The marks of a sidecar. `sections` is empty where the marks have none that cover the text.
#[derive(Debug, Default)]
pub struct Gathered {
    /// The sections.
    pub sections: Vec<Section>,
    /// The people and organisations.
    pub entities: Vec<SidecarEntity>,
    /// Where they are named.
    pub mentions: Vec<SidecarMention>,
    /// The quotes.
    pub quotes: Vec<SidecarQuote>,
    /// What could not be carried over.
    pub dropped: Dropped,
}

/// Makes of the marks of any tool what a sidecar may hold.
#[must_use]
pub fn gather(text: &str, marks: &[Mark]) -> Gathered {
    let index = TextIndex::new(text);
    let mut gathered = Gathered::default();
    let marks: Vec<Mark> = marks.iter().filter_map(|mark| fitted(&index, mark, &mut gathered.dropped)).collect();
    gathered.sections = sections(text, &marks, &mut gathered.dropped);
    let ids = names::gather(&marks, &mut gathered);
    quotes::gather(&index, &marks, &ids, &mut gathered);
    gathered
}

/// The mark with spans that are stretches of the text, in order, without blanks at their edges; none where nothing is left of it.
fn fitted(index: &TextIndex, mark: &Mark, dropped: &mut Dropped) -> Option<Mark> {
    let mut spans: Vec<Span> = mark.spans.iter().filter_map(|span| trimmed(index, span.start, span.end)).collect();
    if spans.len() < mark.spans.len() || spans.is_empty() {
        dropped.count(format!("{}: beyond the text, empty, or blank", mark.kind.label()));
        return None;
    }
    spans.sort_by_key(|span| span.start);
    if spans.windows(2).any(|pair| pair[0].end > pair[1].start) {
        dropped.count(format!("{}: its stretches overlap", mark.kind.label()));
        return None;
    }
    Some(Mark { spans, ..mark.clone() })
}

/// A stretch of the text without the blanks at its edges.
fn trimmed(index: &TextIndex, start: u32, end: u32) -> Option<Span> {
    let words = index.slice(start, end)?;
    let count = |words: &str| u32::try_from(words.chars().count()).unwrap_or(u32::MAX);
    let before = count(words) - count(words.trim_start());
    let solid = count(words.trim());
    if solid == 0 { None } else { index.span(start + before, start + before + solid) }
}

/// The sections, where they cover the text.
fn sections(text: &str, marks: &[Mark], dropped: &mut Dropped) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut sorted: Vec<&Mark> = marks.iter().filter(|mark| matches!(mark.kind, Kind::Section(_))).collect();
    sorted.sort_by_key(|mark| mark.start());
    for mark in sorted {
        let Kind::Section(kind) = mark.kind else { continue };
        for Span { start, end, start_utf16, end_utf16, .. } in mark.spans.iter().cloned() {
            if sections.last().is_some_and(|last| last.end > start) {
                dropped.count("section: overlaps another");
            } else {
                sections.push(Section { kind, start, end, start_utf16, end_utf16 });
            }
        }
    }
    if !sections.is_empty() && !cover(text, &sections) {
        dropped.count("sections: they do not cover the text");
        sections.clear();
    }
    sections
}

/// Whether sections, in order, cover whatever is not blank.
fn cover(text: &str, sections: &[Section]) -> bool {
    let mut sections = sections.iter().peekable();
    (0..).zip(text.chars()).all(|(position, character)| {
        while sections.next_if(|section| section.end <= position).is_some() {}
        character.is_whitespace() || sections.peek().is_some_and(|section| section.start <= position)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::{
        corpus::Sidecar,
        domain::{EntityType, QuoteType, SectionKind},
    };

    fn kinds() -> impl Strategy<Value = Kind> {
        prop_oneof![
            Just(Kind::Section(SectionKind::Body)),
            Just(Kind::Name(EntityType::Person)),
            Just(Kind::Name(EntityType::Organisation)),
            Just(Kind::Quote(None)),
            Just(Kind::Quote(Some(QuoteType::Direct))),
            Just(Kind::Quote(Some(QuoteType::Mixed))),
            Just(Kind::Quote(Some(QuoteType::Indirect))),
            Just(Kind::Verbatim),
            Just(Kind::Speaker),
            Just(Kind::Cue),
            Just(Kind::Addressee),
        ]
    }

    proptest! {
        #[test]
        fn whatever_the_marks_are_the_sidecar_is_one_that_is_read(
            text in "[ -~\\n“”‘’«»é🐦]{1,80}",
            marks in proptest::collection::vec((kinds(), proptest::collection::vec((0u32..90, 0u32..40), 1..3), "[a-c]", "[A-Za-zж é]{0,6}"), 0..25)
        ) {
            prop_assume!(!text.trim().is_empty());
            let index = TextIndex::new(&text);
            let marks: Vec<Mark> = marks.into_iter().enumerate().map(|(n, (kind, spans, quote, name))| {
                let spans = spans.into_iter().map(|(start, length)| {
                    let none = Span { start, end: start + length, start_utf16: 0, end_utf16: 0, exact: None };
                    index.span(start, start + length).unwrap_or(none)
                });
                let id = if matches!(kind, Kind::Quote(_)) { quote.clone() } else { n.to_string() };
                let mut mark = Mark::new(id, kind, spans.collect());
                mark.quote = Some(quote);
                mark.entity = Some(crate::domain::EntityRef { id: name.clone(), r#type: EntityType::Person, name });
                mark
            }).collect();
            let gathered = gather(&text, &marks);
            let whole = Section { kind: SectionKind::Body, start: 0, end: index.characters(), start_utf16: 0, end_utf16: index.characters_utf16() };
            let sections = if gathered.sections.is_empty() { vec![whole] } else { gathered.sections };
            let sidecar = json!({
                "format": 1, "annotator": "x", "metadata": { "title": "x", "language": "en" }, "sections": sections,
                "document": { "name": "x", "sha256": "0".repeat(64), "bytes": text.len(), "characters": index.characters(), "characters_utf16": index.characters_utf16() },
                "entities": gathered.entities, "mentions": gathered.mentions, "quotes": gathered.quotes,
            });
            let read = Sidecar::from_bytes("x", sidecar.to_string().as_bytes()).and_then(|sidecar| sidecar.verify(&text));
            prop_assert!(read.is_ok(), "{:?}", read);
        }
    }
}
