//! Makes events of records: what a record says by the mapping, who says so, and what is derived from it.
//!
//! *Invariant.* A record comes out as exactly one event or one quarantined record. In a table a record is refused whole, with all
//! that would be derived from it; in a log the attributes of a case and each record of its trace stand for themselves.
//!
//! *Invariant.* Within a case, what describes it comes first, and events of one instant come in an order in which they make sense.

mod case_part;
mod draft;

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};

use duban_calendar::Timestamp;
use duban_domain::{CaseFact, RecordKey};

use crate::book::CaseBook;
use crate::columns::{Column, Level, View};
use crate::fault::{Fault, excerpt};
use crate::incoming::{Incoming, Quarantine};
use crate::mapping::{Extra, Mapping, RecordPart, Recorded, Unknown};
use crate::record::{Batch, Row};
use draft::{Draft, Rank};

/// Makes events of the records of one file.
#[derive(Debug)]
pub(crate) struct Translator<'m> {
    mapping: &'m Mapping,
    source: String,
    book: CaseBook,
}

impl<'m> Translator<'m> {
    /// `source` is the origin of the events unless the mapping names one.
    pub(crate) fn new(mapping: &'m Mapping, source: &str) -> Translator<'m> {
        let source = mapping.source.as_deref().unwrap_or(source).to_owned();
        Translator { mapping, source, book: CaseBook::default() }
    }

    /// Says what a batch means.
    pub(crate) fn translate(&mut self, batch: &Batch, ready: &mut VecDeque<Incoming>) {
        if batch.is_trace {
            return self.trace(batch, ready);
        }
        for row in batch.rows() {
            match self.row(batch.view(row), row) {
                Ok(drafts) => ready.extend(drafts.into_iter().map(Draft::incoming)),
                Err(fault) => ready.push_back(self.refuse(row, fault)),
            }
        }
    }

    /// The events of one record of a table, described case first.
    fn row(&mut self, view: View<'_>, row: &Row) -> Result<Vec<Draft>, Fault> {
        if let Some(fault) = &row.fault {
            return Err(fault.clone());
        }
        let mapping = self.mapping;
        let case = self.case_of(view)?;
        let entry = self.book.entry(&case);
        let number = entry.number();
        let fingerprint = fingerprint(mapping, view);
        let is_news = mapping.case.tells() && entry.is_news(fingerprint);
        let mut drafts = Vec::new();
        if let Some(part) = &mapping.record {
            let Some(group) = self.record(part, view, &case, number)? else { return Ok(drafts) };
            drafts = group;
        }
        if is_news || mapping.record.is_none() {
            let known = drafts.first().map(|draft| draft.event.recorded_at);
            for dated in self.case_dates(view, &case, known) {
                drafts.push(dated?);
            }
            let description = self.description(view)?;
            drafts.sort_by_key(Draft::order);
            let described = self.described(&case, description, &drafts)?;
            drafts.insert(0, described);
            self.book.entry(&case).describe(fingerprint);
        }
        Ok(drafts)
    }

    /// The events of the trace of a case.
    fn trace(&mut self, batch: &Batch, ready: &mut VecDeque<Incoming>) {
        let mapping = self.mapping;
        let Some(part) = &mapping.record else { return };
        let case = match self.case_of(batch.case_view()) {
            Ok(case) => case,
            Err(fault) => {
                ready.extend(
                    batch
                        .rows()
                        .iter()
                        .map(|row| self.refuse(row, row.fault.clone().unwrap_or(fault.clone()))),
                );
                return;
            }
        };
        let mut events: Vec<Result<Draft, Incoming>> = Vec::new();
        for row in batch.rows() {
            let number = self.book.entry(&case).number();
            let made = match &row.fault {
                Some(fault) => Err(fault.clone()),
                None => self.record(part, batch.view(row), &case, number),
            };
            match made {
                Ok(group) => events.extend(group.unwrap_or_default().into_iter().map(Ok)),
                Err(fault) => events.push(Err(self.refuse(row, fault))),
            }
        }
        let fingerprint = fingerprint(mapping, batch.case_view());
        let is_news = self.book.entry(&case).is_news(fingerprint);
        if let Some(fault) = &batch.case.fault {
            ready.push_back(self.refuse(&batch.case, fault.clone()));
        }
        if is_news && mapping.case.tells() {
            self.book.entry(&case).describe(fingerprint);
            self.tell_case(batch, &case, &mut events, ready);
        }
        ready.extend(
            events.into_iter().map(|event| event.map_or_else(|refused| refused, Draft::incoming)),
        );
    }

    /// Puts what the attributes of a case say around the events of its trace: its description and what opens first, the rest last.
    fn tell_case(
        &self,
        batch: &Batch,
        case: &str,
        events: &mut Vec<Result<Draft, Incoming>>,
        ready: &mut VecDeque<Incoming>,
    ) {
        let view = batch.case_view();
        let known = events.iter().flatten().map(|draft| draft.event.recorded_at).min();
        let (mut first, mut last) = (Vec::new(), Vec::new());
        for dated in self.case_dates(view, case, known) {
            match dated {
                Ok(draft) if draft.rank == Rank::Opens => first.push(draft),
                Ok(draft) => last.push(draft),
                Err(fault) => ready.push_back(self.refuse(&batch.case, fault)),
            }
        }
        events.splice(0..0, first.into_iter().map(Ok));
        events.extend(last.into_iter().map(Ok));
        let described = self
            .description(view)
            .and_then(|description| self.described(case, description, events.iter().flatten()));
        match described {
            Ok(draft) => ready.push_back(draft.incoming()),
            Err(fault) => ready.push_back(self.refuse(&batch.case, fault)),
        }
    }

    /// The event of one record and those derived from it, in order. None if the mapping leaves its activity out.
    fn record(
        &self,
        part: &RecordPart,
        view: View<'_>,
        case: &str,
        number: u32,
    ) -> Result<Option<Vec<Draft>>, Fault> {
        let activity = part.activity.read(view).unwrap_or_default();
        let rule = part.activities.find(&activity, view);
        let (time, fact, extra) = match rule {
            Some(rule) => {
                let fact = rule.effect.fact(view, &activity, &self.mapping.columns)?;
                (rule.time.unwrap_or(part.time), fact, Some(&rule.effect.extra))
            }
            None => match self.unknown(part, &activity)? {
                Some(fact) => (part.time, fact, None),
                None => return Ok(None),
            },
        };
        let occurred = self.mapping.time(view, time)?.ok_or_else(|| self.no_time(time))?;
        let recorded = self.recorded(view, occurred, None)?;
        let key = match &part.key {
            None => RecordKey::Ordinal(number),
            Some(key) => RecordKey::Text(key.owned(view).ok_or_else(|| {
                let place = key.described(&self.mapping.columns);
                Fault::new(
                    format!("the record's key is taken from `{place}`, which is empty"),
                    "mend the record",
                )
            })?),
        };
        let version = self.version(part, view)?;
        let extra = extra.unwrap_or(&part.extra);
        let mut main = self.draft(case, key, occurred, recorded, fact);
        main.event.origin.version = version;
        main.event.by = extra.by(&part.extra, view);
        main.event.note = extra.note(&part.extra, view);
        let mut drafts = Vec::with_capacity(1 + part.derived.len());
        for derived in part.derived.iter().filter(|derived| derived.effect.holds(view)) {
            let Some(occurred) = self.mapping.time(view, derived.column)? else { continue };
            let fact = derived.effect.fact(view, &activity, &self.mapping.columns)?;
            let key = self.derived_key(derived, view, Some(&main.event.origin.key));
            let mut draft =
                self.draft(case, key, occurred, self.recorded(view, occurred, None)?, fact);
            draft.event.origin.version = version;
            draft.event.by = derived.effect.extra.by(&part.extra, view);
            draft.event.note = derived.effect.extra.note(&Extra::default(), view);
            drafts.push(draft.derived(derived.effect.kind));
        }
        drafts.push(main);
        drafts.sort_by_key(Draft::order);
        Ok(Some(drafts))
    }

    fn unknown(&self, part: &RecordPart, activity: &str) -> Result<Option<CaseFact>, Fault> {
        if activity.is_empty() && part.activities.unknown != Unknown::Ignore {
            let place = part.activity.described(&self.mapping.columns);
            return Err(Fault::new(
                format!("the record does not say what happened: `{place}` is empty"),
                "mend the record",
            ));
        }
        match part.activities.unknown {
            Unknown::Ignore => Ok(None),
            Unknown::Note => Ok(Some(CaseFact::Noted { activity: activity.to_owned() })),
            Unknown::Quarantine => Err(Fault::new(
                format!("the mapping has no rule for the activity `{}`", excerpt(activity, 80)),
                "add an `[[activity]]` for it to the mapping, or let `unknown = \"note\"` keep such records as notes",
            )),
        }
    }

    fn case_of(&self, view: View<'_>) -> Result<String, Fault> {
        self.mapping.case.id.owned(view).ok_or_else(|| {
            let place = self.mapping.case.id.described(&self.mapping.columns);
            Fault::new(
                format!("no case number: `{place}` is empty or missing, so it is nobody's record"),
                "mend the record, or correct `id` under `[case]` in the mapping",
            )
        })
    }

    /// When the journal could know of something. `known` is when it first heard of the case, for what has no time of its own.
    fn recorded(
        &self,
        view: View<'_>,
        occurred: Timestamp,
        known: Option<Timestamp>,
    ) -> Result<Timestamp, Fault> {
        let Recorded::Column(column) = self.mapping.recorded else { return Ok(occurred) };
        match (self.mapping.time(view, column)?, known) {
            (Some(recorded), _) => Ok(recorded),
            (None, Some(known)) => Ok(known.max(occurred)),
            (None, None) => Err(Fault::new(
                format!(
                    "nothing says when this became known: `{}` is empty",
                    self.mapping.columns.name(column)
                ),
                "mend the record; it is never taken to be now",
            )),
        }
    }

    fn version(&self, part: &RecordPart, view: View<'_>) -> Result<u32, Fault> {
        let Some((column, text)) =
            part.version.and_then(|column| Some((column, view.get(column)?)))
        else {
            return Ok(1);
        };
        text.parse().ok().filter(|&version| version > 0).ok_or_else(|| {
            let name = self.mapping.columns.name(column);
            Fault::new(
                format!(
                    "`{name}` is `{}`, not a version: 1 for a first report, more for a correction",
                    excerpt(text, 60)
                ),
                "mend the record",
            )
        })
    }

    fn no_time(&self, column: Column) -> Fault {
        let name = self.mapping.columns.name(column);
        Fault::new(
            format!("nothing says when it happened: `{name}` is empty or missing"),
            "mend the record",
        )
    }

    fn refuse(&self, row: &Row, fault: Fault) -> Incoming {
        Incoming::Quarantined(Quarantine {
            source: self.source.clone(),
            place: format!("line {}", row.line),
            reason: fault.reason,
            advice: fault.advice,
            record: String::from_utf8_lossy(&row.raw).trim().to_owned(),
        })
    }
}

/// Tells one state of a case's columns from another.
fn fingerprint(mapping: &Mapping, view: View<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    for (at, column) in mapping.columns.names.iter().enumerate() {
        if column.level == Level::Case {
            view.get(Column(at)).hash(&mut hasher);
        }
    }
    hasher.finish()
}
