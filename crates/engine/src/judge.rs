//! Judging: which warnings a run's thresholds raise, and whether those raised before still stand.
//!
//! *Invariant.* A warning is raised once for each threshold it passes. A card that was raised stays, unless what had happened by its
//! due instant shows that it was not due; a reminder is armed again when its threshold moves on. The first verdict is never erased.
//!
//! *Absent on purpose.* The order of arrival: whether a fact came in time or years later, the run is measured from the facts alone.

use duban_calendar::Timestamp;
use duban_domain::{Level, Sym};
use duban_rulebook::{Answers, ClockPlan};
use smallvec::SmallVec;

use crate::case_state::{CaseState, NONE, RaisedBy, RaisedNote, Row, RunStanding};
use crate::desk::Desk;
use crate::draft::{RaisedDraft, RuleRef, What, Why};
use crate::measure::{Measured, Unmeasured, measure};
use crate::view::View;

impl Desk<'_> {
    /// Sets the run's timer to the first of its thresholds that is still to be decided: at once for one that has passed already, so
    /// that all that is recorded at one instant is known before anything is decided on it.
    pub(crate) fn arm(&mut self, at: usize) {
        let Some(measured) = self.measure_now(at) else { return };
        let plan = self.plan_of(at);
        self.tell_late_extension(at, measured.extended_late);
        self.tell_unusable(at, &measured.unusable);
        let first = self.hits_to_decide(at, plan, &measured).map(|(_, hit)| hit).min();
        let expiry = self.expiry_to_decide(at, plan, &measured);
        let next = first.into_iter().chain(expiry).min();
        let now = self.now;
        let next = next.map_or(Timestamp::MAX, |next| next.max(now));
        self.case.runs[at].next_at = next;
    }

    /// Raises what the run's thresholds have passed by now, lets its expiry take effect, and arms it again.
    pub(crate) fn fall_due(&mut self, at: usize) {
        let Some(measured) = self.measure_now(at) else { return };
        let plan = self.plan_of(at);
        let now = self.now;
        let due: SmallVec<[_; 4]> =
            self.hits_to_decide(at, plan, &measured).filter(|(_, hit)| *hit <= now).collect();
        for (threshold, hit) in due {
            self.raise(at, plan, threshold, hit, &measured);
        }
        self.expire(at, plan, &measured);
        self.arm(at);
    }

    /// Measures a run by all that is known, and keeps how it stands. None when it does not count or can't be measured.
    fn measure_now(&mut self, at: usize) -> Option<Measured> {
        let run = self.case.runs[at];
        if run.standing == RunStanding::Gone {
            return None;
        }
        let plan = self.plan_of(at);
        let measured = self.measure_passing(at, plan);
        let kept = &mut self.case.runs[at];
        match measured {
            Ok(measured) => {
                kept.standing = measured.standing;
                kept.due_at = measured.due_at.unwrap_or(Timestamp::MAX);
                Some(measured)
            }
            Err(Unmeasured(message)) => {
                kept.standing = RunStanding::NoLimit;
                kept.due_at = Timestamp::MAX;
                kept.next_at = Timestamp::MAX;
                // What was found on the way to its due instant: without one there is none.
                self.tell_late_extension(at, false);
                self.tell_unusable(at, &[]);
                self.fault(usize::from(run.book), RuleRef::Clock(run.clock), message);
                None
            }
        }
    }

    /// The thresholds that the run passes before it stops and that have not been decided, with their instants.
    fn hits_to_decide<'a>(
        &'a self,
        at: usize,
        plan: &'a ClockPlan,
        measured: &'a Measured,
    ) -> impl Iterator<Item = (usize, Timestamp)> + 'a {
        let stopped_at = self.case.runs[at].stopped_at;
        let over = stopped_at <= self.now;
        measured.hits.iter().enumerate().filter_map(move |(threshold, hit)| {
            // A stop is in time if it lies before the threshold.
            let hit = hit.filter(|hit| *hit <= stopped_at)?;
            let level = plan.thresholds[threshold].level;
            // Nobody is reminded of what is over; a card is due for a breach found late.
            if over && !level.is_card() {
                return None;
            }
            self.wants(at, threshold, level, hit).then_some((threshold, hit))
        })
    }

    /// Measures a run by all that is known. A card that was passed stays passed whatever moved the clock later: so each card's
    /// threshold is first looked for among what had happened before each event that moves this clock.
    pub(crate) fn measure_passing(
        &mut self,
        at: usize,
        plan: &ClockPlan,
    ) -> Result<Measured, Unmeasured> {
        let run = self.case.runs[at];
        let book = usize::from(run.book);
        loop {
            let mut measured = self.measure(at, plan, run.counts_until())?;
            self.recalls[book].refresh(self.plan(book));
            let moments = self.moments(at);
            if moments.is_empty() {
                return Ok(measured);
            }
            let mut settled: SmallVec<[bool; 4]> = SmallVec::from_elem(false, measured.hits.len());
            for moved_at in moments {
                let before = Timestamp(moved_at.0 - 1);
                // A rule that could not answer then passed nothing then.
                let Ok(then) = self.measure(at, plan, before) else { continue };
                for (threshold, hit) in then.hits.into_iter().enumerate() {
                    let passed = hit.is_some_and(|hit| hit <= before);
                    if passed && !settled[threshold] && plan.thresholds[threshold].level.is_card() {
                        settled[threshold] = true;
                        measured.hits[threshold] = hit;
                    }
                }
            }
            if !self.recalls[book].refresh(self.plan(book)) {
                return Ok(measured);
            }
            // A closure looked at something new, by which the clock may have been moved too.
        }
    }

    /// Up to when what had happened shows that the run passed a threshold at `hit`: as a rule up to then, but later where an event moved
    /// the clock to a time before itself.
    pub(crate) fn shown_by(&mut self, at: usize, threshold: usize, hit: Timestamp) -> Timestamp {
        let plan = self.plan_of(at);
        let before = self.moments(at).into_iter().map(|moved_at| Timestamp(moved_at.0 - 1));
        let until = self.case.runs[at].counts_until();
        std::iter::once(hit)
            .chain(before)
            .chain(std::iter::once(until))
            .filter(|as_of| *as_of >= hit)
            .find(|as_of| {
                let measured = self.measure(at, plan, *as_of);
                measured.is_ok_and(|it| it.hits.get(threshold).copied().flatten() == Some(hit))
            })
            .unwrap_or(hit)
    }

    /// When events moved a run's clock while it ran.
    fn moments(&self, at: usize) -> SmallVec<[Timestamp; 4]> {
        let run = &self.case.runs[at];
        let movers = self.recalls[usize::from(run.book)].reach.movers(run.clock);
        if !movers.intersects(self.case.seen) {
            return SmallVec::new();
        }
        let moved = |row: &&Row| {
            row.occurred_at > run.started_at
                && row.occurred_at <= run.stopped_at
                && movers.contains(row.kind)
        };
        let mut moments: SmallVec<[Timestamp; 4]> =
            self.case.rows.iter().filter(moved).map(|row| row.occurred_at).collect();
        moments.dedup();
        moments
    }

    pub(crate) fn measure(
        &mut self,
        at: usize,
        plan: &ClockPlan,
        as_of: Timestamp,
    ) -> Result<Measured, Unmeasured> {
        let case = &*self.case;
        let run = &case.runs[at];
        let book = usize::from(run.book);
        let view = View::on(case, book, self.tables);
        measure(view, &mut self.recalls[book], plan, run, as_of)
    }

    /// Whether passing this threshold at `hit` is something new.
    fn wants(&self, at: usize, threshold: usize, level: Level, hit: Timestamp) -> bool {
        let source = by_threshold(at, threshold);
        !self
            .case
            .raised
            .iter()
            .filter(|note| note.source == source && note.stands)
            .any(|note| level.is_card() || note.due_at >= hit)
    }

    fn raise(
        &mut self,
        at: usize,
        plan: &ClockPlan,
        threshold: usize,
        due_at: Timestamp,
        measured: &Measured,
    ) {
        let run = self.case.runs[at];
        let rule = self.tables.books[usize::from(run.book)].clock_names[usize::from(run.clock)];
        let level = plan.thresholds[threshold].level;
        let occurrence =
            self.note_raised(by_threshold(at, threshold), rule, run.subject, level, due_at);
        #[expect(clippy::cast_possible_truncation, reason = "a clock has a handful of thresholds")]
        let why = Why::Threshold(threshold as u8);
        let asked = (run.subject, level, occurrence, due_at);
        let raised =
            self.answering(usize::from(run.book), asked, plan.answers, measured.certainty, why);
        self.say(usize::from(run.book), RuleRef::Clock(run.clock), What::Raised(Box::new(raised)));
    }

    /// Remembers a warning; answers the how-manieth of its identity it is.
    pub(crate) fn note_raised(
        &mut self,
        source: RaisedBy,
        rule: u16,
        subject: Option<Sym>,
        level: Level,
        due_at: Timestamp,
    ) -> u32 {
        let case = &mut *self.case;
        let occurrence = case.occurrences(rule, subject, level) + 1;
        case.raised.push(RaisedNote {
            due_at,
            source,
            rule,
            subject,
            occurrence,
            level,
            stands: true,
        });
        occurrence
    }

    /// A warning with who answers for it, as things stood at its due instant.
    pub(crate) fn answering(
        &self,
        book: usize,
        (subject, level, occurrence, due_at): (Option<Sym>, Level, u32, Timestamp),
        answers: Answers,
        certainty: duban_calendar::Certainty,
        why: Why,
    ) -> RaisedDraft {
        let case = &*self.case;
        let step_row = case.step_row_at(due_at);
        let author = step_row.filter(|row| row.who != NONE).or_else(|| case.author_at(due_at));
        let by = author.map(|row| self.tables.actors.get(row.who));
        let item = self.tables.books[book].item_of(case, book);
        let department = by
            .and_then(|by| by.department)
            .or(case.department)
            .or_else(|| item.map(|item| item.department));
        let who = match answers {
            Answers::Step => author.map_or(NONE, |row| row.who),
            Answers::Department => NONE,
        };
        let step = step_row.and_then(CaseState::step);
        RaisedDraft { subject, level, occurrence, due_at, who, department, step, certainty, why }
    }
}

fn by_threshold(run: usize, threshold: usize) -> RaisedBy {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a case has less than 2^16 runs, a clock a handful of thresholds"
    )]
    let by = RaisedBy::Threshold { run: run as u16, threshold: threshold as u8 };
    by
}
