//! A case seen with nothing but the law: when something happened, when it was due, and whether it came too late.

use std::collections::BTreeSet;

use duban_calendar::{Day, Extension, Length, Pause, Policy, Term, Timestamp, Unit};
use duban_domain::{CaseFact, Event, EventKind, Item, ItemKind};

use crate::world::{History, World, fact, first, item_code, kind};

/// One case, looked at with nothing but the law.
pub(crate) struct Look<'w> {
    pub(crate) world: &'w World,
    pub(crate) history: &'w History,
    pub(crate) item: Option<&'w Item>,
}

/// What ends the limits of a case.
pub(crate) const ENDS: [EventKind; 14] = [
    EventKind::Granted,
    EventKind::GrantedWithGap,
    EventKind::Denied,
    EventKind::DeemedGranted,
    EventKind::DeemedRenewed,
    EventKind::Withdrawn,
    EventKind::Voided,
    EventKind::Deleted,
    EventKind::Lapsed,
    EventKind::Refused,
    EventKind::NotAccepted,
    EventKind::Returned,
    EventKind::Completed,
    EventKind::Revoked,
];

impl<'w> Look<'w> {
    pub(crate) fn new(world: &'w World, history: &'w History) -> Look<'w> {
        let mut look = Look { world, history, item: None };
        let on = look.accepted().unwrap_or(history[0].occurred_at);
        look.item = world.catalogue.get(&item_code(history), look.day(on));
        look
    }

    /// The records as they were first sent.
    pub(crate) fn reported(&self) -> impl Iterator<Item = &Event<String>> {
        self.history.iter().filter(|event| event.origin.version == 1)
    }

    pub(crate) fn all(&self, wanted: EventKind) -> impl Iterator<Item = &Event<String>> {
        self.reported().filter(move |event| kind(event) == wanted)
    }

    pub(crate) fn has(&self, wanted: EventKind) -> bool {
        self.all(wanted).next().is_some()
    }

    pub(crate) fn at(&self, wanted: EventKind) -> Option<Timestamp> {
        first(self.history, wanted).map(|event| event.occurred_at)
    }

    pub(crate) fn unexplained(&self, wanted: EventKind) -> bool {
        self.all(wanted).any(|event| event.note.is_none())
    }

    pub(crate) fn day(&self, at: Timestamp) -> Day {
        self.world.calendar.zone().day_of(at)
    }

    pub(crate) fn end_of(&self, day: Day) -> Timestamp {
        self.world.calendar.zone().end_of(day)
    }

    pub(crate) fn horizon(&self) -> Timestamp {
        self.end_of("2025-12-31".parse().unwrap())
    }

    /// Whether one of these came later than so many working days after the first event of a kind.
    pub(crate) fn overdue(&self, from: EventKind, workdays: i32, stops: &[EventKind]) -> bool {
        self.at(from).is_some_and(|at| self.overdue_from(at, workdays as u32, stops))
    }

    pub(crate) fn overdue_from(&self, from: Timestamp, workdays: u32, stops: &[EventKind]) -> bool {
        let due = self.end_of(self.world.calendar.add_workdays(self.day(from), workdays as i32));
        let stop = stops.iter().filter_map(|&kind| self.at(kind)).min();
        stop.map_or(due < self.horizon(), |at| at >= due)
    }

    pub(crate) fn notice_late(&self) -> bool {
        use EventKind as K;
        let answers = [
            K::Accepted,
            K::SupplementRequested,
            K::Refused,
            K::NotAccepted,
            K::Returned,
            K::Completed,
        ];
        // Deemed accepted is what follows from no answer, and none itself.
        !self.is(ItemKind::Immediate) && self.overdue(K::Received, 5, &answers)
    }

    /// When the limits of the case begin to run.
    pub(crate) fn accepted(&self) -> Option<Timestamp> {
        let deemed = self.at(EventKind::DeemedAccepted);
        let late = self.at(EventKind::Received).filter(|_| self.notice_late());
        deemed.or(late).or(self.at(EventKind::Accepted))
    }

    pub(crate) fn ended(&self) -> Option<Timestamp> {
        ENDS.iter().find_map(|&kind| self.at(kind))
    }

    pub(crate) fn promised(&self) -> Option<Timestamp> {
        let limit = self.item?.promised_limit?;
        self.due(limit, &[])
    }

    pub(crate) fn statutory(&self) -> Option<Timestamp> {
        let limit = self.item?.statutory_limit.unwrap_or(Length::new(20, Unit::Workdays));
        let extensions = self.reported().filter_map(|event| {
            let CaseFact::ExtensionApproved { approver: Some(_), length: Some(length) } =
                fact(event)
            else {
                return None;
            };
            let counts = length.amount <= 10;
            counts.then_some(Extension { on: event.occurred_at, length: *length })
        });
        self.due(limit, &extensions.collect::<Vec<_>>())
    }

    fn due(&self, limit: Length, extensions: &[Extension]) -> Option<Timestamp> {
        let pauses = self.pauses();
        let pauses = if limit.unit == Unit::Workdays { &pauses[..] } else { &[] };
        let start = self.accepted()?;
        let term = Term { policy: Policy::LAW, start, limit, pauses, totals: &[], extensions };
        self.world.calendar.due(&term).unwrap().at
    }

    /// The special procedures of 行政许可法 45 that were begun as it wants it.
    pub(crate) fn pauses(&self) -> Vec<Pause> {
        let mut pauses = Vec::new();
        for event in self.reported() {
            if let CaseFact::SpecialStarted(it) = fact(event)
                && it.kind != "公示"
                && it.basis.is_some()
                && let Some(notified) = it.notified
            {
                let cap = Some(notified);
                pauses.push(Pause { from: event.occurred_at, to: None, cap });
            } else if kind(event) == EventKind::SpecialEnded {
                pauses.iter_mut().for_each(|pause| pause.to = Some(event.occurred_at));
            }
        }
        pauses
    }

    pub(crate) fn a_step_took_too_long(&self) -> bool {
        self.reported().any(|started| {
            let CaseFact::StepStarted { step } = fact(started) else { return false };
            let known = self.item.and_then(|item| item.steps.iter().find(|it| &it.name == step));
            let Some(limit) = known.and_then(|it| it.limit) else { return false };
            let due = self.world.calendar.add_workdays(self.day(started.occurred_at), limit.amount as i32);
            let done = self.reported().find(|it| {
                it.occurred_at >= started.occurred_at
                    && matches!(fact(it), CaseFact::StepCompleted { step: done, .. } if done == step)
            });
            done.map_or(self.end_of(due) < self.horizon(), |it| it.occurred_at >= self.end_of(due))
        })
    }

    pub(crate) fn one_officer(&self) -> bool {
        let done = self.all(EventKind::StepCompleted);
        let officers: BTreeSet<_> = done.map(|it| it.by.officer.clone()).collect();
        let steps = self.reported().filter_map(|it| {
            if let CaseFact::StepCompleted { step, .. } = fact(it) { Some(step) } else { None }
        });
        let steps: BTreeSet<_> = steps.collect();
        let all = self.item.map_or(0, |item| item.steps.len());
        all > 1 && steps.len() == all && officers.len() == 1
    }

    pub(crate) fn is(&self, wanted: ItemKind) -> bool {
        self.item.is_some_and(|item| item.kind == wanted)
    }

    /// Whether the case ended after this, or has not ended and should have.
    pub(crate) fn missed(&self, due: Option<Timestamp>) -> bool {
        let ended = self.ended();
        due.is_some_and(|due| ended.map_or(due < self.horizon(), |at| at >= due))
    }

    /// Whether a fact as it was first reported is like this.
    pub(crate) fn any(&self, wanted: impl Fn(&CaseFact<String>) -> bool) -> bool {
        self.reported().any(|event| wanted(fact(event)))
    }

    /// How long a time there was between the first events of two kinds.
    pub(crate) fn between(&self, from: EventKind, to: EventKind) -> Option<i64> {
        Some(self.at(to)?.0 - self.at(from)?.0)
    }
}
