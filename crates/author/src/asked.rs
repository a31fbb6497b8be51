//! What an expected line asks of a warning beyond when it was due and which it is: who answers for it, and what it says.
//!
//! *Invariant.* Who asks nothing is told nothing: a line without these words is held against the same decision as ever.
//!
//! *Absent on purpose.* Asking it of re-judgements and of what is deemed: nobody answers for those, and they say nothing.

use std::collections::{BTreeMap, VecDeque};
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
    for span in words(line) {
        let word = &line[span.clone()];
        if word.starts_with(SAYS) {
            break;
        }
        if let Some((name, _)) = word.split_once('=')
            && !name.contains('"')
            && !NAMES.contains(&name)
        {
            let advice = suggest::advice(name, NAMES);
            return Some((span, format!("an expected decision has no `{name}=`; {advice}")));
        }
    }
    None
}

/// The lines as they were decided; where what was expected asks more, with the answer in its words. `lines`: one a decision.
///
/// What was expected at another time is still asked: else an update would take the question away with the day.
pub(crate) fn answered(
    expected: &[String],
    decisions: &[Decision],
    lines: Vec<String>,
) -> Vec<String> {
    let plain: Vec<String> = expected.iter().map(|line| without(line)).collect();
    if plain == expected {
        return lines;
    }
    let (mut at, mut asked) = ((0, 0), lines.clone());
    let (mut moved, mut extra) = (BTreeMap::<_, VecDeque<usize>>::new(), Vec::new());
    for change in compare(&plain, &lines) {
        match change {
            Change::Missing(line) => {
                moved.entry(subject(line)).or_default().push_back(at.0);
                at.0 += 1;
            }
            Change::Extra(_) => {
                extra.push(at.1);
                at.1 += 1;
            }
            Change::Same(_) => {
                asked[at.1].clone_from(&expected[at.0]);
                at = (at.0 + 1, at.1 + 1);
            }
        }
    }
    for number in extra {
        let from = moved.get_mut(&subject(&lines[number])).and_then(VecDeque::pop_front);
        asked[number] += &from.map_or_else(String::new, |from| question(&expected[from]));
    }
    asked.iter().zip(decisions).map(|(line, decision)| with_answers(line, decision)).collect()
}

/// What a line tells of, whenever it was due and decided: the level, the rule and the case.
fn subject(line: &str) -> Vec<&str> {
    let mut words = line.split_whitespace().skip_while(|it| it.starts_with(char::is_numeric));
    let mut subject = Vec::new();
    while let Some(word) = words.next() {
        if word == "decided" {
            // Its day and its time.
            words.nth(1);
        } else {
            subject.push(word);
        }
    }
    subject
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

/// What the line asks, as it is written there.
fn question(line: &str) -> String {
    let answers = answers(line).map(|span| format!(" {ANSWERS}{}", &line[span]));
    let says = says(line).map(|span| format!(" {SAYS}{}", &line[span]));
    answers.into_iter().chain(says).collect()
}

/// What it is to say: all of the rest of the line.
fn says(line: &str) -> Option<Range<usize>> {
    let word = words(line).find(|span| line[span.clone()].starts_with(SAYS))?;
    Some(word.start + SAYS.len()..line.len())
}

/// Who is to answer.
fn answers(line: &str) -> Option<Range<usize>> {
    let upto = says(line).map_or(line.len(), |span| span.start - SAYS.len());
    let word = words(&line[..upto]).find(|span| line[span.clone()].starts_with(ANSWERS))?;
    Some(word.start + ANSWERS.len()..word.end)
}

/// The bytes of the words: apart by blanks, except within quotes.
fn words(line: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        at += line[at..].find(|letter: char| !letter.is_whitespace())?;
        let (start, mut quoted) = (at, false);
        let end = line[at..].find(|letter: char| {
            quoted ^= letter == '"';
            letter.is_whitespace() && !quoted
        });
        at = end.map_or(line.len(), |length| start + length);
        Some(start..at)
    })
}
