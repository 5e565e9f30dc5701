//! What is remembered of a snapshot: whatever is dear to count. It cannot change, so nothing here is ever stale; everything is bounded.

use std::sync::Arc;

use moka::future::Cache;
use tokio::sync::OnceCell;

use super::{
    ReadError, Snapshot,
    annotations::{self, AnnotationIndex},
    columns::Columns,
    concordance,
    facets::Facets,
    graph::{Drawn, Network, TooManyPairs},
    timelines::{self, TooMany},
    typing::Words,
};
use crate::domain::Timeline;

/// How many totals are remembered at once: one for each filter in use.
const TOTALS: u64 = 10_000;

/// How many samples are remembered at once; each holds up to 10,000 ids.
const SAMPLES: u64 = 64;

/// How much memory the rankings that are remembered may take, in bytes; each takes up to eight thousand.
const RANKINGS: u64 = 8 * 1024 * 1024;

/// How much memory the networks that are remembered may take, in bytes: one of a million articles takes more, and is read each time.
const NETWORKS: u64 = 16 * 1024 * 1024;

/// How much memory the graphs that are remembered as they are shown may take, in bytes; 500 edges take half a million.
const DRAWN: u64 = 8 * 1024 * 1024;

/// How many counts of facets, and of timelines, are remembered at once: some tens of megabytes each.
const COUNTS: u64 = 200_000;

/// What is remembered of one snapshot, by what was asked.
#[derive(Debug)]
pub(super) struct Memory {
    pub(super) totals: Cache<String, u64>,
    pub(super) samples: Cache<String, Arc<Vec<String>>>,
    pub(super) rankings: Cache<String, Arc<Vec<u32>>>,
    pub(super) networks: Cache<String, Arc<Network>>,
    pub(super) drawn: Cache<String, Result<Arc<Drawn>, TooManyPairs>>,
    pub(super) concordances: concordance::Remembered,
    pub(super) annotations: Cache<String, Arc<AnnotationIndex>>,
    pub(super) facets: Cache<String, Arc<Facets>>,
    pub(super) timelines: Cache<String, Result<Arc<Timeline>, TooMany>>,
    pub(super) columns: Arc<Columns>,
    words: OnceCell<Words>,
}

impl Default for Memory {
    fn default() -> Self {
        let network = |key: &String, network: &Arc<Network>| u32::try_from(key.len() + network.bytes()).unwrap_or(u32::MAX);
        let drawn = |key: &String, drawn: &Result<Arc<Drawn>, _>| {
            u32::try_from(key.len() + drawn.as_ref().map_or(0, |drawn| drawn.bytes())).unwrap_or(u32::MAX)
        };
        let ranking = |key: &String, rows: &Arc<Vec<u32>>| u32::try_from(key.len() + size_of_val(&rows[..])).unwrap_or(u32::MAX);
        Self {
            totals: Cache::new(TOTALS),
            samples: Cache::new(SAMPLES),
            rankings: Cache::builder().max_capacity(RANKINGS).weigher(ranking).build(),
            networks: Cache::builder().max_capacity(NETWORKS).weigher(network).build(),
            drawn: Cache::builder().max_capacity(DRAWN).weigher(drawn).build(),
            concordances: concordance::Remembered::default(),
            annotations: annotations::remembered(),
            facets: Cache::builder().max_capacity(COUNTS).weigher(|_, facets: &Arc<Facets>| facets.weight()).build(),
            timelines: Cache::builder().max_capacity(COUNTS).weigher(|_, timeline| timelines::weight(timeline)).build(),
            columns: Arc::default(),
            words: OnceCell::new(),
        }
    }
}

impl Snapshot {
    /// The words that suggestions know: read when the first typing error asks for them.
    pub(super) async fn words(&self) -> Result<&Words, ReadError> {
        self.memory().words.get_or_try_init(|| self.readers().ask(Words::read)).await
    }
}
