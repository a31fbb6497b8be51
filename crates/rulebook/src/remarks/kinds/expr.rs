//! What an expression comes to: constants, variables, calls and chains of members.
//!
//! *Invariant.* Where a word, a member or a sign is not known for certain, what comes of it is unknown, and nothing is said of it.
//!
//! *Absent on purpose.* Signs that compare and calculate: [`super::compare`] and [`super::calculate`].

use duban_domain::KindSet;
use rhai::{Dynamic, Expr, FnCallExpr, FnPtr, ImmutableString, Position};

use super::forms::{self, Form};
use super::misused;
use super::set::Kinds;
use super::walk::Walk;
use crate::fault::no_member;
use crate::inspect::{Step, steps};
use crate::vocabulary::Complaint;
use crate::vocabulary::sorts::{Sort, Words, every_kind};
use crate::vocabulary::words::{Kind, LANGUAGE_WORDS, LENGTH};

/// What kind of mistake a wrong kind of value is.
pub(super) const CODE: &str = "rule::wrong_kind";

impl Walk<'_> {
    /// What an expression comes to that has one way only.
    #[expect(clippy::wildcard_enum_match_arm, reason = "what any other comes to is unknown")]
    pub(super) fn value(&mut self, expr: &Expr) -> Kinds {
        match expr {
            Expr::IntegerConstant(..) => Kinds::of(Sort::Number),
            Expr::BoolConstant(..) => Kinds::of(Sort::YesNo),
            Expr::StringConstant(..) => Kinds::text(),
            Expr::CharConstant(..) => Kinds::of(Sort::Letter),
            Expr::Unit(_) => Kinds::of(Sort::Nothing),
            Expr::DynamicConstant(value, _) => of_value(value),
            Expr::InterpolatedString(parts, _) => {
                parts.iter().for_each(|part| _ = self.expr(part));
                Kinds::text()
            }
            Expr::Array(list, _) => {
                list.iter().for_each(|entry| _ = self.expr(entry));
                Kinds::of(Sort::List)
            }
            Expr::Map(entries, _) => {
                entries.0.iter().for_each(|(_, entry)| _ = self.expr(entry));
                Kinds::of(Sort::Table)
            }
            Expr::Variable(variable, ..) => self.variable(&variable.1),
            Expr::And(parts, _) => self.conditions(parts, "&&"),
            Expr::Or(parts, _) => self.conditions(parts, "||"),
            Expr::FnCall(call, at) => self.function_call(call, *at),
            Expr::Dot(chain, ..) | Expr::Index(chain, ..) => {
                let first = self.expr(&chain.lhs);
                let along = steps(expr).iter().fold(first, |of, step| self.step(&of, step));
                // What is missing may be passed over: `?.`.
                along.or(Kinds::of(Sort::Nothing))
            }
            _ => Kinds::UNKNOWN,
        }
    }

    fn conditions(&mut self, parts: &[Expr], sign: &str) -> Kinds {
        parts.iter().for_each(|part| self.condition(part, sign));
        Kinds::of(Sort::YesNo)
    }

    /// What has to be yes or no.
    pub(super) fn condition(&mut self, expr: &Expr, of: &str) {
        for leaf in self.leaves(expr) {
            if let Some(wrong) = leaf.kinds.unfit(|sort| sort == Sort::YesNo) {
                let told = format!("`{of}` asks for yes or no, and this is {}", wrong.name());
                let name = said(expr).unwrap_or_else(|| "c.officers".to_owned());
                let help = if wrong == Sort::Number {
                    format!("hold it against something, as `{name} > 0`")
                } else {
                    format!("hold it against something; whether it is there asks `{name} != ()`")
                };
                self.note(CODE, leaf.at, (told, help));
            }
        }
    }

    pub(super) fn function_call(&mut self, call: &FnCallExpr, at: Position) -> Kinds {
        let given: Vec<Kinds> = call.args.iter().map(|arg| self.argument(call, arg)).collect();
        if let Some(told) = misused::told(call) {
            self.note(CODE, at, told);
        }
        match (call.name.as_str(), call.args.as_slice(), given.as_slice()) {
            (sign @ ("==" | "!=" | "<" | "<=" | ">" | ">="), [a, b], [of_a, of_b]) => {
                self.compared(sign, (a, of_a), (b, of_b), at);
                Kinds::of(Sort::YesNo)
            }
            (sign @ ("+" | "-" | "*" | "/" | "%" | "**"), [a, b], [of_a, of_b]) => {
                self.calculated(sign, (a, of_a), (b, of_b), at)
            }
            ("!", [_], _) => Kinds::of(Sort::YesNo),
            ("contains", [list, entry], [of_list, of_entry]) => {
                self.contained(Some(list), of_list, (entry, of_entry), at);
                Kinds::of(Sort::YesNo)
            }
            ("min" | "max", [_, _], [a, b]) => self.lesser(call, (a, b), at),
            ("value", [_], [it]) => it.clone(),
            (name, ..) => match forms::of_word(name) {
                Some(form) => self.answered(call, &form, &given, at),
                None => self.call(name, &given),
            },
        }
    }

    fn argument(&mut self, call: &FnCallExpr, arg: &Expr) -> Kinds {
        if call.name == "!" && call.args.len() == 1 {
            self.condition(arg, "!");
            return Kinds::of(Sort::YesNo);
        }
        self.expr(arg)
    }

    /// What a word answers; complains of what it cannot take.
    fn answered(&mut self, call: &FnCallExpr, form: &Form, given: &[Kinds], at: Position) -> Kinds {
        for (place, (takes, given)) in form.takes.iter().zip(given).enumerate() {
            let fits = |sort: Sort| form.fits(takes, sort);
            if takes.is_unknown() {
                continue;
            }
            if let Some(wrong) = given.unfit(fits) {
                let arg = call.args.get(place);
                self.note(CODE, at, super::tell::argument(&call.name, takes, wrong, arg));
                break;
            }
        }
        form.answers.clone()
    }

    fn step(&mut self, of: &Kinds, step: &Step<'_>) -> Kinds {
        match step {
            Step::Field(name, at) => self.field(of, name, *at),
            Step::Method(call, at) => self.method(of, call, *at),
            Step::Entry(_, entry) => {
                self.expr(entry);
                Kinds::UNKNOWN
            }
        }
    }

    fn field(&mut self, of: &Kinds, name: &str, at: Position) -> Kinds {
        let Some(sort) = of.only() else { return Kinds::UNKNOWN };
        let part = match sort {
            Sort::Length => {
                let unit = Kinds::of(Sort::Text(Words::Unit));
                let known = LENGTH.iter().find(|known| **known == name);
                let kinds = known.map(|name| match *name {
                    "amount" => Kinds::of(Sort::Number),
                    "unit" => unit,
                    _ => Kinds::text(),
                });
                return kinds.unwrap_or_else(|| self.no_field(sort, name, at));
            }
            Sort::YesNo | Sort::Date | Sort::Instant | Sort::Number
                if !LANGUAGE_WORDS.contains(&name) =>
            {
                return self.no_field(sort, name, at);
            }
            Sort::Part(Kind::Facts | Kind::Value, _) => return Kinds::UNKNOWN,
            Sort::Part(part, kinds) => (part, kinds),
            Sort::Number
            | Sort::Fraction
            | Sort::Text(_)
            | Sort::Letter
            | Sort::YesNo
            | Sort::Date
            | Sort::Instant
            | Sort::Threshold
            | Sort::Pause
            | Sort::Deem
            | Sort::List
            | Sort::Table
            | Sort::Closure
            | Sort::Nothing => return Kinds::UNKNOWN,
        };
        self.member(part, name, at)
    }

    /// A field of a part of the case. `of`: the kinds of which the event can be; none for all.
    fn member(&mut self, (part, of): (Kind, KindSet), name: &str, at: Position) -> Kinds {
        if !part.member_names().contains(&name) {
            self.complain(at, no_member(part, name));
            return Kinds::UNKNOWN;
        }
        if matches!(part, Kind::Counters | Kind::Warnings) {
            return Kinds::of(Sort::Number);
        }
        let member = part.members().iter().find(|(known, _)| *known == name);
        match member.and_then(|(_, reads)| reads.sort()) {
            Some(Sort::Text(Words::Event(_))) if !of.is_empty() => {
                Kinds::maybe(Sort::Text(Words::Event(of)))
            }
            Some(sort @ Sort::Part(..)) => Kinds::of(sort),
            Some(sort) => Kinds::maybe(sort),
            None => Kinds::UNKNOWN,
        }
    }

    fn no_field(&mut self, of: Sort, name: &str, at: Position) -> Kinds {
        let advice = if of == Sort::Length {
            "a length has `.amount`, `.unit` and `.zh`"
        } else {
            "use the value as it is, or ask a word of the vocabulary about it"
        };
        let message = format!("{} has no field `{name}`", of.name());
        self.complain(at, Complaint::new(message, advice).code("rule::unknown_field"));
        Kinds::UNKNOWN
    }

    fn method(&mut self, of: &Kinds, call: &FnCallExpr, at: Position) -> Kinds {
        let mut given: Vec<Kinds> = call.args.iter().map(|arg| self.expr(arg)).collect();
        let name = call.name.as_str();
        if let Some(Sort::Part(part, _)) = of.only() {
            return match forms::of_method(part, name) {
                Some(form) => self.answered(call, &form, &given, at),
                None => self.call(name, &given),
            };
        }
        if name == "value" && given.is_empty() {
            return of.clone();
        }
        if let ("contains", [entry], [of_entry]) = (name, call.args.as_slice(), given.as_slice()) {
            self.contained(None, of, (entry, of_entry), at);
            return Kinds::of(Sort::YesNo);
        }
        let Some(form) = forms::of_word(name) else { return self.call(name, &given) };
        given.insert(0, of.clone());
        self.answered(call, &form, &given, at)
    }

    /// `min` and `max`: of what both are.
    fn lesser(&mut self, call: &FnCallExpr, (a, b): (&Kinds, &Kinds), at: Position) -> Kinds {
        for (one, other) in [(a, b), (b, a)] {
            if one.only() == Some(Sort::Length)
                && let Some(wrong) = other.unfit(|sort| sort == Sort::Length)
            {
                let (name, length) = (&call.name, Kinds::of(Sort::Length));
                self.note(CODE, at, super::tell::argument(name, &length, wrong, call.args.get(1)));
                return Kinds::UNKNOWN;
            }
        }
        a.clone().or(b.clone())
    }
}

