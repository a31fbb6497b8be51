//! The wheel and its rivals behind one face, each used the way its documentation advises.

#![expect(clippy::expect_used, reason = "a contender that refuses its work ends the bench")]

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};
use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use duban_wheel::{Fired, Handle, Wheel};
use hierarchical_hash_wheel_timer::IdOnlyTimerEntry;
use hierarchical_hash_wheel_timer::wheels::{Skip, cancellable::QuadWheelWithOverflow};
use tokio::runtime::{Builder, Runtime};
use tokio::task;
use tokio::time::{self, Instant};
use tokio_util::time::{DelayQueue, delay_queue};

/// Ticks are milliseconds since the timers were made; keys are below `count`.
pub(crate) trait Timers {
    const NAME: &'static str;
    type Handle;

    fn new(count: usize) -> Self;
    fn insert(&mut self, due: u64, key: u64) -> Self::Handle;
    fn cancel(&mut self, handle: &Self::Handle);
    /// Moves time on; returns how many timers fired.
    fn advance(&mut self, now: u64) -> usize;
}

pub(crate) struct Ours {
    wheel: Wheel,
    fired: Vec<Fired>,
}

impl Timers for Ours {
    const NAME: &'static str = "duban-wheel";
    type Handle = Handle;

    fn new(_count: usize) -> Self {
        Ours { wheel: Wheel::new(0), fired: Vec::new() }
    }

    fn insert(&mut self, due: u64, key: u64) -> Handle {
        self.wheel.insert(due, key)
    }

    fn cancel(&mut self, handle: &Handle) {
        self.wheel.cancel(*handle);
    }

    fn advance(&mut self, now: u64) -> usize {
        self.fired.clear();
        self.wheel.advance(now, &mut self.fired);
        self.fired.len()
    }
}

/// A heap; what is cancelled stays in it as a tombstone, told by its generation.
pub(crate) struct Heap {
    heap: BinaryHeap<Reverse<(u64, u32, u32)>>,
    generations: Vec<u32>,
}

impl Timers for Heap {
    const NAME: &'static str = "BinaryHeap";
    type Handle = u32;

    fn new(count: usize) -> Self {
        Heap { heap: BinaryHeap::new(), generations: vec![0; count] }
    }

    fn insert(&mut self, due: u64, key: u64) -> u32 {
        self.heap.push(Reverse((due, key as u32, self.generations[key as usize])));
        key as u32
    }

    fn cancel(&mut self, key: &u32) {
        self.generations[*key as usize] += 1;
    }

    fn advance(&mut self, now: u64) -> usize {
        let mut fired = 0;
        while let Some(Reverse((due, key, generation))) = self.heap.peek().copied() {
            if due > now {
                break;
            }
            self.heap.pop();
            fired += usize::from(self.generations[key as usize] == generation);
        }
        fired
    }
}

/// An ordered set.
pub(crate) struct Tree {
    tree: BTreeSet<(u64, u64)>,
}

impl Timers for Tree {
    const NAME: &'static str = "BTreeSet";
    type Handle = (u64, u64);

    fn new(_count: usize) -> Self {
        Tree { tree: BTreeSet::new() }
    }

    fn insert(&mut self, due: u64, key: u64) -> (u64, u64) {
        self.tree.insert((due, key));
        (due, key)
    }

    fn cancel(&mut self, timer: &(u64, u64)) {
        self.tree.remove(timer);
    }

    fn advance(&mut self, now: u64) -> usize {
        let mut fired = 0;
        while self.tree.first().is_some_and(|&(due, _)| due <= now) {
            self.tree.pop_first();
            fired += 1;
        }
        fired
    }
}

/// Tokio's queue of delays, under a clock that stands still until it is told.
pub(crate) struct Delays {
    // Declared first, so that it goes before the runtime that its clock belongs to.
    queue: DelayQueue<u64>,
    runtime: Runtime,
    start: Instant,
}

impl Timers for Delays {
    const NAME: &'static str = "DelayQueue";
    type Handle = delay_queue::Key;

    fn new(_count: usize) -> Self {
        let runtime = Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .expect("a runtime");
        let (queue, start) = runtime.block_on(async { (DelayQueue::new(), Instant::now()) });
        Delays { queue, runtime, start }
    }

    fn insert(&mut self, due: u64, key: u64) -> delay_queue::Key {
        let _context = self.runtime.enter();
        self.queue.insert_at(key, self.start + Duration::from_millis(due))
    }

    fn cancel(&mut self, key: &delay_queue::Key) {
        let _context = self.runtime.enter();
        self.queue.remove(key);
    }

    fn advance(&mut self, now: u64) -> usize {
        let Delays { queue, runtime, start } = self;
        let drain = poll_fn(|context| {
            let mut fired = 0;
            while let Poll::Ready(Some(_)) = queue.poll_expired(context) {
                fired += 1;
            }
            Poll::Ready(fired)
        });
        runtime.block_on(async {
            let now = *start + Duration::from_millis(now);
            time::advance(now - Instant::now()).await;
            // Or else the queue would pause after a hundred or so, for the sake of other tasks.
            task::unconstrained(drain).await
        })
    }
}

/// A four-level hashed wheel. It knows only delays, so it is told the time at every insert, and it must tick.
pub(crate) struct HashWheel {
    wheel: QuadWheelWithOverflow<IdOnlyTimerEntry<u64>>,
    now: u64,
}

impl Timers for HashWheel {
    const NAME: &'static str = "hierarchical_hash_wheel_timer";
    type Handle = u64;

    fn new(_count: usize) -> Self {
        HashWheel { wheel: QuadWheelWithOverflow::new(), now: 0 }
    }

    fn insert(&mut self, due: u64, key: u64) -> u64 {
        let entry = IdOnlyTimerEntry::new(key, Duration::from_millis(due - self.now));
        self.wheel.insert(entry).expect("due later than now");
        key
    }

    fn cancel(&mut self, key: &u64) {
        self.wheel.cancel(key).expect("still pending");
    }

    fn advance(&mut self, now: u64) -> usize {
        let mut fired = 0;
        while self.now < now {
            match self.wheel.can_skip() {
                Skip::Empty => self.now = now,
                Skip::Millis(skip) => {
                    let skip = u64::from(skip).min(now - self.now);
                    self.wheel.skip(skip as u32);
                    self.now += skip;
                }
                Skip::None => {
                    fired += self.wheel.tick().len();
                    self.now += 1;
                }
            }
        }
        fired
    }
}
