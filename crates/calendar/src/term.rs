//! What there is to be computed about a clock, and what comes out.
//!
//! *Invariant.* A [`Term`] says everything that its arithmetic depends on, besides the calendar. The
//! same term and the same calendar give the same answers for ever.
//!
//! *Absent on purpose.* Why a clock runs, who answers for it and what a threshold raises: that is the
//! rulebook's and the engine's.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{Day, Length, Timestamp, Unit};

/// How a clock counts. The default is the one of the law: by the day, to its end, rolling over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Policy {
    /// By local dates; the start day does not count (民法典 201, 203; 行政许可法 82).
    Day {
        /// At which moment of the due day the clock is due.
        close: Close,
        /// Whether a due day that is no working day moves to the next one (民法典 203).
        roll: bool,
        /// What a month without the corresponding day does.
        month_end: MonthEnd,
    },
    /// The clock on the wall: civil days at the same local time; hours and minutes are absolute.
    WallClock,
    /// Office hours of working days, counted exactly.
    WorkSecond,
}

impl Policy {
    /// The policy of the law: by the day, to the end of the day, rolling over, months to their end.
    pub const LAW: Policy =
        Policy::Day { close: Close::EndOfDay, roll: true, month_end: MonthEnd::LastDay };

    /// Its name in rules and data: `day`, `wall-clock` or `work-second`.
    pub const fn name(self) -> &'static str {
        match self {
            Policy::Day { .. } => "day",
            Policy::WallClock => "wall-clock",
            Policy::WorkSecond => "work-second",
        }
    }
}

impl Default for Policy {
    fn default() -> Policy {
        Policy::LAW
    }
}

/// The moment of the due day at which a clock of the policy `day` is due (民法典 203).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Close {
    /// 24:00 local time.
    #[default]
    EndOfDay,
    /// The end of the last office session.
    CloseOfBusiness,
}

/// What happens when the target month has no corresponding day (民法典 202).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MonthEnd {
    /// The last day of the month.
    #[default]
    LastDay,
    /// No answer: the rulebook wants to be asked.
    Refuse,
}

/// A time that does not count, from the event that began it to the one that ended it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Pause {
    /// When it began. Under the policy `day`, pausing begins with the day after.
    pub from: Timestamp,
    /// When it ended, if it did. Under the policy `day`, that day is still paused.
    pub to: Option<Timestamp>,
    /// How much of it does not count at most, in any unit that the policy counts.
    pub cap: Option<Length>,
}

/// What several pauses together keep from being counted at most.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Total {
    /// So much of what the pauses cover from the start on, overlaps counted once, in time order; what exceeds it counts again. In a unit
    /// that [adds up](Policy::adds_up).
    pub most: Length,
    /// The pauses, by their places in [`Term::pauses`].
    pub pauses: Vec<usize>,
}

/// A lengthening of the limit. In the unit that is counted last it adds to what is counted in it, so that a limit of 30 days and ten
/// more is one of 40 days; in another unit it counts on from the day, or the instant, on which that is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Extension {
    /// When it was granted: it counts only if the limit had not yet run out.
    pub on: Timestamp,
    /// By how much, in any unit that the policy counts.
    pub length: Length,
}

/// One clock, as far as its arithmetic goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term<'a> {
    /// How it counts.
    pub policy: Policy,
    /// The event that started it.
    pub start: Timestamp,
    /// How long it is, without its extensions.
    pub limit: Length,
    /// What does not count, in any order; overlaps are a union.
    pub pauses: &'a [Pause],
    /// What of it does not count at most, of several pauses together. A pause may be in several; it lasts while each has something left.
    pub totals: &'a [Total],
    /// What was added, in any order; at most [`Term::EXTENSIONS_MAX`].
    pub extensions: &'a [Extension],
}

impl Term<'_> {
    /// So many extensions one term can have.
    pub const EXTENSIONS_MAX: usize = 64;

    /// A term of this limit under the policy of the law, without pauses and extensions.
    pub const fn plain(start: Timestamp, limit: Length) -> Term<'static> {
        Term { policy: Policy::LAW, start, limit, pauses: &[], totals: &[], extensions: &[] }
    }
}

