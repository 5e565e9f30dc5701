//! Lists of phrases: entries of several words, found at a place in a text.

use std::collections::HashMap;

use crate::annotate::tokens::{is_apostrophe, tokens};

/// A list whose entries may have several words, each with a value.
#[derive(Debug)]
pub struct Phrases<T> {
    /// By the first word; the longest first.
    by_first: HashMap<&'static str, Vec<(Vec<&'static str>, T)>>,
}

impl<T: Copy> FromIterator<(&'static str, T)> for Phrases<T> {
    fn from_iter<I: IntoIterator<Item = (&'static str, T)>>(entries: I) -> Self {
        let mut by_first: HashMap<&'static str, Vec<(Vec<&'static str>, T)>> = HashMap::new();
        for (phrase, value) in entries {
            let mut words = tokens(phrase).into_iter().map(|token| &phrase[token.start..token.end]);
            if let Some(first) = words.next() {
                by_first.entry(first).or_default().push((words.collect(), value));
            }
        }
        for phrases in by_first.values_mut() {
            phrases.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        Self { by_first }
    }
}

impl<T: Copy> Phrases<T> {
    /// The longest entry whose words stand at `at`: how many words it has, and its value. `word` gives the words of the text by number.
    pub fn longest<'s>(&self, word: impl Fn(usize) -> &'s str, at: usize) -> Option<(usize, T)> {
        let phrases = self.by_first.get(word(at))?;
        let (rest, value) = phrases.iter().find(|(rest, _)| rest.iter().zip(at + 1..).all(|(&own, n)| same(own, word(n))))?;
        Some((rest.len() + 1, *value))
    }

    /// Whether entries begin with a word.
    #[must_use]
    pub fn begins(&self, word: &str) -> bool {
        self.by_first.contains_key(word)
    }

    /// Whether a word alone is an entry.
    #[must_use]
    pub fn contains(&self, word: &str) -> bool {
        self.get(word).is_some()
    }

    /// The value of an entry of one word.
    #[must_use]
    pub fn get(&self, word: &str) -> Option<T> {
        self.by_first.get(word)?.iter().find(|(rest, _)| rest.is_empty()).map(|&(_, value)| value)
    }
}

/// Whether two words are the same but for the sign that is written for an apostrophe.
fn same(own: &str, other: &str) -> bool {
    own == other || own.len() <= other.len() && own.contains(is_apostrophe) && own.chars().map(plain).eq(other.chars().map(plain))
}

fn plain(character: char) -> char {
    if is_apostrophe(character) { '\'' } else { character }
}
