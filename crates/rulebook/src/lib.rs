//! Rulebooks: loads, checks, versions and compiles Rhai rulebooks into clocks, checks and scoring functions; memoises; explains.

mod facts;
mod plan;

pub use facts::{Datum, Facts, Field};
pub use plan::{
    Answers, CheckPlan, ClockPlan, Deeming, ExtensionPlan, InForce, PauseEffect, PausePlan, Place, Plan, Rule, ScriptId, Subject,
    TermPlan, ThresholdPlan, Title, Until,
};
