//! An annotated article as JSON, in the shapes that the API serves.

use serde_json::{Value, json};

use crate::domain::AnnotatedArticle;

/// The article's record, its text where it is held, its people and organisations, their mentions, and its quotes.
#[must_use]
pub fn written(annotated: &AnnotatedArticle) -> Value {
    let AnnotatedArticle { article, text, entities, mentions, quotes } = annotated;
    let entities: Vec<Value> = entities
        .iter()
        .map(|entity| json!({ "id": entity.id, "type": entity.r#type, "name": entity.name, "roles": entity.roles }))
        .collect();
    let mut value = json!({ "article": article, "text": text, "entities": entities, "mentions": mentions, "quotes": quotes });
    if text.is_none()
        && let Some(value) = value.as_object_mut()
    {
        value.shift_remove("text");
    }
    value
}
