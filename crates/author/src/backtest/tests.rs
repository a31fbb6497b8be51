//! Gains, losses and moves are what two lists of cards differ by.

use duban_calendar::{Certainty, Timestamp};
use duban_domain::{By, Level, Verdict, WarningId};
use duban_engine::{Standing, Warning};
use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

/// A card of a case, due at an instant; `occurrence` is its number among those of its kind.
fn card(case: u8, level: Level, due: i64, occurrence: u32, stands: bool) -> Standing {
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
        answers: By { department: Some(format!("{}局", case % 3)), ..By::default() },
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

fn cards() -> impl Strategy<Value = Vec<Standing>> {
    let one = (0..4u8, any::<bool>(), 0..5i64, any::<bool>());
    vec(one, 0..24).prop_map(|cards| {
        let numbered = cards.into_iter().zip(1..);
        let level = |red| if red { Level::Red } else { Level::Yellow };
        numbered
            .map(|((case, red, due, stands), no)| card(case, level(red), due, no, stands))
            .collect()
    })
}

/// Cards as counted by key and due instant: what two replays have to say of them.
fn counted<'c>(
    cards: impl IntoIterator<Item = &'c Warning>,
) -> BTreeMap<(Key<'c>, Timestamp), usize> {
    let mut counts = BTreeMap::new();
    for card in cards {
        *counts.entry((key(&card.id), card.due_at)).or_default() += 1;
    }
    counts
}

/// Of each key and due instant how many there are more than on the other side.
fn minus<'c>(
    left: &BTreeMap<(Key<'c>, Timestamp), usize>,
    right: &BTreeMap<(Key<'c>, Timestamp), usize>,
) -> BTreeMap<(Key<'c>, Timestamp), usize> {
    let surplus = |(key, count): (&(Key<'c>, Timestamp), &usize)| {
        let left = count.saturating_sub(right.get(key).copied().unwrap_or(0));
        (left > 0).then_some((*key, left))
    };
    left.iter().filter_map(surplus).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn gained_is_new_minus_old_and_lost_old_minus_new(old in cards(), new in cards()) {
        let found = backtest(&old, &new);
        let (before, after) = (counted(standing(&old)), counted(standing(&new)));
        let left = found.lost.iter().copied().chain(found.moved.iter().map(|it| it.old));
        let right = found.gained.iter().copied().chain(found.moved.iter().map(|it| it.new));
        prop_assert_eq!(counted(left), minus(&before, &after));
        prop_assert_eq!(counted(right), minus(&after, &before));
        prop_assert_eq!(found.kept + found.lost.len() + found.moved.len(), standing(&old).count());
        prop_assert_eq!(found.kept + found.gained.len() + found.moved.len(), standing(&new).count());
    }

    #[test]
    fn a_moved_card_is_the_same_but_for_its_instant(old in cards(), new in cards()) {
        for Moved { old, new } in backtest(&old, &new).moved {
            prop_assert_eq!(key(&old.id), key(&new.id));
            prop_assert_ne!(old.due_at, new.due_at);
        }
    }

    #[test]
    fn no_key_both_gains_and_loses(old in cards(), new in cards()) {
        let found = backtest(&old, &new);
        for gained in &found.gained {
            prop_assert!(found.lost.iter().all(|lost| key(&lost.id) != key(&gained.id)));
        }
    }

    #[test]
    fn the_same_rules_change_nothing(cards in cards()) {
        let found = backtest(&cards, &cards);
        prop_assert!(found.is_empty());
        prop_assert_eq!(found.total(), Changes::default());
    }

    #[test]
    fn the_other_way_round_gains_are_losses(old in cards(), new in cards()) {
        let (there, back) = (backtest(&old, &new), backtest(&new, &old));
        prop_assert_eq!(there.gained, back.lost);
        prop_assert_eq!(there.moved.len(), back.moved.len());
    }

    #[test]
    fn departments_add_up_to_the_total(old in cards(), new in cards()) {
        let found = backtest(&old, &new);
        let departments = found.by(|card| card.answers.department.as_deref());
        let sum: u64 = departments.values().map(|it| it.count()).sum();
        prop_assert_eq!(sum, found.total().count());
    }
}

#[test]
fn a_card_that_was_taken_back_is_none() {
    let (old, new) = ([card(1, Level::Red, 5, 1, false)], [card(1, Level::Red, 5, 1, true)]);
    assert_eq!(backtest(&old, &new).total(), Changes { gained: 1, lost: 0, moved: 0 });
}

#[test]
fn of_several_cards_those_of_one_instant_are_the_same() {
    let old = [card(1, Level::Red, 5, 1, true), card(1, Level::Red, 9, 2, true)];
    let new = [card(1, Level::Red, 9, 1, true)];
    let found = backtest(&old, &new);
    assert_eq!((found.kept, found.total()), (1, Changes { gained: 0, lost: 1, moved: 0 }));
    assert_eq!(found.lost[0].due_at, Timestamp(5));
}
