//! Organisations: one by the list of known ones, by an acronym, or by a short form.

use std::collections::HashMap;

use super::{Entity, Gender, spelling};
use crate::{
    annotate::{
        lists,
        names::Name,
        parsed::Parsed,
        tokens::{TokenKind, tokens},
    },
    domain::EntityType,
};

/// Words at the end of a company's name that its short forms leave out.
const LEGAL: [&str; 12] = ["inc", "ltd", "limited", "plc", "corp", "corporation", "co", "company", "llc", "gmbh", "ag", "sa"];

/// Gives the names of organisations their entities.
pub fn link(parsed: &Parsed, names: &mut [Name], entities: &mut Vec<Entity>) {
    let mut bodies = Bodies::default();
    let mut order: Vec<usize> = (0..names.len()).filter(|&n| names[n].kind == EntityType::Organisation).collect();
    // Names in full come first: what is short for which shows only then.
    order.sort_by_key(|&n| (names[n].rule == "short-organisation" || names[n].rule.starts_with("acronym"), n));
    for n in order {
        let written = &parsed.text[names[n].start..names[n].end];
        let entity = bodies.find(written, entities).unwrap_or_else(|| bodies.add(written, entities));
        if let Some(acronym) = bracketed(parsed, names[n].end) {
            bodies.bind(acronym, entity, format!("“{acronym}” stands in brackets after the name"));
        }
        names[n].entity = entity;
    }
}

/// The acronym in brackets right behind a name.
fn bracketed<'a>(parsed: &Parsed<'a>, end: usize) -> Option<&'a str> {
    let n = parsed.token_at(end);
    let word = parsed.word(n + 1);
    let is_acronym = parsed.word(n) == "(" && parsed.word(n + 2) == ")" && word.len() > 1 && !word.contains(char::is_lowercase);
    is_acronym.then_some(word)
}

/// The organisations of an article by every form that may mean them.
#[derive(Default)]
struct Bodies {
    forms: HashMap<String, (usize, String)>,
}

impl Bodies {
    /// The entity that a form means, with the reason noted where the form is another than the name.
    fn find(&self, written: &str, entities: &mut [Entity]) -> Option<usize> {
        let (entity, reason) = self.forms.get(&form(known(written).unwrap_or(written))).or_else(|| self.forms.get(&form(written)))?;
        let found = &mut entities[*entity];
        if !reason.is_empty() && found.name != written && found.reasons.len() < 16 {
            let reason = format!("“{written}”: {reason}");
            if !found.reasons.contains(&reason) {
                found.reasons.push(reason);
            }
        }
        Some(*entity)
    }

    fn add(&mut self, written: &str, entities: &mut Vec<Entity>) -> usize {
        let entity = entities.len();
        let known = known(written);
        let name = known.unwrap_or(written).to_owned();
        let mut reasons = Vec::new();
        if known.is_some_and(|known| known != written) {
            reasons.push(format!("“{written}” is on the list of known organisations"));
        }
        entities.push(Entity { kind: EntityType::Organisation, name: name.clone(), roles: Vec::new(), gender: Gender::Unknown, reasons });
        self.forms.insert(form(&name), (entity, String::new()));
        if known.is_some() {
            return entity;
        }
        let words: Vec<&str> = words(written).into_iter().filter(|word| *word != "The").collect();
        let initials: String =
            words.iter().filter(|word| word.starts_with(char::is_uppercase)).filter_map(|word| word.chars().next()).collect();
        if initials.chars().count() > 1 {
            self.bind(&initials, entity, "the initials of the name".to_owned());
        }
        for from in 1..words.len().min(8) {
            if words[from].starts_with(char::is_uppercase) {
                self.bind(&words[from..].join(" "), entity, "the end of the name, nothing else here has it".to_owned());
            }
        }
        for to in 1..words.len().min(8) {
            if words[to - 1].starts_with(char::is_uppercase) {
                self.bind(&words[..to].join(" "), entity, "the beginning of the name, nothing else here has it".to_owned());
            }
        }
        entity
    }

    /// A further form; the first organisation to have it keeps it.
    fn bind(&mut self, written: &str, entity: usize, reason: String) {
        self.forms.entry(form(written)).or_insert((entity, reason));
    }
}

fn words(written: &str) -> Vec<&str> {
    tokens(written).into_iter().filter(|token| token.kind == TokenKind::Word).map(|token| &written[token.start..token.end]).collect()
}

/// A form as it is compared: without article, legal form, accents and case.
fn form(written: &str) -> String {
    let mut words: Vec<String> = words(written).into_iter().map(spelling::plain).collect();
    if words.len() > 1 && words[0] == "the" {
        words.remove(0);
    }
    while words.len() > 1 && words.last().is_some_and(|last| LEGAL.contains(&last.as_str())) {
        words.pop();
    }
    words.join(" ")
}

/// The name by which a well-known organisation goes in every article.
fn known(written: &str) -> Option<&'static str> {
    let tokens = tokens(written);
    let word = |n: usize| tokens.get(n).map_or("", |token| &written[token.start..token.end]);
    let (length, known) = lists::organisations().longest(word, 0)?;
    (length == tokens.len()).then_some(known.name)
}
