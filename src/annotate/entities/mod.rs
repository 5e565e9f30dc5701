//! Whose name each is: one entity for every person and organisation of an article.
//!
//! People ([`people`]) are told apart by their names in full; a surname or a given name alone goes to the one whom it fits, by honorific and
//! nearness. Organisations ([`bodies`]) are one where the list of known ones, an acronym or a short form says so. What was not the same word for
//! word is never one without a reason.

pub mod across;
mod bodies;
mod gender;
mod part;
mod people;
mod spelling;

use std::collections::HashMap;

use super::{names::Name, parsed::Parsed};
use crate::domain::EntityType;

/// A person or an organisation of one article.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// Whether it is a person or an organisation.
    pub kind: EntityType,
    /// The fullest name that the article gives it.
    pub name: String,
    /// What the article says it is, as short noun phrases.
    pub roles: Vec<String>,
    /// Which pronoun may mean it.
    pub gender: Gender,
    /// Why names that are not the same were taken for one: one reason for each.
    pub reasons: Vec<String>,
}

/// Which pronoun may mean somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Gender {
    /// She.
    Female,
    /// He.
    Male,
    /// Not known, or none: any pronoun may.
    #[default]
    Unknown,
}

/// The most roles that an entity keeps.
const MAX_ROLES: usize = 6;

/// Gives every name its entity.
#[must_use]
pub fn link(parsed: &Parsed, names: &mut [Name]) -> Vec<Entity> {
    let mut entities = Vec::new();
    people::link(parsed, names, &mut entities);
    bodies::link(parsed, names, &mut entities);
    in_order(names, &mut entities);
    for name in names.iter() {
        let entity = &mut entities[name.entity];
        let Some((start, end)) = name.role else { continue };
        let role = parsed.text[start..end].to_owned();
        if entity.roles.len() < MAX_ROLES && !entity.roles.contains(&role) {
            entity.roles.push(role);
        }
    }
    gender::tell(parsed, names, &mut entities);
    entities
}

/// Numbers the entities as they first occur.
fn in_order(names: &mut [Name], entities: &mut Vec<Entity>) {
    let mut numbers: HashMap<usize, usize> = HashMap::new();
    let mut ordered: Vec<Entity> = Vec::with_capacity(entities.len());
    for name in names {
        let number = *numbers.entry(name.entity).or_insert(ordered.len());
        if number == ordered.len() {
            ordered.push(entities[name.entity].clone());
        }
        name.entity = number;
    }
    *entities = ordered;
}

#[cfg(test)]
mod tests;
