//! Replay over several shards: one thread reads the history and deals the events out by case, and each shard has a thread that applies
//! its own.
//!
//! *Invariant.* A shard's table of symbols is the beginning of the reader's: what the reader interns, it sends along with the first
//! events that may use it. A shard that is behind holds the reader up, so little waits.
//!
//! *Absent on purpose.* Sharing what is read: an event belongs to one case, and a case to one shard.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use duban_domain::{Event, Sym, Symbols, SymbolsTail};
use duban_rulebook::RuleSet;

use crate::replay::{History, Manner, Windows, run_alone};
use crate::supervisor::Supervisor;
use crate::tables::Tables;

/// So many portions may wait for a shard.
const WAITING: usize = 1;

/// What a shard gets at once.
struct Portion {
    /// The strings that are new since the last portion.
    names: Arc<SymbolsTail>,
    events: Vec<Event<Sym>>,
}

/// The shard of a case: FNV-1a over its number, so that it is the same on every machine.
pub fn shard_of(case: &str, shards: NonZeroUsize) -> usize {
    let hash = case.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    #[expect(clippy::cast_possible_truncation, reason = "the remainder is below a usize")]
    let shard = (hash % shards.get() as u64) as usize;
    shard
}

/// Runs a history through as many supervisors as there are shards.
pub(crate) fn run_shards<H: History>(
    rules: &Arc<RuleSet>,
    manner: Manner,
    windows: &mut Windows<H>,
) -> Result<Vec<Supervisor>, H::Error> {
    thread::scope(|scope| {
        // Where the system gives no more threads, those that there are share the cases: the outcome is the same for any number of shards.
        let (senders, threads): (Vec<_>, Vec<_>) = (0..manner.shards.get())
            .map_while(|_| {
                let (sender, receiver) = sync_channel(WAITING);
                let shard = move || apply(manner.supervisor(rules), &receiver);
                let thread = thread::Builder::new().spawn_scoped(scope, shard).ok()?;
                Some((sender, thread))
            })
            .unzip();
        if threads.is_empty() {
            return run_alone(rules, manner, windows).map(|supervisor| vec![supervisor]);
        }
        let dealt = deal(Tables::of(rules.clone()).symbols, windows, senders);
        let supervisors = threads.into_iter().map(joined).collect();
        dealt.map(|()| supervisors)
    })
}

fn apply(mut supervisor: Supervisor, portions: &Receiver<Portion>) -> Supervisor {
    for Portion { names, events } in portions {
        supervisor.symbols().append(&names);
        supervisor.apply_all(&events);
    }
    supervisor
}

/// A panic of a shard is ours to pass on, not to hide.
fn joined<T>(thread: thread::ScopedJoinHandle<'_, T>) -> T {
    match thread.join() {
        Ok(done) => done,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

/// Reads the history and deals it out. `symbols` is the table that each shard begins with.
fn deal<H: History>(
    mut symbols: Symbols,
    windows: &mut Windows<H>,
    shards: Vec<SyncSender<Portion>>,
) -> Result<(), H::Error> {
    let Some(count) = NonZeroUsize::new(shards.len()) else { return Ok(()) };
    let mut membership = Membership { shards: count, known: Vec::new() };
    let (mut window, mut more) = (Vec::new(), true);
    while more {
        let known = symbols.len();
        more = windows.next(&mut symbols, &mut window)?;
        let names = Arc::new(symbols.tail(known));
        let mut portions: Vec<_> = shards.iter().map(|_| Vec::new()).collect();
        for event in window.drain(..) {
            if let Some(case) = event.case() {
                let shard = membership.of(*case, &symbols);
                portions[shard].push(event);
            }
        }
        for (shard, events) in shards.iter().zip(portions) {
            if shard.send(Portion { names: names.clone(), events }).is_err() {
                // It has panicked, and whoever waits for it will hear of that.
                return Ok(());
            }
        }
    }
    Ok(())
}

/// The shards of cases, worked out once for each.
struct Membership {
    shards: NonZeroUsize,
    known: Vec<Option<usize>>,
}

impl Membership {
    fn of(&mut self, case: Sym, symbols: &Symbols) -> usize {
        let place = case.number() as usize;
        if place >= self.known.len() {
            self.known.resize(place + 1, None);
        }
        *self.known[place].get_or_insert_with(|| shard_of(symbols.get(case), self.shards))
    }
}
