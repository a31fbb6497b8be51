//! The plot of one case: from its arrival to what comes after its closure, as a small state machine.
//!
//! ```text
//! Arrival -> PreReview -> Receipt -> Completeness -> Handling -> Decision -> Closing -> Aftermath
//!                            |            |             |                                  |
//!                            +------------+-------------+---------------> End <------------+
//! ```
//!
//! *Invariant.* A plot depends on the seed, the number of the case and the day on which it arrives, and on nothing else. Where no
//! trouble is intended, all is done in time: each scene asks [`CasePlot::left`] before it takes a day.
//!
//! *Absent on purpose.* The end of the year: plots run on, and the district cuts them where its year ends.

mod aftermath;
mod arrival;
mod closing;
mod completeness;
mod detour;
mod handling;
mod judgement;

use duban_calendar::{Day, Timestamp};
use duban_domain::{CaseFact, Item, Milestone};

use crate::beat::{Actor, Beat, Word};
use crate::district::Setting;
use crate::offer::{DEFAULT_POST, Offer};
use crate::office::Moment;
use crate::random::{Purpose, Random, WHOLE};
use crate::recording;
use crate::staff::{Bureau, Officer};
use crate::trouble::Trouble;
pub(crate) use arrival::applicant_id;
use judgement::Standing;

/// Everything that is written about one case.
#[derive(Debug)]
pub(crate) struct Story {
    /// In the order in which they happened, roughly; each says when it is recorded.
    pub(crate) beats: Vec<Beat>,
    /// What goes wrong, and from when on the records show it.
    pub(crate) shown: Vec<(Trouble, Timestamp)>,
}

/// Where the plot stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scene {
    Arrival,
    PreReview,
    Receipt,
    Completeness,
    Handling,
    Decision,
    Closing,
    Aftermath,
    End,
}

/// A case while it is told.
pub(crate) struct CasePlot<'d> {
    set: &'d Setting,
    random: Random,
    case: u32,
    offer: &'d Offer,
    bureau: &'d Bureau,
    /// The item in the version of the case, and its place in the catalogue.
    item: &'d Item,
    item_place: u32,
    /// What goes wrong on purpose.
    trouble: Option<Trouble>,
    /// How it is going to be decided, if it is decided.
    decision: Milestone,
    /// The officer of each step; of an item without steps the one who handles it.
    officers: Vec<u32>,
    now: Moment,
    standing: Standing,
    beats: Vec<Beat>,
    /// The beat with which the case was closed.
    closed: Option<usize>,
    /// Records that are sent again, with something else in them.
    corrections: Vec<Beat>,
    shown: Vec<(Trouble, Timestamp)>,
}

/// Tells the case of this number, which arrives on this day. Nothing happens when no item is in force on it.
pub(crate) fn tell(set: &Setting, case: u32, day: Day) -> Story {
    let mut random = Random::new(set.config.seed, Purpose::Case, u64::from(case));
    let Some((offer, item_place)) = set.offers.ask(day, &mut random) else {
        return Story { beats: Vec::new(), shown: Vec::new() };
    };
    let (item, bureau) = (set.offers.item(item_place), &set.staff.bureaus[offer.bureau as usize]);
    let mut officers = officers(item, bureau, &mut random);
    let officer = &set.staff.officers[officers[officers.len() / 2] as usize];
    let trouble = draw_trouble(item, bureau, officer, &mut random);
    if trouble == Some(Trouble::OneOfficerAllSteps) {
        let one = officers[0];
        officers.fill(one);
    }
    let decision = closing::draw_decision(trouble, &mut random);
    let mut plot = CasePlot {
        set,
        random,
        case,
        offer,
        bureau,
        item,
        item_place,
        trouble,
        decision,
        officers,
        now: set.office.from(day, 0),
        standing: Standing::default(),
        beats: Vec::new(),
        closed: None,
        corrections: Vec::new(),
        shown: Vec::new(),
    };
    plot.play(day);
    plot.judge();
    recording::record(plot.into_recording())
}

/// Who handles the steps of a case.
fn officers(item: &Item, bureau: &Bureau, random: &mut Random) -> Vec<u32> {
    if item.steps.is_empty() {
        vec![bureau.officer(DEFAULT_POST, random)]
    } else {
        item.steps.iter().map(|step| bureau.officer(&step.post, random)).collect()
    }
}

