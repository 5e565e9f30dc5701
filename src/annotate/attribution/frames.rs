//! A sentence as its attribution is read: every name one unit, every passage in quotation marks one unit, whatever is inside it.

use std::{collections::HashMap, ops::Range};

use super::cues;
use crate::annotate::{parsed::Parsed, passages::Passage, tokens::TokenKind};

/// The longest sentence that is read as one, in units: what is longer is a table or an endless line.
const MAX_UNITS: usize = 400;

/// A word, a name, a passage or a mark.
#[derive(Debug, Clone)]
pub struct Unit {
    /// First byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
    /// What it is.
    pub kind: Kind,
    /// Its words in lower case; of a passage, nothing.
    pub lower: String,
    /// Whether it begins with a capital.
    pub is_capital: bool,
    /// Of a passage: whether a comma is the last thing within its marks.
    pub ends_in_comma: bool,
}

/// What a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A word or a number.
    Word,
    /// A person or an organisation, by its number among the names.
    Name(usize),
    /// A passage, by its number.
    Passage(usize),
    /// A mark, or a possessive `'s`.
    Mark,
}

/// A sentence of units.
#[derive(Debug, Clone)]
pub struct Frame {
    /// Its units.
    pub units: Vec<Unit>,
}

impl Frame {
    /// The words of unit `n` in lower case; nothing beyond the ends.
    pub fn word(&self, n: usize) -> &str {
        self.units.get(n).map_or("", |unit| &unit.lower)
    }

    /// The name that unit `n` is.
    pub fn name(&self, n: usize) -> Option<usize> {
        self.units.get(n).and_then(|unit| if let Kind::Name(name) = unit.kind { Some(name) } else { None })
    }

    /// The passage that unit `n` is.
    pub fn passage(&self, n: usize) -> Option<usize> {
        self.units.get(n).and_then(|unit| if let Kind::Passage(passage) = unit.kind { Some(passage) } else { None })
    }

    /// Whether unit `n` is one of these marks.
    pub fn is_mark(&self, n: usize, marks: &[&str]) -> bool {
        self.units.get(n).is_some_and(|unit| unit.kind == Kind::Mark && marks.contains(&&*unit.lower))
    }

    /// Whether unit `n` is a passage with a comma before its closing mark.
    pub fn ends_in_comma(&self, n: usize) -> bool {
        self.units.get(n).is_some_and(|unit| unit.ends_in_comma)
    }

    /// Whether unit `n` is a word or a number, and no name.
    pub fn is_word(&self, n: usize) -> bool {
        self.units.get(n).is_some_and(|unit| unit.kind == Kind::Word)
    }

    /// Whether unit `n` is a word or a name.
    pub fn is_wordlike(&self, n: usize) -> bool {
        self.units.get(n).is_some_and(|unit| matches!(unit.kind, Kind::Word | Kind::Name(_)))
    }

    /// Whether unit `n` begins with a capital.
    pub fn is_capital(&self, n: usize) -> bool {
        self.units.get(n).is_some_and(|unit| unit.is_capital)
    }

    /// Whether most of its words begin with a capital, as in some headlines.
    pub fn is_title_case(&self) -> bool {
        let words = || self.units.iter().filter(|unit| unit.kind == Kind::Word && unit.lower.len() > 3);
        words().filter(|unit| unit.is_capital).count() * 3 > words().count() * 2
    }

    /// How many units it has, closing stops not counted.
    pub fn len(&self) -> usize {
        let stops = self.units.iter().rev().take_while(|unit| unit.kind == Kind::Mark && ".!?…".contains(&*unit.lower)).count();
        self.units.len() - stops
    }

    /// The bytes of the units in `range`, without commas and blanks at the edges; `None` where nothing is left.
    pub fn stretch(&self, range: Range<usize>) -> Option<(usize, usize)> {
        let is_edge = |unit: &Unit| unit.kind == Kind::Mark && [",", ";", ":", "–", "—", "-"].contains(&&*unit.lower);
        let units = self.units.get(range)?;
        let first = units.iter().find(|unit| !is_edge(unit))?;
        let last = units.iter().rev().find(|unit| !is_edge(unit))?;
        Some((first.start, last.end))
    }
}

