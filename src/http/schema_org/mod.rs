//! schema.org JSON-LD (<https://schema.org/NewsArticle>, <https://schema.org/Quotation>, <https://schema.org/Person>,
//! <https://schema.org/Organization>). Only what is known to be so is said: a search engine, or a reasoner, takes each property at its word.

mod agents;

pub use agents::{Agent, SchemaAgent};

use serde::Serialize;
use utoipa::ToSchema;

use super::json_ld::BASE;
use crate::domain::{Article, ArticleRef, Dataset, EntityRef, PartialDate, Quote};

const CONTEXT: &str = "https://schema.org";

/// The licence of what is said here, which is not that of the article or the words it is about.
const LICENCE: &str = "https://creativecommons.org/publicdomain/zero/1.0/";

/// An article as schema.org `NewsArticle`.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewsArticle {
    /// The JSON-LD context; only on the outermost object.
    #[serde(rename = "@context", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "https://schema.org")]
    pub context: Option<&'static str>,
    /// `NewsArticle`.
    #[serde(rename = "@type")]
    #[schema(example = "NewsArticle")]
    pub r#type: &'static str,
    /// Its address here.
    #[serde(rename = "@id")]
    pub id: String,
    /// The headline.
    pub headline: String,
    /// Where the publisher keeps it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub url: Option<String>,
    /// The moment of publication where it is known, otherwise the day, month or year (ISO 8601).
    #[serde(rename = "datePublished", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "2012-10-03")]
    pub date_published: Option<String>,
    /// Language (BCP 47).
    #[serde(rename = "inLanguage", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub in_language: Option<String>,
    /// The abstract.
    #[serde(rename = "abstract", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub abstract_text: Option<String>,
    /// The place in the dateline.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub dateline: Option<String>,
    /// The authors.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub author: Vec<Agent>,
    /// The editors.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub editor: Vec<Agent>,
    /// The publisher.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub publisher: Option<Agent>,
    /// The news agency that supplied the report.
    #[serde(rename = "sourceOrganization", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub source_organization: Option<Agent>,
    /// The SHA-256 of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub identifier: Option<PropertyValue>,
    /// The people and organisations named in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Agent>,
    /// The licence of this record; only on the outermost object.
    #[serde(rename = "sdLicense", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "https://creativecommons.org/publicdomain/zero/1.0/")]
    pub sd_license: Option<&'static str>,
    /// The dataset that this record is from; only on the outermost object.
    #[serde(rename = "subjectOf", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub subject_of: Option<SchemaDataset>,
}

/// A named value.
#[derive(Debug, Serialize, ToSchema)]
pub struct PropertyValue {
    /// `PropertyValue`.
    #[serde(rename = "@type")]
    #[schema(example = "PropertyValue")]
    pub r#type: &'static str,
    /// What the value is.
    #[serde(rename = "propertyID")]
    #[schema(example = "SHA-256")]
    pub property_id: &'static str,
    /// The value.
    pub value: String,
}

/// The dataset that a record is from.
#[derive(Debug, Serialize, ToSchema)]
pub struct SchemaDataset {
    /// `Dataset`.
    #[serde(rename = "@type")]
    #[schema(example = "Dataset")]
    pub r#type: &'static str,
    /// Its address here.
    #[serde(rename = "@id")]
    #[schema(example = "/v1/dataset")]
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its version: the same version gives the same answers.
    #[schema(pattern = "^[0-9a-f]{12}$")]
    pub version: String,
}

/// A quote as schema.org `Quotation`.
#[derive(Debug, Serialize, ToSchema)]
pub struct Quotation {
    /// The JSON-LD context.
    #[serde(rename = "@context")]
    #[schema(example = "https://schema.org")]
    pub context: &'static str,
    /// `Quotation`.
    #[serde(rename = "@type")]
    #[schema(example = "Quotation")]
    pub r#type: &'static str,
    /// Its address here.
    #[serde(rename = "@id")]
    pub id: String,
    /// What was said, where it is at hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub text: Option<String>,
    /// What was said, in the curator's own words.
    #[serde(rename = "abstract", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub abstract_text: Option<String>,
    /// Who said it.
    #[serde(rename = "spokenByCharacter", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub spoken_by_character: Option<Agent>,
    /// Who said it: the words are theirs.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub creator: Option<Agent>,
    /// Who and what it names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Agent>,
    /// When it was said.
    #[serde(rename = "dateCreated", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub date_created: Option<PartialDate>,
    /// The article that reports it.
    #[serde(rename = "isPartOf")]
    pub is_part_of: NewsArticle,
    /// The licence of this record, which is not that of the words.
    #[serde(rename = "sdLicense")]
    #[schema(example = "https://creativecommons.org/publicdomain/zero/1.0/")]
    pub sd_license: &'static str,
    /// The dataset that this record is from.
    #[serde(rename = "subjectOf")]
    pub subject_of: SchemaDataset,
}

impl NewsArticle {
    /// The whole record of an article.
    pub fn of(article: &Article, named: &[EntityRef], dataset: &Dataset) -> Self {
        let people = |names: &[String]| names.iter().map(|name| Agent::unknown("Person", name)).collect();
        let published = article.published_at.clone().or_else(|| article.published.as_ref().map(ToString::to_string));
        Self {
            context: Some(CONTEXT),
            url: article.url.clone(),
            date_published: published,
            in_language: Some(article.language.clone()),
            abstract_text: article.abstract_text.clone(),
            dateline: article.dateline.clone(),
            author: people(&article.authors),
            editor: people(&article.editors),
            source_organization: article.agency.as_ref().map(|agency| Agent::unknown("Organization", agency)),
            identifier: Some(PropertyValue { r#type: "PropertyValue", property_id: "SHA-256", value: article.sha256.clone() }),
            mentions: named.iter().map(Agent::of).collect(),
            sd_license: Some(LICENCE),
            subject_of: Some(SchemaDataset::of(dataset)),
            ..Self::brief(&article.to_ref())
        }
    }

    fn brief(article: &ArticleRef) -> Self {
        Self {
            context: None,
            r#type: "NewsArticle",
            id: BASE.iri(&format!("/v1/articles/{}", article.id)),
            headline: article.title.clone(),
            url: None,
            date_published: article.published.as_ref().map(ToString::to_string),
            in_language: None,
            abstract_text: None,
            dateline: None,
            author: Vec::new(),
            editor: Vec::new(),
            publisher: article.source.as_ref().map(Agent::publisher),
            source_organization: None,
            identifier: None,
            mentions: Vec::new(),
            sd_license: None,
            subject_of: None,
        }
    }
}

impl Quotation {
    /// The record of a quote.
    pub fn of(quote: &Quote, dataset: &Dataset) -> Self {
        Self {
            context: CONTEXT,
            r#type: "Quotation",
            id: BASE.iri(&format!("/v1/quotes/{}", quote.id)),
            text: quote.text.clone(),
            abstract_text: quote.summary.clone(),
            spoken_by_character: quote.speaker.as_ref().map(Agent::of),
            creator: quote.speaker.as_ref().map(Agent::of),
            mentions: quote.about.iter().map(Agent::of).collect(),
            date_created: quote.said_on.clone(),
            is_part_of: NewsArticle::brief(&quote.article),
            sd_license: LICENCE,
            subject_of: SchemaDataset::of(dataset),
        }
    }
}

impl SchemaDataset {
    fn of(dataset: &Dataset) -> Self {
        let (name, version) = (dataset.title.clone(), dataset.version.clone());
        Self { r#type: "Dataset", id: BASE.iri("/v1/dataset"), name, version }
    }
}
