//! The first stage: what each paragraph or line of a document is, and what the document says of itself.

use crate::domain::{Inferred, Known, PartialDate, SectionKind};

/// A paragraph or a line of one kind, without blanks at its edges (bytes).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// First byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
    /// What it is.
    pub kind: SectionKind,
    /// The rule that decided.
    pub rule: &'static str,
}

/// What a document is made of.
#[derive(Debug, Default)]
pub struct Layout {
    /// Its blocks, in order. They cover everything that is not blank, and never overlap.
    pub blocks: Vec<Block>,
    /// What it says of itself.
    pub metadata: Metadata,
}

/// What a document says of itself, and what came with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The headline; never empty.
    pub title: String,
    /// The publisher's name.
    pub source: Option<String>,
    /// The news agency named in the text.
    pub agency: Option<String>,
    /// The authors named in the byline.
    pub authors: Vec<String>,
    /// The editors named in the byline.
    pub editors: Vec<String>,
    /// Day, month or year of publication.
    pub published: Option<PartialDate>,
    /// Moment of publication (RFC 3339).
    pub published_at: Option<String>,
    /// The place before the first words, as written.
    pub dateline: Option<String>,
    /// Language of the text (BCP 47); `und` where nothing tells.
    pub language: String,
    /// What the text does not state, and how it was inferred.
    pub inferred: Vec<Inferred>,
}

/// The longest headline, in code points: a longer first line is a paragraph.
const MAX_TITLE: usize = 300;

/// Finds the blocks of a text.
#[must_use]
pub fn layout(text: &str, known: &Known) -> Layout {
    let lines = text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at + line.len() - line.trim_start().len();
        *at += line.len();
        Some((start, start + line.trim().len()))
    });
    let mut blocks = Vec::new();
    for (start, end) in lines.filter(|(start, end)| start < end) {
        let is_title = blocks.is_empty() && text[start..end].chars().count() <= MAX_TITLE;
        let (kind, rule) = if is_title { (SectionKind::Title, "first-line") } else { (SectionKind::Body, "paragraph") };
        blocks.push(Block { start, end, kind, rule });
    }
    let first = || blocks.first().map(|block: &Block| text[block.start..block.end].chars().take(MAX_TITLE).collect());
    let title: Option<String> = known.title.clone().or_else(first);
    let metadata = Metadata { title: title.unwrap_or_default(), language: "und".to_owned(), ..Metadata::default() };
    Layout { blocks, metadata }
}
