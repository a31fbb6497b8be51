//! What is said of values that do not fit, in the words of an author.
//!
//! *Invariant.* Each message says what it is about as it is written, and each advice what to write instead.
//!
//! *Absent on purpose.* Deciding whether something is wrong.

use duban_domain::{EventKind, KindSet, suggest};
use rhai::Expr;

use super::expr::{CODE, said};
use super::set::Kinds;
use crate::error::Mistake;
use crate::inspect::{Step, steps};
use crate::vocabulary::sorts::{Sort, Words};
use crate::vocabulary::thresholds::unknown_kind;
use crate::vocabulary::words::{CASE_METHODS, Kind};

/// A message and an advice.
type Told = (String, String);

/// A value and how it is written.
type Written<'e> = (&'e Expr, Sort);

/// A word is given what it cannot take.
pub(super) fn argument(word: &str, takes: &Kinds, wrong: Sort, given: Option<&Expr>) -> Told {
    let wanted = takes.there().next().unwrap_or(Sort::Nothing);
    let wanted_name = name_as_wanted(takes);
    let wrong_name =
        if wrong == Sort::Fraction { "a fraction" } else { without_unit(wrong, wanted) };
    let help = match (wanted, given) {
        (Sort::Length, Some(Expr::IntegerConstant(number, _))) if matches!(word, "min" | "max") => {
            format!("no unit, no length: write for example `workdays({number})`")
        }
        (Sort::Length, Some(Expr::IntegerConstant(number, _))) => {
            format!("no unit, no clock: write for example `{word}(workdays({number}))`")
        }
        (Sort::Number, Some(Expr::StringConstant(text, _))) if text.parse::<i64>().is_ok() => {
            format!("write the number without quotes: `{word}({text})`")
        }
        (Sort::Number, _) => format!("write for example `{word}(5)`"),
        (Sort::Threshold, _) => format!("write for example `{word}(at_due(), at_percent(90))`"),
        (Sort::Text(_), _) if takes_kinds(word) => {
            format!("write a kind of event in quotes: `{word}(\"accepted\")`")
        }
        (Sort::Text(_), _) if word == "date" => {
            "write the day in quotes: `date(\"2026-03-19\")`".to_owned()
        }
        (Sort::Date | Sort::Instant, _) => {
            format!("give it {wanted_name}, as `e.occurred_at`")
        }
        (Sort::Length, _) => format!("write for example `{word}(workdays(1))`"),
        _ => format!("give it {wanted_name}"),
    };
    (format!("`{word}` takes {wanted_name}, not {wrong_name}"), help)
}

/// Whether a word is said of a kind of event.
fn takes_kinds(word: &str) -> bool {
    CASE_METHODS.contains(&word) || matches!(word, "deem" | "backdated_to")
}

fn name_as_wanted(takes: &Kinds) -> String {
    let mut names: Vec<&str> = takes
        .there()
        .map(|sort| if sort == Sort::Number { "a whole number" } else { sort.name() })
        .collect();
    names.dedup();
    names.join(" or ")
}

/// A number beside a length lacks its unit.
fn without_unit(sort: Sort, beside: Sort) -> &'static str {
    let lacks = matches!(sort, Sort::Number | Sort::Fraction) && beside == Sort::Length;
    if lacks { "a number without a unit" } else { sort.name() }
}

/// Two values are held against each other that never go together.
pub(super) fn unlike(a: Written<'_>, b: Written<'_>) -> Told {
    let (a, b) = if subject(a.0).is_some() || subject(b.0).is_none() { (a, b) } else { (b, a) };
    let (of_a, of_b) = (without_unit(a.1, b.1), without_unit(b.1, a.1));
    let message = match subject(a.0) {
        Some(name) => format!("`{name}` is {of_a}, and is held against {of_b}"),
        None => format!("{of_a} is held against {of_b}, which never go together"),
    };
    (
        message,
        advice(a, b)
            .or_else(|| advice(b, a))
            .unwrap_or_else(|| "compare things of the same kind".to_owned()),
    )
}

/// What to write where a value is held against another.
fn advice(a: Written<'_>, b: Written<'_>) -> Option<String> {
    Some(match (a.1, b.1, b.0) {
        (Sort::Date | Sort::Instant, _, Expr::StringConstant(text, _)) => {
            format!("write the day as `date(\"{text}\")`, and of an instant `date_of(...)`")
        }
        (Sort::Length, _, Expr::IntegerConstant(number, _)) => {
            format!("no unit, no length: write for example `workdays({number})`")
        }
        (Sort::Length, Sort::Number | Sort::Fraction, _) => {
            "hold it against a length, as `workdays(5)`, or ask for its `.amount`".to_owned()
        }
        (Sort::Length, Sort::Text(_), _) => {
            "hold it against a length, as `workdays(5)`, or ask for its `.unit`".to_owned()
        }
        (Sort::Number, Sort::Text(_), Expr::StringConstant(text, _))
            if text.parse::<i64>().is_ok() =>
        {
            format!("write the number without quotes: `{text}`")
        }
        (Sort::Number, Sort::Length, _) => {
            "hold it against a number, as `5`; of a length, `.amount` is the number".to_owned()
        }
        (Sort::Number, Sort::YesNo, _) => "hold it against a number, as `> 0`".to_owned(),
        (Sort::YesNo, Sort::Text(_), _) => "`true` and `false` stand without quotes".to_owned(),
        (Sort::YesNo, Sort::Number, _) => "yes is `true`, and no is `false`".to_owned(),
        (Sort::Number, Sort::Text(_), _) => {
            "compare a number with a number; `parse_int` reads one from a text".to_owned()
        }
        (Sort::Text(_), Sort::Number, Expr::IntegerConstant(number, _)) => {
            format!("write the text in quotes: `\"{number}\"`")
        }
        (Sort::Date, Sort::Instant, _) => {
            "compare fields that both end in `_on`, or both in `_at`".to_owned()
        }
        (Sort::Part(kind, _), ..) => ask_part(kind),
        _ => return None,
    })
}

