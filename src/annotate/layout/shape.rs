//! What a line looks like: its words, its end, whether it could be a name.

use crate::annotate::lists;

/// How much of a line is looked at where its beginning tells what it is, in characters.
const FOLDED: usize = 90;

/// The beginning of a line as lists write it: in lower case, with straight marks and single blanks, without bullets before and marks after it.
pub fn folded(text: &str) -> String {
    let text = without_bullet(text);
    let mut folded = String::with_capacity(text.len().min(FOLDED));
    let mut after_blank = true;
    for character in text.chars().take(FOLDED) {
        let is_blank = character.is_whitespace();
        match character {
            '’' | '‘' => folded.push('\''),
            '“' | '”' => folded.push('"'),
            c if c.is_ascii() && !is_blank => folded.push(c.to_ascii_lowercase()),
            _ if is_blank && after_blank => {}
            _ if is_blank => folded.push(' '),
            c => folded.extend(c.to_lowercase()),
        }
        after_blank = is_blank;
    }
    let is_mark = |c: char| c == ' ' || matches!(c, '.' | '…' | '!' | '>' | '»' | '|' | ',' | ';' | '›' | '→');
    folded.truncate(folded.trim_end_matches(is_mark).len());
    folded
}

/// A folded line without what follows its words.
pub fn bare(folded: &str) -> &str {
    folded.trim_end_matches([':', '?', ',', ' '])
}

/// A line without the marks of a list before its words.
pub fn without_bullet(text: &str) -> &str {
    text.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '•' | '*' | '·' | '▪' | '►' | '▶' | '»' | '>' | '-' | '–' | '—' | '|' | '‣' | '◦' | '\u{feff}')
    })
}

/// Whether a line begins with the mark of a list.
pub fn has_bullet(text: &str) -> bool {
    let mut characters = text.chars();
    matches!(characters.next(), Some('•' | '*' | '·' | '▪' | '►' | '▶' | '‣' | '◦' | '-' | '–' | '—'))
        && characters.next().is_some_and(char::is_whitespace)
}

/// A line as lists of beginnings write it, where it begins with the first word of one of them: few lines do.
pub fn folded_for(list: &lists::Openers, text: &str) -> Option<String> {
    let first = without_bullet(text).split_whitespace().next()?;
    holds(list.first_words(), first).then(|| folded(text))
}

/// Whether a list of lower-case words holds a word, without the marks around it. Nothing is allocated: every word of a text is asked for.
pub fn holds(list: &std::collections::HashSet<&'static str>, word: &str) -> bool {
    let word = core(word);
    let mut lower = [0; 32];
    match lower.get_mut(..word.len()) {
        Some(lower) if word.is_ascii() => {
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            std::str::from_utf8(lower).is_ok_and(|lower| list.contains(lower))
        }
        _ => word.chars().count() <= 32 && list.contains(&*word.to_lowercase()),
    }
}

/// The last character before closing marks.
fn last(text: &str) -> Option<char> {
    // The number of a footnote may follow the stop: `… and so it stayed.2`.
    let unnumbered = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let raised =
        unnumbered.strip_suffix('.').is_some_and(|rest| rest.ends_with(|c: char| c.is_alphabetic() || matches!(c, '”' | '’' | '"')));
    let text = if raised { unnumbered } else { text };
    text.chars().rev().find(|c| !matches!(c, '"' | '”' | '’' | '\'' | '»' | '“' | '‘' | ')' | ']' | '*' | ' '))
}

/// Whether a line ends as a statement does.
pub fn ends_with_stop(text: &str) -> bool {
    matches!(last(text), Some('.' | '!' | '…' | '。' | '！' | '؟' | '।' | '۔'))
}

/// Whether a line ends as a sentence does, be it a question.
pub fn ends_sentence(text: &str) -> bool {
    ends_with_stop(text) || matches!(last(text), Some('?' | '？'))
}

