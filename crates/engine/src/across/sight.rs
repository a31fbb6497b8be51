//! Notes an event that a check over several cases counts, while its case is on the desk.
//!
//! *Invariant.* Nothing is decided here, and no other case is looked at.
//!
//! *Absent on purpose.* Undoing what only adds up: of a share or a feed each record counts once, as it first came in.

use duban_calendar::{Day, Timestamp, Zone};
use duban_domain::{Event, Sym, Symbols};
use duban_rulebook::{Across, Evaluator, Fault, Field, Name, ScriptId, Wrong};
use smallvec::SmallVec;

use super::note::{BLANK, By, Heard, Noted, Numbered, Part, Period, Sighting, Tally};
use crate::case_state::Row;
use crate::desk::Desk;
use crate::view::{Asked, View};

/// So many digits of a number count; what stands before them tells series apart.
const DIGITS: usize = 18;

/// What was asked about one event so far: several checks count by the same name and in the same month.
#[derive(Debug, Default)]
pub(crate) struct AskedOnce {
    names: SmallVec<[(Field, Option<Sym>); 2]>,
    today: Option<Day>,
}

impl Desk<'_> {
    /// Notes an event that counts for a check over several cases. `corrects`: an earlier version of the record may have counted.
    ///
    /// # Errors
    /// When a closure fails; then it is not noted.
    pub(crate) fn sight(
        &mut self,
        (check, across): (u16, &Across),
        event: &Event<Sym>,
        row: &Row,
        corrects: bool,
        asked: &mut AskedOnce,
    ) -> Result<(), Fault> {
        let book = usize::from(row.book);
        let view = View { about: Asked::Event(event), ..View::on(self.case, book, self.tables) };
        let evaluator = &mut self.recalls[book].evaluator;
        let Some((by, different)) = asked.whom(across, evaluator, &view, self.noted)? else {
            if corrects {
                self.unsight(book, check, row);
            }
            return Ok(());
        };
        let mut sighting = self.sighting(book, check, row);
        (sighting.by, sighting.different) = (Some(by), different);
        sighting.department = event.by.department.or(sighting.department);
        let evaluator = &mut self.recalls[book].evaluator;
        let tables = &self.tables.books[book];
        let zone = tables.calendar().zone();
        let symbols = &self.tables.symbols;
        match across.wrong {
            Wrong::Burst { .. } => {
                sighting.part = Part::of(false, corrects);
                self.noted.events.push(sighting);
            }
            Wrong::Again { follows, .. } => {
                sighting.part = Part::of(follows.contains(row.kind), corrects);
                self.noted.events.push(sighting);
            }
            Wrong::Silence { .. } => {
                let today = asked.today(zone, self.now);
                let rule = tables.check_names[usize::from(check)];
                self.noted.hear((rule, by, today), sighting, symbols);
            }
            Wrong::Share { .. } | Wrong::Outlier { .. } if corrects => {}
            Wrong::Share { months, .. } | Wrong::Outlier { months, .. } => {
                let hit = match across.wrong.share() {
                    Some(of) => evaluator.truth(of, &view)?,
                    None => false,
                };
                let counted = tables.counts[usize::from(check)];
                let period = (counted, by, Period::of(asked.today(zone, self.now), months));
                self.noted.count(period, sighting, hit, symbols);
            }
            Wrong::Gap { number, .. } => {
                let text = evaluator.name(number, &view)?;
                self.noted.number(sighting, text.read(symbols));
            }
        }
        Ok(())
    }

    /// Notes that a corrected record does not count, whatever its earlier version did.
    pub(crate) fn unsight(&mut self, book: usize, check: u16, row: &Row) {
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
            for (check, plan) in (0..).zip(&self.plan(book).checks) {
                if plan.across.is_none() {
                    continue;
                }
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
            different: None,
            case: self.case.name,
            who: row.who,
            department: self.case.department.or_else(|| item.map(|item| item.department)),
            check,
            book,
            part: Part::Counts,
        }
    }
}

impl AskedOnce {
    /// By whom an event is counted, and what of it is looked at for being different; None where a closure answers nothing.
    fn whom(
        &mut self,
        across: &Across,
        evaluator: &mut Evaluator,
        view: &View<'_>,
        noted: &mut Noted,
    ) -> Result<Option<(By, Option<Sym>)>, Fault> {
        let Some(by) = self.by(&across.per, evaluator, view, noted)? else { return Ok(None) };
        let Wrong::Burst { different: Some(different), .. } = across.wrong else {
            return Ok(Some((by, None)));
        };
        let different = self.name(different, evaluator, view, noted)?;
        Ok(different.map(|it| (by, Some(it))))
    }

    /// By whom an event is counted; None where one of the closures answers nothing.
    fn by(
        &mut self,
        per: &[ScriptId],
        evaluator: &mut Evaluator,
        view: &View<'_>,
        noted: &mut Noted,
    ) -> Result<Option<By>, Fault> {
        let [first, more @ ..] = per else { return Ok(None) };
        let Some(first) = self.name(*first, evaluator, view, noted)? else { return Ok(None) };
        let Some(more) = more.first() else { return Ok(Some(By { first, more: None })) };
        let more = self.name(*more, evaluator, view, noted)?;
        Ok(more.map(|more| By { first, more: Some(more) }))
    }

    fn name(
        &mut self,
        script: ScriptId,
        evaluator: &mut Evaluator,
        view: &View<'_>,
        noted: &mut Noted,
    ) -> Result<Option<Sym>, Fault> {
        let read = evaluator.field_read(script);
        let known = |(field, _): &&(Field, Option<Sym>)| Some(*field) == read;
        if let Some((_, name)) = self.names.iter().find(known) {
            evaluator.count_read(script);
            return Ok(*name);
        }
        let name = match evaluator.name(script, view)? {
            Name::Nothing => None,
            Name::Text(symbol) => noted.name_of(symbol, &view.tables.symbols),
            Name::Made(text) => Some(noted.names.intern(&text)),
        };
        self.names.extend(read.map(|field| (field, name)));
        Ok(name)
    }

    /// The day of recording.
    fn today(&mut self, zone: &Zone, now: Timestamp) -> Day {
        *self.today.get_or_insert_with(|| zone.day_of(now))
    }
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
