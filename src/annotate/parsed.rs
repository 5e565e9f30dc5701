//! A text in blocks, sentences and tokens: what the stages after the layout work on.

use std::ops::Range;

use super::{
    layout::Block,
    sentences,
    tokens::{Token, TokenKind, tokens},
};
use crate::domain::SectionKind;

/// A text with its blocks, sentences and tokens. All offsets are bytes.
#[derive(Debug)]
pub struct Parsed<'a> {
    /// The text.
    pub text: &'a str,
    /// Its paragraphs and lines, in order, with what each is.
    pub blocks: Vec<Block>,
    /// Its tokens.
    pub tokens: Vec<Token>,
    /// Its sentences: no sentence crosses the end of a block.
    pub sentences: Vec<Sentence>,
}

/// A sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens, by their numbers.
    pub tokens: Range<usize>,
    /// The number of the block it stands in.
    pub block: usize,
}

impl<'a> Parsed<'a> {
    /// Cuts the blocks of a text into sentences and tokens.
    #[must_use]
    pub fn new(text: &'a str, blocks: Vec<Block>) -> Self {
        let all = tokens(text);
        let mut kept = Vec::with_capacity(all.len());
        let mut sentences = Vec::new();
        let mut next = 0;
        for (block, Block { start, end, .. }) in blocks.iter().enumerate() {
            while all.get(next).is_some_and(|token| token.start < *start) {
                next += 1;
            }
            let first = kept.len();
            while let Some(token) = all.get(next).filter(|token| token.start < *end) {
                // A block may end within a token: what is beyond the end is not the block's.
                kept.push(Token { end: token.end.min(*end), ..*token });
                next += 1;
            }
            for tokens in sentences::split(text, &kept[first..]) {
                sentences.push(Sentence { tokens: first + tokens.start..first + tokens.end, block });
            }
        }
        Self { text, blocks, tokens: kept, sentences }
    }

    /// The words of token `n`; nothing beyond the last.
    #[must_use]
    pub fn word(&self, n: usize) -> &'a str {
        self.tokens.get(n).map_or("", |token| &self.text[token.start..token.end])
    }

    /// Whether token `n` is a word that begins with a capital.
    #[must_use]
    pub fn is_capital(&self, n: usize) -> bool {
        self.is_word(n) && self.word(n).chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether token `n` is a word or a number.
    #[must_use]
    pub fn is_word(&self, n: usize) -> bool {
        self.tokens.get(n).is_some_and(|token| token.kind == TokenKind::Word)
    }

    /// Whether nothing stands between token `n` and the next.
    #[must_use]
    pub fn touches_next(&self, n: usize) -> bool {
        match (self.tokens.get(n), self.tokens.get(n + 1)) {
            (Some(token), Some(next)) => token.end == next.start,
            _ => false,
        }
    }

    /// The number of the first token that ends after byte `at`.
    #[must_use]
    pub fn token_at(&self, at: usize) -> usize {
        self.tokens.partition_point(|token| token.end <= at)
    }

    /// The tokens within the bytes from `start` to `end`.
    #[must_use]
    pub fn tokens_in(&self, start: usize, end: usize) -> Range<usize> {
        let first = self.tokens.partition_point(|token| token.start < start);
        first..self.tokens.partition_point(|token| token.start < end).max(first)
    }

    /// The number of the sentence that token `n` stands in.
    #[must_use]
    pub fn sentence_of(&self, n: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.tokens.end <= n)
    }

    /// What the section is that token `n` stands in.
    #[must_use]
    pub fn section_of(&self, n: usize) -> SectionKind {
        self.sentences.get(self.sentence_of(n)).map_or(SectionKind::Body, |sentence| self.blocks[sentence.block].kind)
    }
}
