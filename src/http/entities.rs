//! `/v1/people` and `/v1/organisations`: one record a real person or organisation, with every name seen, roles and counts.

use axum::{
    Json,
    http::Uri,
    response::{IntoResponse, Response},
};
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    AppState, Id,
    download::{self, Row, joined},
    error::ApiError,
    list::{Listing, OrderParams, PageParams, Pin, page, respond},
    merged, not_found,
    validate::Query,
};
use crate::{
    domain::Entity,
    store::{
        Resource,
        entities::{EntityFilter, EntityQuery, Organisations, People},
        scope::{ArticleScope, Named},
        vocabulary::Vocabulary,
    },
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_people))
        .routes(routes!(download_people_csv))
        .routes(routes!(download_people_ndjson))
        .routes(routes!(get_person))
        .routes(routes!(list_organisations))
        .routes(routes!(download_organisations_csv))
        .routes(routes!(download_organisations_ndjson))
        .routes(routes!(get_organisation))
}

page! {
    /// A page of people or organisations.
    EntityPage of Entity
}

/// List people
///
/// People named in the articles. `person` and `organisation` here are others named in the same article.
#[utoipa::path(get, path = "/v1/people", tag = "people", params(EntityFilter, Named, ArticleScope, PageParams, OrderParams, Pin),
    responses((status = 200, description = "A page of people.", body = EntityPage)))]
async fn list_people(
    listing: Listing,
    Query(filter): Query<EntityQuery>,
    Query(page): Query<PageParams>,
    Query(order): Query<OrderParams>,
) -> Result<Response, ApiError> {
    respond::<EntityPage, _>(listing.page::<People>(&filter, &page, &order).await?, &page.fields)
}

/// Download people as CSV
///
/// All people that match, one a row; `X-Total-Count` says how many.
#[utoipa::path(get, path = "/v1/people.csv", tag = "people", params(EntityFilter, Named, ArticleScope, OrderParams, Pin),
    responses((status = 200, description = "All people that match.", body = String, content_type = "text/csv")))]
async fn download_people_csv(
    listing: Listing,
    Query(filter): Query<EntityQuery>,
    Query(order): Query<OrderParams>,
) -> Result<Response, ApiError> {
    download::csv::<People>(listing, "people", filter, order).await
}

/// Download people as JSON lines
///
/// All people that match, one JSON object a line; `X-Total-Count` says how many.
#[utoipa::path(get, path = "/v1/people.ndjson", tag = "people", params(EntityFilter, Named, ArticleScope, OrderParams, Pin),
    responses((status = 200, description = "All people that match.", body = String, content_type = "application/x-ndjson")))]
async fn download_people_ndjson(
    listing: Listing,
    Query(filter): Query<EntityQuery>,
    Query(order): Query<OrderParams>,
) -> Result<Response, ApiError> {
    download::ndjson::<People>(listing, "people", filter, order).await
}

/// Which person.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "only describes the path parameter, which `Id` reads")]
struct PersonId {
    /// The person's identifier.
    #[param(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", max_length = 200, example = "sergei-lavrov")]
    id: String,
}

/// Get one person
///
/// Every name seen, the roles that articles state, and counts.
#[utoipa::path(get, path = "/v1/people/{id}", tag = "people", params(PersonId, Pin),
    responses((status = 200, description = "The person.", body = Entity), (status = 308, description = "The id was merged into another: see there.")))]
async fn get_person(listing: Listing, uri: Uri, Id(id): Id) -> Result<Response, ApiError> {
    find::<People>(&listing, &uri, Vocabulary::Person, id).await
}

/// List organisations
///
/// Organisations named in the articles. `person` and `organisation` here are others named in the same article.
#[utoipa::path(get, path = "/v1/organisations", tag = "organisations", params(EntityFilter, Named, ArticleScope, PageParams, OrderParams, Pin),
    responses((status = 200, description = "A page of organisations.", body = EntityPage)))]
