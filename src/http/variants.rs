//! `/v1/quotes/{id}/variants`: the same utterance in other articles.

use axum::response::Response;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    AppState, Id,
    error::ApiError,
    list::{Listing, OrderParams, PageParams, page, respond},
    quotes,
    validate::Query,
};
use crate::{
    domain::QuoteVariant,
    store::variants::{QuoteVariants, VariantFilter},
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_quote_variants))
}

page! {
    /// A page of the variants of a quote.
    QuoteVariantPage of QuoteVariant
}

/// List the variants of a quote
///
/// The same utterance, or the same part of it, as other articles report it: copied, edited, translated otherwise, or put into indirect speech.
/// Found among the quotes of one speaker that can have been said on the same day, by the words they share.
#[utoipa::path(get, path = "/v1/quotes/{id}/variants", tag = "quotes", params(VariantsOf, PageParams, OrderParams, super::list::Pin),
    responses((status = 200, description = "A page of variants.", body = QuoteVariantPage)))]
async fn list_quote_variants(
    listing: Listing,
    Id(id): Id,
    Query(page): Query<PageParams>,
    Query(order): Query<OrderParams>,
) -> Result<Response, ApiError> {
    let quote = quotes::find(&listing.snapshot, id).await?.id;
    let listed = listing.page::<QuoteVariants>(&VariantFilter { quote }, &page, &order).await?;
    respond(&listed, &page.fields)
}

/// Of which quote.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "only describes the path parameter, which `Id` reads")]
struct VariantsOf {
    /// The quote's identifier.
    #[param(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", max_length = 200, example = "2b272f6d-1271")]
    id: String,
}
