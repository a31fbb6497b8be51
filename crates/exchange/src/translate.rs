//! Makes events of records: what a record says by the mapping, who says so, and what is derived from it.
//!
//! *Invariant.* A record comes out as exactly one event or one quarantined record. In a table a record is refused whole, with all
//! that would be derived from it; in a log each attribute of a case that is no text, its other attributes and each record of its trace stand for themselves.
//!
//! *Invariant.* Within a case, what describes it comes first, and events of one instant come in an order in which they make sense.

mod case_part;
mod draft;
mod record_part;

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};

use duban_calendar::Timestamp;
use duban_domain::{CaseFact, RecordKey};

use crate::book::CaseBook;
use crate::columns::{Column, Level, View};
use crate::fault::{Fault, excerpt};
use crate::incoming::{Incoming, Quarantine};
use crate::mapping::{Mapping, RecordPart, Recorded, Unknown};
use crate::record::{Batch, BrokenValue, Row};
use case_part::of_description;
use draft::{Draft, Rank, earliest, known_since};

/// What a record of a trace came to: an event and the line of its record, or the record set aside.
type FromRecord = Result<(Draft, u64), Incoming>;

/// Makes events of the records of one file.
#[derive(Debug)]
pub(crate) struct Translator<'m> {
    mapping: &'m Mapping,
    source: String,
    book: CaseBook,
    /// How many records were left out, because the mapping ignores what it has no rule for.
    ignored: u64,
}

