//! What a closure looked at and what it found, in the words of its script: the figures behind an answer, for whoever checks it by hand.
//!
//! *Invariant.* Looks are made of the same notes that answers are remembered by, so nothing that an answer depends on is left out.
//!
//! *Absent on purpose.* Calling closures: that is the evaluator's.

use std::cmp::Ordering;

use duban_calendar::{Calendar, Day, Length, Timestamp, Unit};

use crate::facts::{Datum, Facts, Field};
use crate::query::{Base, Measure, Number, Query, Question, Shift, Term, TextTest};
use crate::vocabulary::words::{self, Reads};

/// One thing that a closure looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// In the words of a script: `e.occurred_at`, `workdays_between(c.first("accepted"), e.occurred_at)`.
    pub at: String,
    /// What it found there.
    pub found: Found,
}

/// What a closure found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The case does not say.
    Nothing,
    /// Yes or no.
    Truth(bool),
    /// A whole number.
    Number(i64),
    /// The time between two others, in whole units; negative when the first comes after the second.
    Between(i64, Unit),
    /// Words.
    Text(String),
    /// A date.
    Day(Day),
    /// An instant.
    Time(Timestamp),
    /// A length of time.
    Length(Length),
}

/// The looks behind the notes of a call, in the order in which they were first made: each field, then what was worked out from it.
pub(crate) fn looks(
    notes: &[(Query, Datum)],
    facts: &impl Facts,
    calendar: &Calendar,
    fact_names: &[String],
) -> Vec<Look> {
    let mut looking = Looking { facts, calendar, fact_names, looks: Vec::new() };
    for (query, answer) in notes {
        query.fields().for_each(|field| looking.field(field));
        match query {
            Query::Look(_) | Query::Shape(_) | Query::Value(_) => {}
            Query::Count(number) => looking.number(number),
            Query::Day(term) => looking.term(*term),
            Query::Whether(question) => {
                looking.parts_of(question);
                let at = looking.question(question);
                looking.add(at, Found::Truth(*answer == Datum::Bool(true)));
            }
        }
    }
    looking.looks
}

/// The words by which a script reads a field.
pub(crate) fn words_for(field: Field, fact_names: &[String]) -> String {
    let sections =
        [("c", words::CASE), ("c.item", words::ITEM), ("c.step", words::STEP), ("e", words::EVENT)];
    named(field, fact_names).unwrap_or_else(|| {
        let found = sections.into_iter().find_map(|(section, members)| {
            // An instant stands behind its date, and says more.
            let member = members.iter().rev().find(|(_, reads)| reads_field(*reads, field));
            member.map(|(name, _)| format!("{section}.{name}"))
        });
        found.unwrap_or_else(|| format!("{field:?}"))
    })
}

/// A field that scripts read by naming a kind of event or a fact.
#[expect(clippy::wildcard_enum_match_arm, reason = "every other field is a member of a part")]
fn named(field: Field, fact_names: &[String]) -> Option<String> {
    match field {
        Field::Fact(place) => Some(format!("c.facts.{}", fact_names[usize::from(place)])),
        Field::First(kind) => Some(format!("c.first(\"{kind}\")")),
        Field::Last(kind) => Some(format!("c.last(\"{kind}\")")),
        Field::Count(kind) => Some(format!("c.count(\"{kind}\")")),
        _ => None,
    }
}

fn reads_field(reads: Reads, field: Field) -> bool {
    match reads {
        Reads::Plain(of)
        | Reads::Words(of)
        | Reads::Number(of)
        | Reads::Instant(of)
        | Reads::Date(of) => of == field,
        // They are named by their kinds.
        Reads::At(_) | Reads::On(_) | Reads::Part(_) => false,
    }
}

/// The looks so far, and what they are made of.
struct Looking<'a, F> {
    facts: &'a F,
    calendar: &'a Calendar,
    fact_names: &'a [String],
    looks: Vec<Look>,
}

