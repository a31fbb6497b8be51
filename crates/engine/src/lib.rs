//! The deterministic supervisor: events and time go in, decisions come out.
//!
//! *Invariant.* Same events, same rules, same calendar: the same decisions, byte for byte, in any run and on any number of shards.
//!
//! *Absent on purpose.* No clock, no I/O, no async, no randomness; nothing here knows a journal.

mod across;
mod actors;
mod agreement;
mod binding;
mod case_state;
mod checks;
mod decision;
mod deeming;
mod described;
mod desk;
mod draft;
mod explain;
mod follow;
mod intake;
mod judge;
mod measure;
mod outcome;
mod plain_runs;
mod profile;
mod reach;
mod recall;
mod rejudge;
mod replay;
mod ruler;
mod runs;
mod shards;
mod supervisor;
mod tables;
mod unscheduled;
mod upcoming;
mod view;
mod warm;
mod work_out;

pub use across::across;
pub use agreement::Agreement;
pub use decision::{
    Decision, Deemed, GRAVEST_FIRST, Rejudged, Standing, Warning, digest, sort, standings,
};
pub use explain::{Arithmetic, ClockExplained, Explanation, Granted, Ground};
pub use outcome::{CaseSummary, ClockRun, RunState, Tally};
pub use replay::{History, Manner, Outcome, replay};
pub use shards::shard_of;
pub use supervisor::Supervisor;
pub use unscheduled::Unscheduled;
pub use upcoming::Upcoming;
