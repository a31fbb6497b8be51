//! Successions told as a line of letters, in the order of time: `w` a warned case, `c` a case completed clean, `d` a case that was
//! completed, but not clean.

use super::*;

#[track_caller]
fn check(told: &str, streaks: u64) {
    let mut succession = Succession::default();
    for (at, letter) in told.chars().enumerate() {
        let (case, at) = (format!("{letter}{at}"), Timestamp(at as i64));
        match letter {
            'w' => succession.warn(&case, at),
            _ => succession.complete(&case, at),
        }
    }
    assert_eq!(succession.streaks(|case| case.starts_with('c')), streaks, "{told}");
}

#[test]
fn three_in_succession_make_a_streak() {
    check("", 0);
    check("ww", 0);
    check("www", 1);
    check("wwwww", 1);
    check("wwwwww", 2);
    check("cwwwcwwwc", 2);
}

#[test]
fn a_clean_case_breaks_the_succession_and_a_late_one_does_not() {
    check("wwcwwcww", 0);
    check("wwdw", 1);
}

#[test]
fn a_case_stands_where_it_was_warned_of_first() {
    let mut succession = Succession::default();
    for (case, at) in [("c", 4), ("b", 2), ("a", 9), ("a", 1)] {
        succession.warn(case, Timestamp(at));
    }
    succession.complete("clean", Timestamp(5));
    assert_eq!(succession.streaks(|_| true), 1);
}

#[test]
fn a_case_that_was_warned_of_twice_counts_once() {
    let mut succession = Succession::default();
    for (case, at) in [("a", 1), ("b", 2), ("a", 3)] {
        succession.warn(case, Timestamp(at));
    }
    assert_eq!(succession.streaks(|_| true), 0);
    succession.warn("c", Timestamp(4));
    assert_eq!(succession.streaks(|_| true), 1);
}
