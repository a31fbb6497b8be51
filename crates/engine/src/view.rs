//! What a script sees of a case, and of the event it is asked about.
//!
//! *Invariant.* Reading changes nothing and allocates nothing.
//!
//! *Absent on purpose.* Engine time: a rule that knew when it is asked would answer differently in a replay.

use duban_calendar::Timestamp;
use duban_domain::{About, CaseFact, Event, EventKind, Sym};
use duban_rulebook::{ClockPlan, Datum, Facts, Field, Subject};

use crate::binding::{self, Book, BoundItem};
use crate::case_state::{CaseState, NONE, Row, Run};
use crate::tables::Tables;

/// The view on one case.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'a> {
    pub(crate) case: &'a CaseState,
    pub(crate) item: Option<&'a BoundItem>,
    pub(crate) book: &'a Book,
    pub(crate) tables: &'a Tables,
    pub(crate) about: Asked<'a>,
    /// What had occurred by then is seen. Descriptions are not cut: what a case is, it is from its beginning.
    pub(crate) as_of: Timestamp,
}

/// What the script is asked about, beside the case.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Asked<'a> {
    /// The case.
    Case,
    /// A fact that would start a clock, or stop one.
    Start(&'a Row),
    /// A run of a clock.
    Run(&'a ClockPlan, &'a Run),
    /// A fact of the case's history.
    Row(&'a Row),
    /// An event that is just coming in.
    Event(&'a Event<Sym>),
}

impl Facts for View<'_> {
    #[inline]
    fn read(&self, field: Field) -> Datum {
        match (field, self.about) {
            // What checks ask about most.
            (Field::OccurredAt, Asked::Event(event)) => Datum::Time(event.occurred_at),
            (Field::RecordedAt, Asked::Event(event)) => Datum::Time(event.recorded_at),
            _ => self.look_up(field),
        }
    }

    fn text(&self, sym: Sym) -> &str {
        self.tables.symbols.get(sym)
    }

    #[inline]
    fn item(&self) -> Option<u32> {
        self.item.map(|item| item.number)
    }
}

impl View<'_> {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the other fields are those of an event")]
    fn look_up(&self, field: Field) -> Datum {
        match field {
            Field::CaseNumber => Datum::Text(self.case.name),
            Field::Department => self.department(),
            Field::Officer => binding::text(self.actor().and_then(|by| by.officer)),
            Field::Post => binding::text(self.actor().and_then(|by| by.post)),
            Field::ItemCode => binding::text(self.case.item_code),
            Field::ItemName => binding::text(self.item.map(|item| item.name)),
            Field::ItemType => binding::text(self.item.and_then(|item| item.item_type)),
            Field::ItemKind => binding::text(self.item.map(|item| item.kind)),
            Field::StatutoryLimit => {
                binding::length(self.item.and_then(|item| item.statutory_limit))
            }
            Field::StatutoryExtension => {
                binding::length(self.item.and_then(|item| item.statutory_extension))
            }
            Field::PromisedLimit => binding::length(self.item.and_then(|item| item.promised_limit)),
            Field::ItemChargesFees => {
                self.item.map_or(Datum::Missing, |item| Datum::Bool(item.charges_fees))
            }
            Field::ItemKnown => Datum::Bool(self.item.is_some()),
            Field::StepName => binding::text(self.step()),
            Field::StepLimit => binding::length(
                self.item.zip(self.step()).and_then(|(item, step)| item.step_limit(step)),
            ),
            Field::First(kind) => time(self.of(kind).next()),
            Field::Last(kind) => time(self.of(kind).next_back()),
            Field::Count(kind) => count(self.of(kind)),
            Field::Officers => self.officers(),
            Field::Fact(place) => self.fact(place),
            _ => self.event_field(field),
        }
    }
}

impl<'a> View<'a> {
    /// The view of a case for the rules of one version, asked about nothing but the case.
    pub(crate) fn on(case: &'a CaseState, book: usize, tables: &'a Tables) -> View<'a> {
        let of = &tables.books[book];
        View {
            case,
            item: of.item_of(case, book),
            book: of,
            tables,
            about: Asked::Case,
            as_of: Timestamp::MAX,
        }
    }
}

