//! What one article says, made to agree with what others have said before: ids are unique, and one id means one thing in the whole dataset.
//! Whoever comes first decides. Sidecars come first: their entities and publishers are in place before any article is written.

use std::collections::{HashMap, HashSet};

use super::{SnapshotWriter, write::WriteError};
use crate::domain::{
    AnnotatedArticle, EntityRef, EntityType,
    id::{self, DIGEST_DIGITS},
};

/// Whether the snapshot holds a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Held {
    /// It does, as this article.
    As(String),
    /// Not this one, but one whose ids would be the same.
    Alike,
    /// It does not.
    No,
}

impl SnapshotWriter {
    /// Notes an entity that a sidecar names, so that no other may mean something else by its id.
    ///
    /// # Errors
    /// Where the file cannot be written to.
    pub async fn reserve_entity(&mut self, entity: &EntityRef) -> Result<(), WriteError> {
        self.entity_row(&entity.id, entity.r#type, &entity.name).await
    }

    /// Notes a publisher that a sidecar names.
    ///
    /// # Errors
    /// Where the file cannot be written to.
    pub async fn reserve_source(&mut self, name: &str) -> Result<(), WriteError> {
        self.source_row(&id::slug(name), name).await
    }

    /// Notes that a sidecar's document has these ids, whether or not it is at hand.
    pub fn reserve_document(&mut self, sha256: &str) {
        self.reserved.insert(digits(sha256).to_owned(), sha256.to_owned());
    }

    /// Whether a text of this hash is held already.
    pub(super) async fn held(&mut self, sha256: &str) -> Result<Held, WriteError> {
        let first = digits(sha256);
        // Behind the last hex digit comes `g`.
        let rows: Vec<(String, String)> = sqlx::query_as("SELECT sha256, id FROM articles WHERE sha256 >= ? AND sha256 < ? || 'g'")
            .bind(first)
            .bind(first)
            .fetch_all(&mut self.connection)
            .await?;
        let reserved = self.reserved.get(first).is_some_and(|of| of != sha256);
        let is_alike = !rows.is_empty() || reserved;
        let same = rows.into_iter().find(|(held, _)| held == sha256).map(|(_, id)| id);
        Ok(same.map_or(if is_alike { Held::Alike } else { Held::No }, Held::As))
    }

    /// Gives publisher and entities the names, and where need be the ids, that they have in the dataset.
    pub(super) async fn settle(&mut self, annotated: &mut AnnotatedArticle) -> Result<(), WriteError> {
        if let Some(source) = &annotated.article.source {
            let name: Option<String> =
                sqlx::query_scalar("SELECT name FROM sources WHERE id = ?").bind(&source.id).fetch_optional(&mut self.connection).await?;
            match name {
                Some(name) if name != source.name => annotated.rename_source(&name),
                Some(_) => {}
                None => {
                    let (id, name) = (source.id.clone(), source.name.clone());
                    self.source_row(&id, &name).await?;
                }
            }
        }
        let known = self.known_entities(annotated).await?;
        let mut taken: HashSet<String> = annotated.entities.iter().map(|entity| entity.id.clone()).collect();
        let mut new = HashMap::new();
        for entity in &annotated.entities {
            let settled = match known.get(&entity.id) {
                Some((r#type, name)) if r#type == entity.r#type.as_str() => {
                    EntityRef { id: entity.id.clone(), r#type: entity.r#type, name: name.clone() }
                }
                Some(_) => self.typed(&entity.id, entity.r#type, &entity.name, &taken).await?,
                None => {
                    self.entity_row(&entity.id, entity.r#type, &entity.name).await?;
                    continue;
                }
            };
            if settled.id != entity.id || settled.name != entity.name {
                taken.insert(settled.id.clone());
                new.insert(entity.id.clone(), settled);
            }
        }
        if !new.is_empty() {
            annotated.replace_entities(|id| new.get(id).cloned());
        }
        Ok(())
    }

    /// Types and names of an article's entities, as far as the dataset has their ids.
    async fn known_entities(&mut self, annotated: &AnnotatedArticle) -> Result<HashMap<String, (String, String)>, WriteError> {
        if annotated.entities.is_empty() {
            return Ok(HashMap::new());
        }
        let ids: Vec<&str> = annotated.entities.iter().map(|entity| &*entity.id).collect();
        let rows: Vec<(String, String, String)> =
            sqlx::query_as("SELECT id, type, name FROM entities WHERE id IN (SELECT value FROM json_each(?))")
                .bind(serde_json::to_string(&ids)?)
                .fetch_all(&mut self.connection)
                .await?;
        Ok(rows.into_iter().map(|(id, r#type, name)| (id, (r#type, name))).collect())
    }

    /// An entity whose id means one of another type: its id gets its type behind it, so that it is neither another's nor that of another
    /// entity in the same article.
    async fn typed(&mut self, id: &str, r#type: EntityType, name: &str, taken: &HashSet<String>) -> Result<EntityRef, WriteError> {
        let typed = format!("{id}-{}", r#type.as_str());
        let mut number = 1_u32;
        loop {
            let candidate = if number == 1 { typed.clone() } else { format!("{typed}-{number}") };
            number += 1;
            if taken.contains(&candidate) {
                continue;
            }
            let known: Option<(String, String)> = sqlx::query_as("SELECT type, name FROM entities WHERE id = ?")
                .bind(&candidate)
                .fetch_optional(&mut self.connection)
                .await?;
            match known {
                None => {
                    self.entity_row(&candidate, r#type, name).await?;
                    return Ok(EntityRef { id: candidate, r#type, name: name.to_owned() });
                }
                Some((found, name)) if found == r#type.as_str() => return Ok(EntityRef { id: candidate, r#type, name }),
                Some(_) => {}
            }
        }
    }

    async fn entity_row(&mut self, id: &str, r#type: EntityType, name: &str) -> Result<(), WriteError> {
        // Counts, names and the record are filled in when every article is in place.
        sqlx::query(
            "INSERT INTO entities (id, type, name, articles, mentions, quotes, quoted_articles, quoted_about, record)
             VALUES (?, ?, ?, 0, 0, 0, 0, 0, '') ON CONFLICT (id) DO NOTHING",
        )
        .bind(id)
        .bind(r#type.as_str())
        .bind(name)
        .execute(&mut self.connection)
        .await?;
        Ok(())
    }

    async fn source_row(&mut self, id: &str, name: &str) -> Result<(), WriteError> {
        sqlx::query("INSERT INTO sources (id, name, articles, quotes, record) VALUES (?, ?, 0, 0, '') ON CONFLICT (id) DO NOTHING")
            .bind(id)
            .bind(name)
            .execute(&mut self.connection)
            .await?;
        Ok(())
    }
}

/// The digits of a document's hash that ids carry.
fn digits(sha256: &str) -> &str {
    sha256.get(..DIGEST_DIGITS).unwrap_or(sha256)
}
