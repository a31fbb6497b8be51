//! From a month's cases and warnings to its table of scores.
//!
//! *Invariant.* The table depends on nothing but what is given: the same cases, warnings and scoring, in any order, give the same table.
//!
//! *Absent on purpose.* A history. Who wants the score of a month as it was known on a day gives the cases and warnings of a replay up
//! to that day.

use std::borrow::Borrow;

use duban_calendar::Zone;
use duban_domain::Level;
use duban_engine::{CaseSummary, Standing};
use duban_rulebook::{Counters, Fault, Scoring};
use thiserror::Error;

use crate::counts::{Counts, Levels};
use crate::grading::Grading;
use crate::ledger::Ledger;
use crate::month::Month;
use crate::subject::Subject;
use crate::table::{Row, Table};

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// The month.
    pub month: Month,
    /// By what the cases and warnings are put together.
    pub subject: Subject,
    /// The zone in which a day begins and ends: that of the rulebook's calendar.
    pub zone: &'a Zone,
}

/// A scoring that failed. One row without points would make every rank doubtful, so there is no table then.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "{month} can't be scored: the rulebook's scoring fails for {who}; correct it and ask again"
)]
pub struct ScoringFailed {
    /// The month.
    pub month: Month,
    /// For whom it failed, in quotes.
    pub who: String,
    /// What went wrong in the script.
    #[source]
    pub fault: Fault,
}

/// Counts the cases and warnings of a month and gives points for them; without a scoring there are counts only.
///
/// Give all cases and all warnings, not only those of the month: which belong to it is decided here. A case belongs to the month in which
/// it began and to the one in which it was completed, a warning to the one in which it fell due.
///
/// # Errors
/// When the scoring's script fails for a row.
pub fn score(
    scope: Scope<'_>,
    cases: impl IntoIterator<Item = impl Borrow<CaseSummary>>,
    warnings: impl IntoIterator<Item = impl Borrow<Standing>>,
    scoring: Option<&Scoring>,
    grading: &Grading,
) -> Result<Table, ScoringFailed> {
    let mut ledger = Ledger::new(scope);
    for case in cases {
        ledger.take_case(case.borrow());
    }
    for warning in warnings {
        ledger.take_warning(warning.borrow());
    }
    let rows = ledger.close().into_iter().map(|(who, counts)| {
        let points = scoring.map(|scoring| scoring.points(&counters(&counts))).transpose();
        match points {
            Ok(points) => Ok(Row::new(who, counts, points, grading)),
            Err(fault) => {
                let who = who
                    .name()
                    .map_or("cases without a name".to_owned(), |name| format!("`{name}`"));
                Err(ScoringFailed { month: scope.month, who, fault })
            }
        }
    });
    let rows = rows.collect::<Result<Vec<Row>, ScoringFailed>>()?;
    Ok(Table::new((scope.month, scope.subject), rows, grading))
}

/// The counts as scoring scripts read them.
fn counters(counts: &Counts) -> Counters {
    let by_level = |levels: Levels| Level::ALL.map(|level| (level, levels.of(level))).into();
    Counters {
        volume: counts.volume,
        completed: counts.completed,
        on_time: counts.on_time,
        late: counts.late,
        early: counts.early,
        share_used_percent: counts.share_used.whole(),
        reminder: counts.warnings.reminder,
        yellow: counts.warnings.yellow,
        red: counts.warnings.red,
        finding: counts.warnings.finding,
        streaks: counts.streaks,
        rated: counts.rated,
        // A summary has no grade to count.
        dissatisfied: counts.dissatisfied,
        complaints: counts.complaints,
        checks: counts.checks.clone(),
        clocks: counts
            .clocks
            .iter()
            .map(|(name, levels)| (name.clone(), by_level(*levels)))
            .collect(),
    }
}
