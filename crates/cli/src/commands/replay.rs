//! `duban replay`: folds history through the rules and says what came of it.

mod failures;
pub(crate) mod files;
mod unsupervised;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use duban_engine::{
    Agreement, Decision, GRAVEST_FIRST, History, Manner, Outcome, Tally, replay, standings,
};
use duban_rulebook::RuleSet;
use serde::Serialize;

use crate::args::{Lang, Replay, TextOrJson};
use crate::commands::replay::failures::Failing;
use crate::commands::replay::files::FromFiles;
use crate::commands::replay::unsupervised::Unsupervised;
use crate::config::Config;
use crate::failure::Failure;
use crate::history::{FileHistory, JournalHistory};
use crate::meter::Stopwatch;
use crate::times::{self, Edge};
use crate::titles::Titles;
use crate::unmapped::Unmapped;
use crate::unscheduled::Unscheduled;
use crate::workspace::{self, Workspace};
use crate::{print, unscheduled, words};

/// One thread reads for all shards; beyond the cores of a machine there is nothing to gain.
const SHARDS_MAX: usize = 256;

/// The answer as a program reads it.
#[derive(Debug, Serialize)]
struct Answered {
    /// Records that were events of cases.
    events: u64,
    /// Events derived from case attributes, on top.
    derived_events: u64,
    cases: u64,
    /// Raised, by level.
    warnings: BTreeMap<&'static str, u64>,
    /// Warnings judged again by later facts.
    rejudged: u64,
    /// Decisions deemed made by silence.
    deemed: u64,
    clocks: BTreeMap<String, Tally>,
    /// Clocks that the rulebook compares with each other.
    comparisons: Vec<Comparison>,
    /// Stretches of days on which no version of the rules is in force although something happened on them.
    unsupervised: Vec<Unsupervised>,
    /// Years without a schedule on which clocks depend.
    unscheduled: Vec<Unscheduled>,
    /// Rules whose script failed on cases.
    failures: Vec<Failing>,
    elapsed_seconds: f64,
    events_per_second: u64,
    digest: String,
}

/// How the due days of two clocks on the same obligation agree.
#[derive(Debug, Serialize)]
struct Comparison {
    clock: String,
    with: String,
    same_day: u64,
    differ: Vec<Difference>,
}

#[derive(Debug, Serialize)]
struct Difference {
    case: String,
    /// By how many days the clock is due after the one it is compared with.
    days: i32,
}

/// What was replayed, and all there is to say about it.
struct Replayed {
    outcome: Outcome,
    rules: Arc<RuleSet>,
    elapsed: Duration,
    unsupervised: Vec<Unsupervised>,
    unscheduled: Vec<Unscheduled>,
    unmapped: Unmapped,
    failures: Vec<Failing>,
    /// Why a file could not be read to its end.
    broken: Option<Failure>,
}

pub(crate) fn run(args: &Replay, config: &Config, lang: Lang) -> Result<(), Failure> {
    let shards = args.shards.or(config.shards).unwrap_or(Manner::default().shards);
    if shards.get() > SHARDS_MAX {
        return Err(Failure::input(format!(
            "--shards: {shards} is more than any machine gains from; {SHARDS_MAX} is the most"
        )));
    }
    let replayed = if args.past.files.is_empty() {
        from_journal(args, config, shards, lang)?
    } else {
        from_files(args, config, shards, lang)?
    };
    for stretch in &replayed.unsupervised {
        print::aside(&stretch.warning(replayed.rules.versions()[0].name(), lang));
    }
    for it in &replayed.unscheduled {
        print::aside(&it.warning(lang));
    }
    match args.print.format {
        TextOrJson::Json => print::json(&answered(&replayed))?,
        TextOrJson::Text => print::text(&told(&replayed, lang))?,
    }
    match replayed.broken {
        Some(failure) => Err(failure),
        None => Ok(()),
    }
}

fn from_journal(
    args: &Replay,
    config: &Config,
    shards: NonZeroUsize,
    lang: Lang,
) -> Result<Replayed, Failure> {
    let flag = config.rules(args.rules.rules.as_ref());
    let Workspace { journal, rules } =
        &Workspace::open(&config.data(args.data.data.as_ref()), flag, lang)?;
    replayed(rules, manner(args, rules, shards)?, || JournalHistory::open(journal, rules))
}

