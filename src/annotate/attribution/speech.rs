//! Which passages are no speech for certain: names, nicknames, titles of works, terms.

use std::collections::HashMap;

use crate::annotate::{lists, names::Name, parsed::Parsed, passages::Passage};

/// Words before a passage that say it is a term or the name of something.
const NAMING: [&str; 44] = [
    "so-called",
    "marked",
    "labelled",
    "stamped",
    "headed",
    "known",
    "titled",
    "entitled",
    "nicknamed",
    "named",
    "term",
    "word",
    "words",
    "phrase",
    "slogan",
    "motto",
    "film",
    "movie",
    "book",
    "novel",
    "song",
    "album",
    "play",
    "series",
    "show",
    "essay",
    "poem",
    "painting",
    "opera",
    "musical",
    "documentary",
    "memoir",
    "podcast",
    "episode",
    "single",
    "track",
    "exhibition",
    "sitcom",
    "hit",
    "ballad",
    "magazine",
    "sculpture",
    "game",
    "thriller",
];

/// Tells of every passage that cannot be speech why it is none.
pub fn sort_out(parsed: &Parsed, names: &[Name], passages: &mut [Passage]) {
    let marked = short_words_in_marks(parsed);
    for passage in passages {
        let words = parsed.text[passage.start..passage.end].trim().to_lowercase();
        let is_term = marked.get(&words).is_some_and(|&times| times >= TERM);
        passage.not_speech = if is_term { Some("recurring-term") } else { reason(parsed, names, passage) };
    }
}

/// From how many times on one or two words in marks are a term of the article.
const TERM: usize = 3;

/// How often one or two words stand in marks of any kind, within others' words too.
fn short_words_in_marks(parsed: &Parsed) -> HashMap<String, usize> {
    let is_mark =
        |n: usize| parsed.tokens.get(n).is_some_and(|_| matches!(parsed.word(n), "\"" | "'" | "“" | "”" | "‘" | "’" | "„" | "«" | "»"));
    let mut times = HashMap::new();
    for n in (0..parsed.tokens.len()).filter(|&n| is_mark(n)) {
        for length in 1..=2 {
            let all_words = (n + 1..=n + length).all(|m| parsed.is_word(m));
            if all_words && is_mark(n + length + 1) && parsed.touches_next(n) && parsed.touches_next(n + length) {
                let words = &parsed.text[parsed.tokens[n + 1].start..parsed.tokens[n + length].end];
                *times.entry(words.to_lowercase()).or_default() += 1;
            }
        }
    }
    times
}

fn reason(parsed: &Parsed, names: &[Name], passage: &Passage) -> Option<&'static str> {
    let words = parsed.text[passage.start..passage.end].trim();
    if !words.contains(char::is_alphabetic) {
        return Some("no-words");
    }
    let around = names.partition_point(|name| name.end <= passage.open);
    if names.get(around).is_some_and(|name| name.start < passage.open && passage.close < name.end) {
        return Some("nickname-in-name");
    }
    let first = parsed.token_at(passage.open);
    let before = if first > 0 { parsed.word(first - 1).to_lowercase() } else { String::new() };
    let known = |reach: usize| (1..=reach).any(|back| first > back && matches!(parsed.word(first - 1 - back), "known" | "nicknamed"));
    if before == "as" && words.split_whitespace().count() <= 4 && known(8) {
        return Some("known-as");
    }
    if before == "so-called" {
        return Some("so-called");
    }
    let count = words.split_whitespace().count();
    if count <= 8 && NAMING.contains(&&*before) && !words.ends_with([',', '.', '!', '?']) {
        return Some("title-or-term");
    }
    let is_title_case = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.chars().next().is_none_or(|c| c.is_uppercase() || c.is_numeric()) || lists::function_words().contains(word)
    };
    let capitals = words.split_whitespace().filter(|word| word.chars().next().is_some_and(char::is_uppercase)).count();
    let ends = words.ends_with(['.', '!', '?', ',', '…']);
    if (2..=8).contains(&count) && capitals >= 2 && words.split_whitespace().all(is_title_case) && !ends && !words.starts_with("I ") {
        return Some("title-case");
    }
    None
}
