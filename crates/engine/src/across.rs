//! Checks over several cases: too many events within a time, or none for too long.
//!
//! ```text
//!   shard ──sighting──┐
//!   shard ──sighting──┼──▶ sorted by when they became known ──▶ one fold ──▶ warnings
//!   shard ──sighting──┘
//! ```
//!
//! *Invariant.* The fold sees the sightings of all shards in one order, which no shard count can change: so this is a projection beside the
//! supervisors, and no supervisor decides on more than its own case.
//!
//! *Invariant.* Bounded: of one officer or department no more than the newest [`KEPT`] sightings are held against each other.
//!
//! *Absent on purpose.* Re-judging: what is raised here is to be looked at by somebody. A corrected record counts as what it says now, from
//! then on.

use std::collections::{BTreeMap, HashMap};

use duban_calendar::{Calendar, Certainty, Length, Policy, Term, Timestamp, Unit};
use duban_domain::Sym;
use duban_rulebook::{Answers, Rule, Wrong};

use crate::case_state::NONE;
use crate::decision::Decision;
use crate::draft::{Draft, RaisedDraft, RuleRef, What, Why};
use crate::supervisor::Supervisor;

/// An event that a check over several cases counts.
#[derive(Clone, Debug)]
pub(crate) struct Sighting {
    pub(crate) book: u8,
    pub(crate) check: u16,
    pub(crate) wrong: Wrong,
    /// By what it is told apart; None when a correction made it something that does not count.
    pub(crate) group: Option<Box<str>>,
    /// The case, by its place in the supervisor's table.
    pub(crate) case: u32,
    /// The record.
    pub(crate) key: u64,
    pub(crate) occurred_at: Timestamp,
    /// Engine time when it came in.
    pub(crate) seen_at: Timestamp,
    /// Who did it, in the table of actors.
    pub(crate) who: u32,
    pub(crate) department: Option<Sym>,
}

/// So many sightings of one group are held against each other.
pub(crate) const KEPT: usize = 4_096;

/// So many cases are named.
const NAMED: usize = 10;

/// A sighting and the shard that has it.
#[derive(Clone, Copy)]
struct Seen<'a> {
    shard: usize,
    it: &'a Sighting,
}

/// What is known of one group.
#[derive(Default)]
struct Group<'a> {
    /// In the order of occurrence.
    seen: Vec<Seen<'a>>,
    /// From when to when bursts were told of.
    told: Vec<(Timestamp, Timestamp)>,
    /// The last that became known.
    last: Option<Seen<'a>>,
}

/// What a burst is told with.
struct Burst<'a> {
    /// The one that was too many.
    last: Seen<'a>,
    all: Vec<Seen<'a>>,
}

/// The warnings of the checks over several cases, by what these supervisors saw until then.
pub fn across(supervisors: &[Supervisor], until: Timestamp) -> Vec<Decision> {
    let mut all: Vec<Seen<'_>> = Vec::new();
    for (shard, supervisor) in supervisors.iter().enumerate() {
        all.extend(supervisor.sightings.iter().map(|it| Seen { shard, it }));
    }
    all.sort_by_cached_key(|seen| {
        let supervisor = &supervisors[seen.shard];
        let case = supervisor.case_name(seen.it.case).to_owned();
        (seen.it.seen_at, rule(supervisor, seen.it), seen.it.occurred_at, case, seen.it.key)
    });
    let mut fold = Fold {
        supervisors,
        groups: BTreeMap::new(),
        counted: HashMap::new(),
        raised: BTreeMap::new(),
        decisions: Vec::new(),
    };
    all.into_iter().for_each(|seen| fold.see(seen));
    fold.end(until);
    fold.decisions
}

/// The number of a sighting's rule: the same in all supervisors of one set of rules, and for all versions of the rule.
fn rule(supervisor: &Supervisor, it: &Sighting) -> u16 {
    supervisor.tables.books[usize::from(it.book)].check_names[usize::from(it.check)]
}

