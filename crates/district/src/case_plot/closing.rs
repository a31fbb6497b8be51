//! The decision and the end of a case: granted or denied, paid, certified, completed.
//!
//! *Invariant.* All of it happens on one day, so that a decision in time is a completion in time.
//!
//! *Absent on purpose.* The delivery of the decision: it has a limit of its own, and comes in `aftermath`.

use duban_calendar::Timestamp;
use duban_domain::{CaseFact, Fee, Milestone};

use super::{CasePlot, Scene};
use crate::beat::{Actor, Beat, Word};
use crate::random::Random;
use crate::trouble::Trouble;

/// Why something is denied.
const DENIED: [&str; 3] = [
    "经审查不符合法定条件，不予许可",
    "经现场核查，经营场所不符合卫生标准",
    "申请材料与实际情况不一致",
];

/// How a case with this trouble is going to be decided.
pub(super) fn draw_decision(trouble: Option<Trouble>, random: &mut Random) -> Milestone {
    let roll = random.below(1_000);
    match trouble {
        Some(Trouble::DenialWithoutReason) => Milestone::Denied,
        Some(Trouble::RenewalUndecided) if roll < 500 => Milestone::DeemedRenewed,
        Some(Trouble::StatutoryBroken) if roll < 150 => Milestone::DeemedGranted,
        Some(_) => Milestone::Granted,
        None => match roll {
            0..22 => Milestone::Denied,
            22..30 => Milestone::GrantedWithGap,
            _ => Milestone::Granted,
        },
    }
}

impl CasePlot<'_> {
    pub(super) fn decide(&mut self) -> Scene {
        self.soon();
        let head = Actor::Officer(self.head());
        let milestone = self.decision;
        self.end_by(head, milestone);
        if milestone == Milestone::Denied {
            if self.is(Trouble::DenialWithoutReason) {
                self.shown_by_last(Trouble::DenialWithoutReason);
            } else {
                let reason = *self.random.pick(&DENIED);
                self.note(reason);
            }
        }
        if matches!(milestone, Milestone::Granted | Milestone::GrantedWithGap)
            && self.random.chance(85_000)
        {
            self.soon();
            let number = Some(Word::Certificate);
            self.write(head, CaseFact::CertificateIssued { number });
        }
        Scene::Closing
    }

    pub(super) fn close(&mut self) -> Scene {
        self.charge();
        self.soon();
        let completed_at = if self.is(Trouble::CompletedBeforeAccepted) {
            let accepted_on = self.standing.accepted_at.map(|at| self.set.office.day_of(at));
            self.backdated(accepted_on.unwrap_or(self.now.day), 1)
        } else {
            self.instant()
        };
        self.complete(completed_at);
        for trouble in [Trouble::CompletedBeforeAccepted, Trouble::TooFast] {
            if self.is(trouble) {
                self.shown_by_last(trouble);
            }
        }
        if self.is(Trouble::RepairedAfterDue) {
            self.repair();
        }
        Scene::Aftermath
    }

    /// Closes the case, at this time by what the feed says.
    pub(super) fn complete(&mut self, completed_at: Timestamp) {
        self.closed = Some(self.beats.len());
        let now = self.instant();
        self.standing.ended_at.get_or_insert(now);
        let head = Actor::Officer(self.head());
        self.write_at(completed_at, head, CaseFact::Reached(Milestone::Completed));
    }

    fn charge(&mut self) {
        let on_free_item = self.is(Trouble::FeeOnFreeItem);
        let over = self.is(Trouble::FeeOverStandard);
        let usual = self.item.charges_fees && self.random.chance(80_000);
        if !(on_free_item || over || usual) {
            return;
        }
        // A standard for each item, the same in every case: between 10 and 500 yuan.
        let standard = 1_000 + 500 * i64::from(self.item_place % 99);
        let more = if over { 1_000 * i64::from(self.random.between(1, 20)) } else { 0 };
        let fee = Fee {
            charged_fen: standard + more,
            standard_fen: (!on_free_item).then_some(standard),
            basis: (!on_free_item).then_some(Word::Phrase("省发展改革委、财政厅收费公告")),
        };
        self.soon();
        self.write(self.clerk(), CaseFact::FeeCharged(Box::new(fee)));
        if over {
            self.shown_by_last(Trouble::FeeOverStandard);
        } else if on_free_item {
            self.shown_by_last(Trouble::FeeOnFreeItem);
        }
    }

    /// The records of a late end are sent again with a day on which it would have been in time.
    fn repair(&mut self) {
        let Some(day) = self.promised_day() else { return };
        let in_time = self.set.office.at(self.set.office.some_time(day, &mut self.random));
        let repaired_on = self.set.office.after(self.now.day, self.random.between(1, 3));
        let repaired = self.set.office.some_time(repaired_on, &mut self.random);
        let recorded_at = self.set.office.at(repaired);
        let ends = |fact: &CaseFact<Word>| {
            matches!(fact, CaseFact::Reached(it) if matches!(it, Milestone::Granted | Milestone::Completed))
                || matches!(fact, CaseFact::CertificateIssued { .. })
        };
        let late = self.beats.iter().filter(|beat| ends(&beat.fact));
        let repaired = late.zip(1i64..).map(|(beat, second)| Beat {
            version: 2,
            occurred_at: in_time.plus_ms(second * 1_000),
            recorded_at: recorded_at.plus_ms(second * 1_000),
            ..beat.clone()
        });
        self.corrections = repaired.collect();
        self.show(Trouble::RepairedAfterDue, recorded_at.plus_ms(1_000));
    }
}
