//! What is remembered of a snapshot: whatever is dear to count. It cannot change, so nothing here is ever stale; everything is bounded, by bytes,
//! whatever the size of the snapshot.

use std::sync::Arc;

use tokio::sync::OnceCell;

use super::{
    ReadError, Snapshot,
    annotations::AnnotationIndex,
    columns::Columns,
    concordance::{Arrangement, Tally},
    facets::Facets,
    graph::{Drawn as Graph, TooManyPairs},
    remembered::Remembered,
    sample::Drawn,
    timelines::TooMany,
    typing::Words,
};
use crate::domain::Timeline;

const MIB: u64 = 1024 * 1024;

/// What is remembered of one snapshot, by what was asked.
#[derive(Debug)]
pub(super) struct Memory {
    /// How many records match.
    pub(super) totals: Remembered<u64>,
    /// Samples, of up to 10,000 records each.
    pub(super) samples: Remembered<Arc<Drawn>>,
    /// The rows of the most relevant records, up to 2,000 each.
    pub(super) rankings: Remembered<Arc<Vec<u32>>>,
    /// Graphs as they are shown: 500 edges take half a million bytes. The networks that they are counted from take up to a hundred times as much.
    pub(super) graphs: Remembered<Result<Arc<Graph>, TooManyPairs>>,
    /// Which articles give how many lines of a concordance: the largest take 3 MB.
    pub(super) tallies: Remembered<Arc<Tally>>,
    /// The lines of concordances in an order.
    pub(super) arrangements: Remembered<Arc<Arrangement>>,
    /// Where annotations are: one filter takes four bytes an article.
    pub(super) annotations: Remembered<Arc<AnnotationIndex>>,
    pub(super) facets: Remembered<Arc<Facets>>,
    pub(super) timelines: Remembered<Result<Arc<Timeline>, TooMany>>,
    pub(super) columns: Arc<Columns>,
    words: OnceCell<Words>,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            totals: Remembered::within(MIB),
            samples: Remembered::within(3 * MIB),
            rankings: Remembered::within(MIB),
            graphs: Remembered::within(2 * MIB),
            tallies: Remembered::within(8 * MIB),
            arrangements: Remembered::within(2 * MIB),
            annotations: Remembered::within(9 * MIB),
            facets: Remembered::within(MIB),
            timelines: Remembered::within(3 * MIB),
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
