//! What a closure wants to know: a value, or no more of it than it looks at.
//!
//! A rule that compares two dates does not depend on the dates, only on which comes first. So dates, instants, big numbers and free
//! text stay unread until something is asked of them, and the answer to *that* is what the rule is remembered under.
//!
//! *Invariant.* A query answers the same from a case's facts as from the recording of a call: there is one [`Query::answer`].
//!
//! *Absent on purpose.* Scripts. A query is plain data that a decision tree can ask without them.

use std::cmp::Ordering;
use std::sync::Arc;

use duban_calendar::{Calendar, Day, Length, MonthEnd, Timestamp, Unit};

use crate::facts::{Datum, Facts, Field};

/// A date or an instant that is yet to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    pub(crate) base: Base,
    pub(crate) shift: Option<Shift>,
}

/// Where a term starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Base {
    Field(Field),
    Day(Day),
}

/// A whole number of days by which a date is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shift {
    pub(crate) back: bool,
    pub(crate) by: Length,
}

/// A number that is yet to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Number {
    Field(Field),
    Const(i64),
    Between(Measure, Term, Term),
}

/// In what the time between two terms is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    Workdays,
    Days,
    Hours,
    Minutes,
}

/// What is asked of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextTest {
    Is,
    Contains,
    StartsWith,
    EndsWith,
}

/// One thing that a closure wanted to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Query {
    /// Which kind of value it is; yes or no, short text and lengths as they are.
    Look(Field),
    /// Only which kind of value it is.
    Shape(Field),
    /// The value itself.
    Value(Field),
    /// The number itself.
    Count(Box<Number>),
    /// The date itself.
    Day(Term),
    /// Something that is so or is not.
    Whether(Question),
}

/// A question that is answered by yes or no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Question {
    /// Whether the first date comes before the second.
    Before(Term, Term),
    SameDay(Term, Term),
    /// Whether the first instant comes before the second.
    BeforeTime(Term, Term),
    SameTime(Term, Term),
    /// Whether two numbers stand in this order.
    Compare(Box<(Number, Number)>, Ordering),
    OfficeOpen(Term),
    Workday(Term),
    SameText(Field, Field),
    Text(Field, TextTest, Arc<str>),
}

/// What [`Query::Shape`] answers.
pub(crate) mod shape {
    pub(crate) const MISSING: i64 = 0;
    pub(crate) const BOOL: i64 = 1;
    pub(crate) const INT: i64 = 2;
    pub(crate) const TEXT: i64 = 3;
    pub(crate) const DAY: i64 = 4;
    pub(crate) const TIME: i64 = 5;
    pub(crate) const LENGTH: i64 = 6;
    /// How many there are.
    pub(crate) const COUNT: usize = 7;

    pub(crate) fn of(datum: super::Datum) -> i64 {
        use super::Datum;
        match datum {
            Datum::Missing => MISSING,
            Datum::Bool(_) => BOOL,
            Datum::Int(_) => INT,
            Datum::Text(_) => TEXT,
            Datum::Day(_) => DAY,
            Datum::Time(_) => TIME,
            Datum::Length(_) => LENGTH,
        }
    }
}

impl Query {
    #[inline]
    pub(crate) fn answer(&self, facts: &impl Facts, calendar: &Calendar) -> Datum {
        match self {
            Query::Look(field) => match facts.read(*field) {
                datum @ (Datum::Int(_) | Datum::Day(_) | Datum::Time(_)) => {
                    Datum::Int(shape::of(datum))
                }
                datum @ (Datum::Missing | Datum::Bool(_) | Datum::Text(_) | Datum::Length(_)) => {
                    datum
                }
            },
            Query::Shape(field) => Datum::Int(shape::of(facts.read(*field))),
            Query::Value(field) => facts.read(*field),
            Query::Count(number) => Datum::Int(number.value(facts, calendar)),
            Query::Day(term) => Datum::Day(term.day(facts, calendar)),
            Query::Whether(question) => Datum::Bool(question.holds(facts, calendar)),
        }
    }

