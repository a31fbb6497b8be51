//! Reads scripts without running them, to find what would fail on the first case that gets there.
//!
//! *Invariant.* What is complained about here would be wrong in any case: a name that nothing bears, a day that does not exist.
//!
//! *Absent on purpose.* Kinds of values: [`crate::remarks`] infers them for `check`, and a rulebook loads without. What is not found there is
//! found when the rule runs, and becomes a fault on that case.

mod functions;
mod only_reads;
mod steps;

use std::collections::BTreeSet;

use duban_domain::EventKind;
use rhai::{AST, ASTNode, Expr, FnCallExpr, Position, Stmt};

use crate::draft::Closure;
use crate::error::{Mistake, Source};
use crate::fault::no_member;
use crate::position;
use crate::suggest;
use crate::vocabulary::Complaint;
use crate::vocabulary::dates::no_date;
use crate::vocabulary::thresholds::unknown_kind;
use crate::vocabulary::words::{
    CASE_METHODS, COUNTER_METHODS, Kind, LANGUAGE_WORDS, LENGTH, OPENING_WORDS, Reads, VALUE_WORDS,
};
use crate::vocabulary::{check, clock, scoring};

pub(crate) use functions::{
    alone, closures_of_functions, each_alone, is_closure, one_alone, parameters,
};
pub(crate) use only_reads::only_reads;
pub(crate) use steps::{Step, steps};

/// Checks all of a script that needs no knowledge of what its closures are for. `before`: the functions of earlier scripts.
pub(crate) fn script(ast: &AST, before: &AST, source: &Source, mistakes: &mut Vec<Mistake>) {
    let functions = ast.iter_functions().chain(before.iter_functions());
    let own: BTreeSet<&str> = functions.map(|function| function.name).collect();
    let shadows = ast.iter_functions().filter(|it| known_words().any(|word| word == it.name));
    mistakes.extend(shadows.map(|function| shadowed(function.name, source)));
    ast.walk(&mut |path| {
        let found = match path.last() {
            Some(
                ASTNode::Expr(Expr::FnCall(call, at) | Expr::MethodCall(call, at))
                | ASTNode::Stmt(Stmt::FnCall(call, at)),
            ) => {
                let of = matches!(path.last(), Some(ASTNode::Expr(Expr::MethodCall(..))))
                    .then(|| opening(path))
                    .flatten();
                called(call, of, &own).map(|complaint| (complaint, *at))
            }
            Some(ASTNode::Stmt(Stmt::Switch(switch, at))) => {
                unclear_switch(&switch.0).map(|complaint| (complaint, *at))
            }
            Some(ASTNode::Expr(expr @ Expr::Dot(..))) => {
                computed_fact(expr).map(|complaint| (complaint, expr.position()))
            }
            _ => None,
        };
        mistakes.extend(found.map(|(complaint, at)| mistake(complaint, source, at)));
        true
    });
}

/// A function of the author's with the name of a word: the word would not be heard any more.
fn shadowed(name: &str, source: &Source) -> Mistake {
    let message = format!(
        "the function `{name}` has the name of a word, which would no longer mean what it means"
    );
    let complaint =
        Complaint::new(message, "give the function another name").code("rule::shadowed");
    complaint.into_mistake(source, position::function_at(&source.text, name))
}

fn mistake(complaint: Complaint, source: &Source, at: Position) -> Mistake {
    complaint.into_mistake(source, position::word_at(source, at))
}

/// Every word that scripts can call.
fn known_words() -> impl Iterator<Item = &'static str> + Clone {
    let clock = clock::WORDS.iter().map(|word| word.name);
    let check = check::WORDS.iter().map(|word| word.name);
    let scoring = scoring::WORDS.iter().map(|word| word.name);
    let lists = [VALUE_WORDS, LANGUAGE_WORDS, CASE_METHODS, COUNTER_METHODS, OPENING_WORDS];
    clock.chain(check).chain(scoring).chain(lists.into_iter().flatten().copied())
}

/// The word that opens the declaration in which a word stands: `clock` of `clock("k").yelow(at_due())`.
fn opening<'a>(path: &[ASTNode<'a>]) -> Option<&'a str> {
    path.iter().rev().find_map(|node| {
        let ASTNode::Expr(Expr::Dot(chain, ..)) = node else { return None };
        let Expr::FnCall(call, _) = &chain.lhs else { return None };
        OPENING_WORDS.contains(&call.name.as_str()).then_some(call.name.as_str())
    })
}

