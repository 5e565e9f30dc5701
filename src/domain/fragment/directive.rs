//! The terms of one text directive: as few words as lead to a passage and nowhere else.

use std::ops::Range;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::GraphemeCursor;

use super::words::{Words, has_letters};

/// The longest passage that is written out, in characters; of a longer one its first and its last words are.
const LONGEST: usize = 300;

/// How many characters are looked for at least, where there is so much around the passage: fewer may stand elsewhere on a page than in its
/// article.
const SHORTEST: usize = 20;

/// How many words of its beginning and its end stand for a long passage, at least and at most.
const EDGE: Range<usize> = 4..12;

/// The most words of what stands before a passage, or after it.
const CONTEXT: usize = 20;

/// What need not be percent-encoded: `-`, `,` and `&` mean something in a directive.
const PLAIN: AsciiSet = NON_ALPHANUMERIC.remove(b'.').remove(b'_').remove(b'~');

/// A passage of a text, and the tokens that it touches.
pub struct Passage<'a, 'w> {
    words: &'w Words<'a>,
    start: usize,
    end: usize,
    tokens: Range<usize>,
    /// The tokens that may be looked at around it.
    around: Range<usize>,
}

impl<'a, 'w> Passage<'a, 'w> {
    /// The passage between two bytes of a text, without blanks at its edges; what is known to stand around it lies within `around`.
    ///
    /// `None` where there is no word in it, or where it begins or ends within a character as readers see them.
    pub fn of(words: &'w Words<'a>, start: usize, end: usize, around: Range<usize>) -> Option<Self> {
        let text = words.text();
        let passage = text.get(start..end)?;
        let start = start + (passage.len() - passage.trim_start().len());
        let end = start + passage.trim().len();
        let whole = |at: usize| {
            let before_mark = text[at..].starts_with(is_combining_mark);
            !before_mark && GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(true)
        };
        let tokens = words.touched(start, end);
        let around = words.touched(around.start, around.end);
        if !whole(start) || !whole(end) || !has_letters(passage) {
            return None;
        }
        // What is left of a word at either edge has to be seen, for it becomes a term.
        let rests = [&text[words.start(tokens.start)..start], &text[end..words.end(tokens.end - 1)]];
        rests.iter().all(|rest| rest.is_empty() || has_letters(rest)).then_some(Self { words, start, end, tokens, around })
    }

    /// How many words it has.
    pub fn count(&self) -> usize {
        self.tokens.clone().filter(|&token| self.words.is_word(token)).count()
    }

    /// How many characters it has.
    pub fn length(&self) -> usize {
        self.words.text()[self.start..self.end].chars().count()
    }

    /// The directive that finds this passage first, `text=` and its terms; `None` where as much around it as is looked at stands elsewhere
    /// too.
    pub fn directive(&self) -> Option<String> {
        let in_one_block = self.words.block(self.tokens.start).end >= self.tokens.end;
        if self.tokens.len() == 1 || in_one_block && self.length() <= LONGEST { self.exact() } else { self.range() }
    }

    /// The passage's own words, with what stands around them where they alone are not enough.
    fn exact(&self) -> Option<String> {
        let chain = self.grown(&self.tokens, &Side::BOTH, |chain| self.words.is_unique(chain))?;
        self.written(&chain, (self.start, self.end), None)
    }

    /// The passage's first and last words.
    fn range(&self) -> Option<String> {
        let Range { start: first, end } = self.tokens;
        let (mut opening, mut closing) = (first..self.words.block(first).end, self.words.block(end - 1).start..end);
        if opening.end >= end {
            // Within one block, each has a half at most.
            let middle = first + (end - first) / 2;
            (opening, closing) = (first..middle, middle..end);
        }
        let front = |most: usize| Some(opening.start..self.nth_word(opening.clone(), most)? + 1);
        let back = |most: usize| Some(self.nth_word(closing.clone().rev(), most)?..closing.end);
        let is_unique = |chain: &Range<usize>| self.words.is_unique(chain);
        let begins = self.words.start(first) == self.start;
        let alone = EDGE.filter(|_| begins).find_map(|most| front(most).filter(is_unique));
        let opened = alone.or_else(|| self.grown(&front(EDGE.end)?, &[Side::Before], is_unique))?;
        // A browser takes the first end after the start.
        let is_next = |chain: &Range<usize>| !self.words.stand_in(chain, &(opened.end..chain.start));
        let ends = self.words.end(end - 1) == self.end;
        let alone = EDGE.filter(|_| ends).find_map(|most| back(most).filter(is_next));
        let closed = alone.or_else(|| self.grown(&back(EDGE.end)?, &[Side::After], is_next))?;
        let start = (self.start, self.words.end(opened.end - 1));
        self.written(&(opened.start..closed.end), start, Some((self.words.start(closed.start), self.end)))
    }

