//! When a warning is raised, what a pause does, and what silence counts as.
//!
//! *Invariant.* A threshold lies at or before the due date unless it says `after`. `at_percent` rounds down to whole days, so that of a
//! limit of no days it is the due instant itself: a rule that reminds of a card by it answers `()` there, for no reminder.
//!
//! *Absent on purpose.* Arithmetic: the calendar works out the instant.

use duban_calendar::{Length, Threshold};
use duban_domain::EventKind;
use rhai::{Array, Dynamic, Engine, INT, ImmutableString};

use crate::plan::PauseEffect;
use crate::recorder::Thrown;
use crate::suggest;
use crate::vocabulary::{Complaint, kind_of, told_by_kind};

/// What silence counts as.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deem {
    pub(crate) kind: EventKind,
    pub(crate) backdated_to: Option<EventKind>,
}

pub(crate) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Threshold>("threshold");
    engine.register_type_with_name::<PauseEffect>("effect of a pause");
    engine.register_type_with_name::<Deem>("deeming");
    told_by_kind::<Threshold>(engine);
    told_by_kind::<PauseEffect>(engine);
    told_by_kind::<Deem>(engine);
    engine.register_fn("before", |by: Dynamic| length("before", &by).map(Threshold::BeforeDue));
    engine.register_fn("after", |by: Dynamic| length("after", &by).map(Threshold::AfterDue));
    engine.register_fn("at_due", || Threshold::AtDue);
    engine.register_fn("at_percent", at_percent);
    for (word, of) in
        [("earliest", Threshold::Earliest as fn(_) -> _), ("latest", Threshold::Latest)]
    {
        engine.register_fn(word, move |list: Array| thresholds(word, list).map(of));
        engine
            .register_fn(word, move |a: Dynamic, b: Dynamic| thresholds(word, vec![a, b]).map(of));
        engine.register_fn(word, move |a: Dynamic, b: Dynamic, c: Dynamic| {
            thresholds(word, vec![a, b, c]).map(of)
        });
    }
    engine.register_fn("pause", || PauseEffect::Open);
    engine.register_fn("no_pause", || PauseEffect::None);
    // Where nobody said how long it may take there is nothing to cap it by.
    engine.register_fn("cap", |most: Dynamic| {
        if most.is_unit() {
            Ok(PauseEffect::Open)
        } else {
            length("cap", &most).map(PauseEffect::Capped)
        }
    });
    engine.register_fn("deem", |kind: ImmutableString| {
        Ok::<_, Thrown>(Deem { kind: event_kind(&kind)?, backdated_to: None })
    });
    engine.register_fn("backdated_to", |deem: &mut Deem, kind: ImmutableString| {
        Ok::<_, Thrown>(Deem { backdated_to: Some(event_kind(&kind)?), ..*deem })
    });
}

fn length(word: &str, value: &Dynamic) -> Result<Length, Thrown> {
    value.clone().try_cast::<Length>().ok_or_else(|| {
        let complaint = match value.as_int() {
            Ok(number) => Complaint::new(
                format!("`{word}({number})` has no unit"),
                format!("no unit, no clock: write for example `{word}(workdays({number}))`"),
            )
            .code("rule::no_unit"),
            Err(_) => Complaint::new(
                format!("`{word}` takes a length of time, not {}", kind_of(value)),
                format!("write for example `{word}(workdays(1))`"),
            ),
        };
        complaint.thrown()
    })
}

fn at_percent(percent: INT) -> Result<Threshold, Thrown> {
    match u32::try_from(percent) {
        Ok(percent @ 1..=100) => Ok(Threshold::AtPercent(percent)),
        Ok(101..) => Err(Complaint::new(
            format!("`at_percent({percent})` lies after the due date"),
            "a threshold after the due date says so: `after(workdays(5))`",
        )
        .code("rule::after_due")
        .thrown()),
        Ok(0) | Err(_) => Err(Complaint::new(
            format!("`at_percent({percent})` lies before the clock starts"),
            "write a share of the limit from 1 to 100",
        )
        .thrown()),
    }
}

fn thresholds(word: &str, list: Array) -> Result<Box<[Threshold]>, Thrown> {
    let read = |value: Dynamic| {
        let kind = kind_of(&value);
        value.try_cast::<Threshold>().ok_or_else(|| {
            Complaint::new(
                format!("`{word}` takes thresholds, not {kind}"),
                format!("write for example `{word}(before(workdays(1)), at_percent(90))`"),
            )
            .thrown()
        })
    };
    let read: Result<Box<[Threshold]>, Thrown> = list.into_iter().map(read).collect();
    match read {
        Ok(list) if list.is_empty() => Err(Complaint::new(
            format!("`{word}` of nothing is nothing"),
            "name at least one threshold",
        )
        .thrown()),
        read => read,
    }
}

/// The kind of event with this name.
pub(crate) fn event_kind(name: &str) -> Result<EventKind, Thrown> {
    name.parse().map_err(|_| unknown_kind(name).thrown())
}

pub(crate) fn unknown_kind(name: &str) -> Complaint {
    let kinds = EventKind::ALL.iter().map(|kind| kind.name());
    let chinese = EventKind::ALL.iter().find(|kind| kind.zh() == name);
    let advice = match chinese {
        Some(kind) => format!("did you mean `{kind}`?"),
        None => suggest::advice(name, kinds),
    };
    Complaint::new(format!("`{name}` is not a kind of event"), advice)
        .code("rule::unknown_kind")
        .about(name)
}
