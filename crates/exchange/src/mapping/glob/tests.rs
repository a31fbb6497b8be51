//! The matcher against a slow and obvious one.

use proptest::prelude::*;

use super::Glob;

/// As one would write it with all the time in the world.
fn fits(pattern: &[char], name: &[char]) -> bool {
    match pattern {
        [] => name.is_empty(),
        ['*', rest @ ..] => (0..=name.len()).any(|taken| fits(rest, &name[taken..])),
        ['?', rest @ ..] => !name.is_empty() && fits(rest, &name[1..]),
        [letter, rest @ ..] => name.first() == Some(letter) && fits(rest, &name[1..]),
    }
}

#[test]
fn a_name_without_stars_is_exact() {
    assert!(Glob::new("T02 Check (a+b)").matches("T02 Check (a+b)"));
    assert!(!Glob::new("T02 Check").matches("T02 Check (a+b)"));
}

#[test]
fn a_question_mark_is_one_letter_also_in_chinese() {
    assert!(Glob::new("08_AWB45_020_?").matches("08_AWB45_020_2"));
    assert!(!Glob::new("08_AWB45_020_?").matches("08_AWB45_020_2a"));
    assert!(Glob::new("?证").matches("听证"));
}

proptest! {
    #[test]
    fn agrees_with_the_obvious_matcher(pattern in "[ab听*?]{0,8}", name in "[ab听]{0,10}") {
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        prop_assert_eq!(Glob::new(&pattern).matches(&name), fits(&letters(&pattern), &letters(&name)));
    }
}
