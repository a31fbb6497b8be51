//! What comes after the end of a case: delivery, the applicant's opinion, complaints, questions, and now and then a revocation.
//!
//! *Invariant.* Each limit that begins here (delivery 10, rectification 15, complaint 5 and 10, question 2 working days) is kept
//! unless its trouble is the case's.
//!
//! *Absent on purpose.* Anything of this on a case that never was accepted.

use duban_domain::{CaseFact, Milestone};

use super::{CasePlot, Scene};
use crate::beat::Actor;
use crate::trouble::{Trouble, is_immediate};

impl CasePlot<'_> {
    pub(super) fn follow_up(&mut self) -> Scene {
        if !is_immediate(self.item) {
            self.deliver();
        }
        self.evaluate();
        self.complain();
        if self.trouble.is_none() && self.random.chance(500) {
            self.ask();
        }
        if self.trouble.is_none() && !is_immediate(self.item) && self.random.chance(40) {
            self.wait_between(10, 60);
            self.reach(Actor::Officer(self.head()), Milestone::Revoked);
            self.note("申请人隐瞒有关情况取得许可，依法撤销");
        }
        Scene::End
    }

    /// Ten working days after the decision at the latest (行政许可法 44).
    fn deliver(&mut self) {
        if self.is(Trouble::DeliveryLate) {
            let due = self.set.office.after(self.now.day, 10);
            self.wait_between(11, 20);
            self.show(Trouble::DeliveryLate, self.set.office.end_of(due));
        } else {
            self.wait_between(0, 8);
        }
        self.reach(self.clerk(), Milestone::Delivered);
    }

    fn evaluate(&mut self) {
        let badly = self.is(Trouble::BadReviewUnrectified);
        if !badly && !self.random.chance(25_000) {
            return;
        }
        // 1 very satisfied to 5 very dissatisfied (GB/T 39046 A.8).
        let grade = match self.random.below(1_000) {
            _ if badly => self.random.between(4, 5) as u8,
            0..890 => 1,
            890..970 => 2,
            970..990 => 3,
            990..996 => 4,
            _ => 5,
        };
        self.soon();
        self.write(Actor::Applicant, CaseFact::Evaluated { grade });
        if badly {
            let due = self.set.office.after(self.now.day, 15);
            self.show(Trouble::BadReviewUnrectified, self.set.office.end_of(due));
            if self.random.chance(40_000) {
                self.wait_between(16, 30);
                self.reach(self.clerk(), Milestone::EvaluationRectified);
            }
        } else if grade >= 4 {
            self.wait_between(2, 12);
            self.reach(self.clerk(), Milestone::EvaluationRectified);
            self.note("已向申请人电话致歉并说明情况");
        }
    }

    fn complain(&mut self) {
        let late = self.is(Trouble::ComplaintAnsweredLate);
        if !late && (self.trouble.is_some() || !self.random.chance(180)) {
            return;
        }
        self.wait_between(1, 10);
        self.reach(Actor::Applicant, Milestone::ComplaintFiled);
        let filed_on = self.now.day;
        self.wait_between(1, 4);
        self.reach(self.clerk(), Milestone::ComplaintAccepted);
        if late {
            let due = self.set.office.after(filed_on, 10);
            self.wait_between(11, 22);
            self.show(Trouble::ComplaintAnsweredLate, self.set.office.end_of(due));
        } else {
            self.wait_between(1, 5);
        }
        self.reach(Actor::Officer(self.head()), Milestone::ComplaintAnswered);
    }

    fn ask(&mut self) {
        self.wait_between(0, 10);
        self.reach(Actor::Applicant, Milestone::ConsultationFiled);
        self.wait_between(0, 1);
        self.reach(self.clerk(), Milestone::ConsultationAnswered);
    }
}
