//! `/v1/people` and `/v1/organisations`: one record a real person or organisation, with every name seen, roles and counts.

use std::sync::Arc;

use axum::{Json, response::Response};
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    AppState, Id,
    column::Column,
    download::{self, Row, joined},
    error::ApiError,
    list::{Listing, OrderParams, PageParams, Pin, page, respond},
    not_found,
    validate::Query,
};
use crate::{
    domain::Entity,
    store::{
        Resource, Snapshot,
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
    responses((status = 200, description = "The person.", body = Entity)))]
async fn get_person(listing: Listing, Id(id): Id) -> Result<Json<Entity>, ApiError> {
    find::<People>(&listing.snapshot, Vocabulary::Person, id).await
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
    responses((status = 200, description = "The organisation.", body = Entity)))]
async fn get_organisation(listing: Listing, Id(id): Id) -> Result<Json<Entity>, ApiError> {
    find::<Organisations>(&listing.snapshot, Vocabulary::Organisation, id).await
}

async fn find<R: Resource<Record = Entity>>(
    snapshot: &Arc<Snapshot>,
    vocabulary: Vocabulary,
    id: String,
) -> Result<Json<Entity>, ApiError> {
    match snapshot.get::<R>(&id).await? {
        Some(entity) => Ok(Json(entity)),
        None => Err(not_found(snapshot, vocabulary, id).await),
    }
}

impl Row for Entity {
    const COLUMNS: &'static [Column] = &[
        Column::text("id", "The id: name slug, the same in every article."),
        Column::text("type", "Whether it is a person or an organisation."),
        Column::text("name", "The name it goes by here."),
        Column::text("names", "Every form of the name in the articles, `; ` between them, most frequent first."),
        Column::text("roles", "What the articles say it is, `; ` between roles."),
        Column::integer("articles", "How many articles name it."),
        Column::integer("mentions", "At how many places it is named."),
        Column::integer("quotes", "How many quotes it is the speaker of."),
        Column::integer("quoted_articles", "In how many articles it is quoted."),
        Column::integer("quoted_about", "In how many quotes it is named."),
        Column::integer(
            "furniture_mentions",
            "At how many places it is named in readers' comments and site furniture, which the other counts leave out.",
        ),
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