fn from_files(
    args: &Replay,
    config: &Config,
    shards: NonZeroUsize,
    lang: Lang,
) -> Result<Replayed, Failure> {
    let Some(dir) = config.rules(args.rules.rules.as_ref()) else {
        return Err(Failure::input(
            "no rules: files know none of their own; say with `--rules DIR` by which to judge them",
        )
        .or_in_chinese("没有规则；文件本身不带规则，请用 `--rules DIR` 指定判定所依据的规则"));
    };
    let rules = Arc::new(workspace::load_rules(dir, lang)?);
    let FromFiles { events, unmapped, broken } =
        files::read(&args.past.files, args.past.mapping.mapping.as_ref(), config, &rules, lang)?;
    let events = Arc::new(events);
    let open = || Ok::<_, Infallible>(FileHistory::of(events.clone()));
    Ok(Replayed { unmapped, broken, ..replayed(&rules, manner(args, &rules, shards)?, open)? })
}

fn replayed<H: History>(
    rules: &Arc<RuleSet>,
    manner: Manner,
    open: impl Fn() -> Result<H, H::Error>,
) -> Result<Replayed, Failure>
where
    Failure: From<H::Error>,
{
    let watch = Stopwatch::start();
    let mut outcome = replay(rules, manner, open()?)?;
    let elapsed = watch.elapsed();
    let unsupervised = unsupervised::count(rules, manner.to, open)?;
    let unscheduled = unscheduled::of(&mut outcome, rules);
    Ok(Replayed {
        failures: failures::of(&outcome.decisions),
        outcome,
        rules: rules.clone(),
        elapsed,
        unsupervised,
        unscheduled,
        unmapped: Unmapped::default(),
        broken: None,
    })
}

fn manner(args: &Replay, rules: &RuleSet, shards: NonZeroUsize) -> Result<Manner, Failure> {
    let zone = workspace::zone(rules);
    let to = times::parse_some(args.to.as_ref(), &zone, Edge::End, "--to")?;
    Ok(Manner { shards, to, memoised: true })
}

fn answered(replayed: &Replayed) -> Answered {
    let Replayed { outcome, elapsed, .. } = replayed;
    Answered {
        events: outcome.events - outcome.derived_events,
        derived_events: outcome.derived_events,
        cases: outcome.cases,
        warnings: outcome
            .warnings_by_level()
            .into_iter()
            .map(|(level, count)| (level.name(), count))
            .collect(),
        rejudged: count(outcome, |decision| matches!(decision, Decision::Rejudged(_))),
        deemed: count(
            outcome,
            |decision| matches!(decision, Decision::Deemed(it) if !it.withdrawn),
        ),
        clocks: outcome.tallies.clone(),
        comparisons: comparisons(outcome),
        unsupervised: replayed.unsupervised.clone(),
        unscheduled: replayed.unscheduled.clone(),
        failures: replayed.failures.clone(),
        elapsed_seconds: elapsed.as_secs_f64(),
        events_per_second: per_second(outcome.events, *elapsed),
        digest: outcome.digest(),
    }
}

fn count(outcome: &Outcome, is: impl Fn(&Decision) -> bool) -> u64 {
    outcome.decisions.iter().filter(|decision| is(decision)).count() as u64
}

/// Events a second, rounded down.
pub(crate) fn per_second(events: u64, elapsed: Duration) -> u64 {
    let micros = elapsed.as_micros().max(1);
    u64::try_from(u128::from(events) * 1_000_000 / micros).unwrap_or(u64::MAX)
}

fn told(replayed: &Replayed, lang: Lang) -> String {
    let Replayed { outcome, rules, elapsed, .. } = replayed;
    let titles = Titles::of(rules, lang);
    let events = outcome.events - outcome.derived_events;
    let derived = print::thousands(outcome.derived_events);
    let end = rules.zone().display(outcome.ended_at);
    let end = if outcome.events == 0 { "-" } else { &end };
    let mut text = match lang {
        Lang::En => {
            let events = print::so_many(events, "event", "events");
            let cases = print::so_many(outcome.cases, "case", "cases");
            format!("{events} ({derived} derived on top) of {cases}, until {end}\n\n")
        }
        Lang::Zh => {
            let [events, cases] = [events, outcome.cases].map(print::thousands);
            format!("{cases} 件办件，{events} 条事件（另推出 {derived} 条），截至 {end}\n\n")
        }
    };
    let notes = replayed.unmapped.told(lang);
    if !notes.is_empty() {
        text.push_str(&format!("{notes}\n"));
    }
    text.push_str(&clock_table(outcome, titles, lang));
    text.push('\n');
    text.push_str(&warning_table(outcome, titles, lang));
    let taken_back = standings(&outcome.decisions).iter().filter(|it| !it.stands()).count() as u64;
    if taken_back > 0 {
        let count = print::thousands(taken_back);
        text.push_str(&match lang {
            Lang::En => format!("{count} of these were taken back when more became known\n"),
            Lang::Zh => format!("其中 {count} 件在补充事实后予以撤回\n"),
        });
    }
    text.push_str(&comparison_lists(outcome, titles, lang));
    text.push_str(&failures::table(&replayed.failures, titles, lang));
    let seconds = elapsed.as_secs_f64();
    let pace = print::thousands(per_second(outcome.events, *elapsed));
    text.push_str(&match lang {
        Lang::En => format!("\n{seconds:.3} s, {pace} events/s\n"),
        Lang::Zh => format!("\n用时 {seconds:.3} 秒，每秒 {pace} 条事件\n"),
    });
    text.push_str(&format!("{}\n", outcome.digest()));
    text
}

