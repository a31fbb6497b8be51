//! The recording of one call: what the closure may look at, and what it did look at, in order.
//!
//! Scripts cannot borrow a case, so the fields a closure read before are laid out for it ahead of the call. If it reads another one,
//! the call is broken off, that field is laid out too, and the call is made again: calls have no effects, so nobody can tell.
//!
//! *Invariant.* A note is the answer to a query about the facts laid out, never a value that came from elsewhere.
//!
//! *Absent on purpose.* Judgement on notes: what to remember is decided in [`crate::memo`].

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use duban_calendar::Calendar;
use duban_domain::Sym;
use rhai::{Dynamic, EvalAltResult, ImmutableString, Position};

use crate::facts::{Datum, Facts, Field};
use crate::query::{Query, Question};

/// Shared between the evaluator and the values that a script holds during a call.
#[derive(Debug)]
pub(crate) struct Recorder {
    pub(crate) calendar: Arc<Calendar>,
    /// The plan's `fact_names`.
    pub(crate) fact_names: Arc<[String]>,
    page: Mutex<Page>,
}

/// What is laid out for a call, and what was noted during it.
#[derive(Debug, Default)]
pub(crate) struct Page {
    known: Vec<(Field, Datum)>,
    texts: Vec<(Sym, ImmutableString)>,
    pub(crate) notes: Vec<(Query, Datum)>,
    /// The field that was read though it was not laid out.
    pub(crate) wanted: Option<Field>,
}

/// An error in the form the script engine passes on.
pub(crate) type Thrown = Box<EvalAltResult>;

impl Recorder {
    pub(crate) fn new(calendar: Arc<Calendar>, fact_names: Arc<[String]>) -> Recorder {
        Recorder { calendar, fact_names, page: Mutex::default() }
    }

    pub(crate) fn page(&self) -> MutexGuard<'_, Page> {
        // A page is whole between any two of its methods, so a panic elsewhere has not spoiled it.
        self.page.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers a query and notes it, once for each call.
    pub(crate) fn ask(&self, query: Query) -> Result<Datum, Thrown> {
        let mut page = self.page();
        if let Some((_, noted)) = page.notes.iter().find(|(asked, _)| *asked == query) {
            return Ok(*noted);
        }
        let missing = query.fields().find(|field| !page.has(*field));
        if let Some(field) = missing {
            page.wanted = Some(field);
            // Not catchable by scripts, unlike other errors.
            return Err(Box::new(EvalAltResult::ErrorTerminated(Dynamic::UNIT, Position::NONE)));
        }
        let answer = query.answer(&*page, &self.calendar);
        page.notes.push((query, answer));
        Ok(answer)
    }

    /// Asks what can only be answered yes or no.
    pub(crate) fn ask_whether(&self, question: Question) -> Result<bool, Thrown> {
        Ok(self.ask(Query::Whether(question))? == Datum::Bool(true))
    }

    /// The string behind a symbol that was answered.
    pub(crate) fn string(&self, sym: Sym) -> ImmutableString {
        let page = self.page();
        let found = page.texts.iter().find(|(known, _)| *known == sym);
        found.map(|(_, text)| text.clone()).unwrap_or_default()
    }
}

impl Page {
    /// Lays out the fields of a case for the next call.
    pub(crate) fn lay_out(&mut self, fields: &[Field], facts: &impl Facts) {
        self.known.clear();
        self.texts.clear();
        self.notes.clear();
        self.wanted = None;
        for &field in fields {
            let datum = facts.read(field);
            if let Datum::Text(sym) = datum
                && !self.texts.iter().any(|(known, _)| *known == sym)
            {
                self.texts.push((sym, facts.text(sym).into()));
            }
            self.known.push((field, datum));
        }
    }

    fn has(&self, field: Field) -> bool {
        self.known.iter().any(|(known, _)| *known == field)
    }
}

impl Facts for Page {
    fn read(&self, field: Field) -> Datum {
        let found = self.known.iter().find(|(known, _)| *known == field);
        found.map_or(Datum::Missing, |(_, datum)| *datum)
    }

    fn text(&self, sym: Sym) -> &str {
        let found = self.texts.iter().find(|(known, _)| *known == sym);
        found.map_or("", |(_, text)| text.as_str())
    }

    fn item(&self) -> Option<u32> {
        None
    }
}
