//! An event in the making, and its place among those that come with it.

use duban_calendar::Timestamp;
use duban_domain::{About, By, CaseFact, Event, EventKind, Origin, RecordKey};

use crate::book::Since;
use crate::incoming::{Incoming, Lineage};
use crate::translate::Translator;

/// An event in the making.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) event: Event<String>,
    pub(crate) derived: bool,
    /// Whether the mapping has no rule for its activity.
    pub(crate) unmapped: bool,
    pub(crate) rank: Rank,
    pub(crate) lineage: Option<Box<Lineage>>,
}

/// Which of several events of one instant comes first; a notice comes first of all that became known with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rank {
    /// Derived, and it says that somebody was told: known before what he was told of is judged.
    Tells,
    /// Derived, and something begins with it.
    Opens,
    /// The record itself.
    Record,
    /// Derived, and something ends with it.
    Ends,
}

impl Rank {
    fn of(kind: EventKind) -> Rank {
        let opens = matches!(
            kind,
            EventKind::Submitted
                | EventKind::Received
                | EventKind::Accepted
                | EventKind::DeemedAccepted
                | EventKind::SupplementRequested
                | EventKind::StepStarted
                | EventKind::SpecialStarted
                | EventKind::Suspended
                | EventKind::HearingRequested
                | EventKind::ComplaintFiled
                | EventKind::ConsultationFiled
        );
        if kind == EventKind::HearingNotified {
            Rank::Tells
        } else if opens {
            Rank::Opens
        } else {
            Rank::Ends
        }
    }
}

impl Draft {
    /// The same, as one that no record of the file stands for alone.
    pub(crate) fn derived(self, kind: EventKind) -> Draft {
        Draft { derived: true, rank: Rank::of(kind), ..self }
    }

    /// The same, occurred and recorded at these times.
    pub(crate) fn at(mut self, time: (Timestamp, Timestamp)) -> Draft {
        (self.event.occurred_at, self.event.recorded_at) = time;
        self
    }

    /// The same, as a later version of what was told before.
    pub(crate) fn in_version(mut self, version: u32) -> Draft {
        self.event.origin.version = version;
        self
    }

    /// The place among the events of one record.
    pub(crate) fn order(&self) -> (Timestamp, bool, Timestamp, Rank) {
        let is_later = self.rank != Rank::Tells;
        (self.event.recorded_at, is_later, self.event.occurred_at, self.rank)
    }

    /// What comes out, told by the record or case that begins on this line.
    pub(crate) fn incoming(self, line: u64) -> Incoming {
        let Draft { event, derived, unmapped, rank: _, lineage } = self;
        Incoming::Event { event: Box::new(event), derived, unmapped, line, lineage }
    }
}

/// When the first of some events occurred, and when the first was recorded.
pub(crate) fn earliest<'a>(
    drafts: impl IntoIterator<Item = &'a Draft>,
) -> Option<(Timestamp, Timestamp)> {
    let times = drafts.into_iter().map(|draft| (draft.event.occurred_at, draft.event.recorded_at));
    times.reduce(|first, next| (first.0.min(next.0), first.1.min(next.1)))
}

/// Since when the events of a row tell what its columns say; at the end of time where there are none.
pub(crate) fn known_since<'a>(drafts: impl IntoIterator<Item = &'a Draft>) -> Since {
    let end = (Timestamp::MAX, Timestamp::MAX);
    earliest(drafts).map_or(end, |(occurred_at, recorded_at)| (recorded_at, occurred_at))
}

impl Translator<'_> {
    /// An event of a case, by nobody, in its first version.
    pub(super) fn draft(
        &self,
        case: &str,
        key: RecordKey,
        occurred_at: Timestamp,
        recorded_at: Timestamp,
        fact: CaseFact,
    ) -> Draft {
        let event = Event {
            occurred_at,
            recorded_at,
            origin: Origin { source: self.source.clone(), key, version: 1 },
            by: By::default(),
            note: None,
            about: About::Case { case: case.to_owned(), fact },
        };
        Draft { event, derived: false, unmapped: false, rank: Rank::Record, lineage: None }
    }
}
