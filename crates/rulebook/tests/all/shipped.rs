//! The rulebooks that ship with the program are without mistakes, and say what the law says.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use duban_calendar::{Length, Policy, Threshold};
use duban_domain::{EventKind, Level};
use duban_rulebook::{
    Bundle, CheckPlan, ClockPlan, Counters, Evaluator, Field, PauseEffect, Rule, RuleSet, Rulebook,
    Subject, TermPlan, Until,
};

use crate::support::Case;

mod conduct;

/// Every rulebook that ships.
const SHIPPED: [&str; 10] = [
    "national",
    "presets/yulin",
    "presets/dongguan",
    "presets/hunan",
    "presets/chengdu",
    "presets/default",
    "examples/wabo",
    "examples/two_clocks",
    "examples/graded",
    "examples/accumulation",
];

fn rules(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules").join(path)
}

fn shipped(path: &str) -> Arc<Rulebook> {
    let set = RuleSet::load(&rules(path)).unwrap_or_else(|error| panic!("{}", error.render()));
    set.versions()[0].clone()
}

fn clock<'b>(book: &'b Rulebook, name: &str) -> &'b ClockPlan {
    book.plan().clocks.iter().find(|clock| clock.name == name).unwrap()
}

fn check<'b>(book: &'b Rulebook, name: &str) -> &'b CheckPlan {
    book.plan().checks.iter().find(|check| check.name == name).unwrap()
}

fn length(text: &str) -> Length {
    text.parse().unwrap()
}

fn limit(book: &Arc<Rulebook>, name: &str, case: &Case) -> Option<Length> {
    match clock(book, name).term {
        TermPlan::For(Rule::Fixed(limit)) => Some(limit),
        TermPlan::For(Rule::Script(script)) => Evaluator::new(book).limit(script, case).unwrap(),
        TermPlan::Until { .. } => None,
    }
}

fn applies(book: &Arc<Rulebook>, name: &str, case: &Case) -> bool {
    clock(book, name).applies.is_none_or(|script| Evaluator::new(book).truth(script, case).unwrap())
}

/// What a check says about an event; None when it finds nothing wrong.
fn found(book: &Arc<Rulebook>, name: &str, case: &Case) -> Option<String> {
    let check = check(book, name);
    let mut evaluator = Evaluator::new(book);
    evaluator.truth(check.when.unwrap(), case).unwrap().then(|| match &check.message {
        Rule::Fixed(message) => message.clone(),
        Rule::Script(script) => evaluator.text(*script, case).unwrap(),
    })
}

#[test]
fn every_rulebook_compiles_and_is_the_same_from_its_files() {
    for path in SHIPPED {
        let book = shipped(path);
        let again = Bundle::from_files(book.files().to_vec()).and_then(Rulebook::compile).unwrap();
        assert_eq!(
            (again.hash(), again.plan().clocks.len()),
            (book.hash(), book.plan().clocks.len())
        );
        assert!(path.ends_with(book.name()));
    }
}

#[test]
fn every_rule_has_both_titles_and_an_article() {
    for path in SHIPPED {
        let book = shipped(path);
        let clocks =
            book.plan().clocks.iter().map(|clock| (&clock.name, &clock.title, &clock.basis));
        let checks =
            book.plan().checks.iter().map(|check| (&check.name, &check.title, &check.basis));
        for (name, title, basis) in clocks.chain(checks) {
            assert!(title.zh != title.en && !basis.is_empty(), "{path}: {name}");
        }
    }
}

#[test]
fn the_statutory_limit_is_the_items_or_else_twenty_working_days_for_a_licence() {
    let book = shipped("national");
    assert_eq!(limit(&book, "statutory", &Case::new()), Some(length("20 workdays")));
    let item = Case::new().length(Field::StatutoryLimit, "45 days");
    assert_eq!(limit(&book, "statutory", &item), Some(length("45 days")));
    let of_type = |item_type: &str| Case::new().text(Field::ItemType, item_type);
    assert_eq!(limit(&book, "statutory", &of_type("行政许可")), Some(length("20 workdays")));
    for other in ["公共服务", "行政确认", "行政给付", "其他行政权力"] {
        assert_eq!(limit(&book, "statutory", &of_type(other)), None, "{other}");
        let own = of_type(other).length(Field::StatutoryLimit, "15 workdays");
        assert_eq!(limit(&book, "statutory", &own), Some(length("15 workdays")), "{other}");
    }
    let red = &clock(&book, "statutory").thresholds[1];
    assert_eq!((red.level, &red.at), (Level::Red, &Rule::Fixed(Threshold::AtDue)));
}

