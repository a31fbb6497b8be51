//! What the engine keeps of a case: its facts in the order in which they occurred, its clocks, and the warnings they raised.
//!
//! *Invariant.* Clocks are worked out from the facts, never from the order in which the facts arrived, so that a late or corrected
//! event needs no way of its own.
//!
//! *Absent on purpose.* The events themselves: they are in the journal; here stands what a deadline can depend on.

use duban_calendar::Timestamp;
use duban_domain::{EventKind, KindSet, Level, Sym};
use duban_rulebook::Datum;
use duban_wheel::Handle;
use smallvec::{Array, SmallVec};

use crate::described::DescribedAs;

/// A case under supervision. What most cases have stands in it and not behind a pointer: a replay waits for memory more than for
/// anything else, and a case is fetched in one stretch.
#[derive(Debug)]
pub(crate) struct CaseState {
    /// Its number.
    pub(crate) name: Sym,
    /// The item's code, as the source gives it.
    pub(crate) item_code: Option<Sym>,
    /// The item's place in each rulebook version's catalogue, [`NONE`] where it is not there.
    pub(crate) items: SmallVec<[u32; 2]>,
    /// By which code and day its places in the catalogues were looked up.
    pub(crate) item_looked_up: (Option<Sym>, Timestamp),
    /// The department that answers for it, as the source describes the case.
    pub(crate) department: Option<Sym>,
    /// In the order of occurrence; equal times in the order of arrival.
    pub(crate) rows: SmallVec<[Row; 6]>,
    /// The kinds of events it ever had; a corrected one may be gone since.
    pub(crate) seen: KindSet,
    /// The clocks' runs, in the order in which they were first seen.
    pub(crate) runs: SmallVec<[Run; 4]>,
    /// The first instant at which one of the runs falls due next; `Timestamp::MAX` when none does. This and what follows of the runs
    /// is as they were when the case was on the desk last.
    pub(crate) wake_at: Timestamp,
    /// Whether the expiry of some run was made to count as a decision.
    pub(crate) has_deemed: bool,
    /// Whether some run is unsettled.
    pub(crate) has_unsettled: bool,
    /// The wheel's handle on that instant; out of date while the case is on the desk.
    pub(crate) timer: Handle,
    /// What was raised, in the order of raising.
    pub(crate) raised: Vec<RaisedNote>,
    /// What few cases have.
    pub(crate) rare: Option<Box<Rare>>,
}

/// One fact of a case.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) occurred_at: Timestamp,
    /// Who did it, in the engine's table of actors.
    pub(crate) who: u32,
    /// What the kind makes of it: a step's or special procedure's symbol, that of what a charge rests on, or a place among the rare details.
    pub(crate) detail: u32,
    /// The record it came from: a 64-bit hash of source and key, which no two records of a case share by chance.
    pub(crate) key: u64,
    /// The record's version; 0 for what the engine deemed.
    pub(crate) version: u32,
    pub(crate) kind: EventKind,
    /// The rulebook version in force on the day it occurred.
    pub(crate) book: u8,
}

/// No detail, no actor, no book.
pub(crate) const NONE: u32 = u32::MAX;
/// No rulebook was in force on that day.
pub(crate) const NO_BOOK: u8 = u8::MAX;

impl Row {
    /// Whether the engine deemed it rather than a source reported it.
    pub(crate) fn is_deemed(&self) -> bool {
        self.version == 0
    }
}

/// One run of a clock: from the event that started it to the one that stopped it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    pub(crate) started_at: Timestamp,
    /// `Timestamp::MAX` while it runs.
    pub(crate) stopped_at: Timestamp,
    /// The due instant; `Timestamp::MAX` while it is suspended or does not run.
    pub(crate) due_at: Timestamp,
    /// The instant of its next threshold; `Timestamp::MAX` when it has none to come.
    pub(crate) next_at: Timestamp,
    /// The step or special procedure it runs for.
    pub(crate) subject: Option<Sym>,
    /// Its clock in its rulebook version.
    pub(crate) clock: u8,
    pub(crate) book: u8,
    pub(crate) standing: RunStanding,
    /// Whether its expiry was made to count as a decision.
    pub(crate) is_deemed: bool,
}

