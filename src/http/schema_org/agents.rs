//! People, organisations and publishers.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::{CONTEXT, SchemaDataset};
use crate::{
    domain::{Dataset, Entity, EntityRef, EntityType, Source, SourceRef},
    http::json_ld::BASE,
};

/// A person or an organisation as schema.org has them.
#[derive(Debug, Serialize, ToSchema)]
pub struct Agent {
    /// `Person` or `Organization`.
    #[serde(rename = "@type")]
    #[schema(example = "Person")]
    pub r#type: &'static str,
    /// Its address here.
    #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "/v1/people/sergei-lavrov")]
    pub id: Option<String>,
    /// Its name.
    #[schema(example = "Sergei Lavrov")]
    pub name: String,
}

/// A person, an organisation or a publisher by itself, as schema.org `Person` or `Organization`.
#[derive(Debug, Serialize, ToSchema)]
pub struct SchemaAgent {
    /// The JSON-LD context.
    #[serde(rename = "@context")]
    #[schema(example = "https://schema.org")]
    pub context: &'static str,
    /// `Person` or `Organization`.
    #[serde(rename = "@type")]
    #[schema(example = "Person")]
    pub r#type: &'static str,
    /// Its address here.
    #[serde(rename = "@id")]
    #[schema(example = "/v1/people/sergei-lavrov")]
    pub id: String,
    /// Its name.
    #[schema(example = "Sergei Lavrov")]
    pub name: String,
    /// Other forms of the name in the articles, most frequent first.
    #[serde(rename = "alternateName", skip_serializing_if = "Vec::is_empty")]
    pub alternate_name: Vec<String>,
    /// What articles most often say that it is.
    #[serde(rename = "disambiguatingDescription", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Russian foreign minister")]
    pub disambiguating_description: Option<String>,
    /// The dataset that this record is from.
    #[serde(rename = "subjectOf")]
    pub subject_of: SchemaDataset,
}

impl SchemaAgent {
    /// The record of a person or an organisation.
    pub fn of_entity(entity: &Entity, dataset: &Dataset) -> Self {
        let (r#type, id) = identity(entity.r#type, &entity.id);
        let others = entity.names.iter().map(|form| &form.name).filter(|name| **name != entity.name);
        let mut roles: BTreeMap<&str, usize> = BTreeMap::new();
        for role in &entity.roles {
            *roles.entry(&role.role).or_default() += 1;
        }
        // The first in the alphabet among those that are as frequent.
        let role = roles.into_iter().rev().max_by_key(|(_, count)| *count).map(|(role, _)| role.to_owned());
        Self { alternate_name: others.cloned().collect(), disambiguating_description: role, ..Self::new(r#type, id, &entity.name, dataset) }
    }

    /// The record of a publisher.
    pub fn of_source(source: &Source, dataset: &Dataset) -> Self {
        Self::new("Organization", publisher(&source.id), &source.name, dataset)
    }

    fn new(r#type: &'static str, id: String, name: &str, dataset: &Dataset) -> Self {
        Self {
            context: CONTEXT,
            r#type,
            id,
            name: name.to_owned(),
            alternate_name: Vec::new(),
            disambiguating_description: None,
            subject_of: SchemaDataset::of(dataset),
        }
    }
}

impl Agent {
    pub(super) fn of(entity: &EntityRef) -> Self {
        let (r#type, id) = identity(entity.r#type, &entity.id);
        Self { r#type, id: Some(id), name: entity.name.clone() }
    }

    pub(super) fn publisher(source: &SourceRef) -> Self {
        Self { r#type: "Organization", id: Some(publisher(&source.id)), name: source.name.clone() }
    }

    /// Somebody of whom no more is known than a name.
    pub(super) fn unknown(r#type: &'static str, name: &str) -> Self {
        Self { r#type, id: None, name: name.to_owned() }
    }
}

/// What schema.org calls an entity, and its address here.
fn identity(r#type: EntityType, id: &str) -> (&'static str, String) {
    match r#type {
        EntityType::Person => ("Person", BASE.iri(&format!("/v1/people/{id}"))),
        EntityType::Organisation => ("Organization", BASE.iri(&format!("/v1/organisations/{id}"))),
    }
}

fn publisher(id: &str) -> String {
    BASE.iri(&format!("/v1/sources/{id}"))
}
