//! The words of a quote as they are compared: sentence by sentence, each word by its stem, its senses, and how much it tells.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use rust_stemmers::{Algorithm, Stemmer};
use unicode_segmentation::UnicodeSegmentation;

use crate::annotate::lists;

/// The most words of a sentence that are compared as one; what is longer is cut.
const LONGEST_UNIT: usize = 60;

/// The longest word that is stemmed, in bytes.
const LONGEST_WORD: usize = 40;

/// What a word of each kind weighs: one that tells nothing, one that is in many sentences, any other.
const FUNCTION: f32 = 0.1;
const EVERYDAY: f32 = 0.6;
const TELLING: f32 = 1.0;

/// What kind of word one is, as far as that matters where two sentences differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An article, a pronoun, a preposition, an auxiliary: it tells nothing by itself.
    Function,
    /// A word that turns the sense round.
    Negation,
    /// Any other word.
    Plain,
    /// A number, in digits or in words.
    Number,
    /// A word with a capital within a sentence.
    Name,
}

/// A word.
#[derive(Debug, Clone)]
pub struct Word {
    /// The number of its stem in the vocabulary.
    pub stem: u32,
    /// The lines of the list of wordings that it stands in.
    pub senses: &'static [u16],
    /// How much it tells.
    pub weight: f32,
    /// What kind of word it is.
    pub kind: Kind,
}

/// A sentence, or a piece of a very long one.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Its words.
    pub words: Vec<Word>,
    /// What they weigh together.
    pub weight: f32,
    /// How many words of the quote stand before it.
    pub start: u32,
}

/// The stems of a set of quotes, by number.
#[derive(Default)]
pub struct Vocabulary(HashMap<String, u32>);

impl Vocabulary {
    /// Cuts passages into units.
    pub fn units(&mut self, passages: &[String], is_english: bool) -> Vec<Unit> {
        let stemmer = Stemmer::create(Algorithm::English);
        let (mut units, mut start) = (Vec::new(), 0);
        for sentence in passages.iter().flat_map(|passage| passage.unicode_sentences()) {
            let words = self.words(sentence, is_english.then_some(&stemmer));
            for words in words.chunks(LONGEST_UNIT) {
                let length = u32::try_from(words.len()).unwrap_or_default();
                units.push(Unit { weight: words.iter().map(|word| word.weight).sum(), words: words.to_vec(), start });
                start += length;
            }
        }
        units
    }

    fn words(&mut self, sentence: &str, stemmer: Option<&Stemmer>) -> Vec<Word> {
        let written: Vec<&str> = sentence.unicode_words().collect();
        let mut words = Vec::with_capacity(written.len());
        let mut at = 0;
        while at < written.len() {
            if let Some((number, length)) = number(&written[at..]) {
                words.push(Word { stem: self.number(number), senses: &[], weight: TELLING, kind: Kind::Number });
                at += length;
                continue;
            }
            // "No 2" denies nothing.
            if matches!(written[at], "No" | "no" | "Nos")
                && written.get(at + 1).is_some_and(|next| next.starts_with(|first: char| first.is_ascii_digit()))
            {
                at += 1;
                continue;
            }
            let is_name = at > 0 && written[at].starts_with(char::is_uppercase);
            let lower = written[at].to_lowercase().replace('’', "'");
            at += 1;
            match stemmer {
                Some(stemmer) => self.english(&lower, is_name, stemmer, &mut words),
                None => words.push(Word { stem: self.number(lower), senses: &[], weight: TELLING, kind: Kind::Plain }),
            }
        }
        words
    }

