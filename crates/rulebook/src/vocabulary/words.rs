//! What can be said: every word, field and method, as data.
//!
//! *Invariant.* The engine is given exactly the members listed here, so what the checks at load allow is what works in a call.
//!
//! *Absent on purpose.* What the words do.

use duban_domain::EventKind;

use crate::facts::Field;

/// What a member of the case, the event or their parts stands for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reads {
    /// A value of which there are few: short text, yes or no, a small number, a length.
    Plain(Field),
    /// A text of which there are many.
    Words(Field),
    /// A number of which there are many.
    Number(Field),
    /// The instant of the first of these kinds that the case has.
    At(&'static [EventKind]),
    /// The date of the same.
    On(&'static [EventKind]),
    /// An instant of the event.
    Instant(Field),
    /// A date of the event.
    Date(Field),
    /// A part with members of its own.
    Part(Kind),
}

/// What a closure's parameter, or a part of it, is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Case,
    Item,
    Step,
    Facts,
    /// An event that is just coming in, or one of which a case keeps all.
    Event,
    /// An event of the past, as a case keeps it.
    Record,
    Special,
    Counters,
    Warnings,
    /// A value: what can be said of it is not checked before it is there.
    Value,
}

pub(crate) type Members = &'static [(&'static str, Reads)];

const ACCEPTED: &[EventKind] = &[EventKind::Accepted, EventKind::DeemedAccepted];
const DECIDED: &[EventKind] =
    &[EventKind::Granted, EventKind::Denied, EventKind::GrantedWithGap, EventKind::DeemedGranted];

pub(crate) const CASE: Members = &[
    ("number", Reads::Words(Field::CaseNumber)),
    ("department", Reads::Plain(Field::Department)),
    ("officer", Reads::Words(Field::Officer)),
    ("post", Reads::Plain(Field::Post)),
    ("officers", Reads::Plain(Field::Officers)),
    ("item", Reads::Part(Kind::Item)),
    ("step", Reads::Part(Kind::Step)),
    ("facts", Reads::Part(Kind::Facts)),
    ("submitted_on", Reads::On(&[EventKind::Submitted])),
    ("submitted_at", Reads::At(&[EventKind::Submitted])),
    ("received_on", Reads::On(&[EventKind::Received])),
    ("received_at", Reads::At(&[EventKind::Received])),
    ("accepted_on", Reads::On(ACCEPTED)),
    ("accepted_at", Reads::At(ACCEPTED)),
    ("decided_on", Reads::On(DECIDED)),
    ("decided_at", Reads::At(DECIDED)),
    ("completed_on", Reads::On(&[EventKind::Completed])),
    ("completed_at", Reads::At(&[EventKind::Completed])),
    ("delivered_on", Reads::On(&[EventKind::Delivered])),
    ("delivered_at", Reads::At(&[EventKind::Delivered])),
];

pub(crate) const ITEM: Members = &[
    ("code", Reads::Plain(Field::ItemCode)),
    ("name", Reads::Plain(Field::ItemName)),
    ("type", Reads::Plain(Field::ItemType)),
    ("kind", Reads::Plain(Field::ItemKind)),
    ("statutory_limit", Reads::Plain(Field::StatutoryLimit)),
    ("statutory_extension", Reads::Plain(Field::StatutoryExtension)),
    ("promised_limit", Reads::Plain(Field::PromisedLimit)),
    ("charges_fees", Reads::Plain(Field::ItemChargesFees)),
    ("known", Reads::Plain(Field::ItemKnown)),
];

pub(crate) const STEP: Members =
    &[("name", Reads::Plain(Field::StepName)), ("limit", Reads::Plain(Field::StepLimit))];

pub(crate) const EVENT: Members = &[
    ("kind", Reads::Plain(Field::EventKind)),
    ("occurred_on", Reads::Date(Field::OccurredAt)),
    ("occurred_at", Reads::Instant(Field::OccurredAt)),
    ("recorded_on", Reads::Date(Field::RecordedAt)),
    ("recorded_at", Reads::Instant(Field::RecordedAt)),
    ("department", Reads::Plain(Field::EventDepartment)),
    ("officer", Reads::Words(Field::EventOfficer)),
    ("post", Reads::Plain(Field::EventPost)),
    ("note", Reads::Words(Field::EventNote)),
    ("step", Reads::Plain(Field::EventStep)),
    ("length", Reads::Plain(Field::EventLength)),
    ("approver", Reads::Words(Field::EventApprover)),
    ("basis", Reads::Plain(Field::EventBasis)),
    ("special", Reads::Plain(Field::EventSpecial)),
    ("notified_length", Reads::Plain(Field::EventNotified)),
    ("grade", Reads::Plain(Field::EventGrade)),
    ("charged_fen", Reads::Number(Field::EventCharged)),
    ("standard_fen", Reads::Number(Field::EventStandard)),
    ("activity", Reads::Plain(Field::EventActivity)),
    ("number", Reads::Words(Field::EventNumber)),
    ("version", Reads::Plain(Field::EventVersion)),
];

