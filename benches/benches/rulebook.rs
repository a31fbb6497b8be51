//! What does remembering a closure's answer by its own reads save over calling Rhai every time?
//!
//! The limit of the national rulebook's promised clock, asked for cases of a thousand items in turn.

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use duban_calendar::{Length, Unit};
use duban_domain::Sym;
use duban_rulebook::{Datum, Evaluator, Facts, Field, Rule, RuleSet, Rulebook, ScriptId, TermPlan};

/// A case of which a rule reads its item's promise.
struct Case {
    promised: Length,
}

impl Facts for Case {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the closure at hand reads one field")]
    fn read(&self, field: Field) -> Datum {
        match field {
            Field::PromisedLimit => Datum::Length(self.promised),
            _ => Datum::Missing,
        }
    }

    fn text(&self, _: Sym) -> &str {
        ""
    }

    fn item(&self) -> Option<u32> {
        Some(7)
    }
}

#[expect(
    clippy::expect_used,
    reason = "the shipped rules are read by the tests; a bench without them has nothing to measure"
)]
fn national() -> Arc<Rulebook> {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules/national");
    RuleSet::load(&rules).expect("the shipped rules are sound").versions()[0].clone()
}

#[expect(clippy::expect_used, reason = "as above")]
fn promised_limit(rulebook: &Rulebook) -> ScriptId {
    let clocks = &rulebook.plan().clocks;
    let script =
        clocks.iter().find(|clock| clock.name == "promised").and_then(|clock| match &clock.term {
            TermPlan::For(Rule::Script(script)) => Some(*script),
            TermPlan::For(Rule::Fixed(_)) | TermPlan::Until { .. } => None,
        });
    script.expect("the promise depends on the item")
}

fn limits(criterion: &mut Criterion) {
    let rulebook = national();
    let script = promised_limit(&rulebook);
    let cases: Vec<Case> =
        (0..1000).map(|n| Case { promised: Length::new(1 + n % 30, Unit::Workdays) }).collect();
    let mut group = criterion.benchmark_group("a limit read from the item");
    group.throughput(Throughput::Elements(cases.len() as u64));
    for (name, mut evaluator) in
        [("remembered", Evaluator::new(&rulebook)), ("called", Evaluator::unmemoised(&rulebook))]
    {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                for case in &cases {
                    _ = black_box(evaluator.limit(script, case));
                }
            });
        });
    }
    group.finish();
}

criterion_group!(benches, limits);
criterion_main!(benches);
