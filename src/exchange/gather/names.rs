//! Names: where they stand, and which of them are one person or organisation.

use std::collections::{BTreeMap, HashMap};

use super::Gathered;
use crate::{
    corpus::{
        export::one_line,
        sidecar::{SidecarEntity, SidecarMention},
    },
    domain::{EntityRef, EntityType, Span, id, quantised},
    exchange::marks::{Kind, Mark},
};

/// Ids of the people and organisations, by the ids that the file gave them.
#[derive(Debug, Default)]
pub struct Ids {
    by_given: BTreeMap<(EntityType, String), String>,
    /// By where a name stands.
    by_place: HashMap<(u32, u32), String>,
}

impl Ids {
    /// The id here of an entity as the file gives it; of the other type where the file does not say which it is.
    pub fn of(&self, entity: &EntityRef) -> Option<&str> {
        let types = [entity.r#type, EntityType::Person, EntityType::Organisation];
        types.into_iter().find_map(|kind| self.by_given.get(&(kind, entity.id.clone()))).map(String::as_str)
    }

    /// The id of whoever is named by exactly this stretch.
    pub fn at(&self, span: &Span) -> Option<&str> {
        self.by_place.get(&(span.start, span.end)).map(String::as_str)
    }
}

/// Takes the names over: the longest of those that overlap, and one entity for each that the file tells apart, or for each name where it does not.
pub fn gather(marks: &[Mark], gathered: &mut Gathered) -> Ids {
    let mut names: Vec<(&Mark, EntityType, &Span)> = Vec::new();
    for mark in marks {
        let Kind::Name(kind) = mark.kind else { continue };
        match mark.spans.as_slice() {
            [span] => names.push((mark, kind, span)),
            _ => gathered.dropped.count(format!("{}: a name in several stretches", mark.kind.label())),
        }
    }
    let kept = longest(&mut names, gathered);
    let mut ids = Ids::default();
    let mut entities: BTreeMap<String, SidecarEntity> = BTreeMap::new();
    let mut taken = HashMap::new();
    for (mark, kind, span) in kept {
        let exact = span.exact.clone().unwrap_or_default();
        let given = mark.entity.as_ref().map_or_else(|| exact.clone(), |entity| entity.id.clone());
        let name = mark.entity.as_ref().and_then(|entity| one_line(&entity.name)).or_else(|| one_line(&exact)).unwrap_or_default();
        let here = ids.by_given.entry((kind, given)).or_insert_with_key(|(_, given)| free_id(given, kind, &mut taken)).clone();
        let entity = entities.entry(here.clone()).or_insert_with(|| SidecarEntity {
            id: here.clone(),
            r#type: kind,
            name,
            roles: Vec::new(),
            formerly: Vec::new(),
        });
        for role in mark.roles.iter().filter_map(|role| one_line(role)) {
            if !entity.roles.contains(&role) {
                entity.roles.push(role);
            }
        }
        ids.by_place.insert((span.start, span.end), here.clone());
        gathered.mentions.push(SidecarMention {
            entity: here,
            start: span.start,
            end: span.end,
            start_utf16: span.start_utf16,
            end_utf16: span.end_utf16,
            exact,
            confidence: quantised(mark.confidence),
        });
    }
    gathered.entities = entities.into_values().collect();
    ids
}

/// The names that do not overlap, in the order of the text: of two that do, the longer one.
fn longest<'a>(names: &mut [(&'a Mark, EntityType, &'a Span)], gathered: &mut Gathered) -> Vec<(&'a Mark, EntityType, &'a Span)> {
    names.sort_by_key(|(_, _, span)| (span.start, std::cmp::Reverse(span.end)));
    let mut kept: Vec<(&Mark, EntityType, &Span)> = Vec::new();
    for &(mark, kind, span) in names.iter() {
        if kept.last().is_some_and(|(_, _, last)| last.end > span.start) {
            gathered.dropped.count(format!("{}: overlaps another name", mark.kind.label()));
            if let Some(last) = kept.last_mut().filter(|(_, _, last)| last.end - last.start < span.end - span.start) {
                *last = (mark, kind, span);
            }
        } else {
            kept.push((mark, kind, span));
        }
    }
    kept
}

/// An id for what the file calls `given`: its slug, which is itself where it may be an id; with type or number where that is taken.
fn free_id(given: &str, kind: EntityType, taken: &mut HashMap<String, usize>) -> String {
    let slug = id::slug(given);
    let slug = if slug.is_empty() { format!("x{}", hex::encode(given.chars().take(40).collect::<String>())) } else { slug };
    let slug: String = slug.chars().take(MAX_ID).collect::<String>().trim_end_matches('-').to_owned();
    let typed = format!("{slug}-{}", kind.as_str());
    if let Some(free) = [slug.clone(), typed].into_iter().find(|id| !taken.contains_key(id)) {
        taken.insert(free.clone(), 2);
        return free;
    }
    // The number goes on from the last one given: thousands of one slug are not counted through again for each.
    let first = taken.get(&slug).copied().unwrap_or(2);
    // Of so many numbers one is free: no more ids are taken than there are.
    let numbers = first..=first.saturating_add(taken.len());
    let numbered = numbers.map(|number| (number, format!("{slug}-{number}"))).find(|(_, id)| !taken.contains_key(id));
    let (number, free) = numbered.unwrap_or((first, slug.clone()));
    taken.insert(slug, number + 1);
    taken.insert(free.clone(), 2);
    free
}

/// The longest id that is made, in bytes: short of what a sidecar allows, to leave room for what tells two apart.
const MAX_ID: usize = 160;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_are_taken_are_told_apart_by_type_and_then_by_number() {
        let mut taken = HashMap::new();
        let mut given = |given: &str| free_id(given, EntityType::Person, &mut taken);
        let ids = [
            given("Ilse Marn"),
            given("ilse-marn"),
            given("Ilse  Marn"),
            given("ILSE MARN"),
            given("Ilse-Marn-2"),
            given("海"),
            given("-"),
        ];
        assert_eq!(ids, ["ilse-marn", "ilse-marn-person", "ilse-marn-2", "ilse-marn-3", "ilse-marn-2-person", "xe6b5b7", "x2d"]);
    }
}
