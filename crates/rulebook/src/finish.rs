//! From what was declared to tables that are complete, or to everything that is missing.
//!
//! *Invariant.* A plan that comes out of here needs no further check: whatever the engine looks up in it is there.
//!
//! *Absent on purpose.* Scripts being run: all declarations were made before.

mod across;
mod complain;

use duban_domain::{EventKind, KindSet, Level};

use complain::{complain_of_check, complain_of_clock, complain_of_total};

use crate::draft::{
    CheckDraft, ClockDraft, Closure, Drafts, ExtensionDraft, PauseDraft, Said, Spot, TermDraft,
    ThresholdDraft, TotalDraft,
};
use crate::facts::Field;
use crate::plan::{
    CheckPlan, ClockPlan, Deeming, ExtensionPlan, PausePlan, Plan, Rule, ScriptId, StopPlan,
    Subject, TermPlan, ThresholdPlan, Title, TotalPlan,
};
use crate::suggest;
use crate::vocabulary::Complaint;
use crate::vocabulary::words::Kind;

/// One bit a clock.
const CLOCKS_MOST: usize = u64::BITS as usize;

/// Checks are numbered in 16 bits, and so are all closures together.
const CHECKS_MOST: usize = 4_000;

/// So many thresholds a clock has at most, and so many pauses and extensions: they are numbered in 8 bits.
const TOLD_MOST: usize = 250;

/// Numbers the closures while plans are made.
#[derive(Debug, Default)]
pub(crate) struct Closures {
    pub(crate) list: Vec<Called>,
}

/// A closure of a clock or check.
#[derive(Clone, Debug)]
pub(crate) struct Called {
    pub(crate) closure: Closure,
    /// The clock or check it belongs to.
    pub(crate) rule: String,
    /// The field, if reading it is all that the closure does.
    pub(crate) reads: Option<Field>,
}

impl Closures {
    fn rule<T, U>(&mut self, said: Said<T>, rule: &str, value: impl Fn(T) -> U) -> Rule<U> {
        match said {
            Said::Value(said) => Rule::Fixed(value(said)),
            Said::Closure(closure) => Rule::Script(self.add(closure, rule)),
        }
    }

    fn add(&mut self, closure: Closure, rule: &str) -> ScriptId {
        // Clocks, checks and what a clock is told have bounds that keep closures below 2^16; more was complained of.
        let id = ScriptId(u16::try_from(self.list.len()).unwrap_or(u16::MAX));
        self.list.push(Called { closure, rule: rule.to_owned(), reads: None });
        id
    }
}

/// Makes the plan, or complains into the drafts.
pub(crate) fn plan(drafts: &mut Drafts, mut fact_names: Vec<String>) -> (Plan, Closures) {
    fact_names.sort();
    fact_names.dedup();
    let clocks: Vec<ClockDraft> = drafts.clocks.iter().flatten().cloned().collect();
    let checks: Vec<CheckDraft> = drafts.checks.iter().flatten().cloned().collect();
    if let Some(check) = checks.get(CHECKS_MOST) {
        let message =
            format!("there are {} checks, and a rulebook has at most {CHECKS_MOST}", checks.len());
        drafts.complain(
            &check.spot,
            Complaint::new(message, "join checks that differ only in what they compare"),
        );
    }
    if let Some(clock) = clocks.get(CLOCKS_MOST) {
        let message =
            format!("there are {} clocks, and a rulebook has at most {CLOCKS_MOST}", clocks.len());
        drafts.complain(
            &clock.spot,
            Complaint::new(message, "join clocks that differ only in a limit: `limit(|c| ...)`"),
        );
    }
    let mut closures = Closures::default();
    let mut plan = Plan {
        clocks: Vec::new(),
        checks: Vec::new(),
        checks_on: vec![Vec::new(); EventKind::COUNT],
        fact_names,
    };
    for clock in clocks.iter().take(CLOCKS_MOST) {
        let planned = plan_clock(drafts, &clocks, clock, &mut closures);
        plan.clocks.extend(planned);
    }
    for check in checks.into_iter().take(CHECKS_MOST) {
        let planned = plan_check(drafts, check, &mut closures);
        plan.checks.extend(planned);
    }
    index(&mut plan);
    (plan, closures)
}

/// The table from a kind of event to the checks on it.
fn index(plan: &mut Plan) {
    for (at, check) in plan.checks.iter().enumerate() {
        for kind in check.on.iter() {
            plan.checks_on[kind.index()].push(u16::try_from(at).unwrap_or(u16::MAX));
        }
    }
}

