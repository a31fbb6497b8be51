//! From receipt to acceptance: is everything there, is the office the right one, and is the applicant told in time
//! (行政许可法 32)?
//!
//! *Invariant.* Ordinary cases are answered within four working days of the receipt or of the last supplement; the law allows five.

use duban_calendar::Timestamp;
use duban_domain::{CaseFact, Milestone, Outcome};

use super::{CasePlot, Scene, officers};
use crate::beat::{Actor, Word};
use crate::trouble::{Trouble, is_immediate};

const MISSING: [&str; 4] = [
    "缺少法定代表人身份证明，请一次性补齐",
    "缺少经营场所使用证明",
    "图纸未加盖设计单位出图章",
    "申请表填写不完整，缺少签名",
];
const REFUSED: [&str; 2] =
    ["不属于本机关职权范围，请向市级主管部门申请", "申请事项依法不需要取得行政许可"];
const RETURNED: [&str; 2] = ["重复申报，退回", "申请人选错事项，退回重新申报"];

impl CasePlot<'_> {
    pub(super) fn receive(&mut self) -> Scene {
        self.soon();
        self.reach(self.clerk(), Milestone::Received);
        Scene::Completeness
    }

    pub(super) fn examine(&mut self) -> Scene {
        let received_at = self.instant();
        if is_immediate(self.item) {
            return self.accept(received_at);
        }
        if let Some(turned_away) = self.turn_away() {
            return turned_away;
        }
        if self.is(Trouble::NoticeLate) {
            return self.accept_late(received_at);
        }
        let rounds = match self.trouble {
            Some(Trouble::RepeatedSupplement) => self.random.between(2, 3),
            _ => u32::from(self.random.chance(7_000)),
        };
        for round in 1..=rounds {
            self.wait_between(0, 4);
            self.reach(self.clerk(), Milestone::SupplementRequested);
            let missing = *self.random.pick(&MISSING);
            self.note(missing);
            if round == 2 {
                self.shown_by_last(Trouble::RepeatedSupplement);
            }
            if self.trouble.is_none() && self.random.chance(6_000) {
                return self.lapse();
            }
            self.wait_between(1, 12);
            self.reach(self.clerk(), Milestone::SupplementReceived);
        }
        if !self.is(Trouble::TooFast) {
            self.wait_between(0, 4);
        }
        self.accept(received_at)
    }

    /// The cases that never become one.
    fn turn_away(&mut self) -> Option<Scene> {
        let ordinary = self.trouble.is_none();
        let (milestone, reasons) = match self.random.below(1_000) {
            _ if self.is(Trouble::RefusalWithoutReason) => (Milestone::Refused, &REFUSED[..0]),
            0..9 if ordinary => (Milestone::Refused, &REFUSED[..1]),
            9..13 if ordinary => (Milestone::NotAccepted, &REFUSED[1..]),
            13..18 if ordinary => (Milestone::Returned, &RETURNED[..]),
            _ => return None,
        };
        self.wait_between(0, 4);
        self.end_by(self.clerk(), milestone);
        if reasons.is_empty() {
            self.shown_by_last(Trouble::RefusalWithoutReason);
        } else {
            let reason = *self.random.pick(reasons);
            self.note(reason);
        }
        Some(Scene::End)
    }

    fn lapse(&mut self) -> Scene {
        self.wait_between(20, 30);
        self.end_by(self.clerk(), Milestone::Lapsed);
        self.note("申请人逾期未补正，视为放弃申请");
        Scene::End
    }

    /// Nobody answers for more than five working days; by law the case is accepted from the day on which it was received. Some
    /// departments record just that, others accept it as if nothing had happened.
    fn accept_late(&mut self, received_at: Timestamp) -> Scene {
        let due = self.set.office.after(self.now.day, 5);
        self.wait_between(6, 9);
        self.show(Trouble::NoticeLate, self.set.office.end_of(due));
        self.take_version();
        let recorded_at = self.instant();
        if self.random.chance(50_000) {
            self.write_at(received_at, self.clerk(), CaseFact::Reached(Milestone::DeemedAccepted));
            self.record_last(recorded_at);
        } else {
            self.reach(self.clerk(), Milestone::Accepted);
        }
        self.standing.accepted_at = Some(received_at);
        Scene::Handling
    }

    fn accept(&mut self, received_at: Timestamp) -> Scene {
        self.take_version();
        if let Some(step) = self.intake_step() {
            let name = Word::Step(self.item_place, step);
            if !self.bureau.terse {
                self.write(self.clerk(), CaseFact::StepStarted { step: name });
                self.soon();
            }
            let outcome = Outcome::Passed;
            self.write(self.clerk(), CaseFact::StepCompleted { step: name, outcome });
        }
        self.soon();
        let accepted_at = if self.is(Trouble::BackdatedAcceptance) {
            let days = self.random.between(1, 3);
            self.backdated(self.set.office.day_of(received_at), days)
        } else {
            self.instant()
        };
        let recorded_at = self.instant();
        self.write_at(accepted_at, self.clerk(), CaseFact::Reached(Milestone::Accepted));
        self.record_last(recorded_at);
        if self.is(Trouble::BackdatedAcceptance) {
            self.shown_by_last(Trouble::BackdatedAcceptance);
        }
        self.standing.accepted_at = Some(accepted_at);
        Scene::Handling
    }

    /// What was just written was recorded when it was written, not when it is said to have occurred.
    fn record_last(&mut self, written_at: Timestamp) {
        let lag = i64::from(self.random.between(2_000, 120_000));
        if let Some(last) = self.beats.last_mut() {
            last.recorded_at = last.recorded_at.max(written_at.plus_ms(lag));
        }
    }

    /// A case is judged by the version of its item that is in force when it is accepted.
    fn take_version(&mut self) {
        let version = self.set.offers.version(self.offer, self.now.day).unwrap_or(self.item_place);
        if version != self.item_place {
            self.item_place = version;
            self.item = self.set.offers.item(version);
            self.officers = officers(self.item, self.bureau, &mut self.random);
            // What can't go wrong with the new version doesn't.
            self.trouble = self.trouble.filter(|trouble| trouble.fits(self.item));
        }
    }

    /// The step, if it is one of its own, in which cases are taken in. What is done at once isn't reported by steps.
    fn intake_step(&self) -> Option<u8> {
        let first = self.item.steps.first()?;
        let intake = matches!(first.name.as_str(), "受理" | "收件" | "窗口受理" | "申请受理");
        (intake && self.item.steps.len() > 1 && !is_immediate(self.item)).then_some(0)
    }

    /// The places of the steps that come after acceptance.
    pub(super) fn work_steps(&self) -> std::ops::Range<usize> {
        self.intake_step().map_or(0, |step| usize::from(step) + 1)..self.item.steps.len()
    }

    /// The applicant gives up, or the office strikes the case out; ordinary reasons, early on.
    pub(super) fn end_early(&mut self) -> Option<Scene> {
        let (by, milestone, reason) = match self.random.below(10_000) {
            _ if self.trouble.is_some() => return None,
            0..70 => (Actor::Applicant, Milestone::Withdrawn, "申请人自愿撤回申请"),
            70..76 => (self.clerk(), Milestone::Voided, "重复录入，作废"),
            76..80 => (self.clerk(), Milestone::Deleted, "测试数据，删除"),
            _ => return None,
        };
        let most = self.at_most(4) / 2;
        self.wait_between(0, most);
        self.end_by(by, milestone);
        self.note(reason);
        Some(Scene::End)
    }
}
