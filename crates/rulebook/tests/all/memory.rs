//! What is remembered is what a call would answer, under exactly what the rule looked at.

use std::sync::Arc;

use duban_calendar::{Day, Length, Timestamp, Unit};
use duban_domain::{EventKind, Sym};
use duban_rulebook::{Datum, Evaluator, Facts, Field, Rulebook};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::support::{Case, book, check};

#[test]
fn a_comparison_is_remembered_by_its_outcome_not_by_its_dates() {
    let book = check("e.occurred_on < c.received_on");
    let when = book.plan().checks[0].when.unwrap();
    let mut evaluator = Evaluator::new(&book);
    for day in 1..=28 {
        let case = Case::new()
            .at(Field::First(EventKind::Received), "2026-09-14T10:00:00+08:00")
            .at(Field::OccurredAt, &format!("2026-09-{day:02}T10:00:00+08:00"));
        assert_eq!(evaluator.truth(when, &case), Ok(day < 14));
    }
    let profile = &evaluator.profile()[0];
    assert_eq!((profile.calls, profile.misses(), profile.gave_up), (28, 2, false));
    assert_eq!((profile.rule.as_str(), profile.word), ("k", "when"));
}

#[test]
fn a_number_compared_with_a_constant_is_remembered_by_the_outcome() {
    let book = check(
        "minutes_between(c.received_at, e.occurred_at) < 5 && e.charged_fen > e.standard_fen",
    );
    let when = book.plan().checks[0].when.unwrap();
    let mut evaluator = Evaluator::new(&book);
    for minute in 0..60 {
        let case = Case::new()
            .at(Field::First(EventKind::Received), "2026-09-14T10:00:00+08:00")
            .at(Field::OccurredAt, &format!("2026-09-14T10:{minute:02}:30+08:00"))
            .with(Field::EventCharged, Datum::Int(1_000 * minute))
            .with(Field::EventStandard, Datum::Int(2_500));
        assert_eq!(evaluator.truth(when, &case), Ok(minute == 3 || minute == 4), "{minute}");
    }
    assert_eq!(evaluator.profile()[0].misses(), 3);
}

#[test]
fn only_what_was_looked_at_counts() {
    let book = check("c.item.kind == \"immediate\" || c.department == \"甲\"");
    let when = book.plan().checks[0].when.unwrap();
    let mut evaluator = Evaluator::new(&book);
    let immediate = |department: &str| {
        Case::new()
            .text(Field::Officer, "x")
            .text(Field::ItemKind, "immediate")
            .text(Field::Department, department)
    };
    for department in ["甲", "乙", "丙"] {
        assert_eq!(evaluator.truth(when, &immediate(department)), Ok(true));
    }
    assert_eq!(
        evaluator.profile()[0].misses(),
        1,
        "of an immediate item the department is not looked at"
    );
}

/// A case that differs from every other in its number.
struct Numbered(u32);

impl Facts for Numbered {
    fn read(&self, field: Field) -> Datum {
        if field == Field::CaseNumber { Datum::Text(Sym::of(self.0)) } else { Datum::Missing }
    }

    fn text(&self, _: Sym) -> &str {
        "A-1"
    }

    fn item(&self) -> Option<u32> {
        None
    }
}

#[test]
fn a_rule_that_looks_at_something_unique_is_given_up_and_still_right() {
    let book = check("c.number.len() == 3");
    let when = book.plan().checks[0].when.unwrap();
    let mut evaluator = Evaluator::new(&book);
    for number in 0..10_000 {
        assert_eq!(evaluator.truth(when, &Numbered(number)), Ok(true));
    }
    let profile = &evaluator.profile()[0];
    assert!(profile.gave_up);
    assert_eq!((profile.hits, profile.nodes), (0, 0), "nothing is kept");
    assert_eq!(profile.too_fine.as_deref(), Some("c.number"));
}

#[test]
fn a_tree_that_is_full_takes_in_nothing_more_and_is_still_right() {
    let book = check("c.number.len() == 3");
    let when = book.plan().checks[0].when.unwrap();
    let mut evaluator = Evaluator::new(&book);
    for number in 0..20_000 {
        for _ in 0..4 {
            assert_eq!(evaluator.truth(when, &Numbered(number % 9_000)), Ok(true));
        }
    }
    let profile = &evaluator.profile()[0];
    assert!(profile.nodes > 8_000 && profile.nodes <= 8_192, "{}", profile.nodes);
    assert!(!profile.gave_up && profile.hits > profile.misses());
}

#[test]
fn an_evaluator_can_move_to_another_thread_and_a_rulebook_be_shared() {
    fn is_send<T: Send>() {}
    fn is_shared<T: Send + Sync>() {}
    is_send::<Evaluator>();
    is_shared::<Rulebook>();
    is_shared::<duban_rulebook::RuleSet>();
    is_shared::<duban_rulebook::Scoring>();
}