impl<'a> View<'a> {
    /// The same case, asked about a fact that would start a clock, or stop one.
    pub(crate) fn about_start(self, row: &'a Row) -> View<'a> {
        View { about: Asked::Start(row), ..self }
    }

    /// The same case, asked about a run of one of its clocks.
    pub(crate) fn about_run(self, clock: &'a ClockPlan, run: &'a Run) -> View<'a> {
        View { about: Asked::Run(clock, run), ..self }
    }

    /// The fact that started a run.
    fn start_of(&self, clock: &ClockPlan, run: &Run) -> Option<&'a Row> {
        let started = |row: &&Row| {
            row.occurred_at == run.started_at
                && clock.starts.contains(row.kind)
                && (run.subject.is_none()
                    || run.subject == CaseState::step(row)
                    || run.subject == self.case.detail(row).special)
        };
        self.case.rows.iter().find(started)
    }
}

impl View<'_> {
    /// The facts of a kind, in the order of occurrence.
    fn of(&self, kind: EventKind) -> impl DoubleEndedIterator<Item = &Row> {
        let all =
            if self.case.seen.contains(kind) { self.case.rows_until(self.as_of) } else { &[] };
        all.iter().filter(move |row| row.kind == kind)
    }

    /// How many different officers completed a step.
    fn officers(&self) -> Datum {
        let completed = |row: &&Row| row.kind == EventKind::StepCompleted && row.who != NONE;
        let mut officers: Vec<u32> = self
            .case
            .rows_until(self.as_of)
            .iter()
            .filter(completed)
            .filter_map(|row| self.tables.actors.get(row.who).officer.map(Sym::number))
            .collect();
        officers.sort_unstable();
        officers.dedup();
        Datum::Int(i64::try_from(officers.len()).unwrap_or(i64::MAX))
    }

    fn department(&self) -> Datum {
        let described = self.case.department;
        binding::text(described.or_else(|| self.item.map(|item| item.department)))
    }

    fn actor(&self) -> Option<&duban_domain::By<Sym>> {
        let row = self.case.step_row_at(self.as_of).filter(|row| row.who != NONE);
        let row = row.or_else(|| self.case.author_at(self.as_of))?;
        Some(self.tables.actors.get(row.who))
    }

    fn step(&self) -> Option<Sym> {
        let told = match self.about {
            Asked::Start(row) => CaseState::step(row),
            Asked::Run(clock, run) => run.subject.filter(|_| clock.per == Subject::Step),
            Asked::Case | Asked::Row(_) | Asked::Event(_) => None,
        };
        told.or_else(|| self.case.step_row_at(self.as_of).and_then(CaseState::step))
    }

    fn fact(&self, place: u16) -> Datum {
        let wanted = self.book.fact_names[usize::from(place)];
        let facts = self.case.rare.as_ref().map_or(&[][..], |rare| &rare.facts);
        facts.iter().find(|(name, _)| *name == wanted).map_or(Datum::Missing, |(_, value)| *value)
    }

    fn event_field(&self, field: Field) -> Datum {
        match self.about {
            Asked::Case => Datum::Missing,
            Asked::Start(row) | Asked::Row(row) => self.row_field(row, field),
            Asked::Run(clock, run) => {
                let start = self.start_of(clock, run);
                start.map_or(Datum::Missing, |row| self.row_field(row, field))
            }
            Asked::Event(event) => self.incoming_field(event, field),
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "a fact of the past keeps no more than these"
    )]
    fn row_field(&self, row: &Row, field: Field) -> Datum {
        let by = (row.who != NONE).then(|| self.tables.actors.get(row.who));
        match field {
            Field::EventKind => Datum::Text(self.tables.kind(row.kind)),
            Field::OccurredAt => Datum::Time(row.occurred_at),
            Field::EventDepartment => binding::text(by.and_then(|by| by.department)),
            Field::EventOfficer => binding::text(by.and_then(|by| by.officer)),
            Field::EventPost => binding::text(by.and_then(|by| by.post)),
            Field::EventStep => binding::text(CaseState::step(row)),
            Field::EventGrade if row.kind == EventKind::Evaluated => {
                Datum::Int(i64::from(row.detail))
            }
            Field::EventLength => binding::length(self.case.detail(row).length),
            Field::EventNotified if row.kind == EventKind::SpecialEnded => {
                self.notified(self.case.detail(row).special, row.occurred_at)
            }
            Field::EventNotified => binding::length(self.case.detail(row).length),
            Field::EventSpecial => binding::text(self.case.detail(row).special),
            Field::EventBasis => binding::text(self.case.detail(row).basis),
            Field::EventApprover => binding::text(self.case.detail(row).approver),
            Field::EventNote => binding::text(self.case.detail(row).note),
            Field::RecordedAt => {
                self.case.detail(row).recorded_at.map_or(Datum::Missing, Datum::Time)
            }
            Field::EventVersion => Datum::Int(i64::from(row.version)),
            _ => Datum::Missing,
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the other fields depend on what kind of event it is"
    )]
    fn incoming_field(&self, event: &Event<Sym>, field: Field) -> Datum {
        let About::Case { fact, .. } = &event.about else { return Datum::Missing };
        match field {
            Field::EventKind => Datum::Text(self.tables.kind(fact.kind())),
            Field::EventDepartment => binding::text(event.by.department),
            Field::EventOfficer => binding::text(event.by.officer),
            Field::EventPost => binding::text(event.by.post),
            Field::EventNote => binding::text(event.note),
            Field::EventVersion => Datum::Int(i64::from(event.origin.version)),
            Field::EventNotified if let CaseFact::SpecialEnded { kind } = fact => {
                self.notified(*kind, event.occurred_at)
            }
            _ => fact_field(fact, field),
        }
    }

    /// How long the special procedure was to take, by what was told, that was ended then: the last of its kind that had begun.
    fn notified(&self, ended: Option<Sym>, at: Timestamp) -> Datum {
        let started = |row: &&Row| {
            row.kind == EventKind::SpecialStarted
                && (ended.is_none() || self.case.detail(row).special == ended)
        };
        let started = self.case.rows_until(at).iter().rev().find(started);
        binding::length(started.and_then(|row| self.case.detail(row).length))
    }
}