/// Whether a line has a letter or a digit.
pub fn has_words(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// A word without the marks around it.
pub fn core(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Whether a word begins with a capital.
pub fn is_capital(word: &str) -> bool {
    core(word).chars().next().is_some_and(char::is_uppercase)
}

/// Whether a word of two letters or more is all in capitals.
pub fn is_shouted(word: &str) -> bool {
    let mut letters = word.chars().filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_some() && word.chars().filter(|c| c.is_alphabetic()).nth(1).is_some() && letters.all(char::is_uppercase)
}

/// The parts of a line that stood beside one another on the page: a scraper leaves several blanks between them.
pub fn columns(text: &str) -> impl Iterator<Item = &str> {
    text.split("  ").flat_map(|part| part.split(['\t', '\u{a0}', '|', '·', '•'])).map(str::trim).filter(|part| !part.is_empty())
}

/// Whether every word begins with a capital or is a particle, and there are no more than `most` words: a name of whatever sort.
pub fn is_proper(text: &str, most: usize) -> bool {
    let words = text.split_whitespace().take(most + 1);
    let count = words.clone().count();
    let small = |word: &str| lists::name_particles().contains(word) || matches!(word, "and" | "&" | "the" | "for" | "in" | "on" | "of");
    (1..=most).contains(&count)
        && text.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
        && words.clone().any(is_capital)
        && words.into_iter().all(|word| is_capital(word) || small(word) || core(word).chars().all(|c| c.is_ascii_digit()))
}

/// Whether a text could be one person's name in full: two to six words, of which the first and the last have capitals, and nothing else.
pub fn is_name(text: &str) -> bool {
    let count = text.split_whitespace().take(7).count();
    let fits = |word: &str| {
        let letters = word.trim_end_matches(['.', ',']);
        letters.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.' | '‐')) && letters.chars().any(char::is_alphabetic)
    };
    let family = |word: &str| ["al-", "el-", "as-", "d'", "d’"].iter().any(|lead| word.strip_prefix(lead).is_some_and(is_capital));
    let small = |word: &str| holds(lists::name_particles(), word) || family(word);
    (2..=6).contains(&count)
        && text.split_whitespace().all(|word| fits(word) && (is_capital(word) || small(word)))
        && text.split_whitespace().filter(|word| is_capital(word) || family(word)).count() >= 2
        && !text.split_whitespace().any(is_common)
        && !text.ends_with('.')
}

/// Whether a capitalised word of a line can be no part of a person's name.
fn is_common(word: &str) -> bool {
    let lower = core(word).to_lowercase();
    lists::function_words().contains(&*lower) || lists::publication_words().contains(&*lower)
}

/// Whether a text could be a publisher's name: a few capitalised words of which one is of the trade.
pub fn is_publication(text: &str) -> bool {
    let trade =
        |word: &str| holds(lists::publication_words(), word) || word.split('-').skip(1).any(|part| holds(lists::publication_words(), part));
    is_proper(text, 6) && text.split_whitespace().any(trade)
}

/// A name written in capitals throughout, as names are written.
pub fn recased(name: &str) -> String {
    if !name.split_whitespace().all(|word| is_shouted(word) || word.chars().count() <= 2) || name.split_whitespace().count() < 2 {
        return name.to_owned();
    }
    let recase = |word: &str| {
        let mut start = true;
        word.chars()
            .flat_map(|c| {
                let cased: Vec<char> = if start { vec![c] } else { c.to_lowercase().collect() };
                start = !c.is_alphabetic();
                cased
            })
            .collect::<String>()
    };
    name.split_whitespace().map(recase).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_other_capitalised_lines() {
        for name in ["Ana Lund", "P. J. Marsh", "Yusra bin Khalid al-Harthy", "ROSA QUISPE", "Séverine N'Diaye", "Ludwig van der Berg"] {
            assert!(is_name(name), "{name}");
        }
        for other in
            ["Ana", "Ana lund", "Orvane Courier", "The Long Road", "Ana Lund.", "Route 66 Blues", "Ana Lund left for the coast today"]
        {
            assert!(!is_name(other), "{other}");
        }
    }

    #[test]
    fn a_folded_line_is_what_lists_hold() {
        assert_eq!(folded("  • Don’t   MISS… "), "don't miss");
        assert_eq!(lists::promo_openers().longest(&folded("READ MORE: The pier")), Some("read more:"));
        assert_eq!(lists::promo_openers().longest(&folded("Reading is fun")), None);
    }

    #[test]
    fn shouted_names_are_written_as_names() {
        assert_eq!(recased("ROSA QUISPE-MAMANI"), "Rosa Quispe-Mamani");
        assert_eq!(recased("Rosa Quispe"), "Rosa Quispe");
    }
}
