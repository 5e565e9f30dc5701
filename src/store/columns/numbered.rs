//! People and organisations as columns know them: by numbers.

use futures_util::TryStreamExt;
use sqlx::{Row, SqliteConnection};

use super::ints::Ints;
use crate::store::write::WriteError;

/// People and organisations, numbered from 1 in the order of their ids.
#[derive(Default)]
pub struct Numbered {
    ids: Vec<Box<str>>,
    /// The row of each.
    pub rows: Ints,
    /// Whether each is a person, as 1 or 0.
    pub people: Ints,
}

impl Numbered {
    /// Numbers all there are.
    pub async fn read(connection: &mut SqliteConnection) -> Result<Self, WriteError> {
        let mut all = Self::default();
        let mut found = sqlx::query("SELECT rowid, id, type = 'person' FROM entities ORDER BY id").fetch(connection);
        while let Some(row) = found.try_next().await? {
            all.rows.push(row.try_get(0)?);
            all.ids.push(row.try_get(1)?);
            all.people.push(row.try_get(2)?);
        }
        Ok(all)
    }

    /// The number of the entity with this id. A map would find it sooner, and would be three times as large.
    pub fn number(&self, id: &str) -> Option<u32> {
        self.ids.binary_search_by(|other| (**other).cmp(id)).ok().map(|place| count(place + 1))
    }
}

/// A number of rows, of which there are fewer than SQLite's ids of this program go.
pub fn count(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}