/// What to write in place of a word that a declaration has not.
fn in_declaration(of: &str, name: &str) -> String {
    let clock = || clock::WORDS.iter().map(|word| word.name);
    let check = || check::WORDS.iter().map(|word| word.name);
    let (words, else_) = match of {
        "clock" => (
            clock().collect(),
            "a clock raises `reminder`, `yellow` and `red`; its other words stand in the vocabulary",
        ),
        "check" => (
            check().collect(),
            "a check raises `finding`, `reminder`, `yellow` and `red`; its other words stand in the vocabulary",
        ),
        "scoring" => (
            scoring::WORDS.iter().map(|word| word.name).collect(),
            "a scoring says `dimension`, `deduct` and `bonus`",
        ),
        _ => (
            clock().chain(check()).collect::<Vec<_>>(),
            "what is changed says the words of a clock or a check; warnings are `reminder`, `yellow` and `red`, of a check `finding` too",
        ),
    };
    match suggest::nearest(name, words) {
        Some(near) => format!("did you mean `{near}`?"),
        None => else_.to_owned(),
    }
}

fn called(call: &FnCallExpr, of: Option<&str>, own: &BTreeSet<&str>) -> Option<Complaint> {
    let name = call.name.as_str();
    // Signs are calls too, and so is what a closure captures.
    let is_word = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    if is_word && name != "curry" && !own.contains(name) && !known_words().any(|word| word == name)
    {
        let mut words: Vec<&str> = known_words().collect();
        words.extend(own);
        let advice = match (of, suggest::nearest(name, words)) {
            (Some(of), _) => in_declaration(of, name),
            (None, Some(near)) => format!("did you mean `{near}`?"),
            (None, None) => "define it with `fn`, or use a word of the vocabulary".to_owned(),
        };
        return Some(
            Complaint::new(format!("there is no word `{name}`"), advice).code("rule::unknown_word"),
        );
    }
    match (name, call.args.as_slice()) {
        ("date", [Expr::StringConstant(text, _)])
            if text.parse::<duban_calendar::Day>().is_err() =>
        {
            Some(no_date(text))
        }
        (method, [Expr::StringConstant(kind, _)]) if CASE_METHODS.contains(&method) => {
            kind.parse::<EventKind>().is_err().then(|| unknown_kind(kind))
        }
        _ => None,
    }
}

/// A `switch` compares by identity: a value that is yet to be looked at would silently match nothing.
fn unclear_switch(subject: &Expr) -> Option<Complaint> {
    let plain = |name: &str| {
        let kinds = [Kind::Case, Kind::Item, Kind::Step, Kind::Event, Kind::Record, Kind::Special];
        let members =
            || kinds.into_iter().flat_map(Kind::members).filter(|(known, _)| *known == name);
        matches!(name, "unit" | "amount")
            || (members().count() > 0
                && members().all(|(_, reads)| matches!(reads, Reads::Plain(_))))
    };
    let steps = steps(subject);
    let clear = match steps.last() {
        Some(Step::Field(name, _)) => {
            plain(name) && !steps.iter().any(|step| step.is_field("facts"))
        }
        Some(Step::Method(call, _)) => {
            matches!(call.name.as_str(), "value" | "count" | "has" | "len")
        }
        Some(Step::Entry(..)) => false,
        None => subject.is_constant() || matches!(subject, Expr::InterpolatedString(..)),
    };
    (!clear).then(|| {
        Complaint::new(
            "`switch` has to look at a value, and this one may be one that is not looked at before something is asked of it",
            "end it with `.value()`, as `switch c.facts.category.value() { ... }`, or use `if`",
        )
    })
}

/// The names of all facts that a script reads.
pub(crate) fn fact_names(ast: &AST, names: &mut Vec<String>) {
    let known = |name: &str| {
        let kinds = [
            Kind::Case,
            Kind::Item,
            Kind::Step,
            Kind::Event,
            Kind::Record,
            Kind::Special,
            Kind::Counters,
            Kind::Warnings,
        ];
        kinds.into_iter().any(|kind| kind.member_names().contains(&name)) || LENGTH.contains(&name)
    };
    ast.walk(&mut |path| {
        let Some(ASTNode::Expr(expr @ (Expr::Dot(..) | Expr::Index(..)))) = path.last() else {
            return true;
        };
        let steps = steps(expr);
        for pair in steps.windows(2) {
            if pair[0].is_field("facts")
                && let Step::Field(name, _) | Step::Entry(Some(name), _) = &pair[1]
            {
                names.push((*name).to_owned());
            }
        }
        // `let f = c.facts; f.deadline`: what no part is known to have can only be a fact.
        if let Some(Step::Field(name, _) | Step::Entry(Some(name), _)) = steps.first()
            && !known(name)
        {
            names.push((*name).to_owned());
        }
        true
    });
}

fn computed_fact(expr: &Expr) -> Option<Complaint> {
    let steps = steps(expr);
    let computed = steps
        .windows(2)
        .any(|pair| pair[0].is_field("facts") && matches!(pair[1], Step::Entry(None, _)));
    computed.then(|| {
        Complaint::new(
            "the name of a fact is worked out only when the rule runs",
            "name it outright, as `c.facts[\"许可到期日\"]`, so that cases know which facts to keep",
        )
    })
}

