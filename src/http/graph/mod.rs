//! `/v1/graph`: who speaks about whom, who is quoted or named beside whom.

mod answer;
mod graphml;
mod send;
mod tables;

use std::sync::Arc;

use axum::{Json, response::Response};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use self::{
    answer::Graph,
    graphml::GraphMl,
    send::Whole,
    tables::{EdgeTable, NodeTable},
};
use super::{
    AppState,
    error::{ApiError, Fault},
    list::{Listing, Pin},
    validate::Query,
};
use crate::store::{
    Snapshot,
    articles::ArticleQuery,
    graph::{Counted, Counting, Ends, GraphEdgeKind, GraphQuery, MAX_PAIRS, Network, TooManyPairs},
    quotes::{QuoteFilter, QuoteQuery},
    scope::{ArticleScope, Named},
};

/// How many edges an answer has unless asked otherwise.
const DEFAULT_LIMIT: u32 = 500;

/// The most edges that a file holds.
const MAX_FILE_EDGES: usize = 1_000_000;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(get_graph))
        .routes(routes!(download_graph_csv))
        .routes(routes!(download_graph_nodes_csv))
        .routes(routes!(download_graph_graphml))
}

/// Which graph.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct GraphParams {
    /// What an edge stands for; `speaks_about` unless asked otherwise. With `named_with`, the filters are those of articles.
    #[param(required = false, example = "speaks_about")]
    edge: GraphEdgeKind,
    /// The least weight of an edge: how many quotes or articles it must count.
    #[param(required = false, minimum = 1, maximum = 1_000_000_000, default = 1, example = 1)]
    min_weight: u32,
}

impl Default for GraphParams {
    fn default() -> Self {
        Self { edge: GraphEdgeKind::default(), min_weight: 1 }
    }
}

/// How much of a graph.
#[derive(Debug, Default, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct LimitParams {
    /// How many edges the answer has at most, the heaviest first; the downloads have all.
    #[param(required = false, nullable = false, minimum = 1, maximum = 5000, default = 500, example = 500)]
    limit: Option<u32>,
}

/// What a handler knows of the graph that is asked for.
struct Asked {
    listing: Listing,
    params: GraphParams,
    query: GraphQuery,
}

impl Asked {
    fn new(listing: Listing, params: GraphParams, ends: Ends, quotes: QuoteQuery, articles: ArticleQuery) -> Self {
        let counting = match params.edge {
            GraphEdgeKind::SpeaksAbout => Counting::SpeaksAbout(Box::new(quotes)),
            GraphEdgeKind::QuotedWith => Counting::QuotedWith(Box::new(quotes)),
            GraphEdgeKind::NamedWith => Counting::NamedWith(Box::new(articles)),
        };
        Self { listing, params, query: GraphQuery { counting, ends } }
    }

    fn snapshot(&self) -> &Arc<Snapshot> {
        &self.listing.snapshot
    }

    /// The network, and its edges counted: the heaviest of them, at most `keep`.
    async fn counted(&self, keep: usize) -> Result<(Arc<Network>, Counted), ApiError> {
        let (network, counted) = self.snapshot().counted_network(&self.query, self.params.min_weight, keep).await?;
        Ok((network, counted.map_err(|too_many| self.refused(too_many))?))
    }

    fn refused(&self, TooManyPairs(pairs): TooManyPairs) -> ApiError {
        let detail = format!(
            "would have {pairs} pairs to count, more than the {MAX_PAIRS} that are counted at once: ask for fewer articles (`from`, `to`, \
             `source`, `q`), or name the ends with `between`"
        );
        ApiError::Invalid(vec![Fault::new("edge", self.params.edge.as_str(), detail)])
    }

    /// The nodes of the whole graph with their degrees, for a file.
    async fn nodes(self) -> Result<Whole, ApiError> {
        let (network, counted) = self.counted(0).await?;
        Ok(Whole { snapshot: self.listing.snapshot, network, counted })
    }

    /// The whole graph, for a file.
    async fn whole(self) -> Result<Whole, ApiError> {
        let (network, counted) = self.counted(MAX_FILE_EDGES).await?;
        if counted.total_edges > counted.edges.len() as u64 {
            let detail = format!(
                "leaves {} edges, more than the {MAX_FILE_EDGES} that a file holds: raise it, or narrow the graph by filters",
                counted.total_edges
            );
            return Err(ApiError::Invalid(vec![Fault::new("min_weight", &self.params.min_weight.to_string(), detail)]));
        }
        Ok(Whole { snapshot: self.listing.snapshot, network, counted })
    }
}

