//! Rulebooks: loads, checks, versions and compiles Rhai rulebooks into clocks, checks and scoring functions; memoises; explains.
//!
//! ```text
//!   folder ──load──▶ Bundle ──compile──▶ Rulebook ──▶ Plan        tables, read by the engine
//!     journal ──files──▶┘        │                └──▶ Evaluator   closures, asked about a case
//!                                └─ or RulebookError               every mistake, with its place
//! ```
//!
//! *Invariant.* What is wrong with a rulebook is found when it is loaded; what goes wrong on a case is a [`Fault`], never a crash.
//! A closure depends on nothing but what it reads, so its answers can be remembered.
//!
//! *Absent on purpose.* Time, and cases: facts come in through [`Facts`], and files are read in `load` alone.

mod bundle;
mod compile;
mod draft;
mod error;
mod evaluator;
mod facts;
mod fault;
mod finish;
mod inspect;
mod lexis;
mod load;
mod look;
mod machine;
mod manifest;
mod memo;
mod outcome;
mod plan;
mod position;
mod query;
mod recorder;
mod reference;
mod remarks;
mod ruleset;
mod scoring;
mod shelf;
mod together;
mod trace;
mod units;
mod vocabulary;
mod wording;

use duban_domain::suggest;

pub use bundle::{Bundle, Origin};
pub use compile::Rulebook;
pub use error::{Mistake, RulebookError};
pub use evaluator::{Evaluator, Moment, Name, ScriptProfile};
pub use facts::{Datum, Facts, Field};
pub use fault::Fault;
pub use lexis::{Piece, pieces};
pub use look::{Found, Look};
pub use manifest::is_rulebook_name;
pub use plan::{
    Across, Against, Answers, CheckPlan, ClockPlan, Deeming, ExtensionPlan, InForce, PauseEffect,
    PausePlan, Place, Plan, Regular, Rule, ScriptId, StopPlan, Subject, TermPlan, ThresholdPlan,
    Title, TotalPlan, Until, Wrong,
};
pub use reference::{Section, Word, event_kinds, reference};
pub use ruleset::RuleSet;
/// The exact decimal numbers of scores.
pub use rust_decimal::Decimal;
pub use scoring::{BonusPoints, Counters, DimensionPoints, Points, Scoring};
pub use shelf::Shelf;
pub use together::Together;
pub use trace::{BranchHits, LineHits, Way};
pub use units::{uncounted, uncounted_on};
pub use wording::ScoringPart;