impl<'m> Translator<'m> {
    /// `source` is the origin of the events unless the mapping names one.
    pub(crate) fn new(mapping: &'m Mapping, source: &str) -> Translator<'m> {
        let source = mapping.source.as_deref().unwrap_or(source).to_owned();
        Translator { mapping, source, book: CaseBook::default(), ignored: 0 }
    }

    /// How many records were left out, because the mapping ignores what it has no rule for.
    pub(crate) fn ignored(&self) -> u64 {
        self.ignored
    }

    /// Says what a batch means.
    pub(crate) fn translate(&mut self, batch: &Batch, ready: &mut VecDeque<Incoming>) {
        if batch.is_trace {
            return self.trace(batch, ready);
        }
        for row in batch.rows() {
            match self.row(batch.view(row), row) {
                Ok(drafts) => {
                    ready.extend(drafts.into_iter().map(|draft| draft.incoming(row.line)))
                }
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
        let number = self.book.entry(&case).number(1);
        let mut drafts = match &mapping.record {
            None => Vec::new(),
            Some(part) => match self.record(part, view, &case, number)? {
                Some(drafts) => drafts,
                None => {
                    self.ignored += 1;
                    return Ok(Vec::new());
                }
            },
        };
        let columns = self.fingerprint(view);
        let since = known_since(drafts.iter());
        let is_news = self.book.entry(&case).columns.would_be_news(columns, since)
            || mapping.case.is_corrected_by(&drafts);
        if mapping.record.is_none() || mapping.case.tells() && is_news {
            self.tell_row(view, &case, number, &mut drafts)?;
            self.book.entry(&case).columns.tell(columns, since);
        }
        Ok(drafts)
    }

    /// Puts what the columns of a case say around the events of its row.
    fn tell_row(
        &mut self,
        view: View<'_>,
        case: &str,
        number: u32,
        drafts: &mut Vec<Draft>,
    ) -> Result<(), Fault> {
        let first = drafts.first().map(|draft| &draft.event);
        let version = first.map_or(1, |event| event.origin.version);
        let known = first.map(|event| event.recorded_at);
        let mut dates: Vec<_> =
            self.case_dates(view, case, known).into_iter().collect::<Result<_, _>>()?;
        let description = self.description(view)?;
        let time = self.telling_time(case, drafts.iter(), &dates)?;
        self.tie(view, &mut dates, drafts);
        drafts.extend(self.news(case, dates, version));
        drafts.sort_by_key(Draft::order);
        let content = of_description(&description);
        let entry = self.book.entry(case);
        let telling = match self.mapping.record {
            Some(_) => entry.description.tell(content, (time.1, time.0)),
            // Where a record is a whole case, this is its event, news or not.
            None => Some(number.saturating_add(1)),
        };
        if let Some(telling) = telling {
            let described = self.described(case, telling.max(version), content, description);
            drafts.insert(0, described.at(time));
        }
        Ok(())
    }

    /// The events of the trace of a case.
    fn trace(&mut self, batch: &Batch, ready: &mut VecDeque<Incoming>) {
        let Some(part) = &self.mapping.record else { return };
        let case = match self.case_of(batch.case_view()) {
            Ok(case) => case,
            Err(fault) => {
                let fault = self.illegible_number(batch).unwrap_or(fault);
                let of_row = |row: &Row| row.fault.clone().unwrap_or_else(|| fault.clone());
                ready.extend(batch.rows().iter().map(|row| self.refuse(row, of_row(row))));
                return;
            }
        };
        let mut events: Vec<FromRecord> = Vec::new();
        let first = self.book.entry(&case).number(batch.rows().len());
        for (number, row) in (first..).zip(batch.rows()) {
            let made = match &row.fault {
                Some(fault) => Err(fault.clone()),
                None => self.record(part, batch.view(row), &case, number),
            };
            match made {
                Ok(Some(group)) => events.extend(group.into_iter().map(|it| Ok((it, row.line)))),
                Ok(None) => self.ignored += 1,
                Err(fault) => events.push(Err(self.refuse(row, fault))),
            }
        }
        if let Some(fault) = &batch.case.fault {
            ready.push_back(self.refuse(&batch.case, fault.clone()));
        }
        ready.extend(batch.case.broken.iter().map(|value| self.leave_out(value, &case)));
        let columns = self.fingerprint(batch.case_view());
        let since = known_since(events.iter().flatten().map(|(draft, _)| draft));
        let entry = self.book.entry(&case);
        if self.mapping.case.tells() && entry.columns.tell(columns, since).is_some() {
            self.tell_case(batch, &case, &mut events, ready);
        }
        let incoming = |(draft, line): (Draft, u64)| draft.incoming(line);
        ready.extend(events.into_iter().map(|told| told.map_or_else(|refused| refused, incoming)));
    }

    /// Puts what the attributes of a case say around the events of its trace: its description and what opens first, the rest last.
    fn tell_case(
        &mut self,
        batch: &Batch,
        case: &str,
        events: &mut Vec<FromRecord>,
        ready: &mut VecDeque<Incoming>,
    ) {
        let (view, line) = (batch.case_view(), batch.case.line);
        let known = events.iter().flatten().map(|(draft, _)| draft.event.recorded_at).min();
        let mut dates = Vec::new();
        for date in self.case_dates(view, case, known) {
            match date {
                Ok(draft) => dates.push(draft),
                Err(fault) => ready.push_back(self.refuse(&batch.case, fault)),
            }
        }
        let told = events.iter().flatten().map(|(draft, _)| draft);
        let time = self.telling_time(case, told, &dates);
        match time.and_then(|time| Ok((time, self.description(view)?))) {
            Ok((time, description)) => {
                let content = of_description(&description);
                let since = (time.1, time.0);
                if let Some(telling) = self.book.entry(case).description.tell(content, since) {
                    let described = self.described(case, telling, content, description);
                    ready.push_back(described.at(time).incoming(line));
                }
            }
            Err(fault) => ready.push_back(self.refuse(&batch.case, fault)),
        }
        let dates = self.news(case, dates, 1).into_iter();
        let (first, last): (Vec<_>, Vec<_>) = dates.partition(|draft| draft.rank != Rank::Ends);
        events.splice(0..0, first.into_iter().map(|draft| Ok((draft, line))));
        events.extend(last.into_iter().map(|draft| Ok((draft, line))));
    }

    /// When a description occurred and was recorded: the first one with the first event or date of the case, so that rules know
    /// what the case is from the start; a changed one with the events that it came with, so that nobody knew it before.
    fn telling_time<'a>(
        &mut self,
        case: &str,
        events: impl Iterator<Item = &'a Draft> + Clone,
        dates: &'a [Draft],
    ) -> Result<(Timestamp, Timestamp), Fault> {
        let with_events = earliest(events.clone());
        let time = match with_events {
            Some(_) if self.book.entry(case).description.is_told() => with_events,
            _ => earliest(events.chain(dates)),
        };
        time.ok_or_else(|| self.undated())
    }

    /// The event of one record and those derived from it, in order. None if the mapping leaves its activity out
    /// and the record corrects nothing; a correction stays as a note.
    fn record(
        &self,
        part: &RecordPart,
        view: View<'_>,
        case: &str,
        number: u32,
    ) -> Result<Option<Vec<Draft>>, Fault> {
        let activity = part.activity.read(view).unwrap_or_default();
        let rule = part.activities.find(&activity, view);
        // What a mapping ignores may correct what it did not: it says at least that this no longer holds.
        let corrects = || self.version(part, view).is_ok_and(|version| version > 1);
        let mut is_ignored = false;
        let (time, fact, extra) = match rule {
            Some(rule) => {
                let fact = rule.effect.fact(view, &activity, &self.mapping.columns)?;
                (rule.time.unwrap_or(part.time), fact, Some(&rule.effect.extra))
            }
            None => match self.unknown(part, &activity)? {
                Some(fact) => (part.time, fact, None),
                None if corrects() => {
                    is_ignored = true;
                    (part.time, CaseFact::Noted { activity: activity.clone().into_owned() }, None)
                }
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
        main.unmapped = rule.is_none() && !is_ignored;
        main.event.origin.version = version;
        main.event.by = extra.by(&part.extra, view);
        main.event.note = extra.note(&part.extra, view);
        let mut drafts = if is_ignored {
            self.silence_all(part, view, &mut main);
            Vec::new()
        } else {
            self.derived_from(part, view, &activity, &mut main)?
        };
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

    /// Why a trace has no case number, where one stands that is no text.
    fn illegible_number(&self, batch: &Batch) -> Option<Fault> {
        let place = self.mapping.case.id.described(&self.mapping.columns);
        let value = batch.case.broken.iter().find(|value| place.contains(&value.name))?;
        let Fault { reason, advice } = value.fault();
        let line = value.line;
        Some(Fault::new(format!("no case number: {reason} on line {line}"), advice))
    }

    /// A value of a case that is left out while the rest of the case is taken.
    fn leave_out(&self, value: &BrokenValue, case: &str) -> Incoming {
        let Fault { reason, advice } = value.fault();
        Incoming::Quarantined(Quarantine {
            source: self.source.clone(),
            place: format!("line {}", value.line),
            reason: format!("trace `{case}`: {reason}, so this value alone was left out"),
            advice: format!("mend it and import the log again; {advice}"),
            record: value.shown.clone(),
        })
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

    /// Tells one state of a case's columns from another.
    fn fingerprint(&self, view: View<'_>) -> u64 {
        let mut hasher = DefaultHasher::new();
        for (at, column) in self.mapping.columns.names.iter().enumerate() {
            if column.level == Level::Case {
                view.get(Column(at)).hash(&mut hasher);
            }
        }
        hasher.finish()
    }
}
