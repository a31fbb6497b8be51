//! Judging: which warnings a run's thresholds raise, and whether those raised before still stand.
//!
//! *Invariant.* A warning is raised once for each threshold it passes. A card that was raised stays, unless what had happened by its
//! due instant shows that it was not due; a reminder is armed again when its threshold moves on. The first verdict is never erased.
//!
//! *Absent on purpose.* The order of arrival: whether a fact came in time or years later, the run is measured from the facts alone.

use std::sync::Arc;

use duban_calendar::Timestamp;
use duban_domain::{By, Level, Sym};
use duban_rulebook::{Answers, ClockPlan, Rulebook};
use smallvec::SmallVec;

use crate::case_state::{CaseState, NONE, RaisedBy, RaisedNote, Row, Run, Standing};
use crate::draft::{Draft, RaisedDraft, RuleRef, What, Why};
use crate::measure::{Measured, Unmeasured, measure};
use crate::supervisor::Supervisor;
use crate::view::View;

impl Supervisor {
    /// Sets the run's timer to the first of its thresholds that is still to be decided: at once for one that has passed already, so
    /// that all that is recorded at one instant is known before anything is decided on it.
    pub(crate) fn arm(&mut self, place: usize, at: usize) {
        let Some((rulebook, measured)) = self.measure_now(place, at) else { return };
        let plan = &rulebook.plan().clocks[usize::from(self.cases[place].runs[at].clock)];
        if measured.extended_late {
            let run = self.cases[place].runs[at];
            let message = "an extension came when the limit had already run out, and did not count (迟延申请延期)";
            let why = Why::Said(message.to_owned());
            self.finding(place, usize::from(run.book), RuleRef::Clock(run.clock), why);
        }
        let first = self.hits_to_decide(place, at, plan, &measured).map(|(_, hit)| hit).min();
        let expiry = self.expiry_to_decide(place, at, plan, &measured);
        let next = first.into_iter().chain(expiry).min();
        let now = self.now;
        self.set_timer(place, at, next.map(|next| next.max(now)));
    }

    /// Raises what the run's thresholds have passed by now, lets its expiry take effect, and arms it again.
    pub(crate) fn fall_due(&mut self, place: usize, at: usize) {
        let Some((rulebook, measured)) = self.measure_now(place, at) else { return };
        let plan = &rulebook.plan().clocks[usize::from(self.cases[place].runs[at].clock)];
        let now = self.now;
        let due: SmallVec<[_; 4]> = self
            .hits_to_decide(place, at, plan, &measured)
            .filter(|(_, hit)| *hit <= now)
            .collect();
        for (threshold, hit) in due {
            self.raise(place, at, plan, threshold, hit, &measured);
        }
        self.expire(place, at, plan, &measured);
        self.arm(place, at);
    }

    /// Measures a run by all that is known, and keeps how it stands. None when it does not count or can't be measured.
    fn measure_now(&mut self, place: usize, at: usize) -> Option<(Arc<Rulebook>, Measured)> {
        let run = self.cases[place].runs[at];
        if run.standing == Standing::Gone {
            return None;
        }
        let rulebook = self.books[usize::from(run.book)].rulebook.clone();
        let plan = &rulebook.plan().clocks[usize::from(run.clock)];
        let measured = self.measure_passing(place, at, plan);
        let kept = &mut self.cases[place].runs[at];
        match measured {
            Ok(measured) => {
                kept.standing = measured.standing;
                kept.due_at = measured.due_at.unwrap_or(Timestamp::MAX);
                Some((rulebook, measured))
            }
            Err(Unmeasured(message)) => {
                kept.standing = Standing::NoLimit;
                kept.due_at = Timestamp::MAX;
                self.set_timer(place, at, None);
                self.fault(place, usize::from(run.book), RuleRef::Clock(run.clock), message);
                None
            }
        }
    }

