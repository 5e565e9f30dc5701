//! What every token is to the search for names: looked up once, asked often.

use std::collections::HashMap;

pub use super::traits::Traits;
use super::{
    casing::{self, Style},
    traits::word_traits,
};
use crate::annotate::{
    lists,
    parsed::{Parsed, Sentence},
    tokens::TokenKind,
};
use crate::domain::SectionKind;

/// A text with what each of its tokens is.
pub struct Reading<'a> {
    /// The text.
    pub parsed: &'a Parsed<'a>,
    traits: Vec<Traits>,
    styles: Vec<Style>,
    /// What is written in capitals, without full stops, by its letters.
    acronyms: HashMap<String, &'a str>,
    /// Whether it is a report on sport, where clubs go by the names of places.
    pub is_sport: bool,
}

impl<'a> Reading<'a> {
    /// Looks up every token.
    #[must_use]
    pub fn new(parsed: &'a Parsed<'a>) -> Self {
        let mut reading = Self {
            parsed,
            traits: vec![Traits::default(); parsed.tokens.len()],
            styles: Vec::new(),
            acronyms: HashMap::new(),
            is_sport: is_sport(parsed),
        };
        let mut lower = String::new();
        for n in 0..parsed.tokens.len() {
            reading.traits[n] = if parsed.is_word(n) { word_traits(parsed.word(n), &mut lower) } else { Traits::default() };
        }
        for sentence in &parsed.sentences {
            reading.mark_first(sentence);
        }
        reading.mark_phrases();
        for sentence in &parsed.sentences {
            let style = casing::style(&reading, sentence);
            reading.styles.push(style);
        }
        for n in 0..parsed.tokens.len() {
            if reading.is(n, Traits::UPPER) {
                let letters: String = parsed.word(n).chars().filter(|letter| letter.is_alphabetic()).collect();
                reading.acronyms.entry(letters).or_insert(parsed.word(n));
            }
        }
        reading
    }

    /// Whether token `n` has any of the flags.
    #[must_use]
    pub fn is(&self, n: usize, traits: Traits) -> bool {
        self.traits.get(n).is_some_and(|own| own.any(traits))
    }

    /// The words of token `n`.
    #[must_use]
    pub fn word(&self, n: usize) -> &'a str {
        self.parsed.word(n)
    }

    /// Whether token `n` is a possessive `'s`.
    #[must_use]
    pub fn is_possessive(&self, n: usize) -> bool {
        self.parsed.tokens.get(n).is_some_and(|token| token.kind == TokenKind::Possessive)
    }

    /// The first token of the sentence that token `n` stands in.
    #[must_use]
    pub fn sentence_start(&self, n: usize) -> usize {
        self.parsed.sentences.get(self.parsed.sentence_of(n)).map_or(0, |sentence| sentence.tokens.start)
    }

    /// The token after the last one of the sentence that token `n` stands in.
    #[must_use]
    pub fn sentence_end(&self, n: usize) -> usize {
        self.parsed.sentences.get(self.parsed.sentence_of(n)).map_or(self.parsed.tokens.len(), |sentence| sentence.tokens.end)
    }

    /// How the sentence is capitalised.
    #[must_use]
    pub fn style(&self, sentence: usize) -> Style {
        self.styles.get(sentence).copied().unwrap_or_default()
    }

    /// The word of the text that has these letters, all capitals.
    #[must_use]
    pub fn written_acronym(&self, letters: &str) -> Option<&'a str> {
        self.acronyms.get(letters).copied()
    }

    /// What the section of a sentence is.
    #[must_use]
    pub fn section(&self, sentence: &Sentence) -> SectionKind {
        self.parsed.blocks.get(sentence.block).map_or(SectionKind::Body, |block| block.kind)
    }

    /// The first words of sentences and of what stands in quotation marks, in brackets or after a colon.
    fn mark_first(&mut self, sentence: &Sentence) {
        let mut is_first = true;
        for n in sentence.tokens.clone() {
            match self.parsed.tokens[n].kind {
                TokenKind::Word => {
                    self.traits[n].set(Traits::FIRST, is_first);
                    is_first = false;
                }
                TokenKind::Possessive => is_first = false,
                TokenKind::Mark => {
                    let opens = matches!(self.word(n), "\"" | "“" | "‘" | "'" | "«" | "„" | "‚") && self.parsed.touches_next(n);
                    let parts = matches!(self.word(n), ":" | "•" | "*" | "!" | "?" | "…" | "—" | "|" | "(" | "[" | ";");
                    is_first |= opens || parts || self.word(n) == "." && !self.is(n.wrapping_sub(1), Traits::INITIAL);
                    // An abbreviation's full stop begins nothing.
                    if self.word(n) == "." && n > 0 && lists::abbreviations().contains(self.word(n - 1)) {
                        is_first = false;
                    }
                }
            }
        }
    }

    /// Titles, places and other phrases of several words.
    fn mark_phrases(&mut self) {
        let parsed = self.parsed;
        for n in 0..parsed.tokens.len() {
            if !self.is(n, Traits::CAPITAL) {
                continue;
            }
            let word = |n: usize| parsed.word(n);
            for (length, traits) in [
                (lists::places().longest(word, n).map(|(length, ())| length), Traits::PLACE),
                (lists::never_names().longest(word, n).map(|(length, ())| length), Traits::NEVER),
                (title_length(parsed, n), Traits::TITLE),
            ] {
                for within in n..n + length.unwrap_or(0) {
                    self.traits[within].set(traits, true);
                }
            }
        }
    }
}

/// Whether one word in fifty, and five at least, are of sport.
fn is_sport(parsed: &Parsed) -> bool {
    let of_sport = (0..parsed.tokens.len()).filter(|&n| lists::sports_words().contains(parsed.word(n))).count();
    of_sport >= 5 && of_sport * 60 >= parsed.tokens.len()
}

/// How many tokens the title at token `at` has. Titles are listed in lower case.
fn title_length(parsed: &Parsed, at: usize) -> Option<usize> {
    let first = parsed.word(at).to_lowercase();
    if !lists::titles().begins(&first) {
        return None;
    }
    let window: Vec<String> = (at..at + 4).map(|n| parsed.word(n).to_lowercase()).collect();
    lists::titles().longest(|n| window.get(n - at).map_or("", String::as_str), at).map(|(length, _)| length)
}
