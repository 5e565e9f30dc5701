//! The words of invented articles: a few English ones that come most often, and any number of others made of syllables.

use std::fmt::Write;

use fastrand::Rng;

use super::zipf::Zipf;

/// How many different words there are besides the small ones that hold sentences together.
const WORDS: usize = 60_000;

/// The most frequent words, the most frequent first.
const COMMON: &[&str] = &[
    "government",
    "year",
    "people",
    "plan",
    "report",
    "city",
    "council",
    "market",
    "week",
    "price",
    "company",
    "minister",
    "country",
    "work",
    "law",
    "school",
    "water",
    "road",
    "court",
    "project",
    "harbour",
    "budget",
    "vote",
    "bridge",
    "train",
    "energy",
    "health",
    "family",
    "winter",
    "island",
    "money",
    "talks",
    "farm",
    "river",
    "ship",
    "tax",
    "union",
    "museum",
    "storm",
    "season",
    "factory",
    "fund",
    "border",
    "crisis",
    "reform",
    "ticket",
    "hospital",
    "forest",
    "teacher",
    "trade",
    "coast",
    "housing",
    "census",
    "ferry",
    "archive",
    "tunnel",
    "orchard",
    "lantern",
    "glacier",
    "almanac",
];

const VERBS: &[&str] =
    &["changed", "reached", "opened", "missed", "raised", "followed", "closed", "needed", "moved", "carried", "showed", "delayed"];

const JOINTS: &[&str] = &["of the", "in the", "for the", "near the", "after the", "without a", "and the", "with the", "before the"];

const ONSETS: &[&str] = &["b", "br", "d", "dr", "f", "g", "gl", "k", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "tr", "v", "w"];
const VOWELS: &[&str] = &["a", "e", "i", "o", "u", "ai", "ea", "ou"];
const CODAS: &[&str] = &["", "l", "m", "n", "r", "s", "t", "nd"];

/// The words and how often each comes.
pub struct Lexicon {
    words: Vec<String>,
    frequency: Zipf,
}

impl Lexicon {
    pub fn new() -> Self {
        let common = COMMON.iter().map(|&word| word.to_owned());
        let words: Vec<String> = common.chain((0..WORDS - COMMON.len()).map(|number| format!("{}e", syllables(number)))).collect();
        Self { frequency: Zipf::over(words.len()), words }
    }

    /// A word.
    pub fn word(&self, rng: &mut Rng) -> &str {
        &self.words[self.frequency.draw(rng)]
    }

    /// A clause without a capital at its beginning or a stop at its end: subject, verb, and what is said of it.
    pub fn clause(&self, rng: &mut Rng) -> String {
        let mut clause = format!("the {} {} the {}", self.word(rng), pick(VERBS, rng), self.word(rng));
        for _ in 0..rng.usize(1..4) {
            let _ = write!(clause, " {} {}", pick(JOINTS, rng), self.word(rng));
        }
        clause
    }

    /// A clause that begins with a capital.
    pub fn sentence(&self, rng: &mut Rng) -> String {
        capitalised(&self.clause(rng))
    }
}

/// One of several.
pub fn pick<'a>(of: &[&'a str], rng: &mut Rng) -> &'a str {
    of[rng.usize(..of.len())]
}

/// The word with a capital.
pub fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// The word of two syllables with this number; each number below 1.6 million has another.
pub fn syllables(number: usize) -> String {
    let each = ONSETS.len() * VOWELS.len() * CODAS.len();
    // Neighbours are put far apart: a prime that divides neither factor reaches every place.
    let mut rest = each + number * 7919 % (each * (each - 1));
    let mut word = String::new();
    while rest > 0 {
        let syllable = rest % each;
        word.push_str(ONSETS[syllable % ONSETS.len()]);
        word.push_str(VOWELS[syllable / ONSETS.len() % VOWELS.len()]);
        word.push_str(CODAS[syllable / ONSETS.len() / VOWELS.len()]);
        rest /= each;
    }
    word
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn there_are_as_many_different_words_as_there_should_be() {
        let lexicon = Lexicon::new();
        let different: HashSet<&String> = lexicon.words.iter().collect();
        assert!(different.len() > WORDS * 99 / 100, "{}", different.len());
    }
}
