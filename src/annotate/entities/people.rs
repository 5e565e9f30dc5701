//! People: names in full first, then surnames and given names alone.

use std::collections::HashMap;

use super::{Entity, Gender, part::Parts, spelling};
use crate::{
    annotate::{lists, names::Name, parsed::Parsed, tokens::tokens},
    domain::EntityType,
};

/// The most people of one surname that a name is compared with: the last ones.
const MAX_CANDIDATES: usize = 16;

/// The most words of titles that are kept of a person.
const MAX_TITLES: usize = 16;

/// A person while the names are gone through.
struct Person {
    parts: Parts,
    /// The number of the entity.
    entity: usize,
    /// Where the person was named in full, in order (bytes).
    full_at: Vec<usize>,
    gender: Gender,
}

/// The people of an article.
#[derive(Default)]
struct People {
    all: Vec<Person>,
    /// By the skeleton of every word of their names.
    by_word: HashMap<String, Vec<usize>>,
}

/// Gives the names of people their entities.
pub fn link(parsed: &Parsed, names: &mut [Name], entities: &mut Vec<Entity>) {
    let mut people = People::default();
    let parts: Vec<Option<Parts>> = names.iter().map(|name| (name.kind == EntityType::Person).then(|| Parts::of(parsed, name))).collect();
    let written = |name: &Name| &parsed.text[name.start..name.end];
    for (name, parts) in names.iter_mut().zip(&parts) {
        if let Some(parts) = parts.as_ref().filter(|parts| parts.is_full()) {
            name.entity = people.full(parts, written(name), name.start, entities);
        }
    }
    for (name, parts) in names.iter_mut().zip(&parts) {
        if let Some(parts) = parts.as_ref().filter(|parts| !parts.is_full()) {
            name.entity = people.short(parts, written(name), name.start, entities);
        }
    }
    for person in &people.all {
        let entity = &mut entities[person.entity];
        if let Some(known) = known(&entity.name) {
            entity.name = known.to_owned();
        }
    }
}

/// The name by which a well-known person goes.
fn known(name: &str) -> Option<&'static str> {
    let parts: Vec<&str> = tokens(name).into_iter().map(|token| &name[token.start..token.end]).collect();
    let listed = |parts: &[&str]| {
        let (length, known) = lists::people().longest(|n| parts.get(n).copied().unwrap_or(""), 0)?;
        (length == parts.len()).then_some(known.name)
    };
    // "Donald J. Trump": an initial in the middle is left out of the list.
    let is_full = |n: usize| n == 0 || n + 1 == parts.len() || parts[n].chars().count() > 1;
    let without: Vec<&str> = (0..parts.len()).filter(|&n| is_full(n)).map(|n| parts[n]).collect();
    listed(&parts).or_else(|| listed(&without).filter(|_| without.len() > 1))
}

impl People {
    /// The entity of a name in full.
    fn full(&mut self, parts: &Parts, written: &str, at: usize, entities: &mut Vec<Entity>) -> usize {
        let same = self.candidates(parts).into_iter().rev().find_map(|number| Some((number, self.all[number].same(parts)?)));
        let Some((number, reason)) = same else { return self.add(parts, written, Some(at), entities) };
        let person = &mut self.all[number];
        let entity = &mut entities[person.entity];
        if !reason.is_empty() && !written.eq_ignore_ascii_case(&entity.name) {
            note(entity, format!("“{written}” and “{}” share {reason}", entity.name));
        }
        if is_fuller(written, &entity.name) {
            written.clone_into(&mut entity.name);
        }
        if parts.words.len() > person.parts.words.len() {
            person.parts.words.clone_from(&parts.words);
        }
        person.parts.suffix = person.parts.suffix.take().or_else(|| parts.suffix.clone());
        person.full_at.push(at);
        person.learn(parts.gender);
        for title in &parts.titles {
            if person.parts.titles.len() < MAX_TITLES && !person.parts.titles.contains(title) {
                person.parts.titles.push(title.clone());
            }
        }
        person.parts.is_relative &= parts.is_relative;
        self.index(number, &parts.words);
        self.all[number].entity
    }

