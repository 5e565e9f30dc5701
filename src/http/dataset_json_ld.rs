//! `/v1/dataset/jsonld` and `/v1/dataset/CITATION.cff`: the dataset as catalogues and repositories of code describe one.

use std::fmt::Write;

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    AppState,
    data_package::TABLES,
    json_ld,
    list::{Listing, Pin},
    schema_org,
};
use crate::domain::Dataset;

/// The licence of what was made for the dataset: quoted words and texts are not covered by it.
pub const LICENCE: &str = "CC0-1.0";
/// Where it is found.
pub const LICENCE_ADDRESS: &str = "https://creativecommons.org/publicdomain/zero/1.0/";
/// What it covers.
pub const LICENCE_TITLE: &str = "CC0 1.0, for annotations, abstracts and summaries";

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get_dataset_jsonld)).routes(routes!(get_dataset_cff))
}

/// The terms of a dataset's description. All of them are here, so that nothing has to be fetched to read it.
#[derive(Debug, Serialize, ToSchema)]
pub struct DatasetContext {
    /// schema.org: what has no prefix.
    #[serde(rename = "@vocab")]
    #[schema(example = "http://schema.org/")]
    pub vocab: &'static str,
    /// The Data Catalog Vocabulary (<https://www.w3.org/TR/vocab-dcat-3/>).
    #[schema(example = "http://www.w3.org/ns/dcat#")]
    pub dcat: &'static str,
    /// Dublin Core terms.
    #[schema(example = "http://purl.org/dc/terms/")]
    pub dcterms: &'static str,
    /// Says that a licence is an address.
    pub license: IriTerm,
    /// Says that a file's address is one.
    #[serde(rename = "contentUrl")]
    pub content_url: IriTerm,
    /// Says that the dataset's address is one.
    pub url: IriTerm,
}

/// A term whose values are addresses.
#[derive(Debug, Serialize, ToSchema)]
pub struct IriTerm {
    /// `@id`.
    #[serde(rename = "@type")]
    #[schema(example = "@id")]
    pub r#type: &'static str,
}

/// Something named by its address.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LinkedResource {
    /// Its address.
    #[serde(rename = "@id")]
    pub id: String,
}

/// The dataset, as schema.org `Dataset` and as `dcat:Dataset` at once.
#[derive(Debug, Serialize, ToSchema)]
pub struct DatasetDescription {
    /// The JSON-LD context.
    #[serde(rename = "@context")]
    pub context: DatasetContext,
    /// Its address: the server's own where that is known, else relative to this document.
    #[serde(rename = "@id")]
    #[schema(example = "/v1/dataset")]
    pub id: String,
    /// `Dataset` and `dcat:Dataset`.
    #[serde(rename = "@type")]
    pub r#type: [&'static str; 2],
    /// Its name.
    pub name: String,
    /// Its name, for DCAT.
    #[serde(rename = "dcterms:title")]
    pub title: String,
    /// Where its records come from, and how many there are.
    pub description: String,
    /// The same, for DCAT.
    #[serde(rename = "dcterms:description")]
    pub dcterms_description: String,
    /// Its version.
    #[schema(pattern = "^[0-9a-f]{12}$")]
    pub version: String,
    /// Its version, for DCAT.
    #[serde(rename = "dcat:version")]
    #[schema(pattern = "^[0-9a-f]{12}$")]
    pub dcat_version: String,
    /// Its version, as an identifier.
    pub identifier: String,
    /// The licence of annotations, abstracts and summaries.
    pub license: &'static str,
    /// What the licence covers.
    #[serde(rename = "usageInfo")]
    pub usage_info: String,
    /// The licence, for DCAT.
    #[serde(rename = "dcterms:license")]
    pub dcterms_license: LinkedResource,
    /// From the earliest article to the latest (ISO 8601 interval); left out where no article has a date.
    #[serde(rename = "temporalCoverage", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "2012-10-03/2017-03-28")]
    pub temporal_coverage: Option<String>,
    /// Who made it.
    pub creator: schema_org::Agent,
    /// How it was made.
    #[serde(rename = "measurementTechnique")]
    pub measurement_technique: String,
    /// Whether it costs nothing.
    #[serde(rename = "isAccessibleForFree")]
    pub is_accessible_for_free: bool,
    /// Where it is described.
    pub url: String,
    /// Its files.
    pub distribution: Vec<DatasetDistribution>,
    /// Its files, for DCAT.
    #[serde(rename = "dcat:distribution")]
    pub dcat_distribution: Vec<LinkedResource>,
}

/// A file of the dataset, as schema.org `DataDownload` and as `dcat:Distribution` at once.
#[derive(Debug, Serialize, ToSchema)]
pub struct DatasetDistribution {
    /// Its address.
    #[serde(rename = "@id")]
    #[schema(example = "/v1/quotes.csv")]
    pub id: String,
    /// `DataDownload` and `dcat:Distribution`.
    #[serde(rename = "@type")]
    pub r#type: [&'static str; 2],
    /// The name of the table.
    #[schema(example = "quotes")]
    pub name: &'static str,
    /// What it holds.
    pub description: &'static str,
    /// Its address.
    #[serde(rename = "contentUrl")]
    pub content_url: String,
    /// Its address, for DCAT.
    #[serde(rename = "dcat:downloadURL")]
    pub download_url: LinkedResource,
    /// Its media type.
    #[serde(rename = "encodingFormat")]
    #[schema(example = "text/csv")]
    pub encoding_format: &'static str,
    /// Its media type, for DCAT.
    #[serde(rename = "dcat:mediaType")]
    pub media_type: LinkedResource,
}

