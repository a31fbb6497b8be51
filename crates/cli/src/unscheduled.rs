//! Years that a calendar does not know although due days rest on them: told by whoever judges a whole history.
//!
//! *Invariant.* A year on which nothing rests is not told, however many of them a calendar lacks.

use std::collections::BTreeMap;

use duban_engine::{Outcome, standings};
use duban_rulebook::RuleSet;
use serde::Serialize;

use crate::args::Lang;
use crate::print;

/// What rests on years for which a calendar has no schedule.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Unscheduled {
    calendar: String,
    years: Vec<i32>,
    /// Clocks that are due by days of those years.
    clocks: u64,
    /// Warnings of such clocks that stand.
    warnings: u64,
}

/// What rests on unknown years, by calendar.
pub(crate) fn of(outcome: &mut Outcome, rules: &RuleSet) -> Vec<Unscheduled> {
    let found = outcome.unscheduled();
    if found.is_empty() {
        return Vec::new();
    }
    let calendars: BTreeMap<&str, &str> =
        rules.versions().iter().map(|it| (it.hash(), it.calendar().name())).collect();
    let mut warnings: BTreeMap<&str, u64> = BTreeMap::new();
    for standing in standings(&outcome.decisions).iter().filter(|it| it.stands()) {
        let warning = &standing.warning;
        if let Some(&calendar) = calendars.get(warning.hash.as_str())
            && warning.certainty == duban_calendar::Certainty::Unknown
        {
            *warnings.entry(calendar).or_default() += 1;
        }
    }
    found
        .into_iter()
        .map(|(calendar, it)| Unscheduled {
            years: it.years.into_iter().collect(),
            clocks: it.clocks,
            warnings: warnings.get(calendar.as_str()).copied().unwrap_or(0),
            calendar,
        })
        .collect()
}

impl Unscheduled {
    pub(crate) fn warning(&self, lang: Lang) -> String {
        let Unscheduled { calendar, years, clocks, warnings } = self;
        let years = stretches(years, lang);
        match lang {
            Lang::En => format!(
                "warning: the calendar `{calendar}` has no schedule for {years}, so the bare week stood in for it without holidays; on it \
                 depend {} and, of what stands, {}; add these years to the calendar",
                print::so_many(*clocks, "clock", "clocks"),
                print::so_many(*warnings, "warning", "warnings"),
            ),
            Lang::Zh => format!(
                "注意：日历 `{calendar}` 没有 {years} 年的放假安排，暂按普通周计算、不计节假日，涉及 {} 个时限、{} 条有效预警；\
                 请在日历中补充这些年份",
                print::thousands(*clocks),
                print::thousands(*warnings),
            ),
        }
    }
}

/// Years in words, those that follow each other as one stretch.
fn stretches(years: &[i32], lang: Lang) -> String {
    let (to, and) = match lang {
        Lang::En => (" to ", ", "),
        Lang::Zh => ("—", "、"),
    };
    let runs = years.chunk_by(|year, next| *next == year + 1);
    let words = runs.map(|run| match run {
        [first, .., last] => format!("{first}{to}{last}"),
        [..] => run.iter().map(i32::to_string).collect(),
    });
    words.collect::<Vec<_>>().join(and)
}
