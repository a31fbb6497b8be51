//! Working days, office hours, and deadline arithmetic that can explain itself.
//!
//! The crate answers, for a [`Term`] and a [`Calendar`]: when is it due, when do its thresholds fall,
//! how much of it is used, and why. How each policy counts is fixed by law and by the page on clocks
//! of the design; the module `line` shows how all of them are one arithmetic.
//!
//! *Invariant.* Nothing here reads time, files or the environment, and nothing panics, whatever
//! instant or length comes in.
//!
//! *Absent on purpose.* Cases and rules: a clock here is nothing but its numbers.

pub mod batch;
mod calendar;
mod count;
mod day;
mod due;
mod explain;
mod hours;
mod length;
mod line;
mod ruler;
mod source;
mod term;
mod time;
mod workdays;
mod zone;

pub use calendar::{Calendar, DayKind};
pub use day::{Day, Weekday};
pub use explain::{Segment, SegmentKind};
pub use hours::Session;
pub use length::{Length, Unit};
pub use source::{CalendarError, EntryProblem};
pub use term::{
    Certainty, Close, Due, Extended, Extension, MonthEnd, Pause, Policy, Term, TermError,
    Threshold, Used,
};
pub use time::{LocalTime, TimeError, Timestamp};
pub use zone::Zone;
