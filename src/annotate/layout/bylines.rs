//! Lines that say who wrote: `By Ana Lund in Holm`, `(Reporting by …; editing by …)`, `Ana Lund, Health correspondent`.

use super::shape;
use crate::annotate::lists;

/// The most words of a line that names those who wrote.
const MAX_WORDS: usize = 60;

/// The rule by which a line is a byline wherever it stands.
pub fn byline(text: &str, words: usize) -> Option<&'static str> {
    if words > MAX_WORDS {
        return None;
    }
    if contributed(text) && words <= 30 {
        return Some("contributed-to-report");
    }
    let folded = shape::folded_for(lists::byline_openers(), text);
    if let Some(opener) = folded.as_deref().and_then(|folded| lists::byline_openers().longest(folded)) {
        if opener.starts_with('(') && text.ends_with(')') {
            return Some("credits-in-brackets");
        }
        let rest = clauses(after_opener(text, opener)).next().unwrap_or_default();
        if is_credit(rest, words) {
            return Some("by-name");
        }
    }
    has_trade(text, words).then_some("name-and-trade")
}

/// Whether a line thanks those who helped: `Ana Lund contributed to this report.`
fn contributed(text: &str) -> bool {
    let after = text.find("contributed ").map_or("", |at| &text[at + "contributed ".len()..]);
    let whole = text.trim_end_matches(['.', ')']).ends_with(" contributed") && shape::is_capital(text);
    let from =
        text.split_once(" reported from ").is_some_and(|(names, _)| names.split_whitespace().count() <= 5 && shape::is_proper(names, 5));
    let short = text.split_whitespace().nth(14).is_none();
    short && (whole || from)
        || ["to this report", "to this story", "to this article", "reporting", "research"].iter().any(|what| after.starts_with(what))
}

/// Whether a line is but an agency's name, or says that agencies wrote.
pub fn is_agency(text: &str) -> bool {
    let text = text.trim_matches(['(', ')', '.', ' ', '—', '–', '-']);
    lists::agencies().contains_key(text)
        || matches!(&*text.to_lowercase(), "agencies" | "staff and agencies" | "from agencies" | "wire services" | "agency staff")
}

/// Whether a short line names nobody but says that the publisher's own people wrote: `Holm Courier staff`.
pub fn is_staff(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let lower = text.to_lowercase();
    let trade = ["staff", "staff writer", "staff writers", "staff reporter", "staff reporters", "correspondent", "newsroom", "reporters"]
        .iter()
        .any(|end| lower.ends_with(end));
    (1..=6).contains(&words) && trade && shape::is_capital(text) && !shape::ends_sentence(text)
}

/// What follows the words before a name.
fn after_opener<'a>(text: &'a str, opener: &str) -> &'a str {
    let words = opener.split(' ').count();
    let text = shape::without_bullet(text);
    text.split_whitespace().nth(words).map_or("", |word| &text[word.as_ptr() as usize - text.as_ptr() as usize..])
}

/// Whether what follows `By` is a name, with place and trade, and not the rest of a sentence.
fn is_credit(rest: &str, words: usize) -> bool {
    let first = first_name(rest);
    let staff = |text: &str| {
        let lower = text.to_lowercase();
        lower.contains("staff") || lower.contains("correspondent") || lower.contains("reporter") || lower.starts_with("our ")
    };
    let one_word = !first.contains(' ') && shape::is_capital(first) && words <= 3 && !lists::months().contains_key(&*first.to_lowercase());
    let is_sentence = shape::ends_with_stop(rest) && words > 12;
    !is_sentence && (shape::is_name(first) || shape::is_publication(first) && words <= 6 || one_word || staff(first) && words <= 8)
}

/// The first name of a list of names.
fn first_name(rest: &str) -> &str {
    let end = rest.find([',', ';', '|', '(', '/', '•', '·', '\n', '—', '–', '&']).unwrap_or(rest.len());
    let rest = &rest[..end];
    let cut = [" and ", " in ", " at ", " for ", " with ", " - ", " of ", " on ", " from "].iter().filter_map(|word| rest.find(word)).min();
    rest[..cut.unwrap_or(rest.len())].trim().trim_end_matches(['.', ':'])
}

