//! A stretch of an article's text, counted in both units that readers of it use.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A half-open stretch `[start, end)` of an article's text.
///
/// `start` and `end` count Unicode code points, as the W3C Web Annotation model's `TextPositionSelector` does;
/// `start_utf16` and `end_utf16` count UTF-16 code units, so that JavaScript's `text.slice(start_utf16, end_utf16)` gives `exact`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// First code point, counted from 0.
    #[schema(example = 1507)]
    pub start: u32,
    /// The code point after the last one.
    #[schema(example = 1513)]
    pub end: u32,
    /// First UTF-16 code unit, counted from 0.
    #[schema(example = 1507)]
    pub start_utf16: u32,
    /// The UTF-16 code unit after the last one.
    #[schema(example = 1513)]
    pub end_utf16: u32,
    /// The words of the span. Left out where the publisher's text is withheld and the words are not a name or a speaker's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Lavrov")]
    pub exact: Option<String>,
}

impl Span {
    /// Whether `other` lies wholly inside this span (code points).
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// Finds spans in one text. Counting code points from the start for every span would be quadratic in a long text:
/// this keeps the byte offset of every code point, and where the UTF-16 count runs ahead.
#[derive(Debug)]
pub struct TextIndex<'a> {
    text: &'a str,
    /// Byte offset of every code point, and the text's length at the end.
    bytes: Vec<usize>,
    /// Positions (code points) of the characters beyond U+FFFF: each counts one more in UTF-16.
    astral: Vec<u32>,
}

impl<'a> TextIndex<'a> {
    /// Indexes `text`. Texts of 2^32 code points and more are refused where documents are read.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let mut bytes = Vec::with_capacity(text.len() + 1);
        let mut astral = Vec::new();
        for (position, (byte, character)) in text.char_indices().enumerate() {
            bytes.push(byte);
            if character.len_utf16() == 2 {
                astral.push(u32::try_from(position).unwrap_or(u32::MAX));
            }
        }
        bytes.push(text.len());
        Self { text, bytes, astral }
    }

    /// Length in bytes.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.text.len() as u64
    }

    /// Length in code points.
    #[must_use]
    pub fn characters(&self) -> u32 {
        u32::try_from(self.bytes.len() - 1).unwrap_or(u32::MAX)
    }

    /// Length in UTF-16 code units.
    #[must_use]
    pub fn characters_utf16(&self) -> u32 {
        self.utf16(self.characters())
    }

    /// The UTF-16 position of the code point at `position`.
    #[must_use]
    pub fn utf16(&self, position: u32) -> u32 {
        let ahead = self.astral.partition_point(|&at| at < position);
        position + u32::try_from(ahead).unwrap_or(u32::MAX)
    }

    /// The code point that byte `byte` belongs to.
    #[must_use]
    pub fn point(&self, byte: usize) -> u32 {
        let after = self.bytes.partition_point(|&at| at <= byte);
        u32::try_from(after.saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// The words from code point `start` to `end`; `None` where that is no stretch of this text.
    #[must_use]
    pub fn slice(&self, start: u32, end: u32) -> Option<&'a str> {
        let from = *self.bytes.get(start as usize)?;
        let to = *self.bytes.get(end as usize)?;
        self.text.get(from..to)
    }

    /// The span from code point `start` to `end`, with its words.
    #[must_use]
    pub fn span(&self, start: u32, end: u32) -> Option<Span> {
        // First of all whether it is in the text: an offset that is not may be as large as numbers are.
        let exact = Some(self.slice(start, end)?.to_owned());
        Some(Span { start, end, start_utf16: self.utf16(start), end_utf16: self.utf16(end), exact })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_beyond_the_basic_plane_counts_two_in_utf16() {
        let index = TextIndex::new("a🦀b");
        assert_eq!(index.characters(), 3);
        assert_eq!(index.characters_utf16(), 4);
        let span = index.span(2, 3).expect("inside the text");
        assert_eq!((span.start_utf16, span.end_utf16, span.exact.as_deref()), (3, 4, Some("b")));
    }

    #[test]
    fn a_span_beyond_the_text_or_turned_round_is_none() {
        let index = TextIndex::new("abc");
        assert_eq!(index.span(1, 4), None);
        assert_eq!(index.span(2, 1), None);
        assert_eq!(TextIndex::new("🦀").span(0, u32::MAX), None);
    }

    proptest::proptest! {
        #[test]
        fn every_span_says_what_both_ways_of_counting_give(text in ".{0,60}", a in 0u32..60, b in 0u32..60) {
            let index = TextIndex::new(&text);
            let (start, end) = (a.min(b).min(index.characters()), a.max(b).min(index.characters()));
            let span = index.span(start, end).expect("inside the text");
            let by_points: String = text.chars().skip(start as usize).take((end - start) as usize).collect();
            let units: Vec<u16> = text.encode_utf16().collect();
            let by_units = String::from_utf16(&units[span.start_utf16 as usize..span.end_utf16 as usize]).expect("whole characters");
            proptest::prop_assert_eq!(span.exact.as_deref(), Some(by_points.as_str()));
            proptest::prop_assert_eq!(by_points, by_units);
        }
    }
}
