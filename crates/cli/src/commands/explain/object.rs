//! An explanation as JSON.
//!
//! *Invariant.* Every length says its unit.

use duban_calendar::{Part, Policy, Segment, Timestamp, Total, Unit, Zone};
use duban_engine::{Arithmetic, Explanation, Granted, Ground, Warning};
use duban_rulebook::{Found, Look, Until};
use serde_json::{Value, json};

use super::{figures, threshold_words};
use crate::args::Lang;

/// Which warning it is, who answers for it, and what it was raised on.
pub(super) fn of(warning: &Warning, explanation: &Explanation, zone: &Zone) -> Value {
    json!({
        "id": warning.id.to_string(),
        "case": warning.id.case,
        "item": warning.item,
        "department": warning.answers.department,
        "post": warning.answers.post,
        "officer": warning.answers.officer,
        "step": warning.step,
        "clock": warning.id.rule,
        "subject": warning.id.subject,
        "level": warning.id.level,
        "title": { "zh": explanation.title.zh, "en": explanation.title.en },
        "basis": explanation.basis,
        "rule": warning.place,
        "rulebook": warning.rulebook,
        "hash": warning.hash,
        "due_at": zone.rfc3339(warning.due_at),
        "decided_at": zone.rfc3339(warning.decided_at),
        "message": warning.message,
        "certainty": warning.certainty,
        "ground": ground(&explanation.ground, zone),
    })
}

fn ground(ground: &Ground, zone: &Zone) -> Value {
    match ground {
        Ground::Term { arithmetic, threshold, hit } => {
            let mut ground = worked_out("term", arithmetic, zone);
            ground["threshold"] = json!(threshold_words(threshold, Lang::En));
            ground["at"] = json!(zone.rfc3339(*hit));
            ground
        }
        Ground::LateExtension(it) => worked_out("late_extension", it, zone),
        Ground::Until { started_at, looks, to, deadline, threshold, hit } => json!({
            "kind": "until",
            "started_at": zone.rfc3339(*started_at),
            "looked_at": looked_at(looks, zone),
            "counts_to": match to {
                Until::EndOfDay => "end_of_day",
                Until::Instant => "instant",
            },
            "deadline": zone.rfc3339(*deadline),
            "segments": figures::parts(*started_at, *deadline, *hit)
                .into_iter()
                .map(|(part, from, to)| json!({
                    "from": zone.rfc3339(from),
                    "to": zone.rfc3339(to),
                    "what": part.word(Lang::En),
                    "counted": to.0.abs_diff(from.0),
                    "unit": MILLISECONDS,
                }))
                .collect::<Vec<_>>(),
            "threshold": threshold_words(threshold, Lang::En),
            "at": zone.rfc3339(*hit),
        }),
        Ground::Check(at) => json!({ "kind": "check", "event_occurred_at": zone.rfc3339(*at) }),
        Ground::Across => json!({ "kind": "across" }),
        Ground::Fault => json!({ "kind": "fault" }),
    }
}

/// What a rule looked at, in the words of its script, and what it found.
pub(super) fn looked_at(looks: &[Look], zone: &Zone) -> Value {
    let found = |look: &Look| match &look.found {
        Found::Nothing => Value::Null,
        Found::Truth(truth) => json!(truth),
        Found::Number(number) => json!(number),
        Found::Between(amount, unit) => json!(format!("{amount} {unit}")),
        Found::Text(text) => json!(text),
        Found::Day(day) => json!(day.to_string()),
        Found::Time(at) => json!(zone.rfc3339(*at)),
        Found::Length(length) => json!(length.to_string()),
    };
    looks.iter().map(|look| json!({ "at": look.at, "found": found(look) })).collect()
}

pub(crate) fn worked_out(kind: &str, it: &Arithmetic, zone: &Zone) -> Value {
    let pauses = it.pauses.iter().map(|pause| {
        json!({
            "from": zone.rfc3339(pause.from),
            "to": pause.to.map(|to| zone.rfc3339(to)),
            "cap": pause.cap.map(|cap| cap.to_string()),
        })
    });
    json!({
        "kind": kind,
        "policy": it.policy.name(),
        "started_at": zone.rfc3339(it.started_at),
        "start_is_deemed": it.start_is_deemed,
        "limit": it.limit.to_string(),
        "pauses": pauses.collect::<Vec<_>>(),
        "pause_totals": it.totals.iter().map(total).collect::<Vec<_>>(),
        "extensions": it.extensions.iter().map(|it| extended(it, zone)).collect::<Vec<_>>(),
        "parts": it.parts.iter().map(|of| part(of, it, zone)).collect::<Vec<_>>(),
        "segments": it.segments.iter().map(|of| segment(of, it)).collect::<Vec<_>>(),
        "due_at": it.due_at.map(|at| zone.rfc3339(at)),
    })
}

fn extended(it: &Granted, zone: &Zone) -> Value {
    json!({
        "on": zone.rfc3339(it.on),
        "length": it.length.to_string(),
        "counted": it.counted,
    })
}

/// `pauses` are their numbers, from 1.
fn total(total: &Total) -> Value {
    let places: Vec<_> = total.pauses.iter().map(|place| place + 1).collect();
    json!({ "most": total.most.to_string(), "pauses": places })
}

/// `after` and `upto` are null while the clock is suspended before them, and so is `counts` where it depends on them.
fn part(part: &Part, of: &Arithmetic, zone: &Zone) -> Value {
    json!({
        "length": part.length.to_string(),
        "after": part.after.map(|at| zone.rfc3339(at)),
        "upto": part.upto.map(|at| zone.rfc3339(at)),
        "counts": part.counts,
        "unit": counted_in(of.policy, part.length.unit),
    })
}

fn segment(segment: &Segment, of: &Arithmetic) -> Value {
    let unit = of.parts.get(segment.part).map_or(of.limit.unit, |part| part.length.unit);
    json!({
        "from": segment.first.to_string(),
        "to": (segment.to != Timestamp::MAX).then(|| segment.last.to_string()),
        "what": segment.kind.to_string(),
        "part": segment.part + 1,
        "counted": segment.counted,
        "so_far": segment.so_far,
        "unit": counted_in(of.policy, unit),
    })
}

const MILLISECONDS: &str = "milliseconds";

/// In what the segments of a part count.
fn counted_in(policy: Policy, unit: Unit) -> &'static str {
    match (policy, unit) {
        (Policy::WallClock | Policy::WorkSecond, _) => MILLISECONDS,
        (Policy::Day { .. }, Unit::Workdays) => Unit::Workdays.name(),
        (Policy::Day { .. }, _) => Unit::Days.name(),
    }
}
