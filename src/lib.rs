//! onrecord: annotated news articles as a read-only web API.
//!
//! Documents come in on one side, requests on the other; they meet in the store, and nowhere else. `ARCHITECTURE.md` has the whole picture.

/// Text to annotations, without any input or output.
pub mod annotate;
/// The command line.
pub mod cli;
/// Files to documents and curated annotations.
pub mod corpus;
/// What an annotated article is: plain types, which are also the shapes on the wire.
pub mod domain;
/// Annotations in the formats of other tools, out and in.
pub mod exchange;
/// Invented articles in any number, to measure with.
pub mod generate;
/// All HTTP.
pub mod http;
/// How a seeding run shows how far it is.
pub mod progress;
/// How well two annotations of the same documents agree.
pub mod score;
/// The pipeline: documents and sidecars in, a snapshot out.
pub mod seed;
/// The listener.
pub mod server;
/// All SQL.
pub mod store;
/// Records as tables.
pub mod tables;
/// Logs.
pub mod telemetry;
