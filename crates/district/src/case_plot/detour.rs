//! What interrupts the steps of a case: special procedures, hearings, suspensions, extensions, passing it up.
//!
//! *Invariant.* Only what stops the statutory clock beyond doubt is counted as a pause here: a procedure of 行政许可法 45 with its
//! basis and its notified length, on an item whose limits are working days. All else has to fit into the limits as they are.
//!
//! *Absent on purpose.* Two interruptions of one case.

use duban_calendar::{Extension, Length, Pause, Unit};
use duban_domain::{CaseFact, Milestone, Special};

use super::CasePlot;
use crate::beat::{Actor, Word};
use crate::trouble::{ART_45, HEARING, Trouble, counts_workdays, extension};

const BASIS: Word = Word::Phrase("行政许可法 45");

impl CasePlot<'_> {
    /// What comes between two steps, if anything does.
    pub(super) fn interlude(&mut self) {
        match self.trouble {
            Some(
                Trouble::SpecialOverrun
                | Trouble::SpecialWithoutBasis
                | Trouble::SpecialWithoutNotice,
            ) => self.go_through_special(),
            Some(Trouble::HearingLate | Trouble::HearingNoticeShort) => self.hear(),
            Some(Trouble::SuspensionWithoutBasis) => self.suspend(),
            Some(Trouble::ExtensionWithoutApprover | Trouble::ExtensionTooLong) => self.extend(),
            Some(_) => {}
            None => match self.random.below(1_000) {
                0..150 => self.go_through_special(),
                150..190 => self.hear(),
                190..198 => self.suspend(),
                198..208 => self.extend(),
                208..218 => self.send_up(),
                218..226 => {
                    let activity = Word::Phrase("短信告知申请人办理进度");
                    self.write(self.clerk(), CaseFact::Noted { activity });
                }
                _ => {}
            },
        }
    }

    pub(super) fn go_through_special(&mut self) {
        // Only the law's own procedures need a notice and stop the clock.
        let by_law = self.is(Trouble::SpecialWithoutNotice) || self.is(Trouble::LateDespiteSpecial);
        let fits = |kind: &str| kind != HEARING && (!by_law || ART_45.contains(&kind));
        let specials = self.item.specials.iter().zip(0u8..);
        let places = specials.filter(|(kind, _)| fits(kind)).map(|(_, place)| place);
        let places: Vec<u8> = places.collect();
        if places.is_empty() {
            return;
        }
        let place = *self.random.pick(&places);
        let kind = Word::Special(self.item_place, place);
        let art_45 = ART_45.contains(&self.item.specials[usize::from(place)].as_str());
        let days = self.random.between(3, 12);
        let most = self.at_most(1);
        self.wait_between(0, most);
        self.write(
            self.clerk(),
            CaseFact::SpecialStarted(Box::new(Special {
                kind,
                basis: (!self.is(Trouble::SpecialWithoutBasis)).then_some(BASIS),
                approver: Some(Word::Officer(self.head())),
                notified: (!self.is(Trouble::SpecialWithoutNotice)).then_some(workdays(days)),
            })),
        );
        for trouble in [Trouble::SpecialWithoutBasis, Trouble::SpecialWithoutNotice] {
            if self.is(trouble) {
                self.shown_by_last(trouble);
            }
        }
        let (from, started_on) = (self.instant(), self.now.day);
        let overrun = self.is(Trouble::SpecialOverrun);
        let flawed =
            self.is(Trouble::SpecialWithoutBasis) || self.is(Trouble::SpecialWithoutNotice);
        let stops = art_45 && counts_workdays(self.item) && !flawed;
        if overrun {
            self.wait_between(days + 2, days + 6);
            let due = self.set.office.after(started_on, days);
            self.show(Trouble::SpecialOverrun, self.set.office.end_of(due));
        } else {
            let most = if stops { days } else { self.at_most(days.min(4)) };
            self.wait_between(most.min(1), most);
        }
        self.write(self.clerk(), CaseFact::SpecialEnded { kind: Some(kind) });
        if stops {
            let to = Some(self.instant());
            self.standing.pauses.push(Pause {
                from,
                to,
                cap: Some(Length::new(days, Unit::Workdays)),
            });
        }
    }

    /// A hearing (行政许可法 46 to 48): within twenty working days, announced seven days before.
    fn hear(&mut self) {
        let Some(place) = self.item.specials.iter().position(|kind| kind == HEARING) else {
            return;
        };
        let kind = Word::Special(self.item_place, place as u8);
        self.soon();
        self.reach(Actor::Applicant, Milestone::HearingRequested);
        let requested_on = self.now.day;
        self.soon();
        let days = if self.is(Trouble::HearingLate) { 30 } else { 20 };
        self.write(
            self.clerk(),
            CaseFact::SpecialStarted(Box::new(Special {
                kind,
                basis: Some(Word::Phrase("行政许可法 47")),
                approver: Some(Word::Officer(self.head())),
                notified: Some(workdays(days)),
            })),
        );
        let from = self.instant();
        self.wait_between(1, 3);
        self.reach(self.clerk(), Milestone::HearingNotified);
        match self.trouble {
            Some(Trouble::HearingLate) => {
                self.wait_between(20, 24);
                let due = self.set.office.after(requested_on, 20);
                self.show(Trouble::HearingLate, self.set.office.end_of(due));
            }
            Some(Trouble::HearingNoticeShort) => self.wait_between(2, 5),
            Some(_) | None => self.wait_between(8, 13),
        }
        self.reach(Actor::Officer(self.head()), Milestone::HearingHeld);
        if self.is(Trouble::HearingNoticeShort) {
            self.shown_by_last(Trouble::HearingNoticeShort);
        }
        self.soon();
        self.write(self.clerk(), CaseFact::SpecialEnded { kind: Some(kind) });
        let to = Some(self.instant());
        self.standing.pauses.push(Pause { from, to, cap: Some(Length::new(days, Unit::Workdays)) });
    }

    fn suspend(&mut self) {
        let without = self.is(Trouble::SuspensionWithoutBasis);
        self.soon();
        let basis = (!without).then_some(Word::Phrase("申请人书面申请暂缓办理"));
        self.write(self.clerk(), CaseFact::Suspended { basis });
        if without {
            self.shown_by_last(Trouble::SuspensionWithoutBasis);
        }
        let most = self.at_most(3);
        self.wait_between(0, most);
        self.reach(self.clerk(), Milestone::Resumed);
    }

    /// More time, approved by the head (行政许可法 42). A promise is kept all the same.
    pub(super) fn extend(&mut self) {
        let Some(allowed) = extension(self.item) else { return };
        let too_long = self.is(Trouble::ExtensionTooLong);
        let without = self.is(Trouble::ExtensionWithoutApprover);
        let more = if too_long { self.random.between(3, 15) } else { 0 };
        let length = Length::new(allowed.amount + more, allowed.unit);
        self.soon();
        self.write(self.clerk(), CaseFact::ExtensionRequested { length: Some(length) });
        let most = self.at_most(1);
        self.wait_between(0, most);
        self.approve_extension(length, !without);
        if too_long {
            self.shown_by_last(Trouble::ExtensionTooLong);
        } else if without {
            self.shown_by_last(Trouble::ExtensionWithoutApprover);
        } else {
            let on = self.instant();
            self.standing.extensions.push(Extension { on, length });
        }
    }

    /// More time, after all the time there was.
    pub(super) fn extend_too_late(&mut self) {
        let length = self.item.statutory_extension.unwrap_or(workdays(10));
        self.write(self.clerk(), CaseFact::ExtensionRequested { length: Some(length) });
        self.soon();
        self.approve_extension(length, true);
        self.shown_by_last(Trouble::ExtensionAfterDue);
    }

    fn approve_extension(&mut self, length: Length, by_head: bool) {
        let approver = by_head.then_some(Word::Officer(self.head()));
        let fact = CaseFact::ExtensionApproved { length: Some(length), approver };
        self.write(Actor::Officer(self.head()), fact);
        self.note("案情复杂，经负责人批准延长办理期限");
    }

    /// The case goes up to the authority that decides (行政许可法 35, 43).
    fn send_up(&mut self) {
        self.soon();
        self.reach(self.clerk(), Milestone::SentUp);
        let most = self.at_most(1);
        self.wait_between(0, most);
        self.reach(Actor::Officer(self.head()), Milestone::SentUpReceived);
    }
}

const fn workdays(amount: u32) -> Length {
    Length::new(amount, Unit::Workdays)
}
