//! The counting: each case and each warning of the month goes to its row.
//!
//! *Invariant.* The order in which cases and warnings come in does not show, as long as the cases come first.
//!
//! *Absent on purpose.* Judgement of the law: whether a warning was due, the engine has said.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use duban_calendar::Timestamp;
use duban_domain::{EventKind, Level};
use duban_engine::{CaseSummary, Standing};

use crate::completion::{begun_at, completion};
use crate::counts::Counts;
use crate::score::Scope;
use crate::streak::Succession;
use crate::subject::Who;

/// The counts of a month while they are taken.
#[derive(Debug)]
pub(crate) struct Ledger<'a> {
    scope: Scope<'a>,
    bounds: Range<Timestamp>,
    rows: BTreeMap<Who, (Counts, Succession)>,
    /// The names of clocks, by the runs of the cases: a warning of any other rule comes from a check.
    clocks: BTreeSet<String>,
    /// The cases against which a reminder or card stands, of whatever month.
    warned: BTreeSet<String>,
}

impl<'a> Ledger<'a> {
    pub(crate) fn new(scope: Scope<'a>) -> Ledger<'a> {
        Ledger {
            scope,
            bounds: scope.month.bounds(scope.zone),
            rows: BTreeMap::new(),
            clocks: BTreeSet::new(),
            warned: BTreeSet::new(),
        }
    }

    pub(crate) fn take_case(&mut self, case: &CaseSummary) {
        for run in &case.runs {
            if !self.clocks.contains(&run.clock) {
                self.clocks.insert(run.clock.clone());
            }
        }
        let in_month = |at: Option<Timestamp>| at.is_some_and(|at| self.bounds.contains(&at));
        let first_in_month = |kind| in_month(case.firsts.get(&kind).copied());
        let begun = in_month(begun_at(case));
        let rated = first_in_month(EventKind::Evaluated);
        let complained = first_in_month(EventKind::ComplaintFiled);
        let completion = completion(case, self.scope.zone).filter(|it| in_month(Some(it.at)));
        if !begun && !rated && !complained && completion.is_none() {
            return;
        }
        let (counts, succession) = self.rows.entry(self.scope.subject.of_case(case)).or_default();
        counts.volume += u64::from(begun);
        counts.rated += u64::from(rated);
        counts.dissatisfied += u64::from(rated && case.grades.iter().any(|grade| *grade >= 4));
        counts.complaints += u64::from(complained);
        if let Some(completion) = completion {
            counts.complete(&completion);
            succession.complete(&case.case, completion.at);
        }
    }

    /// Takes in a warning. All cases have to be in, so that it is known which rules are clocks.
    pub(crate) fn take_warning(&mut self, standing: &Standing) {
        let warning = &standing.warning;
        let (id, stands) = (&warning.id, standing.stands());
        if stands && id.level >= Level::Reminder && !self.warned.contains(&id.case) {
            self.warned.insert(id.case.clone());
        }
        if !self.bounds.contains(&warning.due_at) {
            return;
        }
        let row = self.rows.entry(self.scope.subject.of_warning(warning)).or_default();
        let (counts, succession) = row;
        if !stands {
            counts.rejudged += 1;
            return;
        }
        counts.warnings.raise(id.level);
        if id.level == Level::Reminder {
            succession.warn(&id.case, warning.due_at);
        }
        if self.clocks.contains(&id.rule) {
            counts.clocks.entry(id.rule.clone()).or_default().raise(id.level);
        } else {
            *counts.checks.entry(id.rule.clone()).or_default() += 1;
        }
    }

    /// The counts of every row in which something was counted.
    pub(crate) fn close(self) -> BTreeMap<Who, Counts> {
        let warned = self.warned;
        let rows = self.rows.into_iter().map(|(who, (mut counts, succession))| {
            counts.streaks = succession.streaks(|case| !warned.contains(case));
            (who, counts)
        });
        rows.collect()
    }
}
