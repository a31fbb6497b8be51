//! The words that declare how a month is scored, and the counters that score closures read.
//!
//! *Invariant.* A closure sees counted facts only, never a case: a score can be worked out again from the counters.
//!
//! *Absent on purpose.* Ranking and publishing: those are the score crate's.

use std::collections::BTreeMap;
use std::sync::Arc;

use duban_domain::Level;
use rhai::{Engine, INT, ImmutableString};
use rust_decimal::Decimal;

use crate::draft::{Answer, BonusDraft, DimensionDraft, Drafts, Once, ScoringDraft, Spot};
use crate::plan::Title;
use crate::scoring::Counters;
use crate::vocabulary::declare::{Declared, Say, Word};
use crate::vocabulary::words::{self, Kind};
use crate::vocabulary::{Complaint, told_by_kind};

/// The scoring, as scripts hold it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ScoringWord;

impl Declared for ScoringWord {
    type Draft = ScoringDraft;

    fn draft(self, drafts: &mut Drafts) -> Option<&mut ScoringDraft> {
        drafts.scoring.as_mut()
    }

    fn once(draft: &mut ScoringDraft) -> &mut Once {
        &mut draft.once
    }
}

pub(crate) fn open(drafts: &mut Drafts, spot: Spot) -> ScoringWord {
    if let Some(first) = &drafts.scoring {
        let place = &first.spot.place;
        let complaint = Complaint::new(
            format!("the scoring is declared twice: here and in {}:{}", place.file, place.line),
            "alter the first with `change(\"scoring\")`, or take it out with `remove(\"scoring\")`",
        );
        drafts.complain(&spot, complaint.code("rule::declared_twice"));
    }
    drafts.scoring = Some(ScoringDraft {
        spot,
        once: Once::new(),
        title: None,
        basis: String::new(),
        dimensions: Vec::new(),
        bonuses: Vec::new(),
        current: None,
    });
    ScoringWord
}

const fn word(
    name: &'static str,
    least: usize,
    most: usize,
    once: bool,
    apply: fn(&mut ScoringDraft, &mut Say) -> Result<(), Complaint>,
) -> Word<ScoringDraft> {
    Word { name, args: least..=most, once, apply }
}

pub(crate) const WORDS: &[Word<ScoringDraft>] = &[
    word("title", 1, 2, true, title),
    word("basis", 1, 1, true, basis),
    word("dimension", 3, 3, false, dimension),
    word("deduct", 1, 1, false, deduct),
    word("bonus", 3, 3, false, bonus),
];

fn title(scoring: &mut ScoringDraft, say: &mut Say) -> Result<(), Complaint> {
    scoring.title = Some(say.title("title(\"绩效评估\", \"performance\")")?);
    Ok(())
}

fn basis(scoring: &mut ScoringDraft, say: &mut Say) -> Result<(), Complaint> {
    scoring.basis = say.text(0, "basis(\"绩效测评办法\")")?;
    Ok(())
}

/// A dimension of the same title, in a rulebook that this one extends, is replaced where it stands.
fn dimension(scoring: &mut ScoringDraft, say: &mut Say) -> Result<(), Complaint> {
    let title: Title = say.title("dimension(\"期限合法\", \"limits\", 14)")?;
    let full = say.decimal(2).filter(|full| *full > Decimal::ZERO).ok_or_else(|| {
        Complaint::new(
            format!("the dimension `{}` has no full mark", title.zh),
            "write a number greater than 0: `dimension(\"期限合法\", \"limits\", 14)`",
        )
    })?;
    let draft = DimensionDraft { title, full, deduct: None };
    let known = scoring.dimensions.iter().position(|known| known.title.zh == draft.title.zh);
    let at = known.unwrap_or(scoring.dimensions.len());
    if known.is_some() {
        scoring.dimensions[at] = draft;
    } else {
        scoring.dimensions.push(draft);
    }
    scoring.current = Some(at);
    Ok(())
}

fn deduct(scoring: &mut ScoringDraft, say: &mut Say) -> Result<(), Complaint> {
    let closure =
        say.only_closure(&[Kind::Counters], Answer::Points, "deduct(|m| m.yellow * 5)")?;
    match scoring.current {
        Some(at) => {
            scoring.dimensions[at].deduct = Some(closure);
            Ok(())
        }
        None => Err(Complaint::new(
            "`deduct` says what is taken off a dimension, and there is none before it",
            "write `.dimension(\"期限合法\", \"limits\", 14).deduct(|m| m.yellow * 5)`",
        )),
    }
}

fn bonus(scoring: &mut ScoringDraft, say: &mut Say) -> Result<(), Complaint> {
    let example = "bonus(\"提前办结\", \"early completion\", |m| m.early_percent / 10)";
    let title = say.title(example)?;
    match say.closure(2, &[Kind::Counters], Answer::Points) {
        Some(by) => scoring.bonuses.push(BonusDraft { title, by }),
        None => {
            return Err(Complaint::new(
                format!("the bonus `{}` does not say how much", title.zh),
                format!("write for example `{example}`"),
            ));
        }
    }
    Ok(())
}

/// `m`
#[derive(Clone, Debug)]
pub(crate) struct CountersRef(pub(crate) Arc<Counters>);

/// `m.clock("name")`
#[derive(Clone, Debug)]
struct WarningsRef(Arc<BTreeMap<Level, u64>>);

pub(crate) fn register_counters(engine: &mut Engine) {
    engine.register_type_with_name::<CountersRef>("counters");
    engine.register_type_with_name::<WarningsRef>("warnings");
    told_by_kind::<CountersRef>(engine);
    told_by_kind::<WarningsRef>(engine);
    for &name in words::COUNTERS {
        engine.register_get(name, move |counters: &mut CountersRef| int(counters.0.named(name)));
    }
    engine.register_fn("check", |counters: &mut CountersRef, name: ImmutableString| {
        int(counters.0.checks.get(name.as_str()).copied().unwrap_or(0))
    });
    engine.register_fn("clock", |counters: &mut CountersRef, name: ImmutableString| {
        WarningsRef(Arc::new(counters.0.clocks.get(name.as_str()).cloned().unwrap_or_default()))
    });
    for &name in words::WARNINGS {
        let level = Level::ALL.into_iter().find(|level| level.name() == name);
        engine.register_get(name, move |warnings: &mut WarningsRef| {
            let counted =
                warnings.0.iter().filter(|(of, _)| level.is_none_or(|level| level == **of));
            int(counted.map(|(_, count)| count).sum())
        });
    }
}

fn int(count: u64) -> INT {
    INT::try_from(count).unwrap_or(INT::MAX)
}
