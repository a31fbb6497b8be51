//! What an author sees when a rulebook is wrong: the place, the words underlined, and what to do.

mod across;
mod bundles;
mod clocks;
mod closures;
mod language;
mod words;

use expect_test::Expect;

use crate::support::mistakes;

#[track_caller]
fn shows(script: &str, expected: Expect) {
    expected.assert_eq(&mistakes(script));
}
