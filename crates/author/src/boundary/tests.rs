//! What counts as changing a clock.

use super::changes;

#[test]
fn a_clock_is_changed_by_what_is_said_and_not_by_what_is_told_of_it() {
    for said in ["change(\"x\").limit(days(2));", "change( // why\n  `x` )", "a; change (\"x\")"] {
        assert!(changes(said, "x"), "{said}");
    }
    for told in ["// change(\"x\")", "/* change(\"x\") */", "\"change(`x`)\"", "change(\"xx\")"] {
        assert!(!changes(told, "x"), "{told}");
    }
}
