//! A person's name in its parts.

use super::{Gender, spelling};
use crate::annotate::{
    lists,
    names::Name,
    parsed::Parsed,
    tokens::{TokenKind, is_apostrophe},
};

/// A person's name, as the parts of it that are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// Its words in lower case, without accents, full stops, and small words like "van".
    pub words: Vec<String>,
    /// `jr`, `sr`, `iii`.
    pub suffix: Option<String>,
    /// What an honorific or a title before it says.
    pub gender: Gender,
    /// The words of the title, in lower case, without honorifics.
    pub titles: Vec<String>,
    /// Whether it is introduced as somebody's relative.
    pub is_relative: bool,
}

impl Parts {
    /// The parts of a name of the text.
    pub fn of(parsed: &Parsed, name: &Name) -> Self {
        let (mut words, mut suffix) = (Vec::new(), None);
        let is_small = |n: usize| lists::particles().contains(parsed.word(n));
        for n in parsed.tokens_in(name.start, name.end) {
            if parsed.tokens[n].kind != TokenKind::Word {
                continue;
            }
            let word = parsed.word(n);
            let plain = spelling::plain(word);
            match plain.as_str() {
                "jr" | "sr" | "ii" | "iii" | "iv" if !words.is_empty() => suffix = Some(plain),
                _ if is_particle(word, words.is_empty() && !is_small(n + 1)) => {}
                _ => words.push(without_article(&plain).to_owned()),
            }
        }
        Self { words, suffix, gender: title_gender(parsed, name), titles: titles(parsed, name), is_relative: is_relative(parsed, name) }
    }

    /// The last word.
    pub fn surname(&self) -> &str {
        self.words.last().map_or("", String::as_str)
    }

    /// The first word.
    pub fn given(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    /// Whether it is more than a surname or a given name.
    pub fn is_full(&self) -> bool {
        self.words.len() > 1
    }
}

/// "van", also with a capital where it is no given name: "Van de Velde", but not "Ben Orr".
fn is_particle(word: &str, is_first: bool) -> bool {
    let is_small = lists::particles().contains(&*word.to_lowercase());
    is_small && (word.starts_with(char::is_lowercase) || !is_first || !lists::given_names().contains_key(word))
}

/// `al-Assad` and `Assad` are one surname.
fn without_article(word: &str) -> &str {
    word.split_once('-')
        .filter(|(article, rest)| matches!(*article, "al" | "el" | "ul" | "as" | "ash" | "ar" | "an") && rest.len() > 2)
        .map_or(word, |(_, rest)| rest)
}

fn titles(parsed: &Parsed, name: &Name) -> Vec<String> {
    let Some((start, end)) = name.title else { return Vec::new() };
    let words = parsed.tokens_in(start, end).map(|n| parsed.word(n)).filter(|word| !lists::honorifics().contains_key(*word));
    words.map(str::to_lowercase).filter(|word| word != ".").collect()
}

/// "Orr's husband, the Rev Colin Orr": a noun for a relative stands just before.
fn is_relative(parsed: &Parsed, name: &Name) -> bool {
    let n = parsed.token_at(name.title.map_or(name.start, |(start, _)| start));
    (n.saturating_sub(4)..n).any(|n| lists::kin().contains(parsed.word(n)))
}

/// The gender that the words of a title tell.
fn title_gender(parsed: &Parsed, name: &Name) -> Gender {
    let Some((start, end)) = name.title else { return Gender::Unknown };
    let words = parsed.tokens_in(start, end).map(|n| parsed.word(n));
    words.map(word_gender).find(|gender| *gender != Gender::Unknown).unwrap_or_default()
}

/// The gender that an honorific, a title or another noun for a person tells.
pub fn word_gender(word: &str) -> Gender {
    let titled = lists::honorifics().get(word).copied().unwrap_or_default();
    if titled == Gender::Unknown {
        lists::titles().get(word.to_lowercase().trim_end_matches(is_apostrophe)).unwrap_or_default()
    } else {
        titled
    }
}
