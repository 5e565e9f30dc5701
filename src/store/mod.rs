//! All SQL: writing a snapshot, opening and checking one, and reading from it, with one file a resource.

pub mod annotations;
pub mod articles;
mod changes;
mod columns;
pub mod concordance;
mod conditions;
pub mod counting;
mod dimensions;
pub mod entities;
mod entity_records;
pub mod facets;
mod file;
pub mod files;
pub mod folder;
pub mod former;
pub mod graph;
mod list;
mod lookup;
mod memory;
pub mod mentions;
mod merges;
mod order;
mod origins;
pub mod page;
mod place;
mod publish;
pub mod quotes;
pub mod ranking;
pub mod read;
mod remembered;
mod rows;
mod sample;
pub mod scope;
mod seal;
pub mod search;
mod settle;
pub mod snapshot;
pub mod sources;
mod sql;
mod suggest;
mod suggestions;
mod taken_up;
pub mod timelines;
mod typing;
mod unfinished;
pub mod variants;
pub mod vocabulary;
pub mod words;
pub mod write;

pub use changes::Changes;
pub use conditions::Conditions;
pub use former::Former;
pub use list::{List, Listed, Records};
pub use lookup::{Given, LookedUp};
pub use page::{PageRequest, Position, Resource, Sample, SortKey, SortValue};
pub use place::{Place, Seen};
pub use read::ReadError;
pub use snapshot::{OpenError, Snapshot};
pub use sql::Sql;
pub use taken_up::TakenUp;
pub use write::{Published, Publishing, SnapshotWriter, Written};

/// The number in a snapshot's header by which SQLite files of this program are known: "onrc" in ASCII.
pub const APPLICATION_ID: i32 = 0x6f6e_7263;

/// The version of the tables. A snapshot of another version is not opened: it is built anew from the same documents.
pub const SCHEMA_VERSION: u32 = 7;