/// `Ana Lund, Health correspondent`, `Ana Lund, reporting from Holm`.
fn has_trade(text: &str, words: usize) -> bool {
    let Some((name, rest)) = text.split_once(',').or_else(|| text.split_once(" | ")).or_else(|| text.split_once(" - ")) else {
        return false;
    };
    let rest = rest.trim();
    let reports = rest.starts_with("reporting from") || rest.starts_with("reporting in");
    words <= 12 && shape::is_name(name.trim()) && !shape::ends_sentence(rest) && (reports || is_trade(rest))
}

/// Whether a short line is a trade in the news: `Health correspondent, NCB News`.
pub fn is_trade(text: &str) -> bool {
    let trade = |word: &str| shape::holds(lists::job_words(), word);
    text.split_whitespace().count() <= 8 && text.split_whitespace().any(trade) && !shape::ends_sentence(text)
}

/// Whether a short line in the head is but a name, or names, or a name with a place or a trade.
pub fn is_bare(text: &str) -> bool {
    let plain = text.split('(').next().unwrap_or_default().trim();
    let (name, place) = plain.split_once(" in ").or_else(|| plain.split_once(" at ")).unwrap_or((plain, "X"));
    let named = || name.split(" and ").flat_map(|part| part.split([',', '&', '/'])).all(|part| shape::is_name(without_note(part)));
    text.split_whitespace().take(13).count() <= 12 && (shape::is_proper(place, 4) && named() || before_trade(text).is_some())
}

/// The name in `Ana Lund Transport correspondent`, where nothing parts it from the trade.
fn before_trade(text: &str) -> Option<&str> {
    let mut words = text.split_whitespace();
    let last = words.next_back()?;
    let second = words.nth(1)?;
    let end = second.as_ptr() as usize - text.as_ptr() as usize + second.len();
    let name = text.get(..end)?;
    let trade = last.starts_with(char::is_lowercase) && lists::job_words().contains(last) && text.split_whitespace().count() <= 6;
    (trade && text[end..].trim_start().starts_with(char::is_uppercase) && shape::is_name(name)).then_some(name)
}

/// A name without what stands in brackets after it.
fn without_note(part: &str) -> &str {
    part.split('(').next().unwrap_or_default().trim()
}

/// Those who wrote and those who edited, from one line.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct People {
    pub authors: Vec<String>,
    pub editors: Vec<String>,
}

/// The people that a byline names.
pub fn people(text: &str) -> People {
    let mut people = People::default();
    let text = text.trim_matches(['(', ')', '.', ' ']);
    if contributed(text) {
        // Who found things out for the authors is none of them.
        if text.contains("contributed to this") {
            people.authors.extend(names_within(text));
        }
        return people;
    }
    for clause in clauses(text) {
        let folded = shape::folded(clause);
        let opener = lists::byline_openers().longest(&folded).unwrap_or_default();
        let rest = if opener.is_empty() { clause.trim() } else { after_opener(clause, opener) };
        // Those who helped are named, but it is not their article.
        let (translated, added) = (opener.contains("translat"), opener.contains("additional"));
        let list = if opener.contains("edit") { &mut people.editors } else { &mut people.authors };
        if !translated && !added {
            list.extend(names(rest));
        }
    }
    people
}

/// The parts of a line that each begin with what was done: `Reporting by …; editing by …`, `Written by …. Edited by …`.
fn clauses(text: &str) -> impl Iterator<Item = &str> {
    let opens = |rest: &str| {
        shape::folded_for(lists::byline_openers(), rest).is_some_and(|folded| lists::byline_openers().longest(&folded).is_some())
    };
    text.split(';').flat_map(move |part| {
        let cut = part.match_indices(". ").map(|(at, _)| at).find(|&at| opens(&part[at + 2..]));
        let (first, second) = cut.map_or((part, ""), |at| (&part[..at], &part[at + 2..]));
        [first.trim(), second.trim()].into_iter().filter(|part| !part.is_empty())
    })
}

