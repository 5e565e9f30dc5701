//! Finding the node: the places in a text where a search's words and phrases stand.

use std::ops::Range;

use crate::store::{
    search::{Search, Term},
    words::Words,
};

/// A search as the words that are looked for.
#[derive(Debug)]
pub struct Pattern {
    required: Vec<Phrase>,
    excluded: Vec<Phrase>,
}

/// Words that follow one another.
#[derive(Debug)]
struct Phrase {
    words: Vec<String>,
    prefix: bool,
}

impl Phrase {
    fn of(term: &Term) -> Self {
        let words = Words::of(&term.words);
        Self { words: (0..words.len()).map(|word| words.folded(word).to_owned()).collect(), prefix: term.prefix }
    }

    /// Whether it stands at `at`, no further than `end`.
    fn stands(&self, words: &Words, at: usize, end: usize) -> bool {
        let last = self.words.len() - 1;
        at + last < end
            && self.words.iter().enumerate().all(|(n, word)| {
                let there = words.folded(at + n);
                there == word || self.prefix && n == last && there.starts_with(&**word)
            })
    }
}

impl Pattern {
    /// What a search looks for.
    pub fn of(search: &Search) -> Self {
        let phrases = |terms: &[Term]| terms.iter().map(Phrase::of).filter(|phrase| !phrase.words.is_empty()).collect();
        Self { required: phrases(&search.required), excluded: phrases(&search.excluded) }
    }

    /// The nodes in an article's sections, in order, each as the numbers of its words, with the number of its section. None where a term is
    /// missing from the article, or one that is excluded stands in it.
    pub fn find(&self, words: &Words, sections: &[Range<usize>]) -> Vec<(usize, Range<usize>)> {
        let mut nodes = Vec::new();
        let mut seen = vec![false; self.required.len()];
        for (number, section) in sections.iter().enumerate() {
            for at in section.clone() {
                if self.excluded.iter().any(|phrase| phrase.stands(words, at, section.end)) {
                    return Vec::new();
                }
                let mut longest = 0;
                for (phrase, seen) in self.required.iter().zip(&mut seen) {
                    if phrase.stands(words, at, section.end) {
                        *seen = true;
                        longest = longest.max(phrase.words.len());
                    }
                }
                if longest > 0 {
                    nodes.push((number, at..at + longest));
                }
            }
        }
        if seen.contains(&false) { Vec::new() } else { nodes }
    }
}