    /// The entity of a surname or a given name.
    fn short(&mut self, parts: &Parts, written: &str, at: usize, entities: &mut Vec<Entity>) -> usize {
        let mut best: Vec<(u8, usize)> = Vec::new();
        for number in self.candidates(parts) {
            let score = self.all[number].fits(parts);
            if score > 0 {
                best.push((score, number));
            }
        }
        let top = best.iter().map(|&(score, _)| score).max().unwrap_or(0);
        best.retain(|&(score, _)| score == top);
        // Of several whom the name fits the one named in full last before it; otherwise the first who is named after.
        let before = |number: usize| {
            let full_at = &self.all[number].full_at;
            full_at.partition_point(|&full| full < at).checked_sub(1).map(|last| full_at[last])
        };

        let titled = |number: usize| parts.titles.iter().any(|title| self.all[number].parts.titles.contains(title));
        let nearest = best.iter().map(|&(_, number)| number).max_by_key(|&number| {
            let person = &self.all[number];
            (
                titled(number),
                before(number).is_some() && !person.parts.is_relative,
                before(number),
                std::cmp::Reverse(person.full_at.first().copied()),
            )
        });
        let Some(number) = nearest.or_else(|| self.married(parts, entities)) else { return self.add(parts, written, None, entities) };
        let person = &mut self.all[number];
        person.learn(parts.gender);
        let entity = &mut entities[person.entity];
        if best.len() > 1 {
            let by = if parts.titles.is_empty() && parts.gender == Gender::Unknown {
                "named in full last"
            } else {
                "whom honorific or title allows, named in full last"
            };
            note(entity, format!("“{written}” is taken for the one {by}"));
        } else if !written.eq_ignore_ascii_case(&entity.name) {
            let what = if person.parts.surname() == parts.surname() { "surname" } else { "part of the name" };
            note(entity, format!("“{written}” is the {what} of nobody else here"));
        }
        if parts.words.len() == person.parts.words.len() && is_fuller(written, &entity.name) {
            written.clone_into(&mut entity.name);
        }
        person.entity
    }

    /// "Mrs Orr's husband, Colm, … Mr Orr": the surname of somebody of the other gender is also that of a relative named by a given name alone.
    fn married(&mut self, parts: &Parts, entities: &mut [Entity]) -> Option<usize> {
        if parts.gender == Gender::Unknown
            || !self.candidates(parts).iter().any(|&number| self.all[number].parts.surname() == parts.surname())
        {
            return None;
        }
        let last = self.all.len().saturating_sub(MAX_CANDIDATES);
        let fits = |person: &Person| {
            let gender = gender_of(person.parts.given());
            !person.parts.is_full() && person.parts.is_relative && (gender == parts.gender || gender == Gender::Unknown)
        };
        let number = (last..self.all.len()).rev().find(|&number| fits(&self.all[number]))?;
        let surname = title_case(parts.surname());
        let entity = &mut entities[self.all[number].entity];
        note(entity, format!("the honorific before “{surname}” allows only this relative"));
        entity.name = format!("{} {surname}", entity.name);
        self.all[number].parts.words.push(parts.surname().to_owned());
        self.index(number, &parts.words);
        Some(number)
    }

    fn add(&mut self, parts: &Parts, written: &str, full_at: Option<usize>, entities: &mut Vec<Entity>) -> usize {
        let entity = entities.len();
        let is_upper = !written.contains(char::is_lowercase) && written.chars().count() > 3 && !written.contains('.');
        let name = if is_upper { title_case(written) } else { written.to_owned() };
        entities.push(Entity { kind: EntityType::Person, name, roles: Vec::new(), gender: Gender::Unknown, reasons: Vec::new() });
        let gender = parts.gender;
        self.all.push(Person { parts: parts.clone(), entity, full_at: full_at.into_iter().collect(), gender });
        self.index(self.all.len() - 1, &parts.words);
        entity
    }

