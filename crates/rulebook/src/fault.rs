//! What went wrong in a script, in words that its author understands.
//!
//! *Invariant.* No fault names a type of this program: it speaks of lengths, dates, texts and events.
//!
//! *Absent on purpose.* A way to go on: the engine turns a fault into a supervised finding on the case and the rule.

mod declared;
mod signs;

use rhai::{Dynamic, EvalAltResult, Position};
use thiserror::Error;

use crate::draft::Closure;
use crate::error::{Mistake, Source};
use crate::inspect;
use crate::plan::Place;
use crate::position;
use crate::suggest;
use crate::vocabulary::words::{Kind, LANGUAGE_WORDS, VALUE_WORDS};
use crate::vocabulary::{Complaint, kind_named, kind_of};

/// A script that failed on a case.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Error)]
#[error("{file}:{line}: {message}; {advice}", file = place.file, line = place.line)]
pub struct Fault {
    /// The script and line that failed.
    pub place: Place,
    /// What went wrong.
    pub message: String,
    /// What to do about it.
    pub advice: String,
}

/// The fault of a closure that failed with this error.
pub(crate) fn of(error: &EvalAltResult, closure: &Closure) -> Fault {
    let (complaint, at) = explained(error);
    let mut fault = because(complaint, closure);
    // Some errors have no position; then the closure's own has to do.
    if let Some(line) = at.line() {
        fault.place.line = u32::try_from(line).unwrap_or(u32::MAX);
    }
    fault
}

/// The fault of a closure that answered, but wrongly.
pub(crate) fn because(complaint: Complaint, closure: &Closure) -> Fault {
    Fault {
        place: closure.spot.place.clone(),
        message: complaint.message,
        advice: complaint.advice,
    }
}

/// An error of the script engine in the author's words, and where it happened.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the language has errors that no rulebook can cause; they say themselves what they are"
)]
pub(crate) fn explained(error: &EvalAltResult) -> (Complaint, Position) {
    let inner = innermost(error);
    let complaint = beyond_limits(inner).unwrap_or_else(|| match inner {
        EvalAltResult::ErrorRuntime(thrown, _) => match thrown.read_lock::<Complaint>() {
            Some(complaint) => complaint.clone(),
            None => Complaint::new(
                format!("the script gives up: {}", thrown_words(thrown)),
                "see why it throws",
            ),
        },
        EvalAltResult::ErrorFunctionNotFound(signature, _) => unknown_function(signature),
        EvalAltResult::ErrorDotExpr(message, _) => unknown_member(message),
        EvalAltResult::ErrorPropertyNotFound(name, _) => Complaint::new(
            format!("the table has no entry `{name}`"),
            "check the spelling of the name",
        ),
        EvalAltResult::ErrorIndexingType(..) => Complaint::new(
            "something that is no list, table or text is read with `[...]`",
            "read its fields with a dot, as `c.item.code`",
        ),
        EvalAltResult::ErrorVariableNotFound(name, _) => Complaint::new(
            format!("`{name}` is not known here"),
            "a closure knows its parameters and the constants above it; a function `fn` knows only its parameters",
        ),
        EvalAltResult::ErrorArithmetic(..) => Complaint::new(
            "this cannot be calculated: a number is divided by zero or grows too large",
            "check the numbers before calculating",
        ),
        EvalAltResult::ErrorArrayBounds(..) | EvalAltResult::ErrorStringBounds(..) => {
            Complaint::new("a list or text is read beyond its end", "check its `len()` first")
        }
        EvalAltResult::ErrorMismatchDataType(expected, found, _) => Complaint::new(
            format!("{} is needed here, not {}", kind_named(expected), kind_named(found)),
            "give what is needed",
        ),
        EvalAltResult::ErrorFor(_) => Complaint::new(
            "`for` goes through a list, and this is none",
            "write for example `for kind in [\"听证\", \"公示\"]`",
        ),
        EvalAltResult::ErrorAssignmentToConstant(name, _) => Complaint::new(
            format!("`{name}` is a constant and keeps its value"),
            "use a variable of another name",
        ),
        EvalAltResult::ErrorParsing(error, _) => Complaint::new(
            format!("the script cannot be read: {}", lower(&error.to_string())),
            "check the brackets and quotes before this place",
        ),
        other => Complaint::new(lower(&other.to_string()), "check what stands at this place"),
    });
    (complaint, position(error))
}

/// What a script throws, as far as it can be said in words.
fn thrown_words(thrown: &Dynamic) -> String {
    let plain = thrown.is_string() || thrown.is_int() || thrown.is_bool();
    if plain { thrown.to_string() } else { format!("it throws {}", kind_of(thrown)) }
}