struct Fold<'a> {
    supervisors: &'a [Supervisor],
    groups: BTreeMap<(u16, &'a str), Group<'a>>,
    /// In which group each record was counted.
    counted: HashMap<(u16, usize, u32, u64), &'a str>,
    /// How many warnings of each case, rule and group were raised.
    raised: BTreeMap<(String, String, String), u32>,
    decisions: Vec<Decision>,
}

impl<'a> Fold<'a> {
    fn see(&mut self, seen: Seen<'a>) {
        let rule = rule(&self.supervisors[seen.shard], seen.it);
        let record = (rule, seen.shard, seen.it.case, seen.it.key);
        if let Some(before) = self.counted.remove(&record)
            && let Some(group) = self.groups.get_mut(&(rule, before))
        {
            let same = |it: &Seen<'_>| (rule, it.shard, it.it.case, it.it.key) == record;
            group.seen.retain(|it| !same(it));
        }
        let Some(name) = seen.it.group.as_deref() else { return };
        self.counted.insert(record, name);
        let group = self.groups.entry((rule, name)).or_default();
        let calendar = calendar(self.supervisors, seen);
        match seen.it.wrong {
            Wrong::Burst { over, within } => {
                if let Some(burst) = group.burst(seen, over as usize, within, calendar) {
                    self.tell_burst(seen, name, &burst);
                }
            }
            Wrong::Silence(length) => {
                let last = group.last.replace(seen);
                if let Some((last, due)) =
                    last.and_then(|it| Some((it, silent_until(it, length, calendar)?)))
                    && due < seen.it.seen_at
                {
                    self.tell_silence(last, name, due);
                }
            }
        }
    }

    /// What nobody broke.
    fn end(&mut self, until: Timestamp) {
        let silent: Vec<_> = self
            .groups
            .iter()
            .filter_map(|(&(_, name), group)| {
                let last = group.last?;
                let Wrong::Silence(length) = last.it.wrong else { return None };
                let due = silent_until(last, length, calendar(self.supervisors, last))?;
                (due <= until).then_some((last, name, due))
            })
            .collect();
        for (last, name, due) in silent {
            self.tell_silence(last, name, due);
        }
    }

    fn tell_burst(&mut self, seen: Seen<'a>, name: &str, burst: &Burst<'a>) {
        let zone = self.supervisors[seen.shard].tables.rules.zone();
        let case = |it: &Seen<'_>| self.supervisors[it.shard].case_name(it.it.case);
        let mut cases: Vec<&str> = burst.all.iter().map(case).collect();
        cases.dedup();
        let more = if cases.len() > NAMED { " …" } else { "" };
        cases.truncate(NAMED);
        let ends = [&burst.all[0], &burst.all[burst.all.len() - 1]];
        let [from, to] = ends.map(|it| zone.display(it.it.occurred_at));
        let (count, cases) = (burst.all.len(), cases.join(", "));
        let told = [
            format!("（{name}：{from} 至 {to} 共 {count} 件：{cases}{more}）"),
            format!(" ({name}: {count} from {from} to {to}: {cases}{more})"),
        ];
        self.tell(burst.last, name, burst.last.it.occurred_at, seen.it.seen_at, &told);
    }

    fn tell_silence(&mut self, last: Seen<'a>, name: &str, due: Timestamp) {
        let zone = self.supervisors[last.shard].tables.rules.zone();
        let since = zone.display(last.it.seen_at);
        let told = [
            format!("（{name}：{since} 以后无记录）"),
            format!(" ({name}: nothing since {since})"),
        ];
        self.tell(last, name, due, due, &told);
    }

    fn tell(
        &mut self,
        about: Seen<'a>,
        name: &str,
        due_at: Timestamp,
        decided_at: Timestamp,
        [zh, en]: &[String; 2],
    ) {
        let supervisor = &self.supervisors[about.shard];
        let mut decision =
            supervisor.in_words(&supervisor.draft_across(about.it, due_at, decided_at));
        if let Decision::Raised(warning) = &mut decision {
            let identity = (warning.id.case.clone(), warning.id.rule.clone(), name.to_owned());
            let occurrence = self.raised.entry(identity).or_default();
            *occurrence += 1;
            (warning.id.subject, warning.id.occurrence) = (Some(name.to_owned()), *occurrence);
            let said = warning.message.split_once(" · ");
            let (chinese, english) = said.unwrap_or((&warning.message, &warning.message));
            warning.message = format!("{chinese}{zh} · {english}{en}");
        }
        self.decisions.push(decision);
    }
}