    fn index(&mut self, number: usize, words: &[String]) {
        for word in words {
            let numbers = self.by_word.entry(spelling::skeleton(word)).or_default();
            if !numbers.contains(&number) {
                if numbers.len() >= MAX_CANDIDATES {
                    numbers.remove(0);
                }
                numbers.push(number);
            }
        }
    }

    /// The people who share a word of the name, or one like it; in the order of their numbers.
    fn candidates(&self, parts: &Parts) -> Vec<usize> {
        let mut numbers: Vec<usize> =
            parts.words.iter().filter_map(|word| self.by_word.get(&spelling::skeleton(word))).flatten().copied().collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}

impl Person {
    fn learn(&mut self, gender: Gender) {
        if self.gender == Gender::Unknown {
            self.gender = gender;
        }
    }

    fn contradicts(&self, parts: &Parts) -> bool {
        let gender = if self.gender == Gender::Unknown { self.given_gender() } else { self.gender };
        parts.gender != Gender::Unknown && gender != Gender::Unknown && gender != parts.gender
    }

    fn given_gender(&self) -> Gender {
        if self.parts.is_full() { gender_of(self.parts.given()) } else { Gender::Unknown }
    }

    /// Why a name in full is this person's: empty where it is the same words.
    fn same(&self, parts: &Parts) -> Option<String> {
        let (own, other) = (&self.parts, parts);
        if !own.is_full() || own.suffix.is_some() && other.suffix.is_some() && own.suffix != other.suffix {
            return None;
        }
        if own.words == other.words {
            return Some(String::new());
        }
        let (short, long) = if own.words.len() <= other.words.len() { (&own.words, &other.words) } else { (&other.words, &own.words) };
        let mut rest = long.iter();
        if short.len() < long.len() && short[0] == long[0] && short.iter().all(|word| rest.any(|other| other == word)) {
            return Some("all words of the shorter".to_owned());
        }
        let surname = spelling::same_surname(own.surname(), other.surname())?;
        let given = spelling::same_given(own.given(), other.given())?;
        let middle = |words: &[String]| words.get(1).filter(|_| words.len() > 2).and_then(|word| word.chars().next());
        let differ = middle(&own.words).zip(middle(&other.words)).is_some_and(|(one, other)| one != other);
        (!differ).then(|| format!("{given} and {surname}"))
    }

    /// How well a surname or a given name alone fits: nothing for not at all.
    fn fits(&self, parts: &Parts) -> u8 {
        let word = parts.surname();
        let own = &self.parts;
        if self.contradicts(parts) {
            0
        } else if own.surname() == word {
            5
        } else if own.given() == word {
            4
        } else if own.words.iter().any(|own| own == word) {
            3
        } else if spelling::same_surname(own.surname(), word).is_some() || own.is_full() && is_pet_form(own.given(), word) {
            2
        } else {
            0
        }
    }
}

/// The gender of a given name in lower case; unknown for family names that stand first.
fn gender_of(given: &str) -> Gender {
    let name = title_case(given);
    if lists::family_first().contains(&*name) {
        return Gender::Unknown;
    }
    lists::given_names().get(&*name).map_or(Gender::Unknown, |given| given.gender)
}

fn is_pet_form(given: &str, word: &str) -> bool {
    lists::nicknames().get(word).is_some_and(|full| *full == given)
}

fn note(entity: &mut Entity, reason: String) {
    if !entity.reasons.contains(&reason) && entity.reasons.len() < 16 {
        entity.reasons.push(reason);
    }
}

/// Whether a form says more than the name so far.
fn is_fuller(written: &str, name: &str) -> bool {
    let weight =
        |name: &str| (name.split([' ', '\u{a0}']).filter(|word| word.chars().count() > 2).count(), name.split_whitespace().count());
    let is_upper = !written.contains(char::is_lowercase);
    !is_upper && weight(written) > weight(name)
}

/// `ACHTERBERG` as `Achterberg`.
pub fn title_case(upper: &str) -> String {
    let mut start = true;
    let letter = |c: char| {
        let cased: String = if start { c.to_uppercase().collect() } else { c.to_lowercase().collect() };
        start = !c.is_alphanumeric();
        cased
    };
    upper.chars().map(letter).collect()
}
