//! `/v1/dataset/changes`: what differs between two versions that are kept.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    AppState,
    error::{ApiError, Fault},
    list::{Listing, Pin, X_TOTAL_COUNT},
    validate::Query,
};
use crate::{
    domain::DatasetRef,
    store::{
        SortValue,
        former::{Change, Compared, Difference},
        vocabulary::nearest,
    },
};

/// How many changes a page has unless asked otherwise.
const DEFAULT_LIMIT: u32 = 25;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_dataset_changes))
}

/// A kind of record that is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ComparedResource {
    /// Articles, with everything marked in them.
    Articles,
    /// Organisations.
    Organisations,
    /// People.
    People,
    /// Quotes.
    Quotes,
    /// Sources.
    Sources,
}

/// What happened to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum RecordChange {
    /// The former version does not hold it.
    Added,
    /// The former version holds it otherwise.
    Changed,
    /// Only the former version holds it.
    Removed,
}

/// A record that two versions do not hold alike.
#[derive(Debug, Serialize, ToSchema)]
pub struct DatasetChange {
    /// What it is.
    pub resource: ComparedResource,
    /// Its identifier.
    pub id: String,
    /// What happened to it.
    pub change: RecordChange,
}

/// How many records of a kind changed, whatever `resource` and `change` ask for.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeCounts {
    /// What they are.
    pub resource: ComparedResource,
    /// How many the former version does not hold.
    pub added: u64,
    /// How many the former version holds otherwise.
    pub changed: u64,
    /// How many only the former version holds.
    pub removed: u64,
}

/// A page of changes.
#[derive(Debug, Serialize, ToSchema)]
pub struct DatasetChangePage {
    /// The changes of this page, by resource and id.
    pub items: Vec<DatasetChange>,
    /// How many changes the whole list has, exactly.
    #[schema(minimum = 0, example = 61)]
    pub total: u64,
    /// The address of the next page, or null on the last one.
    #[schema(required)]
    pub next: Option<String>,
    /// The cursor of the next page, or null on the last one.
    #[schema(required)]
    pub next_cursor: Option<String>,
    /// How much changed, by resource.
    pub counts: Vec<ChangeCounts>,
    /// The former version; left out where everything counts as new.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub since: Option<DatasetRef>,
    /// The version that is compared with it.
    pub dataset: DatasetRef,
}

/// Which changes.
#[derive(Debug, Default, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct ChangeParams {
    /// The version to compare with: one that /v1/dataset/versions lists. Left out, everything is new, as it is to a client that holds nothing yet.
    #[param(required = false, nullable = false, pattern = "^[0-9a-f]{12}$")]
    since: Option<String>,
    /// What to list; all where left out.
    #[param(required = false, example = json!(["articles"]))]
    resource: Vec<ComparedResource>,
    /// Which changes to list; all where left out.
    #[param(required = false, example = json!(["added"]))]
    change: Vec<RecordChange>,
    /// How many records a page has at most.
    #[param(required = false, nullable = false, minimum = 1, maximum = 200, default = 25, example = 25)]
    limit: Option<u32>,
    /// Where to go on: `next_cursor` of the page before, with the same filters.
    #[param(required = false, nullable = false, max_length = 4000, pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
}

/// List what changed since a version
///
/// Records that are new, changed or gone since a version that is kept, by resource and id. A record has changed where its JSON is another; an article
/// also where a mark in it is another.
#[utoipa::path(get, path = "/v1/dataset/changes", tag = "dataset", params(ChangeParams, Pin),
    responses((status = 200, description = "A page of changes.", body = DatasetChangePage)))]
