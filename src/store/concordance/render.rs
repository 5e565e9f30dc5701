//! Lines as they are sent.

use std::ops::Range;

use super::texts::{Document, Found, Reading, bytes_of};
use crate::domain::{Article, ConcordanceLine, span::TextIndex};

/// The most bytes that a line has on one side: a word may be as long as a text.
const MOST_ON_ONE_SIDE: usize = 2000;

/// A line's identifier.
pub fn line_id(digits: u32, start: u32) -> String {
    format!("{digits:08x}-k{start}")
}

/// Those lines of a text that have these numbers.
pub fn lines(document: &Document, reading: &Reading, numbers: impl Iterator<Item = u32>) -> Vec<(u32, ConcordanceLine)> {
    let found = document.find(reading);
    let index = TextIndex::new(&document.text);
    let Some(Ok(article)) = document.record.as_deref().map(serde_json::from_str::<Article>) else { return Vec::new() };
    let line = |number: u32| {
        let (section, node) = found.nodes.get(number as usize)?;
        let bytes = bytes_of(&found.words, node);
        let line = reach(&document.text, &found, *section, node, reading.query.context());
        let span = |bytes: &Range<usize>| index.span(index.point(bytes.start), index.point(bytes.end));
        let node_span = span(&bytes)?;
        Some(ConcordanceLine {
            id: line_id(document.digits, node_span.start),
            left: printed(&document.text[line.start..bytes.start]),
            node: printed(&document.text[bytes.clone()]),
            right: printed(&document.text[bytes.end..line.end]),
            quote: document.quote_at(node_span.start, node_span.end),
            node_span,
            span: span(&line)?,
            article: article.to_ref(),
            section: document.sections.get(*section)?.0,
        })
    };
    numbers.filter_map(|number| Some((number, line(number)?))).collect()
}

/// The bytes of a line: `context` words to each side of the node, or all that its section has.
fn reach(text: &str, found: &Found, section: usize, node: &Range<usize>, context: usize) -> Range<usize> {
    let (section, words) = &found.sections[section];
    let part = &text[section.clone()];
    let (least, most) = (section.end - part.trim_start().len(), section.start + part.trim_end().len());
    let bytes = bytes_of(&found.words, node);
    let left = (node.start - words.start).min(context);
    let start = if left < context { least } else { found.words.place(node.start - left).start };
    let right = (words.end - node.end).min(context);
    let end = if right < context { most } else { found.words.place(node.end + right - 1).end };
    let (start, end) = if context == 0 { (bytes.start, bytes.end) } else { (start, end) };
    let near = |at: &usize| bytes.start - at <= MOST_ON_ONE_SIDE;
    let start = std::iter::once(start).chain((node.start - left..node.start).map(|word| found.words.place(word).start)).find(near);
    let near = |at: &usize| at - bytes.end <= MOST_ON_ONE_SIDE;
    let end = std::iter::once(end).chain((node.end..node.end + right).rev().map(|word| found.words.place(word).end)).find(near);
    start.unwrap_or(bytes.start)..end.unwrap_or(bytes.end)
}

/// A part of a text on one line.
fn printed(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            blank if !blank.is_whitespace() => line.push(blank),
            _ if line.ends_with(' ') => {}
            _ => line.push(' '),
        }
    }
    line
}
