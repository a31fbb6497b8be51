//! What words take and answer, as the reference of the vocabulary tells authors: `(length: Length) -> Threshold`.
//!
//! *Invariant.* The reference is the only table of it; a test there holds it to the words that are registered.
//!
//! *Absent on purpose.* Closures as arguments: their form says what they answer, and whoever takes them finds out.

use duban_domain::KindSet;

use super::set::Kinds;
use crate::reference;
use crate::vocabulary::sorts::{Sort, Words};
use crate::vocabulary::words::{CASE_METHODS, COUNTER_METHODS, Kind, LANGUAGE_WORDS, VALUE_WORDS};

/// What a word takes and answers.
#[derive(Debug)]
pub(super) struct Form {
    /// In order; of a method without what it is asked of.
    pub(super) takes: Vec<Kinds>,
    pub(super) answers: Kinds,
    /// Whether it is said for what it does, and answers nothing.
    pub(super) acts: bool,
    /// Whether it is a word of rulebooks and not of the script language, whose words take more than the reference says.
    pub(super) strict: bool,
}

/// The form of a word for values.
pub(super) fn of_word(name: &str) -> Option<Form> {
    let strict = VALUE_WORDS.contains(&name);
    (strict || LANGUAGE_WORDS.contains(&name)).then(|| read(reference::form_of(name), strict))
}

/// The form of what is asked of a part of the case.
pub(super) fn of_method(part: Kind, name: &str) -> Option<Form> {
    let methods = match part {
        Kind::Case => CASE_METHODS,
        Kind::Counters => COUNTER_METHODS,
        Kind::Item
        | Kind::Step
        | Kind::Facts
        | Kind::Event
        | Kind::Record
        | Kind::Special
        | Kind::Warnings
        | Kind::Value => return None,
    };
    methods.contains(&name).then(|| read(reference::form_of_method(part, name), true))
}

fn read(form: &str, strict: bool) -> Form {
    let (takes, answers) = form.split_once(") -> ").unwrap_or((form.trim_end_matches(')'), ""));
    let takes = takes.trim_start_matches('(').split(", ").filter(|it| !it.is_empty());
    let kinds = |param: &str| param.split_once(": ").map_or(Kinds::UNKNOWN, |(_, of)| union(of));
    Form {
        takes: takes.map(kinds).collect(),
        answers: if answers.is_empty() { Kinds::of(Sort::Nothing) } else { union(answers) },
        acts: answers.is_empty(),
        strict,
    }
}

fn union(names: &str) -> Kinds {
    names.split(" | ").map(named).fold(Kinds::none(), Kinds::or)
}

/// The sorts that the reference calls so.
fn named(name: &str) -> Kinds {
    Kinds::of(match name {
        "int" => Sort::Number,
        "decimal" => Sort::Fraction,
        "number" => return Kinds::of(Sort::Number).or(Kinds::of(Sort::Fraction)),
        "String" => Sort::Text(Words::Any),
        "bool" => Sort::YesNo,
        "date" => Sort::Date,
        "instant" => Sort::Instant,
        "Length" => Sort::Length,
        "Threshold" => Sort::Threshold,
        "Pause" => Sort::Pause,
        "Deem" => Sort::Deem,
        "Array" => Sort::List,
        "Map" => Sort::Table,
        "Warnings" => Sort::Part(Kind::Warnings, KindSet::EMPTY),
        _ => return Kinds::UNKNOWN,
    })
}
