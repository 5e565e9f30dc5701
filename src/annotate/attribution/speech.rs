//! Which passages are no speech for certain: names, nicknames, titles of works, terms.

use crate::annotate::{lists, names::Name, parsed::Parsed, passages::Passage};

/// Words before a passage that say it is a term or the name of something.
const NAMING: [&str; 40] = [
    "so-called",
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
    for passage in passages {
        passage.not_speech = reason(parsed, names, passage);
    }
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
