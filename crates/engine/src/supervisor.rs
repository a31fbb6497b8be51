//! The supervisor: events and time go in, decisions come out.
//!
//! ```text
//!   journal ──event──▶ apply ──▶ facts ──▶ runs ──▶ measure ──▶ wheel
//!                        │                                        │ wake_at
//!     clock ──time──▶ advance ◀───────────────────────────────────┘
//!                        └──decisions──▶ journal, CLI, score
//! ```
//!
//! *Invariant.* Engine time only moves forward, with the recording of events or with [`Supervisor::advance`]; legal time is read from
//! the events. Whatever falls due is decided at the instant it falls due, or at the recording of the event that revealed it.
//!
//! *Absent on purpose.* No clock, no I/O, no async, no randomness. No decision depends on more than one case, so that cases can be
//! spread over any number of supervisors.

use std::collections::VecDeque;
use std::sync::Arc;

use duban_calendar::Timestamp;
use duban_domain::{About, Event, RecordKey, Sym, Symbols};
use duban_rulebook::{RuleSet, Rulebook};
use duban_wheel::{Fired, Wheel};

use crate::across::Noted;
use crate::case_state::{CaseState, NONE};
use crate::desk::Desk;
use crate::draft::Draft;
use crate::recall::Recall;
use crate::tables::Tables;
use crate::warm::{TOGETHER, Tasks, warm_up};

/// Supervises the cases of one shard.
#[derive(Debug)]
pub struct Supervisor {
    pub(crate) tables: Tables,
    /// One for each rulebook version.
    pub(crate) recalls: Vec<Recall>,
    pub(crate) cases: Vec<CaseState>,
    /// The place of each case in `cases`, by its symbol.
    by_symbol: Vec<u32>,
    /// One timer a case: the first of its runs to fall due.
    wheel: Wheel,
    fired: Vec<Fired>,
    /// Scratch of taking in many events.
    work: Tasks,
    pub(crate) now: Timestamp,
    pub(crate) drafts: Vec<Draft>,
    /// What checks over several cases count.
    pub(crate) noted: Noted,
    events: u64,
    derived: u64,
}

impl Supervisor {
    /// A supervisor of these rules that has seen nothing yet.
    pub fn new(rules: Arc<RuleSet>) -> Supervisor {
        Supervisor::with(rules, Recall::new)
    }

    /// The same, but scripts are called every time instead of remembering their answers. The decisions are the same.
    pub fn unmemoised(rules: Arc<RuleSet>) -> Supervisor {
        Supervisor::with(rules, Recall::forgetful)
    }

    fn with(rules: Arc<RuleSet>, recall: impl Fn(&Arc<Rulebook>) -> Recall) -> Supervisor {
        let recalls = rules.versions().iter().map(recall).collect();
        Supervisor {
            tables: Tables::of(rules),
            recalls,
            cases: Vec::new(),
            by_symbol: Vec::new(),
            wheel: Wheel::new(0),
            fired: Vec::new(),
            work: Tasks::default(),
            now: Timestamp::MIN,
            drafts: Vec::new(),
            noted: Noted::default(),
            events: 0,
            derived: 0,
        }
    }

    /// The table by which the events that go in name things.
    pub fn symbols(&mut self) -> &mut Symbols {
        &mut self.tables.symbols
    }

    /// Engine time: everything due before it has been decided.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// When to call [`Supervisor::advance`] next, if no event arrives before.
    pub fn wake_at(&self) -> Option<Timestamp> {
        self.wheel.wake_at().map(instant)
    }

    /// How many events of cases were applied.
    pub fn events(&self) -> u64 {
        self.events
    }

    /// How many of them were derived: worked out from a record rather than records themselves.
    pub fn derived_events(&self) -> u64 {
        self.derived
    }

    /// How many cases there are.
    pub fn case_count(&self) -> usize {
        self.cases.len()
    }

    /// Takes in one event of the journal. Engine time moves on to its recording; an event recorded before engine time is taken in
    /// now. What falls due at the very instant is decided when time moves on: at one instant, first all is taken in that was recorded.
    /// Warnings and adoptions change no clock: what was raised is worked out, not looked up.
    pub fn apply(&mut self, event: &Event<Sym>) {
        if event.recorded_at > self.now {
            self.advance(just_before(event.recorded_at));
            self.now = event.recorded_at;
        }
        let Some(place) = self.place_for(event) else { return };
        self.take_in(place, event, self.now);
        self.set_timer(place);
    }