/// Rules of every kind of looking, on which remembering and calling must agree.
const RULES: &str = r#"
const LISTED = ["s1", "s3"];
check("a").on("accepted").when(|c, e| e.occurred_on < c.received_on).yellow(|c, e| `${e.occurred_on} ${c.received_on}`);
check("b").on("accepted").when(|c, e| workdays_between(c.received_on, e.occurred_on) > 2 && c.department in LISTED).yellow();
check("c").on("accepted").when(|c, e| e.charged_fen > e.standard_fen || e.charged_fen > 5).yellow(`x`);
check("d").on("accepted").when(|c, e| e.officer == c.officer && e.note != "s2").yellow(|c, e| `${e.officer}/${e.note}`);
check("e").on("accepted").when(|c, e| c.facts.x > 1).yellow(|c, e| `${c.facts.x}`);
check("f").on("accepted").when(|c, e| in_office_hours(e.occurred_at) && is_workday(c.received_on)).yellow();
check("g").on("accepted").when(|c, e| c.item.promised_limit > workdays(3)).yellow(|c, e| c.item.promised_limit.zh);
check("h").on("accepted").when(|c, e| minutes_between(c.received_at, e.occurred_at) % 2 == 0).yellow();
check("i").on("accepted").when(|c, e| e.occurred_on + workdays(2) > (c.facts.x ?? c.received_on)).yellow(|c, e| e.note);
check("j").on("accepted").when(|c, e| e.note.contains("2") || c.has("granted")).yellow(|c, e| if c.count("granted") > 1 { "两次" } else { e.note });
clock("k").starts("accepted").stops("granted").when(|c| c.item.known).limit(|c| min(c.item.promised_limit, workdays(3)));
clock("l").starts("accepted").stops("granted").until(|c| max(c.facts.x, c.received_on));
"#;

fn datum() -> impl Strategy<Value = Datum> {
    prop_oneof![
        Just(Datum::Missing),
        any::<bool>().prop_map(Datum::Bool),
        (0..8i64).prop_map(Datum::Int),
        (0..4u32).prop_map(|sym| Datum::Text(Sym::of(sym))),
        (20_700..20_710i32).prop_map(|day| Datum::Day(Day(day))),
        (1_788_500..1_789_300i64).prop_map(|k| Datum::Time(Timestamp(k * 1_000_000))),
        ((0..6u32), prop_oneof![Just(Unit::Workdays), Just(Unit::Days)])
            .prop_map(|(amount, unit)| Datum::Length(Length { amount, unit })),
    ]
}

const FIELDS: [Field; 14] = [
    Field::OccurredAt,
    Field::First(EventKind::Received),
    Field::First(EventKind::Granted),
    Field::Count(EventKind::Granted),
    Field::Department,
    Field::Officer,
    Field::EventOfficer,
    Field::EventNote,
    Field::EventCharged,
    Field::EventStandard,
    Field::PromisedLimit,
    Field::ItemKnown,
    Field::Fact(0),
    Field::ItemKind,
];

/// Those that stand in an item's entry in the catalogue.
const OF_ITEM: [Field; 3] = [Field::PromisedLimit, Field::ItemKnown, Field::ItemKind];

/// A case with any value in any field. What it says of its item, it says as every case of that item.
struct Drawn {
    values: Vec<Datum>,
    item: Option<u32>,
}

impl Drawn {
    fn of(values: Vec<Datum>, item: Option<u32>, items: &[Vec<Datum>]) -> Drawn {
        let mut case = Drawn { values, item };
        if let Some(item) = item {
            for (place, _) in FIELDS.iter().enumerate().filter(|(_, field)| OF_ITEM.contains(field))
            {
                case.values[place] = items[item as usize][place];
            }
        }
        case
    }
}

impl Facts for Drawn {
    fn read(&self, field: Field) -> Datum {
        let place = FIELDS.iter().position(|known| *known == field);
        place.map_or(Datum::Missing, |place| self.values[place])
    }

    fn text(&self, sym: Sym) -> &str {
        ["s0", "s1", "s2", "s3"][sym.number() as usize]
    }

    fn item(&self) -> Option<u32> {
        self.item
    }
}

