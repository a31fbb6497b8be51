//! The district: a year of cases of all departments, in the order in which they are recorded.
//!
//! *Invariant.* The same catalogue, organisation, calendar and configuration give the same events, byte for byte, on any machine.
//! In memory are the cases in flight, never the year.
//!
//! *Absent on purpose.* What supervision makes of the events.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;

use duban_calendar::{Calendar, Timestamp};
use duban_domain::{About, By, Catalogue, Event, Organisation, Origin, RecordKey};

use crate::arrivals::Arrivals;
use crate::beat::{Actor, Beat, Word};
use crate::case_plot::{self, Story, applicant_id};
use crate::offer::Offers;
use crate::office::Office;
use crate::staff::Staff;
use crate::trouble::Trouble;

/// How large the district is, and which of all districts of that size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Config {
    /// Another seed is another year in another district.
    pub seed: u64,
    /// How many cases arrive in the year.
    pub cases: u32,
    /// The year, from 1 to 9999. Its calendar and that of the next should be official.
    pub year: i32,
    /// How many departments there are, at most: as many as have items.
    pub departments: u32,
    /// How many items are on offer, at most: as many as those departments have.
    pub items: u32,
}

impl Default for Config {
    /// A district of usual size: 37 departments, 300 items, 20 000 cases.
    fn default() -> Config {
        Config { seed: 1, cases: 20_000, year: 2025, departments: 37, items: 300 }
    }
}

/// A made-up district. Its items and departments are those it is given; its people, cases and troubles are fictitious.
#[derive(Clone)]
pub struct District {
    set: Setting,
    arrivals: Arrivals,
}

/// All that plots take place in.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    pub(crate) config: Config,
    pub(crate) office: Office,
    pub(crate) staff: Staff,
    pub(crate) offers: Offers,
    /// The first instant after the year: what is recorded later is not known yet.
    pub(crate) horizon: Timestamp,
    /// A code that the catalogue does not know: longer than all that it does.
    unknown_item: String,
}

impl District {
    /// Sets up a district. Its items are drawn from the catalogue; an officer is made up for each post that the organisation
    /// doesn't fill.
    pub fn new(
        catalogue: &Catalogue,
        organisation: &Organisation,
        calendar: &Calendar,
        config: Config,
    ) -> District {
        let size = (config.departments, config.items);
        let (offers, departments) = Offers::choose(catalogue, organisation, size, config.seed);
        let staff = Staff::hire(&departments, organisation, config.seed);
        let longest =
            catalogue.items().iter().map(|item| item.code.as_str()).max_by_key(|it| it.len());
        let unknown_item = format!("{}9", longest.unwrap_or_default());
        let office = Office::new(calendar);
        let arrivals = Arrivals::over(config.year, config.cases, calendar);
        let horizon = calendar.zone().start_of(arrivals.day(arrivals.days()));
        District { set: Setting { config, office, staff, offers, horizon, unknown_item }, arrivals }
    }

    /// How many cases arrive in the year. Of some nothing is recorded before it ends.
    pub fn case_count(&self) -> u32 {
        self.set.config.cases
    }

    /// The departments' names.
    pub fn departments(&self) -> impl Iterator<Item = &str> {
        self.set.staff.bureaus.iter().map(|bureau| bureau.name.as_str())
    }

    /// Every event of the year, in the order of `recorded_at`.
    pub fn events(&self) -> impl Iterator<Item = Event<String>> {
        Year { district: self, day: 0, coming: VecDeque::new(), today: Vec::new().into_iter() }
            .map(|beat| self.write_out(beat))
    }

    /// What goes wrong with which case, by case number, as far as it shows in what is recorded within the year. A case comes once
    /// for each trouble.
    pub fn troubles(&self) -> impl Iterator<Item = (String, Trouble)> {
        (0..self.arrivals.days())
            .flat_map(move |day| self.arrivals.on(day).map(move |case| (day, case)))
            .flat_map(|(day, case)| {
                let Story { beats, shown } =
                    case_plot::tell(&self.set, case, self.arrivals.day(day));
                let number = beats.first().map(|beat| self.case_number(beat)).unwrap_or_default();
                let shown = shown.into_iter().filter(|&(_, from)| from < self.set.horizon);
                let once: BTreeSet<Trouble> = shown.map(|(trouble, _)| trouble).collect();
                once.into_iter().map(move |trouble| (number.clone(), trouble))
            })
    }

