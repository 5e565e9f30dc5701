//! Complete downloads: all records that match, as CSV or as JSON lines, sent as they are read.

use std::sync::Arc;

use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use futures_util::{StreamExt, future, stream};

use super::{
    error::ApiError,
    list::{Listing, OrderParams, X_TOTAL_COUNT},
};
use crate::{
    store::{List, PageRequest, Position, Snapshot},
    tables::{Form, write_rows},
};

pub use crate::tables::Row;

/// How many records are read at once.
const BATCH: u32 = 500;

/// All records as CSV (RFC 4180, UTF-8, header first).
///
/// # Errors
/// Where the store cannot be read.
pub async fn csv<R: List>(listing: Listing, name: &str, filter: R::Filter, order: OrderParams) -> Result<Response, ApiError>
where
    R::Record: Row,
{
    send::<R>(listing, name, Form::Csv, filter, order).await
}

/// All records as JSON, one on each line.
///
/// # Errors
/// Where the store cannot be read.
pub async fn ndjson<R: List>(listing: Listing, name: &str, filter: R::Filter, order: OrderParams) -> Result<Response, ApiError>
where
    R::Record: Row,
{
    send::<R>(listing, name, Form::Ndjson, filter, order).await
}

/// How far a download is.
struct State<F> {
    snapshot: Arc<Snapshot>,
    filter: F,
    request: PageRequest,
    form: Form,
    /// How many records there are, and how many of them were sent.
    total: u64,
    sent: u64,
    done: bool,
}

async fn send<R: List>(listing: Listing, name: &str, form: Form, filter: R::Filter, order: OrderParams) -> Result<Response, ApiError>
where
    R::Record: Row,
{
    let snapshot = listing.snapshot;
    let sample = order.drawn();
    let total = R::total(&snapshot, &filter, sample).await?;
    let version = snapshot.dataset().version.clone();
    let request = PageRequest { limit: BATCH, sort: order.sort, position: Position::Offset(0), sample };
    let state = State { snapshot, filter, request, form, total, sent: 0, done: false };
    // The first batch is read before the answer begins, so that a store that fails is a problem and not half a file.
    let first = next_batch::<R>(state).await.map_err(|error| {
        tracing::error!(%error, "a download did not begin");
        ApiError::Internal
    })?;
    let (bytes, state) = first.ok_or(ApiError::Internal)?;
    let batches = stream::once(future::ready(Ok(bytes))).chain(stream::try_unfold(state, move |state| next_batch::<R>(state)));
    let mut response = Body::from_stream(batches).into_response();
    attach(&mut response, form, name, &version, total);
    Ok(response)
}

/// Says what a download is, how many records it has, and what to call it.
fn attach(response: &mut Response, form: Form, name: &str, version: &str, total: u64) {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(form.media_type()));
    headers.insert(X_TOTAL_COUNT, HeaderValue::from(total));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"onrecord-{name}-{version}.{}\"", form.ending())) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
}

/// A table that is made whole before it is sent: what is in it is computed, and cannot be read on from a row.
pub struct Table(Vec<Vec<String>>);

impl Table {
    /// Begins with the names of the columns.
    pub fn new(columns: impl IntoIterator<Item = String>) -> Self {
        Self(vec![columns.into_iter().collect()])
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.0.push(cells.into_iter().collect());
    }

    /// Sends it, with the number of its rows.
    ///
    /// # Errors
    /// Where a row cannot be written, which is a fault of the program.
    pub fn send(self, name: &str, snapshot: &Snapshot) -> Result<Response, ApiError> {
        let total = self.0.len() as u64 - 1;
        let bytes = write_rows(self.0.into_iter()).map_err(|error| {
            tracing::error!(%error, "a table cannot be written");
            ApiError::Internal
        })?;
        let mut response = bytes.into_response();
        attach(&mut response, Form::Csv, name, &snapshot.dataset().version, total);
        Ok(response)
    }
}

/// The next records, and where they end. An error breaks the connection off, so that a part is not taken for the whole.
async fn next_batch<R: List>(mut state: State<R::Filter>) -> std::io::Result<Option<(Bytes, State<R::Filter>)>>
where
    R::Record: Row,
{
    if state.done {
        return Ok(None);
    }
    let listed = R::page(&state.snapshot, &state.filter, &state.request).await.map_err(std::io::Error::other)?;
    let listed = listed.ok_or_else(|| std::io::Error::other("a position of this list does not fit it"))?;
    let bytes = listed.records.encode::<R::Record>(state.form, state.sent == 0)?;
    state.sent += listed.records.len() as u64;
    if state.sent > state.total {
        return Err(std::io::Error::other("the list gives more records than it has"));
    }
    match listed.next {
        Some(values) => state.request.position = Position::After(values),
        None => state.done = true,
    }
    Ok(Some((bytes.into(), state)))
}
