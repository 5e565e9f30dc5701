//! What is read in pages, wherever it comes from.

use serde::Serialize;

use super::{Listed, PageRequest, Resource, Sample, Snapshot};

/// A list that is read in pages: the records of a table ([`Resource`]), or what is found in another way.
pub trait List: Send + Sync + 'static {
    /// The shape on the wire.
    type Record: Serialize + Send + Sync + 'static;
    /// What the list can be narrowed by.
    type Filter: Serialize + Send + Sync + 'static;
    /// One page, with the exact total. `None` where the position does not belong to a list so sorted.
    fn page(
        snapshot: &Snapshot,
        filter: &Self::Filter,
        page: &PageRequest,
    ) -> impl Future<Output = Result<Option<Listed<Self::Record>>, sqlx::Error>> + Send;
    /// How many records match.
    fn total(snapshot: &Snapshot, filter: &Self::Filter, sample: Option<Sample>) -> impl Future<Output = Result<u64, sqlx::Error>> + Send;
}

impl<R: Resource> List for R {
    type Record = R::Record;
    type Filter = R::Filter;

    async fn page(snapshot: &Snapshot, filter: &R::Filter, page: &PageRequest) -> Result<Option<Listed<R::Record>>, sqlx::Error> {
        snapshot.list::<R>(filter, page).await
    }

    async fn total(snapshot: &Snapshot, filter: &R::Filter, sample: Option<Sample>) -> Result<u64, sqlx::Error> {
        snapshot.total::<R>(filter, sample).await
    }
}
