//! Checks over several cases: too many events within a time, one behind another, none for too long, too large a share, a gap in numbers.
//!
//! ```text
//!   shard ──what it noted──┐
//!   shard ──what it noted──┼──▶ one fold for each kind of check ──▶ warnings
//!   shard ──what it noted──┘
//! ```
//!
//! *Invariant.* A fold sees what all shards noted in one order, which no shard count can change, or adds it up: so this is a projection beside
//! the supervisors, and no supervisor decides on more than its own case.
//!
//! *Invariant.* What was told stays told: a fold tells by what had become known by the instant of which it tells.
//!
//! *Absent on purpose.* Re-judging: what is raised here is to be looked at by somebody.

mod gap;
mod near;
mod note;
mod period;
mod sieve;
mod sight;
mod silence;
mod tell;

use std::cmp::Ordering;

use duban_calendar::{Calendar, Length, Policy, Term, Timestamp, Zone};
use duban_rulebook::{Answers, Rule, Wrong};

pub(crate) use note::Noted;
pub(crate) use sight::AskedOnce;

use crate::across::note::Sighting;
use crate::across::tell::Teller;
use crate::case_state::NONE;
use crate::decision::Decision;
use crate::draft::{Draft, RaisedDraft, RuleRef, What, Why};
use crate::supervisor::Supervisor;

/// The warnings of the checks over several cases, by what these supervisors saw until then.
pub fn across(supervisors: &[Supervisor], until: Timestamp) -> Vec<Decision> {
    let mut teller = Teller::default();
    near::tell(supervisors, &mut teller);
    silence::tell(supervisors, until, &mut teller);
    period::tell(supervisors, until, &mut teller);
    gap::tell(supervisors, until, &mut teller);
    teller.decisions
}

/// A sighting and who has it.
#[derive(Clone, Copy)]
struct Seen<'a> {
    by: &'a Supervisor,
    shard: usize,
    it: &'a Sighting,
}

impl<'a> Seen<'a> {
    /// The number of its rule: the same in all supervisors of one set of rules, and for all versions of the rule.
    fn rule(self) -> u16 {
        self.by.tables.books[usize::from(self.it.book)].check_names[usize::from(self.it.check)]
    }

    /// By whom it is counted.
    fn name(self) -> Option<String> {
        self.it.by.map(|it| it.text(&self.by.noted.names))
    }

    fn case(self) -> &'a str {
        self.by.tables.symbols.get(self.it.case)
    }

    /// What its rule takes to be wrong.
    fn wrong(self) -> Option<Wrong> {
        let plan = self.by.tables.books[usize::from(self.it.book)].plan();
        plan.checks[usize::from(self.it.check)].across.as_ref().map(|across| across.wrong)
    }

    /// Whether the version of the rulebook that is in force on the day that ends then, or in which it lies, still has its rule.
    fn is_asked_at(self, at: Timestamp) -> bool {
        let tables = &self.by.tables;
        let day = self.zone().day_of(Timestamp(at.0.saturating_sub(1)));
        let Some((book, _)) = tables.rules.in_force_on(day) else { return false };
        let checks = tables.books[book].plan().checks.iter().zip(&tables.books[book].check_names);
        checks.into_iter().any(|(check, name)| *name == self.rule() && check.across.is_some())
    }

    /// The calendar that its rulebook counts by.
    fn calendar(self) -> &'a Calendar {
        self.by.tables.books[usize::from(self.it.book)].calendar()
    }

    fn zone(self) -> &'a Zone {
        self.calendar().zone()
    }

    /// Which of two became known first; of what became known at one instant, what happened first.
    fn first_known(self, other: Seen<'_>) -> Ordering {
        let order = |seen: Seen<'a>| seen.it.order(&seen.by.tables.symbols);
        let (one, two) = (order(self), other.it.order(&other.by.tables.symbols));
        (one.0, self.rule()).cmp(&(two.0, other.rule())).then_with(|| one.cmp(&two))
    }

    /// The end of a length of whole days that begins with an instant.
    fn days_after(self, start: Timestamp, limit: Length) -> Option<Timestamp> {
        let term =
            Term { policy: Policy::LAW, start, limit, pauses: &[], totals: &[], extensions: &[] };
        self.calendar().due(&term).ok()?.at
    }

    /// A warning about it, yet to be told apart from others and to say what was counted. None where its case is not known.
    fn warning(self, due_at: Timestamp, decided_at: Timestamp) -> Option<Decision> {
        let Seen { by, it, .. } = self;
        let place = by.place_of(self.case())?;
        let plan = &by.tables.books[usize::from(it.book)].plan().checks[usize::from(it.check)];
        let message = match &plan.message {
            Rule::Fixed(message) => message.clone(),
            Rule::Script(_) => format!("{} · {}", plan.title.zh, plan.title.en),
        };
        let raised = RaisedDraft {
            subject: None,
            level: plan.level,
            occurrence: 0,
            due_at,
            who: if plan.answers == Answers::Step { it.who } else { NONE },
            department: it.department,
            step: None,
            certainty: duban_calendar::Certainty::Official,
            why: Why::Said(message),
        };
        let draft = Draft {
            decided_at,
            case: u32::try_from(place).ok()?,
            book: it.book,
            rule: RuleRef::Check(it.check),
            what: What::Raised(Box::new(raised)),
        };
        Some(by.in_words(&draft))
    }
}

#[cfg(test)]
mod tests;