/// Checks what a closure reads of its parameters, knowing what they are. `rules`: the names of all clocks and checks, if they are known.
pub(crate) fn closure(
    ast: &AST,
    closure: &Closure,
    source: &Source,
    rules: Option<&Rules<'_>>,
    mistakes: &mut Vec<Mistake>,
) {
    let Some((captured, own)) = parameters(ast, closure) else { return };
    alone(ast, closure.call.fn_name()).walk(&mut |path| {
        let found = match path.last() {
            Some(ASTNode::Expr(expr @ (Expr::Dot(chain, ..) | Expr::Index(chain, ..)))) => {
                let role = variable(&chain.lhs)
                    .and_then(|variable| own.iter().position(|name| name == variable))
                    .and_then(|at| closure.roles.get(at));
                role.and_then(|role| unknown_member(*role, &steps(expr), rules))
            }
            Some(ASTNode::Stmt(Stmt::Assignment(assignment))) => {
                remembered(&assignment.1.lhs, &captured)
            }
            _ => None,
        };
        mistakes.extend(found.map(|(complaint, at)| mistake(complaint, source, at)));
        true
    });
}

/// The name, if the expression is nothing but a variable.
fn variable(expr: &Expr) -> Option<&str> {
    if let Expr::Variable(variable, ..) = expr { Some(variable.1.as_str()) } else { None }
}

/// The names of clocks and of checks.
#[derive(Debug)]
pub(crate) struct Rules<'a> {
    pub(crate) clocks: Vec<&'a str>,
    pub(crate) checks: Vec<&'a str>,
}

fn unknown_member(
    mut kind: Kind,
    steps: &[Step<'_>],
    rules: Option<&Rules<'_>>,
) -> Option<(Complaint, Position)> {
    for step in steps {
        kind = match (kind, step) {
            (Kind::Facts | Kind::Value, _) => return None,
            (kind, Step::Field(name, at)) => {
                if !kind.member_names().contains(name) {
                    return Some((no_member(kind, name), *at));
                }
                let member = kind.members().iter().find(|(known, _)| known == name);
                match member {
                    Some((_, Reads::Part(part))) => *part,
                    _ => Kind::Value,
                }
            }
            (kind, Step::Method(call, at)) => match answered(kind, call, rules) {
                Ok(answered) => answered,
                Err(complaint) => return Some((complaint, *at)),
            },
            (kind, Step::Entry(_, entry)) => {
                let complaint = Complaint::new(
                    format!("brackets do not work on {}", kind.name()),
                    "read its fields with a dot",
                );
                return Some((complaint, entry.position()));
            }
        };
    }
    None
}

/// What a method of this part answers.
fn answered(kind: Kind, call: &FnCallExpr, rules: Option<&Rules<'_>>) -> Result<Kind, Complaint> {
    let method = call.name.as_str();
    let known = |what, names: &[&str], name: &str| {
        if names.contains(&name) { Ok(()) } else { Err(no_rule(what, name, names)) }
    };
    match (kind, method, call.args.as_slice()) {
        (Kind::Counters, "clock", [Expr::StringConstant(name, _)]) => {
            rules.map_or(Ok(()), |rules| known("clock", &rules.clocks, name))?;
            Ok(Kind::Warnings)
        }
        (Kind::Counters, "check", [Expr::StringConstant(name, _)]) => {
            rules.map_or(Ok(()), |rules| known("check", &rules.checks, name))?;
            Ok(Kind::Value)
        }
        (kind, method, _) if !kind.methods().contains(&method) && method != "value" => {
            let words = kind.methods().iter().copied().chain(kind.member_names());
            let advice = suggest::advice(method, words);
            Err(Complaint::new(
                format!("`{method}(...)` cannot be asked of {}", kind.name()),
                advice,
            ))
        }
        _ => Ok(Kind::Value),
    }
}

fn no_rule(what: &str, name: &str, known: &[&str]) -> Complaint {
    let advice = suggest::advice(name, known.iter().copied());
    Complaint::new(format!("there is no {what} `{name}`"), advice)
        .code("rule::unknown_rule")
        .about(name)
}

/// A closure that changes what it captured would like to remember something from case to case.
fn remembered(target: &Expr, captured: &[String]) -> Option<(Complaint, Position)> {
    let Expr::Variable(variable, _, at) = target else { return None };
    let name = variable.1.as_str();
    captured.iter().any(|captured| captured == name).then(|| {
        let complaint = Complaint::new(
            format!(
                "a rule cannot change `{name}`: it remembers nothing from one case to the next"
            ),
            format!("use a variable of its own: `let {name} = ...` within the closure"),
        );
        (complaint, *at)
    })
}