    /// The thresholds that the run passes before it stops and that have not been decided, with their instants.
    fn hits_to_decide<'a>(
        &'a self,
        place: usize,
        at: usize,
        plan: &'a ClockPlan,
        measured: &'a Measured,
    ) -> impl Iterator<Item = (usize, Timestamp)> + 'a {
        let stopped_at = self.cases[place].runs[at].stopped_at;
        let over = stopped_at <= self.now;
        measured.hits.iter().enumerate().filter_map(move |(threshold, hit)| {
            // A stop is in time if it lies before the threshold.
            let hit = hit.filter(|hit| *hit <= stopped_at)?;
            let level = plan.thresholds[threshold].level;
            // Nobody is reminded of what is over; a card is due for a breach found late.
            if over && !level.is_card() {
                return None;
            }
            self.wants(place, at, threshold, level, hit).then_some((threshold, hit))
        })
    }

    /// Measures a run by all that is known. A card that was passed stays passed whatever moved the clock later: so each card's
    /// threshold is first looked for among what had happened before each event that moves this clock.
    fn measure_passing(
        &mut self,
        place: usize,
        at: usize,
        plan: &ClockPlan,
    ) -> Result<Measured, Unmeasured> {
        let mut measured = self.measure(place, at, plan, Timestamp::MAX)?;
        let mut settled: SmallVec<[bool; 4]> = SmallVec::from_elem(false, measured.hits.len());
        let Run { started_at, stopped_at, .. } = self.cases[place].runs[at];
        let runs = started_at..=stopped_at;
        let moves = |row: &Row| runs.contains(&row.occurred_at) && plan.is_moved_by(row.kind);
        let moved_at: SmallVec<[Timestamp; 4]> = self.cases[place]
            .rows
            .iter()
            .filter(|row| moves(row))
            .map(|row| row.occurred_at)
            .collect();
        for moved_at in moved_at {
            let before = Timestamp(moved_at.0 - 1);
            let then = self.measure(place, at, plan, before)?;
            for (threshold, hit) in then.hits.into_iter().enumerate() {
                let passed = hit.is_some_and(|hit| hit <= before);
                if passed && !settled[threshold] && plan.thresholds[threshold].level.is_card() {
                    settled[threshold] = true;
                    measured.hits[threshold] = hit;
                }
            }
        }
        Ok(measured)
    }

    pub(crate) fn measure(
        &mut self,
        place: usize,
        at: usize,
        plan: &ClockPlan,
        as_of: Timestamp,
    ) -> Result<Measured, Unmeasured> {
        let case = &self.cases[place];
        let run = &case.runs[at];
        let book = usize::from(run.book);
        let view = View::on(case, book, &self.books, &self.symbols, &self.actors);
        measure(view, &mut self.evaluators[book], plan, run, as_of)
    }

    /// Whether passing this threshold at `hit` is something new.
    fn wants(
        &self,
        place: usize,
        at: usize,
        threshold: usize,
        level: Level,
        hit: Timestamp,
    ) -> bool {
        let source = by_threshold(at, threshold);
        !self.cases[place]
            .raised
            .iter()
            .filter(|note| note.source == source && note.stands)
            .any(|note| level.is_card() || note.due_at >= hit)
    }

    fn raise(
        &mut self,
        place: usize,
        at: usize,
        plan: &ClockPlan,
        threshold: usize,
        due_at: Timestamp,
        measured: &Measured,
    ) {
        let run = self.cases[place].runs[at];
        let rule = self.books[usize::from(run.book)].clock_names[usize::from(run.clock)];
        let level = plan.thresholds[threshold].level;
        let occurrence =
            self.note_raised(place, by_threshold(at, threshold), rule, run.subject, level, due_at);
        #[expect(clippy::cast_possible_truncation, reason = "a clock has a handful of thresholds")]
        let why = Why::Threshold(threshold as u8);
        let asked = (run.subject, level, occurrence, due_at);
        let raised = self.answering(
            place,
            usize::from(run.book),
            asked,
            plan.answers,
            measured.certainty,
            why,
        );
        self.say(
            place,
            usize::from(run.book),
            RuleRef::Clock(run.clock),
            What::Raised(Box::new(raised)),
        );
    }

    /// Remembers a warning; answers the how-manieth of its identity it is.
    pub(crate) fn note_raised(
        &mut self,
        place: usize,
        source: RaisedBy,
        rule: u16,
        subject: Option<Sym>,
        level: Level,
        due_at: Timestamp,
    ) -> u32 {
        let case = &mut self.cases[place];
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
        place: usize,
        book: usize,
        (subject, level, occurrence, due_at): (Option<Sym>, Level, u32, Timestamp),
        answers: Answers,
        certainty: duban_calendar::Certainty,
        why: Why,
    ) -> RaisedDraft {
        let case = &self.cases[place];
        let step_row = case.step_row_at(due_at);
        let author = step_row.filter(|row| row.who != NONE).or_else(|| case.author_at(due_at));
        let by = author.map(|row| self.actors.get(row.who));
        let item = self.books[book].item_of(case, book);
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

    /// Who would answer at an instant, as things stand.
    pub(crate) fn answering_now(
        &self,
        place: usize,
        book: usize,
        answers: Answers,
        at: Timestamp,
    ) -> By {
        let asked = (None, Level::Reminder, 0, at);
        let certainty = duban_calendar::Certainty::Official;
        let draft = self.answering(place, book, asked, answers, certainty, Why::Threshold(0));
        self.answers(&draft)
    }

    /// A rule could not be applied to the case.
    pub(crate) fn fault(&mut self, place: usize, book: usize, rule: RuleRef, message: String) {
        self.finding(place, book, rule, Why::Fault(message));
    }

    /// A finding about a rule as a whole: said once for each rule and case.
    fn finding(&mut self, place: usize, book: usize, rule: RuleRef, why: Why) {
        let name = match rule {
            RuleRef::Clock(clock) => self.books[book].clock_names[usize::from(clock)],
            RuleRef::Check(check) => self.books[book].check_names[usize::from(check)],
        };
        let known = |note: &RaisedNote| note.source == RaisedBy::Fault && note.rule == name;
        if self.cases[place].raised.iter().any(known) {
            return;
        }
        let now = self.now;
        let occurrence = self.note_raised(place, RaisedBy::Fault, name, None, Level::Finding, now);
        let asked = (None, Level::Finding, occurrence, now);
        let certainty = duban_calendar::Certainty::Official;
        let raised = self.answering(place, book, asked, Answers::Department, certainty, why);
        self.say(place, book, rule, What::Raised(Box::new(raised)));
    }

    pub(crate) fn say(&mut self, place: usize, book: usize, rule: RuleRef, what: What) {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "cases are fewer than 2^32, versions fewer than 255"
        )]
        let (case, book) = (place as u32, book as u8);
        self.drafts.push(Draft { decided_at: self.now, case, book, rule, what });
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
