//! Every word of the vocabulary does what it says.

use duban_calendar::{Close, Day, Length, MonthEnd, Policy, Threshold, Timestamp};
use duban_domain::{EventKind, Level};
use duban_rulebook::{
    Answers, ClockPlan, Datum, Evaluator, Field, Moment, PauseEffect, Rule, Subject, TermPlan,
    Until,
};

use crate::questions::dated;
use crate::support::{Case, book, clock, compile, limit_of};

fn length(text: &str) -> Length {
    text.parse().unwrap()
}

#[track_caller]
fn planned(words: &str) -> ClockPlan {
    clock(words).plan().clocks[0].clone()
}

#[test]
fn a_clock_is_read_as_it_is_written() {
    let book = book(
        r#"
        clock("法定时限")
            .title("法定时限", "statutory limit").basis("行政许可法 42")
            .starts("accepted").starts(["deemed_accepted"]).stops(["granted", "denied"])
            .repeats().per("step").answers("department")
            .limit(workdays(20))
            .extends("extension_approved", workdays(10))
            .pauses("special_started", "special_ended")
            .pauses("suspended", "resumed", cap(days(3)))
            .reminder(before(workdays(1))).red(at_due())
            .on_expiry(deem("deemed_accepted").backdated_to("received"));
        "#,
    );
    let plan = book.plan();
    let clock = &plan.clocks[0];
    assert_eq!((clock.title.zh.as_str(), clock.title.en.as_str()), ("法定时限", "statutory limit"));
    assert_eq!(clock.basis, "行政许可法 42");
    assert_eq!((clock.place.file.as_str(), clock.place.line), ("t/rules.rhai", 2));
    assert_eq!(
        clock.starts.iter().collect::<Vec<_>>(),
        [EventKind::Accepted, EventKind::DeemedAccepted]
    );
    assert_eq!(clock.stops.iter().collect::<Vec<_>>(), [EventKind::Granted, EventKind::Denied]);
    assert_eq!(
        (clock.repeats, clock.per, clock.answers),
        (true, Subject::Step, Answers::Department)
    );
    assert_eq!(clock.term, TermPlan::For(Rule::Fixed(length("20 workdays"))));
    assert_eq!(clock.extensions[0].on, EventKind::ExtensionApproved);
    assert_eq!(clock.extensions[0].length, Rule::Fixed(length("10 workdays")));
    let effects: Vec<_> = clock.pauses.iter().map(|pause| pause.effect.clone()).collect();
    assert_eq!(
        effects,
        [Rule::Fixed(PauseEffect::Open), Rule::Fixed(PauseEffect::Capped(length("3 days")))]
    );
    let levels: Vec<_> = clock.thresholds.iter().map(|it| (it.level, it.place.line)).collect();
    assert_eq!(levels, [(Level::Reminder, 10), (Level::Red, 10)]);
    let deeming = clock.on_expiry.as_ref().unwrap();
    assert_eq!(deeming.deemed, EventKind::DeemedAccepted);
    assert_eq!((deeming.backdated_to, deeming.place.line), (Some(EventKind::Received), 11));
    assert!(clock.starts.contains(EventKind::Accepted) && clock.stops.contains(EventKind::Denied));
    for kind in [EventKind::Resumed, EventKind::SpecialEnded, EventKind::ExtensionApproved] {
        assert!(clock.is_moved_by(kind), "{kind}");
    }
    assert!(!clock.is_moved_by(EventKind::Received));
}

#[test]
fn what_an_author_leaves_out_is_what_the_law_says() {
    let clock = planned(".limit(workdays(5))");
    assert_eq!(clock.policy, Policy::LAW);
    assert_eq!((clock.per, clock.repeats, clock.answers), (Subject::Case, false, Answers::Step));
    assert_eq!((clock.title.zh.as_str(), clock.basis.as_str()), ("k", ""));
}

#[test]
fn units() {
    let units = [
        ("workdays(5)", "5 workdays"),
        ("days(5)", "5 days"),
        ("weeks(8)", "56 days"),
        ("hours(48)", "48 hours"),
        ("minutes(90)", "90 minutes"),
        ("months(3)", "3 months"),
        ("years(1)", "1 year"),
        ("min(workdays(5), workdays(3))", "3 workdays"),
        ("max(workdays(5), workdays(3))", "5 workdays"),
        ("workdays(5) + workdays(3)", "8 workdays"),
        ("workdays(0)", "0 workdays"),
    ];
    for (word, expected) in units {
        let by_the_hour = expected.ends_with("hours") || expected.ends_with("minutes");
        let how = if by_the_hour { ".work_seconds()" } else { "" };
        let clock = planned(&format!(".limit({word}){how}"));
        assert_eq!(clock.term, TermPlan::For(Rule::Fixed(length(expected))), "{word}");
    }
}

