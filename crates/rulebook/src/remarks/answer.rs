//! What closures answer and words are given, as far as it stands there outright: a number where a length of time is wanted.
//!
//! *Invariant.* Only what stands at the end of a way through a closure counts as an answer, and only where its kind is plain.
//!
//! *Absent on purpose.* Variables and functions of the author: what they hold is found when the rule runs.

use duban_calendar::{Length, Policy, Unit};
use duban_domain::{EventKind, suggest};
use rhai::{AST, ASTFlags, ASTNode, Expr, FnCallExpr, Position, Stmt};

use super::{remark, statements};
use crate::draft::{Answer, Closure};
use crate::error::{Mistake, Source};
use crate::inspect;
use crate::units::uncounted;

/// What kind of mistake a wrong kind of value is.
const CODE: &str = "rule::wrong_kind";

/// Words for lengths of time.
const LENGTHS: &[&str] = &["workdays", "days", "weeks", "hours", "minutes", "months", "years"];
const THRESHOLDS: &[&str] = &["before", "after", "at_due", "at_percent", "earliest", "latest"];
const PAUSES: &[&str] = &["cap", "pause", "no_pause"];

/// What an expression is, where that is plain.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Plain {
    Number,
    Text,
    Truth,
    Length,
    Threshold,
    Pause,
    Moment,
}

impl Plain {
    fn name(self) -> &'static str {
        match self {
            Plain::Number => "a number without a unit",
            Plain::Text => "a text",
            Plain::Truth => "yes or no",
            Plain::Length => "a length of time",
            Plain::Threshold => "a threshold",
            Plain::Pause => "the effect of a pause",
            Plain::Moment => "a date or an instant",
        }
    }
}

/// What a closure comes to at the end of one way through it, and where that stands.
struct Leaf {
    plain: Plain,
    at: Position,
    /// The word it is said with, where it is one.
    word: String,
}

/// Complains of the answers of a closure that are of another kind than it is asked for. `policy`: how the clock counts whose limit it
/// answers, if it does.
pub(super) fn of_closure(
    script: &AST,
    closure: &Closure,
    policy: Option<Policy>,
    source: &Source,
    found: &mut Vec<Mistake>,
) {
    let name = closure.call.fn_name();
    let alone = inspect::alone(script, name);
    let statements = statements(&alone);
    let mut answers = Vec::new();
    last_of(&statements, &mut answers);
    alone.walk(&mut |path| {
        // What is thrown is no answer.
        if let Some(ASTNode::Stmt(Stmt::Return(Some(expr), flags, _))) = path.last()
            && !flags.intersects(ASTFlags::BREAK)
        {
            leaves(expr, &mut answers);
        }
        true
    });
    let (wanted, example): (&[Plain], _) = match closure.answer {
        Answer::Limit => (&[Plain::Length], "`workdays(20)`, or nothing for no limit"),
        Answer::Threshold => (&[Plain::Threshold], "`before(workdays(1))` or `at_due()`"),
        Answer::Pause => (&[Plain::Pause], "`pause()`, `no_pause()` or `cap(...)`"),
        Answer::Truth => (&[Plain::Truth], "a comparison, `true` or `false`"),
        Answer::Text => (&[Plain::Text], "a text in quotes"),
        Answer::Name => (&[Plain::Text, Plain::Number], "for example `e.officer`"),
        Answer::Moment => (&[Plain::Moment], "a date"),
        Answer::Points => (&[Plain::Number], "a number"),
    };
    for Leaf { plain, at, word } in &answers {
        let wrong = if wanted.contains(plain) {
            refused_unit(policy, word)
        } else {
            let message =
                format!("the closure of `{}` answers {} here", closure.word, plain.name());
            Some((CODE, message, format!("answer {example}")))
        };
        found.extend(wrong.map(|(code, message, help)| remark(code, source, *at, message, help)));
    }
    if let ([Leaf { plain: Plain::Truth, at, .. }], [Stmt::Expr(only)]) =
        (answers.as_slice(), statements.as_slice())
        && let Expr::BoolConstant(truth, _) = &**only
    {
        let message = match (closure.word, *truth) {
            (word, false) => {
                format!("`{word}` is always `false`, so this rule never does anything")
            }
            (word, true) => format!("`{word}` is always `true`"),
        };
        found.push(
            remark("rule::always", source, *at, message, "write the condition that is meant")
                .as_warning(),
        );
    }
}

