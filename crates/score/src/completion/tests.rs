//! Cases as lines: `granted 08` is an event on the 8th of October 2026 at 10:00 in Shanghai, `promised 01..08 due 12 30%` a clock that
//! ran from the 1st to the 8th with its due instant at 24:00 of the 12th and 30 hundredths used.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use duban_domain::By;
use duban_engine::ClockRun;
use duban_rulebook::Title;

use super::*;

#[test]
fn of_promise_and_statute_the_one_due_first_is_the_limit() {
    check(
        "accepted 01, granted 08, promised 01..08 due 12 80%, statutory 01..08 due 29 35%",
        "completed 08, on time, early, 80%",
    );
    check(
        "accepted 01, granted 13, statutory 01..13 due 29 60%, promised 01..13 due 12 110%",
        "completed 13, late, 110%",
    );
}

#[test]
fn early_is_a_day_before_the_due_day() {
    check(
        "accepted 01, granted 11, promised 01..11 due 12 90%",
        "completed 11, on time, early, 90%",
    );
    check("accepted 01, granted 12, promised 01..12 due 12 100%", "completed 12, on time, 100%");
    check("accepted 01, granted 01, promised 01..01 due 01 0%", "completed 01, on time, 0%");
}

#[test]
fn no_department_gains_by_cases_that_were_given_up() {
    check("accepted 01, withdrawn 04, promised 01..04 due 12 20%", "completed 04, on time, 20%");
    check("accepted 01, voided 04, promised 01..04 due 12 20%", "completed 04, on time, 20%");
    check(
        "accepted 01, refused 04, promised 01..04 due 12 20%",
        "completed 04, on time, early, 20%",
    );
}

#[test]
fn other_clocks_do_not_judge_the_case() {
    // The completeness notice came late, the certificate was delivered late, a step took too long: all of it draws cards of its own.
    check(
        "received 01, accepted 09, granted 15, delivered 28, completed 28, completeness 01..09 due 07 120%, \
         promised 09..15 due 20 50%, delivery 15..28 due 26 110%, review@审核 10..15 due 12 150%",
        "completed 15, on time, early, 50%",
    );
}

#[test]
fn delivery_on_the_spot_gives_way_to_the_limit() {
    check(
        "accepted 01, granted 15, delivered 15, delivery 15..15 due 18 0%, promised 01..15 due 20 70%",
        "completed 15, on time, early, 70%",
    );
}

#[test]
fn a_clock_that_only_the_closing_stops_judges_as_well() {
    check(
        "accepted 01, granted 08, completed 14, whole 01..14 due 12 120%, promised 01..08 due 20 40%",
        "completed 08, late, 120%",
    );
    // Kept the limit that was due first, and not the other: late, and the share is that of the first.
    check(
        "accepted 01, granted 08, completed 14, whole 01..14 due 12 120%, promised 01..08 due 10 80%",
        "completed 08, late, 80%",
    );
}

#[test]
fn clocks_of_any_name_do() {
    check("received 01, completed 20, stated 01..20 due 19 103%", "completed 20, late, 103%");
    check(
        "received 01, delivered 20, stated 01..20 due 22 90%",
        "completed 20, on time, early, 90%",
    );
}

#[test]
fn without_a_limit_there_is_no_judgement() {
    check("received 01, completed 20", "completed 20, without a limit");
    check("received 01, completed 20, promised 01..20 without", "completed 20, without a limit");
    check("accepted 01", "open");
}

#[test]
fn a_case_closed_while_suspended_is_on_time_and_never_early() {
    check("accepted 01, withdrawn 20, promised 01..20 suspended", "completed 20, on time");
    check("accepted 01, returned 20, promised 01..20 suspended", "completed 20, on time");
}

#[test]
fn a_case_closed_before_it_was_accepted_is_judged_all_the_same() {
    check("accepted 05, granted 03, promised 05..03 due 12 0%", "completed 03, on time, early, 0%");
}

#[test]
fn a_case_begins_once() {
    let begun = |told| begun_at(&case(told)).map(|at| zone().day_of(at).ymd().2);
    assert_eq!(begun("submitted 01, received 02, accepted 05"), Some(5));
    assert_eq!(begun("received 02, deemed_accepted 04, accepted 09"), Some(4));
    assert_eq!(begun("submitted 01, received 02, refused 03"), Some(2));
    assert_eq!(begun("submitted 01, noted 06"), Some(1));
    assert_eq!(begun(""), None);
}

#[track_caller]
fn check(told: &str, expected: &str) {
    assert_eq!(describe(completion(&case(told), &zone())), expected, "{told}");
}

fn describe(completion: Option<Completion>) -> String {
    let Some(Completion { at, judgement }) = completion else { return "open".to_owned() };
    let mut words = vec![format!("completed {:02}", zone().day_of(at).ymd().2)];
    match judgement {
        None => words.push("without a limit".to_owned()),
        Some(Judgement { late, early, used_percent }) => {
            words.push(if late { "late" } else { "on time" }.to_owned());
            words.extend(early.then(|| "early".to_owned()));
            words.extend(used_percent.map(|percent| format!("{percent}%")));
        }
    }
    words.join(", ")
}

fn case(told: &str) -> CaseSummary {
    let (mut firsts, mut runs) = (BTreeMap::new(), Vec::new());
    for words in told.split(", ").map(|part| part.split_whitespace().collect::<Vec<_>>()) {
        match words[..] {
            [kind, day] => _ = firsts.insert(kind.parse().unwrap(), morning(day)),
            [clock, span, ref rest @ ..] => runs.push(run(clock, span, rest)),
            [] => {}
            _ => panic!("`{words:?}` tells nothing of a case"),
        }
    }
    let case = "C".to_owned();
    CaseSummary {
        case,
        item: None,
        department: None,
        handler: By::default(),
        firsts,
        grades: Vec::new(),
        runs,
    }
}

fn run(clock: &str, span: &str, rest: &[&str]) -> ClockRun {
    let (clock, subject) = match clock.split_once('@') {
        Some((clock, subject)) => (clock, Some(subject.to_owned())),
        None => (clock, None),
    };
    let (start, stop) = span.split_once("..").unwrap();
    let stopped_at = morning(stop);
    let (due_at, state, used_percent) = match *rest {
        ["due", day, percent] => {
            let due_at = zone().end_of(zone().day_of(morning(day)));
            let state = if stopped_at < due_at { RunState::InTime } else { RunState::Late };
            (Some(due_at), state, Some(percent.trim_end_matches('%').parse().unwrap()))
        }
        ["suspended"] => (None, RunState::InTime, None),
        ["without"] => (None, RunState::NoLimit, None),
        _ => panic!("`{rest:?}` tells nothing of a clock"),
    };
    ClockRun {
        version: 0,
        clock: clock.to_owned(),
        title: Title { zh: clock.to_owned(), en: clock.to_owned() },
        basis: String::new(),
        subject,
        started_at: morning(start),
        stopped_at: Some(stopped_at),
        due_at,
        certainty: duban_calendar::Certainty::Official,
        state,
        used_percent,
    }
}

fn morning(day: &str) -> Timestamp {
    Timestamp::parse(&format!("2026-10-{day}T10:00:00+08:00")).unwrap()
}

fn zone() -> Zone {
    static SHANGHAI: LazyLock<Zone> = LazyLock::new(|| Zone::named("Asia/Shanghai").unwrap());
    SHANGHAI.clone()
}
