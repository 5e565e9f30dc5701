//! Complete downloads: all records that match, as CSV or as JSON lines, sent as they are read.

use std::sync::Arc;

use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use futures_util::{StreamExt, future, stream};

use super::{
    column::Column,
    error::ApiError,
    list::{Listing, OrderParams, X_TOTAL_COUNT},
};
use crate::store::{PageRequest, Position, Resource, Snapshot};

/// How many records are read at once.
const BATCH: u32 = 500;

/// A record as a row of a table.
pub trait Row {
    /// The columns, in order. New ones are only ever added at the end.
    const COLUMNS: &'static [Column];
    /// Its cells, one for each column.
    fn cells(&self) -> Vec<String>;
}

/// A way to write records one after another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Csv,
    Ndjson,
}

/// All records as CSV (RFC 4180, UTF-8, header first).
///
/// # Errors
/// Where the store cannot be read.
pub async fn csv<R: Resource>(listing: Listing, name: &str, filter: R::Filter, order: OrderParams) -> Result<Response, ApiError>
where
    R::Record: Row,
{
    let encode = |records: &[R::Record], first: bool| {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        let header = first.then(|| writer.write_record(R::Record::COLUMNS.iter().map(|column| column.name))).transpose();
        let rows = records.iter().try_for_each(|record| writer.write_record(record.cells().into_iter().map(neutral)));
        header.and(rows).map_err(std::io::Error::other)?;
        writer.into_inner().map_err(|error| std::io::Error::other(error.to_string()))
    };
    send::<R>(listing, name, Form::Csv, filter, order, encode).await
}

/// All records as JSON, one on each line.
///
/// # Errors
/// Where the store cannot be read.
pub async fn ndjson<R: Resource>(listing: Listing, name: &str, filter: R::Filter, order: OrderParams) -> Result<Response, ApiError> {
    let encode = |records: &[R::Record], _: bool| {
        let mut lines = Vec::new();
        for record in records {
            serde_json::to_writer(&mut lines, record)?;
            lines.push(b'\n');
        }
        Ok(lines)
    };
    send::<R>(listing, name, Form::Ndjson, filter, order, encode).await
}

/// How far a download is.
struct State<F> {
    snapshot: Arc<Snapshot>,
    filter: F,
    request: PageRequest,
    /// How many records there are, and how many of them were sent.
    total: u64,
    sent: u64,
    done: bool,
}

async fn send<R: Resource>(
    listing: Listing,
    name: &str,
    form: Form,
    filter: R::Filter,
    order: OrderParams,
    encode: impl Fn(&[R::Record], bool) -> std::io::Result<Vec<u8>> + Send + Copy + 'static,
) -> Result<Response, ApiError> {
    let snapshot = listing.snapshot;
    let sample = order.drawn();
    let total = snapshot.total::<R>(&filter, sample).await?;
    let version = snapshot.dataset().version.clone();
    let request = PageRequest { limit: BATCH, sort: order.sort, position: Position::Offset(0), sample };
    let state = State { snapshot, filter, request, total, sent: 0, done: false };
    // The first batch is read before the answer begins, so that a store that fails is a problem and not half a file.
    let first = next_batch::<R>(state, encode).await.map_err(|error| {
        tracing::error!(%error, "a download did not begin");
        ApiError::Internal
    })?;
    let (bytes, state) = first.ok_or(ApiError::Internal)?;
    let batches = stream::once(future::ready(Ok(bytes))).chain(stream::try_unfold(state, move |state| next_batch::<R>(state, encode)));
    let (media_type, ending) = match form {
        Form::Csv => ("text/csv; charset=utf-8; header=present", "csv"),
        Form::Ndjson => ("application/x-ndjson", "ndjson"),
    };
    let mut response = Body::from_stream(batches).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(X_TOTAL_COUNT, HeaderValue::from(total));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"onrecord-{name}-{version}.{ending}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

/// The next records, and where they end. An error breaks the connection off, so that a part is not taken for the whole.
async fn next_batch<R: Resource>(
    mut state: State<R::Filter>,
    encode: impl Fn(&[R::Record], bool) -> std::io::Result<Vec<u8>>,
) -> std::io::Result<Option<(Bytes, State<R::Filter>)>> {
    if state.done {
        return Ok(None);
    }
    let listed = state.snapshot.list::<R>(&state.filter, &state.request).await.map_err(std::io::Error::other)?;
    let listed = listed.ok_or_else(|| std::io::Error::other("a position of this list does not fit it"))?;
    let bytes = encode(&listed.items, state.sent == 0)?;
    state.sent += listed.items.len() as u64;
    if state.sent > state.total {
        return Err(std::io::Error::other("the list gives more records than it has"));
    }
    match listed.next {
        Some(values) => state.request.position = Position::After(values),
        None => state.done = true,
    }
    Ok(Some((bytes.into(), state)))
}

/// A cell that no spreadsheet takes for a formula: one that begins like one gets an apostrophe before it
/// (<https://owasp.org/www-community/attacks/CSV_Injection>).
fn neutral(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) { format!("'{cell}") } else { cell }
}

/// Several values in one cell, none of which is a formula when they are parted again.
#[must_use]
pub fn joined<'a>(values: impl Iterator<Item = &'a str>) -> String {
    values.map(|value| neutral(value.to_owned())).collect::<Vec<_>>().join("; ")
}