impl Form {
    /// Whether an argument may be of this sort.
    fn fits(&self, takes: &Kinds, given: Sort) -> bool {
        let plain = matches!(
            given,
            Sort::Number | Sort::Fraction | Sort::Text(_) | Sort::Letter | Sort::List | Sort::Table
        );
        takes.there().any(|sort| sort.is_like(given)) || (!self.strict && plain)
    }
}

/// What a value is that a closure captured, or that stands in a script.
pub(super) fn of_value(value: &Dynamic) -> Kinds {
    if value.is_int() {
        Kinds::of(Sort::Number)
    } else if value.is_bool() {
        Kinds::of(Sort::YesNo)
    } else if value.is_decimal() {
        Kinds::of(Sort::Fraction)
    } else if value.is_array() {
        Kinds::of(Sort::List)
    } else if value.is::<ImmutableString>() {
        Kinds::text()
    } else if value.is::<duban_calendar::Length>() {
        Kinds::of(Sort::Length)
    } else if value.is::<FnPtr>() {
        Kinds::of(Sort::Closure)
    } else {
        Kinds::UNKNOWN
    }
}

/// What a closure's parameter is. `events`: of which kinds the event can be; None for all.
pub(super) fn of_role(role: Kind, events: Option<KindSet>) -> Kinds {
    let events = if matches!(role, Kind::Event | Kind::Record) {
        events.unwrap_or_else(every_kind)
    } else {
        KindSet::EMPTY
    };
    Kinds::of(Sort::Part(role, events))
}

/// How an author would write it, where it is short.
pub(super) fn said(expr: &Expr) -> Option<String> {
    if let Expr::Variable(variable, ..) = expr {
        return Some(variable.1.to_string());
    }
    let Expr::Dot(chain, ..) = expr else { return None };
    let mut text = said(&chain.lhs)?;
    for step in steps(expr) {
        let Step::Field(name, _) = step else { return None };
        text.push('.');
        text.push_str(name);
    }
    Some(text)
}