#[test]
fn ways_of_counting() {
    let day = |close, roll, month_end| Policy::Day { close, roll, month_end };
    let policies = [
        (".close_of_business()", day(Close::CloseOfBusiness, true, MonthEnd::LastDay)),
        (".end_of_day()", Policy::LAW),
        (".no_roll().refuse_ambiguous_months()", day(Close::EndOfDay, false, MonthEnd::Refuse)),
        (".work_seconds()", Policy::WorkSecond),
        (".wall_clock()", Policy::WallClock),
    ];
    for (words, expected) in policies {
        let limit = if expected == Policy::WallClock { "days(5)" } else { "workdays(5)" };
        assert_eq!(planned(&format!(".limit({limit}){words}")).policy, expected, "{words}");
    }
}

#[test]
fn thresholds() {
    let day = || Threshold::BeforeDue(length("1 workday"));
    let thresholds = [
        ("before(workdays(1))", day()),
        ("at_percent(90)", Threshold::AtPercent(90)),
        ("at_due()", Threshold::AtDue),
        ("after(workdays(5))", Threshold::AfterDue(length("5 workdays"))),
        (
            "earliest(before(workdays(1)), at_percent(90))",
            Threshold::Earliest([day(), Threshold::AtPercent(90)].into()),
        ),
        (
            "latest([before(workdays(1)), at_percent(90), at_due()])",
            Threshold::Latest([day(), Threshold::AtPercent(90), Threshold::AtDue].into()),
        ),
    ];
    for (word, expected) in thresholds {
        let clock = planned(&format!(".limit(workdays(20)).yellow({word})"));
        assert_eq!(clock.thresholds[0].at, Rule::Fixed(expected), "{word}");
    }
}

#[test]
fn a_limit_from_the_catalogue_or_else_the_law() {
    let book = clock(".limit(|c| c.item.statutory_limit ?? workdays(20))");
    let mut evaluator = Evaluator::new(&book);
    let limit = limit_of(&book);
    let known = Case::new().length(Field::StatutoryLimit, "45 days");
    assert_eq!(evaluator.limit(limit, &known), Ok(Some(length("45 days"))));
    assert_eq!(evaluator.limit(limit, &Case::new()), Ok(Some(length("20 workdays"))));
    let none = clock(".limit(|c| c.item.promised_limit)");
    assert_eq!(Evaluator::new(&none).limit(limit_of(&none), &Case::new()), Ok(None));
}

#[test]
fn a_pause_by_the_kind_of_special_procedure() {
    let book = book(
        r#"
        const ART_45 = ["听证", "鉴定"];
        clock("k").starts("accepted").stops("granted").limit(workdays(5))
            .pauses("special_started", "special_ended", |s| if s.kind in ART_45 { cap(s.notified_length) } else { no_pause() });
        "#,
    );
    let Rule::Script(effect) = book.plan().clocks[0].pauses[0].effect else { panic!("fixed") };
    let mut evaluator = Evaluator::new(&book);
    let hearing = Case::new().text(Field::EventSpecial, "听证");
    assert_eq!(evaluator.pause(effect, &hearing), Ok(PauseEffect::Open));
    let told = hearing.length(Field::EventNotified, "10 workdays");
    assert_eq!(evaluator.pause(effect, &told), Ok(PauseEffect::Capped(length("10 workdays"))));
    let other = Case::new().text(Field::EventSpecial, "公示");
    assert_eq!(Evaluator::new(&book).pause(effect, &other), Ok(PauseEffect::None));
}

#[test]
fn a_threshold_by_the_length_of_the_limit() {
    let book = clock(
        ".limit(workdays(5)).reminder(|c| if c.item.promised_limit <= workdays(2) { at_percent(50) } else { before(workdays(1)) })",
    );
    let Rule::Script(at) = book.plan().clocks[0].thresholds[0].at else { panic!("fixed") };
    let mut evaluator = Evaluator::new(&book);
    let short = Case::new().length(Field::PromisedLimit, "2 workdays");
    assert_eq!(evaluator.threshold(at, &short), Ok(Some(Threshold::AtPercent(50).into())));
    let long = Case::new().length(Field::PromisedLimit, "10 workdays");
    assert_eq!(
        evaluator.threshold(at, &long),
        Ok(Some(Threshold::BeforeDue(length("1 workday")).into()))
    );
}

