//! The events of a story to be, one a line.
//!
//! *Absent on purpose.* Kinds of events: what a line may say, `duban_domain::line` knows.

use std::fmt;

use duban_domain::EventKind;

/// The events of a story, from the first to the last.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines(Vec<(String, String)>);

impl Lines {
    /// One more event: its time and what happens.
    pub(super) fn with(mut self, at: String, what: &str) -> Lines {
        self.0.push((at, what.to_owned()));
        self
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
