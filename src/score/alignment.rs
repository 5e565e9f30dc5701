//! Which entity of one annotation is which of the other: their ids need not be the same.

use std::collections::HashMap;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::matching::{self, Stretch};
use crate::{corpus::Sidecar, domain::EntityType};

/// For every entity predicted, the one of gold that it is.
#[derive(Debug)]
pub struct Alignment<'a> {
    gold: HashMap<&'a str, &'a str>,
}

impl<'a> Alignment<'a> {
    /// Finds for each entity predicted the one of gold that has its id or its name; else the only one whose name is a variant of it;
    /// else the one named where most of its mentions stand.
    #[must_use]
    pub fn new(gold: &'a Sidecar, predicted: &'a Sidecar) -> Self {
        let by_place = by_place(gold, predicted);
        let names: Vec<(&str, Vec<String>, EntityType)> =
            gold.entities.iter().map(|entity| (entity.id.as_str(), words(&entity.name), entity.r#type)).collect();
        let aligned = predicted.entities.iter().filter_map(|entity| {
            let name = words(&entity.name);
            let same = only(names.iter().filter(|(id, other, _)| *id == entity.id || *other == name).map(|name| name.0));
            let variants = names.iter().filter(|(_, other, kind)| *kind == entity.r#type && is_variant(other, &name, *kind));
            let by_name = match same {
                Found::One(id) => Some(id),
                Found::Several => None,
                Found::None => match only(variants.map(|name| name.0)) {
                    Found::One(id) => Some(id),
                    Found::Several | Found::None => None,
                },
            };
            Some((entity.id.as_str(), by_name.or_else(|| by_place.get(entity.id.as_str()).copied())?))
        });
        Self { gold: aligned.collect() }
    }

    /// Whether an entity predicted is this one of gold.
    #[must_use]
    pub fn is_same(&self, gold: &str, predicted: &str) -> bool {
        self.gold_of(predicted) == Some(gold)
    }

    /// The entity of gold that an entity predicted is.
    #[must_use]
    pub fn gold_of(&self, predicted: &str) -> Option<&'a str> {
        self.gold.get(predicted).copied()
    }
}

/// How many there are.
enum Found<T> {
    None,
    One(T),
    Several,
}

fn only<T>(mut found: impl Iterator<Item = T>) -> Found<T> {
    match (found.next(), found.next()) {
        (None, _) => Found::None,
        (Some(one), None) => Found::One(one),
        (Some(_), Some(_)) => Found::Several,
    }
}

/// For every entity predicted, the one of gold that more than half of its mentions stand on.
fn by_place<'a>(gold: &'a Sidecar, predicted: &'a Sidecar) -> HashMap<&'a str, &'a str> {
    let places = |sidecar: &Sidecar| sidecar.mentions.iter().map(|mention| (mention.start, mention.end)).collect::<Vec<Stretch>>();
    let mut mentions: HashMap<&str, usize> = HashMap::new();
    for mention in &predicted.mentions {
        *mentions.entry(&mention.entity).or_default() += 1;
    }
    let mut shared: HashMap<(&str, &str), usize> = HashMap::new();
    for (at, bt) in matching::overlapping(&places(gold), &places(predicted)) {
        *shared.entry((&predicted.mentions[bt].entity, &gold.mentions[at].entity)).or_default() += 1;
    }
    let most = shared.into_iter().filter(|((entity, _), count)| count * 2 > mentions.get(entity).copied().unwrap_or_default());
    most.map(|(pair, _)| pair).collect()
}

/// A name's words, folded: no case, no accents, no article before it, apostrophes left out.
pub fn words(name: &str) -> Vec<String> {
    let plain: String = name
        .nfkd()
        .filter(|character| !is_combining_mark(*character) && !matches!(character, '\'' | '’' | '.'))
        .flat_map(char::to_lowercase)
        .map(|character| if character.is_alphanumeric() { character } else { ' ' })
        .collect();
    let mut words: Vec<String> = plain.split_whitespace().map(str::to_owned).collect();
    if words.len() > 1 && matches!(words[0].as_str(), "the" | "a" | "an") {
        words.remove(0);
    }
    words
}

/// Whether one name is the other in another spelling, by the surname alone, with initials, or as an acronym.
fn is_variant(a: &[String], b: &[String], kind: EntityType) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    match kind {
        EntityType::Organisation => is_acronym(short, long),
        EntityType::Person => {
            let (Some((surname, given)), Some((other, rest))) = (short.split_last(), long.split_last()) else { return false };
            let mut rest = rest.iter();
            alike(surname, other) && given.iter().all(|name| rest.any(|other| alike(name, other) || is_initial(name, other)))
        }
    }
}

fn is_acronym(short: &[String], long: &[String]) -> bool {
    let [acronym] = short else { return false };
    let small = ["of", "the", "and", "for", "in", "on", "to"];
    let initials = |words: &mut dyn Iterator<Item = &String>| words.filter_map(|word| word.chars().next()).collect::<String>();
    long.len() > 1
        && (*acronym == initials(&mut long.iter()) || *acronym == initials(&mut long.iter().filter(|word| !small.contains(&word.as_str()))))
}

fn is_initial(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    short.chars().count() == 1 && long.starts_with(short)
}

/// The same word, or one of five letters or more in another spelling: one letter differs, or two of eight.
fn alike(a: &str, b: &str) -> bool {
    let length = a.chars().count().min(b.chars().count());
    let allowed = match length {
        0..5 => 0,
        5..8 => 1,
        _ => 2,
    };
    a == b || (allowed > 0 && strsim::osa_distance(a, b) <= allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(a: &str, b: &str, kind: EntityType, expected: bool) {
        assert_eq!(is_variant(&words(a), &words(b), kind), expected, "{a} / {b}");
        assert_eq!(is_variant(&words(b), &words(a), kind), expected, "{b} / {a}");
    }

    #[test]
    fn a_surname_an_initial_and_another_spelling_are_variants_of_a_name() {
        let person = EntityType::Person;
        check("Sergei Varlov", "Varlov", person, true);
        check("Sergei Varlov", "Sergey Varlov", person, true);
        check("S. Varlov", "Sergei Varlov", person, true);
        check("Réne O’Hara", "Rene O'Hara", person, true);
        check("Anna Maria Lindholm", "Anna Lindholm", person, true);
        check("Ilse Marn", "Olaf Marn", person, false);
        check("Marn", "Mara", person, false);
        check("Sergei Varlov", "Sergei", person, false);
    }

    #[test]
    fn an_acronym_is_a_variant_of_an_organisation() {
        let organisation = EntityType::Organisation;
        check("KHA", "Kessary Harbour Authority", organisation, true);
        check("the UFB", "Union of Ferry Builders", organisation, true);
        check("UoFB", "Union of Ferry Builders", organisation, true);
        check("KHA", "Kessary Wire", organisation, false);
    }
}