/// Whether a run counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RunStanding {
    /// It runs or ran.
    Counts,
    /// Its limit is unknown, so it cannot be late.
    NoLimit,
    /// It has no due day while a pause without a cap is open.
    Suspended,
    /// The facts that started it are gone: they were corrected.
    Gone,
}

impl Run {
    /// Whether it is a run of this clock of this rulebook version.
    pub(crate) fn is_of(&self, book: usize, clock: usize) -> bool {
        (usize::from(self.book), usize::from(self.clock)) == (book, clock)
    }

    /// Whether it may come to be told otherwise than by its next stop: what started it may be put right again, and what stopped it before
    /// it started gives way to a proper stop.
    pub(crate) fn is_unsettled(&self) -> bool {
        self.standing == RunStanding::Gone || self.stopped_at <= self.started_at
    }

    /// Up to when what happened counts for it: what comes when it is over changes it no more, and what was over before it started is as it
    /// was at its start.
    pub(crate) fn counts_until(&self) -> Timestamp {
        self.stopped_at.max(self.started_at)
    }

    /// Whether a stop is known.
    pub(crate) fn is_stopped(&self) -> bool {
        self.stopped_at != Timestamp::MAX
    }
}

/// A warning that was raised, as far as raising the next one and re-judging this one need it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RaisedNote {
    pub(crate) due_at: Timestamp,
    pub(crate) source: RaisedBy,
    /// The name of the rule, in the engine's table of rule names: the same clock of two rulebook versions is one rule.
    pub(crate) rule: u16,
    pub(crate) subject: Option<Sym>,
    pub(crate) occurrence: u32,
    pub(crate) level: Level,
    /// Whether it stands: false after it was re-judged as not due.
    pub(crate) stands: bool,
}

/// What raised a warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RaisedBy {
    /// A threshold of a run.
    Threshold { run: u16, threshold: u8 },
    /// A check on the record with this key.
    Check { key: u64 },
    /// An extension of a run that came when its limit had run out.
    LateExtension { run: u16 },
    /// A record that would pause or extend a run and can't be used.
    Unusable { run: u16, key: u64, version: u32 },
    /// An expiry of a run that took itself back.
    UndoesItself { run: u16 },
    /// The engine itself, about a rule that could not be applied to the case.
    Fault,
}

/// Details that few cases have.
#[derive(Debug, Default)]
pub(crate) struct Rare {
    /// `case.facts` that a rule may read, the last value given.
    pub(crate) facts: Vec<(Sym, Datum)>,
    /// What its descriptions say, in the order of occurrence. Empty as long as there is but one.
    pub(crate) said: Vec<DescribedAs>,
    /// Details of rows, by [`Row::detail`].
    pub(crate) details: Vec<Detail>,
    /// The due instants of runs whose passing was made to count as a decision.
    pub(crate) expired: Vec<(usize, Timestamp)>,
}

/// What a row carries beyond a symbol.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Detail {
    /// The special procedure's kind.
    pub(crate) special: Option<Sym>,
    pub(crate) basis: Option<Sym>,
    pub(crate) approver: Option<Sym>,
    /// The notified length, or an extension's.
    pub(crate) length: Option<duban_calendar::Length>,
    pub(crate) note: Option<Sym>,
    /// When it became known.
    pub(crate) recorded_at: Option<Timestamp>,
}

/// What outgrows its place in the case is given room for so many more at once: a case that goes through steps has some a step.
pub(crate) fn make_room<A: Array>(list: &mut SmallVec<A>, more: usize) {
    if list.len() == list.inline_size() {
        list.reserve_exact(more);
    }
}

impl CaseState {
    pub(crate) fn new(name: Sym) -> CaseState {
        CaseState {
            name,
            item_code: None,
            items: SmallVec::new(),
            item_looked_up: (None, Timestamp::MIN),
            department: None,
            rows: SmallVec::new(),
            seen: KindSet::EMPTY,
            runs: SmallVec::new(),
            wake_at: Timestamp::MAX,
            has_deemed: false,
            has_unsettled: false,
            timer: Handle::NONE,
            raised: Vec::new(),
            rare: None,
        }
    }

    /// What few cases have, made when it is needed first.
    pub(crate) fn rare(&mut self) -> &mut Rare {
        self.rare.get_or_insert_with(Box::default)
    }

