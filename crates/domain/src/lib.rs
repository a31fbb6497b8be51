//! The vocabulary of Duban: items, cases, steps and warnings; their events and commands.
//!
//! Every other crate speaks in these types and the journal stores them, so this crate changes least and is read first.
//!
//! *Invariant.* `decide` may refuse and changes nothing; `apply` cannot fail: what is in the journal is true.
//!
//! *Absent on purpose.* No clock, no I/O, no deadline: when something is late is said by rulebooks and worked out by the engine.

mod accountability;
mod adoption;
mod case;
mod catalogue;
mod event;
mod fact;
mod flaw;
mod item;
mod kind;
mod level;
pub mod line;
mod milestone;
mod organisation;
mod refusal;
pub mod suggest;
mod symbols;
mod tables;
mod text;
mod warning;
mod warning_fact;
mod warning_id;

pub use accountability::{Accountability, Clause};
pub use adoption::{Adopted, Adoption};
pub use case::{Case, Decision, Extension, Phase};
pub use catalogue::{Catalogue, Entry, Survey};
pub use event::{About, By, Event, Origin, RecordKey};
pub use fact::{CaseFact, Description, Fee, Outcome, Special, Value};
pub use flaw::{Flaw, FlawedText, Wrong};
pub use item::{Cancellation, Exemption, Item, ItemFee, ItemKind, ItemType, Material, Step};
pub use kind::{EventKind, KindSet, UnknownKind};
pub use level::{Level, UnknownLevel};
pub use milestone::Milestone;
pub use organisation::{Department, Officer, Organisation, Post};
pub use refusal::Refusal;
pub use symbols::{Sym, Symbols, SymbolsTail};
pub use warning::{Appeal, Order, Standing, Warning};
pub use warning_fact::{Raised, Ruling, Verdict, WarningFact};
pub use warning_id::{NotAWarningId, WarningId};