impl<'a> Group<'a> {
    /// Adds a sighting; the burst that it makes, if nothing was told of it yet.
    fn burst(
        &mut self,
        seen: Seen<'a>,
        over: usize,
        within: Length,
        calendar: &Calendar,
    ) -> Option<Burst<'a>> {
        let at = self.seen.partition_point(|it| it.it.occurred_at <= seen.it.occurred_at);
        self.seen.insert(at, seen);
        // One that makes room stands before all that may still come together with new ones.
        let at = if self.seen.len() > KEPT {
            self.seen.remove(0);
            at.saturating_sub(1)
        } else {
            at
        };
        let together = |first: usize, last: usize| {
            is_within(
                self.seen[first].it.occurred_at,
                self.seen[last].it.occurred_at,
                within,
                calendar,
            )
        };
        // Each stretch of one more than is in order, of which the new one is part.
        let first = (at.saturating_sub(over)..=at)
            .find(|&first| first + over < self.seen.len() && together(first, first + over))?;
        let mut last = first + over;
        while last + 1 < self.seen.len() && together(first, last + 1) {
            last += 1;
        }
        let (from, to) = (self.seen[first].it.occurred_at, self.seen[last].it.occurred_at);
        let known = self.told.iter_mut().find(|told| {
            is_within(told.0.min(from), told.1.max(to), within, calendar)
                || (told.0 <= to && from <= told.1)
        });
        if let Some(told) = known {
            *told = (told.0.min(from), told.1.max(to));
            return None;
        }
        self.told.push((from, to));
        Some(Burst { last: self.seen[first + over], all: self.seen[first..=last].to_vec() })
    }
}

/// The calendar that the rulebook of a sighting counts by.
fn calendar<'a>(supervisors: &'a [Supervisor], seen: Seen<'_>) -> &'a Calendar {
    supervisors[seen.shard].tables.books[usize::from(seen.it.book)].calendar()
}

/// Whether two instants lie within a length: less than so many minutes or hours apart, or on so many days in a row.
fn is_within(first: Timestamp, last: Timestamp, within: Length, calendar: &Calendar) -> bool {
    let apart = last.0.saturating_sub(first.0);
    let amount = i64::from(within.amount);
    match within.unit {
        Unit::Minutes => apart < amount * 60_000,
        Unit::Hours => apart < amount * 3_600_000,
        Unit::Workdays | Unit::Days | Unit::Months | Unit::Years => {
            let zone = calendar.zone();
            i64::from(zone.day_of(last).0) - i64::from(zone.day_of(first).0) < amount
        }
    }
}

/// Until when nothing may come after a sighting.
fn silent_until(last: Seen<'_>, length: Length, calendar: &Calendar) -> Option<Timestamp> {
    let term = Term {
        policy: Policy::LAW,
        start: last.it.seen_at,
        limit: length,
        pauses: &[],
        extensions: &[],
    };
    calendar.due(&term).ok()?.at
}

impl Supervisor {
    /// A case's number, by its place.
    fn case_name(&self, place: u32) -> &str {
        self.tables.symbols.get(self.cases[place as usize].name)
    }

    /// What to say about a sighting, yet to be told apart from others and to say what was counted.
    fn draft_across(&self, it: &Sighting, due_at: Timestamp, decided_at: Timestamp) -> Draft {
        let plan = &self.tables.books[usize::from(it.book)].plan().checks[usize::from(it.check)];
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
            certainty: Certainty::Official,
            why: Why::Said(message),
        };
        let (case, book, rule) = (it.case, it.book, RuleRef::Check(it.check));
        Draft { decided_at, case, book, rule, what: What::Raised(Box::new(raised)) }
    }
}

#[cfg(test)]
mod tests;