async fn list_dataset_changes(
    State(state): State<AppState>,
    listing: Listing,
    Query(params): Query<ChangeParams>,
) -> Result<Response, ApiError> {
    let former = state.former();
    let since = params.since.as_deref();
    let Some(comparison) = former.compare(&listing.snapshot, since).await? else {
        let kept: Vec<String> = former.kept().iter().filter_map(|kept| Some(kept.dataset.as_ref().ok()?.version.clone())).collect();
        let asked = since.unwrap_or_default();
        let did_you_mean = nearest(asked, kept.iter().map(String::as_str));
        let fault = Fault::new("since", asked, "names a version that is not kept here: /v1/dataset/versions lists those that are");
        return Err(ApiError::Invalid(vec![Fault { allowed: kept, did_you_mean, ..fault }]));
    };
    let counts = comparison.counts().await?;
    let wanted = |change: &Change| params.change.is_empty() || params.change.contains(&RecordChange::from(*change));
    let changes: Vec<Change> = Change::ALL.into_iter().filter(wanted).collect();
    let (mut resources, mut total) = (Vec::new(), 0);
    for (of, counted) in &counts {
        let of_wanted: u64 = Change::ALL.iter().zip(counted).filter(|(change, _)| wanted(change)).map(|(_, number)| number).sum();
        if of_wanted > 0 && (params.resource.is_empty() || params.resource.contains(&(*of).into())) {
            resources.push(*of);
            total += of_wanted;
        }
    }
    let after = params.cursor.as_deref().map(|cursor| position(&listing, cursor)).transpose()?;
    let limit = params.limit.unwrap_or(DEFAULT_LIMIT) as usize;
    let mut found: Vec<Difference> = Vec::new();
    for of in resources {
        let behind = match &after {
            Some((last, _)) if of < *last => continue,
            Some((last, id)) if of == *last => id.as_str(),
            _ => "",
        };
        // One more than asked for tells whether more follow.
        found.extend(comparison.page(of, &changes, behind, limit + 1 - found.len()).await?);
        if found.len() > limit {
            break;
        }
    }
    let more = found.len() > limit;
    found.truncate(limit);
    let last = found.last().filter(|_| more);
    let next_cursor = last.map(|last| listing.write_cursor(vec![SortValue::Text(name(last.of)), SortValue::Text(last.id.clone())]));
    let page = DatasetChangePage {
        items: found.into_iter().map(DatasetChange::from).collect(),
        total,
        next: next_cursor.as_ref().map(|cursor| listing.address_with(cursor)),
        next_cursor,
        counts: counts.iter().map(|(of, [added, changed, removed])| counted(*of, *added, *changed, *removed)).collect(),
        since: params.since.map(|version| DatasetRef { version }),
        dataset: DatasetRef { version: listing.snapshot.dataset().version.clone() },
    };
    let mut headers = HeaderMap::new();
    headers.insert(X_TOTAL_COUNT, HeaderValue::from(total));
    let link = page.next.as_ref().and_then(|next| HeaderValue::from_str(&format!("<{next}>; rel=\"next\"")).ok());
    headers.extend(link.map(|link| (header::LINK, link)));
    Ok((headers, Json(page)).into_response())
}

/// Where a cursor says to go on.
fn position(listing: &Listing, cursor: &str) -> Result<(Compared, String), ApiError> {
    let values = listing.read_cursor(cursor)?;
    let [SortValue::Text(resource), SortValue::Text(id)] = &values[..] else {
        return Err(ApiError::InvalidCursor("The cursor does not fit the order of this list."));
    };
    let of = Compared::ALL.into_iter().find(|of| name(*of) == *resource);
    of.map(|of| (of, id.clone())).ok_or(ApiError::InvalidCursor("The cursor does not fit the order of this list."))
}

fn counted(of: Compared, added: u64, changed: u64, removed: u64) -> ChangeCounts {
    ChangeCounts { resource: of.into(), added, changed, removed }
}

/// A resource as a cursor names it.
fn name(of: Compared) -> String {
    format!("{of:?}").to_lowercase()
}

impl From<Difference> for DatasetChange {
    fn from(Difference { of, id, change }: Difference) -> Self {
        Self { resource: of.into(), id, change: change.into() }
    }
}

impl From<Compared> for ComparedResource {
    fn from(of: Compared) -> Self {
        match of {
            Compared::Articles => Self::Articles,
            Compared::Organisations => Self::Organisations,
            Compared::People => Self::People,
            Compared::Quotes => Self::Quotes,
            Compared::Sources => Self::Sources,
        }
    }
}

impl From<Change> for RecordChange {
    fn from(change: Change) -> Self {
        match change {
            Change::Added => Self::Added,
            Change::Changed => Self::Changed,
            Change::Removed => Self::Removed,
        }
    }
}
