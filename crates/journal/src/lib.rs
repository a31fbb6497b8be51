//! The event store: one ordered, immutable journal, durable, provable, and quick to read from end to end.
//!
//! ```text
//!  append ─▶ group ─▶ writer ─▶ block ─▶ wire         one redb file: blocks, case heads, Merkle frontier, quarantine
//!                       ├─▶ chains ─▶ heads
//!                       └─▶ merkle
//!  events  ─▶ reader  ─▶ block ─▶ wire, memory
//!  history ─▶ history ─▶ block ─▶ wire
//!  cqrs-es ─▶ aggregates ─▶ history, append
//! ```
//!
//! *Invariant.* Immutable: no code path updates or deletes a stored event. Acknowledged means durable: success is reported
//! after the fsync. Idempotent: the same (source, case, record key, data version) is one event, however often it comes.
//! Readable for ever: blocks are versioned and hold all they need.
//!
//! *Absent on purpose.* The wall clock: events bring their times along. An index of events beside the journal: every view
//! is a projection that can be rebuilt.

mod aggregates;
mod block;
mod chains;
mod condition;
mod error;
mod file;
mod group;
mod heads;
mod history;
mod identity;
mod journal;
mod limits;
mod locks;
mod memory;
mod merkle;
mod quarantine;
mod reader;
mod store;
mod wire;
mod writer;

pub use aggregates::{
    AggregateStore, Aggregated, CaseAggregate, Decided, Loaded, Recorded, WarningAggregate,
};
pub use block::BlockInfo;
pub use condition::{Condition, Subject};
pub use error::{Damage, JournalError};
pub use group::Appending;
pub use journal::Journal;
pub use limits::Limits;
pub use merkle::{Frontier, Hash, leaf_hash, node_hash};
pub use quarantine::Quarantined;
pub use reader::Reader;
pub use redb::StorageBackend;

/// The place of an event in the journal: how many events come before it.
pub type Position = u64;

/// What happened to a case, each event with its position.
pub type CaseHistory = Vec<(Position, duban_domain::Event<String>)>;

/// What became of events that were to be appended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appended {
    /// The position of the first that is new; if none is, where it would have been.
    pub first: Position,
    /// How many are new.
    pub appended: u64,
    /// How many the journal had already.
    pub duplicates: u64,
}
