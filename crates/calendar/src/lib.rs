//! Working days, office hours, and deadline arithmetic that can explain itself.
//!
//! The crate answers, for a [`Term`] and a [`Calendar`]: when is it due, when do its thresholds fall,
//! how much of it is used, and why. How each policy counts is fixed by law and by the page on clocks
//! of the design; the module `line` shows how all of them are one arithmetic.
//!
//! Where the page leaves a choice, this one is made:
//!
//! * An extension is in time by its date where days are counted, else by its instant. While a clock
//!   is suspended, every extension is. One in another unit than was counted last counts on from where
//!   that is used up, before it rolls over; so a term has parts.
//! * Shares of limits in months and years are counted in days, as are the limits themselves once their
//!   last day is known; of several parts, in days of either sort together.
//! * On the wall clock a limit in days or months is the time until the same local time of its last
//!   day; pauses and extensions then move its end to the millisecond.
//! * Hours before and after the due instant are office time under `work-second`, else absolute.
//!   Other lengths go by whole days, on the wall clock by the same time of day.
//! * Of several thresholds, those that are not armed are passed over; the latest waits for all that
//!   a suspended clock has yet to reach.
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
mod hold;
mod hours;
mod length;
mod line;
mod part;
mod reach;
mod ruler;
mod source;
mod term;
mod time;
mod units;
mod until;
mod workdays;
mod zone;

pub use calendar::{Calendar, DayKind};
pub use day::{Day, Weekday};
pub use due::Reckoning;
pub use explain::{Segment, SegmentKind};
pub use hours::Session;
pub use length::{Length, Unit};
pub use source::{CalendarError, EntryProblem};
pub use term::{
    Certainty, Close, Due, Extended, Extension, MonthEnd, Part, Pause, Policy, Term, TermError,
    Threshold, Total, Used,
};
pub use time::{LocalTime, TimeError, Timestamp};
pub use zone::Zone;