#[test]
fn an_extension_adds_ten_days_at_most_and_only_once() {
    let book = shipped("national");
    let Rule::Script(script) = clock(&book, "statutory").extensions[0].length else {
        panic!("fixed")
    };
    let extended = |case: &Case| Evaluator::new(&book).limit(script, case).unwrap();
    let first = Case::new()
        .at(Field::OccurredAt, "2026-03-02T10:00:00+08:00")
        .at(Field::First(EventKind::ExtensionApproved), "2026-03-02T10:00:00+08:00");
    assert_eq!(
        extended(&first),
        Some(length("10 workdays")),
        "where the source does not say how long"
    );
    assert_eq!(
        extended(&first.clone().length(Field::EventLength, "5 workdays")),
        Some(length("5 workdays"))
    );
    assert_eq!(
        extended(&first.clone().length(Field::EventLength, "25 workdays")),
        Some(length("10 workdays"))
    );
    let item = first
        .clone()
        .length(Field::StatutoryExtension, "40 workdays")
        .length(Field::EventLength, "25 workdays");
    assert_eq!(extended(&item), Some(length("25 workdays")));
    let second = first.at(Field::OccurredAt, "2026-03-09T10:00:00+08:00");
    assert_eq!(extended(&second), None);
}

#[test]
fn only_the_procedures_of_article_45_stop_the_clock_and_only_as_long_as_was_told() {
    let book = shipped("national");
    let Rule::Script(script) = clock(&book, "statutory").pauses[0].effect else { panic!("fixed") };
    let effect = |case: &Case| Evaluator::new(&book).pause(script, case).unwrap();
    let told = |kind: &str| {
        Case::new().text(Field::EventSpecial, kind).length(Field::EventNotified, "15 workdays")
    };
    for kind in
        ["听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审", "expert_review"]
    {
        assert_eq!(effect(&told(kind)), PauseEffect::Capped(length("15 workdays")), "{kind}");
    }
    assert_eq!(effect(&told("公示")), PauseEffect::None);
    assert_eq!(effect(&Case::new().text(Field::EventSpecial, "鉴定")), PauseEffect::Open);
    assert_eq!(clock(&book, "promised").pauses.len(), 1, "the promise pauses like the statute");
}

#[test]
fn the_promise_warns_a_day_or_a_tenth_before_and_short_ones_half_way() {
    let book = shipped("national");
    let Rule::Script(script) = clock(&book, "promised").thresholds[0].at else { panic!("fixed") };
    let reminder = |promised: &str| {
        let case = Case::new().length(Field::PromisedLimit, promised);
        Evaluator::new(&book).threshold(script, &case).unwrap().map(Arc::unwrap_or_clone)
    };
    // It would come with the card.
    assert_eq!(reminder("0 workdays"), None);
    assert_eq!(reminder("0 days"), None);
    assert_eq!(reminder("2 workdays"), Some(Threshold::AtPercent(50)));
    let usual = Threshold::Earliest(
        [Threshold::BeforeDue(length("1 workday")), Threshold::AtPercent(90)].into(),
    );
    assert_eq!(reminder("3 workdays"), Some(usual.clone()));
    assert_eq!(reminder("30 days"), Some(usual));
}

#[test]
fn what_is_done_at_once_has_its_own_clock() {
    let book = shipped("national");
    let promised = |limit: &str| {
        Case::new().length(Field::PromisedLimit, limit).text(Field::ItemKind, "committed")
    };
    let both = |case: &Case| (applies(&book, "promised", case), applies(&book, "immediate", case));
    assert_eq!(both(&promised("10 workdays")), (true, false));
    assert_eq!(both(&promised("0 workdays")), (true, false), "one card, not two, for one day");
    assert_eq!(both(&promised("30 minutes")), (false, true));
    assert_eq!(both(&Case::new().text(Field::ItemKind, "immediate")), (false, true));
    assert_eq!(both(&Case::new()), (false, false));
    assert!(!applies(&book, "delivery", &promised("30 minutes")));
}

