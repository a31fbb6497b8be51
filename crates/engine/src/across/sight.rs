//! Notes an event that a check over several cases counts, while its case is on the desk.
//!
//! *Invariant.* Nothing is decided here, and no other case is looked at.
//!
//! *Absent on purpose.* Undoing what only adds up: of a share or a feed each record counts once, as it first came in.

use std::collections::BTreeSet;

use duban_calendar::Day;
use duban_domain::{Event, Sym, Symbols};
use duban_rulebook::{Across, Evaluator, Fault, Name, ScriptId, Wrong};

use super::note::{BLANK, By, Heard, Noted, Numbered, Part, Period, Sighting, Tally};
use crate::case_state::Row;
use crate::desk::Desk;
use crate::draft::RuleRef;
use crate::view::{Asked, View};

/// So many digits of a number count; what stands before them tells series apart.
const DIGITS: usize = 18;

impl Desk<'_> {
    /// Notes an event for the checks over several cases that look at its kind. `corrects`: an earlier version of the record may have counted.
    pub(crate) fn sight_all(&mut self, event: &Event<Sym>, row: &Row, corrects: bool) {
        let book = usize::from(row.book);
        let plan = self.plan(book);
        let due = &plan.across_on[row.kind.index()];
        for &number in due {
            let check = &plan.checks[usize::from(number)];
            let Some(across) = &check.across else { continue };
            if check.first_version && event.origin.version > 1 {
                continue;
            }
            match self.sight(number, (check.when, across), event, row, corrects) {
                Ok(true) => {}
                Ok(false) if corrects => self.unsight(book, number, row),
                Ok(false) => {}
                Err(fault) => self.fault(book, RuleRef::Check(number), fault.to_string()),
            }
        }
    }

    /// Notes an event if it counts, and answers whether it does.
    fn sight(
        &mut self,
        check: u16,
        (when, across): (Option<ScriptId>, &Across),
        event: &Event<Sym>,
        row: &Row,
        corrects: bool,
    ) -> Result<bool, Fault> {
        let book = usize::from(row.book);
        let view = View { about: Asked::Event(event), ..View::on(self.case, book, self.tables) };
        let evaluator = &mut self.recalls[book].evaluator;
        if let Some(when) = when
            && !evaluator.truth(when, &view)?
        {
            return Ok(false);
        }
        let Some(by) = by(&across.per, evaluator, &view, self.noted)? else {
            return Ok(false);
        };
        let mut sighting = self.sighting(book, check, row);
        let evaluator = &mut self.recalls[book].evaluator;
        sighting.by = Some(by);
        sighting.department = event.by.department.or(sighting.department);
        let rule = self.tables.books[book].check_names[usize::from(check)];
        let today = self.tables.books[book].calendar().zone().day_of(self.now);
        let symbols = &self.tables.symbols;
        match across.wrong {
            Wrong::Burst { .. } => {
                sighting.part = if corrects { Part::Corrects } else { Part::Counts };
                self.noted.events.push(sighting);
            }
            Wrong::Again { follows, .. } => {
                sighting.part = match (follows.contains(row.kind), corrects) {
                    (false, false) => Part::Counts,
                    (false, true) => Part::Corrects,
                    (true, false) => Part::Leads,
                    (true, true) => Part::CorrectsLead,
                };
                self.noted.events.push(sighting);
            }
            Wrong::Silence { .. } => {
                self.noted.hear((rule, by, today), sighting, symbols);
            }
            Wrong::Share { .. } | Wrong::Growth { .. } if corrects => {}
            Wrong::Share { of, months, .. } => {
                let hit = evaluator.truth(of, &view)?;
                let period = (rule, by, Period::of(today, months));
                self.noted.count(period, sighting, hit, symbols);
            }
            Wrong::Growth { months, .. } => {
                let period = (rule, by, Period::of(today, months));
                self.noted.count(period, sighting, false, symbols);
            }
            Wrong::Gap { number, .. } => {
                let text = evaluator.name(number, &view)?;
                self.noted.number(sighting, text.read(symbols));
            }
        }
        Ok(true)
    }

    /// Notes that a corrected record does not count, whatever its earlier version did.
    fn unsight(&mut self, book: usize, check: u16, row: &Row) {
        let plan = &self.plan(book).checks[usize::from(check)];
        let one_by_one =
            |across: &Across| matches!(across.wrong, Wrong::Burst { .. } | Wrong::Again { .. });
        if plan.across.as_ref().is_some_and(one_by_one) {
            let mut sighting = self.sighting(book, check, row);
            sighting.part = Part::Corrects;
            self.noted.events.push(sighting);
        }
    }

    /// The same for the checks that do not look at what the record says it is now: it may be another kind of event, or of a day on which
    /// another version of the rulebook was in force or none.
    pub(crate) fn unsight_others(&mut self, row: &Row) {
        for book in 0..self.tables.books.len() {
            let all: BTreeSet<u16> = self.plan(book).across_on.iter().flatten().copied().collect();
            for check in all {
                let rule = self.tables.books[book].check_names[usize::from(check)];
                if !self.is_asked(row, rule) {
                    self.unsight(book, check, row);
                }
            }
        }
    }

    fn sighting(&self, book: usize, check: u16, row: &Row) -> Sighting {
        let item = self.tables.books[book].item_of(self.case, book);
        #[expect(clippy::cast_possible_truncation, reason = "versions are fewer than 255")]
        let book = book as u8;
        Sighting {
            occurred_at: row.occurred_at,
            seen_at: self.now,
            key: row.key,
            by: None,
            case: self.case.name,
            who: row.who,
            department: self.case.department.or_else(|| item.map(|item| item.department)),
            check,
            book,
            part: Part::Counts,
        }
    }
}