#[test]
fn until_a_date_or_an_instant_among_the_facts() {
    let book = clock(".until(|c| c.facts[\"许可到期日\"]).to_the_instant()");
    let TermPlan::Until { when, to } = book.plan().clocks[0].term else { panic!("a limit") };
    assert_eq!(to, Until::Instant);
    assert_eq!(book.plan().fact_names, ["许可到期日"]);
    let mut evaluator = Evaluator::new(&book);
    let day = Case::new().on(Field::Fact(0), "2026-12-31");
    assert_eq!(evaluator.moment(when, &day), Ok(Some(Moment::Day("2026-12-31".parse().unwrap()))));
    let other = Case::new().on(Field::Fact(0), "2027-06-30");
    assert_eq!(
        evaluator.moment(when, &other),
        Ok(Some(Moment::Day("2027-06-30".parse().unwrap())))
    );
    let at = Timestamp::parse("2026-12-31T12:00:00+08:00").unwrap();
    let instant = Case::new().with(Field::Fact(0), Datum::Time(at));
    assert_eq!(evaluator.moment(when, &instant), Ok(Some(Moment::Time(at))));
    assert_eq!(evaluator.moment(when, &Case::new()), Ok(None));
    assert_eq!(evaluator.profile()[0].hits, 1, "a date is a date, whichever it is");
}

#[test]
fn a_date_that_is_moved() {
    let moved = |by: &str, expected: &str| {
        let book = clock(&format!(".until(|c| c.facts.expiry {by})"));
        let case = Case::new().on(Field::Fact(0), "2026-09-30");
        let expected: Day = expected.parse().unwrap();
        assert_eq!(
            Evaluator::new(&book).moment(limit_of(&book), &case),
            Ok(Some(Moment::Day(expected))),
            "{by}"
        );
    };
    moved("- workdays(30)", "2026-08-20");
    moved("+ workdays(1)", "2026-10-08");
    moved("+ days(10)", "2026-10-10");
    moved("- months(1)", "2026-08-30");
    moved("+ years(2)", "2028-09-30");
    moved("- days(1) - days(2)", "2026-09-27");
}

#[test]
fn a_check_says_what_it_found() {
    let book = book(
        r#"
        check("backdated").title("倒签", "backdated").basis("行政许可法 32").on(["accepted", "granted"])
            .when(|c, e| e.occurred_on < c.received_on)
            .answers("department")
            .red(|c, e| `accepted on ${e.occurred_on}, before ${c.received_on}`);
        check("plain").title("无说明", "plain").on("granted").when(|c| true).finding();
        check("fixed").on("granted").when(|c| true).reminder("请注意");
        "#,
    );
    let [backdated, plain, fixed] = &book.plan().checks[..] else { panic!("three checks") };
    assert_eq!((backdated.level, backdated.answers), (Level::Red, Answers::Department));
    assert_eq!(
        (plain.level, &plain.message),
        (Level::Finding, &Rule::Fixed("无说明 · plain".to_owned()))
    );
    assert_eq!((fixed.level, &fixed.message), (Level::Reminder, &Rule::Fixed("请注意".to_owned())));
    assert_eq!(book.plan().checks_on[EventKind::Granted.index()], [0, 1, 2]);
    assert_eq!(book.plan().checks_on[EventKind::Accepted.index()], [0]);
    let Rule::Script(message) = backdated.message else { panic!("fixed") };
    assert_eq!(
        Evaluator::new(&book).text(message, &dated()).as_deref(),
        Ok("accepted on 2026-10-10, before 2026-09-28"),
    );
}

#[test]
fn pauses_and_extensions_like_those_of_another_clock() {
    let book = book(
        r#"
        clock("promised").starts("accepted").stops("granted").limit(workdays(5))
            .pauses_like("statutory").extends_like("statutory").pauses("suspended", "resumed");
        clock("statutory").starts("accepted").stops("granted").limit(workdays(20))
            .pauses("special_started", "special_ended", |s| cap(s.notified_length))
            .extends("extension_approved", |e| e.length);
        "#,
    );
    let promised = &book.plan().clocks[0];
    let from: Vec<_> = promised.pauses.iter().map(|pause| pause.from).collect();
    assert_eq!(from, [EventKind::Suspended, EventKind::SpecialStarted]);
    assert_eq!(promised.extensions[0].on, EventKind::ExtensionApproved);
}

