//! The words for what pauses and extends a clock.
//!
//! *Invariant.* What a closure is asked about has the members that a case keeps of it.
//!
//! *Absent on purpose.* Whether the clock can count what it is given: that is known when all its words are said.

use duban_calendar::Length;
use duban_domain::{EventKind, KindSet};

use crate::draft::{Answer, ClockDraft, ExtensionDraft, PauseDraft, Said, TotalDraft};
use crate::plan::PauseEffect;
use crate::vocabulary::Complaint;
use crate::vocabulary::declare::Say;
use crate::vocabulary::words::Kind;

/// What an event is to the closure that is asked what it does to a clock: of those by which pauses and extensions are granted, a case keeps
/// more than of others.
#[expect(clippy::wildcard_enum_match_arm, reason = "of all others a case keeps the same")]
pub(super) fn of_event(on: EventKind) -> [Kind; 2] {
    let event = match on {
        EventKind::SpecialStarted
        | EventKind::Suspended
        | EventKind::ExtensionRequested
        | EventKind::ExtensionApproved => Kind::Event,
        _ => Kind::Record,
    };
    [event, Kind::Case]
}

/// What an event of one of these kinds is to a closure: what a case keeps of every one of them.
pub(super) fn of_events(kinds: KindSet) -> [Kind; 2] {
    let all_kept = kinds.iter().all(|kind| of_event(kind)[0] == Kind::Event);
    kinds.iter().next().filter(|_| all_kept).map_or([Kind::Record, Kind::Case], of_event)
}

pub(super) fn extends(clock: &mut ClockDraft, say: &mut Say) -> Result<(), Complaint> {
    let example = "extends(\"extension_approved\", |e| e.length)";
    let on = say.kind(0, example)?;
    let length =
        say.said(1, &of_event(on), Answer::Limit, "a length of time or a closure", example)?;
    clock.extensions.push(ExtensionDraft { on, length });
    Ok(())
}

pub(super) fn extends_like(clock: &mut ClockDraft, say: &mut Say) -> Result<(), Complaint> {
    clock.extends_like = Some((say.text(0, "extends_like(\"statutory\")")?, say.spot.clone()));
    Ok(())
}

pub(super) fn no_extensions(clock: &mut ClockDraft, _: &mut Say) -> Result<(), Complaint> {
    clock.extensions.clear();
    clock.extends_like = None;
    Ok(())
}

pub(super) fn pauses(clock: &mut ClockDraft, say: &mut Say) -> Result<(), Complaint> {
    let example = "pauses(\"special_started\", \"special_ended\", |s| cap(s.notified_length))";
    let (from, to) = (say.kind(0, example)?, say.kind(1, example)?);
    let is_special = from == EventKind::SpecialStarted;
    let roles = if is_special { [Kind::Special, Kind::Case] } else { of_event(from) };
    let effect = if say.count() < 3 {
        Said::Value(PauseEffect::Open)
    } else {
        say.said(
            2,
            &roles,
            Answer::Pause,
            "`pause()`, `no_pause()`, `cap(...)` or a closure",
            example,
        )?
    };
    clock.pauses.push(PauseDraft { from, to, effect });
    Ok(())
}

pub(super) fn pauses_at_most(clock: &mut ClockDraft, say: &mut Say) -> Result<(), Complaint> {
    let example = "pauses_at_most(workdays(60), [\"special_started\"])";
    let most = say.value::<Length>(0, "a length of time", example)?;
    let kinds = (say.count() > 1).then(|| say.kinds(1, example)).transpose()?;
    clock.totals.push(TotalDraft { most, kinds, spot: say.spot.clone() });
    Ok(())
}

pub(super) fn pauses_like(clock: &mut ClockDraft, say: &mut Say) -> Result<(), Complaint> {
    clock.pauses_like = Some((say.text(0, "pauses_like(\"statutory\")")?, say.spot.clone()));
    Ok(())
}

pub(super) fn no_pauses(clock: &mut ClockDraft, _: &mut Say) -> Result<(), Complaint> {
    clock.pauses.clear();
    clock.totals.clear();
    clock.pauses_like = None;
    Ok(())
}
