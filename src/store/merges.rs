//! Entities of single articles that are one over all of them: everything that meant the one means the other afterwards, and the reason is kept.

use std::collections::{BTreeMap, HashMap, HashSet};

use sqlx::SqliteConnection;

use super::{ReadError, Snapshot, SnapshotWriter, Sql, read::row, write::WriteError};
use crate::domain::{EntityRef, EntityType, Mention, Merge, Merged, Quote, RecordType, SeenEntity};

/// The reason of a merge that a sidecar asks for.
const CURATED: &str = "curated";

/// The most forms of a name, and the most roles, by which an entity is compared with others.
const MOST_COMPARED: usize = 20;

impl SnapshotWriter {
    /// Notes an id that an entity of a sidecar had formerly. It means that entity from now on, whoever uses it.
    ///
    /// # Errors
    /// Where the file cannot be written to.
    pub async fn reserve_former(&mut self, former: &str, entity: &EntityRef) -> Result<(), WriteError> {
        self.reserve_entity(&EntityRef { id: former.to_owned(), ..entity.clone() }).await?;
        self.formers.insert(former.to_owned(), entity.clone());
        Ok(())
    }
}

impl Snapshot {
    /// What an id was merged into: the type and the id of the record that is left.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn merged_into(&self, id: &str) -> Result<Option<(RecordType, String)>, ReadError> {
        let mut sql = Sql::new("SELECT e.type, e.id FROM merges AS m JOIN entities AS e ON e.id = m.into_entity WHERE m.entity = ");
        sql.push_bind(id.to_owned());
        let survivor = |row: &rusqlite::Row| Ok(RecordType::named(row.get_ref(0)?.as_str()?).zip(Some(row.get(1)?)));
        Ok(self.readers().ask(move |connection| row(connection, &sql, survivor)).await?.flatten())
    }
}

