//! A text as a browser looks through it for a text directive: by words, without regard to case, accents and the kind of blank.

use std::{cmp::Ordering, ops::Range};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;

/// How far passages are compared, in bytes of folded text. Longer ones that begin alike count as alike.
const COMPARED: usize = 256;

/// The most places at which a passage is looked for; where there are more, it stands everywhere.
const MAX_PLACES: usize = 1000;

/// The words of a text, in its own order and in that of the alphabet.
#[derive(Debug)]
pub struct Words<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    /// The tokens' folded forms, one behind the other. What a browser takes for the same passage is the same here, and rather more:
    /// whatever stands here once cannot be found twice there.
    folded: Vec<u8>,
    /// Tokens in the order of the folded text that begins with them.
    sorted: Vec<u32>,
}

/// What stands between two word boundaries (Unicode Standard Annex 29) and is not blank: a word, a number, a sign.
#[derive(Debug)]
struct Token {
    start: u32,
    end: u32,
    folded: u32,
    block: u32,
}

impl<'a> Words<'a> {
    /// Cuts up a text; `None` for one of 4 GiB and more.
    pub fn of(text: &'a str) -> Option<Self> {
        u32::try_from(text.len().checked_mul(4)?).ok()?;
        let at = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        let (mut tokens, mut folded, mut block) = (Vec::new(), Vec::new(), 0);
        for (start, token) in text.split_word_bound_indices() {
            if token.contains(ends_block) {
                block += 1;
            } else if !token.trim().is_empty() {
                tokens.push(Token { start: at(start), end: at(start + token.len()), folded: at(folded.len()), block });
                fold(token, &mut folded);
            }
        }
        let mut words = Self { text, tokens, folded, sorted: Vec::new() };
        let mut sorted: Vec<u32> = (0..at(words.tokens.len())).filter(|&token| !words.fold_of(token as usize).is_empty()).collect();
        sorted.sort_unstable_by(|&a, &b| words.from(a).cmp(words.from(b)));
        words.sorted = sorted;
        Some(words)
    }

    /// The text.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The tokens that a stretch of the text touches.
    pub fn touched(&self, start: usize, end: usize) -> Range<usize> {
        let first = self.tokens.partition_point(|token| token.end as usize <= start);
        first..first.max(self.tokens.partition_point(|token| (token.start as usize) < end))
    }

    /// Where a token begins, in bytes.
    pub fn start(&self, token: usize) -> usize {
        self.tokens[token].start as usize
    }

    /// Where a token ends, in bytes.
    pub fn end(&self, token: usize) -> usize {
        self.tokens[token].end as usize
    }

    /// Whether it is a word or a number, not only a sign.
    pub fn is_word(&self, token: usize) -> bool {
        has_letters(&self.text[self.start(token)..self.end(token)])
    }

    /// The tokens of the block that a token stands in.
    pub fn block(&self, token: usize) -> Range<usize> {
        let block = self.tokens[token].block;
        self.tokens.partition_point(|other| other.block < block)..self.tokens.partition_point(|other| other.block <= block)
    }

    /// Whether these tokens, one after the other, stand nowhere else.
    pub fn is_unique(&self, tokens: &Range<usize>) -> bool {
        self.places(tokens).len() == 1
    }

    /// Whether these tokens stand somewhere among others too.
    pub fn stand_in(&self, tokens: &Range<usize>, others: &Range<usize>) -> bool {
        let places = self.places(tokens);
        places.len() > MAX_PLACES || places.iter().any(|&place| others.contains(&(place as usize)))
    }

    fn places(&self, tokens: &Range<usize>) -> &[u32] {
        let end = self.tokens.get(tokens.end).map_or(self.folded.len(), |token| token.folded as usize);
        let sought = &self.folded[self.tokens[tokens.start].folded as usize..end];
        let sought = &sought[..sought.len().min(COMPARED)];
        let beginning = |token: u32| {
            let from = self.from(token);
            &from[..from.len().min(sought.len())]
        };
        let first = self.sorted.partition_point(|&token| beginning(token) < sought);
        let count = self.sorted[first..].partition_point(|&token| beginning(token).cmp(sought) == Ordering::Equal);
        &self.sorted[first..first + count]
    }

    /// The folded text from a token on, as far as it is compared.
    fn from(&self, token: u32) -> &[u8] {
        let start = self.tokens[token as usize].folded as usize;
        &self.folded[start..self.folded.len().min(start + COMPARED)]
    }

    fn fold_of(&self, token: usize) -> &[u8] {
        let end = self.tokens.get(token + 1).map_or(self.folded.len(), |next| next.folded as usize);
        &self.folded[self.tokens[token].folded as usize..end]
    }
}

/// Whether there is a letter or a digit in a text: marks alone, though some of them are letters too, leave nothing to compare.
pub fn has_letters(text: &str) -> bool {
    text.chars().any(|character| character.is_alphanumeric() && !is_combining_mark(character))
}

/// Whether a character ends a line, and with it what a term of a directive may reach over.
fn ends_block(character: char) -> bool {
    matches!(character, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Writes a token as it is compared: base letters in one case, plain quotation marks and hyphens, nothing invisible.
fn fold(token: &str, folded: &mut Vec<u8>) {
    let mut write = |character: char| folded.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    let visible = token.nfkd().filter(|&character| !is_combining_mark(character) && !is_invisible(character));
    // Up and down again: ß is SS, and both forms of the small sigma are one.
    for character in visible.flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect::<String>().nfkd() {
        match character {
            '‘' | '’' | '‛' | 'ʼ' => write('\''),
            '“' | '”' | '„' | '‟' => write('"'),
            '‐' | '‑' => write('-'),
            _ if is_combining_mark(character) || character.is_whitespace() => {}
            _ => write(character),
        }
    }
}

/// Controls and format characters, which a collation passes over.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}