fn plan_clock(
    drafts: &mut Drafts,
    all: &[ClockDraft],
    clock: &ClockDraft,
    closures: &mut Closures,
) -> Option<ClockPlan> {
    let name = &clock.name;
    let pauses = inherited(drafts, all, clock, "pauses_like", |clock| clock.pauses_like.as_ref());
    let extensions =
        inherited(drafts, all, clock, "extends_like", |clock| clock.extends_like.as_ref());
    complain_of_clock(drafts, clock);
    let term = match clock.term.clone()? {
        TermDraft::For(limit) => {
            TermPlan::For(closures.rule(said_for_special(clock, limit), name, |limit| limit))
        }
        TermDraft::Until { when, to } => {
            TermPlan::Until { when: closures.add(for_special(clock, when), name), to }
        }
    };
    Some(ClockPlan {
        name: name.clone(),
        title: title(clock.title.as_ref(), name),
        basis: clock.basis.clone(),
        place: clock.spot.place.clone(),
        policy: clock.policy,
        per: clock.per,
        repeats: clock.repeats,
        starts: clock.starts,
        applies: clock
            .applies
            .clone()
            .map(|closure| closures.add(for_special(clock, closure), name)),
        stops: clock.stops_if.iter().fold(clock.stops, |all, (kinds, _)| all.union(*kinds)),
        stops_if: plan_stops(drafts, clock, closures),
        term,
        pauses: plan_pauses(&pauses, name, closures),
        pause_totals: plan_totals(drafts, &pauses, clock),
        extensions: plan_extensions(&extensions, name, closures),
        thresholds: plan_thresholds(clock, closures),
        on_expiry: clock.on_expiry.clone().map(|(deem, place)| Deeming {
            deemed: deem.kind,
            backdated_to: deem.backdated_to,
            place,
        }),
        answers: clock.answers,
        compares: compared(drafts, all, clock),
    })
}

fn plan_stops(drafts: &mut Drafts, clock: &ClockDraft, closures: &mut Closures) -> Vec<StopPlan> {
    let name = &clock.name;
    let mut stops = Vec::new();
    for (kinds, when) in clock.stops_if.iter().cloned() {
        for kind in kinds.iter().filter(|kind| clock.stops.contains(*kind)) {
            let complaint = Complaint::new(
                format!(
                    "`{kind}` stops the clock `{name}` anyway, so this condition decides nothing"
                ),
                "leave the event out of the other `stops`, or take all back first with `.no_stops()`",
            );
            drafts.complain(&when.spot, complaint.code("rule::always"));
        }
        stops.push(StopPlan { kinds, when: closures.add(when, name) });
    }
    stops
}

fn plan_pauses(said_by: &[&ClockDraft], name: &str, closures: &mut Closures) -> Vec<PausePlan> {
    let said = said_by.iter().flat_map(|clock| clock.pauses.clone());
    said.map(|PauseDraft { from, to, effect }| {
        let effect = closures.rule(effect, name, |effect| effect);
        PausePlan { from, to, effect }
    })
    .collect()
}

fn plan_totals(drafts: &mut Drafts, said_by: &[&ClockDraft], clock: &ClockDraft) -> Vec<TotalPlan> {
    let begin: KindSet = said_by.iter().flat_map(|it| &it.pauses).map(|pause| pause.from).collect();
    let mut totals = Vec::new();
    for TotalDraft { most, kinds, spot } in said_by.iter().flat_map(|it| it.totals.clone()) {
        complain_of_total(drafts, clock, most, &spot);
        let kinds = kinds.unwrap_or(begin);
        if kinds.is_empty() || kinds.iter().any(|kind| !begin.contains(kind)) {
            let complaint = Complaint::new(
                format!("no pause of `{}` begins with what may take {most} together", clock.name),
                "name kinds that begin its pauses, or say the pauses: `.pauses(\"special_started\", \"special_ended\")`",
            );
            drafts.complain(&spot, complaint.code("rule::never_happens"));
        }
        totals.push(TotalPlan { most, kinds });
    }
    totals
}

fn plan_extensions(
    said_by: &[&ClockDraft],
    name: &str,
    closures: &mut Closures,
) -> Vec<ExtensionPlan> {
    let said = said_by.iter().flat_map(|clock| clock.extensions.clone());
    said.map(|ExtensionDraft { on, length }| {
        let length = closures.rule(length, name, |length| length);
        ExtensionPlan { on, length }
    })
    .collect()
}