/// By whom an event is counted; None where one of the closures answers nothing.
fn by(
    per: &[ScriptId],
    evaluator: &mut Evaluator,
    view: &View<'_>,
    noted: &mut Noted,
) -> Result<Option<By>, Fault> {
    let symbols = &view.tables.symbols;
    let mut part = |script: &ScriptId| {
        Ok(match evaluator.name(*script, view)? {
            Name::Nothing => None,
            Name::Text(symbol) => noted.name_of(symbol, symbols),
            Name::Made(text) => Some(noted.names.intern(&text)),
        })
    };
    let [first, more @ ..] = per else { return Ok(None) };
    let Some(first) = part(first)? else { return Ok(None) };
    let Some(more) = more.first() else { return Ok(Some(By { first, more: None })) };
    Ok(part(more)?.map(|more| By { first, more: Some(more) }))
}

impl Noted {
    fn hear(&mut self, day: (u16, By, Day), last: Sighting, symbols: &Symbols) {
        let heard = Heard { count: 1, last };
        match self.days.get_mut(&day) {
            Some(known) => known.add(&heard, symbols),
            None => drop(self.days.insert(day, heard)),
        }
    }

    fn count(&mut self, period: (u16, By, Period), last: Sighting, hit: bool, symbols: &Symbols) {
        let tally = Tally { all: 1, hits: u32::from(hit), last, last_hit: hit.then_some(last) };
        match self.periods.get_mut(&period) {
            Some(known) => known.add(&tally, symbols),
            None => drop(self.periods.insert(period, tally)),
        }
    }

    fn number(&mut self, sighting: Sighting, text: Option<&str>) {
        if let Some((series, digits, number)) = text.and_then(split) {
            let series = self.names.intern(&series);
            self.numbers.push(Numbered { sighting, series, digits, number });
        }
    }
}

/// A number's series, how many digits it is written with, and what it is; None where there is no digit.
fn split(text: &str) -> Option<(String, u8, u64)> {
    let end = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    let run = text[..end].bytes().rev().take_while(u8::is_ascii_digit).count();
    let digits = run.min(DIGITS);
    let number = text[end - digits..end].parse().ok()?;
    let series = format!("{}{BLANK}{}", &text[..end - digits], &text[end..]);
    Some((series, u8::try_from(digits).unwrap_or(u8::MAX), number))
}