fn comparisons(outcome: &Outcome) -> Vec<Comparison> {
    let comparison = |((clock, with), agreement): (&(String, String), &Agreement)| Comparison {
        clock: clock.clone(),
        with: with.clone(),
        same_day: agreement.same_day,
        differ: agreement
            .differ
            .iter()
            .map(|(case, days)| Difference { case: case.clone(), days: *days })
            .collect(),
    };
    outcome.agreements.iter().map(comparison).collect()
}

fn comparison_lists(outcome: &Outcome, titles: Titles<'_>, lang: Lang) -> String {
    let mut text = String::new();
    for ((clock, with), agreement) in &outcome.agreements {
        let (same, differ) = (agreement.same_day, agreement.differ.len() as u64);
        if same + differ == 0 {
            continue;
        }
        let (same, differ) = (print::thousands(same), print::thousands(differ));
        let (clock, with) = (titles.rule(clock), titles.rule(with));
        text.push_str(&match lang {
            Lang::En => format!("\n{clock} is due on the same day as {with} in {same} cases; in {differ} it differs:\n"),
            Lang::Zh => format!("\n{clock} 与 {with} 到期日相同 {same} 件，不同 {differ} 件：\n"),
        });
        let header =
            [words::pick(lang, "case", "办件"), words::pick(lang, "days later", "晚（天）")];
        let rows =
            agreement.differ.iter().map(|(case, days)| vec![case.clone(), format!("{days:+}")]);
        text.push_str(&print::table(&header, rows));
    }
    text
}

fn clock_table(outcome: &Outcome, titles: Titles<'_>, lang: Lang) -> String {
    let header = [
        words::pick(lang, "clock", "时限"),
        words::pick(lang, "in time", "按时"),
        words::pick(lang, "late", "逾期"),
        words::pick(lang, "open", "在办"),
        words::pick(lang, "of them overdue", "其中超期"),
        words::pick(lang, "no limit", "无时限"),
    ];
    print::table(
        &header,
        outcome.tallies.iter().map(|(clock, tally)| {
            let numbers = [tally.in_time, tally.late, tally.open, tally.overdue, tally.no_limit];
            std::iter::once(titles.rule(clock).to_owned())
                .chain(numbers.map(print::thousands))
                .collect()
        }),
    )
}

fn warning_table(outcome: &Outcome, titles: Titles<'_>, lang: Lang) -> String {
    let mut by_rule: BTreeMap<&str, BTreeMap<_, u64>> = BTreeMap::new();
    for decision in &outcome.decisions {
        if let Decision::Raised(warning) = decision {
            *by_rule.entry(&warning.id.rule).or_default().entry(warning.id.level).or_default() += 1;
        }
    }
    let header: Vec<&str> =
        std::iter::once(words::pick(lang, "warnings by rule", "按规则统计预警"))
            .chain(GRAVEST_FIRST.map(|level| words::level(lang, level)))
            .collect();
    let row = |name: &str, count: &dyn Fn(duban_domain::Level) -> u64| {
        let counts = GRAVEST_FIRST.map(|level| print::thousands(count(level)));
        std::iter::once(name.to_owned()).chain(counts).collect::<Vec<_>>()
    };
    let totals: BTreeMap<_, _> = outcome.warnings_by_level().into_iter().collect();
    let mut rows: Vec<_> = by_rule
        .iter()
        .map(|(rule, levels)| {
            row(titles.rule(rule), &|level| levels.get(&level).copied().unwrap_or(0))
        })
        .collect();
    let all = words::pick(lang, "all", "合计");
    rows.push(row(all, &|level| totals.get(&level).copied().unwrap_or(0)));
    print::table(&header, rows)
}
