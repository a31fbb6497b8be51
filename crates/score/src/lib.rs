//! Counters and points per department, post, item and month.
//!
//! [`score`] takes the cases and warnings that a replay or the live engine has to show, counts those of a [`Month`], lets the
//! rulebook's scoring give points for them, and puts the rows into the order of merit.
//!
//! *Invariant.* Deterministic and exact: no float, no unordered map, and the order of the input does not show. The rows of every
//! table add up to its total, and whether by department, post or item, the total is the same (but for streaks, which are successions
//! within a row).
//!
//! *Absent on purpose.* Points. How much a card costs stands in the rulebook, where it can be read, tested and disputed.

mod average;
mod completion;
mod counts;
mod grading;
mod ledger;
mod month;
mod score;
mod streak;
mod subject;
mod table;

pub use average::{Hundredths, Mean};
pub use counts::{Counts, Levels};
pub use grading::{Grading, Tier};
pub use month::{Month, NotAMonth};
pub use score::{Scope, ScoringFailed, score};
pub use subject::{Subject, UnknownSubject, Who};
pub use table::{Row, Table};
