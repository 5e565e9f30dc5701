//! Where sentences end.

use std::ops::Range;

use super::{
    lists,
    tokens::{Token, TokenKind, is_apostrophe},
};

/// The sentences of one block, as ranges of its tokens. Every token is in exactly one.
#[must_use]
pub fn split(text: &str, tokens: &[Token]) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < tokens.len() {
        if !ends_sentence(text, tokens, at) {
            at += 1;
            continue;
        }
        // Further stops, and closing marks that touch, go with the sentence that they end.
        let mut end = at + 1;
        while end < tokens.len() && tokens[end - 1].end == tokens[end].start && is_closing(word(text, tokens, end)) {
            end += 1;
        }
        at = end;
        if begins_sentence(text, tokens, end) {
            sentences.push(start..end);
            start = end;
        }
    }
    if start < tokens.len() {
        sentences.push(start..tokens.len());
    }
    sentences
}

fn word<'a>(text: &'a str, tokens: &[Token], n: usize) -> &'a str {
    tokens.get(n).map_or("", |token| &text[token.start..token.end])
}

/// Whether the token is a stop that may end a sentence, and no part of an abbreviation.
fn ends_sentence(text: &str, tokens: &[Token], at: usize) -> bool {
    match word(text, tokens, at) {
        "!" | "?" | "…" | "。" | "！" | "？" => true,
        "." => {
            let touches = at > 0 && tokens[at - 1].end == tokens[at].start;
            let before = if touches { word(text, tokens, at - 1) } else { "" };
            let is_initial = before.chars().count() == 1 && before.chars().all(char::is_uppercase) && before != "I";
            let is_abbreviation = lists::abbreviations().contains(before);
            !(is_initial || is_abbreviation && goes_on(text, tokens, at + 1))
        }
        // `U.S.` and the like may end a sentence: what follows decides.
        other => tokens[at].kind == TokenKind::Word && other.ends_with('.') && starts_plainly(text, tokens, at + 1),
    }
}

/// Whether what follows an abbreviation may be the rest of its sentence.
fn goes_on(text: &str, tokens: &[Token], n: usize) -> bool {
    let touches = tokens.get(n).is_some_and(|next| next.start == tokens[n - 1].end);
    let is_number = word(text, tokens, n).starts_with(|first: char| first.is_ascii_digit());
    let needs_number = matches!(word(text, tokens, n - 2), "No" | "Nos" | "Fig" | "Figs" | "Vol" | "p" | "pp");
    let is_over = needs_number || touches && is_closing(word(text, tokens, n));
    !starts_plainly(text, tokens, n) && (is_number || !is_over)
}

/// Whether the token is one with which sentences begin and names do not go on.
fn starts_plainly(text: &str, tokens: &[Token], n: usize) -> bool {
    let next = word(text, tokens, n);
    next.chars().next().is_some_and(char::is_uppercase) && lists::sentence_openers().contains(&*next.to_lowercase())
}

fn is_closing(mark: &str) -> bool {
    matches!(mark, "\"" | "”" | "’" | "'" | "»" | "“" | ")" | "]" | "." | "!" | "?" | "…" | "›")
}

/// Whether what follows a stop looks like the start of a sentence.
fn begins_sentence(text: &str, tokens: &[Token], n: usize) -> bool {
    let Some(next) = tokens.get(n) else { return true };
    if tokens.get(n.wrapping_sub(1)).is_some_and(|before| before.end == next.start) {
        return false;
    }
    let first = word(text, tokens, n).chars().next().unwrap_or(' ');
    let is_mark =
        |c: char| is_apostrophe(c) || matches!(c, '"' | '“' | '‘' | '„' | '«' | '(' | '[' | '—' | '–' | '-' | '•' | '¿' | '¡' | '‹' | '‚');
    if is_mark(first) {
        let inner = word(text, tokens, n + 1).chars().next().unwrap_or(' ');
        return !inner.is_lowercase();
    }
    !first.is_lowercase() && !matches!(first, ',' | ';' | ':')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::tokens::tokens;

    fn check(text: &str, expected: &[&str]) {
        let tokens = tokens(text);
        let found: Vec<&str> = split(text, &tokens).into_iter().map(|s| &text[tokens[s.start].start..tokens[s.end - 1].end]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn abbreviations_and_initials_end_nothing() {
        check("Mr. Hale met Sen. J. Orr. They spoke.", &["Mr. Hale met Sen. J. Orr.", "They spoke."]);
        check("The U.S. Senate met. In the U.S. The end.", &["The U.S. Senate met.", "In the U.S.", "The end."]);
    }

    #[test]
    fn closing_marks_go_with_their_sentence() {
        check("\"Go.\" She left. \"Why?\" he asked.", &["\"Go.\"", "She left.", "\"Why?\" he asked."]);
        check("He said: “No.” ‘Yes!’ she said.", &["He said: “No.”", "‘Yes!’ she said."]);
    }
}
