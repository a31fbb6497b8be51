//! Levels: their names, their order, and which are cards.

use crate::Level;

#[test]
fn levels_are_read_as_they_are_written_and_ordered_by_gravity() {
    for level in Level::ALL {
        assert_eq!(level.to_string().parse(), Ok(level));
    }
    assert!(Level::ALL.is_sorted());
    let cards: Vec<_> = Level::ALL.into_iter().filter(|level| level.is_card()).collect();
    assert_eq!(cards, [Level::Yellow, Level::Red]);
    assert_eq!(Level::ALL.map(Level::zh), ["疑点", "预警", "黄牌", "红牌"]);
}

#[test]
fn a_word_that_is_no_level_is_told_so() {
    assert_eq!(
        "Red".parse::<Level>().unwrap_err().to_string(),
        "`Red` is not a level of warning; write one of `finding`, `reminder`, `yellow`, `red`"
    );
}
