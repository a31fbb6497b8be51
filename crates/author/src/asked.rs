//! What an expected line asks of a warning beyond when it was due and which it is: who answers for it, and what it says.
//!
//! *Invariant.* Who asks nothing is told nothing: a line without these words is held against the same decision as ever.
//!
//! *Absent on purpose.* Asking it of re-judgements and of what is deemed: nobody answers for those, and they say nothing.

use std::ops::Range;

use duban_domain::suggest;
use duban_engine::{Decision, Warning};

use crate::compare::{Change, compare};

const ANSWERS: &str = "answers=";
const SAYS: &str = "says=";

/// The words that an expected line may have.
const NAMES: [&str; 3] = ["answers", "case", "says"];

/// What stands where nobody answers or nothing is said.
const NOBODY: &str = "-";

/// What is wrong with an expected line, with its bytes.
pub(crate) fn mistake(line: &str) -> Option<(Range<usize>, String)> {
    // What a rule failed with may hold anything.
    let line = line.split(" failed: ").next().unwrap_or(line);
    let upto = says(line).map_or(line.len(), |span| span.start - SAYS.len());
    let mut at = 0;
    for word in line[..upto].split(' ') {
        let span = at..at + word.len();
        at += word.len() + 1;
        if let Some((name, _)) = word.split_once('=')
            && !NAMES.contains(&name)
        {
            let advice = suggest::advice(name, NAMES);
            return Some((span, format!("an expected decision has no `{name}=`; {advice}")));
        }
    }
    None
}

/// The lines as they were decided; where what was expected asks more, with the answer in its words. `lines`: one a decision.
pub(crate) fn answered(
    expected: &[String],
    decisions: &[Decision],
    lines: Vec<String>,
) -> Vec<String> {
    let plain: Vec<String> = expected.iter().map(|line| without(line)).collect();
    if plain == expected {
        return lines;
    }
    let (mut at, mut answered) = ((0, 0), Vec::with_capacity(lines.len()));
    for change in compare(&plain, &lines) {
        match change {
            Change::Missing(_) => at.0 += 1,
            Change::Extra(line) => {
                answered.push(line.to_owned());
                at.1 += 1;
            }
            Change::Same(_) => {
                answered.push(with_answers(&expected[at.0], &decisions[at.1]));
                at = (at.0 + 1, at.1 + 1);
            }
        }
    }
    answered
}

/// The expected line with what was decided in place of what it asks.
fn with_answers(line: &str, decision: &Decision) -> String {
    let warning = if let Decision::Raised(warning) = decision { Some(&**warning) } else { None };
    let mut line = line.to_owned();
    if let Some(span) = says(&line) {
        let said = warning.map_or(NOBODY, |it| &it.message);
        line.replace_range(span, said);
    }
    if let Some(span) = answers(&line) {
        let whole = line[span.clone()].contains('/');
        let who = warning.map_or_else(|| NOBODY.to_owned(), |it| who(it, whole));
        line.replace_range(span, &who);
    }
    line
}

/// Who answers: the department, and where that is asked for the officer.
fn who(warning: &Warning, whole: bool) -> String {
    let name = |name: &Option<String>| name.clone().unwrap_or_else(|| NOBODY.to_owned());
    let (department, officer) = (name(&warning.answers.department), name(&warning.answers.officer));
    let who = if whole { format!("{department}/{officer}") } else { department };
    if who.contains(char::is_whitespace) { format!("\"{who}\"") } else { who }
}

/// The line without what it asks.
fn without(line: &str) -> String {
    let mut line = line.to_owned();
    if let Some(span) = says(&line) {
        line.truncate(span.start - SAYS.len());
    }
    if let Some(span) = answers(&line) {
        line.replace_range(span.start - ANSWERS.len()..span.end, "");
    }
    line
}

/// What it is to say: all of the rest of the line.
fn says(line: &str) -> Option<Range<usize>> {
    let at = line.find(&format!(" {SAYS}"))? + 1 + SAYS.len();
    Some(at..line.len())
}

/// Who is to answer: up to the next blank outside quotes.
fn answers(line: &str) -> Option<Range<usize>> {
    let upto = says(line).map_or(line.len(), |span| span.start - SAYS.len());
    let at = line[..upto].find(&format!(" {ANSWERS}"))? + 1 + ANSWERS.len();
    let rest = &line[at..upto];
    let mut quoted = false;
    let end = rest.find(|letter: char| {
        quoted ^= letter == '"';
        letter.is_whitespace() && !quoted
    });
    Some(at..at + end.unwrap_or(rest.len()))
}