/// A length in a unit that the clock does not count.
fn refused_unit(policy: Option<Policy>, word: &str) -> Option<(&'static str, String, String)> {
    let (_, advice) = uncounted(policy?, Length::new(1, unit(word)?))?;
    let message = format!("the clock does not count in `{word}`");
    Some(("rule::units", message, advice.to_owned()))
}

fn last_of(statements: &[Stmt], answers: &mut Vec<Leaf>) {
    let Some(last) = statements.last() else { return };
    if let Stmt::Expr(expr) = last {
        leaves(expr, answers);
    } else if let Stmt::If(flow, _) = last {
        last_of(flow.body.statements(), answers);
        last_of(flow.branch.statements(), answers);
    } else if let Stmt::Block(block) = last {
        last_of(block.statements(), answers);
    } else if let Stmt::FnCall(call, at) = last {
        let word_of = |plain| Leaf { plain, at: *at, word: call.name.to_string() };
        answers.extend(word(call).map(word_of));
    }
}

/// What an expression can come to, as far as it is plain.
#[expect(clippy::wildcard_enum_match_arm, reason = "of any other expression nothing is plain")]
fn leaves(expr: &Expr, answers: &mut Vec<Leaf>) {
    match expr {
        Expr::Stmt(block) => last_of(block.statements(), answers),
        Expr::Coalesce(parts, _) => parts.iter().for_each(|part| leaves(part, answers)),
        other => answers.extend(plain(other).map(|plain| Leaf {
            plain,
            at: other.start_position(),
            word: said_with(other).unwrap_or_default().to_owned(),
        })),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "of any other expression nothing is plain")]
fn plain(expr: &Expr) -> Option<Plain> {
    match expr {
        Expr::IntegerConstant(..) => Some(Plain::Number),
        Expr::StringConstant(..) | Expr::InterpolatedString(..) => Some(Plain::Text),
        Expr::BoolConstant(..) | Expr::And(..) | Expr::Or(..) => Some(Plain::Truth),
        Expr::FnCall(call, _) => word(call),
        Expr::Dot(..) => {
            let member = inspect::last_field(expr)?;
            let length = inspect::is_length(member).then_some(Plain::Length);
            length.or_else(|| inspect::is_moment(member).then_some(Plain::Moment))
        }
        _ => None,
    }
}

/// The word that an expression is a call of.
fn said_with(expr: &Expr) -> Option<&str> {
    if let Expr::FnCall(call, _) = expr { Some(call.name.as_str()) } else { None }
}

/// The unit that a word counts in.
fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "workdays" => Unit::Workdays,
        "days" | "weeks" => Unit::Days,
        "hours" => Unit::Hours,
        "minutes" => Unit::Minutes,
        "months" => Unit::Months,
        "years" => Unit::Years,
        _ => return None,
    })
}

fn word(call: &FnCallExpr) -> Option<Plain> {
    let name = call.name.as_str();
    let comparison = matches!(name, "==" | "!=" | "<" | "<=" | ">" | ">=" | "!" | "in");
    if LENGTHS.contains(&name) {
        Some(Plain::Length)
    } else if THRESHOLDS.contains(&name) {
        Some(Plain::Threshold)
    } else if PAUSES.contains(&name) {
        Some(Plain::Pause)
    } else if comparison {
        Some(Plain::Truth)
    } else {
        None
    }
}

