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
        let mut taken: HashSet<String> = annotated.entities.iter().map(|entity| entity.id.clone()).collect();
        let mut new = HashMap::new();
        for entity in &annotated.entities {
            let settled = self.settled(&entity.id, entity.r#type, &entity.name, &taken).await?;
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

    /// The entity as the dataset knows it. Where its id means one of another type, it gets an id with its type behind it, which is neither
    /// another's nor that of another entity in the same article.
    async fn settled(&mut self, id: &str, r#type: EntityType, name: &str, taken: &HashSet<String>) -> Result<EntityRef, WriteError> {
        let typed = format!("{id}-{}", r#type.as_str());
        let mut number = 0_u32;
        loop {
            let candidate = match number {
                0 => id.to_owned(),
                1 => typed.clone(),
                _ => format!("{typed}-{number}"),
            };
            number += 1;
            if candidate != id && taken.contains(&candidate) {
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
