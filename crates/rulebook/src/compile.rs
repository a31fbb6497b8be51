//! From the texts of a bundle to a rulebook that can be asked.
//!
//! *Invariant.* The same bundle always gives the same rulebook. Whatever is wrong is found here, all of it at once as far as possible.
//!
//! *Absent on purpose.* Files and cases: texts were read before, cases come later.

mod comments;
mod statements;

use std::sync::Arc;

use duban_calendar::Calendar;
use duban_domain::Catalogue;
use rhai::{AST, Scope};

use crate::bundle::{Bundle, Origin, Origins};
use crate::draft::{Closure, Drafts, Shared};
use crate::error::{Mistake, RulebookError, Source};
use crate::fault;
use crate::finish::{self, Called, Closures};
use crate::inspect::{self, Rules};
use crate::machine::{self, Machine};
use crate::manifest::Limits;
use crate::plan::{InForce, Plan, Title};
use crate::scoring::{Bonus, Dimension, Scoring};
use crate::shelf::Shelf;
use crate::trace::{BranchHits, LineHits, Trace};
use crate::vocabulary::{Complaint, declare};

/// One version of a rulebook, checked and ready to be asked.
///
/// ```
/// use duban_rulebook::{Bundle, Rulebook};
///
/// let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
/// let bundle = Bundle::from_files(vec![
///     file("city/rulebook.toml", r#"
///         name = "city"
///         title = { zh = "市级规则", en = "City rules" }
///         calendar = "cn"
///     "#),
///     file("city/clocks.rhai", r#"
///         clock("statutory")
///             .basis("行政许可法 42")
///             .starts("accepted").stops(["granted", "denied"])
///             .limit(|c| c.item.statutory_limit ?? workdays(20))
///             .red(at_due());
///     "#),
///     file("calendars/cn.toml", r#"
///         title = "Monday to Friday"
///         zone = "Asia/Shanghai"
///         weekly_rest = ["saturday", "sunday"]
///         office_hours = ["09:00-17:00"]
///     "#),
/// ])?;
/// let book = Rulebook::compile(bundle)?;
/// assert_eq!(book.plan().clocks[0].basis, "行政许可法 42");
///
/// // Whoever forgets the unit is told where.
/// let mut files = book.files().to_vec();
/// files[1].1 = files[1].1.replace("workdays(20)", "20").replace("|c| c.item.statutory_limit ?? ", "");
/// let error = Bundle::from_files(files).and_then(Rulebook::compile).unwrap_err();
/// assert_eq!(error.mistakes()[0].message(), "the limit `20` has no unit");
/// # Ok::<(), duban_rulebook::RulebookError>(())
/// ```
#[derive(Debug)]
pub struct Rulebook {
    name: String,
    title: Title,
    jurisdiction: Option<Title>,
    basis: Vec<String>,
    in_force: InForce,
    hash: String,
    files: Vec<(String, String)>,
    origins: Origins,
    plan: Plan,
    calendar: Arc<Calendar>,
    catalogue: Arc<Catalogue>,
    scoring: Option<Scoring>,
    /// The texts of [`Machine::scripts`].
    pub(crate) scripts: Vec<Source>,
    pub(crate) closures: Vec<Called>,
    pub(crate) machine: Arc<Machine>,
}

impl Rulebook {
    /// Reads, checks and compiles a bundle.
    ///
    /// # Errors
    /// Every mistake that was found, each with its place, an excerpt and what to do about it.
    pub fn compile(bundle: Bundle) -> Result<Rulebook, RulebookError> {
        Shelf::default().compile(bundle)
    }

    /// The same, but it notes what runs of its scripts, at some cost. To be asked from one thread at a time.
    ///
    /// # Errors
    /// As [`Rulebook::compile`].
    pub fn compile_traced(bundle: Bundle) -> Result<Rulebook, RulebookError> {
        Rulebook::compile_from(&mut Shelf::default(), bundle, Some(Arc::default()))
    }

