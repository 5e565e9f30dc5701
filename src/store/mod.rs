//! All SQL: writing a snapshot, opening and checking one, and reading from it, with one file a resource.

pub mod articles;
mod changes;
mod conditions;
pub mod entities;
mod entity_records;
pub mod mentions;
mod merges;
mod origins;
pub mod page;
mod publish;
pub mod quotes;
mod rows;
pub mod scope;
mod seal;
pub mod search;
mod settle;
pub mod snapshot;
pub mod sources;
mod taken_up;
mod unfinished;
pub mod variants;
pub mod vocabulary;
pub mod write;

pub use changes::Changes;
pub use conditions::Conditions;
pub use page::{Listed, PageRequest, Position, Resource, Sample, SortKey, SortValue};
pub use snapshot::{OpenError, Snapshot};
pub use taken_up::TakenUp;
pub use write::{Published, SnapshotWriter, Written};

/// The number in a snapshot's header by which SQLite files of this program are known: "onrc" in ASCII.
pub const APPLICATION_ID: i32 = 0x6f6e_7263;

/// The version of the tables. A snapshot of another version is not opened: it is built anew from the same documents.
pub const SCHEMA_VERSION: u32 = 3;
