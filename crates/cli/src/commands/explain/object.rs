//! An explanation as JSON.
//!
//! *Invariant.* Every length says its unit.

use duban_calendar::{Policy, Segment, Timestamp, Unit, Zone};
use duban_engine::{Arithmetic, Explanation, Granted, Ground, Warning};
use duban_rulebook::{Found, Look, Until};
use serde_json::{Value, json};

use super::{cap_of, figures, threshold_words};
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
            "cap": cap_of(pause, it).map(|cap| cap.to_string()),
        })
    });
    json!({
        "kind": kind,
        "policy": it.policy.name(),
        "started_at": zone.rfc3339(it.started_at),
        "start_is_deemed": it.start_is_deemed,
        "limit": it.limit.to_string(),
        "pauses": pauses.collect::<Vec<_>>(),
        "extensions": it.extensions.iter().map(|it| extended(it, zone)).collect::<Vec<_>>(),
        "segments": it.segments.iter().map(|of| segment(of, it)).collect::<Vec<_>>(),
        "due_at": it.due_at.map(|at| zone.rfc3339(at)),
    })
}

/// `counts_to` only where the extension was granted in another unit than the clock's.
fn extended(it: &Granted, zone: &Zone) -> Value {
    json!({
        "on": zone.rfc3339(it.on),
        "granted": it.granted.to_string(),
        "length": it.length.to_string(),
        "counts_to": it.upto.map(|day| day.to_string()),
        "counted": it.counted,
    })
}

fn segment(segment: &Segment, of: &Arithmetic) -> Value {
    json!({
        "from": segment.first.to_string(),
        "to": (segment.to != Timestamp::MAX).then(|| segment.last.to_string()),
        "what": segment.kind.to_string(),
        "counted": segment.counted,
        "so_far": segment.so_far,
        "unit": counted_in(of),
    })
}

const MILLISECONDS: &str = "milliseconds";

/// In what the segments of a clock count.
fn counted_in(it: &Arithmetic) -> &'static str {
    match (it.policy, it.limit.unit) {
        (Policy::WallClock | Policy::WorkSecond, _) => MILLISECONDS,
        (Policy::Day { .. }, Unit::Workdays) => Unit::Workdays.name(),
        (Policy::Day { .. }, _) => Unit::Days.name(),
    }
}
