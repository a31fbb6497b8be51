//! What scripts can read of a case: the fields, and the view through which an evaluator reads them.
//!
//! *Invariant.* A field is read through [`Facts::read`] and nowhere else, so that every read can be noted and an answer be
//! remembered under exactly the reads that led to it.
//!
//! *Absent on purpose.* A way to read the time: `now` is no fact.

use duban_calendar::{Day, Length, Timestamp};
use duban_domain::{EventKind, KindSet, Sym};

/// One thing a script can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// `c.number`
    CaseNumber,
    /// `c.department`: who answers for the case.
    Department,
    /// `c.officer`: at the current step.
    Officer,
    /// `c.post`: at the current step.
    Post,
    /// `c.officers`: how many different officers completed a step.
    Officers,
    /// `c.item.code`
    ItemCode,
    /// `c.item.name`
    ItemName,
    /// `c.item.type`: 事项类型 in the words of GB/T 39046 A.1, as `行政许可` or `公共服务`.
    ItemType,
    /// `c.item.kind`: `immediate` (即办件), `committed` (承诺件) or what the catalogue says.
    ItemKind,
    /// `c.item.statutory_limit`
    StatutoryLimit,
    /// `c.item.statutory_extension`: by how much the head may extend.
    StatutoryExtension,
    /// `c.item.promised_limit`
    PromisedLimit,
    /// `c.item.charges_fees`
    ItemChargesFees,
    /// `c.item.known`: whether the catalogue has the case's item.
    ItemKnown,
    /// `c.step.name`: the current step (环节).
    StepName,
    /// `c.step.limit`: its limit in the catalogue.
    StepLimit,
    /// `c.first("accepted")`: when the first event of the kind occurred.
    First(EventKind),
    /// `c.last("accepted")`: when the last event of the kind occurred.
    Last(EventKind),
    /// `c.count("supplement_requested")`
    Count(EventKind),
    /// `c.facts.NAME`, by its place in the plan's `fact_names`.
    Fact(u16),
    /// `e.kind`
    EventKind,
    /// `e.occurred_at` and, as a date, `e.occurred_on`
    OccurredAt,
    /// `e.recorded_at` and, as a date, `e.recorded_on`
    RecordedAt,
    /// `e.department`
    EventDepartment,
    /// `e.officer`
    EventOfficer,
    /// `e.post`
    EventPost,
    /// `e.note`
    EventNote,
    /// `e.step`
    EventStep,
    /// `e.length`: of an extension.
    EventLength,
    /// `e.approver`: of an extension or special procedure.
    EventApprover,
    /// `e.basis`: of a special procedure, suspension or fee.
    EventBasis,
    /// `e.special`: the kind of special procedure (also `s.kind`).
    EventSpecial,
    /// `e.notified_length`: the length told to the applicant, of a special procedure and of its end.
    EventNotified,
    /// `e.grade`: of an evaluation.
    EventGrade,
    /// `e.charged_fen`
    EventCharged,
    /// `e.standard_fen`
    EventStandard,
    /// `e.activity`: of a noted foreign activity.
    EventActivity,
    /// `e.number`: of a certificate.
    EventNumber,
    /// `e.version`: 1 when the record was first reported, more when it was corrected.
    EventVersion,
}

impl Field {
    /// Whether it stands in the entry of the case's item in the catalogue.
    pub(crate) fn is_of_item(self) -> bool {
        matches!(
            self,
            Field::ItemCode
                | Field::ItemName
                | Field::ItemType
                | Field::ItemKind
                | Field::StatutoryLimit
                | Field::StatutoryExtension
                | Field::PromisedLimit
                | Field::ItemChargesFees
                | Field::ItemKnown
        )
    }

    /// The kinds of events by which the field may take another value while the case goes on. A description may change any field, and
    /// is not among them. `knows_step`: the step is given with the question.
    pub(crate) fn history(self, knows_step: bool) -> KindSet {
        match self {
            Field::First(kind) | Field::Last(kind) | Field::Count(kind) => {
                KindSet::EMPTY.with(kind)
            }
            Field::Officers => KindSet::EMPTY.with(EventKind::StepCompleted),
            Field::StepName | Field::StepLimit if knows_step => KindSet::EMPTY,
            Field::StepName | Field::StepLimit => KindSet::EMPTY.with(EventKind::StepStarted),
            // That of the end of a special procedure was told when it began.
            Field::EventNotified => KindSet::EMPTY.with(EventKind::SpecialStarted),
            // Whoever did the last thing that somebody did.
            Field::Officer | Field::Post => EventKind::ALL.iter().copied().collect(),
            // Described, or given with the question.
            Field::CaseNumber
            | Field::Department
            | Field::ItemCode
            | Field::ItemName
            | Field::ItemType
            | Field::ItemKind
            | Field::StatutoryLimit
            | Field::StatutoryExtension
            | Field::PromisedLimit
            | Field::ItemChargesFees
            | Field::ItemKnown
            | Field::Fact(_)
            | Field::EventKind
            | Field::OccurredAt
            | Field::RecordedAt
            | Field::EventDepartment
            | Field::EventOfficer
            | Field::EventPost
            | Field::EventNote
            | Field::EventStep
            | Field::EventLength
            | Field::EventApprover
            | Field::EventBasis
            | Field::EventSpecial
            | Field::EventGrade
            | Field::EventCharged
            | Field::EventStandard
            | Field::EventActivity
            | Field::EventNumber
            | Field::EventVersion => KindSet::EMPTY,
        }
    }
}

/// The value of a field at one moment. `Copy`, so that reading costs nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Datum {
    /// The case does not say.
    Missing,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Words.
    Text(Sym),
    /// A date.
    Day(Day),
    /// An instant.
    Time(Timestamp),
    /// A length of time.
    Length(Length),
}

impl Datum {
    pub(crate) fn text(self) -> Option<Sym> {
        if let Datum::Text(sym) = self { Some(sym) } else { None }
    }

    pub(crate) fn day(self) -> Option<Day> {
        if let Datum::Day(day) = self { Some(day) } else { None }
    }

    pub(crate) fn time(self) -> Option<Timestamp> {
        if let Datum::Time(at) = self { Some(at) } else { None }
    }

    pub(crate) fn int(self) -> Option<i64> {
        if let Datum::Int(number) = self { Some(number) } else { None }
    }
}

/// The view of one case (and, where there is one, one event) that a closure is called on.
pub trait Facts {
    /// The value of a field.
    fn read(&self, field: Field) -> Datum;

    /// The string behind a symbol that [`Facts::read`] answered.
    fn text(&self, sym: Sym) -> &str;

    /// The number of the case's item: those with one number read the same in every field of `c.item`. A small number, by which tables are
    /// laid out; None where the catalogue has no such item.
    fn item(&self) -> Option<u32>;
}