/// The kind of mistake of a script that would have done harm.
pub(crate) const BEYOND_LIMITS: &str = "rule::beyond_limits";

/// A script that cannot be read.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the language has many syntax errors; the rest say themselves what they are"
)]
pub(crate) fn unreadable(source: &Source, error: &rhai::ParseError) -> Mistake {
    use rhai::{LexError, ParseErrorType};
    if let Some(mistake) = signs::full_width(source, error) {
        return mistake;
    }
    let at = position::word_at(source, error.position());
    let (message, help) = match error.err_type() {
        ParseErrorType::VariableUndefined(name) => (
            format!("`{name}` is not known here"),
            "a text stands in quotes; a constant must be declared above its use; a closure names its parameters: `|c| ...`".to_owned(),
        ),
        ParseErrorType::UnexpectedEOF => {
            ("the script ends in the middle of something".to_owned(), "close the brackets, braces and quotes that are open".to_owned())
        }
        ParseErrorType::BadInput(LexError::UnterminatedString) => {
            ("a text has no end".to_owned(), "close it with a quote on the same line".to_owned())
        }
        ParseErrorType::BadInput(LexError::UnexpectedInput(sign)) => (
            format!("`{sign}` does not belong here"),
            "outside texts, rules use half-width signs: ( ) . , \" |".to_owned(),
        ),
        ParseErrorType::BadInput(LexError::MalformedChar(text)) => (
            "single quotes hold one letter, and a text stands in double quotes".to_owned(),
            format!("write `\"{text}\"`"),
        ),
        ParseErrorType::MissingToken(token, why) => {
            (format!("`{token}` is missing {}", lower(why)), format!("add `{token}`, or remove what stands before it"))
        }
        ParseErrorType::ExprTooDeep => (
            "too much stands in one expression".to_owned(),
            "give its parts names with `let` above it, or move them into a function `fn`".to_owned(),
        ),
        ParseErrorType::LiteralTooLarge(_, most) | ParseErrorType::BadInput(LexError::StringTooLong(most)) => (
            format!("a text is longer than {most} bytes"),
            "shorten it, or look for the quote that should close it".to_owned(),
        ),
        ParseErrorType::UnknownOperator(sign)
        | ParseErrorType::Reserved(sign)
        | ParseErrorType::BadInput(LexError::ImproperSymbol(sign, _))
            if !sign.starts_with(char::is_alphabetic) =>
        {
            (format!("`{sign}` is no sign of a rulebook"), "use one of + - * / % == != < <= > >= && || ! ??, with blanks between two of them".to_owned())
        }
        ParseErrorType::Reserved(word) | ParseErrorType::BadInput(LexError::ImproperSymbol(word, _)) => {
            (format!("`{word}` cannot be used in a rulebook"), "use another name; scripts reach no files, no network and no clock".to_owned())
        }
        other => (lower(&other.to_string()), "check this place and what stands before it".to_owned()),
    };
    Mistake::new("rule::syntax", message).at(source, at).help(help)
}

/// A script that would have done harm.
fn beyond_limits(error: &EvalAltResult) -> Option<Complaint> {
    let (message, advice) = if let EvalAltResult::ErrorTooManyOperations(_) = error {
        (
            "the rule does not come to an end",
            "check its loops, or raise `operations` under `[limits]` in rulebook.toml",
        )
    } else if let EvalAltResult::ErrorStackOverflow(_) = error {
        (
            "functions call each other too deep",
            "check for a function that calls itself without an end",
        )
    } else if let EvalAltResult::ErrorDataTooLarge(..) = error {
        (
            "a text or list grows too large",
            "check its loops, or raise `text` or `list` under `[limits]` in rulebook.toml",
        )
    } else if let EvalAltResult::ErrorTooManyVariables(_) = error {
        ("there are too many variables", "use fewer")
    } else {
        return None;
    };
    Some(Complaint::new(message, advice).code(BEYOND_LIMITS))
}

/// Where it happened, as seen from the script that was called: a function may stand in another script, its call does not.
fn position(mut error: &EvalAltResult) -> Position {
    while let EvalAltResult::ErrorInFunctionCall(name, _, inner, at) = error {
        if !inspect::is_closure(name) {
            return *at;
        }
        error = inner;
    }
    error.position()
}

fn innermost(mut error: &EvalAltResult) -> &EvalAltResult {
    while let EvalAltResult::ErrorInFunctionCall(_, _, inner, _)
    | EvalAltResult::ErrorInModule(_, inner, _) = error
    {
        error = inner;
    }
    error
}

