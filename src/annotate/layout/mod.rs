//! The first stage: what each paragraph or line of a document is, and what the document says of itself.
//!
//! A text is cut into pieces ([`lines`]); each step marks what it knows, and none touches a mark of another but where it says so. First comes what a
//! line says by its own words ([`pictures`], [`furniture`], [`dates`], [`bylines`]), then what its place says ([`comments`], [`head`], [`notes`],
//! [`body`]). Whatever is left is the article.

mod body;
mod bylines;
mod clock;
mod comments;
mod credits;
mod datelines;
mod dates;
mod furniture;
mod head;
mod language;
mod lines;
mod metadata;
mod notes;
#[cfg(test)]
mod pages;
mod pictures;
mod shape;
mod title;

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
    /// The headline; never empty, but where the text is.
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

/// Finds the blocks of a text.
#[must_use]
pub fn layout(text: &str, known: &Known) -> Layout {
    let mut pieces = pictures::mark(lines::pieces(text));
    let has_groups = pieces.iter().any(|piece| !piece.apart);
    body::mark_dates(&mut pieces);
    furniture::mark(&mut pieces);
    body::mark_bylines(&mut pieces);
    comments::mark(&mut pieces);
    head::cut_dates(&mut pieces);
    let first = head::mark(&mut pieces, known.title.as_deref());
    pictures::mark_beside_credits(&mut pieces, has_groups);
    notes::mark_footnotes(&mut pieces);
    let authors = authors(&pieces, known);
    notes::mark_bios(&mut pieces, &authors);
    notes::mark_release_notes(&mut pieces);
    body::mark(&mut pieces, first);
    body::cut_dateline(&mut pieces);
    let block =
        |piece: &lines::Piece<'_>| piece.mark.map(|mark| Block { start: piece.start, end: piece.end(), kind: mark.kind, rule: mark.rule });
    let blocks: Vec<Block> = pieces.iter().filter_map(block).collect();
    let metadata = metadata::metadata(text, &blocks, known);
    Layout { blocks, metadata }
}

/// The authors known or named in bylines so far.
fn authors(pieces: &[lines::Piece<'_>], known: &Known) -> Vec<String> {
    let bylines = pieces.iter().filter(|piece| piece.is(SectionKind::Byline)).take(40);
    known.authors.iter().cloned().chain(bylines.flat_map(|piece| bylines::people(piece.text).authors)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covers(text: &str) {
        let blocks = layout(text, &Known::default()).blocks;
        let mut at = 0;
        for block in &blocks {
            assert!(at <= block.start && block.start < block.end, "order at {}", block.start);
            assert!(text[at..block.start].trim().is_empty(), "uncovered before {}", block.start);
            assert_eq!(text[block.start..block.end].trim().len(), block.end - block.start, "blanks at the edges of {}", block.start);
            assert!(!block.rule.is_empty());
            at = block.end;
        }
        assert!(text[at..].trim().is_empty(), "uncovered after {at}");
    }

    proptest::proptest! {
        #[test]
        fn blocks_cover_whatever_is_not_blank_in_order(text in "[\\s\\PC]{0,400}") {
            covers(&text);
        }

        #[test]
        fn blocks_cover_lines_like_those_of_pages(parts in proptest::collection::vec(proptest::sample::select(PARTS), 0..40)) {
            covers(&parts.concat());
        }
    }

    /// What pages are made of, in no order.
    const PARTS: &[&str] = &[
        "\n",
        "\n\n",
        "\r\n",
        "\u{2028}",
        " ",
        "\u{a0}",
        "\u{feff}",
        "🚢",
        "By Ana Lund",
        "HOLM (AP) —",
        "HOLM, March 3 — ",
        "(Reporting by ",
        "; editing by ",
        "REUTERS/",
        "Photo: ",
        " (AP Photo/Per Ek)",
        "Image caption,",
        "Comments (3)",
        "• ana - 2013-02-05 13:54",
        "Ana wrote:",
        "Reply",
        "[1] ",
        "[i]",
        "1. http://",
        "About the author",
        "Read more: ",
        "Related Topics",
        "© 2019 ",
        "3 March 2017",
        "12:04 GMT",
        "Updated ",
        "+0100",
        "2017-13-45T99:99Z",
        "The boats lay at the quay, and nobody came for them. ",
        "\"Go,\" she said.",
        "Why?",
        "İSTANBUL - ",
        "—",
        ":",
        "/",
        "|",
        "…",
    ];

    #[test]
    fn hostile_texts_give_a_plain_result() {
        for text in
            ["", " \n\n", "\0", "[", "[1]", "(", ")", "©", "-", "— ", "—\u{300}", "\u{feff}", "İ", "By", "By ", "ago", "1", "1:1:1:1"]
        {
            covers(text);
        }
        for unit in ["[1]\n", "\n", "a\n", "Comments\n", "By A\n", "• a - 2013-02-05 13:54\n", "\"", "REUTERS/ ", "— ", "Image caption\n"]
        {
            covers(&unit.repeat(3000));
        }
    }
}