    /// The fields it reads.
    pub(crate) fn fields(&self) -> impl Iterator<Item = Field> {
        let none = (None, None);
        let (a, b) = match self {
            Query::Look(field) | Query::Shape(field) | Query::Value(field) => {
                ((Some(*field), None), none)
            }
            Query::Count(number) => (number.fields(), none),
            Query::Day(term) => ((term.field(), None), none),
            Query::Whether(question) => question.fields(),
        };
        [a.0, a.1, b.0, b.1].into_iter().flatten()
    }

    /// Whether first versions of one kind of event all answer the same: when it occurred and came in is always known.
    pub(crate) fn is_given(&self) -> bool {
        matches!(
            self,
            Query::Shape(Field::OccurredAt | Field::RecordedAt)
                | Query::Look(Field::EventKind)
                | Query::Shape(Field::EventKind)
                | Query::Value(Field::EventKind | Field::EventVersion)
        )
    }

    /// Whether it reads an item's entry in the catalogue and nothing else.
    pub(crate) fn is_of_item(&self) -> bool {
        let mut fields = self.fields().peekable();
        fields.peek().is_some() && fields.all(Field::is_of_item)
    }
}

impl Question {
    #[inline]
    pub(crate) fn holds(&self, facts: &impl Facts, calendar: &Calendar) -> bool {
        match self {
            Question::Before(a, b) => comes_before(*a, *b, facts, calendar),
            Question::SameDay(a, b) => {
                !far_apart(*a, *b, facts) && a.day(facts, calendar) == b.day(facts, calendar)
            }
            Question::BeforeTime(a, b) => a.time(facts, calendar) < b.time(facts, calendar),
            Question::SameTime(a, b) => a.time(facts, calendar) == b.time(facts, calendar),
            Question::Compare(numbers, order) => {
                numbers.0.value(facts, calendar).cmp(&numbers.1.value(facts, calendar)) == *order
            }
            Question::OfficeOpen(term) => calendar.office_open(term.time(facts, calendar)),
            Question::Workday(term) => calendar.is_workday(term.day(facts, calendar)),
            Question::SameText(a, b) => facts.read(*a) == facts.read(*b),
            Question::Text(field, test, with) => {
                let text = facts.read(*field).text().map(|sym| facts.text(sym));
                text.is_some_and(|text| test.holds(text, with))
            }
        }
    }

    fn fields(&self) -> (Two, Two) {
        match self {
            Question::Before(a, b)
            | Question::SameDay(a, b)
            | Question::BeforeTime(a, b)
            | Question::SameTime(a, b) => ((a.field(), b.field()), (None, None)),
            Question::Compare(numbers, _) => (numbers.0.fields(), numbers.1.fields()),
            Question::OfficeOpen(term) | Question::Workday(term) => {
                ((term.field(), None), (None, None))
            }
            Question::SameText(a, b) => ((Some(*a), Some(*b)), (None, None)),
            Question::Text(field, ..) => ((Some(*field), None), (None, None)),
        }
    }
}

/// Two instants so far apart lie on different days in any zone.
const APART_MS: i64 = 50 * 3_600_000;

/// The instants of both, where both are instants that were not moved: then most questions about their days need no zone.
fn instants(a: Term, b: Term, facts: &impl Facts) -> Option<(Timestamp, Timestamp)> {
    a.instant(facts).zip(b.instant(facts))
}

fn far_apart(a: Term, b: Term, facts: &impl Facts) -> bool {
    instants(a, b, facts).is_some_and(|(a, b)| a.0.abs_diff(b.0) > APART_MS.unsigned_abs())
}

fn comes_before(a: Term, b: Term, facts: &impl Facts, calendar: &Calendar) -> bool {
    match instants(a, b, facts) {
        Some((a, b)) if a >= b => false,
        Some((a, b)) if b.0.saturating_sub(a.0) > APART_MS => true,
        _ => a.day(facts, calendar) < b.day(facts, calendar),
    }
}

type Two = (Option<Field>, Option<Field>);