    fn english(&mut self, lower: &str, is_name: bool, stemmer: &Stemmer, words: &mut Vec<Word>) {
        if lower.ends_with("n't") || matches!(lower, "not" | "cannot" | "never" | "no" | "nobody" | "nothing" | "none" | "without") {
            words.push(Word { stem: self.number("not".to_owned()), senses: &[], weight: FUNCTION, kind: Kind::Negation });
            return;
        }
        let plain = lower.split('\'').next().unwrap_or_default();
        let stem = stem(plain, stemmer);
        let (weight, kind) = if lists::function_words().contains(lower) || lists::function_words().contains(plain) {
            (FUNCTION, Kind::Function)
        } else if EVERYDAY_STEMS.contains(&stem) {
            (EVERYDAY, if is_name { Kind::Name } else { Kind::Plain })
        } else {
            (TELLING, if is_name { Kind::Name } else { Kind::Plain })
        };
        let senses = SENSES.get(&stem).map_or(&[][..], Vec::as_slice);
        words.push(Word { stem: self.number(stem), senses, weight, kind });
    }

    fn number(&mut self, stem: String) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(stem).or_insert(next)
    }
}

static SENSES: LazyLock<HashMap<String, Vec<u16>>> = LazyLock::new(|| {
    let stemmer = Stemmer::create(Algorithm::English);
    let mut senses: HashMap<String, Vec<u16>> = HashMap::new();
    for (sense, words) in (0_u16..).zip(lists::wordings()) {
        for word in words.split_whitespace() {
            senses.entry(stem(word, &stemmer)).or_default().push(sense);
        }
    }
    senses
});

static EVERYDAY_STEMS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let stemmer = Stemmer::create(Algorithm::English);
    lists::everyday_words().map(|word| stem(word, &stemmer)).collect()
});

/// The stem of a word in lower case, the same for the British and the American spelling.
fn stem(word: &str, stemmer: &Stemmer) -> String {
    if word.len() > LONGEST_WORD {
        return word.to_owned();
    }
    // Where this turns a word into none that exists, it does so wherever the word stands.
    let mut one = word.replace("our", "or").replace("ence", "ense").replace("yse", "yze").replace("ysi", "yzi").replace("mme", "m");
    for (british, american) in
        [("isation", "ization"), ("ise", "ize"), ("ising", "izing"), ("ised", "ized"), ("ises", "izes"), ("tre", "ter"), ("tres", "ters")]
    {
        if let Some(root) = one.strip_suffix(british).filter(|root| root.len() > 1) {
            one = format!("{root}{american}");
            break;
        }
    }
    stemmer.stem(&one).into_owned()
}

/// A number at the start of some words, in digits or in words, and how many words it takes. `800,000` and `eight hundred thousand` are one.
fn number(words: &[&str]) -> Option<(String, usize)> {
    let digits: String = words[0].chars().filter(|character| *character != ',').collect();
    if let Ok(value) = digits.parse::<f64>().map(f64::abs)
        && digits.starts_with(|first: char| first.is_ascii_digit())
    {
        let scale = words.get(1).and_then(|word| scale(&word.to_lowercase()));
        return Some(((value * scale.unwrap_or(1.0)).to_string(), 1 + usize::from(scale.is_some())));
    }
    let (mut whole, mut part, mut length) = (0.0, None, 0);
    for word in words {
        let word = word.to_lowercase();
        if let Some(value) = small_number(&word) {
            part = Some(part.unwrap_or(0.0) + value);
        } else if word == "hundred" && part.is_some() {
            part = part.map(|part| part * 100.0);
        } else if let Some((scale, value)) = scale(&word).zip(part) {
            whole += value * scale;
            part = Some(0.0);
        } else {
            break;
        }
        length += 1;
    }
    // "One" is a pronoun more often than a number.
    let is_pronoun = length == 1 && words[0].eq_ignore_ascii_case("one");
    part.filter(|_| !is_pronoun).map(|part| ((whole + part).to_string(), length))
}

fn scale(word: &str) -> Option<f64> {
    match word {
        "thousand" => Some(1e3),
        "million" => Some(1e6),
        "billion" => Some(1e9),
        _ => None,
    }
}

fn small_number(word: &str) -> Option<f64> {
    const WORDS: [&str; 20] = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    const TENS: [&str; 7] = ["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let units = (1_u8..).zip(WORDS).find(|(_, name)| *name == word).map(|(value, _)| f64::from(value));
    units.or_else(|| (3_u8..).zip(TENS).find(|(_, name)| *name == word).map(|(value, _)| f64::from(value) * 10.0))
}