    /// Sums up its runs for when it is taken up again: when the first falls due next, and whether some are out of the ordinary.
    pub(crate) fn sum_up(&mut self) {
        let (mut wake_at, mut has_deemed, mut has_unsettled) = (Timestamp::MAX, false, false);
        for run in &self.runs {
            wake_at = wake_at.min(run.next_at);
            has_deemed |= run.is_deemed;
            has_unsettled |= run.is_unsettled();
        }
        (self.wake_at, self.has_deemed, self.has_unsettled) = (wake_at, has_deemed, has_unsettled);
    }

    /// Puts a row in its place by occurrence, behind those of the same time; answers whether that is the last.
    pub(crate) fn insert(&mut self, row: Row) -> bool {
        self.seen = self.seen.with(row.kind);
        make_room(&mut self.rows, 12);
        match self.rows.last() {
            Some(last) if last.occurred_at > row.occurred_at => {
                let at = self.rows.partition_point(|other| other.occurred_at <= row.occurred_at);
                self.rows.insert(at, row);
                false
            }
            _ => {
                self.rows.push(row);
                true
            }
        }
    }

    /// The row of a record, if the case has it.
    pub(crate) fn row_of(&self, key: u64) -> Option<usize> {
        self.rows.iter().position(|row| row.key == key && !row.is_deemed())
    }

    /// The details of a row that has some.
    pub(crate) fn detail(&self, row: &Row) -> Detail {
        let kept = matches!(
            row.kind,
            EventKind::SpecialStarted
                | EventKind::Suspended
                | EventKind::ExtensionApproved
                | EventKind::ExtensionRequested
        );
        if kept {
            let details = self.rare.as_ref().map_or(&[][..], |rare| &rare.details);
            details.get(row.detail as usize).copied().unwrap_or_default()
        } else if row.kind == EventKind::SpecialEnded && row.detail != NONE {
            Detail { special: Some(Sym::of(row.detail)), ..Detail::default() }
        } else if row.kind == EventKind::FeeCharged && row.detail != NONE {
            Detail { basis: Some(Sym::of(row.detail)), ..Detail::default() }
        } else {
            Detail::default()
        }
    }

    /// The step a row is about.
    pub(crate) fn step(row: &Row) -> Option<Sym> {
        let is_step = matches!(
            row.kind,
            EventKind::StepStarted | EventKind::StepCompleted | EventKind::StepReturned
        );
        (is_step && row.detail != NONE).then(|| Sym::of(row.detail))
    }

    /// The last row up to and including this instant that tells where the case stood.
    pub(crate) fn step_row_at(&self, at: Timestamp) -> Option<&Row> {
        self.rows
            .iter()
            .rev()
            .find(|row| row.occurred_at <= at && row.kind == EventKind::StepStarted)
    }

    /// The last row up to and including this instant whose author is known.
    pub(crate) fn author_at(&self, at: Timestamp) -> Option<&Row> {
        self.rows.iter().rev().find(|row| row.occurred_at <= at && row.who != NONE)
    }

    /// What had occurred up to and including an instant.
    pub(crate) fn rows_until(&self, at: Timestamp) -> &[Row] {
        match self.rows.last() {
            Some(last) if last.occurred_at > at => {
                &self.rows[..self.rows.partition_point(|row| row.occurred_at <= at)]
            }
            _ => &self.rows,
        }
    }

    /// When the last event of a kind occurred.
    pub(crate) fn last(&self, kind: EventKind) -> Option<Timestamp> {
        self.rows.iter().rev().find(|row| row.kind == kind).map(|row| row.occurred_at)
    }

    /// The grades of its evaluations.
    pub(crate) fn grades(&self) -> Vec<u8> {
        let evaluated = self.rows.iter().filter(|row| row.kind == EventKind::Evaluated);
        evaluated.filter_map(|row| u8::try_from(row.detail).ok()).collect()
    }

    /// How many warnings of this identity were raised.
    pub(crate) fn occurrences(&self, rule: u16, subject: Option<Sym>, level: Level) -> u32 {
        let same = |note: &&RaisedNote| {
            note.rule == rule && note.level == level && note.subject == subject
        };
        #[expect(clippy::cast_possible_truncation, reason = "a case has no 2^32 warnings")]
        let count = self.raised.iter().filter(same).count() as u32;
        count
    }
}
