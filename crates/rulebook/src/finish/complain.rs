//! What a clock or a check needs and was not told, and what it was told that no case can be judged by.
//!
//! *Invariant.* Of a word that was said wrongly nobody is told a second time that it is missing.
//!
//! *Absent on purpose.* Names that refer to another rule: those are looked up when the tables are made.

use duban_calendar::{Length, Unit};

use super::TOLD_MOST;
use crate::draft::{CheckDraft, ClockDraft, Drafts, Once, Said, Spot, TermDraft};
use crate::units::uncounted;
use crate::vocabulary::Complaint;

/// Complains that something was not said, unless it was said wrongly or the script broke off before it could be.
pub(super) fn complainer<'d>(
    drafts: &'d mut Drafts,
    spot: &'d Spot,
    once: &'d Once,
) -> impl FnMut(&[&str], String, &str) + 'd {
    move |words, message, advice| {
        let tried = once.iter().any(|(said, _)| words.contains(said));
        if !tried && !drafts.broken_off {
            drafts.complain(spot, Complaint::new(message, advice).code("rule::incomplete"));
        }
    }
}

pub(super) fn complain_of_clock(drafts: &mut Drafts, clock: &ClockDraft) {
    let name = &clock.name;
    let mut complain = complainer(drafts, &clock.spot, &clock.once);
    if clock.starts.is_empty() {
        complain(
            &["starts"],
            format!("the clock `{name}` never starts"),
            "say which events start it: `.starts(\"accepted\")`",
        );
    }
    if clock.stops.is_empty() && clock.stops_if.is_empty() {
        complain(
            &["stops", "no_stops"],
            format!("the clock `{name}` never stops, so every case would be late in the end"),
            "say which events stop it: `.stops([\"granted\", \"denied\"])`",
        );
    }
    complain_of_many(clock, &mut complain);
    match &clock.term {
        None => complain(
            &["limit", "until"],
            format!("the clock `{name}` has no limit"),
            "say how long it runs: `.limit(workdays(20))`, or until when: `.until(|c| c.facts.expiry_date)`",
        ),
        Some(TermDraft::Until { .. })
            if !clock.pauses.is_empty()
                || clock.pauses_like.is_some()
                || !clock.extensions.is_empty()
                || clock.extends_like.is_some() =>
        {
            complain(
                &[],
                format!(
                    "the clock `{name}` runs until a date, and that no pause or extension moves"
                ),
                "leave out the pauses and extensions, or give it a limit",
            );
        }
        Some(TermDraft::Until { .. } | TermDraft::For(_)) => {}
    }
    drop(complain);
    if let Some(TermDraft::For(Said::Value(limit))) = clock.term {
        complain_of_unit(drafts, clock, limit);
    }
}

/// What is told so often that the tables have no room for it.
fn complain_of_many(clock: &ClockDraft, complain: &mut impl FnMut(&[&str], String, &str)) {
    let name = &clock.name;
    for (word, count) in [
        ("conditions of a stop", clock.stops_if.len()),
        ("thresholds", clock.thresholds.len()),
        ("pauses", clock.pauses.len()),
        ("totals of pauses", clock.totals.len()),
        ("extensions", clock.extensions.len()),
    ] {
        if count > TOLD_MOST {
            complain(
                &[],
                format!(
                    "the clock `{name}` has {count} {word}, and it can have at most {TOLD_MOST}"
                ),
                "work the difference out in one closure: `.yellow(|c| ...)`",
            );
        }
    }
}

/// A limit that its clock does not count would fail on every case.
fn complain_of_unit(drafts: &mut Drafts, clock: &ClockDraft, limit: Length) {
    if let Some((message, advice)) = uncounted(clock.policy, limit) {
        let complaint = Complaint::new(format!("the clock `{}`: {message}", clock.name), advice);
        let spot = clock.counted_at.as_ref().unwrap_or(&clock.spot);
        drafts.complain(spot, complaint.code("rule::units"));
    }
}

/// Months have no length that could be added up, and neither has what the clock does not count.
pub(super) fn complain_of_total(
    drafts: &mut Drafts,
    clock: &ClockDraft,
    most: Length,
    spot: &Spot,
) {
    let adds_up = |unit: &Unit| clock.policy.adds_up(*unit);
    if !adds_up(&most.unit) {
        let units = Unit::ALL.into_iter().filter(adds_up).map(Unit::name);
        let message = format!("pauses of `{}` can't be added up to {most}", clock.name);
        let advice = format!("give it in {}", units.collect::<Vec<_>>().join(" or "));
        drafts.complain(spot, Complaint::new(message, advice).code("rule::units"));
    }
}

pub(super) fn complain_of_check(drafts: &mut Drafts, check: &CheckDraft) {
    let name = &check.name;
    let mut complain = complainer(drafts, &check.spot, &check.once);
    if check.on.is_empty() {
        complain(
            &["on"],
            format!("the check `{name}` looks at no event"),
            "say which: `.on(\"accepted\")`",
        );
    }
    let is_across = !check.across.is_empty();
    if check.when.is_none() && !is_across {
        complain(
            &["when"],
            format!("the check `{name}` does not say what it looks for"),
            "say it: `.when(|c, e| e.occurred_on < c.received_on)`",
        );
    }
    if check.warning.is_none() {
        complain(
            &["finding", "reminder", "yellow", "red"],
            format!("the check `{name}` raises nothing"),
            "end it with `.finding(...)`, `.reminder(...)`, `.yellow(...)` or `.red(...)` and what the warning says",
        );
    }
}
