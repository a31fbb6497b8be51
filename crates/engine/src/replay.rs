//! Replay: folds a recorded history through supervisors, one for each shard, and puts their decisions together.
//!
//! *Invariant.* The outcome is the same for any number of shards: a case belongs to one shard, and no decision depends on two cases.
//!
//! *Absent on purpose.* Where the events come from: a [`History`] hands them out in the order of their recording.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::thread;

use duban_calendar::Timestamp;
use duban_domain::{About, Event, Level, Sym, Symbols};
use duban_rulebook::RuleSet;

use crate::agreement::Agreement;
use crate::decision::{Decision, digest, sort};
use crate::outcome::Tally;
use crate::supervisor::Supervisor;

/// A recorded history, handed out batch by batch in the order of recording.
pub trait History: Send {
    /// What went wrong when a history can't be read on.
    type Error: Send;

    /// Appends the next events to `out`, naming things by `symbols`. False: the history is over.
    ///
    /// # Errors
    /// When the history can't be read on.
    fn next_batch(
        &mut self,
        symbols: &mut Symbols,
        out: &mut Vec<Event<Sym>>,
    ) -> Result<bool, Self::Error>;
}

/// What a replay came to.
#[derive(Debug)]
pub struct Outcome {
    /// Every decision, in canonical order.
    pub decisions: Vec<Decision>,
    /// How the runs of each clock stand at the end.
    pub tallies: BTreeMap<String, Tally>,
    /// How clocks that the rulebooks compare agree.
    pub agreements: BTreeMap<(String, String), Agreement>,
    /// The events of cases that were applied.
    pub events: u64,
    /// Those among them that were derived from another record.
    pub derived_events: u64,
    /// The cases they were about.
    pub cases: u64,
    /// Engine time at the end.
    pub ended_at: Timestamp,
    /// The supervisors as they stand, for who wants to look into cases.
    pub supervisors: Vec<Supervisor>,
}

impl Outcome {
    /// How many warnings of each level were raised, the mildest level first.
    pub fn warnings_by_level(&self) -> [(Level, u64); 4] {
        Level::ALL.map(|level| {
            let raised = self.decisions.iter().filter(
                |decision| matches!(decision, Decision::Raised(warning) if warning.id.level == level),
            );
            (level, raised.count() as u64)
        })
    }

    /// The digest of all decisions.
    pub fn digest(&self) -> String {
        digest(&self.decisions)
    }
}

/// How a history is to be replayed.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// Over how many supervisors the cases are spread.
    pub shards: NonZeroUsize,
    /// Until when engine time runs; None: until the last recording. Events recorded later are left out.
    pub to: Option<Timestamp>,
    /// Whether scripts' answers are remembered.
    pub memoised: bool,
}

impl Default for Manner {
    fn default() -> Self {
        Manner { shards: NonZeroUsize::MIN, to: None, memoised: true }
    }
}

/// So many events are taken in together: enough that most of a case's events come together in one window or the next, and its state
/// is fetched from memory for all of them at once. At some hundred bytes an event, little beside the cases.
const WINDOW: usize = 1 << 18;

/// The shard of a case: FNV-1a over its number, so that it is the same on every machine.
pub fn shard_of(case: &str, shards: NonZeroUsize) -> usize {
    let hash = case.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    #[expect(clippy::cast_possible_truncation, reason = "the remainder is below a usize")]
    let shard = (hash % shards.get() as u64) as usize;
    shard
}

