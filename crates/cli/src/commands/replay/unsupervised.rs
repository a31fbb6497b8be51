//! What happened on days on which no version of the rules is in force.
//!
//! *Invariant.* Where every day has its version the history is not read once more.
//!
//! *Absent on purpose.* A judgement: such events are facts of their cases all the same, only no rule looks at them on their day.

use std::collections::HashSet;

use duban_calendar::Timestamp;
use duban_domain::{About, Symbols};
use duban_engine::History;
use duban_rulebook::{InForce, RuleSet};
use serde::Serialize;

use crate::args::Lang;
use crate::words;

/// A stretch of days without rules on which something happened.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Unsupervised {
    /// The first day; none before the first version.
    from: Option<String>,
    /// The last day; none behind the last version.
    to: Option<String>,
    /// Events that occurred on those days, derived ones included.
    events: u64,
    /// The cases they are about.
    cases: u64,
    #[serde(skip)]
    days: InForce,
}

impl Unsupervised {
    pub(super) fn warning(&self, rulebook: &str, lang: Lang) -> String {
        let Unsupervised { events, cases, days, .. } = self;
        if lang == Lang::Zh {
            let days = words::days(lang, *days);
            return format!(
                "注意：{days} 规则 `{rulebook}` 没有生效的版本，其间 {cases} 件办件的 {events} 条事件未受监察；如应受监察，请修改版本的 `from` 或 `to`"
            );
        }
        format!(
            "warning: {events} events of {cases} cases occurred on days ({days}) on which no version of `{rulebook}` is in force, \
             and were not supervised; mend `from` or `to` of the versions if they should be"
        )
    }
}

/// Counts what occurred on each stretch without rules, among what was recorded up to `to`. Stretches of which nothing is known are left out.
pub(super) fn count<H: History>(
    rules: &RuleSet,
    to: Option<Timestamp>,
    open: impl Fn() -> Result<H, H::Error>,
) -> Result<Vec<Unsupervised>, H::Error> {
    let stretches = rules.uncovered();
    if stretches.is_empty() {
        return Ok(Vec::new());
    }
    let mut history = open()?;
    let mut counted: Vec<_> = stretches.iter().map(|_| (0_u64, HashSet::new())).collect();
    let (mut symbols, mut batch) = (Symbols::new(), Vec::new());
    while history.next_batch(&mut symbols, &mut batch)? {
        for event in batch.drain(..).filter(|event| to.is_none_or(|to| event.recorded_at <= to)) {
            let About::Case { case, .. } = event.about else { continue };
            let day = rules.zone().day_of(event.occurred_at);
            if let Some(place) = stretches.iter().position(|stretch| stretch.contains(day)) {
                counted[place].0 += 1;
                counted[place].1.insert(case);
            }
        }
    }
    let found = stretches.into_iter().zip(counted).filter(|(_, (events, _))| *events > 0);
    Ok(found
        .map(|(days, (events, cases))| Unsupervised {
            from: days.from.map(|day| day.to_string()),
            to: days.to.map(|day| day.to_string()),
            events,
            cases: cases.len() as u64,
            days,
        })
        .collect())
}