/// Merges what sidecars say is one, and then what `same` finds to be one: two that one article names both are two, because their article knows
/// better than the program, though not than a sidecar.
pub(super) async fn apply(
    connection: &mut SqliteConnection,
    formers: &BTreeMap<String, EntityRef>,
    same: impl Fn(&[SeenEntity]) -> Vec<Merge>,
) -> Result<(), WriteError> {
    for (former, entity) in formers {
        let merge = Merge { from: former.clone(), into: entity.id.clone(), reason: CURATED.to_owned() };
        replace(connection, &merge, entity).await?;
    }
    let seen = seen(connection).await?;
    let references: HashMap<&str, EntityRef> = seen
        .iter()
        .map(|entity| (&*entity.id, EntityRef { id: entity.id.clone(), r#type: entity.r#type, name: entity.name.clone() }))
        .collect();
    for merge in same(&seen) {
        let Some(into) = references.get(&*merge.into) else { continue };
        if !together(connection, &merge).await? {
            replace(connection, &merge, into).await?;
        }
    }
    // What a sidecar merged into another may have been merged on: each id leads to the one that is left.
    let onward = "UPDATE merges SET into_entity = (SELECT next.into_entity FROM merges AS next WHERE next.entity = merges.into_entity)
                  WHERE into_entity IN (SELECT entity FROM merges)";
    sqlx::query(onward).execute(connection).await?;
    Ok(())
}

/// Forgets the merges into entities that are named nowhere.
pub(super) async fn tidy(connection: &mut SqliteConnection) -> Result<(), WriteError> {
    sqlx::query("DELETE FROM merges WHERE into_entity NOT IN (SELECT id FROM entities)").execute(connection).await?;
    Ok(())
}

/// The merges into one entity.
pub(super) async fn of(connection: &mut SqliteConnection, entity: &str) -> Result<Vec<Merged>, WriteError> {
    let rows: Vec<(String, String)> = sqlx::query_as("SELECT entity, reason FROM merges WHERE into_entity = ? ORDER BY entity")
        .bind(entity)
        .fetch_all(connection)
        .await?;
    Ok(rows.into_iter().map(|(id, reason)| Merged { id, reason }).collect())
}

/// Every entity, with the forms of its name and its roles, the most frequent first.
async fn seen(connection: &mut SqliteConnection) -> Result<Vec<SeenEntity>, WriteError> {
    let rows: Vec<(String, String, String, u32, bool)> = sqlx::query_as(
        "SELECT id, type, name, (SELECT count(*) FROM mentions WHERE entity = entities.id),
                EXISTS (SELECT 1 FROM mentions WHERE entity = entities.id AND annotator NOT LIKE 'rules/%')
         FROM entities ORDER BY id",
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut seen = Vec::with_capacity(rows.len());
    let mut places = HashMap::with_capacity(rows.len());
    for (id, r#type, name, mentions, is_curated) in rows {
        let r#type = if r#type == "person" { EntityType::Person } else { EntityType::Organisation };
        places.insert(id.clone(), seen.len());
        seen.push(SeenEntity { id, r#type, name, written: Vec::new(), roles: Vec::new(), mentions, is_curated });
    }
    let written: Vec<(String, String)> =
        sqlx::query_as("SELECT entity, exact FROM mentions GROUP BY entity, exact ORDER BY entity, count(*) DESC, exact")
            .fetch_all(&mut *connection)
            .await?;
    for (id, exact) in written {
        let Some(entity) = places.get(&id).and_then(|&place| seen.get_mut(place)) else { continue };
        if entity.written.len() < MOST_COMPARED {
            entity.written.push(exact);
        }
    }
    let roles: Vec<(String, String)> =
        sqlx::query_as("SELECT entity, role FROM roles GROUP BY entity, role ORDER BY entity, count(*) DESC, role")
            .fetch_all(connection)
            .await?;
    for (id, role) in roles {
        let Some(entity) = places.get(&id).and_then(|&place| seen.get_mut(place)) else { continue };
        if entity.roles.len() < MOST_COMPARED {
            entity.roles.push(role);
        }
    }
    Ok(seen)
}

/// Whether one article names both.
async fn together(connection: &mut SqliteConnection, merge: &Merge) -> Result<bool, WriteError> {
    let both = "SELECT EXISTS (SELECT article FROM mentions WHERE entity = ? INTERSECT SELECT article FROM mentions WHERE entity = ?)";
    Ok(sqlx::query_scalar(both).bind(&merge.from).bind(&merge.into).fetch_one(connection).await?)
}

async fn replace(connection: &mut SqliteConnection, merge: &Merge, into: &EntityRef) -> Result<(), WriteError> {
    let mentions: Vec<(i64, String)> =
        sqlx::query_as("SELECT rowid, record FROM mentions WHERE entity = ?").bind(&merge.from).fetch_all(&mut *connection).await?;
    for (rowid, record) in mentions {
        let mention = Mention { entity: into.clone(), ..serde_json::from_str(&record)? };
        sqlx::query("UPDATE mentions SET entity = ?, record = ? WHERE rowid = ?")
            .bind(&into.id)
            .bind(serde_json::to_string(&mention)?)
            .bind(rowid)
            .execute(&mut *connection)
            .await?;
    }
    let quotes: Vec<(i64, String)> = sqlx::query_as(
        "SELECT rowid, record FROM quotes
         WHERE speaker = ?1 OR addressee = ?1 OR id IN (SELECT quote FROM quote_about WHERE entity = ?1)",
    )
    .bind(&merge.from)
    .fetch_all(&mut *connection)
    .await?;
    for (rowid, record) in quotes {
        let mut quote: Quote = serde_json::from_str(&record)?;
        let mut about = HashSet::new();
        let all = quote.speaker.iter_mut().chain(quote.addressee.iter_mut()).chain(quote.about.iter_mut());
        all.filter(|entity| entity.id == merge.from).for_each(|entity| entity.clone_from(into));
        quote.about.retain(|entity| about.insert(entity.id.clone()));
        sqlx::query("UPDATE quotes SET speaker = ?, addressee = ?, record = ? WHERE rowid = ?")
            .bind(quote.speaker.as_ref().map(|entity| &entity.id))
            .bind(quote.addressee.as_ref().map(|entity| &entity.id))
            .bind(serde_json::to_string(&quote)?)
            .bind(rowid)
            .execute(&mut *connection)
            .await?;
    }
    for moved in
        ["UPDATE OR IGNORE quote_about SET entity = ?2 WHERE entity = ?1", "UPDATE OR IGNORE roles SET entity = ?2 WHERE entity = ?1"]
    {
        sqlx::query(moved).bind(&merge.from).bind(&into.id).execute(&mut *connection).await?;
    }
    for gone in ["DELETE FROM quote_about WHERE entity = ?", "DELETE FROM roles WHERE entity = ?", "DELETE FROM entities WHERE id = ?"] {
        sqlx::query(gone).bind(&merge.from).execute(&mut *connection).await?;
    }
    sqlx::query("INSERT INTO merges (entity, into_entity, reason) VALUES (?, ?, ?)")
        .bind(&merge.from)
        .bind(&into.id)
        .bind(&merge.reason)
        .execute(connection)
        .await?;
    Ok(())
}
