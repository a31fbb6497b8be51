//! What crosses the border: foreign logs (CSV, NDJSON, XES) come in as events of the journal.
//!
//! ```text
//!  file ──open──▶ bytes ──frame──▶ records ──mapping──▶ events of the domain
//!        gz, zst         csv, ndjson, xes │        └──▶ quarantine, with reason and advice
//!                                         └ one trace at a time
//! ```
//!
//! A [`Mapping`] says what a foreign record means; [`open`] and [`read`] turn a file into [`Incoming`] events and quarantined
//! records, streaming: one record (in XES one trace) is in memory, and a few bytes for each case seen.
//!
//! *Invariant.* Every record of the file comes out exactly once, as one event or as one quarantined record, unless the mapping
//! ignores what it has no rule for, and then it is counted; what the mapping derives from it comes on top and is marked. A bad record costs no other record.
//! Same file, same mapping: same events, with the same identities.
//!
//! *Absent on purpose.* The journal and the clock: this crate neither stores nor knows what time it is. A record time that the
//! mapping does not name is an error, never "now".

mod book;
mod columns;
mod csv;
mod fault;
mod incoming;
mod keys;
mod mapping;
mod ndjson;
mod open;
mod reading;
mod record;
mod suggest;
mod translate;
mod window;
mod xes;

pub use incoming::{Incoming, Lineage, Quarantine, ReadError};
pub use keys::{stood_in_for, told_once_more};
pub use mapping::{Mapping, MappingError, MappingFlaw};
pub use open::{Progress, Source, file_stem, open};
pub use reading::{Format, Reading, read};