/// The names of a list: `Ana Lund in Holm and Per Ek, court reporter`.
fn names(list: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in list.split('\n').flat_map(|line| line.split([',', '|', '/', '•', '·', '&', '—', '–'])) {
        for part in line.split(" and ").flat_map(|part| part.split(" with ")) {
            let part = before_trade(part.trim()).unwrap_or(part);
            let name = untitled(first_name(part.trim().trim_start_matches("and ").trim_start_matches("By ").trim_start_matches("by ")));
            let is_agency = lists::agencies().contains_key(name) || shape::is_publication(name);
            if shape::is_name(name) && !is_agency && !is_trade(name) {
                let junior = part.contains(&format!("{name}.")) && name.ends_with(['r', 'R']);
                found.push(shape::recased(name) + if junior { "." } else { "" });
            } else if found.is_empty() && !is_agency && name.split_whitespace().count() > 1 {
                return found;
            }
        }
    }
    found
}

/// A name without the honorific before it.
fn untitled(name: &str) -> &str {
    let name = name.trim_matches(['(', ')', ' ']);
    ["Dr. ", "Dr ", "Prof. ", "Prof ", "Professor ", "Mr. ", "Mr ", "Ms. ", "Ms ", "Mrs. ", "Mrs "]
        .iter()
        .find_map(|title| name.strip_prefix(title))
        .unwrap_or(name)
}

/// The names within a sentence: runs of capitalised words before a small one, without the publisher's.
fn names_within(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in text.split([',', ';']).flat_map(|part| part.split(" and ")) {
        let words: Vec<&str> = part.split_whitespace().collect();
        let trade = words.iter().rposition(|word| shape::holds(lists::job_words(), word)).map_or(0, |at| at + 1);
        let name: Vec<&str> = words[trade..].iter().take_while(|word| shape::is_capital(word)).copied().collect();
        let name = name.join(" ");
        if shape::is_name(&name) {
            found.push(shape::recased(&name));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_are_told_from_sentences() {
        let is = |text: &str| byline(text, text.split_whitespace().count()).is_some();
        for line in [
            "By Ana Lund",
            "By ANA LUND and Per Ek in Holm",
            "By Ana Lund, court reporter",
            "By Reuters",
            "(Reporting by Ana Lund in Holm; Editing by Per Ek)",
            "Interview by Ana Lund",
            "Ana Lund, Health correspondent",
            "Ana Lund, reporting from the Capitol",
            "Northwire writer Ana Lund in Holm contributed to this report.",
        ] {
            assert!(is(line), "{line}");
        }
        for line in [
            "By Tuesday the water had reached the church.",
            "By March",
            "By the sea",
            "Ana Lund, 44, is a baker",
            "By Holm standards it was a quiet night for the police, who made two arrests.",
        ] {
            assert!(!is(line), "{line}");
        }
    }

    #[test]
    fn names_are_taken_without_places_and_trades() {
        let found = people("(Reporting by Ana Lund in Holm and Per Ek; Additional reporting by Jo Berg; Editing by Mei Tsao and R. Nair)");
        assert_eq!((found.authors, found.editors), (vec!["Ana Lund".into(), "Per Ek".into()], vec!["Mei Tsao".into(), "R. Nair".into()]));
        assert_eq!(people("By ANA LUND-EK, political editor").authors, ["Ana Lund-Ek"]);
        assert_eq!(people("Northern Press writer Ana Lund in Holm contributed to this report.").authors, ["Ana Lund"]);
        assert_eq!(people("By Reuters").authors, Vec::<String>::new());
        assert_eq!(people("Ana Lund (now) and Per Ek (earlier)").authors, ["Ana Lund", "Per Ek"]);
    }
}
