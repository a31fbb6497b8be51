//! The worked clocks of an independent reference, answered line by line.

use duban_calendar::batch::answer_jsonl_object;

use crate::shared::{cn, shared};

#[test]
fn every_worked_clock_comes_out_byte_for_byte() {
    let Some(vectors) = shared("vectors/clocks.jsonl") else { return };
    let calendar = cn();
    let mut told = 0;
    for line in vectors.lines() {
        // The answers that stand in the line are dropped before it is answered.
        assert_eq!(answer_jsonl_object(calendar, line), line);
        told += 1;
    }
    assert!(told >= 1_000, "only {told} vectors");
}