    /// The `most`-th word among tokens, or the last where there are fewer.
    fn nth_word(&self, tokens: impl Iterator<Item = usize>, most: usize) -> Option<usize> {
        tokens.filter(|&token| self.words.is_word(token)).take(most).last()
    }

    /// These tokens with as many of those around them as it takes. What stands in the same block comes first: something else may stand
    /// between blocks on the page.
    fn grown(&self, tokens: &Range<usize>, sides: &[Side], is_enough: impl Fn(&Range<usize>) -> bool) -> Option<Range<usize>> {
        [false, true].into_iter().find_map(|crossing| {
            let (mut chain, mut enough) = (tokens.clone(), None);
            for _ in 0..=CONTEXT {
                if is_enough(&chain) {
                    enough = Some(chain.clone());
                    if self.words.text()[self.words.start(chain.start)..self.words.end(chain.end - 1)].chars().count() >= SHORTEST {
                        break;
                    }
                }
                let before = chain.clone();
                for side in sides {
                    self.widen(&mut chain, *side, crossing);
                }
                if chain == before {
                    break;
                }
            }
            enough
        })
    }

    /// Takes in one word more on one side, where there is one: from the passage's own block, or, where the passage begins or ends it and
    /// `crossing` allows it, from the next.
    fn widen(&self, chain: &mut Range<usize>, side: Side, crossing: bool) {
        let (own, next, ends_with_word) = match side {
            Side::Before => (self.tokens.start, self.tokens.start.wrapping_sub(1), self.words.start(self.tokens.start) == self.start),
            Side::After => (self.tokens.end - 1, self.tokens.end, self.words.end(self.tokens.end - 1) == self.end),
        };
        if !self.around.contains(&next) {
            return;
        }
        let block = self.words.block(next);
        // The rest of a word that the passage cuts is a term together with what follows, and no term reaches over blocks.
        if !(block.contains(&own) || crossing && ends_with_word) {
            return;
        }
        let word = |token: &usize| self.words.is_word(*token);
        match side {
            Side::Before => {
                let word = (block.start.max(self.around.start)..chain.start).rev().find(word);
                chain.start = word.unwrap_or(chain.start);
            }
            Side::After => {
                let word = (chain.end..block.end.min(self.around.end)).find(word);
                chain.end = word.map_or(chain.end, |word| word + 1);
            }
        }
    }

    /// The directive of these tokens: what of them stands before the passage is its prefix, what stands after it its suffix.
    fn written(&self, chain: &Range<usize>, start: (usize, usize), end: Option<(usize, usize)>) -> Option<String> {
        let text = self.words.text();
        let prefix = term(&text[self.words.start(chain.start)..self.start])?;
        let suffix = term(&text[self.end..self.words.end(chain.end - 1)])?;
        let start = term(&text[start.0..start.1])?;
        let end = match end {
            Some((from, to)) => Some(term(&text[from..to])?),
            None => None,
        };
        let prefix = Some(prefix).filter(|prefix| !prefix.is_empty()).map(|prefix| format!("{prefix}-"));
        let suffix = Some(suffix).filter(|suffix| !suffix.is_empty()).map(|suffix| format!("-{suffix}"));
        let terms: Vec<String> = [prefix, Some(start), end, suffix].into_iter().flatten().collect();
        Some(format!("text={}", terms.join(",")))
    }
}

/// What stands before a passage, or after it.
#[derive(Debug, Clone, Copy)]
enum Side {
    Before,
    After,
}

impl Side {
    const BOTH: [Self; 2] = [Self::Before, Self::After];
}

/// Words as a term: one space for every run of blanks, percent-encoded. `None` where a mark stands on no letter: what matches that is anybody's
/// guess.
fn term(words: &str) -> Option<String> {
    if words.split_whitespace().any(|word| word.starts_with(is_combining_mark)) {
        return None;
    }
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(utf8_percent_encode(&words, &PLAIN).to_string())
}