fn ask_part(kind: Kind) -> String {
    let field = kind.member_names().first().copied().unwrap_or("code");
    format!("ask for one of its fields, as `.{field}`")
}

/// Two values cannot be calculated with.
pub(super) fn uncalculated(sign: &str, a: Written<'_>, b: Written<'_>) -> Told {
    let (of_a, of_b) = (without_unit(a.1, b.1), without_unit(b.1, a.1));
    let message = format!("{of_a} and {of_b} cannot be calculated with (`{sign}`)");
    let help = match (sign, a.1, b.1) {
        ("+" | "-", Sort::Date | Sort::Length, Sort::Number) => {
            let number = if let Expr::IntegerConstant(number, _) = b.0 { *number } else { 5 };
            format!("no unit, no length: write for example `{sign} workdays({number})`")
        }
        ("+" | "-", Sort::Instant, Sort::Length) => {
            "take its day: `date_of(...)`; an instant cannot be moved".to_owned()
        }
        ("-", Sort::Instant, Sort::Instant) | ("-", Sort::Date, Sort::Instant)
        | ("-", Sort::Instant, Sort::Date) => {
            "ask how much lies between them: `workdays_between(from, to)` or `minutes_between(from, to)`".to_owned()
        }
        (_, Sort::Length, _) | (_, _, Sort::Length) => {
            "calculate with numbers and give the result its unit: `workdays(2 * 5)`; of a length, `.amount` is the number".to_owned()
        }
        _ => "calculate with numbers".to_owned(),
    };
    (message, help)
}

/// What is wrong about holding a member against a text, where it is one of few words and this is none of them.
pub(super) fn never(member: &Expr, kinds: &Kinds, text: &str) -> Option<Mistake> {
    let Some(Sort::Text(words)) = kinds.only() else { return None };
    if words.all()?.contains(&text) {
        return None;
    }
    let (code, told) = match (words, text.parse::<EventKind>()) {
        (Words::Event(kinds), Ok(_)) => ("rule::never_happens", never_gets_there(kinds, text)),
        (Words::Event(_), Err(_)) => {
            let message = format!("`{text}` is no kind of event, so no event is one");
            let advice = unknown_kind(text).advice;
            let is_near = advice.starts_with("did you mean");
            let other =
                "write a kind of event; which special procedure it is about says `.special`";
            (CODE, (message, if is_near { advice } else { other.to_owned() }))
        }
        _ => (CODE, no_such_word(member, words, text)),
    };
    let mistake = Mistake::new(code, told.0).help(told.1);
    Some(if code == CODE { mistake } else { mistake.as_warning() })
}

fn never_gets_there(kinds: KindSet, text: &str) -> Told {
    let listed = suggest::listed(kinds.iter().map(EventKind::name));
    let message =
        format!("no event of the kind `{text}` ever gets here: the rule looks at {listed}");
    let help = format!("add `{text}` to what the rule looks at, or leave it out here");
    (message, help)
}

/// A member is held against a text that is none of its words.
fn no_such_word(member: &Expr, words: Words, text: &str) -> Told {
    let all = words.all().unwrap_or_default();
    let name = subject(member).unwrap_or_else(|| "it".to_owned());
    let listed = suggest::listed(all.iter().copied());
    let message = format!("`{name}` is never `{text}`: it is one of {listed}");
    let help =
        match (words.of_chinese(text).or_else(|| near(text, &all)), elsewhere(member, words, text))
        {
            (Some(near), _) => format!("did you mean `{near}`?"),
            (None, Some(told)) => told,
            (None, None) => "write one of these words".to_owned(),
        };
    (message, help)
}

/// The word that is meant: a slip of a letter, or a part of it.
fn near<'w>(text: &str, words: &[&'w str]) -> Option<&'w str> {
    let part = || {
        let mut longer =
            words.iter().copied().filter(|word| !text.is_empty() && word.contains(text));
        longer.next().filter(|_| longer.next().is_none())
    };
    suggest::nearest(text, words.iter().copied()).or_else(part)
}

/// `kind` and `type` of an item are easily mistaken for each other.
fn elsewhere(member: &Expr, words: Words, text: &str) -> Option<String> {
    let (other, name) = match words {
        Words::ItemKind => (Words::ItemType, "type"),
        Words::ItemType => (Words::ItemKind, "kind"),
        Words::Any | Words::Event(_) | Words::Unit => return None,
    };
    let meant = near(text, &other.all()?)?;
    let written = said(member);
    let of = written.as_deref().and_then(|it| it.rsplit_once('.')).map_or("c.item", |it| it.0);
    Some(format!("did you mean `{of}.{name} == \"{meant}\"`?"))
}

/// What a message calls an expression; None where it stands there outright.
#[expect(clippy::wildcard_enum_match_arm, reason = "anything else has no name of its own")]
fn subject(expr: &Expr) -> Option<String> {
    if let Some(said) = said(expr) {
        return Some(said);
    }
    match expr {
        Expr::Dot(..) => match steps(expr).last()? {
            Step::Field(name, _) => Some((*name).to_owned()),
            Step::Method(call, _) => Some(format!("{}(...)", call.name)),
            Step::Entry(..) => None,
        },
        Expr::FnCall(call, _) if call.name.starts_with(char::is_alphabetic) => {
            Some(format!("{}(...)", call.name))
        }
        _ => None,
    }
}
