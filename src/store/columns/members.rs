//! Who has a part in the rows that match: of each person and organisation the places of its rows, or of their articles.

use rusqlite::Connection;

use super::{Axis, By, Columns, TableFilter, count::Matching, filter::rows_with_ids};
use crate::{
    domain::{EntityRef, EntityType},
    store::ReadError,
};

/// What is asked of those who have a part.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Those of these types; of all where empty.
    pub types: &'a [EntityType],
    /// Those of these ids; all where empty.
    pub ids: &'a [String],
}

/// People and organisations, in the order of their ids, with what they have a part in.
#[derive(Debug)]
pub struct Members {
    /// Who they are.
    pub entities: Vec<EntityRef>,
    /// For each part that was asked about: the places of each of them.
    pub parts: Vec<PlaceLists>,
    /// How many rows match, or articles in whose rows anybody has a part, where places are those of articles.
    pub rows: u64,
}

/// Of each of some, the places of its rows in the order of the list.
#[derive(Debug, Default)]
pub struct PlaceLists {
    /// Where each one's places end, one behind the other.
    ends: Vec<u32>,
    places: Vec<u32>,
}

impl PlaceLists {
    /// Lists of given places.
    #[cfg(test)]
    pub fn of(lists: &[&[u32]]) -> Self {
        let ends = lists.iter().scan(0, |end, list| {
            *end += u32::try_from(list.len()).expect("few");
            Some(*end)
        });
        Self { ends: ends.collect(), places: lists.concat() }
    }

    /// Those of one, ascending.
    pub fn get(&self, index: usize) -> &[u32] {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.places[start as usize..self.ends[index] as usize]
    }
}

/// Who has a part in which place, as the columns give it: people and organisations by their numbers.
struct Parts<'a> {
    columns: &'a Columns,
    connection: &'a Connection,
    filter: &'a TableFilter,
    matching: Matching<'a>,
    of_articles: bool,
    /// Of each number: whether it is wanted.
    are_wanted: Vec<bool>,
}

impl Parts<'_> {
    /// Every entity and place, once; whether it is wanted or not, where `of_all` says so.
    fn each(&self, respects: &[By], of_all: bool, mut each: impl FnMut(u32, u32)) -> Result<(), ReadError> {
        let mut last = vec![u32::MAX; self.are_wanted.len()];
        for by in respects {
            let mut axis = Axis::of(self.columns, self.connection, self.filter, *by)?;
            self.matching.for_each(|row, article| {
                let place = if self.of_articles { article } else { row };
                axis.each(row, article, |entity| {
                    // Several quotes of one article may be of one speaker.
                    let last = &mut last[entity as usize];
                    if (of_all || self.are_wanted[entity as usize]) && *last != place {
                        *last = place;
                        each(entity, place);
                    }
                });
            });
        }
        Ok(())
    }

    /// How many articles there are in whose rows anybody has a part.
    fn articles(&self, parts: &[&[By]]) -> Result<u64, ReadError> {
        let (mut articles, mut last) = (0, None);
        for part in parts {
            self.each(part, true, |_, article| {
                articles += u64::from(last != Some(article));
                last = Some(article);
            })?;
        }
        Ok(articles)
    }
}

impl Columns {
    /// Who has any of some parts in the rows that match. Each part is in one respect or in several; the places are those of articles where
    /// `of_articles` says so.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn members(
        &self,
        connection: &Connection,
        filter: &TableFilter,
        parts: &[&[By]],
        (wanted, of_articles): (Wanted, bool),
    ) -> Result<Members, ReadError> {
        let are_wanted = self.are_wanted(connection, wanted)?;
        let selection = self.select(connection, filter)?;
        let matching = Matching::of(self, connection, filter, &selection)?;
        let found = Parts { columns: self, connection, filter, matching, of_articles, are_wanted };
        // How many there are is counted first, so that no list takes more room than it needs.
        let mut lengths = vec![vec![0_u32; found.are_wanted.len()]; parts.len()];
        for (part, lengths) in parts.iter().zip(&mut lengths) {
            found.each(part, false, |entity, _| lengths[entity as usize] += 1)?;
        }
        let has_a_part = |number: &u32| lengths.iter().any(|lengths| lengths[*number as usize] > 0);
        let numbers: Vec<u32> = (0..).take(found.are_wanted.len()).filter(has_a_part).collect();
        let mut lists = Vec::with_capacity(parts.len());
        for (part, mut next) in parts.iter().zip(lengths) {
            let mut size = 0;
            for number in &numbers {
                size += std::mem::replace(&mut next[*number as usize], size);
            }
            let mut places = vec![0; size as usize];
            found.each(part, false, |entity, place| {
                let next = &mut next[entity as usize];
                places[*next as usize] = place;
                *next += 1;
            })?;
            lists.push(PlaceLists { ends: numbers.iter().map(|number| next[*number as usize]).collect(), places });
        }
        let rows = if of_articles { found.articles(parts)? } else { selection.len() };
        let entities = self.entities(connection)?;
        let named = numbers.iter().zip(entities.names(connection, &numbers)?);
        let entities = named.map(|(number, (id, name))| {
            let r#type = if entities.are_people[*number as usize] { EntityType::Person } else { EntityType::Organisation };
            EntityRef { id, r#type, name }
        });
        Ok(Members { entities: entities.collect(), parts: lists, rows })
    }

    /// Of each number of an entity: whether it is one of those wanted.
    fn are_wanted(&self, connection: &Connection, Wanted { types, ids }: Wanted) -> Result<Vec<bool>, ReadError> {
        let entities = self.entities(connection)?;
        let r#type = |is_person: bool| if is_person { EntityType::Person } else { EntityType::Organisation };
        let is_of_type = |is_person: &bool| types.is_empty() || types.contains(&r#type(*is_person));
        let mut wanted: Vec<bool> = entities.are_people.iter().map(is_of_type).collect();
        // Nobody has number 0.
        wanted[0] = false;
        if !ids.is_empty() {
            let rows = rows_with_ids(connection, "entities", ids)?;
            for (number, wanted) in (0..).zip(&mut wanted).skip(1) {
                *wanted &= rows.contains(&entities.row(number));
            }
        }
        Ok(wanted)
    }
}
