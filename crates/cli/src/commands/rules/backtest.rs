//! `duban rules backtest`: what a change of the rules does to recorded history, before it is switched on.
//!
//! *Absent on purpose.* Which warning is which: see `duban_author::backtest`.

mod object;
mod text;

use std::convert::Infallible;
use std::path::Path;
use std::sync::Arc;

use duban_author::backtest::{Backtest, RankChange, backtest, ranks};
use duban_domain::{Event, Sym, Symbols};
use duban_engine::{History, Manner, Standing, replay, standings};
use duban_journal::Journal;
use duban_rulebook::{Bundle, InForce, RuleSet};
use duban_score::{Month, Subject, Table};

use crate::args::{Lang, RulesBacktest, TextOrJson};
use crate::commands::replay::files;
use crate::commands::score;
use crate::config::Config;
use crate::failure::Failure;
use crate::history::{FileHistory, JournalHistory};
use crate::meter::Progress;
use crate::{print, workspace};

/// What is shown.
struct Shown<'a> {
    found: &'a Backtest<'a>,
    ranks: &'a [RankChange],
    month: Month,
    old: &'a RuleSet,
    new: &'a RuleSet,
    /// When the new rules would be in force by themselves.
    in_force: InForce,
    cases: u64,
    /// How many rows a list has at most.
    limit: usize,
}

/// New rules, to be tried on all of history.
struct Trial {
    rules: Arc<RuleSet>,
    /// When they would be in force by themselves.
    in_force: InForce,
}

/// The newest version of a rulebook, in force on every day: mostly it is not yet in force on any day of the history. The others are
/// looked at too: two in force on one day are no rulebook.
fn trial(dir: &Path) -> Result<Trial, Failure> {
    RuleSet::load(dir)?;
    let newest = Bundle::read(dir)?;
    let in_force = newest.in_force();
    let rules = Arc::new(RuleSet::from_bundles(vec![newest.on_all_days()])?);
    Ok(Trial { rules, in_force })
}

/// What history comes to under one set of rules.
struct Judged {
    standings: Vec<Standing>,
    /// The ranking of departments in the month.
    table: Table,
    cases: u64,
}

pub(crate) fn run(args: &RulesBacktest, config: &Config, lang: Lang) -> Result<(), Failure> {
    let month = args
        .period
        .as_deref()
        .map(|text| text.parse::<Month>().map_err(|error| score::bad_period(text, &error)));
    let month = month.transpose()?;
    let old = Arc::new(workspace::load_rules(&args.old, lang)?);
    let Trial { rules: new, in_force } = trial(&args.new)?;
    let (before, after) = if args.past.files.is_empty() {
        let journal = Journal::open_to_read(&config.data(args.data.data.as_ref()))?;
        let total = journal.block_index()?.iter().map(|block| block.count).sum();
        both(&old, &new, month, total, |rules| JournalHistory::open(&journal, rules))?
    } else {
        let mapping = args.past.mapping.mapping.as_ref();
        let read = files::read(&args.past.files, mapping, config, &old, lang)?;
        if let Some(failure) = read.broken {
            return Err(failure);
        }
        let events = Arc::new(read.events);
        let total = events.len() as u64;
        both(&old, &new, month, total, |_| Ok::<_, Infallible>(FileHistory::of(events.clone())))?
    };
    let found = backtest(&before.standings, &after.standings);
    let ranks = ranks(&before.table, &after.table);
    let shown = Shown {
        found: &found,
        ranks: &ranks,
        month: after.table.month,
        old: &old,
        new: &new,
        in_force,
        cases: after.cases,
        limit: if args.limit == 0 { usize::MAX } else { args.limit },
    };
    match args.print.format {
        TextOrJson::Text => print::text(&shown.text(lang))?,
        TextOrJson::Json => print::json(&shown.object())?,
    }
    if found.is_empty() && ranks.is_empty() { Ok(()) } else { Err(changed(&found, &ranks)) }
}

fn changed(found: &Backtest<'_>, ranks: &[RankChange]) -> Failure {
    let warnings = print::thousands(found.total().count());
    let cards = print::thousands(found.cards().count());
    let places = print::thousands(ranks.len() as u64);
    Failure::answer_no(format!(
        "the new rules change warnings: {warnings}, of them cards: {cards}; departments with other points or ranks: {places}; look at them before you adopt the rules"
    ))
    .or_in_chinese(format!(
        "新规则改变 {warnings} 条预警（其中黄红牌 {cards} 张）、{places} 个部门的得分或名次；采用前请先核对"
    ))
}

/// Replays history under both rules at once. The bar follows the new ones.
fn both<H: History>(
    old: &Arc<RuleSet>,
    new: &Arc<RuleSet>,
    month: Option<Month>,
    total: u64,
    open: impl Fn(&RuleSet) -> Result<H, H::Error>,
) -> Result<(Judged, Judged), Failure>
where
    Failure: From<H::Error>,
{
    let (first, second) = (open(old)?, open(new)?);
    let watched =
        Watched { history: second, progress: Progress::towards(total, "backtest"), done: 0 };
    std::thread::scope(|scope| {
        let other = scope.spawn(|| judged(old, month, first));
        let after = judged(new, month, watched);
        let before = other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        Ok((before?, after?))
    })
}

fn judged<H: History>(
    rules: &Arc<RuleSet>,
    month: Option<Month>,
    history: H,
) -> Result<Judged, Failure>
where
    Failure: From<H::Error>,
{
    let mut outcome = replay(rules, Manner::default(), history)?;
    let last = Month::of(rules.zone().day_of(outcome.ended_at)).unwrap_or(Month::FIRST);
    let month = month.unwrap_or(last);
    let standings = standings(&outcome.decisions);
    let table = score::table(&mut outcome, &standings, rules, month, Subject::Department)?;
    Ok(Judged { standings, table, cases: outcome.cases })
}

/// A history that says how far it is.
struct Watched<H> {
    history: H,
    progress: Progress,
    done: u64,
}

impl<H: History> History for Watched<H> {
    type Error = H::Error;

    fn next_batch(
        &mut self,
        symbols: &mut Symbols,
        out: &mut Vec<Event<Sym>>,
    ) -> Result<bool, H::Error> {
        let before = out.len();
        let more = self.history.next_batch(symbols, out)?;
        self.done += (out.len() - before) as u64;
        self.progress.at(self.done);
        Ok(more)
    }
}
