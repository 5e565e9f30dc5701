//! What a new snapshot changes: its articles beside those of the one that stands in its place.

use std::{cmp::Ordering, path::Path};

use rusqlite::Connection;
use sqlx::{Row as _, SqliteConnection};

use super::{ReadError, Snapshot, Sql, read::rows, write::WriteError};

/// How the articles of a new snapshot differ from those of the former one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changes {
    /// Articles that the former snapshot does not hold.
    pub added: u64,
    /// Articles that the former snapshot holds otherwise.
    pub changed: u64,
    /// Articles that the former snapshot holds just so.
    pub unchanged: u64,
    /// Articles that only the former snapshot holds.
    pub removed: u64,
    /// Articles whose text only the former snapshot holds.
    pub texts_lost: u64,
}

/// How many articles of each are in memory at once.
const PAGE: usize = 1000;

/// Id and digest of an article, and whether its text is held.
type Row = (String, String, bool);

/// Compares the snapshot in the making with the one that is in use. One that cannot be read holds nothing.
pub(super) async fn changes(connection: &mut SqliteConnection, former: Option<&Path>) -> Result<Changes, WriteError> {
    let former = match former {
        Some(former) => Snapshot::open(former).await.ok(),
        None => None,
    };
    let mut changes = Changes::default();
    let (mut old, mut new) = (Vec::<Row>::new().into_iter().peekable(), Vec::<Row>::new().into_iter().peekable());
    let (mut last_old, mut last_new) = (Some(String::new()), Some(String::new()));
    loop {
        if old.peek().is_none()
            && let (Some(former), Some(after)) = (&former, last_old.take())
        {
            let rows = of_former(former, &after).await?;
            last_old = rows.last().map(|row| row.0.clone());
            old = rows.into_iter().peekable();
        }
        if new.peek().is_none()
            && let Some(after) = last_new.take()
        {
            let rows = of_new(connection, &after).await?;
            last_new = rows.last().map(|row| row.0.clone());
            new = rows.into_iter().peekable();
        }
        let order = match (old.peek(), new.peek()) {
            (None, None) => return Ok(changes),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(old), Some(new)) => old.0.cmp(&new.0),
        };
        let (was, is) = (old.next_if(|_| order.is_le()), new.next_if(|_| order.is_ge()));
        changes.count(was.as_ref(), is.as_ref());
    }
}

impl Changes {
    fn count(&mut self, was: Option<&Row>, is: Option<&Row>) {
        let held = |row: Option<&Row>| row.is_some_and(|row| row.2);
        match (was, is) {
            (None, _) => self.added += 1,
            (Some(_), None) => self.removed += 1,
            (Some(was), Some(is)) if was.1 == is.1 => self.unchanged += 1,
            _ => self.changed += 1,
        }
        self.texts_lost += u64::from(held(was) && !held(is));
    }
}

fn page(after: &str) -> Sql {
    let mut sql = Sql::new("SELECT id, digest, text_status = 'held' FROM articles WHERE id > ");
    sql.push_bind(after.to_owned()).push(" ORDER BY id LIMIT ").push(PAGE);
    sql
}

async fn of_new(connection: &mut SqliteConnection, after: &str) -> Result<Vec<Row>, WriteError> {
    let rows = page(after).general().fetch_all(connection).await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))).collect()
}

async fn of_former(former: &Snapshot, after: &str) -> Result<Vec<Row>, ReadError> {
    let sql = page(after);
    let asked = move |connection: &Connection| rows(connection, &sql, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
    former.readers().ask(asked).await
}
