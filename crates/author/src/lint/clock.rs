//! What is odd about clocks: thresholds that are never reached, starts that never come, pauses without an end, units that do not fit.
//!
//! *Invariant.* Only what is the same for every case is looked at; what a closure answers is not guessed.
//!
//! *Absent on purpose.* What the law says a limit is: nobody but the author knows.

mod order;

use std::collections::BTreeSet;

use duban_calendar::{Length, Threshold, Unit};
use duban_domain::{EventKind, KindSet};
use duban_rulebook::{
    ClockPlan, Mistake, PauseEffect, Place, Plan, Rule, Rulebook, Subject, TermPlan, uncounted_on,
};

pub(super) fn all(book: &Rulebook, mistakes: &mut Vec<Mistake>) {
    let plan = book.plan();
    for clock in &plan.clocks {
        let mut note = Note { book, clock, mistakes };
        thresholds(&mut note);
        order::of_levels(&mut note);
        starts(plan, &mut note);
        before_start(&mut note);
        subjects(&mut note);
        pauses(&mut note);
        units(&mut note);
        silence(plan, &mut note);
    }
}

/// Where remarks on one clock go.
struct Note<'a> {
    book: &'a Rulebook,
    clock: &'a ClockPlan,
    mistakes: &'a mut Vec<Mistake>,
}

impl Note<'_> {
    fn error(&mut self, code: &'static str, place: &Place, message: String, help: &str) {
        let mistake = Mistake::new(code, message).help(help).on_line(self.book.files(), place);
        self.mistakes.push(mistake);
    }

    fn warn(&mut self, code: &'static str, place: &Place, message: String, help: &str) {
        self.error(code, place, message, help);
        if let Some(last) = self.mistakes.pop() {
            self.mistakes.push(last.as_warning());
        }
    }
}

/// The limit, if it is the same for every case.
fn limit(clock: &ClockPlan) -> Option<Length> {
    if let TermPlan::For(Rule::Fixed(limit)) = clock.term { Some(limit) } else { None }
}

fn thresholds(note: &mut Note<'_>) {
    let clock = note.clock;
    let ends_itself =
        clock.on_expiry.as_ref().is_some_and(|it| clock.is_always_stopped_by(it.deemed));
    for (at, threshold) in clock.thresholds.iter().enumerate() {
        let Rule::Fixed(when) = &threshold.at else { continue };
        let (name, level) = (&clock.name, threshold.level.name());
        if limit(clock).is_some_and(|limit| lies_before_start(when, limit)) {
            let message = format!(
                "the {level} of `{name}` lies at or before the start of its limit of {}, so it is never reached",
                limit(clock).map(|limit| limit.to_string()).unwrap_or_default()
            );
            let help = "take a threshold that is shorter than the limit, or `at_percent(...)`";
            // A pause or an extension moves the due day, and the threshold with it.
            if clock.pauses.is_empty() && clock.extensions.is_empty() {
                note.error(UNREACHABLE, &threshold.place, message, help);
            } else {
                note.warn(
                    UNREACHABLE,
                    &threshold.place,
                    message + " unless a pause or an extension moves the due day",
                    help,
                );
            }
        }
        if ends_itself && lies_after_due(when) {
            note.error(
                UNREACHABLE,
                &threshold.place,
                format!("the {level} of `{name}` lies after the due day, and by then silence has stopped the clock"),
                "take `at_due()` or a threshold before it",
            );
        }
        let same = |other: &&duban_rulebook::ThresholdPlan| {
            other.level == threshold.level && other.at == threshold.at
        };
        if let Some(first) = clock.thresholds[..at].iter().find(same) {
            note.warn(
                "rule::twice",
                &threshold.place,
                format!(
                    "the clock `{name}` raises the same {level} at the same time in {}",
                    first.place
                ),
                "leave one of the two out",
            );
        }
    }
}

/// No more days of rest follow one another.
const REST_MOST: u32 = 15;

const UNREACHABLE: &str = "rule::unreachable";

