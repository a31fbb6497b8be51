//! What the words of the scoring mean, and what its closures read.
//!
//! *Invariant.* One line a word; the tests of [`crate::reference`] hold the tables to the words there are.
//!
//! *Absent on purpose.* How a month is counted: that is the score's.

use super::Meaning;

pub(in crate::reference) const SCORING: &[Meaning] = &[
    ("title", "(zh: String, en: String) -> Scoring", "what the score is called"),
    ("basis", "(regulation: String) -> Scoring", "the regulation it rests on"),
    (
        "dimension",
        "(zh: String, en: String, full: number) -> Scoring",
        "a part of the score and its full points",
    ),
    ("deduct", "(|m| number) -> Scoring", "what the dimension before it loses in the month `m`"),
    ("bonus", "(zh: String, en: String, |m| number) -> Scoring", "points on top"),
];

pub(in crate::reference) const COUNTERS: &[Meaning] = &[
    ("volume", "int", "cases that came in (办件量)"),
    ("completed", "int", "cases completed (办结)"),
    ("on_time", "int", "of these, within every limit"),
    ("late", "int", "of these, after a limit"),
    ("early", "int", "of these, before the promised limit (提前办结)"),
    ("early_percent", "int", "cases completed early, in percent of all completed"),
    ("on_time_percent", "int", "cases completed on time, in percent of all completed"),
    ("share_used_percent", "int", "the mean share of the promised limit that was used, in percent"),
    ("reminder", "int", "reminders (预警)"),
    ("yellow", "int", "yellow cards (黄牌)"),
    ("red", "int", "red cards (红牌)"),
    ("finding", "int", "findings (疑点)"),
    ("streaks", "int", "how often three warnings came one after another"),
    ("rated", "int", "evaluations by applicants (好差评)"),
    ("dissatisfied", "int", "of these, grades 4 and 5"),
    ("complaints", "int", "complaints (投诉)"),
    ("check", "(name: String) -> int", "the warnings of a check"),
    ("clock", "(name: String) -> Warnings", "the warnings of a clock"),
];

pub(in crate::reference) const WARNINGS: &[Meaning] = &[
    ("finding", "int", "findings (疑点)"),
    ("reminder", "int", "reminders (预警)"),
    ("yellow", "int", "yellow cards (黄牌)"),
    ("red", "int", "red cards (红牌)"),
    ("all", "int", "all of them"),
];
