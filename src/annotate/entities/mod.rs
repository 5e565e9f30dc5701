//! Whose name each is: one entity for every person and organisation of an article.

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

/// Gives every name its entity.
#[must_use]
pub fn link(_parsed: &Parsed, _names: &mut Vec<Name>) -> Vec<Entity> {
    Vec::new()
}