/// Get a graph of people and organisations
///
/// Who speaks about whom (`edge=speaks_about`: directed; a weight counts quotes, and whoever names himself has an edge to himself), who is
/// quoted beside whom (`quoted_with`: a weight counts the articles in which both are quoted), or who is named beside whom (`named_with`: a weight
/// counts the articles that name both, outside readers' comments and site furniture unless `section` asks for them). The filters decide which quotes or articles are counted: those of `/v1/quotes`, and for `named_with` those of
/// `/v1/articles`. The heaviest edges come first; totals, degrees and the weight of what `limit` left out are always those of the whole graph,
/// which the downloads hold.
#[utoipa::path(get, path = "/v1/graph", tag = "graph", params(GraphParams, LimitParams, Ends, QuoteFilter, Named, ArticleScope, Pin),
    responses((status = 200, description = "The graph.", body = Graph)))]
async fn get_graph(
    listing: Listing,
    Query(params): Query<GraphParams>,
    Query(limit): Query<LimitParams>,
    Query(ends): Query<Ends>,
    Query(quotes): Query<QuoteQuery>,
    Query(articles): Query<ArticleQuery>,
) -> Result<Json<Graph>, ApiError> {
    let edge = params.edge;
    let asked = Asked::new(listing, params, ends, quotes, articles);
    let shown = (limit.limit.unwrap_or(DEFAULT_LIMIT) as usize, answer::SHOWN_IDS);
    let drawn = asked.snapshot().drawn(&asked.query, asked.params.min_weight, shown).await?.map_err(|too_many| asked.refused(too_many))?;
    Ok(Json(answer::graph(&asked.listing, edge, &drawn)))
}

/// Download the edges of a graph as CSV
///
/// All edges, the heaviest first, one a row, under the column names that Gephi knows; `X-Total-Count` says how many. `ids` holds all that
/// an edge counts, parted by `; `. More than 1,000,000 edges are refused: raise `min_weight`.
#[utoipa::path(get, path = "/v1/graph.csv", tag = "graph", params(GraphParams, Ends, QuoteFilter, Named, ArticleScope, Pin),
    responses((status = 200, description = "All edges.", body = String, content_type = "text/csv")))]
async fn download_graph_csv(
    listing: Listing,
    Query(params): Query<GraphParams>,
    Query(ends): Query<Ends>,
    Query(quotes): Query<QuoteQuery>,
    Query(articles): Query<ArticleQuery>,
) -> Result<Response, ApiError> {
    let whole = Asked::new(listing, params, ends, quotes, articles).whole().await?;
    send::send(whole, EdgeTable).await
}

/// Download the nodes of a graph as CSV
///
/// Everybody who has an edge, in the order of the ids, one a row, under the column names that Gephi knows; `X-Total-Count` says how many. To be
/// imported before the edges.
#[utoipa::path(get, path = "/v1/graph/nodes.csv", tag = "graph", params(GraphParams, Ends, QuoteFilter, Named, ArticleScope, Pin),
    responses((status = 200, description = "All nodes.", body = String, content_type = "text/csv")))]
async fn download_graph_nodes_csv(
    listing: Listing,
    Query(params): Query<GraphParams>,
    Query(ends): Query<Ends>,
    Query(quotes): Query<QuoteQuery>,
    Query(articles): Query<ArticleQuery>,
) -> Result<Response, ApiError> {
    let nodes = Asked::new(listing, params, ends, quotes, articles).nodes().await?;
    send::send(nodes, NodeTable).await
}

/// Download a graph as GraphML
///
/// All nodes and edges, for Gephi, networkx, igraph and others; `X-Total-Count` says how many edges. `ids` holds all that an edge counts,
/// parted by `; `. More than 1,000,000 edges are refused: raise `min_weight`.
#[utoipa::path(get, path = "/v1/graph.graphml", tag = "graph", params(GraphParams, Ends, QuoteFilter, Named, ArticleScope, Pin),
    responses((status = 200, description = "The whole graph.", body = String, content_type = "application/graphml+xml")))]
async fn download_graph_graphml(
    listing: Listing,
    Query(params): Query<GraphParams>,
    Query(ends): Query<Ends>,
    Query(quotes): Query<QuoteQuery>,
    Query(articles): Query<ArticleQuery>,
) -> Result<Response, ApiError> {
    let whole = Asked::new(listing, params, ends, quotes, articles).whole().await?;
    send::send(whole, GraphMl).await
}