impl Term {
    pub(crate) fn of(field: Field) -> Term {
        Term { base: Base::Field(field), shift: None }
    }

    fn field(self) -> Option<Field> {
        match self.base {
            Base::Field(field) => Some(field),
            Base::Day(_) => None,
        }
    }

    /// The local date.
    pub(crate) fn day(self, facts: &impl Facts, calendar: &Calendar) -> Day {
        let day = match self.base {
            Base::Day(day) => day,
            Base::Field(field) => match facts.read(field) {
                Datum::Day(day) => day,
                Datum::Time(at) => calendar.zone().day_of(at),
                // A term is made only of a field that was seen to hold a date or an instant.
                Datum::Missing
                | Datum::Bool(_)
                | Datum::Int(_)
                | Datum::Text(_)
                | Datum::Length(_) => Day::MIN,
            },
        };
        self.shift.map_or(day, |shift| shift.apply(day, calendar))
    }

    /// The instant; of a date its first.
    pub(crate) fn time(self, facts: &impl Facts, calendar: &Calendar) -> Timestamp {
        self.instant(facts).unwrap_or_else(|| calendar.zone().start_of(self.day(facts, calendar)))
    }

    /// The instant, if it is one and was not moved.
    #[inline]
    fn instant(self, facts: &impl Facts) -> Option<Timestamp> {
        match (self.base, self.shift) {
            (Base::Field(field), None) => facts.read(field).time(),
            (Base::Field(_) | Base::Day(_), _) => None,
        }
    }
}

impl Shift {
    fn apply(self, day: Day, calendar: &Calendar) -> Day {
        let amount = i64::from(self.by.amount);
        let signed = if self.back { -amount } else { amount };
        let workdays = i32::try_from(signed).unwrap_or(if self.back { i32::MIN } else { i32::MAX });
        match self.by.unit {
            Unit::Workdays => calendar.add_workdays(day, workdays),
            Unit::Days => day.plus(signed),
            Unit::Months => day.plus_months(signed, MonthEnd::LastDay).unwrap_or(day),
            Unit::Years => {
                day.plus_months(signed.saturating_mul(12), MonthEnd::LastDay).unwrap_or(day)
            }
            // Refused when the script wrote it: a date has no hours.
            Unit::Hours | Unit::Minutes => day,
        }
    }
}

impl Measure {
    pub(crate) fn unit(self) -> Unit {
        match self {
            Measure::Workdays => Unit::Workdays,
            Measure::Days => Unit::Days,
            Measure::Hours => Unit::Hours,
            Measure::Minutes => Unit::Minutes,
        }
    }
}

impl Number {
    fn fields(&self) -> Two {
        match self {
            Number::Field(field) => (Some(*field), None),
            Number::Const(_) => (None, None),
            Number::Between(_, a, b) => (a.field(), b.field()),
        }
    }

    pub(crate) fn value(&self, facts: &impl Facts, calendar: &Calendar) -> i64 {
        match self {
            Number::Const(number) => *number,
            // A number is made only of a field that was seen to hold one.
            Number::Field(field) => facts.read(*field).int().unwrap_or(0),
            Number::Between(measure, a, b) => {
                let ms = || b.time(facts, calendar).0.saturating_sub(a.time(facts, calendar).0);
                match measure {
                    Measure::Workdays => calendar
                        .workdays_between(a.day(facts, calendar), b.day(facts, calendar))
                        .into(),
                    Measure::Days => {
                        i64::from(b.day(facts, calendar).0) - i64::from(a.day(facts, calendar).0)
                    }
                    Measure::Hours => ms() / 3_600_000,
                    Measure::Minutes => ms() / 60_000,
                }
            }
        }
    }
}

impl TextTest {
    pub(crate) fn holds(self, text: &str, with: &str) -> bool {
        match self {
            TextTest::Is => text == with,
            TextTest::Contains => text.contains(with),
            TextTest::StartsWith => text.starts_with(with),
            TextTest::EndsWith => text.ends_with(with),
        }
    }
}