    /// Takes in what was recorded together or in a row, to the same decisions as one by one: but each case is taken up once for all
    /// its events, and not once for each. Events that do not stand in the order of their recording are taken in one by one.
    pub fn apply_all(&mut self, events: &[Event<Sym>]) {
        let mut work = std::mem::take(&mut self.work);
        let (mut latest, mut in_order) = (Timestamp::MIN, true);
        for (number, event) in events.iter().enumerate() {
            in_order &= latest <= event.recorded_at;
            latest = event.recorded_at;
            if let Some(place) = self.place_for(event) {
                work.push(place, number);
            }
        }
        if !in_order {
            work.clear();
            self.work = work;
            events.iter().for_each(|event| self.apply(event));
            return;
        }
        let tasks = work.by_case();
        let begin = self.now;
        let end = events.last().map_or(begin, |last| last.recorded_at.max(begin));
        let done = just_before(end);
        let (mut begun, mut warm) = (0, 0);
        for of_case in tasks.chunk_by(|one, other| one.place() == other.place()) {
            if begun >= warm {
                warm = tasks.len().min(begun + TOGETHER);
                warm_up(&tasks[begun..warm], events, &self.cases);
            }
            begun += of_case.len();
            let place = of_case[0].place();
            let timed_at = self.cases[place].wake_at;
            for task in of_case {
                let event = &events[task.number()];
                let now = event.recorded_at.max(begin);
                self.run_down(place, just_before(now));
                self.take_in(place, event, now);
            }
            self.run_down(place, done);
            if self.cases[place].wake_at != timed_at {
                self.set_timer(place);
            }
        }
        // What fell due of the other cases.
        self.wake_until(done);
        self.now = end;
        work.clear();
        self.work = work;
    }

    /// Moves engine time on to `to`, and decides everything that falls due up to and including it, each at its own instant.
    pub fn advance(&mut self, to: Timestamp) {
        if to >= self.now {
            self.wake_until(to);
            self.now = to;
        }
    }

    fn wake_until(&mut self, to: Timestamp) {
        let mut fired = std::mem::take(&mut self.fired);
        self.wheel.advance(tick(to), &mut fired);
        for timer in fired.drain(..) {
            let place = timer.key as usize;
            self.run_down(place, to);
            self.set_timer(place);
        }
        self.fired = fired;
    }

    /// The place of the case that an event is about; None when it is about no case.
    fn place_for(&mut self, event: &Event<Sym>) -> Option<usize> {
        let About::Case { case, .. } = &event.about else { return None };
        Some(self.case_place(*case))
    }

    fn take_in(&mut self, place: usize, event: &Event<Sym>, now: Timestamp) {
        let About::Case { fact, .. } = &event.about else { return };
        self.events += 1;
        self.derived += u64::from(matches!(event.origin.key, RecordKey::Derived(_)));
        let who = self.tables.actors.number(&event.by);
        self.desk(place, now).take_in(event, fact, who);
    }

    /// Decides what falls due in one case up to and including an instant.
    fn run_down(&mut self, place: usize, until: Timestamp) {
        if self.cases[place].wake_at <= until {
            self.desk(place, until).run_down(until);
        }
    }

    /// Lays a case on the desk, at an instant of engine time.
    pub(crate) fn desk(&mut self, place: usize, now: Timestamp) -> Desk<'_> {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "cases are fewer than symbols, which fit"
        )]
        let number = place as u32;
        Desk {
            tables: &self.tables,
            recalls: &mut self.recalls,
            case: &mut self.cases[place],
            place: number,
            now,
            drafts: &mut self.drafts,
            noted: &mut self.noted,
            changed: VecDeque::new(),
            expired: Vec::new(),
        }
    }

    /// Sets a case's timer to the instant at which it falls due next.
    fn set_timer(&mut self, place: usize) {
        let case = &mut self.cases[place];
        self.wheel.cancel(case.timer);
        case.timer = match case.wake_at {
            Timestamp::MAX => duban_wheel::Handle::NONE,
            at => self.wheel.insert(tick(at), place as u64),
        };
    }

    fn case_place(&mut self, case: Sym) -> usize {
        let symbol = case.number() as usize;
        if symbol >= self.by_symbol.len() {
            self.by_symbol.resize(symbol + 1, NONE);
        }
        if self.by_symbol[symbol] == NONE {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "cases are fewer than symbols, which fit"
            )]
            let place = self.cases.len() as u32;
            self.by_symbol[symbol] = place;
            self.cases.push(CaseState::new(case));
        }
        self.by_symbol[symbol] as usize
    }

    /// The place of a case, if it is known.
    pub(crate) fn place_of(&self, case: &str) -> Option<usize> {
        let symbol = self.tables.symbols.find(case)?.number() as usize;
        self.by_symbol.get(symbol).copied().filter(|place| *place != NONE).map(|at| at as usize)
    }
}

/// The wheel counts from the earliest instant there is.
fn tick(at: Timestamp) -> u64 {
    (at.0 as u64) ^ (1 << 63)
}

fn instant(tick: u64) -> Timestamp {
    Timestamp((tick ^ (1 << 63)) as i64)
}

/// The last instant before this one.
fn just_before(at: Timestamp) -> Timestamp {
    Timestamp(at.0.saturating_sub(1))
}