fn lies_before_start(when: &Threshold, limit: Length) -> bool {
    match when {
        Threshold::BeforeDue(by) if by.unit == limit.unit && by.amount > 0 => {
            // What is counted in civil days ends on a working day behind a day of rest, and so later than it says.
            let rolls = match by.unit {
                Unit::Workdays | Unit::Hours | Unit::Minutes => 0,
                Unit::Days => REST_MOST,
                Unit::Months | Unit::Years => 1,
            };
            by.amount >= limit.amount.saturating_add(rolls)
        }
        Threshold::BeforeDue(_) => false,
        Threshold::AtPercent(_) | Threshold::AtDue | Threshold::AfterDue(_) => false,
        Threshold::Earliest(list) => list.iter().all(|it| lies_before_start(it, limit)),
        Threshold::Latest(list) => list.iter().any(|it| lies_before_start(it, limit)),
    }
}

fn lies_after_due(when: &Threshold) -> bool {
    match when {
        Threshold::AfterDue(by) => by.amount > 0,
        Threshold::BeforeDue(_) | Threshold::AtPercent(_) | Threshold::AtDue => false,
        Threshold::Earliest(list) => list.iter().all(lies_after_due),
        Threshold::Latest(list) => list.iter().any(lies_after_due),
    }
}

/// Events that no log records: they follow from a clock's expiry.
fn is_deemed(kind: EventKind) -> bool {
    kind.name().starts_with("deemed_")
}

fn starts(plan: &Plan, note: &mut Note<'_>) {
    let clock = note.clock;
    let deemed: KindSet =
        plan.clocks.iter().filter_map(|clock| Some(clock.on_expiry.as_ref()?.deemed)).collect();
    for (word, kinds, never) in
        [("starts", clock.starts, "starts"), ("stops", clock.stops, "stops")]
    {
        let comes = |kind: EventKind| !is_deemed(kind) || deemed.contains(kind);
        if !kinds.is_empty() && !kinds.iter().any(comes) {
            let names: Vec<_> = kinds.iter().map(|kind| format!("`{kind}`")).collect();
            note.error(
                "rule::never_happens",
                &clock.place,
                format!(
                    "the clock `{}` never {never}: nothing brings about {}",
                    clock.name,
                    names.join(", ")
                ),
                &format!(
                    "say in `{word}` what is recorded, or give a clock `.on_expiry(deem(...))`"
                ),
            );
        }
    }
    let both: Vec<_> =
        clock.starts.iter().filter(|kind| clock.is_always_stopped_by(*kind)).collect();
    if both.len() == clock.starts.iter().count() && !both.is_empty() && !clock.repeats {
        note.warn(
            "rule::starts_and_stops",
            &clock.place,
            format!("every event that starts the clock `{}` also stops it", clock.name),
            "leave the event out of `starts` or of `stops`",
        );
    }
}

/// Kinds that come once in a case, of which the first comes before the second if they come in order.
const IN_ORDER: &[(EventKind, EventKind)] = &[
    (EventKind::SentUp, EventKind::SentUpReceived),
    (EventKind::HearingRequested, EventKind::HearingNotified),
    (EventKind::HearingRequested, EventKind::HearingHeld),
    (EventKind::HearingNotified, EventKind::HearingHeld),
];

/// A clock that runs once is stopped by what comes once, even where that came before its start.
fn before_start(note: &mut Note<'_>) {
    let clock = note.clock;
    if clock.repeats || clock.per != Subject::Case {
        return;
    }
    for &(first, then) in IN_ORDER {
        if clock.starts.iter().all(|kind| kind == then) && clock.is_always_stopped_by(first) {
            note.warn(
                "rule::stopped_before_start",
                &clock.place,
                format!(
                    "`{first}` comes before `{then}`, and has stopped the clock `{}` when that starts it: a clock that runs once is not started behind its stop",
                    clock.name
                ),
                "let it run again with `.repeats()`, or leave the event out of `stops`",
            );
        }
    }
}

/// What begins and what ends it.
const PAIRS: &[(EventKind, EventKind)] = &[
    (EventKind::SpecialStarted, EventKind::SpecialEnded),
    (EventKind::Suspended, EventKind::Resumed),
    (EventKind::SupplementRequested, EventKind::SupplementReceived),
    (EventKind::SentUp, EventKind::SentUpReceived),
];