    /// How many cases have which trouble; see [`District::troubles`].
    pub fn planted(&self) -> BTreeMap<Trouble, u32> {
        let mut counts = BTreeMap::new();
        for (_, trouble) in self.troubles() {
            *counts.entry(trouble).or_insert(0) += 1;
        }
        counts
    }

    fn write_out(&self, beat: Beat) -> Event<String> {
        let bureau = &self.set.staff.bureaus[beat.department as usize];
        let case = self.case_number(&beat);
        let turn = beat.turn;
        let key = if bureau.keyed {
            RecordKey::Text(format!("{}-{turn:02}", beat.fact.kind().name()))
        } else {
            RecordKey::Ordinal(u32::from(turn))
        };
        let mut word = |word| self.spell(word, beat.case, &bureau.name);
        Event {
            occurred_at: beat.occurred_at,
            recorded_at: beat.recorded_at,
            origin: Origin { source: bureau.feed.clone(), key, version: u32::from(beat.version) },
            by: self.by(beat.by),
            note: beat.note.map(&mut word),
            about: About::Case { case, fact: beat.fact.map(&mut word) },
        }
    }

    fn case_number(&self, beat: &Beat) -> String {
        format!("{}{:02}{:07}", self.set.config.year, beat.department + 1, beat.case + 1)
    }

    fn by(&self, actor: Actor) -> By<String> {
        match actor {
            Actor::Applicant => By::default(),
            Actor::Officer(place) => {
                let officer = &self.set.staff.officers[place as usize];
                By {
                    department: Some(self.set.staff.bureaus[officer.bureau as usize].name.clone()),
                    post: Some(officer.post.clone()),
                    officer: Some(officer.name.clone()),
                }
            }
        }
    }

    fn spell(&self, word: Word, case: u32, department: &str) -> String {
        let Setting { config, offers, staff, .. } = &self.set;
        match word {
            Word::Phrase(phrase) => phrase.to_owned(),
            Word::Item(item) => offers.item(item).code.clone(),
            Word::UnknownItem => self.set.unknown_item.clone(),
            Word::Step(item, step) => offers.item(item).steps[usize::from(step)].name.clone(),
            Word::Special(item, place) => offers.item(item).specials[usize::from(place)].clone(),
            Word::Department => department.to_owned(),
            Word::Officer(officer) => staff.officers[officer as usize].name.clone(),
            Word::Applicant(applicant) => applicant_id(config.seed, applicant),
            Word::Certificate => format!("〔{}〕第{:07}号", config.year, case + 1),
            Word::Window(window) => format!("{window}号窗口"),
        }
    }
}

impl fmt::Debug for District {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Setting { config, staff, offers, .. } = &self.set;
        let (departments, items) = (staff.bureaus.len(), offers.len());
        write!(f, "District({departments} departments, {items} items, {config:?})")
    }
}

/// The year on its way: day by day, the cases that arrive are told, and what is recorded on the day is put in order.
struct Year<'d> {
    district: &'d District,
    /// The next day.
    day: usize,
    /// What is to be recorded on the next day, the day after, ….
    coming: VecDeque<Vec<Beat>>,
    today: std::vec::IntoIter<Beat>,
}

impl Iterator for Year<'_> {
    type Item = Beat;

    fn next(&mut self) -> Option<Beat> {
        loop {
            if let Some(beat) = self.today.next() {
                return Some(beat);
            }
            if self.day == self.district.arrivals.days() {
                return None;
            }
            self.today = self.live_through().into_iter();
            self.day += 1;
        }
    }
}

impl Year<'_> {
    /// What is recorded on the next day.
    fn live_through(&mut self) -> Vec<Beat> {
        let District { set, arrivals, .. } = self.district;
        let today = arrivals.day(self.day);
        for case in arrivals.on(self.day) {
            for beat in case_plot::tell(set, case, today).beats {
                let ahead = set.office.day_of(beat.recorded_at).0 - today.0;
                let ahead = usize::try_from(ahead).unwrap_or(0);
                if self.day + ahead < arrivals.days() {
                    if self.coming.len() <= ahead {
                        self.coming.resize_with(ahead + 1, Vec::new);
                    }
                    self.coming[ahead].push(beat);
                }
            }
        }
        let mut beats = self.coming.pop_front().unwrap_or_default();
        beats.sort_unstable_by_key(|beat| (beat.recorded_at, beat.case, beat.turn, beat.version));
        beats
    }
}

#[cfg(test)]
mod tests;
