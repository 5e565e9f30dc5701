//! Files to documents and curated annotations. Reads, never writes.

pub mod assemble;
pub mod document;
pub mod embedded;
pub mod export;
pub mod rejection;
pub mod sidecar;
mod verify;

pub use document::Document;
pub use rejection::Rejection;
pub use sidecar::Sidecar;
