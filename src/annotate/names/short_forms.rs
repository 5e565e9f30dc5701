//! The forms in which a name seen in full comes back: surname, given name, acronym, short form of an organisation.

use std::collections::HashSet;

use super::{
    Found,
    reading::{Reading, Traits},
};
use crate::{annotate::lists, domain::EntityType};

/// A form of a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Form<'a> {
    /// Its words.
    pub words: Vec<&'a str>,
    /// Whose name it is.
    pub kind: EntityType,
    /// The rule that finds it.
    pub rule: &'static str,
    /// How sure that is.
    pub confidence: f64,
    /// Of two forms of the same words the one of the lower rank counts.
    pub rank: u8,
}

/// The forms of all names found.
pub fn of<'a>(reading: &Reading<'a>, found: &[Found]) -> Vec<Form<'a>> {
    let mut forms = Vec::new();
    let mut seen = HashSet::new();
    for found in found {
        let words: Vec<&str> = (found.start..found.end).map(|n| reading.word(n)).collect();
        if !seen.insert((words.clone(), found.kind == EntityType::Person)) && found.kind == EntityType::Person {
            continue;
        }
        forms.push(Form { words: words.clone(), kind: found.kind, rule: "seen-before", confidence: found.confidence.max(0.9), rank: 0 });
        match found.kind {
            EntityType::Person => person(reading, found, &mut forms),
            EntityType::Organisation => organisation(reading, found, &mut forms),
        }
    }
    forms
}

fn person<'a>(reading: &Reading<'a>, found: &Found, forms: &mut Vec<Form<'a>>) {
    let mut end = found.end;
    while end > found.start && matches!(reading.word(end - 1), "Jr" | "Sr" | "II" | "III" | "IV" | "." | ",") {
        end -= 1;
    }
    let last = end.saturating_sub(1);
    if last <= found.start {
        return;
    }
    let form = |words, rule, confidence, rank| Form { words, kind: EntityType::Person, rule, confidence, rank };
    let mut push = |from: usize, to: usize, rule, confidence, rank| {
        forms.push(form((from..to).map(|n| reading.word(n)).collect(), rule, confidence, rank));
    };
    push(last, end, "surname", 0.95, 1);
    // "van Oort", "bin Khalid": small words before the surname come back with it.
    let mut from = last;
    while from > found.start + 1 && reading.is(from - 1, Traits::PARTICLE) {
        from -= 1;
    }
    if from < last {
        push(from, end, "surname", 0.95, 1);
    }
    let is_name = |n: usize| {
        reading.word(n).chars().count() > 1
            && !reading.is(n, Traits::INITIAL.or(Traits::UPPER))
            && !reading.word(n).contains('.')
            && reading.is(n, Traits::CAPITAL)
            && !reading.is(n, Traits::NEVER.or(Traits::TITLE))
    };
    // Spanish double surnames: the first of the two comes back alone; East Asian surnames stand first.
    for n in found.start + 1..last {
        if is_name(n) && !reading.is(n, Traits::PARTICLE) {
            push(n, n + 1, "middle-name", 0.85, 3);
        }
    }
    if is_name(found.start) && !reading.is(found.start, Traits::DEMONYM) {
        push(found.start, found.start + 1, "given-name-alone", 0.9, 2);
    }
}

fn organisation<'a>(reading: &Reading<'a>, found: &Found, forms: &mut Vec<Form<'a>>) {
    let mut push = |words: Vec<&'a str>, rule, confidence, rank| {
        forms.push(Form { words, kind: EntityType::Organisation, rule, confidence, rank });
    };
    let capitals: Vec<usize> = (found.start..found.end).filter(|&n| reading.is(n, Traits::CAPITAL) && reading.word(n) != "The").collect();
    if let Some(acronym) = in_brackets(reading, found.end) {
        push(vec![reading.word(acronym)], "acronym-in-brackets", 0.97, 0);
    }
    if capitals.len() < 2 || found.rule == "known-organisation" {
        return;
    }
    let initials: String = capitals.iter().filter_map(|&n| reading.word(n).chars().next()).collect();
    if let Some(written) = reading.written_acronym(&initials) {
        push(vec![written], "acronym-of-initials", 0.93, 1);
    }
    let is_head = |n: usize| reading.is(n, Traits::ENDS.or(Traits::BEGINS));
    let first = capitals[0];
    let vague = Traits::PLACE.or(Traits::DEMONYM).or(Traits::ORDINARY).or(Traits::GIVEN).or(Traits::NEVER).or(Traits::UPPER);
    let Some(&last) = capitals.last() else { return };
    // Companies come back by their first word; what is named after its place does not.
    if lists::company_heads().contains(reading.word(last)) && !reading.is(first, vague) && !is_head(first) {
        push(vec![reading.word(first)], "short-organisation", 0.85, 4);
    }
    if lists::company_heads().contains(reading.word(last)) && !is_head(first) && capitals.len() > 2 && capitals[1] == first + 1 {
        push(vec![reading.word(first), reading.word(first + 1)], "short-organisation", 0.85, 4);
    }
    // "the Denver Summit", "Summit".
    if reading.is_sport && capitals.len() == 2 && reading.is(first, Traits::PLACE) && !reading.is(last, Traits::PLACE.or(Traits::THING)) {
        push(vec![reading.word(last)], "club-without-place", 0.85, 4);
    }
    if is_head(last) && last + 1 == found.end {
        // "the Harbour Authority", and "the Courier".
        for &from in
            capitals[1..].iter().filter(|&&from| from < last || !reading.is(from, Traits::NEVER) && found.rule == "organisation-head")
        {
            push((from..found.end).map(|n| reading.word(n)).collect(), "short-organisation", 0.85, 4);
        }
    } else if let Some(&head) = capitals.iter().rev().find(|&&n| is_head(n))
        && head + 1 < found.end
        && matches!(reading.word(head + 1), "of" | "for" | "on")
    {
        push((found.start..=head).map(|n| reading.word(n)).collect(), "short-organisation", 0.85, 4);
    }
}

/// The acronym in brackets after a name.
fn in_brackets(reading: &Reading, at: usize) -> Option<usize> {
    let is_acronym = reading.word(at) == "(" && reading.word(at + 2) == ")" && reading.is(at + 1, Traits::UPPER);
    is_acronym.then_some(at + 1)
}
