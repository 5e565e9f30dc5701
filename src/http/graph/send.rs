//! Whole graphs as files, sent as they are written.

use std::sync::Arc;

use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use futures_util::{StreamExt, stream};

use crate::{
    http::{error::ApiError, list::X_TOTAL_COUNT},
    store::{
        Snapshot,
        graph::{Counted, Degree, Edge, Network, Node},
    },
};

/// How many nodes, or how many ids of edges, are written at once.
const BATCH: usize = 5000;

/// A graph with all of its edges.
pub struct Whole {
    /// Where it comes from.
    pub snapshot: Arc<Snapshot>,
    /// Who is in it, and with what.
    pub network: Arc<Network>,
    /// Its edges, all of them.
    pub counted: Counted,
}

/// A way to write a graph. What it does not need it writes as nothing.
pub trait Format: Send + Sync + 'static {
    /// The media type.
    const MEDIA_TYPE: &'static str;
    /// What the file is called, before version and ending.
    const NAME: &'static str;
    /// The ending of the file's name.
    const ENDING: &'static str;
    /// Whether it has nodes, and whether it has edges. `X-Total-Count` counts the edges where it has both.
    const HAS: (bool, bool);

    /// What stands before everything else.
    fn head(&self, whole: &Whole) -> std::io::Result<Vec<u8>>;
    /// Nodes.
    fn nodes(&self, whole: &Whole, nodes: &[(Node<'_>, Degree)]) -> std::io::Result<Vec<u8>>;
    /// Edges with the ids of what they count.
    fn edges(&self, whole: &Whole, edges: &[(&Edge, &[String])]) -> std::io::Result<Vec<u8>>;
    /// What stands after everything else.
    fn tail(&self) -> &'static str;
}

/// How far a file is.
#[derive(Debug, Clone, Copy)]
enum At {
    Head,
    Node(usize),
    Edge(usize),
    Tail,
    End,
}

/// Sends a graph as a file.
///
/// # Errors
/// Where the store cannot be read.
pub async fn send<F: Format>(whole: Whole, format: F) -> Result<Response, ApiError> {
    let total = match F::HAS {
        (_, true) => whole.counted.total_edges,
        _ => whole.counted.degrees.iter().filter(|degree| degree.edges > 0).count() as u64,
    };
    let version = whole.snapshot.dataset().version.clone();
    let name = format!("onrecord-{}-{}-{version}.{}", F::NAME, whole.network.edge.as_str().replace('_', "-"), F::ENDING);
    let state = (whole, format, At::Head);
    let mut parts = Box::pin(stream::try_unfold(state, |(whole, format, at)| async move {
        let Some((bytes, at)) = next(&whole, &format, at).await? else { return Ok(None) };
        Ok::<_, std::io::Error>(Some((Bytes::from(bytes), (whole, format, at))))
    }));
    // The first parts are written before the answer begins, so that a store that fails is a problem and not half a file.
    let mut first = Vec::new();
    for _ in 0..3 {
        first.extend(parts.next().await);
    }
    if let Some(Err(error)) = first.iter().find(|part| part.is_err()) {
        tracing::error!(%error, "a graph cannot be written");
        return Err(ApiError::Internal);
    }
    // An error from here on breaks the connection off, so that a part is not taken for the whole.
    let mut response = Body::from_stream(stream::iter(first).chain(parts)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(F::MEDIA_TYPE));
    headers.insert(X_TOTAL_COUNT, HeaderValue::from(total));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

/// The next part of a file, and where it ends.
async fn next<F: Format>(whole: &Whole, format: &F, at: At) -> std::io::Result<Option<(Vec<u8>, At)>> {
    let (nodes, edges) = F::HAS;
    let counted = &whole.counted;
    let part = match at {
        At::Head => (format.head(whole)?, At::Node(0)),
        At::Node(start) if nodes && start < counted.degrees.len() => {
            let end = counted.degrees.len().min(start + BATCH);
            let all = (start..end).filter_map(|index| Some((whole.network.node(u32::try_from(index).ok()?), counted.degrees[index])));
            let connected: Vec<(Node<'_>, Degree)> = all.filter(|(_, degree)| degree.edges > 0).collect();
            (format.nodes(whole, &connected)?, At::Node(end))
        }
        At::Node(_) => (Vec::new(), At::Edge(0)),
        At::Edge(start) if edges && start < counted.edges.len() => {
            let batch = batch(&counted.edges[start..]);
            let ids = whole.snapshot.counted_by(&whole.network, batch, usize::MAX).await.map_err(std::io::Error::other)?;
            let with_ids: Vec<(&Edge, &[String])> = batch.iter().zip(ids.iter().map(Vec::as_slice)).collect();
            (format.edges(whole, &with_ids)?, At::Edge(start + batch.len()))
        }
        At::Edge(_) => (Vec::new(), At::Tail),
        At::Tail => (format.tail().into(), At::End),
        At::End => return Ok(None),
    };
    Ok(Some(part))
}

/// The first of these edges, as many as count about as much as is written at once, but one at least.
fn batch(edges: &[Edge]) -> &[Edge] {
    let mut ids = 0;
    let fitting = edges.iter().take_while(|edge| {
        ids += edge.weight as usize;
        ids <= BATCH
    });
    &edges[..fitting.count().max(1)]
}
