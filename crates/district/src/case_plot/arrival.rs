//! How a case comes in: at a window, by mail or online, and what the feed says about it then.
//!
//! *Invariant.* The description comes first, and nothing is recorded before the day on which the case arrives.

use duban_calendar::{Day, Timestamp};
use duban_domain::{CaseFact, Description, Milestone, Value};

use super::{CasePlot, Scene};
use crate::beat::{Actor, Word};
use crate::random::{Purpose, Random};
use crate::trouble::{Trouble, is_immediate};

/// The channels (GB/T 39046 A.5) with their share of a hundred on a working day. On other days only the online ones are open.
const CHANNELS: [(&str, u32); 4] = [("web", 24), ("mobile", 18), ("mail", 3), ("window", 55)];
const ONLINE: [(&str, u32); 2] = [("web", 55), ("mobile", 45)];

impl CasePlot<'_> {
    pub(super) fn arrive(&mut self, day: Day) -> Scene {
        let office = &self.set.office;
        let open = office.calendar.is_workday(day);
        let channel = pick(if open { &CHANNELS } else { &ONLINE }, &mut self.random);
        let online = matches!(channel, "web" | "mobile");
        let (at, by) = if online {
            let second = self.random.between(7 * 3_600, 23 * 3_600);
            self.now = office.from(day, second);
            (office.wall(day, second), Actor::Applicant)
        } else {
            self.now = office.some_time(day, &mut self.random);
            (self.instant(), self.clerk())
        };
        self.describe(at, by, channel);
        if self.is(Trouble::OffSystem) {
            return self.work_off_system();
        }
        if !online || self.is(Trouble::BatchEntry) {
            return Scene::Receipt;
        }
        self.write_at(at, Actor::Applicant, CaseFact::Reached(Milestone::Submitted));
        let reviewed = !is_immediate(self.item) && self.random.chance(12_000);
        if reviewed || self.is(Trouble::PreReviewLate) { Scene::PreReview } else { Scene::Receipt }
    }

    fn describe(&mut self, at: Timestamp, by: Actor, channel: &'static str) {
        let config = &self.set.config;
        // Some apply more than once a year: there are fewer applicants than cases.
        let applicants = config.cases - config.cases / 4;
        let applicant = Word::Applicant(self.random.below(applicants));
        let mut facts = vec![
            (Word::Phrase("channel"), Value::Text(Word::Phrase(channel))),
            (Word::Phrase("applicant"), Value::Text(applicant)),
        ];
        if channel == "window" {
            let window = Word::Window(self.random.between(1, 8) as u8);
            facts.push((Word::Phrase("window"), Value::Text(window)));
        }
        let expiry = self.draw_expiry();
        if let Some(day) = expiry {
            facts.push((Word::Phrase("expiry_date"), Value::Date(day)));
        }
        self.standing.expiry = expiry;
        let unknown = self.is(Trouble::UnknownItem);
        let item = if unknown { Word::UnknownItem } else { Word::Item(self.item_place) };
        let description =
            Description { item: Some(item), department: Some(Word::Department), facts };
        self.write_at(at, by, CaseFact::Described(Box::new(description)));
        if unknown {
            self.shown_by_last(Trouble::UnknownItem);
        }
    }

    /// When the licence expires that the case is to renew, if it is to renew one. Whoever asks in time asks thirty working days
    /// before (行政许可法 50).
    fn draw_expiry(&mut self) -> Option<Day> {
        let office = &self.set.office;
        if self.is(Trouble::RenewalUndecided) {
            Some(office.after(self.now.day, self.random.between(31, 40)))
        } else if !is_immediate(self.item) && self.random.chance(6_000) {
            Some(office.after(self.now.day, self.random.between(70, 120)))
        } else {
            None
        }
    }

    pub(super) fn pre_review(&mut self) -> Scene {
        if self.is(Trouble::PreReviewLate) {
            let submitted_on = self.set.office.day_of(self.beats[0].occurred_at);
            let due = self.set.office.after(submitted_on, 2);
            self.wait_between(3, 6);
            self.reach(self.clerk(), Milestone::PreReviewPassed);
            self.show(Trouble::PreReviewLate, self.set.office.end_of(due));
            return Scene::Receipt;
        }
        self.wait_between(0, 1);
        if self.random.chance(10_000) {
            self.reach(self.clerk(), Milestone::PreReviewFailed);
            self.note("申请表填写不完整，请修改后重新提交");
            self.wait_between(1, 3);
            self.reach(Actor::Applicant, Milestone::Submitted);
            self.wait_between(0, 1);
        }
        self.reach(self.clerk(), Milestone::PreReviewPassed);
        Scene::Receipt
    }

    /// The work is done somewhere else; the system sees the receipt and the end.
    fn work_off_system(&mut self) -> Scene {
        self.soon();
        self.reach(self.clerk(), Milestone::Received);
        let most = if is_immediate(self.item) { 1 } else { 4 };
        self.wait_between(1, most);
        self.complete(self.instant());
        Scene::End
    }
}

/// One of these names, by their share of a hundred.
fn pick(shares: &[(&'static str, u32)], random: &mut Random) -> &'static str {
    let mut roll = random.below(100);
    for &(name, share) in shares {
        if roll < share {
            return name;
        }
        roll -= share;
    }
    "window"
}

/// The identity of an applicant, as the feed hashes it.
pub(crate) fn applicant_id(seed: u64, applicant: u32) -> String {
    let mut random = Random::new(seed, Purpose::Applicant, u64::from(applicant));
    format!("{:08x}{:08x}", random.below(u32::MAX), random.below(u32::MAX))
}