#[test]
fn silence_accepts_after_five_days_from_the_receipt() {
    let book = shipped("national");
    for (name, kind) in
        [("completeness", EventKind::Received), ("supplement_check", EventKind::SupplementReceived)]
    {
        let clock = clock(&book, name);
        assert_eq!(limit(&book, name, &Case::new()), Some(length("5 workdays")));
        let deeming = clock.on_expiry.as_ref().unwrap();
        assert_eq!((deeming.deemed, deeming.backdated_to), (EventKind::DeemedAccepted, Some(kind)));
        assert!(
            clock.starts.contains(kind) && clock.stops.contains(EventKind::SupplementRequested)
        );
    }
    assert!(clock(&book, "supplement_check").repeats);
}

#[test]
fn a_renewal_runs_until_the_licence_expires_if_it_was_asked_for_in_time() {
    let book = shipped("national");
    let expiry = book.plan().fact_names.iter().position(|name| name == "expiry_date").unwrap();
    let case = |received: &str| {
        Case::new()
            .on(Field::Fact(expiry as u16), "2026-12-31")
            .at(Field::First(EventKind::Received), received)
    };
    assert!(applies(&book, "renewal", &case("2026-10-09T10:00:00+08:00")));
    assert!(!applies(&book, "renewal", &case("2026-12-10T10:00:00+08:00")));
    assert!(!applies(
        &book,
        "renewal",
        &Case::new().at(Field::First(EventKind::Received), "2026-10-09T10:00:00+08:00")
    ));
    let clock = clock(&book, "renewal");
    assert!(matches!(clock.term, TermPlan::Until { to: Until::EndOfDay, .. }));
    assert_eq!(clock.on_expiry.as_ref().unwrap().deemed, EventKind::DeemedRenewed);
}

#[test]
fn a_completion_without_acceptance_has_a_day_of_grace() {
    let book = shipped("national");
    assert!(applies(&book, "off_system", &Case::new()));
    let accepted = Case::new().at(Field::First(EventKind::Accepted), "2026-03-03T10:00:00+08:00");
    assert!(!applies(&book, "off_system", &accepted));
    assert_eq!(limit(&book, "off_system", &Case::new()), Some(length("1 workday")));
    assert_eq!(clock(&book, "off_system").thresholds[0].level, Level::Yellow);
}

#[test]
fn steps_and_special_procedures_have_the_limits_they_were_given() {
    let book = shipped("national");
    assert_eq!(clock(&book, "step").per, Subject::Step);
    assert_eq!(
        limit(&book, "step", &Case::new().length(Field::StepLimit, "3 workdays")),
        Some(length("3 workdays"))
    );
    assert_eq!(limit(&book, "step", &Case::new()), None);
    let hours = Case::new().length(Field::StepLimit, "4 hours");
    assert_eq!(limit(&book, "step", &hours), None);
    assert_eq!(limit(&book, "step_hours", &hours), Some(length("4 hours")));
    assert_eq!(clock(&book, "step_hours").policy, Policy::WorkSecond);
    let hours = Case::new().length(Field::StatutoryLimit, "24 hours");
    assert_eq!(
        ["statutory", "statutory_hours"].map(|name| applies(&book, name, &hours)),
        [false, true]
    );
    assert_eq!(
        ["statutory", "statutory_hours"].map(|name| applies(&book, name, &Case::new())),
        [true, false]
    );
    assert_eq!(clock(&book, "special").per, Subject::Special);
    let told = Case::new().length(Field::EventNotified, "15 workdays");
    assert_eq!(limit(&book, "special", &told), Some(length("15 workdays")));
}

#[test]
fn a_faultless_month_has_a_hundred_points_and_a_card_costs() {
    let book = shipped("national");
    let scoring = book.scoring().unwrap();
    let points = |counters: &Counters| scoring.points(counters).unwrap();
    assert_eq!(points(&Counters::default()).total, 100.into());
    assert_eq!(
        points(&Counters { completed: 50, early: 12, ..Counters::default() }).total,
        102.into()
    );
    let one = Counters { yellow: 1, ..Counters::default() };
    assert_eq!(points(&one).total, 95.into());
    let mut red = Counters { red: 1, ..Counters::default() };
    red.clocks.insert("statutory".to_owned(), [(Level::Red, 1)].into());
    assert_eq!(points(&red).total, 80.into(), "in limits and in liability");
    let many = Counters { red: 5, streaks: 2, ..Counters::default() };
    assert_eq!(points(&many).dimensions[2].kept, 0.into());
}

