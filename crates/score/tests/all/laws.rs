//! What holds for any cases and cards.

use std::collections::BTreeMap;

use duban_calendar::Timestamp;
use duban_domain::{By, EventKind, Level};
use duban_engine::{CaseSummary, ClockRun, RunState, Standing};
use duban_rulebook::Title;
use duban_score::{Counts, Grading, Month, Scope, Subject, Table, score};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::told::{warning, zone};

type History = (Vec<CaseSummary>, Vec<Standing>);

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 200,
        rng_seed: RngSeed::Fixed(10),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn every_table_adds_up_to_the_same(history in history()) {
        for month in quarter() {
            let totals = Subject::ALL.map(|subject| {
                let table = table(month, subject, &history);
                let sum = table.rows.iter().fold([0; 16], |sum, row| {
                    let more = numbers(&row.counts);
                    std::array::from_fn(|at| sum[at] + more[at])
                });
                assert_eq!(sum, numbers(&table.total), "{month} by {subject}");
                // Successions are those of a row, so they differ from subject to subject.
                Counts { streaks: 0, ..table.total }
            });
            prop_assert_eq!(&totals[0], &totals[1]);
            prop_assert_eq!(&totals[0], &totals[2]);
        }
    }

    #[test]
    fn every_case_and_every_warning_counts_once(history in history()) {
        let (cases, warnings) = &history;
        let months = quarter().map(|month| table(month, Subject::Item, &history).total);
        let sum = |of: fn(&Counts) -> u64| months.iter().map(of).sum::<u64>();
        prop_assert_eq!(sum(|it| it.volume), cases.len() as u64);
        prop_assert_eq!(sum(|it| it.completed), sum(|it| it.on_time + it.late + it.without_limit));
        prop_assert!(sum(|it| it.early) <= sum(|it| it.on_time));
        let told = sum(|it| Level::ALL.map(|level| it.warnings.of(level)).iter().sum());
        prop_assert_eq!(told + sum(|it| it.rejudged), warnings.len() as u64);
        let by_clock = sum(|it| {
            it.clocks.values().flat_map(|levels| Level::ALL.map(|level| levels.of(level))).sum()
        });
        prop_assert_eq!(by_clock + sum(|it| it.checks.values().sum()), told);
    }

    #[test]
    fn the_order_of_the_input_does_not_show(
        (history, mixed) in history().prop_flat_map(|history| {
            let (cases, warnings) = history.clone();
            (Just(history), (Just(cases).prop_shuffle(), Just(warnings).prop_shuffle()))
        }),
    ) {
        for month in quarter() {
            for subject in Subject::ALL {
                prop_assert_eq!(table(month, subject, &history), table(month, subject, &mixed));
            }
        }
    }
}

/// All that happens happens in these months.
fn quarter() -> [Month; 3] {
    ["2026-10", "2026-11", "2026-12"].map(|month| month.parse().unwrap())
}

fn table(month: Month, subject: Subject, (cases, warnings): &History) -> Table {
    let scope = Scope { month, subject, zone: &zone() };
    score(scope, cases, warnings, None, &Grading::default()).unwrap()
}

fn numbers(counts: &Counts) -> [u64; 16] {
    let warnings = Level::ALL.map(|level| counts.warnings.of(level));
    [
        counts.volume,
        counts.completed,
        counts.on_time,
        counts.late,
        counts.without_limit,
        counts.early,
        counts.share_used.sum,
        counts.share_used.of,
        warnings[0],
        warnings[1],
        warnings[2],
        warnings[3],
        counts.rejudged,
        counts.streaks,
        counts.rated,
        counts.complaints,
    ]
}

/// Few names, so that rows meet; few instants, so that things happen at once.
fn history() -> impl Strategy<Value = History> {
    vec(case(), 1..30).prop_flat_map(|mut cases| {
        for (number, case) in cases.iter_mut().enumerate() {
            case.case = format!("C{number}");
        }
        let card = (
            prop::sample::select(cases.clone()),
            prop::sample::select(vec!["promised", "statutory", "backdated"]),
            prop::sample::select(Level::ALL.to_vec()),
            instant(),
            by(),
            prop::bool::weighted(0.2),
        );
        let card = card.prop_map(|(case, rule, level, due_at, by, taken_back)| {
            warning(&case, rule, level, due_at, by, taken_back)
        });
        (Just(cases), vec(card, 0..30))
    })
}

fn case() -> impl Strategy<Value = CaseSummary> {
    let kinds = prop::sample::select(vec![
        EventKind::Received,
        EventKind::Accepted,
        EventKind::DeemedAccepted,
        EventKind::Granted,
        EventKind::Denied,
        EventKind::Delivered,
        EventKind::Completed,
        EventKind::Withdrawn,
        EventKind::Evaluated,
        EventKind::ComplaintFiled,
    ]);
    let item = prop::option::weighted(0.9, prop::sample::select(vec!["取水许可", "林木采伐"]));
    (
        item,
        by(),
        by(),
        btree_map(kinds, instant(), 1..6),
        vec((run(), any::<prop::sample::Index>()), 0..4),
    )
        .prop_map(|(item, of, handler, firsts, runs)| {
            // Most clocks stop with something that happened to the case.
            let at: Vec<Timestamp> = firsts.values().copied().collect();
            let stopped = |(run, stop): (ClockRun, prop::sample::Index)| ClockRun {
                stopped_at: run.stopped_at.map(|_| *stop.get(&at)),
                ..run
            };
            CaseSummary {
                case: String::new(),
                item: item.map(str::to_owned),
                department: of.department,
                handler,
                runs: runs.into_iter().map(stopped).collect(),
                firsts: BTreeMap::from_iter(firsts),
                grades: Vec::new(),
            }
        })
}

fn run() -> impl Strategy<Value = ClockRun> {
    let state = prop::sample::select(vec![
        RunState::InTime,
        RunState::Late,
        RunState::Running,
        RunState::NoLimit,
    ]);
    let clock = prop::sample::select(vec!["promised", "statutory"]);
    let subject = prop::option::weighted(0.2, Just("审核".to_owned()));
    let percent = prop::option::weighted(0.8, 0..200u64);
    (clock, subject, instant(), instant(), state, percent).prop_map(
        |(clock, subject, started_at, due_at, state, used_percent)| ClockRun {
            version: 0,
            clock: clock.to_owned(),
            title: Title { zh: clock.to_owned(), en: clock.to_owned() },
            basis: String::new(),
            subject,
            started_at,
            stopped_at: (state != RunState::Running).then_some(started_at),
            due_at: (state != RunState::NoLimit).then_some(due_at),
            certainty: duban_calendar::Certainty::Official,
            state,
            used_percent,
        },
    )
}

fn by() -> impl Strategy<Value = By> {
    let department = prop::option::weighted(0.9, prop::sample::select(vec!["水务局", "林业局"]));
    let post = prop::option::weighted(0.8, prop::sample::select(vec!["受理岗", "审核岗"]));
    let owned = |word: Option<&str>| word.map(str::to_owned);
    (department, post).prop_map(move |(department, post)| By {
        department: owned(department),
        post: owned(post),
        officer: None,
    })
}

/// Every eight hours, so that some fall on midnight and on the turn of a month.
fn instant() -> impl Strategy<Value = Timestamp> {
    let bounds = quarter().map(|month| month.bounds(&zone()));
    let (start, end) = (bounds[0].start.0, bounds[2].end.0);
    let step = 8 * 3_600_000;
    (0..(end - start) / step).prop_map(move |number| Timestamp(start + number * step))
}
