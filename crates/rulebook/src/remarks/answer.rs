//! What closures answer that is not what their rule asks for.
//!
//! *Invariant.* Each way through a closure is looked at by itself, and told where it ends.
//!
//! *Absent on purpose.* Finding out what a way comes to: [`super::kinds`].

use duban_calendar::{Length, Policy, Unit};
use rhai::{Expr, Stmt};

use super::kinds::Leaf;
use super::remark;
use crate::draft::{Answer, Closure};
use crate::error::{Mistake, Source};
use crate::units::{uncounted, uncounted_on};
use crate::vocabulary::sorts::{Sort, Words};

/// What kind of mistake a wrong kind of value is.
const CODE: &str = "rule::wrong_kind";

const TEXT: Sort = Sort::Text(Words::Any);

/// What a rule can take, and what an author writes for it.
fn wanted(answer: Answer) -> (&'static [Sort], &'static str) {
    match answer {
        Answer::Limit => (&[Sort::Length], "`workdays(20)`, or nothing for no limit"),
        Answer::Threshold => (&[Sort::Threshold], "`before(workdays(1))` or `at_due()`"),
        Answer::Pause => (&[Sort::Pause], "`pause()`, `no_pause()` or `cap(...)`"),
        Answer::Truth => (&[Sort::YesNo], "a comparison, `true` or `false`"),
        Answer::Text => (&[TEXT], "a text in quotes"),
        Answer::Name => (&[TEXT, Sort::Number], "for example `e.officer`"),
        Answer::Moment => (&[Sort::Date, Sort::Instant], "a date"),
        Answer::Points => (&[Sort::Number, Sort::Fraction], "a number"),
    }
}

/// Complains of the answers of a closure that are of another kind than it is asked for. `policies`: how the clocks count whose limit or
/// extension it answers, if it does.
pub(super) fn of_closure(
    body: &[Stmt],
    leaves: &[Leaf],
    closure: &Closure,
    policies: &[Policy],
    source: &Source,
    found: &mut Vec<Mistake>,
) {
    let (wanted, example) = wanted(closure.answer);
    for leaf in leaves {
        let unfit = leaf.kinds.unfit(|sort| wanted.iter().any(|wanted| wanted.is_like(sort)));
        // Where nothing has no meaning, the rule breaks off.
        let is_missing =
            leaf.kinds.is_nothing() && matches!(closure.answer, Answer::Text | Answer::Points);
        if let Some(wrong) = unfit.or(is_missing.then_some(Sort::Nothing)) {
            let name = if wrong == Sort::Number { "a number without a unit" } else { wrong.name() };
            let name = if closure.answer == Answer::Limit { name } else { wrong.name() };
            let message = format!("the closure of `{}` answers {name} here", closure.word);
            found.push(remark(CODE, source, leaf.at, message, format!("answer {example}")));
        }
        let refused = policies.iter().find_map(|policy| refused_unit(closure, *policy, leaf));
        found.extend(
            refused.map(|(message, help)| remark("rule::units", source, leaf.at, message, help)),
        );
    }
    found.extend(silent(leaves, closure, source, example));
    found.extend(constant(body, closure, source));
}

/// A closure of which no way answers anything.
fn silent(leaves: &[Leaf], closure: &Closure, source: &Source, example: &str) -> Option<Mistake> {
    let told_already = matches!(closure.answer, Answer::Text | Answer::Points);
    let first = leaves.first().filter(|_| !told_already)?;
    leaves.iter().all(|leaf| leaf.kinds.is_nothing()).then(|| {
        let message = format!("the closure of `{}` never answers anything", closure.word);
        remark("rule::no_answer", source, first.at, message, format!("answer {example}"))
            .as_warning()
    })
}

/// A closure that is nothing but `true` or `false`.
fn constant(body: &[Stmt], closure: &Closure, source: &Source) -> Option<Mistake> {
    let [Stmt::Expr(only)] = body else { return None };
    let Expr::BoolConstant(truth, at) = &**only else { return None };
    if closure.answer != Answer::Truth {
        return None;
    }
    let message = match (closure.word, *truth) {
        (word, false) => format!("`{word}` is always `false`, so this rule never does anything"),
        (word, true) => format!("`{word}` is always `true`"),
    };
    let help = "write the condition that is meant";
    Some(remark("rule::always", source, *at, message, help).as_warning())
}

/// A length in a unit that the clock does not count.
fn refused_unit(closure: &Closure, policy: Policy, leaf: &Leaf) -> Option<(String, String)> {
    let word = leaf.word.as_deref()?;
    let length = Length::new(1, unit(word)?);
    let advice = match closure.word {
        "extends" => uncounted_on(policy, length)?.1,
        _ => uncounted(policy, length)?.1.to_owned(),
    };
    Some((format!("the clock does not count in `{word}`"), advice))
}

/// The unit that a word counts in.
pub(super) fn unit(word: &str) -> Option<Unit> {
    if word == "weeks" {
        return Some(Unit::Days);
    }
    Unit::ALL.into_iter().find(|unit| unit.name() == word)
}
