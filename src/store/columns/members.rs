//! Who has a part in the rows that match: of each person and organisation the places of its rows, or of their articles.

use roaring::RoaringBitmap;
use rusqlite::Connection;

use super::{Axis, By, Columns, TableFilter, count::Matching, filter::rows_with_ids};
use crate::{domain::EntityRef, domain::EntityType, store::ReadError};

/// A person or an organisation, and the places in the order of the list.
#[derive(Debug)]
pub struct Member {
    pub entity: EntityRef,
    /// Of each part that was asked for: in which rows, or articles, it has it.
    pub places: Vec<RoaringBitmap>,
}

/// Whose places are wanted.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Those of these types; of all where empty.
    pub types: &'a [EntityType],
    /// Those of these ids; all where empty.
    pub ids: &'a [String],
}

impl Columns {
    /// Who has any of some parts in the rows that match, in the order of their ids. Each part is in one respect or in several; the places are those
    /// of articles where `of_articles` says so. Besides: how many rows match, or articles in whose rows anybody has a part.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn members(
        &self,
        connection: &Connection,
        filter: &TableFilter,
        parts: &[&[By]],
        (wanted, of_articles): (Wanted, bool),
    ) -> Result<(u64, Vec<Member>), ReadError> {
        let is_wanted = self.are_wanted(connection, wanted)?;
        let selection = self.select(connection, filter)?;
        let matching = Matching::of(self, connection, filter, &selection)?;
        let mut places: Vec<Vec<RoaringBitmap>> = Vec::with_capacity(parts.len());
        let mut articles = RoaringBitmap::new();
        for part in parts {
            let mut of_part = vec![RoaringBitmap::new(); is_wanted.len()];
            for by in *part {
                let mut axis = Axis::of(self, connection, filter, *by)?;
                matching.for_each(|row, article| {
                    axis.each(row, article, |entity| {
                        if of_articles {
                            articles.insert(article);
                        }
                        if is_wanted[entity as usize] {
                            of_part[entity as usize].insert(if of_articles { article } else { row });
                        }
                    });
                });
            }
            places.push(of_part);
        }
        let has_a_part = |number: &u32| places.iter().any(|of_part| !of_part[*number as usize].is_empty());
        let numbers: Vec<u32> = (0..).take(is_wanted.len()).filter(has_a_part).collect();
        let entities = self.entities(connection)?;
        let names = entities.names(connection, &numbers)?;
        let members = numbers.into_iter().zip(names).map(|(number, (id, name))| {
            let r#type = if entities.are_people[number as usize] { EntityType::Person } else { EntityType::Organisation };
            let places = places.iter_mut().map(|of_part| std::mem::take(&mut of_part[number as usize])).collect();
            Member { entity: EntityRef { id, r#type, name }, places }
        });
        let members = members.collect();
        Ok((if of_articles { articles.len() } else { selection.len() }, members))
    }

    /// Of each number of an entity: whether it is one of those wanted.
    fn are_wanted(&self, connection: &Connection, Wanted { types, ids }: Wanted) -> Result<Vec<bool>, ReadError> {
        let entities = self.entities(connection)?;
        let is_of_type =
            |is_person: &bool| types.is_empty() || types.contains(&if *is_person { EntityType::Person } else { EntityType::Organisation });
        let mut wanted: Vec<bool> = entities.are_people.iter().map(is_of_type).collect();
        if !ids.is_empty() {
            let rows = rows_with_ids(connection, "entities", ids)?;
            for (number, wanted) in wanted.iter_mut().enumerate().skip(1) {
                *wanted &= u32::try_from(number).is_ok_and(|number| rows.contains(&entities.row(number)));
            }
        }
        Ok(wanted)
    }
}