/// The first letter small, and without the place at the end: messages say it themselves.
pub(crate) fn lower(message: &str) -> String {
    let message = message
        .rsplit_once(" (line ")
        .map_or(message, |(message, _)| message)
        .trim_end_matches('.');
    let mut letters = message.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// Words that are said of a text itself, and not of one that is yet to be looked at.
const OF_TEXTS: &[&str] =
    &["trim", "split", "replace", "sub_string", "to_upper", "to_lower", "chars", "index_of"];

/// The type of a text that is yet to be looked at, as signatures name it.
const UNREAD_TEXT: &str = "words";

/// Words that ask a text what is in it.
const EMPTY_TESTS: &[&str] = &["is_empty", "contains", "starts_with", "ends_with", "len"];

/// From `+ (length of time, i64)`.
fn unknown_function(signature: &str) -> Complaint {
    let (name, types) = signature.split_once(" (").unwrap_or((signature, ""));
    let kinds: Vec<_> = types
        .strip_suffix(')')
        .unwrap_or(types)
        .split(", ")
        .filter(|name| !name.is_empty())
        .map(kind_named)
        .collect();
    if let Some(complaint) = declared::misused(name, &kinds) {
        return complaint;
    }
    let is_word = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let known = VALUE_WORDS.iter().chain(LANGUAGE_WORDS).copied();
    if is_word && !known.clone().any(|word| word == name) {
        return Complaint::new(format!("there is no word `{name}`"), suggest::advice(name, known))
            .code("rule::unknown_word");
    }
    let of_unread = types.split([',', ')']).next().is_some_and(|it| it == UNREAD_TEXT);
    let nothing = kinds.iter().any(|kind| kind == "nothing");
    let with = |kind: &str| kinds.iter().any(|it| it == kind);
    if of_unread && OF_TEXTS.contains(&name) {
        return Complaint::new(
            format!("`{name}` works on a text that was looked at, and this one was not yet"),
            format!("look at the text first: `let text = value(...); text.{name}(...);`"),
        );
    }
    if nothing && EMPTY_TESTS.contains(&name) {
        return Complaint::new(
            format!("`{name}` is asked of what is missing in this case"),
            "ask first whether it is there, for example `e.note == () || e.note.is_empty()`",
        );
    }
    let message = match kinds.as_slice() {
        [a, b] if !is_word => format!("`{name}` does not work between {a} and {b}"),
        other if !is_word => format!("`{name}` does not work on {}", other.join(", ")),
        [] => format!("`{name}` does not take nothing"),
        given => format!("`{name}` does not take {}", given.join(" and ")),
    };
    let advice = if nothing {
        "something is missing in this case; say what holds then, as `c.item.promised_limit ?? workdays(5)`"
    } else if with("a length of time") && with("a whole number") {
        "no unit, no clock: write for example `workdays(5)`"
    } else if with("a letter") {
        "a text stands in double quotes; single ones hold one letter"
    } else {
        "use values of the kinds that belong together"
    };
    Complaint::new(message, advice)
}

/// From `Unknown property 'x' - a getter is not registered for type 'case'`.
fn unknown_member(message: &str) -> Complaint {
    let mut quoted = message.split('\'').skip(1).step_by(2);
    let (Some(name), Some(of)) = (quoted.next(), quoted.next()) else {
        return Complaint::new(lower(message), "check what stands before the dot");
    };
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
    let kind = kinds.into_iter().find(|kind| {
        kind.name().trim_start_matches("an ").trim_start_matches("a ").trim_start_matches("the ")
            == of
    });
    match kind {
        Some(kind) => no_member(kind, name),
        None if of == "()" => Complaint::new(
            format!("`.{name}` is read of what is missing in this case"),
            "ask first whether it is there, or say what holds otherwise with `??`",
        ),
        None => Complaint::new(
            format!("{} has no field `{name}`", kind_named(of)),
            "check the spelling of the field",
        ),
    }
}

/// The case, the event or a part of them has no such field.
pub(crate) fn no_member(kind: Kind, name: &str) -> Complaint {
    let of_checks = kind == Kind::Record && Kind::Event.member_names().contains(&name);
    let advice = if of_checks {
        "a case keeps it of extensions, suspensions and special procedures alone; let a check look at it, on the event itself".to_owned()
    } else {
        suggest::advice(name, kind.member_names())
    };
    Complaint::new(format!("`{name}` is not a field of {}", kind.name()), advice)
        .code("rule::unknown_field")
}