/// Replays a history. `open` opens it anew for each shard, since each reads it on its own.
///
/// # Errors
/// The first shard's error when the history can't be read.
pub fn replay<H: History>(
    rules: &Arc<RuleSet>,
    manner: Manner,
    open: impl Fn() -> Result<H, H::Error> + Sync,
) -> Result<Outcome, H::Error> {
    let shards = manner.shards.get();
    let run = |shard| run_shard(rules, manner, shard, open()?);
    let done: Vec<Result<Shard, H::Error>> = if shards == 1 {
        vec![run(0)]
    } else {
        thread::scope(|scope| {
            let threads: Vec<_> =
                (0..shards).map(|shard| scope.spawn(move || run(shard))).collect();
            threads.into_iter().map(joined).collect()
        })
    };
    let mut done = done.into_iter().collect::<Result<Vec<Shard>, H::Error>>()?;
    let last = done.iter().map(|shard| shard.last_recorded).max().unwrap_or(Timestamp::MIN);
    let ended_at = manner.to.unwrap_or(last);
    Ok(together(&mut done, ended_at))
}

/// A panic of a shard is ours to pass on, not to hide.
fn joined<T>(thread: thread::ScopedJoinHandle<'_, T>) -> T {
    match thread.join() {
        Ok(done) => done,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

struct Shard {
    supervisor: Supervisor,
    last_recorded: Timestamp,
}

fn run_shard<H: History>(
    rules: &Arc<RuleSet>,
    manner: Manner,
    shard: usize,
    mut history: H,
) -> Result<Shard, H::Error> {
    let mut supervisor = if manner.memoised {
        Supervisor::new(rules.clone())
    } else {
        Supervisor::unmemoised(rules.clone())
    };
    let mut membership = Membership::new(shard, manner.shards);
    let mut last_recorded = Timestamp::MIN;
    let mut window = Vec::with_capacity(WINDOW);
    let mut more = true;
    while more {
        more = history.next_batch(supervisor.symbols(), &mut window)?;
        if more && window.len() < WINDOW {
            continue;
        }
        let symbols = supervisor.symbols();
        let ours = window.iter().filter(|event| {
            let About::Case { case, .. } = &event.about else { return false };
            if manner.to.is_some_and(|to| event.recorded_at > to) {
                return false;
            }
            last_recorded = last_recorded.max(event.recorded_at);
            membership.has(*case, symbols)
        });
        let ours: Vec<&Event<Sym>> = ours.collect();
        supervisor.apply_all(ours);
        window.clear();
    }
    Ok(Shard { supervisor, last_recorded })
}

/// Which cases are a shard's own, worked out once for each.
struct Membership {
    shard: usize,
    shards: NonZeroUsize,
    known: Vec<Option<bool>>,
}

impl Membership {
    fn new(shard: usize, shards: NonZeroUsize) -> Membership {
        Membership { shard, shards, known: Vec::new() }
    }

    fn has(&mut self, case: Sym, symbols: &Symbols) -> bool {
        if self.shards.get() == 1 {
            return true;
        }
        let place = case.number() as usize;
        if place >= self.known.len() {
            self.known.resize(place + 1, None);
        }
        let (shard, shards) = (self.shard, self.shards);
        *self.known[place].get_or_insert_with(|| shard_of(symbols.get(case), shards) == shard)
    }
}

fn together(done: &mut Vec<Shard>, ended_at: Timestamp) -> Outcome {
    let mut decisions = Vec::new();
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut agreements: BTreeMap<(String, String), Agreement> = BTreeMap::new();
    let (mut events, mut derived_events, mut cases) = (0, 0, 0);
    for shard in done.iter_mut() {
        shard.supervisor.advance(ended_at);
        decisions.append(&mut shard.supervisor.take_decisions());
        for (clock, tally) in shard.supervisor.tallies() {
            tallies.entry(clock).or_default().add(tally);
        }
        for (clocks, agreement) in shard.supervisor.agreements() {
            agreements.entry(clocks).or_default().add(agreement);
        }
        events += shard.supervisor.events();
        derived_events += shard.supervisor.derived_events();
        cases += shard.supervisor.case_count() as u64;
    }
    sort(&mut decisions);
    let supervisors = done.drain(..).map(|shard| shard.supervisor).collect();
    Outcome { decisions, tallies, agreements, events, derived_events, cases, ended_at, supervisors }
}
