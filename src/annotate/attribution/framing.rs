//! From tokens, names and passages to the frames of a paragraph.

use std::{collections::HashMap, ops::Range};

use super::{
    frames::{Frame, Kind, Unit},
    verbs::{self, QUOTE},
};
use crate::annotate::{
    lists::{Classes, classes::MEDIUM},
    parsed::Parsed,
    passages::Passage,
    tokens::{TokenKind, is_apostrophe},
};

/// The longest sentence that is read as one, in units: what is longer is a table or an endless line.
const MAX_UNITS: usize = 200;

/// How many tokens after a passage its verb may be, where it seems to be in a sentence of its own.
const ATTRIBUTION: usize = 7;

/// Where names begin, with their numbers and where they end.
pub type NamesByStart = HashMap<usize, (usize, usize)>;

/// What the frames of a block are made of.
pub struct Framing<'a> {
    /// The text.
    pub parsed: &'a Parsed<'a>,
    /// Its names.
    pub names: &'a NamesByStart,
    /// Its passages.
    pub passages: &'a [Passage],
    /// The number of the block.
    pub block: usize,
}

impl Framing<'_> {
    /// The frames of the block, in order. `inside` are the numbers of the passages in it.
    pub fn frames(&self, inside: Range<usize>) -> Vec<Frame> {
        let block = &self.parsed.blocks[self.block];
        let tokens = self.parsed.tokens_in(block.start, block.end);
        let mut frames = Vec::new();
        let mut units: Vec<Unit> = Vec::new();
        let mut inside = inside.peekable();
        let mut n = tokens.start;
        while n < tokens.end {
            let is_new = self.begins_sentence(n) && !units.is_empty() && !self.goes_on(&units, n, tokens.end);
            if is_new || units.len() >= MAX_UNITS {
                frames.push(Frame::new(std::mem::take(&mut units)));
            }
            if let Some(length) = self.reference(n) {
                n += length;
                continue;
            }
            let passage = inside.next_if(|&passage| self.passages[passage].open <= self.parsed.tokens[n].start);
            let unit = passage.map_or_else(|| self.word(n), |passage| self.passage(passage));
            n += 1;
            while n < tokens.end && self.parsed.tokens[n].start < unit.end {
                n += 1;
            }
            units.push(unit);
        }
        if !units.is_empty() {
            frames.push(Frame::new(units));
        }
        frames
    }

    fn begins_sentence(&self, n: usize) -> bool {
        self.parsed.sentences.get(self.parsed.sentence_of(n)).is_some_and(|sentence| sentence.tokens.start == n)
    }

    fn passage(&self, number: usize) -> Unit {
        let passage = &self.passages[number];
        let words = self.parsed.text[passage.start..passage.end].trim();
        Unit {
            start: passage.open,
            end: passage.close,
            kind: Kind::Passage(number),
            lower: String::new(),
            classes: Classes::default(),
            is_capital: words.starts_with(char::is_uppercase),
            ends_in_comma: words.ends_with(','),
        }
    }

    /// The name, the word or the mark at token `n`.
    fn word(&self, n: usize) -> Unit {
        let token = self.parsed.tokens[n];
        let (end, kind) = match self.names.get(&token.start) {
            Some(&(name, end)) => (end, Kind::Name(name)),
            None if token.kind == TokenKind::Word => (token.end, Kind::Word),
            None => (token.end, Kind::Mark),
        };
        let words = &self.parsed.text[token.start..end];
        // A hyphen between blanks is a typist's dash.
        let is_dash = words == "-" && self.parsed.text[..token.start].ends_with(' ') && self.parsed.text[end..].starts_with(' ');
        let lower = if is_dash { "–".to_owned() } else { words.to_lowercase().replace(is_apostrophe, "'") };
        // A name is no word of the language, but may be the place where something is said: `in the Commons`.
        let classes = if matches!(kind, Kind::Name(_)) { Classes::of(&lower).and(MEDIUM) } else { Classes::of(&lower) };
        Unit { start: token.start, end, kind, lower, classes, is_capital: words.starts_with(char::is_uppercase), ends_in_comma: false }
    }

    /// How many tokens a reference to a footnote at token `n` has: `[v]`, `[12]`.
    fn reference(&self, n: usize) -> Option<usize> {
        let number = self.parsed.word(n + 1);
        let is_number = (1..=5).contains(&number.len()) && number.chars().all(|c| c.is_ascii_digit() || "ivxl".contains(c));
        (self.parsed.word(n) == "[" && is_number && self.parsed.word(n + 2) == "]").then_some(3)
    }

    /// Whether the sentence that seems to begin at token `n` is the attribution of the passage before it: `"Why?" Hale asked.`
    fn goes_on(&self, units: &[Unit], n: usize, end: usize) -> bool {
        let Some(Unit { kind: Kind::Passage(passage), .. }) = units.last() else { return false };
        let words = self.parsed.text[self.passages[*passage].start..self.passages[*passage].end].trim_end();
        let is_complete = words.ends_with(['.', '…']);
        for at in n..end.min(n + ATTRIBUTION) {
            let word = self.parsed.word(at);
            if at > n && verbs::verb(&word.to_lowercase()).is_some_and(|verb| verb.takes(QUOTE)) {
                let is_whole = matches!(self.parsed.word(at + 1), "." | "," | "") && at - n <= 3;
                return !is_complete || is_whole;
            }
            if !self.parsed.is_word(at) && word != "." {
                return false;
            }
        }
        false
    }
}
