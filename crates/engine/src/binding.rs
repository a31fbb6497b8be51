//! A rulebook bound to the engine's symbols: what a fact view reads without touching a string.
//!
//! *Invariant.* Bound once for each rulebook version when the supervisor is made; nothing here changes afterwards.
//!
//! *Absent on purpose.* Judgement: this is a lookup table.

use std::ops::Range;
use std::sync::Arc;

use duban_calendar::{Calendar, Day, Length};
use duban_domain::{Item, Sym, Symbols};
use duban_rulebook::{CheckPlan, Datum, Plan, Rulebook};
use hashbrown::HashMap;

use crate::case_state::CaseState;

/// A rulebook version and its tables.
#[derive(Debug)]
pub(crate) struct Book {
    pub(crate) rulebook: Arc<Rulebook>,
    /// The symbols of the plan's `fact_names`.
    pub(crate) fact_names: Vec<Sym>,
    /// The catalogue's items, by their index there.
    items: Vec<BoundItem>,
    /// Where the versions of each item stand among them, by the symbol of its code.
    by_code: HashMap<Sym, Range<u32>>,
    /// The name of each clock in the table of rule names.
    pub(crate) clock_names: Vec<u16>,
    /// The name of each check in the table of rule names.
    pub(crate) check_names: Vec<u16>,
    /// The number of what each check counts: versions of it that count the same have the same, and may differ in how much is too much.
    pub(crate) counts: Vec<u16>,
}

/// An item as scripts read it.
#[derive(Debug)]
pub(crate) struct BoundItem {
    /// Its index in the catalogue.
    pub(crate) number: u32,
    pub(crate) name: Sym,
    pub(crate) department: Sym,
    pub(crate) item_type: Option<Sym>,
    pub(crate) kind: Sym,
    pub(crate) statutory_limit: Option<Length>,
    pub(crate) statutory_extension: Option<Length>,
    pub(crate) promised_limit: Option<Length>,
    pub(crate) charges_fees: bool,
    steps: Vec<(Sym, Option<Length>)>,
}

impl BoundItem {
    /// The limit of a step, if the catalogue gives one.
    pub(crate) fn step_limit(&self, step: Sym) -> Option<Length> {
        self.steps.iter().find(|(name, _)| *name == step).and_then(|(_, limit)| *limit)
    }
}

/// The names of clocks and checks over all versions: the same name is the same rule.
#[derive(Debug, Default)]
pub(crate) struct RuleNames {
    names: Vec<String>,
    numbers: HashMap<String, u16>,
}

impl RuleNames {
    fn number(&mut self, name: &str) -> u16 {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        #[expect(clippy::cast_possible_truncation, reason = "rulebooks declare some hundred rules")]
        let number = self.names.len() as u16;
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    /// The number of a name, if a rule bears it.
    pub(crate) fn find(&self, name: &str) -> Option<u16> {
        self.numbers.get(name).copied()
    }
}

impl Book {
    pub(crate) fn bind(
        rulebook: Arc<Rulebook>,
        symbols: &mut Symbols,
        names: &mut RuleNames,
        counts: &mut RuleNames,
    ) -> Book {
        let plan = rulebook.plan();
        let fact_names = plan.fact_names.iter().map(|name| symbols.intern(name)).collect();
        let clock_names = plan.clocks.iter().map(|clock| names.number(&clock.name)).collect();
        let check_names = plan.checks.iter().map(|check| names.number(&check.name)).collect();
        let counted = plan.checks.iter().map(|check| counts.number(&counted(&rulebook, check)));
        let counts = counted.collect();
        let catalogue = rulebook.catalogue();
        let items = (0..).zip(catalogue.items());
        let items = items.map(|(number, item)| bind_item(number, item, symbols)).collect();
        let by_code = by_code(catalogue.items(), symbols);
        Book { rulebook, fact_names, items, by_code, clock_names, check_names, counts }
    }

    pub(crate) fn plan(&self) -> &Plan {
        self.rulebook.plan()
    }

    pub(crate) fn calendar(&self) -> &Calendar {
        self.rulebook.calendar()
    }

    /// The index of the item's version in force on a day.
    pub(crate) fn item_index(&self, code: Sym, day: Day) -> Option<u32> {
        let mut versions = self.by_code.get(&code)?.clone();
        versions.find(|at| self.rulebook.catalogue().item(*at).in_force(day))
    }

    /// The item of a case; `book` is this version's place among the versions.
    pub(crate) fn item_of(&self, case: &CaseState, book: usize) -> Option<&BoundItem> {
        self.items.get(*case.items.get(book)? as usize)
    }
}

/// What a check counts, as its author wrote it.
fn counted(rulebook: &Rulebook, check: &CheckPlan) -> String {
    let across = check.across.as_ref();
    let of = across.and_then(|across| across.wrong.share());
    let per = across.iter().flat_map(|across| &across.per);
    let closures = per.chain(&check.when).chain(&of).map(|closure| rulebook.wording(*closure));
    let closures: Vec<&str> = closures.collect();
    format!("{}\n{:?}\n{}", check.name, check.on, closures.join("\n"))
}

/// The catalogue is sorted by code, so that the versions of an item stand together.
fn by_code(items: &[Item], symbols: &mut Symbols) -> HashMap<Sym, Range<u32>> {
    let mut by_code: HashMap<Sym, Range<u32>> = HashMap::new();
    for (at, item) in (0..).zip(items) {
        let versions = by_code.entry(symbols.intern(&item.code)).or_insert(at..at);
        versions.end = at + 1;
    }
    by_code
}

fn bind_item(number: u32, item: &Item, symbols: &mut Symbols) -> BoundItem {
    BoundItem {
        number,
        name: symbols.intern(&item.name),
        department: symbols.intern(&item.department),
        item_type: item.item_type.map(|it| symbols.intern(it.word())),
        kind: symbols.intern(item.kind.word()),
        statutory_limit: item.statutory_limit,
        statutory_extension: item.statutory_extension,
        promised_limit: item.promised_limit,
        charges_fees: item.charges_fees,
        steps: item.steps.iter().map(|step| (symbols.intern(&step.name), step.limit)).collect(),
    }
}

/// A length as scripts read it.
pub(crate) fn length(length: Option<Length>) -> Datum {
    length.map_or(Datum::Missing, Datum::Length)
}

/// A symbol as scripts read it.
pub(crate) fn text(sym: Option<Sym>) -> Datum {
    sym.map_or(Datum::Missing, Datum::Text)
}