#[test]
fn a_clock_can_be_compared_with_another() {
    let two = "clock(\"stated\").starts(\"accepted\").stops(\"granted\").limit(days(56));\n";
    let computed = "clock(\"computed\").starts(\"accepted\").stops(\"granted\").limit(weeks(8))";
    let book = book(&format!("{two}{computed}.compares_with(\"stated\");"));
    assert_eq!(book.plan().clocks[1].compares.as_deref(), Some("stated"));
    let error = compile(&format!("{two}{computed}.compares_with(\"stat\");")).unwrap_err();
    assert_eq!(error.mistakes()[0].advice(), Some("did you mean `stated`?"));
}

#[test]
fn a_clock_on_a_special_procedure_reads_that_procedure() {
    let book = book(
        "clock(\"k\").per(\"special\").starts(\"special_started\").stops(\"special_ended\").limit(|c, s| if s.kind == \"鉴定\" { s.notified_length });",
    );
    let case = Case::new().text(Field::EventSpecial, "鉴定").length(Field::EventNotified, "7 days");
    assert_eq!(Evaluator::new(&book).limit(limit_of(&book), &case), Ok(Some(length("7 days"))));
}

#[test]
fn constants_and_functions_are_known_in_the_scripts_that_follow() {
    use crate::support::{MANIFEST, files};
    use duban_rulebook::{Bundle, Rulebook};
    let entries = [
        ("t/rulebook.toml", MANIFEST),
        ("t/a.rhai", "const 期限 = workdays(7);\nfn longer(length) { length + workdays(1) }"),
        (
            "t/b.rhai",
            "clock(\"k\").starts(\"accepted\").stops(\"granted\").limit(|c| longer(期限));",
        ),
    ];
    let book = std::sync::Arc::new(
        Bundle::from_files(files(&entries)).and_then(Rulebook::compile).unwrap(),
    );
    assert_eq!(
        Evaluator::new(&book).limit(limit_of(&book), &Case::new()),
        Ok(Some(length("8 workdays")))
    );
}

#[test]
fn a_closure_in_a_function_works_in_the_scripts_that_follow() {
    use crate::support::{MANIFEST, files};
    use duban_rulebook::{Bundle, Rulebook};
    let function = "fn longest(least) {
        let any = |length| [length].some(|it| it > least);
        [workdays(3), workdays(7)].filter(any).map(|length| length + workdays(1))[0]
    }";
    let clock =
        "clock(\"k\").starts(\"accepted\").stops(\"granted\").limit(|c| longest(workdays(5)));";
    let entries = [("t/rulebook.toml", MANIFEST), ("t/a.rhai", function), ("t/b.rhai", clock)];
    let book = Bundle::from_files(files(&entries)).and_then(Rulebook::compile);
    let book = std::sync::Arc::new(book.unwrap_or_else(|error| panic!("{}", error.render())));
    let limit = Evaluator::new(&book).limit(limit_of(&book), &Case::new());
    assert_eq!(limit, Ok(Some(length("8 workdays"))));
}

#[test]
fn a_captured_list_cannot_carry_anything_from_case_to_case() {
    let book = book(
        "let seen = [];\ncheck(\"k\").on(\"accepted\").when(|c| { seen.push(c.number.value()); seen.len() > 1 }).yellow();",
    );
    let when = book.plan().checks[0].when.unwrap();
    let mut evaluator = Evaluator::unmemoised(&book);
    let case = Case::new().text(Field::CaseNumber, "A-1");
    for _ in 0..3 {
        assert_eq!(evaluator.truth(when, &case), Ok(false));
    }
}

#[test]
fn mistakes_in_words_that_take_closures() {
    for script in [
        "clock(\"k\").starts(\"accepted\").stops(\"granted\").limit(workdays(5)).when(true);",
        "clock(\"k\").starts(\"accepted\").stops(\"granted\").limit(|a, b, c| workdays(5));",
        "clock(\"k\").starts(\"accepted\").stops(\"granted\").limit(workdays(-1));",
        "clock(\"k\").starts(\"accepted\").stops(\"granted\").limit(workdays(5)).per(\"stepp\");",
        "clock(\"k\").starts(\"accepted\").stops(\"granted\").limit(workdays(5)).to_the_instant();",
        "clock(\"k\").starts(5).stops(\"granted\").limit(workdays(5));",
        "check(\"k\").on(\"accepted\").when(|c| true).yellow().red();",
        "check(\"k\").on(\"accepted\").when(|c| true).answers(\"nobody\").yellow();",
    ] {
        assert!(compile(script).is_err(), "{script}");
    }
}
