//! What a supervisor notes for checks over several cases, while it works on one case after the other.
//!
//! *Invariant.* What is noted does not depend on the order in which the cases are worked on: an event by itself, or a number that only adds up.
//!
//! *Invariant.* Small: 56 bytes an event where each has to be held against others, 72 with its number; of a feed one entry for each day, of a share one
//! for each period.
//!
//! *Absent on purpose.* What other supervisors noted, and so what is wrong.

use duban_calendar::{Day, Timestamp};
use duban_domain::{Sym, Symbols};
use hashbrown::HashMap;

/// What was noted.
#[derive(Debug, Default)]
pub(crate) struct Noted {
    /// By whom is counted, as strings: a table of its own, since nothing may be added to that of the events while a case is worked on.
    pub(crate) names: Symbols,
    /// The place of a name among them, by its symbol in the table of the events, where that is known; none of the empty text.
    known: Vec<Option<Option<Sym>>>,
    /// Events that are held against others one by one.
    pub(crate) events: Vec<Sighting>,
    /// Events with a number.
    pub(crate) numbers: Vec<Numbered>,
    /// By rule, name and day of recording.
    pub(crate) days: HashMap<(u16, By, Day), Heard>,
    /// By what is counted, name and period.
    pub(crate) periods: HashMap<(u16, By, Period), Tally>,
}

impl Noted {
    /// The name that stands in the table of the events as this symbol; None where that is empty.
    pub(crate) fn name_of(&mut self, symbol: Sym, symbols: &Symbols) -> Option<Sym> {
        let at = symbol.number() as usize;
        if self.known.len() <= at {
            self.known.resize(at + 1, None);
        }
        let names = &mut self.names;
        *self.known[at].get_or_insert_with(|| {
            Some(symbols.get(symbol)).filter(|name| !name.is_empty()).map(|name| names.intern(name))
        })
    }
}

/// By whom an event is counted: one name, or two together, of [`Noted::names`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct By {
    pub(crate) first: Sym,
    pub(crate) more: Option<Sym>,
}

impl By {
    /// As a text.
    pub(crate) fn text(self, names: &Symbols) -> String {
        let first = names.get(self.first);
        self.more.map_or_else(|| first.to_owned(), |more| format!("{first}、{}", names.get(more)))
    }
}

/// An event that a check over several cases counts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sighting {
    pub(crate) occurred_at: Timestamp,
    /// Engine time when it came in.
    pub(crate) seen_at: Timestamp,
    /// The record.
    pub(crate) key: u64,
    /// By whom it is counted; None when a correction made it something that does not count.
    pub(crate) by: Option<By>,
    /// What of it is looked at for being different; in [`Noted::names`].
    pub(crate) different: Option<Sym>,
    /// The case's number.
    pub(crate) case: Sym,
    /// Who did it, in the table of actors.
    pub(crate) who: u32,
    pub(crate) department: Option<Sym>,
    pub(crate) check: u16,
    pub(crate) book: u8,
    pub(crate) part: Part,
}

const _: () = assert!(size_of::<Sighting>() == 56, "there is one for each completion of a year");

/// What an event is to the check that counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// It counts.
    Counts,
    /// It counts or not, and an earlier version of the record may have counted.
    Corrects,
    /// Others must not follow it.
    Leads,
    /// The same, and an earlier version may have done so otherwise.
    CorrectsLead,
}

impl Part {
    /// Of an event that others must not follow, or that counts by itself; of a corrected record, or the first of its versions.
    pub(crate) fn of(leads: bool, corrects: bool) -> Part {
        match (leads, corrects) {
            (false, false) => Part::Counts,
            (false, true) => Part::Corrects,
            (true, false) => Part::Leads,
            (true, true) => Part::CorrectsLead,
        }
    }

    pub(crate) fn leads(self) -> bool {
        matches!(self, Part::Leads | Part::CorrectsLead)
    }

    pub(crate) fn corrects(self) -> bool {
        matches!(self, Part::Corrects | Part::CorrectsLead)
    }
}

/// An event with a number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Numbered {
    pub(crate) sighting: Sighting,
    /// What stands around the number, with a blank character for it; in [`Noted::names`].
    pub(crate) series: Sym,
    /// How many digits it is written with.
    pub(crate) digits: u8,
    pub(crate) number: u64,
}

/// Stands for the number in a series.
pub(crate) const BLANK: char = '\u{0}';

/// What came of one feed on one day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Heard {
    pub(crate) count: u32,
    /// The last that came.
    pub(crate) last: Sighting,
}

/// A period of the calendar: its first month, counted from the year 0, and how many months it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Period {
    pub(crate) first: i32,
    pub(crate) months: i32,
}

/// What was counted in a period.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tally {
    pub(crate) all: u32,
    /// Those of the sort whose share is asked for.
    pub(crate) hits: u32,
    /// The last that came.
    pub(crate) last: Sighting,
    /// The last of that sort.
    pub(crate) last_hit: Option<Sighting>,
}

impl Period {
    /// The period of so many months in which a day lies.
    pub(crate) fn of(day: Day, months: u32) -> Period {
        let (year, month, _) = day.ymd();
        let months = i32::try_from(months).unwrap_or(12);
        let month = year * 12 + i32::try_from(month).unwrap_or(1) - 1;
        Period { first: month - month.rem_euclid(months), months }
    }

    pub(crate) fn before(self) -> Period {
        Period { first: self.first - self.months, months: self.months }
    }

    pub(crate) fn year_before(self) -> Period {
        Period { first: self.first - 12, months: self.months }
    }

    pub(crate) fn after(self) -> Period {
        Period { first: self.first + self.months, months: self.months }
    }
}

impl Sighting {
    /// What tells two sightings of one rule apart by when they became known.
    pub(crate) fn order<'a>(&self, symbols: &'a Symbols) -> (Timestamp, Timestamp, &'a str, u64) {
        (self.seen_at, self.occurred_at, symbols.get(self.case), self.key)
    }

    /// Whether it became known after another. The case's number lies far away in memory, and the instants most often tell.
    fn is_later(&self, than: &Sighting, symbols: &Symbols) -> bool {
        let by_time = (self.seen_at, self.occurred_at).cmp(&(than.seen_at, than.occurred_at));
        by_time.then_with(|| self.order(symbols).cmp(&than.order(symbols))).is_gt()
    }
}

impl Heard {
    pub(crate) fn add(&mut self, other: &Heard, symbols: &Symbols) {
        self.count = self.count.saturating_add(other.count);
        if other.last.is_later(&self.last, symbols) {
            self.last = other.last;
        }
    }
}

impl Tally {
    pub(crate) fn add(&mut self, other: &Tally, symbols: &Symbols) {
        self.all = self.all.saturating_add(other.all);
        self.hits = self.hits.saturating_add(other.hits);
        if other.last.is_later(&self.last, symbols) {
            self.last = other.last;
        }
        if let Some(hit) = &other.last_hit
            && self.last_hit.is_none_or(|known| hit.is_later(&known, symbols))
        {
            self.last_hit = Some(*hit);
        }
    }
}
