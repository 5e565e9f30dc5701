//! A part of a file that is made as it is read.

use std::{io, sync::Arc};

use super::super::{PageRequest, Position, Resource, Snapshot};
use crate::tables::{Form, Row};

/// A part of a table's file, as far as it is read.
pub(super) struct Part {
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) request: PageRequest,
    pub(super) form: Form,
    /// Whether the next record is the first of the file.
    pub(super) first: bool,
    /// How many bytes of what comes next are not wanted, and how many are after these.
    pub(super) skip: u64,
    pub(super) left: u64,
    /// Whether the part ends where the file does.
    pub(super) to_end: bool,
    pub(super) done: bool,
}

impl Part {
    /// The bytes that come next, and the rest.
    pub(super) async fn next<R: Resource>(mut self) -> io::Result<Option<(Vec<u8>, Self)>>
    where
        R::Filter: Default,
        R::Record: Row,
    {
        while self.left > 0 {
            if self.done {
                return Err(io::Error::other("a file is shorter than it was measured"));
            }
            let listed = self.snapshot.page::<R>(&R::Filter::default(), &self.request).await.map_err(io::Error::other)?;
            let listed = listed.ok_or_else(|| io::Error::other("a mark does not fit its list"))?;
            let mut bytes = listed.records.encode::<R::Record>(self.form, self.first)?;
            self.first = false;
            match listed.next {
                Some(values) => self.request.position = Position::After(values),
                None => self.done = true,
            }
            let unwanted = usize::try_from(self.skip).unwrap_or(bytes.len()).min(bytes.len());
            bytes.drain(..unwanted);
            self.skip -= unwanted as u64;
            let wanted = usize::try_from(self.left).unwrap_or(bytes.len()).min(bytes.len());
            if self.to_end && self.left <= bytes.len() as u64 && (wanted < bytes.len() || !self.done) {
                return Err(io::Error::other("a file is longer than it was measured"));
            }
            bytes.truncate(wanted);
            self.left -= wanted as u64;
            if wanted > 0 {
                return Ok(Some((bytes, self)));
            }
        }
        Ok(None)
    }
}