/// When a clock is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Due {
    /// The due instant: a stop before it is in time. `None` while the clock is suspended.
    pub at: Option<Timestamp>,
    /// The due day. `None` while the clock is suspended.
    pub day: Option<Day>,
    /// How far the calendar can be relied on for the days that were counted.
    pub certainty: Certainty,
    /// The extensions that counted.
    pub extended: Extended,
}

/// Which extensions of a term counted, by their place in [`Term::extensions`].
///
/// One that is not here came after the due day as it stood without it, and is a finding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Extended(u64);

impl Extended {
    /// Whether the extension at this place counted.
    pub const fn contains(self, place: usize) -> bool {
        place < Term::EXTENSIONS_MAX && self.0 >> place & 1 == 1
    }

    /// How many counted.
    pub const fn count(self) -> u32 {
        self.0.count_ones()
    }

    pub(crate) const fn with(self, place: usize) -> Extended {
        Extended(self.0 | 1 << place)
    }
}

/// How far the calendar can be relied on. Of several days the worst holds, which is the greatest.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// The schedule of the year has been published.
    #[default]
    Official,
    /// Only the holidays fixed by law are known yet; make-up days and bridges may still come.
    Provisional,
    /// The calendar says nothing about the year: the bare week.
    Unknown,
}

impl Certainty {
    /// Its name in tables and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Certainty::Official => "official",
            Certainty::Provisional => "provisional",
            Certainty::Unknown => "unknown",
        }
    }
}

/// An instant relative to a clock, at which a warning may be raised if the clock still runs.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Threshold {
    /// So long before the due day, at 00:00. Hours and minutes count back from the due instant: as
    /// office time under `work-second`, else absolutely. Under `wall-clock` days and months keep the
    /// time of day of the due instant.
    BeforeDue(Length),
    /// When so many hundredths of the limit are used up, rounded down to whole days or milliseconds.
    AtPercent(u32),
    /// The due instant.
    AtDue,
    /// So long after the due day, at 24:00; hours and minutes, and days under `wall-clock`, as for
    /// [`Threshold::BeforeDue`].
    AfterDue(Length),
    /// The first of those that are armed.
    Earliest(Box<[Threshold]>),
    /// The last of these; not reachable while one of them is not.
    Latest(Box<[Threshold]>),
}

/// What is counted in one unit without a break: the limit with the extensions in its unit, or what extensions count on behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Part {
    /// How long it is.
    pub length: Length,
    /// The same in what is counted: days under the policy `day`, else milliseconds. `None` for months, and days on the wall clock, while
    /// the clock is suspended before them.
    pub counts: Option<u64>,
    /// What comes from here on is counted: under the policy `day` 24:00 of the day that does not count. `None` while the clock is
    /// suspended before it.
    pub after: Option<Timestamp>,
    /// Where it is used up: under the policy `day` 24:00 of its last day, before it rolls over. `None` while the clock is suspended.
    pub upto: Option<Timestamp>,
}

/// How much of a limit was used: in days under the policy `day`, else in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Used {
    /// What has counted. More than `total` once the clock is late.
    pub counted: u64,
    /// The whole limit with the extensions that counted.
    pub total: u64,
}

/// Why a term can't be computed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TermError {
    /// The policy does not count this unit.
    #[error("policy `{policy}` does not count {unit}; {advice}")]
    Unit {
        /// The name of the policy.
        policy: &'static str,
        /// The unit of the limit or of a threshold.
        unit: Unit,
        /// What to do instead.
        advice: &'static str,
    },
    /// The target month has no corresponding day, and the rulebook wants no other.
    #[error(
        "{limit} from {start} end on a day that the month does not have; \
         state the due date, or let such limits end with the month"
    )]
    NoSuchDay {
        /// The limit with its extensions.
        limit: Length,
        /// The start day.
        start: Day,
    },
    /// The start, the end or a pause lies outside the years 1 to 9999.
    #[error("the clock leaves the years 1 to 9999; check its start, its limit and its pauses")]
    OutOfRange,
    /// More extensions than can be told apart.
    #[error("{count} extensions on one clock; at most {} are counted", Term::EXTENSIONS_MAX)]
    Extensions {
        /// How many there are.
        count: usize,
    },
}