/// Complains of what words are given that they cannot take, in closures that no case has run yet.
pub(super) fn arguments(script: &AST, source: &Source, found: &mut Vec<Mistake>) {
    script.walk(&mut |path| {
        if let Some(ASTNode::Expr(Expr::FnCall(call, at)) | ASTNode::Stmt(Stmt::FnCall(call, at))) =
            path.last()
            && let Some((message, help)) = misused(call)
        {
            found.push(remark(CODE, source, *at, message, help));
        }
        true
    });
}

fn misused(call: &FnCallExpr) -> Option<(String, String)> {
    let (name, given) = (call.name.as_str(), call.args.as_slice());
    if let ("at_percent", [Expr::IntegerConstant(share, _)]) = (name, given) {
        return (!(1..=100).contains(share)).then(|| {
            let help = "write a share of the limit from 1 to 100; what comes after the due date is `after(workdays(5))`";
            (format!("`at_percent({share})` is no share of a limit"), help.to_owned())
        });
    }
    if let ("==" | "!=" | "<" | "<=" | ">" | ">=", [a, b]) = (name, given)
        && let Some(told) = misheld(a, b).or_else(|| misheld(b, a))
    {
        return Some(told);
    }
    let wanted: &[Plain] = match name {
        "before" | "after" | "cap" | "min" | "max" => &[Plain::Length],
        "earliest" | "latest" => &[Plain::Threshold],
        _ if LENGTHS.contains(&name) => &[Plain::Number],
        _ => return None,
    };
    let numbers =
        matches!(name, "min" | "max") && !given.iter().any(|it| plain(it) == Some(Plain::Length));
    if numbers {
        return None;
    }
    if let ("min" | "max", [Some(a), Some(b)]) =
        (name, given.iter().map(|it| said_with(it).and_then(unit)).collect::<Vec<_>>().as_slice())
        && a != b
    {
        let message = format!("`{name}` compares {a} with {b}, which depends on the day");
        return Some((message, "give both in the same unit".to_owned()));
    }
    let wrong = given.iter().filter_map(plain).find(|plain| !wanted.contains(plain))?;
    let help = match (wrong, given) {
        (Plain::Number, [Expr::IntegerConstant(number, _), ..]) => {
            format!("no unit, no clock: write for example `{name}(workdays({number}))`")
        }
        _ if wanted == [Plain::Number] => format!("write for example `{name}(5)`"),
        _ if wanted == [Plain::Threshold] => {
            format!("write for example `{name}(at_due(), at_percent(90))`")
        }
        _ => format!("write for example `{name}(workdays(1))`"),
    };
    Some((format!("`{name}` takes {}, not {}", wanted[0].name_as_wanted(), wrong.name()), help))
}

/// What is wrong about holding a member of the case against something that stands there outright.
#[expect(clippy::wildcard_enum_match_arm, reason = "anything else does not stand there outright")]
fn misheld(member: &Expr, against: &Expr) -> Option<(String, String)> {
    let name = inspect::last_field(member)?;
    match against {
        Expr::StringConstant(text, _) if inspect::is_moment(name) => Some((
            format!("`{name}` is a date or an instant, and is held against a text"),
            format!("write the day as `date(\"{text}\")`, and of an instant `date_of(...)`"),
        )),
        Expr::IntegerConstant(number, _) if inspect::is_length(name) => Some((
            format!("`{name}` is a length of time, and is held against a number without a unit"),
            format!("no unit, no length: write for example `workdays({number})`"),
        )),
        Expr::StringConstant(text, _) if inspect::is_event_kind(member) => {
            let names = EventKind::ALL.iter().map(|kind| kind.name());
            let near = names.clone().all(|it| it != text.as_str());
            let near = near.then(|| suggest::nearest(text, names)).flatten()?;
            let message = format!("`{text}` is no kind of event, so no event is one");
            Some((message, format!("did you mean `{near}`?")))
        }
        _ => None,
    }
}

impl Plain {
    fn name_as_wanted(self) -> &'static str {
        if self == Plain::Number { "a whole number" } else { self.name() }
    }
}
