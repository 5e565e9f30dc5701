//! Whom a pronoun or a description means.

use super::{attribution::Draft, entities::Entity, names::Name, parsed::Parsed};

/// Gives quotes the entities of their speakers and addressees, where the text tells.
pub fn resolve(_parsed: &Parsed, _names: &[Name], _entities: &[Entity], _quotes: &mut Vec<Draft>) {}
