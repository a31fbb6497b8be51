//! Levels of a clock that come in the wrong order: a yellow card after the red one, a reminder after the card it reminds of.
//!
//! *Invariant.* Only thresholds of which one never lies before the other are told, whatever the limit and the calendar. They may fall
//! together: 80 and 90 percent of one day do.
//!
//! *Absent on purpose.* `earliest` and `latest`, and what a closure answers: where they lie depends on the case.

use std::cmp::Ordering;

use duban_calendar::Threshold;
use duban_domain::Level;
use duban_rulebook::Rule;

use super::Note;

/// Warns of a milder level that comes behind a graver one.
pub(super) fn of_levels(note: &mut Note<'_>) {
    let clock = note.clock;
    let fixed = || {
        clock.thresholds.iter().filter_map(|threshold| match &threshold.at {
            Rule::Fixed(at) => Some((threshold, at)),
            Rule::Script(_) => None,
        })
    };
    let cards = || clock.thresholds.iter().filter(|it| it.level.is_card()).count();
    for (mild, at) in fixed() {
        for (grave, before) in fixed() {
            if mild.level < grave.level && order(at, before) == Some(Ordering::Greater) {
                // Between reminders of one card and the next there may well be a card.
                if mild.level == Level::Reminder && cards() > 1 {
                    continue;
                }
                note.warn(
                    "rule::out_of_order",
                    &mild.place,
                    format!(
                        "the {} of `{}` comes after its {} in {}",
                        mild.level.name(),
                        clock.name,
                        grave.level.name(),
                        grave.place
                    ),
                    "see whether the two were mixed up",
                );
            }
        }
    }
}

/// How two thresholds lie to one another, where that is the same for every case.
fn order(a: &Threshold, b: &Threshold) -> Option<Ordering> {
    match (a, b) {
        (Threshold::AtPercent(a), Threshold::AtPercent(b)) => Some(a.cmp(b)),
        (Threshold::BeforeDue(a), Threshold::BeforeDue(b)) => b.compared(*a),
        (Threshold::AfterDue(a), Threshold::AfterDue(b)) => a.compared(*b),
        _ => match (side(a)?, side(b)?) {
            (a, b) if a == b => None,
            (a, b) => Some(a.cmp(&b)),
        },
    }
}

/// Before the due instant, at it, behind it. A share of the limit may be all of it.
fn side(threshold: &Threshold) -> Option<i8> {
    match threshold {
        Threshold::BeforeDue(by) if by.amount > 0 => Some(-1),
        Threshold::AtPercent(share) if *share < 100 => Some(-1),
        Threshold::AtDue => Some(0),
        Threshold::AfterDue(by) if by.amount > 0 => Some(1),
        Threshold::BeforeDue(_)
        | Threshold::AtPercent(_)
        | Threshold::AfterDue(_)
        | Threshold::Earliest(_)
        | Threshold::Latest(_) => None,
    }
}