/// What goes wrong, if anything: more often in some departments, and with some officers at the step in the middle.
fn draw_trouble(
    item: &Item,
    bureau: &Bureau,
    officer: &Officer,
    random: &mut Random,
) -> Option<Trouble> {
    let percent = bureau.trouble_percent * officer.trouble_percent / 100;
    let mut roll = random.below(WHOLE);
    for &trouble in Trouble::ALL.iter().filter(|trouble| trouble.fits(item)) {
        let habit = trouble == Trouble::BatchEntry && bureau.vertical;
        let rate = if habit { WHOLE / 12 } else { trouble.rate() * percent / 100 };
        if roll < rate {
            return Some(trouble);
        }
        roll -= rate;
    }
    None
}

impl<'d> CasePlot<'d> {
    fn play(&mut self, day: Day) {
        let mut scene = Scene::Arrival;
        while scene != Scene::End {
            scene = match scene {
                Scene::Arrival => self.arrive(day),
                Scene::PreReview => self.pre_review(),
                Scene::Receipt => self.receive(),
                Scene::Completeness => self.examine(),
                Scene::Handling => self.handle(),
                Scene::Decision => self.decide(),
                Scene::Closing => self.close(),
                Scene::Aftermath => self.follow_up(),
                Scene::End => Scene::End,
            };
        }
    }

    fn into_recording(self) -> recording::Recording<'d> {
        recording::Recording {
            set: self.set,
            bureau: self.bureau,
            random: self.random,
            trouble: self.trouble,
            closed: self.closed,
            corrections: self.corrections,
            story: Story { beats: self.beats, shown: self.shown },
        }
    }

    /// Whether this is what goes wrong with the case.
    fn is(&self, trouble: Trouble) -> bool {
        self.trouble == Some(trouble)
    }

    /// Notes that the records show a trouble from this moment on.
    fn show(&mut self, trouble: Trouble, from: Timestamp) {
        self.shown.push((trouble, from));
    }

    /// Notes that what was just written shows a trouble.
    fn shown_by_last(&mut self, trouble: Trouble) {
        let recorded_at = self.beats.last().map_or(Timestamp::MAX, |beat| beat.recorded_at);
        self.show(trouble, recorded_at);
    }

    /// The officer who takes cases in.
    fn clerk(&self) -> Actor {
        Actor::Officer(self.officers[0])
    }

    /// The officer who decides.
    fn head(&self) -> u32 {
        self.officers[self.officers.len() - 1]
    }

    /// Writes down what somebody does at this moment.
    fn write(&mut self, by: Actor, fact: CaseFact<Word>) {
        self.write_at(self.instant(), by, fact);
    }

    /// Writes down what is said to have occurred at an instant.
    fn write_at(&mut self, occurred_at: Timestamp, by: Actor, fact: CaseFact<Word>) {
        // The feed reports within two minutes, and one record after the other.
        let lag = i64::from(self.random.between(2_000, 120_000));
        let before = self.beats.last().map_or(Timestamp::MIN, |beat| beat.recorded_at);
        self.beats.push(Beat {
            recorded_at: occurred_at.plus_ms(lag).max(before.plus_ms(lag / 100)),
            occurred_at,
            case: self.case,
            department: self.offer.bureau,
            turn: self.beats.len() as u16,
            version: 1,
            by,
            note: None,
            fact,
        });
    }

    fn reach(&mut self, by: Actor, milestone: Milestone) {
        self.write(by, CaseFact::Reached(milestone));
    }

    /// Writes down what ends the case.
    fn end_by(&mut self, by: Actor, milestone: Milestone) {
        self.reach(by, milestone);
        self.standing.ended_at = Some(self.instant());
    }

    /// Adds a remark to what was just written.
    fn note(&mut self, phrase: &'static str) {
        if let Some(last) = self.beats.last_mut() {
            last.note = Some(Word::Phrase(phrase));
        }
    }

    /// This time of day, so many working days before a day.
    fn backdated(&self, day: Day, workdays: u32) -> Timestamp {
        let day = self.set.office.before(day, workdays);
        self.set.office.at(Moment { day, ..self.now })
    }

    fn instant(&self) -> Timestamp {
        self.set.office.at(self.now)
    }

    /// Some minutes pass, within the day.
    fn soon(&mut self) {
        let (least, most) = if self.is(Trouble::TooFast) { (2, 10) } else { (180, 3_600) };
        self.now = self.set.office.later(self.now, least, most, &mut self.random);
    }

    /// So many working days pass; none means some minutes.
    fn wait(&mut self, workdays: u32) {
        if workdays == 0 {
            self.soon();
        } else {
            let day = self.set.office.after(self.now.day, workdays);
            self.now = self.set.office.some_time(day, &mut self.random);
        }
    }

    /// A number of working days from `least` to `most` passes, fewer more often than many.
    fn wait_between(&mut self, least: u32, most: u32) {
        let most = most.max(least);
        let days = self.random.between(least, most).min(self.random.between(least, most));
        self.wait(days);
    }
}
