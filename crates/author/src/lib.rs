//! The rule author's tools: stories and what rulebooks make of them, and what can be said about a catalogue before a case meets it.
//!
//! ```text
//!   tests/*.toml ──read──▶ Story ──script──▶ events ──tell──▶ lines ──compare──▶ expected / actual
//!                            └─ rulebook it is told to ──load──▶ RuleSet, with the items of its stories
//! ```
//!
//! *Invariant.* Same texts, same answers, in the same order. A story's outcome depends on its text and its rulebook alone: it is told to a
//! supervisor of its own.
//!
//! *Absent on purpose.* Printing, and languages: `duban rules` shows what comes out here.

mod asked;
pub mod backtest;
pub mod boundary;
pub mod catalogue;
mod compare;
pub mod coverage;
pub mod defs;
pub mod diff;
mod junit;
pub mod lint;
pub mod mutate;
pub mod profile;
mod read;
mod repeat;
pub mod scaffold;
mod story;
mod suite;
mod tell;
mod update;

pub use compare::{Change, compare, same};
pub use junit::junit;
pub use story::{ItemOf, Line, Story, StoryError, StoryFile, Telling};
pub use suite::{BookReport, Report, Suite, SuiteError, Verdict};
pub use tell::{Notice, Timeline, Told, in_lines, tell};
pub use update::{rewritten, update};