fn plan_thresholds(clock: &ClockDraft, closures: &mut Closures) -> Vec<ThresholdPlan> {
    let said = clock.thresholds.iter().cloned();
    said.map(|ThresholdDraft { level, at, place }| {
        let at = closures.rule(said_for_special(clock, at), &clock.name, |at| at);
        ThresholdPlan { level, at, place }
    })
    .collect()
}

/// The clock with whose due day this one is compared, if it is there.
fn compared(drafts: &mut Drafts, all: &[ClockDraft], clock: &ClockDraft) -> Option<String> {
    let (name, spot) = clock.compares.as_ref()?;
    if all.iter().any(|other| other.name == *name) {
        return Some(name.clone());
    }
    complain_of_missing(drafts, all, (name, spot), &clock.name, "compares_with");
    None
}

/// Complains of a clock that another one refers to and that is not there: where it was removed, since there its author can mend it.
fn complain_of_missing(
    drafts: &mut Drafts,
    all: &[ClockDraft],
    (name, spot): (&str, &Spot),
    by: &str,
    word: &str,
) {
    if drafts.broken_off {
        return;
    }
    let removed = drafts.removed.iter().rev().find(|(removed, _)| removed == name);
    let Some((_, removed_at)) = removed else {
        return drafts.complain(spot, no_such_clock(all, name));
    };
    let message = format!(
        "`{name}` is removed here, and the clock `{by}` refers to it by `{word}` in {}",
        spot.place
    );
    let advice = format!(
        "remove `{by}` too, or keep `{name}` without a warning: `change(\"{name}\").no_warnings()`"
    );
    let complaint = Complaint::new(message, advice).code("rule::unknown_rule").about(name);
    drafts.complain(&removed_at.clone(), complaint);
}

fn no_such_clock(all: &[ClockDraft], name: &str) -> Complaint {
    let advice = suggest::advice(name, all.iter().map(|clock| clock.name.as_str()));
    Complaint::new(format!("there is no clock `{name}`"), advice)
        .code("rule::unknown_rule")
        .about(name)
}

/// The event that starts a clock on a special procedure is that procedure.
fn for_special(clock: &ClockDraft, mut closure: Closure) -> Closure {
    if clock.per == Subject::Special {
        for role in closure.roles.iter_mut().filter(|role| **role == Kind::Record) {
            *role = Kind::Special;
        }
    }
    closure
}

fn said_for_special<T>(clock: &ClockDraft, said: Said<T>) -> Said<T> {
    match said {
        Said::Closure(closure) => Said::Closure(for_special(clock, closure)),
        said @ Said::Value(_) => said,
    }
}

fn title(title: Option<&Title>, name: &str) -> Title {
    title.cloned().unwrap_or_else(|| Title { zh: name.to_owned(), en: name.to_owned() })
}

/// The clock itself, and those it follows by `pauses_like` or `extends_like`.
fn inherited<'a>(
    drafts: &mut Drafts,
    all: &'a [ClockDraft],
    clock: &'a ClockDraft,
    word: &str,
    like: impl Fn(&ClockDraft) -> Option<&(String, Spot)>,
) -> Vec<&'a ClockDraft> {
    let mut chain = vec![clock];
    while let Some((name, spot)) = like(chain[chain.len() - 1]) {
        let Some(next) = all.iter().find(|clock| clock.name == *name) else {
            let by = &chain[chain.len() - 1].name;
            complain_of_missing(drafts, all, (name, spot), by, word);
            break;
        };
        if chain.iter().any(|seen| seen.name == next.name) {
            drafts.complain(
                spot,
                Complaint::new(
                    format!("`{word}` goes round in a circle, back to `{name}`"),
                    "one of the clocks must say it itself",
                ),
            );
            break;
        }
        chain.push(next);
    }
    chain
}

fn plan_check(
    drafts: &mut Drafts,
    check: CheckDraft,
    closures: &mut Closures,
) -> Option<CheckPlan> {
    complain_of_check(drafts, &check);
    let name = &check.name;
    let title = title(check.title.as_ref(), name);
    let across = across::plan(drafts, &check, closures);
    let follows = check.across.follows.unwrap_or_default();
    let when = check.when.map(|when| closures.add(when, name));
    if when.is_none() && across.is_none() {
        return None;
    }
    let (level, message): (Level, _) = check.warning?;
    let message = match message {
        Some(message) => closures.rule(message, name, |message| message),
        None => Rule::Fixed(format!("{} · {}", title.zh, title.en)),
    };
    Some(CheckPlan {
        name: name.clone(),
        title,
        basis: check.basis,
        place: check.spot.place,
        on: check.on.union(follows),
        first_version: check.first_version,
        when,
        level,
        message,
        answers: check.answers,
        across,
    })
}
