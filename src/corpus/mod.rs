//! Files to documents and curated annotations. Reads, never writes.

pub mod assemble;
mod dates;
pub mod document;
pub mod embedded;
mod encoding;
pub mod export;
mod html;
pub mod inputs;
mod known;
mod record;
pub mod rejection;
pub mod sidecar;
pub mod sniff;
pub mod split;
mod surrogates;
pub mod survey;
mod verify;
mod walk;

pub use document::{Document, RawDocument};
pub use inputs::{Input, Inputs, ReadOptions};
pub use rejection::Rejection;
pub use sidecar::Sidecar;
pub use sniff::Format;
