//! The smallest difference, whatever the layout.

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
