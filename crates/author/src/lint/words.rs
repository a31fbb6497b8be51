//! What a reader of a card misses: the article behind it, and a name in the reader's language.
//!
//! *Invariant.* Warnings only: a rule without a title judges as well as one that has it.
//!
//! *Absent on purpose.* Whether an article says what the rule does.

use duban_rulebook::{Mistake, Place, Rulebook, Title};

pub(super) fn all(book: &Rulebook, mistakes: &mut Vec<Mistake>) {
    let plan = book.plan();
    for clock in &plan.clocks {
        let card = clock.thresholds.iter().any(|it| it.level.is_card());
        of_rule(
            book,
            ("clock", &clock.name),
            &clock.title,
            (&clock.basis, card),
            &clock.place,
            mistakes,
        );
    }
    for check in &plan.checks {
        let card = check.level.is_card();
        of_rule(
            book,
            ("check", &check.name),
            &check.title,
            (&check.basis, card),
            &check.place,
            mistakes,
        );
    }
}

fn of_rule(
    book: &Rulebook,
    (what, name): (&str, &str),
    title: &Title,
    (basis, card): (&str, bool),
    place: &Place,
    mistakes: &mut Vec<Mistake>,
) {
    let mut warn = |code, message: String, help: &str| {
        let mistake = Mistake::new(code, message).help(help).on_line(book.files(), place);
        mistakes.push(mistake.as_warning());
    };
    if card && basis.trim().is_empty() {
        warn(
            "rule::no_basis",
            format!("the {what} `{name}` raises a card and names no article it rests on"),
            "name it: `.basis(\"行政许可法 42\")`",
        );
    }
    if title.zh == title.en {
        warn(
            "rule::no_title",
            format!(
                "the {what} `{name}` has no title in both languages, and people read `{}`",
                title.zh
            ),
            "give it both: `.title(\"法定时限\", \"statutory limit\")`",
        );
    }
}
