//! What sort of value a member of the case holds, for those who look at scripts without running them.
//!
//! *Invariant.* Sorts hang on fields, and members name fields in [`super::words`]: there is no second list of members. Whatever is read may be
//! missing, which is said of none.
//!
//! *Absent on purpose.* Facts of a case: the source decides what they are.

use duban_calendar::Unit;
use duban_domain::{EventKind, ItemKind, ItemType, KindSet};

use crate::facts::Field;
use crate::vocabulary::words::{Kind, Reads};

/// A sort of value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A whole number.
    Number,
    Fraction,
    Text(Words),
    Letter,
    YesNo,
    Date,
    Instant,
    Length,
    Threshold,
    Pause,
    Deem,
    List,
    Table,
    Closure,
    /// What is missing, or what nobody said.
    Nothing,
    /// A part of the case with members of its own; an event also with the kinds that it can be of.
    Part(Kind, KindSet),
}

/// Which texts a text can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Words {
    /// Any.
    Any,
    /// The kinds of events, of these the ones that get there.
    Event(KindSet),
    /// 办件类型
    ItemKind,
    /// 事项类型
    ItemType,
    /// The unit of a length.
    Unit,
}

impl Words {
    /// All that it can be; None where that has no end.
    pub(crate) fn all(self) -> Option<Vec<&'static str>> {
        Some(match self {
            Words::Any => return None,
            Words::Event(kinds) => kinds.iter().map(EventKind::name).collect(),
            Words::ItemKind => ItemKind::ALL.iter().map(|kind| kind.word()).collect(),
            Words::ItemType => ItemType::ALL.iter().map(|of| of.word()).collect(),
            Words::Unit => Unit::ALL.iter().map(|unit| unit.name()).collect(),
        })
    }

    /// The word for what the law and the catalogues call so.
    pub(crate) fn of_chinese(self, text: &str) -> Option<&'static str> {
        match self {
            Words::Any | Words::ItemType => None,
            Words::Event(_) => {
                EventKind::ALL.iter().find(|kind| kind.zh() == text).map(|kind| kind.name())
            }
            Words::ItemKind => match text {
                "即办件" => Some(ItemKind::Immediate.word()),
                "承诺件" => Some(ItemKind::Committed.word()),
                _ => None,
            },
            Words::Unit => {
                let plain = |word: &str| word.trim_start_matches('个').to_owned();
                let unit = Unit::ALL.into_iter().find(|unit| plain(unit.zh()) == plain(text));
                unit.map(Unit::name)
            }
        }
    }
}

/// Every kind of event.
pub(crate) fn every_kind() -> KindSet {
    EventKind::ALL.iter().copied().collect()
}

impl Field {
    /// What sort of value it is where it is there; None where that depends on the case.
    pub(crate) fn sort(self) -> Option<Sort> {
        Some(match self {
            Field::Fact(_) => return None,
            Field::CaseNumber
            | Field::Department
            | Field::Officer
            | Field::Post
            | Field::ItemCode
            | Field::ItemName
            | Field::StepName
            | Field::EventDepartment
            | Field::EventOfficer
            | Field::EventPost
            | Field::EventNote
            | Field::EventStep
            | Field::EventApprover
            | Field::EventBasis
            | Field::EventSpecial
            | Field::EventActivity
            | Field::EventNumber => Sort::Text(Words::Any),
            Field::EventKind => Sort::Text(Words::Event(every_kind())),
            Field::ItemType => Sort::Text(Words::ItemType),
            Field::ItemKind => Sort::Text(Words::ItemKind),
            Field::Officers
            | Field::Count(_)
            | Field::EventGrade
            | Field::EventCharged
            | Field::EventStandard
            | Field::EventVersion => Sort::Number,
            Field::ItemChargesFees | Field::ItemKnown => Sort::YesNo,
            Field::StatutoryLimit
            | Field::StatutoryExtension
            | Field::PromisedLimit
            | Field::StepLimit
            | Field::EventLength
            | Field::EventNotified => Sort::Length,
            Field::First(_) | Field::Last(_) | Field::OccurredAt | Field::RecordedAt => {
                Sort::Instant
            }
        })
    }
}

impl Reads {
    /// What sort of value a member is where it is there; None where that depends on the case.
    pub(crate) fn sort(self) -> Option<Sort> {
        match self {
            Reads::Plain(field) | Reads::Words(field) | Reads::Number(field) => field.sort(),
            Reads::At(_) | Reads::Instant(_) => Some(Sort::Instant),
            Reads::On(_) | Reads::Date(_) => Some(Sort::Date),
            Reads::Part(kind) => Some(Sort::Part(kind, KindSet::EMPTY)),
        }
    }
}

impl Sort {
    /// What it is called in messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Sort::Number | Sort::Fraction => "a number",
            Sort::Text(_) => "a text",
            Sort::Letter => "a letter",
            Sort::YesNo => "yes or no",
            Sort::Date => "a date",
            Sort::Instant => "an instant",
            Sort::Length => "a length of time",
            Sort::Threshold => "a threshold",
            Sort::Pause => "the effect of a pause",
            Sort::Deem => "what is deemed",
            Sort::List => "a list",
            Sort::Table => "a table",
            Sort::Closure => "a closure",
            Sort::Nothing => "nothing",
            Sort::Part(kind, _) => kind.name(),
        }
    }

    /// Two sorts that differ in which words or events they can be are one sort.
    pub(crate) fn is_like(self, other: Sort) -> bool {
        match (self, other) {
            (Sort::Text(_), Sort::Text(_)) => true,
            (Sort::Part(a, _), Sort::Part(b, _)) => a == b,
            (a, b) => a == b,
        }
    }
}
