//! Beginnings of lines, looked up by their first word.

use std::collections::HashSet;

use super::entries;

/// Beginnings of lines, of whole words.
#[derive(Debug)]
pub struct Openers {
    /// The beginnings, some with the mark that must follow.
    all: HashSet<&'static str>,
    /// Their first words: few lines begin with one, and the others need no closer look.
    first: HashSet<&'static str>,
}

/// The most words of a beginning.
const MAX_OPENER: usize = 8;

impl Openers {
    pub(super) fn new(file: &'static str) -> Self {
        let first = entries(file).filter_map(|entry| entry.split(' ').next()).map(core).collect();
        Self { all: entries(file).collect(), first }
    }

    /// The first words of them all, in lower case, without the marks around them.
    #[must_use]
    pub fn first_words(&self) -> &HashSet<&'static str> {
        &self.first
    }

    /// The longest of them that a folded line begins with, with the mark that follows it in the line.
    #[must_use]
    pub fn longest<'a>(&self, folded: &'a str) -> Option<&'a str> {
        if !self.first.contains(core(folded.split(' ').next()?)) {
            return None;
        }
        let ends = folded.match_indices(' ').map(|(at, _)| at).chain([folded.len()]).take(MAX_OPENER);
        let beginnings = ends.map(|end| &folded[..end]);
        beginnings.filter(|beginning| self.all.contains(*beginning) || self.all.contains(unmarked(beginning))).last()
    }
}

/// A word without the marks around it.
fn core(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// A beginning without the mark that follows it.
fn unmarked(beginning: &str) -> &str {
    beginning.trim_end_matches([':', '?', ',', ' '])
}