/// The frames of a block, in order. `inside` are the numbers of the passages in it.
pub fn frames(
    parsed: &Parsed,
    block: usize,
    names: &HashMap<usize, (usize, usize)>,
    passages: &[Passage],
    inside: Range<usize>,
) -> Vec<Frame> {
    let stretch = &parsed.blocks[block];
    let tokens = parsed.tokens_in(stretch.start, stretch.end);
    let mut frames = Vec::new();
    let mut units: Vec<Unit> = Vec::new();
    let mut next_passage = inside.start;
    let mut n = tokens.start;
    while n < tokens.end {
        let token = parsed.tokens[n];
        let begins = parsed.sentences.get(parsed.sentence_of(n)).is_some_and(|sentence| sentence.tokens.start == n);
        if begins && !units.is_empty() && !goes_on(parsed, passages, &units, n, tokens.end) || units.len() >= MAX_UNITS {
            frames.push(Frame { units: std::mem::take(&mut units) });
        }
        if let Some(length) = reference(parsed, n) {
            n += length;
            continue;
        }
        if next_passage < inside.end && passages[next_passage].open <= token.start {
            let passage = &passages[next_passage];
            let words = parsed.text[passage.start..passage.end].trim_start();
            let is_capital = words.chars().next().is_some_and(char::is_uppercase);
            units.push(Unit {
                start: passage.open,
                end: passage.close,
                kind: Kind::Passage(next_passage),
                lower: String::new(),
                is_capital,
                ends_in_comma: words.trim_end().ends_with(','),
            });
            n = parsed.tokens_in(passage.close, stretch.end).start.max(n + 1);
            next_passage += 1;
            continue;
        }
        let (end, kind, next) = match names.get(&token.start) {
            Some(&(name, end)) => (end, Kind::Name(name), parsed.tokens_in(end, stretch.end).start.max(n + 1)),
            None if token.kind == TokenKind::Word => (token.end, Kind::Word, n + 1),
            None => (token.end, Kind::Mark, n + 1),
        };
        let words = &parsed.text[token.start..end];
        let is_capital = words.chars().next().is_some_and(char::is_uppercase);
        let lower = words.to_lowercase().replace('’', "'");
        units.push(Unit { start: token.start, end, kind, lower, is_capital, ends_in_comma: false });
        n = next;
    }
    if !units.is_empty() {
        frames.push(Frame { units });
    }
    frames
}

/// The tokens of a reference to a footnote: `[v]`, `[12]`.
fn reference(parsed: &Parsed, n: usize) -> Option<usize> {
    let number = parsed.word(n + 1);
    let is_number = (1..=5).contains(&number.len()) && number.chars().all(|c| c.is_ascii_digit() || "ivxl".contains(c));
    (parsed.word(n) == "[" && is_number && parsed.word(n + 2) == "]").then_some(3)
}

/// Whether the sentence that seems to begin at token `n` is the attribution of the passage before it: `"Why?" Hale asked.`
fn goes_on(parsed: &Parsed, passages: &[Passage], units: &[Unit], n: usize, end: usize) -> bool {
    let Some(Unit { kind: Kind::Passage(passage), .. }) = units.last() else { return false };
    let words = parsed.text[passages[*passage].start..passages[*passage].end].trim_end();
    let is_complete = words.ends_with('.') || words.ends_with('…');
    let reach = n..end.min(n + 7);
    for at in reach {
        let word = parsed.word(at).to_lowercase();
        if at > n && cues::verb(&word).is_some_and(|verb| verb.takes(cues::QUOTE)) {
            return !is_complete || matches!(parsed.word(at + 1), "." | "," | "") && at - n <= 3;
        }
        if !(parsed.is_word(at) || parsed.word(at) == ".") {
            return false;
        }
    }
    false
}
