//! onrecord: annotated news articles as a read-only web API.
//!
//! Documents come in on one side, requests on the other; they meet in the store, and nowhere else. `ARCHITECTURE.md` has the whole picture.

/// What an annotated article is: plain types, which are also the shapes on the wire.
pub mod domain;
/// Files to documents and curated annotations.
pub mod corpus;
/// Text to annotations, without any input or output.
pub mod annotate;
/// All SQL.
pub mod store;