async fn list_organisations(
    listing: Listing,
    Query(filter): Query<EntityQuery>,
    Query(page): Query<PageParams>,
    Query(order): Query<OrderParams>,
) -> Result<Response, ApiError> {
    respond::<EntityPage, _>(listing.page::<Organisations>(&filter, &page, &order).await?, &page.fields)
}

/// Download organisations as CSV
///
/// All organisations that match, one a row; `X-Total-Count` says how many.
#[utoipa::path(get, path = "/v1/organisations.csv", tag = "organisations", params(EntityFilter, Named, ArticleScope, OrderParams, Pin),
    responses((status = 200, description = "All organisations that match.", body = String, content_type = "text/csv")))]
async fn download_organisations_csv(
    listing: Listing,
    Query(filter): Query<EntityQuery>,
    Query(order): Query<OrderParams>,
) -> Result<Response, ApiError> {
    download::csv::<Organisations>(listing, "organisations", filter, order).await
}

/// Download organisations as JSON lines
///
/// All organisations that match, one JSON object a line; `X-Total-Count` says how many.
#[utoipa::path(get, path = "/v1/organisations.ndjson", tag = "organisations", params(EntityFilter, Named, ArticleScope, OrderParams, Pin),
    responses((status = 200, description = "All organisations that match.", body = String, content_type = "application/x-ndjson")))]
async fn download_organisations_ndjson(
    listing: Listing,
    Query(filter): Query<EntityQuery>,
    Query(order): Query<OrderParams>,
) -> Result<Response, ApiError> {
    download::ndjson::<Organisations>(listing, "organisations", filter, order).await
}

/// Which organisation.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "only describes the path parameter, which `Id` reads")]
struct OrganisationId {
    /// The organisation's identifier.
    #[param(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", max_length = 200, example = "nato")]
    id: String,
}

/// Get one organisation
///
/// Every name seen, the roles that articles state, and counts.
#[utoipa::path(get, path = "/v1/organisations/{id}", tag = "organisations", params(OrganisationId, Pin),
    responses((status = 200, description = "The organisation.", body = Entity), (status = 308, description = "The id was merged into another: see there.")))]
async fn get_organisation(listing: Listing, uri: Uri, Id(id): Id) -> Result<Response, ApiError> {
    find::<Organisations>(&listing, &uri, Vocabulary::Organisation, id).await
}

/// The record; or, where its id was merged into another, the way there.
async fn find<R: Resource<Record = Entity>>(
    listing: &Listing,
    uri: &Uri,
    vocabulary: Vocabulary,
    id: String,
) -> Result<Response, ApiError> {
    if let Some(entity) = listing.snapshot.get::<R>(&id).await? {
        return Ok(Json(entity).into_response());
    }
    match merged::survivor(&listing.snapshot, uri, vocabulary, &id).await? {
        Some(redirect) => Ok(redirect),
        None => Err(not_found(&listing.snapshot, vocabulary, id).await),
    }
}

impl Row for Entity {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "type",
        "name",
        "names",
        "roles",
        "articles",
        "mentions",
        "quotes",
        "quoted_articles",
        "quoted_about",
        "furniture_mentions",
    ];

    fn cells(&self) -> Vec<String> {
        let counts = &self.counts;
        let mut roles: Vec<&str> = self.roles.iter().map(|role| role.role.as_str()).collect();
        roles.sort_unstable();
        roles.dedup();
        let mut cells = vec![
            self.id.clone(),
            self.r#type.as_str().to_owned(),
            self.name.clone(),
            joined(self.names.iter().map(|name| name.name.as_str())),
            joined(roles.into_iter()),
        ];
        let numbers =
            [counts.articles, counts.mentions, counts.quotes, counts.quoted_articles, counts.quoted_about, counts.furniture_mentions];
        cells.extend(numbers.iter().map(ToString::to_string));
        cells
    }
}