impl<F: Facts> Looking<'_, F> {
    fn add(&mut self, at: String, found: Found) {
        if !self.looks.iter().any(|look| look.at == at) {
            self.looks.push(Look { at, found });
        }
    }

    fn field(&mut self, field: Field) {
        let found = match self.facts.read(field) {
            Datum::Missing => Found::Nothing,
            Datum::Bool(truth) => Found::Truth(truth),
            Datum::Int(number) => Found::Number(number),
            Datum::Text(sym) => Found::Text(self.facts.text(sym).to_owned()),
            Datum::Day(day) => Found::Day(day),
            Datum::Time(at) => Found::Time(at),
            Datum::Length(length) => Found::Length(length),
        };
        self.add(words_for(field, self.fact_names), found);
    }

    /// What a question is about, where that is more than a field.
    fn parts_of(&mut self, question: &Question) {
        match question {
            Question::Before(a, b)
            | Question::SameDay(a, b)
            | Question::BeforeTime(a, b)
            | Question::SameTime(a, b) => {
                self.term(*a);
                self.term(*b);
            }
            Question::Compare(numbers, _) => {
                self.number(&numbers.0);
                self.number(&numbers.1);
            }
            Question::OfficeOpen(term) | Question::Workday(term) => self.term(*term),
            Question::SameText(..) | Question::Text(..) => {}
        }
    }

    /// A date that was worked out by moving another one.
    fn term(&mut self, term: Term) {
        if term.shift.is_some() {
            self.add(self.date(term), Found::Day(term.day(self.facts, self.calendar)));
        }
    }

    /// A number that was worked out from two dates or instants.
    fn number(&mut self, number: &Number) {
        if let Number::Between(measure, a, b) = number {
            self.term(*a);
            self.term(*b);
            let value = number.value(self.facts, self.calendar);
            self.add(self.amount(number), Found::Between(value, measure.unit()));
        }
    }

    fn question(&self, question: &Question) -> String {
        match question {
            Question::Before(a, b) => format!("{} < {}", self.date(*a), self.date(*b)),
            Question::SameDay(a, b) => format!("{} == {}", self.date(*a), self.date(*b)),
            Question::BeforeTime(a, b) => format!("{} < {}", self.moment(*a), self.moment(*b)),
            Question::SameTime(a, b) => format!("{} == {}", self.moment(*a), self.moment(*b)),
            Question::Compare(numbers, order) => {
                let sign = match order {
                    Ordering::Less => "<",
                    Ordering::Equal => "==",
                    Ordering::Greater => ">",
                };
                format!("{} {sign} {}", self.amount(&numbers.0), self.amount(&numbers.1))
            }
            Question::OfficeOpen(term) => format!("in_office_hours({})", self.moment(*term)),
            Question::Workday(term) => format!("is_workday({})", self.date(*term)),
            Question::SameText(a, b) => {
                format!("{} == {}", self.words_for(*a), self.words_for(*b))
            }
            Question::Text(field, test, with) => {
                let text = self.words_for(*field);
                match test {
                    TextTest::Is => format!("{text} == \"{with}\""),
                    TextTest::Contains => format!("{text}.contains(\"{with}\")"),
                    TextTest::StartsWith => format!("{text}.starts_with(\"{with}\")"),
                    TextTest::EndsWith => format!("{text}.ends_with(\"{with}\")"),
                }
            }
        }
    }

    fn amount(&self, number: &Number) -> String {
        match number {
            Number::Const(number) => number.to_string(),
            Number::Field(field) => self.words_for(*field),
            Number::Between(measure, a, b) => {
                let (name, a, b) = match measure {
                    Measure::Workdays => ("workdays_between", self.date(*a), self.date(*b)),
                    Measure::Days => ("days_between", self.date(*a), self.date(*b)),
                    Measure::Hours => ("hours_between", self.moment(*a), self.moment(*b)),
                    Measure::Minutes => ("minutes_between", self.moment(*a), self.moment(*b)),
                };
                format!("{name}({a}, {b})")
            }
        }
    }

    /// A term of which only the date counts.
    fn date(&self, term: Term) -> String {
        let base = match term.base {
            Base::Field(field) if self.facts.read(field).time().is_some() => {
                format!("date_of({})", self.words_for(field))
            }
            Base::Field(field) => self.words_for(field),
            Base::Day(day) => format!("date(\"{day}\")"),
        };
        term.shift.map_or_else(|| base.clone(), |shift| shifted(&base, shift))
    }

    /// A term of which the instant counts, where it is one: a date that was moved is none.
    fn moment(&self, term: Term) -> String {
        match (term.base, term.shift) {
            (Base::Field(field), None) => self.words_for(field),
            (Base::Field(_) | Base::Day(_), _) => self.date(term),
        }
    }

    fn words_for(&self, field: Field) -> String {
        words_for(field, self.fact_names)
    }
}

fn shifted(base: &str, Shift { back, by }: Shift) -> String {
    let sign = if back { '-' } else { '+' };
    format!("({base} {sign} {}({}))", by.unit, by.amount)
}
