//! Office time: the sessions of a working day, and how much of them lies before an instant.
//!
//! Office time is a line of milliseconds on which only sessions of working days take up room. A day
//! on which the clocks change within a session is longer or shorter than the others; such days are
//! listed with the drift that they add up to, and everything else is multiplication.
//!
//! *Invariant.* [`OfficeTime::before`] never goes backwards, and [`OfficeTime::reach`] is the first
//! instant at which it has come to a given value.
//!
//! *Absent on purpose.* Hours that differ by weekday or by season: no calendar at hand has them.

use crate::{Day, Timestamp, Zone, time::DAY_MS, workdays::Workdays};

/// One session of a working day, in milliseconds of local time since 00:00; the end is not in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// When the office opens.
    pub opens: u32,
    /// When it closes: later than it opens, at most 24:00.
    pub closes: u32,
}

/// The sessions of a working day and the days on which they last longer or shorter.
#[derive(Clone)]
pub(crate) struct Hours {
    sessions: Vec<Session>,
    /// Milliseconds of an ordinary working day.
    full: i64,
    /// Working days of another length, with the sum of the differences up to and including each.
    drifts: Vec<(Day, i64)>,
}

impl Hours {
    /// Hours of these sessions, which are in order and don't overlap; at least one.
    pub(crate) fn new(sessions: Vec<Session>, zone: &Zone, workdays: &Workdays) -> Hours {
        let full = sessions.iter().map(|it| i64::from(it.closes - it.opens)).sum();
        let mut hours = Hours { sessions, full, drifts: Vec::new() };
        let mut drift = 0;
        for change in zone.changes() {
            let (before, after) = (zone.day_of(change.plus_ms(-1)), zone.day_of(change));
            // Going back over midnight, the earlier date comes second.
            for day in (before.min(after).0..=before.max(after).0).map(Day) {
                let known = hours.drifts.last().is_some_and(|&(last, _)| last >= day);
                let length: i64 = hours.on(zone, day).map(|(opens, closes)| closes - opens).sum();
                if !known && workdays.is_workday(day) && length != full {
                    drift += length - full;
                    hours.drifts.push((day, drift));
                }
            }
        }
        hours
    }

    pub(crate) fn sessions(&self) -> &[Session] {
        &self.sessions
    }

    /// Milliseconds of an ordinary working day.
    pub(crate) fn full(&self) -> i64 {
        self.full
    }

    /// When the last session of a day closes, in milliseconds since 00:00.
    pub(crate) fn close(&self) -> u32 {
        self.sessions.last().map_or(DAY_MS as u32, |session| session.closes)
    }

    /// The sessions of a working day as instants.
    pub(crate) fn on(&self, zone: &Zone, day: Day) -> impl Iterator<Item = (i64, i64)> {
        self.sessions.iter().map(move |session| {
            (zone.instant(day, session.opens).0, zone.instant(day, session.closes).0)
        })
    }

    /// By how much the working days up to and including this one are longer than ordinary ones.
    fn drift(&self, day: Day) -> i64 {
        match self.drifts.partition_point(|&(at, _)| at <= day) {
            0 => 0,
            after => self.drifts[after - 1].1,
        }
    }
}

/// Office time of one calendar.
#[derive(Clone, Copy)]
pub(crate) struct OfficeTime<'c> {
    pub(crate) hours: &'c Hours,
    pub(crate) zone: &'c Zone,
    pub(crate) workdays: &'c Workdays,
}

impl OfficeTime<'_> {
    /// Office time before an instant, in milliseconds since 1970; negative before that.
    pub(crate) fn before(&self, at: Timestamp) -> i64 {
        let day = self.day_around(at);
        if !self.workdays.is_workday(day) {
            return self.before_end_of(day);
        }
        let sessions = self.hours.on(self.zone, day);
        let today: i64 = sessions.map(|(opens, closes)| at.0.clamp(opens, closes) - opens).sum();
        self.before_end_of(day.plus(-1)) + today
    }

    /// The first instant before which so much office time lies, within what can be named.
    pub(crate) fn reach(&self, office_ms: i64) -> Timestamp {
        let day = self.workdays.ranked(self.rank_reaching(office_ms));
        let mut left = office_ms - self.before_end_of(day.plus(-1));
        let mut end = self.zone.start_of(day).0;
        for (opens, closes) in self.hours.on(self.zone, day) {
            if left <= closes - opens {
                return Timestamp(opens + left);
            }
            left -= closes - opens;
            end = closes;
        }
        Timestamp(end)
    }

    /// Whether the office is open at an instant.
    pub(crate) fn open(&self, at: Timestamp) -> bool {
        let day = self.day_around(at);
        self.workdays.is_workday(day)
            && self.hours.on(self.zone, day).any(|(opens, closes)| (opens..closes).contains(&at.0))
    }

    /// The day whose first and last instant embrace this one. It is the local date, but for the time
    /// that a zone repeats when it goes back over midnight.
    fn day_around(&self, at: Timestamp) -> Day {
        let day = self.zone.day_of(at);
        if self.zone.end_of(day) <= at { day.plus(1) } else { day }
    }

    fn before_end_of(&self, day: Day) -> i64 {
        self.workdays.rank(day) * self.hours.full + self.hours.drift(day)
    }

    /// The rank of the first working day by whose end so much office time has passed.
    fn rank_reaching(&self, office_ms: i64) -> i64 {
        let drifts = || self.hours.drifts.iter().map(|&(_, drift)| drift).chain([0]);
        let (least, most) = (drifts().min().unwrap_or(0), drifts().max().unwrap_or(0));
        let ceiling = |ms: i64| -(-ms).div_euclid(self.hours.full);
        let (mut low, mut high) = (ceiling(office_ms - most), ceiling(office_ms - least));
        while low < high {
            let middle = low + (high - low) / 2;
            let reached = self.before_end_of(self.workdays.ranked(middle)) >= office_ms;
            if reached { high = middle } else { low = middle + 1 }
        }
        low
    }
}
