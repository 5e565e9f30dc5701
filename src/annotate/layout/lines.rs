//! Lines of a text, and paragraphs that a fixed width has cut into lines.

use crate::domain::SectionKind;

/// What a piece is, and the rule that decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    pub kind: SectionKind,
    pub rule: &'static str,
}

/// A paragraph, a line, or a part of one that differs from the rest.
#[derive(Debug, Clone, Copy)]
pub struct Piece<'a> {
    /// Its words, without blanks at the edges.
    pub text: &'a str,
    /// Its first byte in the document.
    pub start: usize,
    /// Number of words.
    pub words: usize,
    /// Whether it begins a paragraph: a blank line stands before it, or the text has no blank lines.
    pub apart: bool,
    /// What it is, once that is known.
    pub mark: Option<Mark>,
}

impl<'a> Piece<'a> {
    /// The stretch of `text` from byte `start` to `end`, without blanks at its edges; `None` where nothing is left.
    pub fn new(text: &'a str, start: usize, end: usize, apart: bool) -> Option<Self> {
        let whole = text.get(start..end)?;
        let start = start + whole.len() - whole.trim_start().len();
        let text = whole.trim();
        (!text.is_empty()).then(|| Self { text, start, words: text.split_whitespace().count(), apart, mark: None })
    }

    /// The byte after the last one.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Says what it is, unless that is known.
    pub fn settle(&mut self, kind: SectionKind, rule: &'static str) {
        self.mark.get_or_insert(Mark { kind, rule });
    }

    /// Says what it is.
    pub fn set(&mut self, kind: SectionKind, rule: &'static str) {
        self.mark = Some(Mark { kind, rule });
    }

    /// Whether it is known to be of a kind.
    pub fn is(&self, kind: SectionKind) -> bool {
        self.mark.is_some_and(|mark| mark.kind == kind)
    }

    /// Cuts it in two at byte `at` of its words. The second part keeps no mark.
    pub fn cut(self, at: usize) -> Option<(Self, Self)> {
        let (before, after) = (self.text.get(..at)?, self.text.get(at..)?);
        let first = Self { text: before.trim_end(), words: before.split_whitespace().count(), ..self };
        let from = self.start + at + after.len() - after.trim_start().len();
        let second = Self { text: after.trim_start(), start: from, words: after.split_whitespace().count(), apart: false, mark: None };
        (!first.text.is_empty() && !second.text.is_empty()).then_some((first, second))
    }
}

/// One line that is not blank (bytes).
#[derive(Debug, Clone, Copy)]
struct Line {
    start: usize,
    end: usize,
    /// Length in characters.
    width: usize,
    /// Length of its first word, in characters.
    first: usize,
    /// Whether a blank line stands before it.
    apart: bool,
}

/// No fixed width is wider than this, in characters.
const WIDEST: usize = 110;
/// No fixed width is narrower.
const NARROWEST: usize = 45;

/// The paragraphs and lines of a text that are not blank.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let lines = lines(text);
    let has_blank_lines = lines.iter().skip(1).any(|line| line.apart);
    let width = fixed_width(&lines);
    let mut pieces = Vec::with_capacity(lines.len());
    let mut at = 0;
    while let Some(&first) = lines.get(at) {
        let mut last = first;
        at += 1;
        while let Some(&next) = lines.get(at).filter(|next| goes_on(text, last, **next, width)) {
            last = next;
            at += 1;
        }
        pieces.extend(Piece::new(text, first.start, last.end, first.apart || !has_blank_lines));
    }
    pieces
}

fn lines(text: &str) -> Vec<Line> {
    let is_break = |c: char| matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let mut lines = Vec::new();
    let (mut at, mut apart, mut after_return) = (0, true, false);
    for whole in text.split_inclusive(is_break) {
        let words = whole.trim();
        let start = at + whole.len() - whole.trim_start().len();
        at += whole.len();
        if words.is_empty() {
            // `\r\n` is one break.
            apart |= !(after_return && whole == "\n");
        } else {
            let first = words.split_whitespace().next().unwrap_or_default();
            let width = if words.len() > 4 * WIDEST { WIDEST + 1 } else { words.chars().count() };
            lines.push(Line { start, end: start + words.len(), width, first: first.chars().count(), apart });
            apart = false;
        }
        after_return = whole.ends_with('\r');
    }
    lines
}

/// The width at which a text's lines were cut, where they were: most lines are so long that the next word would not have fitted.
fn fixed_width(lines: &[Line]) -> Option<usize> {
    let pairs = || lines.windows(2).filter(|pair| !pair[1].apart);
    let mut widths: Vec<usize> = pairs().map(|pair| pair[0].width).collect();
    // Long lines beside them show that short ones were not cut.
    let long = lines.iter().filter(|line| line.width > WIDEST).count();
    if widths.len() < 3 || long * 10 > lines.len() {
        return None;
    }
    widths.sort_unstable();
    // A single line may stick out: an address has no place to be cut.
    let width = widths[(widths.len() - 1) * 19 / 20];
    let full = pairs().filter(|pair| pair[0].width + 1 + pair[1].first > width).count();
    ((NARROWEST..=WIDEST).contains(&width) && full * 2 >= widths.len() && full >= 3).then_some(width)
}

/// Whether the next line is the rest of the same paragraph.
fn goes_on(text: &str, line: Line, next: Line, width: Option<usize>) -> bool {
    if next.apart {
        return false;
    }
    let is_full = width.is_some_and(|width| line.width + 1 + next.first > width && line.width <= WIDEST);
    let (before, after) = (&text[line.start..line.end], &text[next.start..next.end]);
    let is_open = before.ends_with([',', ';']) || line.width >= 60 && next.width >= 40 && before.ends_with(char::is_alphanumeric);
    is_full || line.width >= 40 && next.width >= 20 && is_open && after.starts_with(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = pieces(text).iter().map(|piece| piece.text).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn every_way_to_break_a_line_is_one() {
        check("One\r\nTwo\rThree\u{2028}Four\n\n \u{a0}\nFive", &["One", "Two", "Three", "Four", "Five"]);
        assert!(pieces("One\r\nTwo\r\n\r\nThree").iter().map(|piece| piece.apart).eq([true, false, true]));
    }

    #[test]
    fn a_paragraph_cut_at_a_fixed_width_is_one_piece() {
        let wrapped = "The quay at Holm was empty on the first morning of the strike, and the\n\
            gulls had it to themselves until the harbour master came down with his\n\
            thermos and a folding chair. He said that he would wait for as long as\n\
            it took.\n\nNobody came. By noon the tide had gone out and with it the last of the\nboats.";
        assert_eq!(pieces(wrapped).len(), 2);
    }

    #[test]
    fn lines_of_their_own_stay_apart() {
        check(
            "A short heading\nA longer line of text that says something.\nAnother one.",
            &["A short heading", "A longer line of text that says something.", "Another one."],
        );
    }

    #[test]
    fn a_break_within_a_sentence_is_none() {
        check(
            "She said that the letter was \"a very long one indeed\",\nand that she had not read it.",
            &["She said that the letter was \"a very long one indeed\",\nand that she had not read it."],
        );
    }
}
