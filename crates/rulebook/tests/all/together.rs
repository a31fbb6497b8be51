//! Rules that are asked together say what each says when it is asked alone.

use std::sync::Arc;

use duban_calendar::{Length, Timestamp, Unit};
use duban_domain::{EventKind, Sym};
use duban_rulebook::{Datum, Evaluator, Facts, Field, Rulebook, ScriptId, Together};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::support::{Case, book};

/// Rules that ask the same in different orders, ask about the item in the middle, or fail on some cases.
const RULES: &str = r#"
check("a").on("accepted").when(|c, e| e.occurred_on < c.received_on).yellow();
check("b").on(["accepted", "granted"]).when(|c, e| c.item.known && e.occurred_on < c.received_on && c.item.kind == "committed").yellow();
check("c").on("accepted").when(|c, e| c.count("granted") > 1 || c.item.kind == "immediate").yellow();
check("d").on("accepted").when(|c, e| e.note.contains("2") && c.item.promised_limit > workdays(2)).yellow();
check("e").on("granted").when(|c, e| e.kind == "granted" && e.version == 1 && e.recorded_on > e.occurred_on).yellow();
check("f").on("accepted").when(|c, e| 4 / c.count("granted") > 1 && c.item.known).yellow();
clock("k").starts(["accepted", "granted"]).stops("completed").when(|c| c.item.kind == "committed" || c.count("granted") > 0).limit(days(2));
clock("l").starts("accepted").stops("granted").when(|c, e| c.received_on < e.occurred_on && c.item.known).limit(days(2));
clock("m").starts("accepted").stops("granted").limit(days(2));
"#;

const KINDS: [EventKind; 2] = [EventKind::Accepted, EventKind::Granted];

/// Which rules say yes, and which fail with what.
type Said = (Vec<u16>, Vec<(u16, String)>);

fn said(together: &Together) -> Said {
    let faults = together.faults.iter().map(|(rule, fault)| (*rule, fault.to_string()));
    (together.yes.to_vec(), faults.collect())
}

/// What each rule says by itself.
fn one_by_one(
    book: &Arc<Rulebook>,
    evaluator: &mut Evaluator,
    kind: EventKind,
    event: &impl Facts,
) -> [Said; 2] {
    let plan = book.plan();
    let checks = plan.checks_on[kind.index()].iter();
    let checks = checks.map(|at| (*at, plan.checks[usize::from(*at)].when));
    let clocks = (0..).zip(&plan.clocks).filter(|(_, clock)| clock.starts.contains(kind));
    let clocks = clocks.map(|(at, clock)| (at, clock.applies));
    let mut ask = |rules: Vec<(u16, Option<ScriptId>)>| {
        let (mut yes, mut faults) = (Vec::new(), Vec::new());
        for (rule, script) in rules {
            match script.map_or(Ok(true), |script| evaluator.truth(script, event)) {
                Ok(true) => yes.push(rule),
                Ok(false) => {}
                Err(fault) => faults.push((rule, fault.to_string())),
            }
        }
        (yes, faults)
    };
    [ask(checks.collect()), ask(clocks.collect())]
}

/// The first version of a record of one kind, in a case of one of three items or of none that is known.
#[derive(Clone, Debug)]
struct First {
    kind: EventKind,
    item: Option<u32>,
    occurred: i64,
    received: Option<i64>,
    granted: i64,
    note: Option<u32>,
}

fn first() -> impl Strategy<Value = First> {
    let note = prop::option::of(0..3_u32);
    let received = prop::option::of(0..5_i64);
    let parts = (0..2_usize, prop::option::of(0..3_u32), 0..5_i64, received, 0..3_i64, note);
    parts.prop_map(|(kind, item, occurred, received, granted, note)| First {
        kind: KINDS[kind],
        item,
        occurred,
        received,
        granted,
        note,
    })
}

const STRINGS: [&str; 7] = ["s0", "s1", "s2", "committed", "immediate", "accepted", "granted"];

impl Facts for First {
    #[expect(clippy::wildcard_enum_match_arm, reason = "everything else is missing in this case")]
    fn read(&self, field: Field) -> Datum {
        let at = |day: i64| Datum::Time(Timestamp(1_788_500_000_000 + day * 86_400_000));
        let kinds = [Some(3), Some(4), None];
        let kind = self.item.and_then(|item| kinds[item as usize]);
        match field {
            Field::EventKind if self.kind == EventKind::Accepted => Datum::Text(Sym::of(5)),
            Field::EventKind => Datum::Text(Sym::of(6)),
            Field::EventVersion => Datum::Int(1),
            Field::OccurredAt => at(self.occurred),
            Field::RecordedAt => at(self.occurred + self.granted),
            Field::First(EventKind::Received) => self.received.map_or(Datum::Missing, at),
            Field::Count(EventKind::Granted) => Datum::Int(self.granted),
            Field::EventNote => self.note.map_or(Datum::Missing, |note| Datum::Text(Sym::of(note))),
            Field::ItemKnown => Datum::Bool(self.item.is_some()),
            Field::ItemKind => kind.map_or(Datum::Missing, |kind| Datum::Text(Sym::of(kind))),
            Field::PromisedLimit => self.item.map_or(Datum::Missing, |item| {
                Datum::Length(Length { amount: item * 2, unit: Unit::Workdays })
            }),
            _ => Datum::Missing,
        }
    }

    fn text(&self, sym: Sym) -> &str {
        STRINGS[sym.number() as usize]
    }

    fn item(&self) -> Option<u32> {
        self.item
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 48,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_251_122),
        ..ProptestConfig::default()
    })]

    #[test]
    fn together_they_say_what_each_says(events in prop::collection::vec(first(), 1..80)) {
        let book = book(RULES);
        let (mut remembering, mut calling) = (Evaluator::new(&book), Evaluator::unmemoised(&book));
        for event in &events {
            let alone = one_by_one(&book, &mut calling, event.kind, event);
            for _ in 0..2 {
                let together =
                    [remembering.breaches(event.kind, event), remembering.applying(event.kind, event)];
                prop_assert_eq!(&together.each_ref().map(said), &alone, "{:?}", event);
            }
        }
    }
}

#[test]
fn what_is_remembered_together_counts_for_each_rule() {
    let book = book(
        r#"
        check("a").on("accepted").when(|c, e| e.occurred_on < c.received_on).yellow();
        check("b").on("accepted").when(|c, e| e.occurred_on < c.received_on || c.has("granted")).yellow();
        "#,
    );
    let mut evaluator = Evaluator::new(&book);
    for day in 1..=28 {
        let case = Case::new()
            .at(Field::First(EventKind::Received), "2026-09-14T10:00:00+08:00")
            .at(Field::OccurredAt, &format!("2026-09-{day:02}T10:00:00+08:00"))
            .with(Field::Count(EventKind::Granted), Datum::Int(0));
        let breached = if day < 14 { vec![0, 1] } else { vec![] };
        assert_eq!(said(&evaluator.breaches(EventKind::Accepted, &case)), (breached, vec![]));
    }
    for profile in evaluator.profile() {
        assert_eq!((profile.calls, profile.misses()), (28, 2), "{}", profile.rule);
    }
}
