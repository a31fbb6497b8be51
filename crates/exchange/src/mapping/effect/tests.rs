//! Amounts and grades: what is taken and what is not.

use super::{fen, grade};

#[test]
fn amounts_in_yuan_become_fen() {
    for (text, expected) in [("12", 1200), ("12.5", 1250), ("-12.50", -1250), ("0.07", 7), ("0", 0)]
    {
        assert_eq!(fen(text), Ok(expected), "{text}");
    }
}

#[test]
fn what_is_no_amount_is_refused() {
    for text in ["", "-", "1,200", "1.234", "12元", "+5", ".5", "1e3", "92233720368547758070"] {
        assert!(fen(text).is_err(), "{text}");
    }
}

#[test]
fn a_grade_is_one_of_five() {
    assert_eq!(grade("5"), Ok(5));
    for text in ["0", "6", "good", "4.5"] {
        assert!(grade(text).is_err(), "{text}");
    }
}
