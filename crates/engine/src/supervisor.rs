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

use std::sync::Arc;

use duban_calendar::{Day, Timestamp};
use duban_domain::{About, Event, EventKind, RecordKey, Sym, Symbols};
use duban_rulebook::{Evaluator, RuleSet};
use duban_wheel::{Fired, Wheel};

use crate::actors::Actors;
use crate::binding::{Book, RuleNames};
use crate::case_state::{CaseState, NO_BOOK, NONE};
use crate::draft::Draft;

/// Supervises the cases of one shard.
#[derive(Debug)]
pub struct Supervisor {
    pub(crate) rules: Arc<RuleSet>,
    pub(crate) books: Vec<Book>,
    pub(crate) evaluators: Vec<Evaluator>,
    pub(crate) names: RuleNames,
    pub(crate) symbols: Symbols,
    pub(crate) actors: Actors,
    pub(crate) cases: Vec<CaseState>,
    /// The place of each case in `cases`, by its symbol.
    pub(crate) by_symbol: Vec<u32>,
    /// Scratch of warming up.
    pub(crate) places: Vec<u32>,
    wheel: Wheel,
    fired: Vec<Fired>,
    pub(crate) now: Timestamp,
    pub(crate) drafts: Vec<Draft>,
    events: u64,
    derived: u64,
}

impl Supervisor {
    /// A supervisor of these rules that has seen nothing yet.
    pub fn new(rules: Arc<RuleSet>) -> Supervisor {
        Supervisor::with(rules, Evaluator::new)
    }

    /// The same, but scripts are called every time instead of remembering their answers. The decisions are the same.
    pub fn unmemoised(rules: Arc<RuleSet>) -> Supervisor {
        Supervisor::with(rules, Evaluator::unmemoised)
    }

    fn with(
        rules: Arc<RuleSet>,
        evaluator: impl Fn(&Arc<duban_rulebook::Rulebook>) -> Evaluator,
    ) -> Supervisor {
        let mut symbols = Symbols::new();
        for kind in EventKind::ALL {
            symbols.intern(kind.name());
        }
        let mut names = RuleNames::default();
        let versions = rules.versions();
        let books = versions
            .iter()
            .map(|book| Book::bind(book.clone(), &mut symbols, &mut names))
            .collect();
        let evaluators = versions.iter().map(evaluator).collect();
        Supervisor {
            rules,
            books,
            evaluators,
            names,
            symbols,
            actors: Actors::default(),
            cases: Vec::new(),
            by_symbol: Vec::new(),
            places: Vec::new(),
            wheel: Wheel::new(0),
            fired: Vec::new(),
            now: Timestamp::MIN,
            drafts: Vec::new(),
            events: 0,
            derived: 0,
        }
    }

    /// The table by which the events that go in name things.
    pub fn symbols(&mut self) -> &mut Symbols {
        &mut self.symbols
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
            self.advance(Timestamp(event.recorded_at.0 - 1));
            self.now = event.recorded_at;
        }
        let About::Case { case, fact } = &event.about else { return };
        self.events += 1;
        self.derived += u64::from(matches!(event.origin.key, RecordKey::Derived(_)));
        let place = self.case_place(*case);
        self.take_in(place, event, fact);
    }

    /// Moves engine time on to `to`, and decides everything that falls due up to and including it, each at its own instant.
    pub fn advance(&mut self, to: Timestamp) {
        if to < self.now {
            return;
        }
        let until = tick(to);
        while self.wheel.wake_at().is_some_and(|at| at <= until) {
            // One due instant at a time: what is decided at it may set an earlier timer than the next.
            let Some(next) = self.wheel.next_due().filter(|next| *next <= until) else { break };
            self.fire(next);
        }
        // Nothing is due any more; the wheel only moves along.
        self.fire(until);
        self.now = to;
    }

    fn fire(&mut self, at: u64) {
        let mut fired = std::mem::take(&mut self.fired);
        self.wheel.advance(at, &mut fired);
        for timer in fired.drain(..) {
            self.now = self.now.max(instant(timer.due));
            let (case, run) = parts(timer.key);
            self.fall_due(case, run);
        }
        self.fired = fired;
    }

    fn case_place(&mut self, case: Sym) -> usize {
        let symbol = case.0 as usize;
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
        let symbol = self.symbols.find(case)?.0 as usize;
        self.by_symbol.get(symbol).copied().filter(|place| *place != NONE).map(|at| at as usize)
    }

    /// The rulebook version in force on a day.
    pub(crate) fn book_on(&self, at: Timestamp) -> u8 {
        let Some(first) = self.books.first() else { return NO_BOOK };
        let day = first.calendar().zone().day_of(at);
        self.book_in_force(day)
    }

    fn book_in_force(&self, day: Day) -> u8 {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a rule set has less than 255 versions"
        )]
        let book = self.rules.in_force_on(day).map(|(index, _)| index as u8);
        book.unwrap_or(NO_BOOK)
    }

    /// Looks the case's item up in each catalogue: the version in force on the day of acceptance, before that on the first day
    /// known of the case. Answers whether that is another than before.
    pub(crate) fn find_item(&mut self, place: usize) -> bool {
        let case = &mut self.cases[place];
        let Some(code) = case.item_code else { return false };
        let accepts = |kind| matches!(kind, EventKind::Accepted | EventKind::DeemedAccepted);
        let accepted = case.rows.iter().find(|row| accepts(row.kind));
        let Some(on) = accepted.or(case.rows.first()).map(|row| row.occurred_at) else {
            return false;
        };
        if case.item_looked_up == (Some(code), on) {
            return false;
        }
        case.item_looked_up = (Some(code), on);
        let code = self.symbols.get(code);
        let index = |book: &Book| {
            let day = book.calendar().zone().day_of(on);
            book.item_index(code, day).unwrap_or(NONE)
        };
        let before = std::mem::replace(&mut case.items, self.books.iter().map(index).collect());
        before != case.items
    }

    /// Sets a run's timer to its next threshold, or to none.
    pub(crate) fn set_timer(&mut self, case: usize, run: usize, at: Option<Timestamp>) {
        let held = self.cases[case].runs[run].timer;
        self.wheel.cancel(held);
        self.cases[case].runs[run].timer = match at {
            Some(at) => self.wheel.insert(tick(at), key(case, run)),
            None => duban_wheel::Handle::NONE,
        };
    }
}

/// The wheel counts from the earliest instant there is.
fn tick(at: Timestamp) -> u64 {
    (at.0 as u64) ^ (1 << 63)
}

fn instant(tick: u64) -> Timestamp {
    Timestamp((tick ^ (1 << 63)) as i64)
}

fn key(case: usize, run: usize) -> u64 {
    (case as u64) << 16 | run as u64
}

fn parts(key: u64) -> (usize, usize) {
    ((key >> 16) as usize, (key & 0xffff) as usize)
}
