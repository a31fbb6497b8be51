//! What the law says about the case as it was told: its due days, and whether they were kept.
//!
//! *Invariant.* The arithmetic is that of the calendar, with the pauses and extensions that count by 行政许可法 42 and 45; no
//! scene counts days by itself.
//!
//! *Absent on purpose.* Local rules: what a city lets pause its promise is in its rulebook, and no plot relies on it.

use duban_calendar::{Day, Due, Extension, Length, Pause, Policy, Term, Timestamp};

use super::CasePlot;
use crate::trouble::{ORDINARY, Trouble, is_immediate, statutory_limit};

/// Where the case stands by law.
#[derive(Debug, Default)]
pub(super) struct Standing {
    /// When its limits began to run.
    pub(super) accepted_at: Option<Timestamp>,
    /// When they stopped: decided, withdrawn or otherwise ended, as it really happened.
    pub(super) ended_at: Option<Timestamp>,
    pub(super) pauses: Vec<Pause>,
    pub(super) extensions: Vec<Extension>,
    /// When the licence that is to be renewed expires.
    pub(super) expiry: Option<Day>,
}

impl CasePlot<'_> {
    /// When the promise of the case is due; `None` before its acceptance and where nothing is promised in days. More time by law
    /// is no more time by promise.
    fn promised(&self) -> Option<Due> {
        self.due(self.item.promised_limit?, &[])
    }

    /// When the law wants the case decided, with the extensions that count. So it does an item that nobody knows.
    fn statutory(&self) -> Option<Due> {
        let limit =
            if self.is(Trouble::UnknownItem) { ORDINARY } else { statutory_limit(self.item) };
        self.due(limit, &self.standing.extensions)
    }

    fn due(&self, limit: Length, extensions: &[Extension]) -> Option<Due> {
        let (start, pauses) = (self.standing.accepted_at?, &self.standing.pauses[..]);
        let term = Term { policy: Policy::LAW, start, limit, pauses, totals: &[], extensions };
        self.set.office.calendar.due(&term).ok()
    }

    /// The last working day on which the promise is kept.
    pub(super) fn promised_day(&self) -> Option<Day> {
        Some(self.set.office.last_workday(self.promised()?.day?))
    }

    /// The last working day on which the law is kept.
    pub(super) fn statutory_day(&self) -> Option<Day> {
        Some(self.set.office.last_workday(self.statutory()?.day?))
    }

    /// The working days that are left to keep every limit of the case; negative when one is broken.
    pub(super) fn left(&self) -> i32 {
        let limits = [self.promised_day(), self.statutory_day(), self.standing.expiry];
        let last = limits.into_iter().flatten().min();
        last.map_or(0, |last| self.set.office.workdays(self.now.day, last))
    }

    /// At most so many working days, and no more than are left.
    pub(super) fn at_most(&self, workdays: u32) -> u32 {
        workdays.min(self.left().max(0) as u32)
    }

    /// Notes every limit that the case as a whole did not keep.
    pub(super) fn judge(&mut self) {
        let statutory = self.statutory().filter(|_| !is_immediate(self.item));
        let dues =
            [(self.promised(), Trouble::PromisedBroken), (statutory, Trouble::StatutoryBroken)];
        let same_day = self.standing.accepted_at.filter(|_| is_immediate(self.item));
        let same_day = same_day.map(|at| self.set.office.end_of(self.set.office.day_of(at)));
        let expired = self.standing.expiry.map(|day| self.set.office.end_of(day));
        let dues = dues.map(|(due, trouble)| (due.and_then(|due| due.at), trouble));
        let ended_at = self.standing.ended_at.unwrap_or(Timestamp::MAX);
        let others =
            [(same_day, Trouble::ImmediateNotSameDay), (expired, Trouble::RenewalUndecided)];
        for (due, trouble) in dues.into_iter().chain(others) {
            if let Some(due) = due.filter(|&due| ended_at >= due) {
                self.show(trouble, due);
                if self.is(Trouble::Silent) {
                    self.show(Trouble::Silent, due);
                }
                if trouble == Trouble::PromisedBroken && !self.standing.pauses.is_empty() {
                    self.show(Trouble::LateDespiteSpecial, due);
                }
                if trouble == Trouble::StatutoryBroken && !self.standing.extensions.is_empty() {
                    self.show(Trouble::LateDespiteExtension, due);
                }
            }
        }
    }
}