    pub(crate) fn compile_from(
        shelf: &mut Shelf,
        bundle: Bundle,
        trace: Option<Arc<Trace>>,
    ) -> Result<Rulebook, RulebookError> {
        let mut mistakes = Vec::new();
        let calendar = shelf.calendar(&bundle, &mut mistakes);
        let catalogue = shelf.catalogue(&bundle, &mut mistakes);
        let sources: Vec<Source> =
            bundle.books.iter().flat_map(|book| book.scripts.clone()).collect();
        let drafts = Shared::of(sources);
        let scripts = run(shelf, &drafts, trace.as_ref());
        let mut drafts = drafts.lock();
        let mut fact_names = Vec::new();
        scripts.iter().for_each(|script| inspect::fact_names(script, &mut fact_names));
        let (plan, mut closures) = finish::plan(&mut drafts, fact_names);
        settle(&mut drafts, &scripts, &plan.fact_names, &mut closures);
        mistakes.append(&mut drafts.mistakes);
        let (Some(calendar), Some(catalogue), true) = (calendar, catalogue, mistakes.is_empty())
        else {
            return Err(RulebookError::of(mistakes).shown_as(&bundle.origins));
        };
        let top = &bundle.top().manifest;
        let mut engine = machine::engine(top.limits);
        if let Some(trace) = &trace {
            trace.watch_calls(&mut engine);
        }
        let machine = Arc::new(Machine { engine, scripts, trace });
        Ok(Rulebook {
            name: top.name.clone(),
            title: top.title.clone(),
            jurisdiction: top.jurisdiction.clone(),
            basis: bundle.books.iter().flat_map(|book| book.manifest.basis.clone()).collect(),
            in_force: top.in_force,
            hash: bundle.hash().to_owned(),
            files: bundle.files().to_vec(),
            origins: bundle.origins.clone(),
            plan,
            calendar,
            catalogue,
            scoring: scoring(&drafts, &machine),
            scripts: std::mem::take(&mut drafts.sources),
            closures: closures.list,
            machine,
        })
    }

    /// Its name: the folder it stands in.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its title in both languages.
    pub fn title(&self) -> &Title {
        &self.title
    }

    /// Where it holds, as far as it says.
    pub fn jurisdiction(&self) -> Option<&Title> {
        self.jurisdiction.as_ref()
    }

    /// The laws it rests on, those of the rulebook it extends first.
    pub fn basis(&self) -> &[String] {
        &self.basis
    }

    /// SHA-256 over everything it consists of, as hexadecimal digits.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// From when to when it is in force.
    pub fn in_force(&self) -> InForce {
        self.in_force
    }

    /// Everything it consists of as (path, text): what an adoption stores, and [`Bundle::from_files`] takes.
    pub fn files(&self) -> &[(String, String)] {
        &self.files
    }

    /// Where a file of it was read; None of a rulebook that was not read from a folder.
    pub fn origin(&self, file: &str) -> Option<&Origin> {
        self.origins.get(file)
    }

    /// A mistake in one of its files, which is called as it is to people from now on.
    pub fn shown(&self, mistake: Mistake) -> Mistake {
        mistake.shown_as(&self.origins)
    }

    /// Its tables.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Its calendar.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    pub(crate) fn shared_calendar(&self) -> Arc<Calendar> {
        self.calendar.clone()
    }

    /// Its items; empty where it names no catalogue.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The lines of its closures and functions, and how many calls came to each; none unless it was compiled to be traced.
    pub fn lines(&self) -> Vec<LineHits> {
        self.machine.trace.as_ref().map(|trace| trace.lines()).unwrap_or_default()
    }

    /// The ways that its closures and functions can go, and how many calls took each; none unless it was compiled to be traced.
    pub fn branches(&self) -> Vec<BranchHits> {
        self.machine.trace.as_ref().map(|trace| trace.branches()).unwrap_or_default()
    }

    /// How it scores, if it does.
    pub fn scoring(&self) -> Option<&Scoring> {
        self.scoring.as_ref()
    }
}

/// Declarations may take more steps than a single answer: a rulebook is loaded once.
const LOADING: Limits = Limits { operations: 2_000_000, depth: 16, text: 65_536, list: 10_000 };

/// Runs the scripts, base rulebook first, so that they declare their rules. A script that cannot be read counts as empty.
fn run(shelf: &mut Shelf, shared: &Shared, trace: Option<&Arc<Trace>>) -> Vec<AST> {
    let mut engine = machine::engine(LOADING);
    if let Some(trace) = trace {
        trace.watch_declarations(&mut engine);
    }
    declare::register(&mut engine, shared);
    let mut scope = Scope::new();
    let mut scripts = Vec::new();
    let mut functions = AST::empty();
    let sources = shared.lock().sources.clone();
    for (at, source) in sources.iter().enumerate() {
        shared.lock().script = at;
        let script = match shelf.script(&engine, &scope, &sources[..at], source) {
            Ok(script) => script,
            Err(error) => {
                let drafts = &mut *shared.lock();
                drafts.mistakes.push(fault::unreadable(source, &error));
                drafts.broken_off = true;
                scripts.push(AST::empty());
                continue;
            }
        };
        if let Some(mistake) = comments::without_end(&engine, source) {
            shared.lock().mistakes.push(mistake);
        }
        inspect::script(&script, &functions, source, &mut shared.lock().mistakes);
        if let Some(trace) = trace {
            trace.learn(at, source, &script);
        }
        let mut named = script.clone_functions_only();
        let within = inspect::closures_of_functions(&script);
        named.retain_functions(|_, _, name, _| !inspect::is_closure(name) || within.contains(name));
        // A function is known in all scripts that follow, as a constant is, with the closures that stand in it.
        let script = functions.merge(&script);
        functions = functions.merge(&named);
        statements::declare_all(&engine, &mut scope, &script, source, shared);
        scripts.push(script);
    }
    if let Some(trace) = trace {
        trace.outline_without(&scoring_closures(&shared.lock()));
        // Functions that declarations call have run by now.
        trace.end();
    }
    scripts
}

