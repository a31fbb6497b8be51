//! The smallest difference, whatever the layout; and an end to it, however many lines there are.

use super::{Change, compare, same};

fn lines(text: &str) -> Vec<String> {
    text.split(',').filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[test]
fn what_moved_is_missing_at_one_place_and_extra_at_another() {
    let (expected, decided) = (lines("a,b  b,c"), lines("a,c,d"));
    assert_eq!(
        compare(&expected, &decided),
        [Change::Same("a"), Change::Missing("b  b"), Change::Same("c"), Change::Extra("d")]
    );
}

#[test]
fn blanks_between_words_change_nothing() {
    assert!(same(&lines("x y"), &lines("x   y")));
    assert!(!same(&lines("x y"), &lines("xy")));
    assert!(!same(&lines("x"), &lines("")));
}

#[test]
fn of_two_smallest_differences_the_first_line_that_can_stay_stays() {
    let (expected, decided) = (lines("x,a"), lines("a,y,a"));
    let told = compare(&expected, &decided);
    assert_eq!(
        told,
        [Change::Missing("x"), Change::Same("a"), Change::Extra("y"), Change::Extra("a")]
    );
}

fn numbers(some: impl Iterator<Item = u32>) -> Vec<String> {
    some.map(|number| format!("line {number}")).collect()
}

/// How many are the same, missing and extra; the comparison tells all lines of both sides in their order.
fn counted(expected: &[String], decided: &[String]) -> [usize; 3] {
    let (mut left, mut right, mut counts) = (Vec::new(), Vec::new(), [0; 3]);
    for change in compare(expected, decided) {
        match change {
            Change::Same(line) => {
                left.push(line);
                right.push(line);
                counts[0] += 1;
            }
            Change::Missing(line) => {
                left.push(line);
                counts[1] += 1;
            }
            Change::Extra(line) => {
                right.push(line);
                counts[2] += 1;
            }
        }
    }
    assert_eq!(
        (left, right),
        (expected.iter().map(|it| &**it).collect(), decided.iter().map(|it| &**it).collect())
    );
    counts
}

#[test]
fn ten_thousand_lines_are_compared_in_parts() {
    let all = numbers(0..10_000);
    assert_eq!(counted(&all, &all), [10_000, 0, 0]);
    assert_eq!(counted(&all, &[]), [0, 10_000, 0]);
    assert_eq!(counted(&[], &all), [0, 0, 10_000]);
    // Every seventh is gone, and every ninth is new.
    let gone = numbers((0..10_000).filter(|it| it % 7 != 0));
    assert_eq!(counted(&all, &gone), [8_571, 1_429, 0]);
    let more = numbers(
        (0..10_000).flat_map(|it| [Some(it), (it % 9 == 0).then_some(it + 20_000)]).flatten(),
    );
    assert_eq!(counted(&all, &more), [10_000, 0, 1_112]);
    // Two thousand before the rest, on either side.
    let rest = numbers(2_000..10_000);
    assert_eq!(counted(&all, &rest), [8_000, 2_000, 0]);
    assert_eq!(counted(&rest, &all), [8_000, 0, 2_000]);
    assert_eq!(counted(&all, &numbers(10_000..20_000)), [0, 10_000, 10_000]);
}
