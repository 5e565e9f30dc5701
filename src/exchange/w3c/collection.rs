//! Collections of annotations, and their pages (<https://www.w3.org/TR/annotation-model/#collections>).

use serde::Serialize;
use utoipa::ToSchema;

use super::{Annotated, Annotation, AnnotationAgent, CONTEXT, RIGHTS};
use crate::{
    domain::{Article, Dataset},
    exchange::{base::Base, marks::Mark},
};

/// A page of annotations, as an `AnnotationPage`.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnnotationPage {
    /// The JSON-LD context.
    #[serde(rename = "@context")]
    #[schema(example = "http://www.w3.org/ns/anno.jsonld")]
    pub context: &'static str,
    /// The address of this page.
    pub id: String,
    /// `AnnotationPage`.
    #[schema(example = "AnnotationPage")]
    pub r#type: &'static str,
    /// What it is a page of.
    #[serde(rename = "partOf")]
    pub part_of: AnnotationCollectionRef,
    /// The position of the first item in the whole.
    #[serde(rename = "startIndex")]
    pub start_index: u64,
    /// The address of the page before; left out on the first one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub prev: Option<String>,
    /// The address of the next page; left out on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub next: Option<String>,
    /// The dataset that the annotations come from.
    #[serde(rename = "dcterms:isPartOf", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub dataset: Option<AnnotatedDataset>,
    /// Article by article: sections, then mentions, then quotes, each in the order of the text; after each quote the words that are evidence
    /// for it.
    pub items: Vec<Annotation>,
}

/// A collection of annotations, as a page names it.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnnotationCollectionRef {
    /// The address of the collection.
    pub id: String,
    /// `AnnotationCollection`.
    #[schema(example = "AnnotationCollection")]
    pub r#type: &'static str,
    /// What is in it.
    pub label: String,
    /// How many annotations it has, exactly.
    #[schema(minimum = 0, example = 61)]
    pub total: u64,
}

/// A collection of annotations, as an `AnnotationCollection`.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnnotationCollection {
    /// The JSON-LD context.
    #[serde(rename = "@context")]
    #[schema(example = "http://www.w3.org/ns/anno.jsonld")]
    pub context: &'static str,
    /// The address of this collection.
    pub id: String,
    /// `AnnotationCollection`.
    #[schema(example = "AnnotationCollection")]
    pub r#type: &'static str,
    /// What is in it.
    pub label: String,
    /// How many annotations it has, exactly.
    #[schema(minimum = 0, example = 61)]
    pub total: u64,
    /// The address of the first page.
    pub first: String,
    /// The address of the last page.
    pub last: String,
    /// The program that wrote it.
    pub generator: AnnotationAgent,
    /// The licence of the annotations; the words they are about belong to those who wrote and said them.
    #[schema(example = "https://creativecommons.org/publicdomain/zero/1.0/")]
    pub rights: &'static str,
    /// The dataset that the annotations come from.
    #[serde(rename = "dcterms:isPartOf")]
    pub dataset: AnnotatedDataset,
}

/// The dataset that annotations come from.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnnotatedDataset {
    /// Its address.
    #[schema(example = "/v1/dataset")]
    pub id: String,
    /// `Dataset`.
    #[schema(example = "Dataset")]
    pub r#type: &'static str,
    /// Its version: the same version gives the same answers.
    #[serde(rename = "schema:version")]
    #[schema(pattern = "^[0-9a-f]{12}$")]
    pub version: String,
}

impl AnnotatedDataset {
    /// The dataset with this version.
    #[must_use]
    pub fn new(base: Base, version: &str) -> Self {
        Self { id: base.iri("/v1/dataset"), r#type: "Dataset", version: version.to_owned() }
    }
}

impl AnnotationCollectionRef {
    /// The collection at this path.
    #[must_use]
    pub fn new(base: Base, path: &str, label: String, total: u64) -> Self {
        Self { id: base.iri(path), r#type: "AnnotationCollection", label, total }
    }

    /// The annotations of one article.
    #[must_use]
    pub fn label_of(article: &Article) -> String {
        format!("Annotations of “{}”", article.title)
    }

    /// The collection itself, with the addresses of its first and its last page.
    #[must_use]
    pub fn whole(self, base: Base, first: &str, last: &str, dataset: &Dataset) -> AnnotationCollection {
        let Self { id, r#type, label, total } = self;
        AnnotationCollection {
            context: CONTEXT,
            id,
            r#type,
            label,
            total,
            first: base.iri(first),
            last: base.iri(last),
            generator: AnnotationAgent { id: None, r#type: Some("Software"), name: dataset.generator.clone() },
            rights: RIGHTS,
            dataset: AnnotatedDataset::new(base, &dataset.version),
        }
    }
}

impl AnnotationPage {
    /// The only page of a collection, without items yet.
    #[must_use]
    pub fn new(id: String, part_of: AnnotationCollectionRef) -> Self {
        Self {
            context: CONTEXT,
            id,
            r#type: "AnnotationPage",
            part_of,
            start_index: 0,
            prev: None,
            next: None,
            dataset: None,
            items: Vec::new(),
        }
    }

    /// Everything marked in an article; `text` is there where it is held.
    #[must_use]
    pub fn of(base: Base, article: &Article, text: Option<&str>, marks: &[Mark]) -> Self {
        let path = format!("/v1/articles/{}/annotations", article.id);
        let label = AnnotationCollectionRef::label_of(article);
        let part_of = AnnotationCollectionRef::new(base, &format!("{path}/collection"), label, marks.len() as u64);
        let annotated = Annotated::new(base, article, text);
        let items = marks.iter().map(|mark| annotated.annotation(mark)).collect();
        Self { items, ..Self::new(base.iri(&path), part_of) }
    }
}

impl Annotation {
    /// The annotation by itself, with the context that its page would have.
    #[must_use]
    pub fn alone(self) -> Self {
        Self { context: Some(CONTEXT), ..self }
    }
}