/// Get the dataset's description as JSON-LD
///
/// For catalogues and search engines: schema.org `Dataset` and `dcat:Dataset` at once, with version, licence, the years covered, and all files.
#[utoipa::path(get, path = "/v1/dataset/jsonld", tag = "dataset", params(Pin),
    responses((status = 200, description = "The dataset.", body = DatasetDescription, content_type = "application/ld+json")))]
async fn get_dataset_jsonld(State(state): State<AppState>, listing: Listing) -> Response {
    json_ld::schema_org(&DatasetDescription::of(listing.snapshot.dataset(), &state))
}

impl DatasetDescription {
    fn of(dataset: &Dataset, state: &AppState) -> Self {
        let Dataset { version, title, licence, provenance, generator, counts, first_published, last_published, .. } = dataset;
        let description = format!(
            "Who said what, about whom, in which article: {} quotes, {} people and {} organisations in {} articles of {} sources. {provenance}",
            counts.quotes, counts.people, counts.organisations, counts.articles, counts.sources
        );
        let coverage = first_published.as_ref().zip(last_published.as_ref());
        let distribution: Vec<DatasetDistribution> = TABLES
            .iter()
            .flat_map(|table| {
                ["csv", "ndjson"].map(|ending| DatasetDistribution::of(table.name, table.description, ending, version, state))
            })
            .collect();
        Self {
            context: DatasetContext {
                vocab: "http://schema.org/",
                dcat: "http://www.w3.org/ns/dcat#",
                dcterms: "http://purl.org/dc/terms/",
                license: IriTerm { r#type: "@id" },
                content_url: IriTerm { r#type: "@id" },
                url: IriTerm { r#type: "@id" },
            },
            id: state.address("/v1/dataset"),
            r#type: ["Dataset", "dcat:Dataset"],
            name: title.clone(),
            title: title.clone(),
            dcterms_description: description.clone(),
            description,
            version: version.clone(),
            dcat_version: version.clone(),
            identifier: version.clone(),
            license: LICENCE_ADDRESS,
            usage_info: licence.clone(),
            dcterms_license: LinkedResource { id: LICENCE_ADDRESS.to_owned() },
            temporal_coverage: coverage.map(|(first, last)| format!("{first}/{last}")),
            creator: schema_org::Agent { r#type: "Organization", id: None, name: super::citation::DATASET_AUTHOR.to_owned() },
            measurement_technique: format!("{generator}: {provenance}"),
            is_accessible_for_free: true,
            url: state.address(&format!("/v1/dataset?dataset={version}")),
            dcat_distribution: distribution.iter().map(|file| LinkedResource { id: file.id.clone() }).collect(),
            distribution,
        }
    }
}

impl DatasetDistribution {
    fn of(name: &'static str, description: &'static str, ending: &str, version: &str, state: &AppState) -> Self {
        let address = state.address(&format!("/v1/{name}.{ending}?dataset={version}"));
        // NDJSON is not in IANA's list, which DCAT refers to; the address says what was meant all the same.
        let media_type = if ending == "csv" { "text/csv" } else { "application/x-ndjson" };
        Self {
            id: address.clone(),
            r#type: ["DataDownload", "dcat:Distribution"],
            name,
            description,
            content_url: address.clone(),
            download_url: LinkedResource { id: address },
            encoding_format: media_type,
            media_type: LinkedResource { id: format!("https://www.iana.org/assignments/media-types/{media_type}") },
        }
    }
}

/// Get the dataset's CITATION.cff
///
/// The Citation File Format 1.2.0 (<https://citation-file-format.github.io/>): put it beside the data you keep, and tools know how to cite it.
#[utoipa::path(get, path = "/v1/dataset/CITATION.cff", tag = "dataset", params(Pin),
    responses((status = 200, description = "The file.", body = String, content_type = "text/plain")))]
async fn get_dataset_cff(State(state): State<AppState>, listing: Listing) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], cff(listing.snapshot.dataset(), &state)).into_response()
}

/// Every value is a JSON string, which YAML reads as it stands.
fn cff(dataset: &Dataset, state: &AppState) -> String {
    let Dataset { version, title, licence, provenance, .. } = dataset;
    let address = state.public_url().map(|public| public.join(&format!("/v1/dataset?dataset={version}")));
    let values = [
        ("cff-version", Some("1.2.0".to_owned())),
        ("message", Some("If you use this dataset, please cite it with its version.".to_owned())),
        ("type", Some("dataset".to_owned())),
        ("title", Some(title.clone())),
        ("version", Some(version.clone())),
        ("abstract", Some(format!("{provenance} {licence}"))),
        ("license", Some(LICENCE.to_owned())),
        ("url", address),
    ];
    let mut written = String::new();
    for (name, value) in values.into_iter().filter_map(|(name, value)| Some((name, value?))) {
        let _ = writeln!(written, "{name}: {}", serde_json::Value::from(value));
    }
    let _ = writeln!(written, "authors:\n  - name: {}", serde_json::Value::from(super::citation::DATASET_AUTHOR));
    written
}
