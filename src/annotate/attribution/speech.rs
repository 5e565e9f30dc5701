//! Which passages are no speech for certain: names, nicknames, titles of works, terms.

use std::collections::HashMap;

use crate::annotate::{
    lists::{self, Classes, classes::NAMING},
    names::Name,
    parsed::Parsed,
    passages::{NotSpeech, Passage},
};

/// From how many times on one or two words in marks are a term of the article.
const TERM: usize = 3;

/// The longest name or title in marks, and the longest of what somebody is "known as", in words.
const MAX_TITLE: usize = 8;
const MAX_KNOWN_AS: usize = 4;

/// How far before "as" stands "known", in tokens.
const KNOWN: usize = 8;

/// Tells of every passage that cannot be speech why it is none.
pub fn sort_out(parsed: &Parsed, names: &[Name], passages: &mut [Passage]) {
    let times = short_words_in_marks(parsed);
    for passage in passages {
        let words = parsed.text[passage.start..passage.end].trim().to_lowercase();
        let is_term = times.get(&words).is_some_and(|&times| times >= TERM);
        passage.not_speech = if is_term { Some(NotSpeech::RecurringTerm) } else { reason(parsed, names, passage) };
    }
}

/// How often one or two words stand in marks of any kind, within others' words too.
fn short_words_in_marks(parsed: &Parsed) -> HashMap<String, usize> {
    let is_mark = |n: usize| matches!(parsed.word(n), "\"" | "'" | "“" | "”" | "‘" | "’" | "„" | "«" | "»");
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

fn reason(parsed: &Parsed, names: &[Name], passage: &Passage) -> Option<NotSpeech> {
    let words = parsed.text[passage.start..passage.end].trim();
    let count = words.split_whitespace().count();
    let around = names.get(names.partition_point(|name| name.end <= passage.open));
    let first = parsed.token_at(passage.open);
    let before = first.checked_sub(1).map(|before| parsed.word(before).to_lowercase()).unwrap_or_default();
    let is_known = || (first.saturating_sub(KNOWN + 1)..first.saturating_sub(1)).any(|n| matches!(parsed.word(n), "known" | "nicknamed"));
    if !words.contains(char::is_alphabetic) {
        Some(NotSpeech::NoWords)
    } else if around.is_some_and(|name| name.start < passage.open && passage.close < name.end) {
        Some(NotSpeech::NicknameInName)
    } else if before == "as" && count <= MAX_KNOWN_AS && is_known() {
        Some(NotSpeech::KnownAs)
    } else if before == "so-called" {
        Some(NotSpeech::SoCalled)
    } else if count <= MAX_TITLE && Classes::of(&before).any(NAMING) && !words.ends_with([',', '.', '!', '?']) {
        Some(NotSpeech::TitleOrTerm)
    } else if is_title_case(words, count) {
        Some(NotSpeech::TitleCase)
    } else {
        None
    }
}

/// Whether words are capitalised as a title is, and end as none of a speaker's do.
fn is_title_case(words: &str, count: usize) -> bool {
    let is_raised = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.is_empty() || word.starts_with(|c: char| c.is_uppercase() || c.is_numeric()) || lists::function_words().contains(word)
    };
    let capitals = words.split_whitespace().filter(|word| word.starts_with(char::is_uppercase)).count();
    let is_speech = words.ends_with(['.', '!', '?', ',', '…']) || words.starts_with("I ");
    (2..=MAX_TITLE).contains(&count) && capitals >= 2 && !is_speech && words.split_whitespace().all(is_raised)
}
