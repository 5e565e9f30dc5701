//! schema.org JSON-LD (<https://schema.org/NewsArticle>, <https://schema.org/Quotation>).

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{Article, ArticleRef, EntityRef, EntityType, PartialDate, Quote, SourceRef};

const CONTEXT: &str = "https://schema.org";

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
    /// The day, month or year of publication.
    #[serde(rename = "datePublished", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub date_published: Option<PartialDate>,
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
    /// The publisher.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub publisher: Option<Agent>,
    /// The people and organisations named in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Agent>,
}

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
    /// Who and what it names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<Agent>,
    /// When it was said.
    #[serde(rename = "dateCreated", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub date_created: Option<PartialDate>,
    /// The article that reports it.
    #[serde(rename = "isPartOf")]
    pub is_part_of: NewsArticle,
}

/// Sends JSON-LD in its own media type.
pub fn respond<T: Serialize>(document: &T) -> Response {
    let mut response = axum::Json(document).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/ld+json"));
    response
}

impl NewsArticle {
    /// The whole record of an article.
    pub fn of(article: &Article, named: &[EntityRef]) -> Self {
        let author = article.authors.iter().map(|name| Agent { r#type: "Person", id: None, name: name.clone() });
        Self {
            context: Some(CONTEXT),
            url: article.url.clone(),
            in_language: Some(article.language.clone()),
            abstract_text: article.abstract_text.clone(),
            dateline: article.dateline.clone(),
            author: author.collect(),
            mentions: named.iter().map(Agent::of).collect(),
            ..Self::brief(&article.to_ref())
        }
    }

    fn brief(article: &ArticleRef) -> Self {
        Self {
            context: None,
            r#type: "NewsArticle",
            id: format!("/v1/articles/{}", article.id),
            headline: article.title.clone(),
            url: None,
            date_published: article.published.clone(),
            in_language: None,
            abstract_text: None,
            dateline: None,
            author: Vec::new(),
            publisher: article.source.as_ref().map(Agent::publisher),
            mentions: Vec::new(),
        }
    }
}

impl Quotation {
    /// The record of a quote.
    pub fn of(quote: &Quote) -> Self {
        Self {
            context: CONTEXT,
            r#type: "Quotation",
            id: format!("/v1/quotes/{}", quote.id),
            text: quote.text.clone(),
            abstract_text: quote.summary.clone(),
            spoken_by_character: quote.speaker.as_ref().map(Agent::of),
            about: quote.about.iter().map(Agent::of).collect(),
            date_created: quote.said_on.clone(),
            is_part_of: NewsArticle::brief(&quote.article),
        }
    }
}

impl Agent {
    fn of(entity: &EntityRef) -> Self {
        let (r#type, path) = match entity.r#type {
            EntityType::Person => ("Person", "people"),
            EntityType::Organisation => ("Organization", "organisations"),
        };
        Self { r#type, id: Some(format!("/v1/{path}/{}", entity.id)), name: entity.name.clone() }
    }

    fn publisher(source: &SourceRef) -> Self {
        Self { r#type: "Organization", id: Some(format!("/v1/sources/{}", source.id)), name: source.name.clone() }
    }
}
