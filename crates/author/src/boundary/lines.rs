//! The events of a story to be, one a line.
//!
//! *Absent on purpose.* Kinds of events: what a line may say, `duban_domain::line` knows.

use std::fmt;

use duban_calendar::Zone;
use duban_domain::{About, By, CaseFact, Description, Event, EventKind, Origin, RecordKey, line};

use crate::tell::Script;

/// The events of a story, from the first to the last.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines(Vec<(String, String)>);

impl Lines {
    /// One more event: its time and what happens.
    pub(super) fn with(mut self, at: String, what: &str) -> Lines {
        self.0.push((at, what.to_owned()));
        self
    }

    /// The events in instants, of a case of this item, until just behind the last; None when one cannot be read.
    pub(super) fn script(&self, item: &str, zone: &Zone) -> Option<Script> {
        let mut events = Vec::new();
        for (number, (at, what)) in (1..).zip(&self.0) {
            events.push(line::read(&format!("{at} {what}"), number, zone).ok()?);
        }
        let first = events.first()?;
        let described = Event {
            origin: Origin {
                source: "story".to_owned(),
                key: RecordKey::Derived("story".to_owned()),
                version: 1,
            },
            by: By::default(),
            note: None,
            about: About::Case {
                case: line::CASE.to_owned(),
                fact: CaseFact::Described(Box::new(Description {
                    item: Some(item.to_owned()),
                    department: None,
                    facts: Vec::new(),
                })),
            },
            occurred_at: first.occurred_at,
            recorded_at: first.recorded_at,
        };
        let end = events.last()?.recorded_at;
        events.insert(0, described);
        Some(Script { events, end })
    }
}

impl fmt::Display for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|(at, what)| writeln!(f, "{at}  {what}"))
    }
}

/// What a line says of an event of this kind: the kind, and the word that it needs.
#[expect(clippy::wildcard_enum_match_arm, reason = "most kinds need no word of their own")]
pub(super) fn example(kind: EventKind) -> String {
    let word = match kind {
        EventKind::StepStarted | EventKind::StepCompleted | EventKind::StepReturned => " 审查",
        EventKind::SpecialStarted => " 听证 notified=\"15 workdays\"",
        EventKind::SpecialEnded => " 听证",
        EventKind::ExtensionRequested | EventKind::ExtensionApproved => " \"5 workdays\"",
        EventKind::CertificateIssued => " 1",
        EventKind::Evaluated => " 5",
        EventKind::FeeCharged => " 100",
        EventKind::Noted => " 备注",
        _ => "",
    };
    format!("{}{word}", kind.name())
}
