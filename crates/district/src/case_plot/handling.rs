//! From acceptance to decision: the steps, and who takes how long over them.
//!
//! *Invariant.* A step of an ordinary case keeps its own limit and the case's limits; only a trouble takes more.
//!
//! *Absent on purpose.* What interrupts the steps: see `detour`.

use duban_calendar::{Day, Unit};
use duban_domain::{CaseFact, Milestone, Outcome};

use super::{CasePlot, Scene};
use crate::beat::{Actor, Word};
use crate::trouble::{Trouble, is_immediate};

/// How the work on a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Worked {
    /// It is done, and remains to be reported.
    Done,
    /// It is done and reported.
    Reported,
    /// The case came to its end with it, or to a standstill.
    Ended,
}

impl CasePlot<'_> {
    pub(super) fn handle(&mut self) -> Scene {
        if is_immediate(self.item) {
            return self.handle_at_once();
        }
        if let Some(ended) = self.end_early() {
            return ended;
        }
        // What came in towards evening waits for the morning, if it can.
        if !self.is(Trouble::TooFast) && self.set.office.is_evening(self.now) && self.left() > 0 {
            self.wait(1);
        }
        let steps = self.work_steps();
        let turn = self.turning_point();
        for step in steps.clone() {
            if step == turn {
                self.interlude();
            }
            if step > steps.start {
                self.send_back(step);
            }
            self.start_step(step);
            let worked = if step == turn { self.go_wrong(step) } else { self.go_well(step) };
            match worked {
                Worked::Done => self.finish_step(step),
                Worked::Reported => {}
                Worked::Ended => return Scene::End,
            }
        }
        if steps.is_empty() {
            self.interlude();
            if self.go_wrong(turn) == Worked::Ended {
                return Scene::End;
            }
        }
        Scene::Decision
    }

    fn handle_at_once(&mut self) -> Scene {
        if self.is(Trouble::ImmediateNotSameDay) {
            self.wait_between(1, 4);
        }
        Scene::Closing
    }

    /// The step at which things happen, if something happens. A step that is to take too long is one with a short limit.
    fn turning_point(&mut self) -> usize {
        let steps = self.work_steps();
        if self.is(Trouble::StepOverrun) {
            let limited = steps.clone().filter(|&step| self.workdays_of(step).is_some());
            limited.min_by_key(|&step| self.workdays_of(step)).unwrap_or(steps.start)
        } else {
            steps.start + self.random.below(steps.len() as u32) as usize
        }
    }

    /// The limit of a step, where it is one in working days.
    fn workdays_of(&self, step: usize) -> Option<u32> {
        let limit = self.item.steps.get(step)?.limit?;
        (limit.unit == Unit::Workdays).then_some(limit.amount)
    }

    fn officer_of(&self, step: usize) -> Actor {
        Actor::Officer(self.officers[step.min(self.officers.len() - 1)])
    }

    fn step_name(&self, step: usize) -> Word {
        Word::Step(self.item_place, step as u8)
    }

    fn start_step(&mut self, step: usize) {
        self.soon();
        if !self.bureau.terse {
            self.write(self.officer_of(step), CaseFact::StepStarted { step: self.step_name(step) });
        }
    }

    fn finish_step(&mut self, step: usize) {
        let last = step + 1 == self.item.steps.len();
        let rejected = last && self.decision == Milestone::Denied;
        let outcome = if rejected { Outcome::Rejected } else { Outcome::Passed };
        let step_name = self.step_name(step);
        self.write(self.officer_of(step), CaseFact::StepCompleted { step: step_name, outcome });
        if last && self.by_one_officer() {
            self.shown_by_last(Trouble::OneOfficerAllSteps);
        }
    }

    /// Whether one officer had all steps, on purpose or because one holds all posts.
    fn by_one_officer(&self) -> bool {
        let (first, others) = (self.officers[0], &self.officers[1..]);
        !others.is_empty() && others.iter().all(|&other| other == first)
    }

    /// An ordinary piece of work: within the step's limit and what is left of the case's.
    fn work(&mut self, step: usize) {
        let limit = self.item.steps.get(step).map(|it| it.limit);
        let most = match limit.flatten() {
            _ if self.is(Trouble::TooFast) => 0,
            Some(limit) if limit.unit == Unit::Workdays => limit.amount,
            Some(limit) if limit.unit == Unit::Days => limit.amount * 5 / 7,
            // Hours and minutes: on the same day. Months and years: as if nothing were said.
            Some(limit) if matches!(limit.unit, Unit::Hours | Unit::Minutes) => 0,
            Some(_) | None => 4,
        };
        let most = self.at_most(most);
        self.wait_between(0, most);
    }

    fn go_well(&mut self, step: usize) -> Worked {
        self.work(step);
        Worked::Done
    }

    /// The step at which the trouble of the case, if it has one, makes itself felt.
    fn go_wrong(&mut self, step: usize) -> Worked {
        match self.trouble {
            Some(Trouble::StepOverrun) => self.overrun(step),
            Some(Trouble::OffHours) => return self.work_at_night(step),
            Some(Trouble::Silent) => return Worked::Ended,
            Some(Trouble::WithdrawnNearDue) => return self.withdraw_near_due(),
            Some(Trouble::VoidedAfterDue) => return self.void_after_due(),
            Some(Trouble::PromisedBroken | Trouble::RepairedAfterDue) => self.break_promise(),
            Some(Trouble::LateDespiteSpecial) => {
                self.go_through_special();
                self.break_promise();
            }
            Some(Trouble::StatutoryBroken) => {
                self.wait_past(self.statutory_day().max(self.promised_day()), 12);
            }
            Some(Trouble::LateDespiteExtension) => {
                self.wait_until_before(self.statutory_day(), 3);
                self.extend();
                self.wait_past(self.statutory_day().max(self.promised_day()), 8);
            }
            Some(Trouble::RenewalUndecided) => self.wait_past(self.standing.expiry, 8),
            Some(Trouble::ExtensionAfterDue) => {
                self.wait_past(self.statutory_day(), 3);
                self.extend_too_late();
            }
            Some(_) | None => self.work(step),
        }
        Worked::Done
    }

    fn overrun(&mut self, step: usize) {
        let limit = self.workdays_of(step).filter(|_| !self.bureau.terse);
        let Some(limit) = limit.filter(|&limit| self.left() > limit as i32) else {
            return self.work(step);
        };
        let due = self.set.office.after(self.now.day, limit);
        let most = self.at_most(limit + 4);
        self.wait_between(limit + 1, most);
        self.show(Trouble::StepOverrun, self.set.office.end_of(due));
    }

    fn work_at_night(&mut self, step: usize) -> Worked {
        self.work(step);
        if self.left() < 1 {
            return Worked::Done;
        }
        let second = self.random.between(20 * 3_600, 23 * 3_600 + 1_800);
        let at = self.set.office.wall(self.now.day, second);
        let fact = CaseFact::StepCompleted { step: self.step_name(step), outcome: Outcome::Passed };
        self.write_at(at, self.officer_of(step), fact);
        self.shown_by_last(Trouble::OffHours);
        self.now = self.set.office.from(self.now.day.plus(1), 0);
        Worked::Reported
    }

    fn break_promise(&mut self) {
        let promised = self.promised_day();
        // As long as the law allows, if it allows more than was promised.
        let room = promised.zip(self.statutory_day());
        let room = room.map_or(0, |(from, to)| self.set.office.workdays(from, to));
        self.wait_past(promised, room.clamp(1, 8) as u32);
    }

    /// Waits until one to so many working days after a day.
    fn wait_past(&mut self, day: Option<Day>, most: u32) {
        let day = day.unwrap_or(self.now.day);
        let until = self.set.office.workdays(self.now.day, day).max(0) as u32;
        self.wait_between(until + 1, until + most);
    }

    /// Waits until one to so many working days before a day.
    fn wait_until_before(&mut self, day: Option<Day>, most: u32) {
        let day = day.unwrap_or(self.now.day);
        let days = self.set.office.workdays(self.now.day, day).max(0) as u32;
        let early = self.random.between(1, most);
        self.wait(days.saturating_sub(early));
    }

    fn withdraw_near_due(&mut self) -> Worked {
        let promised = self.promised_day().unwrap_or(self.now.day);
        let days = self.set.office.workdays(self.now.day, promised);
        self.wait(days.max(0) as u32);
        self.end_by(Actor::Applicant, Milestone::Withdrawn);
        self.note("申请人自愿撤回申请");
        self.shown_by_last(Trouble::WithdrawnNearDue);
        Worked::Ended
    }

    fn void_after_due(&mut self) -> Worked {
        self.wait_past(self.promised_day(), 4);
        let deleted = self.random.chance(25_000);
        let milestone = if deleted { Milestone::Deleted } else { Milestone::Voided };
        self.end_by(Actor::Officer(self.head()), milestone);
        self.note("系统录入有误");
        self.shown_by_last(Trouble::VoidedAfterDue);
        Worked::Ended
    }

    /// Now and then a step sends the case back to the one before it (退回).
    fn send_back(&mut self, step: usize) {
        if self.trouble.is_some() || self.left() < 1 || !self.random.chance(1_500) {
            return;
        }
        self.start_step(step);
        self.soon();
        self.write(self.officer_of(step), CaseFact::StepReturned { step: self.step_name(step) });
        self.note("材料与现场情况不符，退回复核");
        self.start_step(step - 1);
        self.work(step - 1);
        self.finish_step(step - 1);
    }
}
