//! Lists that are read in pages, and the records on a page.

use std::io;

use serde::{Serialize, de::DeserializeOwned};

use super::{PageRequest, ReadError, Resource, Sample, Snapshot, SortValue};
use crate::tables::{Form, Row, csv};

/// A list that is read in pages: the records of a table ([`Resource`]), or what is found in another way.
pub trait List: Send + Sync + 'static {
    /// The shape on the wire.
    type Record: Serialize + DeserializeOwned + Send + Sync + 'static;
    /// What the list can be narrowed by.
    type Filter: Serialize + Send + Sync + 'static;
    /// One page, with the exact total. `None` where the position does not belong to a list so sorted.
    fn page(
        snapshot: &Snapshot,
        filter: &Self::Filter,
        page: &PageRequest,
    ) -> impl Future<Output = Result<Option<Listed>, ReadError>> + Send;
    /// How many records match.
    fn total(snapshot: &Snapshot, filter: &Self::Filter, sample: Option<Sample>) -> impl Future<Output = Result<u64, ReadError>> + Send;
}

impl<R: Resource> List for R {
    type Record = R::Record;
    type Filter = R::Filter;

    async fn page(snapshot: &Snapshot, filter: &R::Filter, page: &PageRequest) -> Result<Option<Listed>, ReadError> {
        snapshot.page::<R>(filter, page).await
    }

    async fn total(snapshot: &Snapshot, filter: &R::Filter, sample: Option<Sample>) -> Result<u64, ReadError> {
        snapshot.total::<R>(filter, sample).await
    }
}

/// A part of a list.
#[derive(Debug)]
pub struct Listed {
    /// The records, each as it is stored.
    pub records: Records,
    /// How many records the whole list has.
    pub total: u64,
    /// The sort values of the last record, where more follow.
    pub next: Option<Vec<SortValue>>,
}

/// Records as the JSON that is stored: an answer is made of them without a look into them.
#[derive(Debug, Default)]
pub struct Records {
    bytes: Vec<u8>,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Records {
    /// Adds a record.
    pub fn push(&mut self, json: &[u8]) {
        self.bytes.extend_from_slice(json);
        self.ends.push(self.bytes.len());
    }

    /// Each record.
    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(&0).chain(&self.ends);
        starts.zip(&self.ends).map(|(start, end)| &self.bytes[*start..*end])
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The records in a form in which they follow one another, after the header where they are the first.
    ///
    /// # Errors
    /// Where a stored record is not what it should be, or cannot be written.
    pub fn encode<T: Row + DeserializeOwned>(&self, form: Form, first: bool) -> io::Result<Vec<u8>> {
        match form {
            Form::Csv => csv(&self.parsed::<T>().map_err(io::Error::other)?, first),
            Form::Ndjson => Ok(self.iter().flat_map(|record| [record, b"\n"]).flatten().copied().collect()),
        }
    }

    /// The records as their type.
    ///
    /// # Errors
    /// Where a stored record is not what it should be.
    pub fn parsed<T: DeserializeOwned>(&self) -> Result<Vec<T>, ReadError> {
        self.iter().map(|record| Ok(serde_json::from_slice(record)?)).collect()
    }
}