/// What of [`EVENT`] a case keeps of every event, be it special or not.
pub(crate) const RECORD: Members = &[
    ("kind", Reads::Plain(Field::EventKind)),
    ("occurred_on", Reads::Date(Field::OccurredAt)),
    ("occurred_at", Reads::Instant(Field::OccurredAt)),
    ("department", Reads::Plain(Field::EventDepartment)),
    ("officer", Reads::Words(Field::EventOfficer)),
    ("post", Reads::Plain(Field::EventPost)),
    ("step", Reads::Plain(Field::EventStep)),
    ("length", Reads::Plain(Field::EventLength)),
    ("approver", Reads::Words(Field::EventApprover)),
    ("basis", Reads::Plain(Field::EventBasis)),
    ("special", Reads::Plain(Field::EventSpecial)),
    ("notified_length", Reads::Plain(Field::EventNotified)),
    ("grade", Reads::Plain(Field::EventGrade)),
    ("version", Reads::Plain(Field::EventVersion)),
];

pub(crate) const SPECIAL: Members = &[
    ("kind", Reads::Plain(Field::EventSpecial)),
    ("occurred_on", Reads::Date(Field::OccurredAt)),
    ("occurred_at", Reads::Instant(Field::OccurredAt)),
    ("recorded_on", Reads::Date(Field::RecordedAt)),
    ("recorded_at", Reads::Instant(Field::RecordedAt)),
    ("department", Reads::Plain(Field::EventDepartment)),
    ("officer", Reads::Words(Field::EventOfficer)),
    ("post", Reads::Plain(Field::EventPost)),
    ("note", Reads::Words(Field::EventNote)),
    ("approver", Reads::Words(Field::EventApprover)),
    ("basis", Reads::Plain(Field::EventBasis)),
    ("notified_length", Reads::Plain(Field::EventNotified)),
    ("version", Reads::Plain(Field::EventVersion)),
];

/// What can be read of a length.
pub(crate) const LENGTH: &[&str] = &["amount", "unit", "zh"];

/// The counters of a subject in a period.
pub(crate) const COUNTERS: &[&str] = &[
    "volume",
    "completed",
    "on_time",
    "late",
    "early",
    "early_percent",
    "on_time_percent",
    "share_used_percent",
    "reminder",
    "yellow",
    "red",
    "finding",
    "streaks",
    "rated",
    "dissatisfied",
    "complaints",
];

/// The warnings of one clock, by level.
pub(crate) const WARNINGS: &[&str] = &["finding", "reminder", "yellow", "red", "all"];

/// The methods of the case that take a kind of event.
pub(crate) const CASE_METHODS: &[&str] = &["first", "last", "count", "has"];

/// The methods of the counters that take the name of a rule.
pub(crate) const COUNTER_METHODS: &[&str] = &["check", "clock"];

impl Kind {
    pub(crate) fn members(self) -> Members {
        match self {
            Kind::Case => CASE,
            Kind::Item => ITEM,
            Kind::Step => STEP,
            Kind::Event => EVENT,
            Kind::Record => RECORD,
            Kind::Special => SPECIAL,
            Kind::Facts | Kind::Counters | Kind::Warnings | Kind::Value => &[],
        }
    }

    pub(crate) fn member_names(self) -> Vec<&'static str> {
        match self {
            Kind::Counters => COUNTERS.to_vec(),
            Kind::Warnings => WARNINGS.to_vec(),
            Kind::Case
            | Kind::Item
            | Kind::Step
            | Kind::Facts
            | Kind::Event
            | Kind::Record
            | Kind::Special
            | Kind::Value => self.members().iter().map(|(name, _)| *name).collect(),
        }
    }

    pub(crate) fn methods(self) -> &'static [&'static str] {
        match self {
            Kind::Case => CASE_METHODS,
            Kind::Counters => COUNTER_METHODS,
            Kind::Item
            | Kind::Step
            | Kind::Facts
            | Kind::Event
            | Kind::Record
            | Kind::Special
            | Kind::Warnings
            | Kind::Value => &[],
        }
    }

    /// What it is called in messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Case => "a case",
            Kind::Item => "an item",
            Kind::Step => "a step",
            Kind::Facts => "the facts of a case",
            Kind::Event => "an event",
            Kind::Record => "a past event",
            Kind::Special => "a special procedure",
            Kind::Counters => "the counters",
            Kind::Warnings => "the warnings of a clock",
            Kind::Value => "a value",
        }
    }
}

/// Words that begin a declaration, and what opens or ends one.
pub(crate) const OPENING_WORDS: &[&str] = &["clock", "check", "scoring", "change", "remove"];

/// Words for values, spoken everywhere.
pub(crate) const VALUE_WORDS: &[&str] = &[
    "workdays",
    "days",
    "weeks",
    "hours",
    "minutes",
    "months",
    "years",
    "min",
    "max",
    "before",
    "at_percent",
    "at_due",
    "after",
    "earliest",
    "latest",
    "cap",
    "no_pause",
    "pause",
    "deem",
    "backdated_to",
    "date",
    "date_of",
    "workdays_between",
    "days_between",
    "hours_between",
    "minutes_between",
    "in_office_hours",
    "is_workday",
    "value",
];

/// Words of the script language itself for numbers, texts and lists.
pub(crate) const LANGUAGE_WORDS: &[&str] = &[
    "abs",
    "all",
    "chars",
    "clear",
    "contains",
    "ends_with",
    "filter",
    "find",
    "first",
    "floor",
    "ceiling",
    "round",
    "index_of",
    "int",
    "is_empty",
    "is_even",
    "is_odd",
    "keys",
    "last",
    "len",
    "map",
    "parse_int",
    "push",
    "range",
    "reduce",
    "replace",
    "some",
    "sign",
    "split",
    "starts_with",
    "sub_string",
    "to_decimal",
    "to_int",
    "to_lower",
    "to_string",
    "to_upper",
    "trim",
    "values",
];
