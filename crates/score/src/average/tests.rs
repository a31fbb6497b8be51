//! Rounding to the hundredth, at its edges.

use super::*;

fn mean(values: &[u64]) -> String {
    let mut mean = Mean::default();
    values.iter().for_each(|value| mean.take(*value));
    mean.hundredths().map_or("nothing".to_owned(), |mean| mean.to_string())
}

#[test]
fn a_mean_is_rounded_to_the_hundredth() {
    assert_eq!(mean(&[]), "nothing");
    assert_eq!(mean(&[0]), "0.00");
    assert_eq!(mean(&[50, 90, 51]), "63.67");
    assert_eq!(mean(&[1, 0, 0, 0, 0, 0, 0, 0]), "0.13", "0.125: a half goes up");
    assert_eq!(
        mean(&[u64::MAX, 1]),
        "184467440737095516.15",
        "an absurd sum stops at the greatest number"
    );
}

#[test]
fn a_share_of_nothing_is_no_share() {
    assert_eq!(percent(1, 3), Some(Hundredths(3333)));
    assert_eq!(percent(2, 3), Some(Hundredths(6667)));
    assert_eq!(percent(0, 0), None);
}
