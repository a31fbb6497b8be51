//! Notes an event that a check over several cases counts, while its case is on the desk.
//!
//! *Invariant.* Nothing is decided here, and no other case is looked at.
//!
//! *Absent on purpose.* Undoing what only adds up: of a share or a feed each record counts once, as it first came in.

use duban_calendar::Day;
use duban_domain::{Event, Sym, Symbols};
use duban_rulebook::{Across, Evaluator, Fault, ScriptId, Wrong};

use super::note::{BLANK, Heard, Noted, Numbered, Part, Period, Sighting, Tally};
use crate::case_state::Row;
use crate::desk::Desk;
use crate::view::{Asked, View};

/// So many digits of a number count; what stands before them tells series apart.
const DIGITS: usize = 18;

/// Stands between the parts of a name.
const BETWEEN: &str = " · ";

impl Desk<'_> {
    /// Notes an event that counts. `corrects`: an earlier version of the record may have counted.
    pub(crate) fn sight(
        &mut self,
        check: u16,
        across: &Across,
        event: &Event<Sym>,
        row: &Row,
        corrects: bool,
    ) -> Result<(), Fault> {
        let book = usize::from(row.book);
        let view = View { about: Asked::Event(event), ..View::on(self.case, book, self.tables) };
        let evaluator = &mut self.recalls[book].evaluator;
        let Some(name) = name(&across.per, evaluator, &view, self.noted)? else {
            if corrects {
                self.unsight(check, row);
            }
            return Ok(());
        };
        let mut sighting = self.sighting(check, row);
        let evaluator = &mut self.recalls[book].evaluator;
        sighting.name = Some(name);
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
                self.noted.hear((rule, name, today), sighting, symbols);
            }
            Wrong::Share { .. } | Wrong::Growth { .. } if corrects => {}
            Wrong::Share { of, months, .. } => {
                let hit = evaluator.truth(of, &view)?;
                let period = (rule, name, Period::of(today, months));
                self.noted.count(period, sighting, hit, symbols);
            }
            Wrong::Growth { months, .. } => {
                let period = (rule, name, Period::of(today, months));
                self.noted.count(period, sighting, false, symbols);
            }
            Wrong::Gap { number, .. } => {
                let text = evaluator.name(number, &view)?;
                self.noted.number(sighting, text.read(symbols));
            }
        }
        Ok(())
    }

    /// Notes that a corrected record does not count, whatever its earlier version did.
    pub(crate) fn unsight(&mut self, check: u16, row: &Row) {
        let plan = &self.plan(usize::from(row.book)).checks[usize::from(check)];
        let one_by_one =
            |across: &Across| matches!(across.wrong, Wrong::Burst { .. } | Wrong::Again { .. });
        if plan.across.as_ref().is_some_and(one_by_one) {
            let mut sighting = self.sighting(check, row);
            sighting.part = Part::Corrects;
            self.noted.events.push(sighting);
        }
    }

    /// The same for the checks that do not look at what the record says it is now.
    pub(crate) fn unsight_others(&mut self, row: &Row, due: &[u16]) {
        let checks = self.plan(usize::from(row.book)).checks.len();
        for check in 0..u16::try_from(checks).unwrap_or(u16::MAX) {
            if !due.contains(&check) {
                self.unsight(check, row);
            }
        }
    }

    fn sighting(&self, check: u16, row: &Row) -> Sighting {
        let book = usize::from(row.book);
        let item = self.tables.books[book].item_of(self.case, book);
        Sighting {
            occurred_at: row.occurred_at,
            seen_at: self.now,
            key: row.key,
            name: None,
            case: self.case.name,
            who: row.who,
            department: self.case.department.or_else(|| item.map(|item| item.department)),
            check,
            book: row.book,
            part: Part::Counts,
        }
    }
}

/// By whom an event is counted; None where one of the closures answers nothing.
fn name(
    per: &[ScriptId],
    evaluator: &mut Evaluator,
    view: &View<'_>,
    noted: &mut Noted,
) -> Result<Option<Sym>, Fault> {
    let mut joined = String::new();
    for (at, script) in per.iter().enumerate() {
        let part = evaluator.name(*script, view)?;
        let Some(text) = part.read(&view.tables.symbols) else { return Ok(None) };
        if per.len() == 1 {
            return Ok(Some(noted.names.intern(text)));
        }
        joined.push_str(if at > 0 { BETWEEN } else { "" });
        joined.push_str(text);
    }
    Ok(Some(noted.names.intern(&joined)))
}

impl Noted {
    fn hear(&mut self, day: (u16, Sym, Day), last: Sighting, symbols: &Symbols) {
        let heard = Heard { count: 1, last };
        self.days.entry(day).and_modify(|it| it.add(heard, symbols)).or_insert(heard);
    }

    fn count(&mut self, period: (u16, Sym, Period), last: Sighting, hit: bool, symbols: &Symbols) {
        let tally = Tally { all: 1, hits: u32::from(hit), last, last_hit: hit.then_some(last) };
        self.periods.entry(period).and_modify(|it| it.add(tally, symbols)).or_insert(tally);
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
