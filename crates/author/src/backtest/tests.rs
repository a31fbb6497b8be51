//! Gains, losses, moves and changes are what two lists of warnings differ by.

use duban_calendar::{Certainty, Timestamp};
use duban_domain::{By, Level, Verdict, WarningId};
use duban_engine::{Standing, Warning};
use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

/// A warning of a case, due at an instant, that one officer or another answers for; `occurrence` is its number among those of its kind.
fn raised(
    case: u8,
    level: Level,
    due: i64,
    officer: bool,
    occurrence: u32,
    stands: bool,
) -> Standing {
    let warning = Warning {
        id: WarningId {
            case: format!("A-{case}"),
            rule: "promised".to_owned(),
            subject: None,
            level,
            occurrence,
        },
        due_at: Timestamp(due),
        decided_at: Timestamp(due),
        item: Some(format!("item {}", case % 2)),
        answers: By {
            department: Some(format!("{}局", case % 3)),
            post: None,
            officer: officer.then(|| "王芳".to_owned()),
        },
        step: None,
        basis: String::new(),
        rulebook: String::new(),
        hash: String::new(),
        place: String::new(),
        message: String::new(),
        fault: false,
        certainty: Certainty::Official,
    };
    Standing { warning, verdict: (!stands).then_some(Verdict::NotDue) }
}

fn warnings() -> impl Strategy<Value = Vec<Standing>> {
    let one = (0..4u8, any::<bool>(), 0..5i64, any::<bool>(), any::<bool>());
    vec(one, 0..24).prop_map(|warnings| {
        let numbered = warnings.into_iter().zip(1..);
        let level = |red| if red { Level::Red } else { Level::Reminder };
        numbered
            .map(|((case, red, due, officer, stands), no)| {
                raised(case, level(red), due, officer, no, stands)
            })
            .collect()
    })
}

/// What makes a warning the same under two sets of rules.
type Same<'c> = (Key<'c>, Timestamp, Who<'c>);

/// Warnings as counted by what makes them the same: what two replays have to say of them.
fn counted<'c>(warnings: impl IntoIterator<Item = &'c Warning>) -> BTreeMap<Same<'c>, usize> {
    let mut counts = BTreeMap::new();
    for it in warnings {
        *counts.entry((key(&it.id), it.due_at, who(it))).or_default() += 1;
    }
    counts
}

/// Of each warning how many there are more than on the other side.
fn minus<'c>(
    left: &BTreeMap<Same<'c>, usize>,
    right: &BTreeMap<Same<'c>, usize>,
) -> BTreeMap<Same<'c>, usize> {
    let surplus = |(key, count): (&Same<'c>, &usize)| {
        let left = count.saturating_sub(right.get(key).copied().unwrap_or(0));
        (left > 0).then_some((*key, left))
    };
    left.iter().filter_map(surplus).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn gained_is_new_minus_old_and_lost_old_minus_new(old in warnings(), new in warnings()) {
        let found = backtest(&old, &new);
        let (before, after) = (counted(standing(&old)), counted(standing(&new)));
        let pairs = || found.moved.iter().chain(&found.changed);
        let left = found.lost.iter().copied().chain(pairs().map(|it| it.old));
        let right = found.gained.iter().copied().chain(pairs().map(|it| it.new));
        prop_assert_eq!(counted(left), minus(&before, &after));
        prop_assert_eq!(counted(right), minus(&after, &before));
        let paired = found.kept + pairs().count();
        prop_assert_eq!(paired + found.lost.len(), standing(&old).count());
        prop_assert_eq!(paired + found.gained.len(), standing(&new).count());
    }

    #[test]
    fn what_moved_or_changed_is_the_same_but_for_its_instant_or_for_who_answers(
        old in warnings(), new in warnings()
    ) {
        let found = backtest(&old, &new);
        for Pair { old, new } in found.moved {
            prop_assert_eq!(key(&old.id), key(&new.id));
            prop_assert_ne!(old.due_at, new.due_at);
        }
        for Pair { old, new } in found.changed {
            prop_assert_eq!((key(&old.id), old.due_at), (key(&new.id), new.due_at));
            prop_assert_ne!(who(old), who(new));
        }
    }

    #[test]
    fn no_key_both_gains_and_loses(old in warnings(), new in warnings()) {
        let found = backtest(&old, &new);
        for gained in &found.gained {
            prop_assert!(found.lost.iter().all(|lost| key(&lost.id) != key(&gained.id)));
        }
    }

    #[test]
    fn the_same_rules_change_nothing(warnings in warnings()) {
        let found = backtest(&warnings, &warnings);
        prop_assert!(found.is_empty());
        prop_assert_eq!(found.total(), Changes::default());
    }

    #[test]
    fn the_other_way_round_gains_are_losses(old in warnings(), new in warnings()) {
        let (there, back) = (backtest(&old, &new), backtest(&new, &old));
        prop_assert_eq!(there.gained, back.lost);
        prop_assert_eq!(there.moved.len(), back.moved.len());
        prop_assert_eq!(there.changed.len(), back.changed.len());
    }

    #[test]
    fn departments_add_up_to_the_total(old in warnings(), new in warnings()) {
        let found = backtest(&old, &new);
        let departments = found.by(|it| it.answers.department.as_deref());
        let sum: u64 = departments.values().map(|it| it.count()).sum();
        prop_assert_eq!(sum, found.total().count());
        let mut red = found.by(|it| it.id.level);
        prop_assert_eq!(red.remove(&Level::Red).unwrap_or_default(), found.cards());
    }
}

#[test]
fn a_warning_that_was_taken_back_is_none() {
    let old = [raised(1, Level::Red, 5, false, 1, false)];
    let new = [raised(1, Level::Red, 5, false, 1, true)];
    assert_eq!(backtest(&old, &new).total(), Changes { gained: 1, ..Changes::default() });
}

#[test]
fn of_several_warnings_those_of_one_instant_are_the_same() {
    let old = [raised(1, Level::Red, 5, false, 1, true), raised(1, Level::Red, 9, false, 2, true)];
    let new = [raised(1, Level::Red, 9, false, 1, true)];
    let found = backtest(&old, &new);
    assert_eq!((found.kept, found.total()), (1, Changes { lost: 1, ..Changes::default() }));
    assert_eq!(found.lost[0].due_at, Timestamp(5));
}

#[test]
fn a_warning_that_falls_on_somebody_else_changed() {
    let old = [raised(1, Level::Red, 5, false, 1, true), raised(1, Level::Red, 5, true, 2, true)];
    let new = [raised(1, Level::Red, 5, true, 1, true), raised(1, Level::Red, 5, true, 2, true)];
    let found = backtest(&old, &new);
    assert_eq!((found.kept, found.total()), (1, Changes { changed: 1, ..Changes::default() }));
    assert_eq!(found.changed[0].old, &old[0].warning);
}
