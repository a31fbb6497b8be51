//! Words of declarations that are said with too much, with too little, or of the wrong thing.
//!
//! *Invariant.* Only words that there are: what is said of any other, who called knows.
//!
//! *Absent on purpose.* What the arguments are: each word looks at its own.

use std::ops::RangeInclusive;

use crate::vocabulary::words::OPENING_WORDS;
use crate::vocabulary::{Complaint, check, clock, scoring};

/// What is wrong, for a word that was given things of these kinds; the first is what it is said of.
pub(super) fn misused(word: &str, given: &[String]) -> Option<Complaint> {
    if OPENING_WORDS.contains(&word) && word != "scoring" {
        // The counters of a month are asked for the warnings of a rule by the same word.
        let given: Vec<&str> =
            given.iter().map(String::as_str).filter(|it| *it != "the counters").collect();
        let of = if given.is_empty() { "nothing".to_owned() } else { given.join(" and ") };
        let message = format!("`{word}` takes the name of a rule in double quotes, not {of}");
        return Some(Complaint::new(message, format!("write for example `{word}(\"statutory\")`")));
    }
    let (of, given) = given.split_first()?;
    let takers: Vec<&str> =
        THINGS.into_iter().filter(|thing| takes(thing, word).is_some()).collect();
    if takers.is_empty() || !THINGS.contains(&of.as_str()) {
        return None;
    }
    let Some(args) = takes(of, word) else {
        let message = format!("`{word}` is said of {}, and this is {of}", takers.join(" or "));
        return Some(Complaint::new(message, "leave it out, or declare what it belongs to"));
    };
    let advice = if word == "per" && of == "a check" {
        "join two into one text: `|c, e| `${e.department} ${e.post}``"
    } else if matches!(word, "on" | "starts" | "stops" | "follows") && given.len() > 1 {
        "write several kinds as one list: `[\"granted\", \"denied\"]`"
    } else if args.start() > &given.len() {
        "say what is missing; the vocabulary tells how each word is said"
    } else {
        "leave out what is too much; the vocabulary tells how each word is said"
    };
    let message = format!("`{word}` of {of} takes {}, and is given {}", told(&args), given.len());
    Some(Complaint::new(message, advice))
}

/// What declarations are called.
const THINGS: [&str; 3] = ["a clock", "a check", "the scoring"];

/// How many arguments a word takes that is said of this.
fn takes(thing: &str, word: &str) -> Option<RangeInclusive<usize>> {
    match thing {
        "a clock" => clock::WORDS.iter().find(|it| it.name == word).map(|it| it.args.clone()),
        "a check" => check::WORDS.iter().find(|it| it.name == word).map(|it| it.args.clone()),
        _ => scoring::WORDS.iter().find(|it| it.name == word).map(|it| it.args.clone()),
    }
}

fn told(args: &RangeInclusive<usize>) -> String {
    match (args.start(), args.end()) {
        (0, 0) => "nothing".to_owned(),
        (1, 1) => "one thing".to_owned(),
        (least, most) if least == most => format!("{least} things"),
        (least, most) => format!("{least} or {most} things"),
    }
}
