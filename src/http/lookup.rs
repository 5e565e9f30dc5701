//! `/v1/lookup`: records by what somebody has of them from elsewhere.

use axum::Json;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    AppState,
    error::{ApiError, Fault},
    list::{Listing, Pin},
    validate::Query,
};
use crate::{
    domain::{DatasetRef, Found, address, folding},
    store::{Given, LookedUp},
};

/// The path.
pub const PATH: &str = "/v1/lookup";

/// The parameters of which there must be one.
const GIVEN: [&str; 3] = ["url", "sha256", "name"];

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(find_records))
}

/// What a record is looked up by: exactly one of these.
#[derive(Debug, Default, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct LookupParams {
    /// An article's address. Scheme, `www.`, the case of the host, fragment, slash at the end and tracking parameters (`utm_…`, `fbclid`,
    /// `gclid`, `msclkid`, `mc_cid`, `mc_eid`) do not matter; an address that is the same to the letter comes first.
    #[param(
        required = false,
        nullable = false,
        min_length = 1,
        max_length = 2000,
        pattern = "^[^\\x00-\\x20\\x7f]+$",
        example = "https://www.example.org/news/1?utm_source=feed"
    )]
    pub url: Option<String>,
    /// SHA-256, in hex, of an article's text in UTF-8 or of a document that it was read from, as the document was found.
    #[param(
        required = false,
        nullable = false,
        min_length = 64,
        max_length = 64,
        pattern = "^[0-9A-Fa-f]{64}$",
        example = "f50b690420f4f07eab494a2a8795ba6a55948f53692ef5527edf8483f3160ba7"
    )]
    pub sha256: Option<String>,
    /// The whole name of a person, an organisation or a publisher, in any form that the articles write. Case, accents and punctuation do not
    /// matter; those who are written so to the letter come first.
    #[param(
        required = false,
        nullable = false,
        min_length = 1,
        max_length = 300,
        pattern = "^[^\\x00-\\x1f\\x7f]+$",
        example = "Sergey Lavrov"
    )]
    pub name: Option<String>,
}

impl LookupParams {
    fn given(self) -> Option<Given> {
        self.url.map(Given::Url).or(self.sha256.map(Given::Sha256)).or(self.name.map(Given::Name))
    }
}

/// The records that were found.
#[derive(Debug, Serialize, ToSchema)]
pub struct Lookup {
    /// The records, the surest match first, then those that lead to more articles: several where a name is that of more than one. At most 100.
    pub items: Vec<Found>,
    /// How many records there are, exactly; 0 where the dataset has none.
    #[schema(minimum = 0, example = 1)]
    pub total: u64,
    /// The dataset that was looked through.
    pub dataset: DatasetRef,
}

/// Look up records
///
/// By exactly one of `url`, `sha256` and `name`. Where the dataset has no such record the answer is 200 with an empty list: that is an answer
/// about the dataset, while 404 says that an address of this API is wrong.
#[utoipa::path(get, path = "/v1/lookup", tag = "finding", params(LookupParams, Pin),
    responses((status = 200, description = "The records that were found; none is an answer too.", body = Lookup)))]
async fn find_records(listing: Listing, Query(asked): Query<LookupParams>) -> Result<Json<Lookup>, ApiError> {
    let given = asked.given().ok_or(ApiError::Internal)?;
    let LookedUp { items, total } = listing.snapshot.look_up(&given).await?;
    Ok(Json(Lookup { items, total, dataset: DatasetRef { version: listing.snapshot.dataset().version.clone() } }))
}

/// What must hold of the parameters together, and of what they stand for.
pub fn faults(values: &Map<String, Value>) -> Vec<Fault> {
    let mut given = GIVEN.into_iter().filter_map(|name| Some((name, values.get(name)?.as_str()?)));
    let Some((first, value)) = given.next() else {
        return vec![Fault {
            allowed: GIVEN.map(str::to_owned).to_vec(),
            ..Fault::new(GIVEN[0], "", "is missing: give one of `url`, `sha256` and `name`")
        }];
    };
    let mut faults: Vec<Fault> =
        given.map(|(name, value)| Fault::new(name, value, format!("cannot stand beside `{first}`: give one of the two"))).collect();
    if first == "url" && address::comparable(value).is_none() {
        faults.push(Fault::new(first, value, "is not an address of http or https"));
    }
    if values.get("name").and_then(Value::as_str).is_some_and(|name| folding::name(name).is_empty()) {
        faults.push(Fault::new("name", values["name"].as_str().unwrap_or_default(), "holds no letter or digit"));
    }
    faults
}