#[test]
fn hunan_gives_yellow_for_the_promise_and_red_for_the_statute() {
    let book = shipped("presets/hunan");
    let levels =
        |name: &str| clock(&book, name).thresholds.iter().map(|it| it.level).collect::<Vec<_>>();
    assert_eq!(levels("promised"), [Level::Reminder, Level::Yellow]);
    assert_eq!(levels("statutory"), [Level::Red]);
    assert_eq!(levels("pre_review"), [Level::Yellow]);
    assert_eq!(clock(&book, "promised").place.file, "national/clocks.rhai");
    assert_eq!(clock(&book, "promised").thresholds[0].place.file, "hunan/clocks.rhai");
    assert!(!book.plan().checks.is_empty() && book.scoring().is_some());
}

#[test]
fn chengdu_answers_in_red_whatever_is_yellow_by_national_rules() {
    let (national, chengdu) = (shipped("national"), shipped("presets/chengdu"));
    for by_law in national.plan().checks.iter().filter(|check| check.level == Level::Yellow) {
        let there = check(&chengdu, &by_law.name);
        assert_eq!((there.level, &there.title), (Level::Red, &by_law.title), "{}", by_law.name);
    }
    for clock in &national.plan().clocks {
        let highest = |book: &Rulebook| {
            let clock = book.plan().clocks.iter().find(|it| it.name == clock.name).unwrap();
            clock.thresholds.iter().map(|it| it.level).max()
        };
        let expected = match highest(&national) {
            Some(Level::Yellow) => Some(Level::Red),
            Some(Level::Reminder) => Some(Level::Yellow),
            other => other,
        };
        assert_eq!(highest(&chengdu), expected, "{}", clock.name);
    }
}

#[test]
fn three_yellow_cards_are_one_red_where_a_place_wants_it() {
    let limits = |path: &str, yellow, red| {
        let counters = Counters { yellow, red, ..Counters::default() };
        shipped(path).scoring().unwrap().points(&counters).unwrap().dimensions[2].kept
    };
    let (off, on) = ("national", "examples/accumulation");
    assert_eq!((limits(off, 2, 0), limits(on, 2, 0)), (4.into(), 4.into()));
    assert_eq!((limits(off, 3, 0), limits(on, 3, 0)), (0.into(), 4.into()));
    assert_eq!((limits(off, 0, 1), limits(on, 0, 1)), (4.into(), 4.into()));
    assert_eq!(limits(on, 4, 0), 0.into());
}

#[test]
fn a_wabo_case_runs_until_its_stated_deadline_or_by_its_procedure() {
    let book = shipped("examples/wabo");
    let fact = |name: &str| {
        Field::Fact(book.plan().fact_names.iter().position(|known| known == name).unwrap() as u16)
    };
    let stated = Case::new().at(fact("deadline"), "2011-06-30T12:00:00+02:00");
    let running =
        |case: &Case| ["stated", "computed", "decision"].map(|name| applies(&book, name, case));
    assert_eq!(running(&stated), [true, true, false]);
    assert!(matches!(clock(&book, "stated").term, TermPlan::Until { to: Until::Instant, .. }));
    let computed = clock(&book, "computed");
    assert_eq!((computed.policy, computed.thresholds.len()), (Policy::WallClock, 0));
    assert_eq!(computed.term, TermPlan::For(Rule::Fixed(length("56 days"))));
    let regular = Case::new().text(fact("procedure"), "Regulier");
    assert_eq!(
        (running(&regular), limit(&book, "decision", &regular)),
        ([false, false, true], Some(length("56 days")))
    );
    let extended = Case::new().text(fact("procedure"), "Uitgebreide procedure");
    assert_eq!(limit(&book, "decision", &extended), Some(length("182 days")));
    assert_eq!(limit(&book, "decision", &Case::new()), Some(length("56 days")));
}