/// The closures that score, by script and name: no case ever calls them.
fn scoring_closures(drafts: &Drafts) -> Vec<(usize, String)> {
    let scoring = drafts.scoring.iter();
    let closures = scoring.flat_map(|scoring| {
        let deductions = scoring.dimensions.iter().filter_map(|it| it.deduct.as_ref());
        deductions.chain(scoring.bonuses.iter().map(|bonus| &bonus.by))
    });
    closures.map(|it| (it.spot.script, it.call.fn_name().to_owned())).collect()
}

/// Checks every closure now that it is known what for, and cuts it loose from the script's variables.
fn settle(drafts: &mut Drafts, scripts: &[AST], facts: &[String], closures: &mut Closures) {
    let clocks: Vec<String> =
        drafts.clocks.iter().flatten().map(|clock| clock.name.clone()).collect();
    let checks: Vec<String> =
        drafts.checks.iter().flatten().map(|check| check.name.clone()).collect();
    let rules = (!drafts.broken_off).then(|| Rules {
        clocks: clocks.iter().map(String::as_str).collect(),
        checks: checks.iter().map(String::as_str).collect(),
    });
    let Drafts { sources, scoring, mistakes, .. } = drafts;
    for called in &mut closures.list {
        settle_one(&mut called.closure, sources, scripts, rules.as_ref(), mistakes);
        let script = &scripts[called.closure.spot.script];
        called.reads = inspect::only_reads(script, &called.closure, facts);
    }
    if let Some(scoring) = scoring {
        let deductions =
            scoring.dimensions.iter_mut().filter_map(|dimension| dimension.deduct.as_mut());
        for closure in deductions.chain(scoring.bonuses.iter_mut().map(|bonus| &mut bonus.by)) {
            settle_one(closure, sources, scripts, rules.as_ref(), mistakes);
        }
    }
}

fn settle_one(
    closure: &mut Closure,
    sources: &[Source],
    scripts: &[AST],
    rules: Option<&Rules<'_>>,
    mistakes: &mut Vec<Mistake>,
) {
    let (script, source) = (&scripts[closure.spot.script], &sources[closure.spot.script]);
    inspect::closure(script, closure, source, rules, mistakes);
    machine::detach(&mut closure.call);
    let Some((_, own)) = inspect::parameters(script, closure) else {
        let complaint = Complaint::new(
            format!("`{}` needs a closure that stands right there", closure.word),
            "write `|c| ...` in its brackets; it may call a function `fn` of the same script",
        );
        mistakes.push(complaint.into_mistake(source, closure.spot.span.clone()));
        return;
    };
    if own.len() > closure.roles.len() {
        let complaint = Complaint::new(
            format!(
                "the closure of `{}` names {} parameters and is given {}",
                closure.word,
                own.len(),
                closure.roles.len()
            ),
            "leave out the ones at the end",
        );
        mistakes.push(complaint.into_mistake(source, closure.spot.span.clone()));
    }
    closure.roles.truncate(own.len());
}

fn scoring(drafts: &Drafts, machine: &Arc<Machine>) -> Option<Scoring> {
    let draft = drafts.scoring.as_ref()?;
    let unnamed = || Title { zh: "绩效评估".to_owned(), en: "performance".to_owned() };
    Some(Scoring {
        title: draft.title.clone().unwrap_or_else(unnamed),
        basis: draft.basis.clone(),
        place: draft.spot.place.clone(),
        dimensions: draft
            .dimensions
            .iter()
            .map(|dimension| Dimension {
                title: dimension.title.clone(),
                full: dimension.full,
                deduct: dimension.deduct.clone(),
            })
            .collect(),
        bonuses: draft
            .bonuses
            .iter()
            .map(|bonus| Bonus { title: bonus.title.clone(), by: bonus.by.clone() })
            .collect(),
        machine: machine.clone(),
    })
}