/// Everything a rulebook answers about a case, as text.
fn answers(book: &Arc<Rulebook>, evaluator: &mut Evaluator, case: &impl Facts) -> Vec<String> {
    use duban_rulebook::{Rule, TermPlan};
    let mut answers = Vec::new();
    for check in &book.plan().checks {
        let Some(when) = check.when else { continue };
        answers.push(format!("{:?}", evaluator.truth(when, case)));
        if let Rule::Script(message) = check.message {
            answers.push(format!("{:?}", evaluator.text(message, case)));
        }
    }
    for clock in &book.plan().clocks {
        if let Some(applies) = clock.applies {
            answers.push(format!("{:?}", evaluator.truth(applies, case)));
        }
        answers.push(match clock.term {
            TermPlan::For(Rule::Script(limit)) => format!("{:?}", evaluator.limit(limit, case)),
            TermPlan::Until { when, .. } => format!("{:?}", evaluator.moment(when, case)),
            TermPlan::For(Rule::Fixed(limit)) => limit.to_string(),
        });
    }
    answers
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 24,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_251_122),
        ..ProptestConfig::default()
    })]

    /// Any value in any field, also of kinds that no engine would give: whatever comes, both say the same, faults included.
    #[test]
    fn remembering_and_calling_agree(
        items in prop::collection::vec(prop::collection::vec(datum(), FIELDS.len()), 3),
        cases in prop::collection::vec((prop::collection::vec(datum(), FIELDS.len()), prop::option::of(0..3_u32)), 1..60),
    ) {
        let book = book(RULES);
        let (mut remembering, mut calling) = (Evaluator::new(&book), Evaluator::unmemoised(&book));
        for case in cases.into_iter().map(|(values, item)| Drawn::of(values, item, &items)) {
            let called = answers(&book, &mut calling, &case);
            prop_assert_eq!(&answers(&book, &mut remembering, &case), &called);
            prop_assert_eq!(&answers(&book, &mut remembering, &case), &called);
        }
        prop_assert!(calling.profile().iter().all(|profile| profile.hits == 0));
        prop_assert!(remembering.profile().iter().any(|profile| profile.hits > 0));
    }
}

/// A case of a real item of the shipped catalogue, at some moment of its life.
struct Real<'c> {
    item: &'c duban_domain::Item,
    strings: Vec<&'c str>,
    received: i64,
    days: i64,
}

impl<'c> Real<'c> {
    fn new(item: &'c duban_domain::Item, days: i64) -> Real<'c> {
        let kind = match item.kind {
            duban_domain::ItemKind::Immediate => "immediate",
            duban_domain::ItemKind::Committed => "committed",
            duban_domain::ItemKind::Other => "other",
        };
        let special = item.specials.first().map_or("公示", String::as_str);
        let item_type = item.item_type.map_or("", duban_domain::ItemType::word);
        let strings = vec![
            &*item.code,
            &*item.name,
            &*item.department,
            kind,
            special,
            "completed",
            item_type,
        ];
        Real { item, strings, received: 1_772_000_000_000 + 7_200_000 * days, days }
    }
}

impl Facts for Real<'_> {
    #[expect(clippy::wildcard_enum_match_arm, reason = "everything else is missing in this case")]
    fn read(&self, field: Field) -> Datum {
        let length = |length: Option<Length>| length.map_or(Datum::Missing, Datum::Length);
        let at = |days: i64| Datum::Time(Timestamp(self.received + 86_400_000 * days));
        match field {
            Field::ItemCode => Datum::Text(Sym::of(0)),
            Field::ItemName => Datum::Text(Sym::of(1)),
            Field::Department | Field::EventDepartment => Datum::Text(Sym::of(2)),
            Field::ItemKind => Datum::Text(Sym::of(3)),
            Field::ItemType if self.item.item_type.is_some() => Datum::Text(Sym::of(6)),
            Field::EventSpecial => Datum::Text(Sym::of(4)),
            Field::EventKind => Datum::Text(Sym::of(5)),
            Field::StatutoryLimit => length(self.item.statutory_limit),
            Field::StatutoryExtension => length(self.item.statutory_extension),
            Field::PromisedLimit | Field::EventNotified => length(self.item.promised_limit),
            Field::StepLimit => length(self.item.steps.first().and_then(|step| step.limit)),
            Field::ItemKnown => Datum::Bool(true),
            Field::ItemChargesFees => Datum::Bool(self.item.charges_fees),
            Field::First(EventKind::Received) => at(0),
            Field::First(EventKind::Accepted) => at(self.days % 7),
            Field::OccurredAt => at(self.days),
            Field::RecordedAt => at(self.days + self.days % 3),
            Field::Count(_) => Datum::Int(self.days % 3),
            Field::Officers => Datum::Int(self.days % 2),
            _ => Datum::Missing,
        }
    }

    fn text(&self, sym: Sym) -> &str {
        self.strings[sym.number() as usize]
    }

    fn item(&self) -> Option<u32> {
        Some(0)
    }
}

#[test]
fn remembering_and_calling_agree_on_the_items_of_a_real_district() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/national");
    let book = Arc::new(duban_rulebook::Bundle::read(&path).and_then(Rulebook::compile).unwrap());
    // One table of symbols for one evaluator: here each case has its own, so the item must be the same.
    for item in book.catalogue().items().iter().step_by(40) {
        let (mut remembering, mut calling) = (Evaluator::new(&book), Evaluator::unmemoised(&book));
        for days in 0..40 {
            let case = Real::new(item, days);
            let called = answers(&book, &mut calling, &case);
            assert_eq!(
                answers(&book, &mut remembering, &case),
                called,
                "{} after {days} days",
                item.code
            );
        }
    }
}