fn fact_field(fact: &CaseFact<Sym>, field: Field) -> Datum {
    match (fact, field) {
        (
            CaseFact::StepStarted { step }
            | CaseFact::StepCompleted { step, .. }
            | CaseFact::StepReturned { step },
            Field::EventStep,
        ) => Datum::Text(*step),
        (CaseFact::SpecialStarted(special), Field::EventSpecial) => Datum::Text(special.kind),
        (CaseFact::SpecialStarted(special), Field::EventBasis) => binding::text(special.basis),
        (CaseFact::SpecialStarted(special), Field::EventApprover) => {
            binding::text(special.approver)
        }
        (CaseFact::SpecialStarted(special), Field::EventNotified) => {
            binding::length(special.notified)
        }
        (CaseFact::SpecialEnded { kind }, Field::EventSpecial) => binding::text(*kind),
        (CaseFact::Suspended { basis }, Field::EventBasis) => binding::text(*basis),
        (
            CaseFact::ExtensionRequested { length } | CaseFact::ExtensionApproved { length, .. },
            Field::EventLength,
        ) => binding::length(*length),
        (CaseFact::ExtensionApproved { approver, .. }, Field::EventApprover) => {
            binding::text(*approver)
        }
        (CaseFact::CertificateIssued { number }, Field::EventNumber) => binding::text(*number),
        (CaseFact::Evaluated { grade }, Field::EventGrade) => Datum::Int(i64::from(*grade)),
        (CaseFact::FeeCharged(fee), Field::EventCharged) => Datum::Int(fee.charged_fen),
        (CaseFact::FeeCharged(fee), Field::EventStandard) => {
            fee.standard_fen.map_or(Datum::Missing, Datum::Int)
        }
        (CaseFact::FeeCharged(fee), Field::EventBasis) => binding::text(fee.basis),
        (CaseFact::Noted { activity }, Field::EventActivity) => Datum::Text(*activity),
        _ => Datum::Missing,
    }
}

fn time(row: Option<&Row>) -> Datum {
    row.map_or(Datum::Missing, |row| Datum::Time(row.occurred_at))
}

fn count<'a>(rows: impl Iterator<Item = &'a Row>) -> Datum {
    let reported = rows.filter(|row| !row.is_deemed());
    Datum::Int(i64::try_from(reported.count()).unwrap_or(i64::MAX))
}
