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
    Before(Term, Term),
    SameDay(Term, Term),
    SameTime(Term, Term),
    BeforeTime(Term, Term),
    /// A number compared with another.
    Compare(Box<(Number, Number)>, Ordering),
    /// The number itself.
    Count(Box<Number>),
    /// The date itself.
    Day(Term),
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
            Query::Before(a, b) => Datum::Bool(a.day(facts, calendar) < b.day(facts, calendar)),
            Query::SameDay(a, b) => Datum::Bool(a.day(facts, calendar) == b.day(facts, calendar)),
            Query::BeforeTime(a, b) => {
                Datum::Bool(a.time(facts, calendar) < b.time(facts, calendar))
            }
            Query::SameTime(a, b) => {
                Datum::Bool(a.time(facts, calendar) == b.time(facts, calendar))
            }
            Query::Compare(numbers, order) => {
                let (a, b) = (numbers.0.value(facts, calendar), numbers.1.value(facts, calendar));
                Datum::Bool(a.cmp(&b) == *order)
            }
            Query::Count(number) => Datum::Int(number.value(facts, calendar)),
            Query::Day(term) => Datum::Day(term.day(facts, calendar)),
            Query::OfficeOpen(term) => {
                Datum::Bool(calendar.office_open(term.time(facts, calendar)))
            }
            Query::Workday(term) => Datum::Bool(calendar.is_workday(term.day(facts, calendar))),
            Query::SameText(a, b) => Datum::Bool(facts.read(*a) == facts.read(*b)),
            Query::Text(field, test, with) => {
                let text = facts.read(*field).text().map(|sym| facts.text(sym));
                Datum::Bool(text.is_some_and(|text| test.holds(text, with)))
            }
        }
    }

    /// The fields it reads.
    pub(crate) fn fields(&self) -> impl Iterator<Item = Field> {
        let (a, b) = match self {
            Query::Look(field)
            | Query::Shape(field)
            | Query::Value(field)
            | Query::Text(field, ..) => (Some(*field), None),
            Query::Before(a, b)
            | Query::SameDay(a, b)
            | Query::SameTime(a, b)
            | Query::BeforeTime(a, b) => (a.field(), b.field()),
            Query::Compare(numbers, _) => return four(numbers.0.fields(), numbers.1.fields()),
            Query::Count(number) => number.fields(),
            Query::Day(term) | Query::OfficeOpen(term) | Query::Workday(term) => {
                (term.field(), None)
            }
            Query::SameText(a, b) => (Some(*a), Some(*b)),
        };
        four((a, b), (None, None))
    }
}

type Two = (Option<Field>, Option<Field>);

fn four(a: Two, b: Two) -> impl Iterator<Item = Field> {
    [a.0, a.1, b.0, b.1].into_iter().flatten()
}

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
        if let (Base::Field(field), None) = (self.base, self.shift)
            && let Datum::Time(at) = facts.read(field)
        {
            return at;
        }
        calendar.zone().start_of(self.day(facts, calendar))
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