/// A clock for a step or a special procedure that begins with something else.
fn subjects(note: &mut Note<'_>) {
    let clock = note.clock;
    let (whose, kinds): (_, &[EventKind]) = match clock.per {
        Subject::Case => return,
        Subject::Step => {
            ("step", &[EventKind::StepStarted, EventKind::StepCompleted, EventKind::StepReturned])
        }
        Subject::Special => ("special", &[EventKind::SpecialStarted, EventKind::SpecialEnded]),
    };
    if !clock.starts.is_empty() && !clock.starts.iter().any(|kind| kinds.contains(&kind)) {
        note.error(
            "rule::never_happens",
            &clock.place,
            format!("the clock `{}` runs for each {whose}, and nothing that starts it is about one, so it never runs", clock.name),
            &format!("start it with `{}`, or leave out `.per(\"{whose}\")`", kinds[0]),
        );
    }
}

fn pauses(note: &mut Note<'_>) {
    let clock = note.clock;
    for pause in &clock.pauses {
        let own = PAIRS.iter().find(|(from, _)| *from == pause.from);
        let other = PAIRS.iter().find(|(_, to)| *to == pause.to);
        if let (Some(own), Some(other)) = (own, other)
            && own != other
        {
            note.warn(
                "rule::pause_without_end",
                &clock.place,
                format!(
                    "the pause of `{}` begins with `{}` and ends with `{}`, which ends what `{}` begins",
                    clock.name, pause.from, pause.to, other.0
                ),
                &format!("end it with `{}`", own.1),
            );
        }
        let open = pause.effect == Rule::Fixed(PauseEffect::Open);
        if pause.from == pause.to && pause.effect != Rule::Fixed(PauseEffect::None) {
            note.error(
                "rule::pause_without_end",
                &clock.place,
                format!(
                    "the pause of `{}` begins and ends with the same event `{}`",
                    clock.name, pause.from
                ),
                "name the event that ends the pause as the second one",
            );
        } else if open && is_deemed(pause.to) {
            note.error(
                "rule::pause_without_end",
                &clock.place,
                format!(
                    "the pause of `{}` from `{}` is ended by `{}`, which nobody records",
                    clock.name, pause.from, pause.to
                ),
                "name an event that ends the pause, or cap it: `cap(workdays(...))`",
            );
        }
        if clock.is_always_stopped_by(pause.from) {
            note.warn(
                "rule::never_happens",
                &clock.place,
                format!(
                    "`{}` pauses the clock `{}` and stops it, so it never pauses",
                    pause.from, clock.name
                ),
                "leave the event out of `stops` or of `pauses`",
            );
        }
    }
}

/// Lengths that the clock can't count.
fn units(note: &mut Note<'_>) {
    let clock = note.clock;
    let mut added = Vec::new();
    for pause in &clock.pauses {
        if let Rule::Fixed(PauseEffect::Capped(most)) = pause.effect {
            added.push((format!("a pause of `{}` is capped at {most}", clock.name), most));
        }
    }
    for extension in &clock.extensions {
        if let Rule::Fixed(length) = extension.length {
            let what = format!("`{}` extends the clock `{}` by {length}", extension.on, clock.name);
            added.push((what, length));
        }
    }
    for (what, length) in added {
        if let Some((how, advice)) = uncounted_on(clock.policy, length) {
            let message = format!("{what}, which can't be counted, as the clock {how}");
            note.error("rule::units", &clock.place, message, &advice);
        }
    }
}

/// A clock that nobody hears of.
fn silence(plan: &Plan, note: &mut Note<'_>) {
    let clock = note.clock;
    let compared: BTreeSet<&str> =
        plan.clocks.iter().filter_map(|clock| clock.compares.as_deref()).collect();
    if clock.thresholds.is_empty()
        && clock.on_expiry.is_none()
        && clock.compares.is_none()
        && !compared.contains(clock.name.as_str())
    {
        note.warn(
            "rule::silent",
            &clock.place,
            format!("the clock `{}` raises nothing when it runs out", clock.name),
            "end it with `.reminder(...)`, `.yellow(...)` or `.red(...)`, or remove it",
        );
    }
}
