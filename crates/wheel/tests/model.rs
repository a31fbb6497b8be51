//! The wheel against a `BTreeMap` that does the same the plain way.
//!
//! Each distribution of steps aims at another weakness; together they take the wheel through some millions of operations.

mod plain;

use duban_wheel::{Fired, Handle, Wheel};
use plain::Plain;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

#[derive(Clone, Debug)]
enum Step {
    /// `wait` from now on, or `lag` before it.
    Insert {
        key: u64,
        wait: u64,
        lag: u64,
    },
    /// Any handle ever given out, so that many have fired or been cancelled.
    Cancel {
        which: usize,
    },
    /// Cancel and insert again, `times` over.
    Rearm {
        which: usize,
        wait: u64,
        times: usize,
    },
    Advance {
        by: u64,
    },
    /// Exactly to where the wheel asks to be woken, or to one tick before.
    Wake {
        early: bool,
    },
    NextDue,
}

/// Both at once; every call is compared.
struct Pair {
    wheel: Wheel,
    plain: Plain,
    handles: Vec<(Handle, u64)>,
    now: u64,
}

impl Pair {
    fn new(now: u64) -> Pair {
        Pair { wheel: Wheel::new(now), plain: Plain::default(), handles: Vec::new(), now }
    }

    fn insert(&mut self, key: u64, due: u64) {
        let order = self.handles.len() as u64;
        self.handles.push((self.wheel.insert(due, key), order));
        self.plain.insert(due, key, order);
    }

    fn cancel(&mut self, which: usize) {
        if let Some(&(handle, order)) = self.handles.get(which % self.handles.len().max(1)) {
            assert_eq!(self.wheel.cancel(handle), self.plain.cancel(order));
            assert!(!self.wheel.cancel(handle));
        }
    }

    fn advance(&mut self, now: u64) {
        self.now = self.now.max(now);
        // What was there before must stay in front, unsorted.
        let mut fired = vec![Fired { due: u64::MAX, key: 7 }];
        self.wheel.advance(now, &mut fired);
        assert_eq!(fired[1..], self.plain.advance(self.now)[..], "at {}", self.now);
        assert_eq!(fired[0], Fired { due: u64::MAX, key: 7 });
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Insert { key, wait, lag } => {
                self.insert(key, self.now.saturating_add(wait).saturating_sub(lag))
            }
            Step::Cancel { which } => self.cancel(which),
            Step::Rearm { which, wait, times } => (0..times).for_each(|again| {
                self.cancel(which.wrapping_add(again));
                self.insert(again as u64, self.now.saturating_add(wait ^ again as u64));
            }),
            Step::Advance { by } => self.advance(self.now.saturating_add(by)),
            Step::Wake { early } => {
                if let Some(at) = self.wheel.wake_at() {
                    self.advance(at.saturating_sub(u64::from(early)));
                }
            }
            Step::NextDue => assert_eq!(self.wheel.next_due(), self.plain.next_due()),
        }
        self.check();
    }

    fn check(&self) {
        assert_eq!(self.wheel.now(), self.now);
        assert_eq!(self.wheel.len(), self.plain.len());
        assert_eq!(self.wheel.is_empty(), self.plain.len() == 0);
        match (self.wheel.wake_at(), self.plain.next_due()) {
            (Some(at), Some(due)) => {
                assert!(at >= self.now, "wakes in the past: {at} < {}", self.now);
                assert!(at <= due.max(self.now), "sleeps through {due} until {at}");
            }
            (wake_at, due) => assert_eq!(wake_at, due),
        }
    }
}

/// Mostly inserts and advances; `key`, `wait` and `by` decide what the run is about.
fn steps(
    key: impl Strategy<Value = u64> + 'static,
    wait: impl Strategy<Value = u64> + Clone + 'static,
    by: impl Strategy<Value = u64> + 'static,
    most: usize,
) -> impl Strategy<Value = Vec<Step>> {
    let lag = prop_oneof![6 => Just(0), 1 => 0..200u64, 1 => any::<u64>()];
    let step = prop_oneof![
        8 => (key, wait.clone(), lag).prop_map(|(key, wait, lag)| Step::Insert { key, wait, lag }),
        3 => any::<usize>().prop_map(|which| Step::Cancel { which }),
        1 => (any::<usize>(), wait, 0..40usize).prop_map(|(which, wait, times)| Step::Rearm { which, wait, times }),
        4 => by.prop_map(|by| Step::Advance { by }),
        2 => any::<bool>().prop_map(|early| Step::Wake { early }),
        1 => Just(Step::NextDue),
    ];
    prop::collection::vec(step, 1..most)
}

/// A number whose magnitude, not whose value, is evenly spread.
fn magnitude() -> impl Strategy<Value = u64> + Clone {
    (any::<u64>(), 0..64u32).prop_map(|(bits, shift)| bits >> shift)
}

/// Ticks beside the seams between levels.
fn seam() -> impl Strategy<Value = u64> + Clone {
    (0..11u32, 1..70u64, 0..5u64).prop_map(|(level, slots, off)| {
        (slots << (6 * level).min(63)).wrapping_add(off).saturating_sub(2)
    })
}

fn run(start: u64, steps: Vec<Step>) {
    let mut pair = Pair::new(start);
    steps.into_iter().for_each(|step| pair.step(step));
    pair.advance(u64::MAX);
    pair.check();
    assert_eq!(pair.wheel.held(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1_000,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_251_122),
        ..ProptestConfig::default()
    })]

    #[test]
    fn few_keys_that_collide(start in 0..1u64 << 40, steps in steps(0..3u64, 0..100u64, 0..30u64, 300)) {
        run(start, steps);
    }

    #[test]
    fn every_magnitude(start in magnitude(), steps in steps(any::<u64>(), magnitude(), magnitude(), 300)) {
        run(start, steps);
    }

    #[test]
    fn beside_the_seams(start in seam(), steps in steps(0..1000u64, seam(), seam(), 300)) {
        run(start, steps);
    }

    /// Days, with small steps: what replay does.
    #[test]
    fn small_steps_over_long_waits(
        start in 0..1u64 << 41,
        steps in steps(any::<u64>(), 0..5_000_000_000u64, 0..2_000_000u64, 600),
    ) {
        run(start, steps);
    }

    /// Few instants, so that one bucket holds many of the same tick and becomes heavy by a single other.
    #[test]
    fn storms(start in 0..1u64 << 41, instants in prop::collection::vec(magnitude(), 1..4), seed in any::<u64>()) {
        let mut pair = Pair::new(start);
        let mut random = seed | 1;
        for round in 0..600usize {
            random = random.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
            let due = start.saturating_add(instants[round % instants.len()]);
            pair.insert(random >> 60, if random >> 32 & 63 == 0 { due ^ 5 } else { due });
            if random >> 40 & 7 == 0 {
                pair.step(Step::Cancel { which: (random >> 20) as usize });
            }
        }
        while pair.wheel.wake_at().is_some() {
            pair.step(Step::Wake { early: false });
        }
        prop_assert_eq!(pair.plain.len(), 0);
    }

    /// Jumping ahead must equal walking there through every wake-up.
    #[test]
    fn a_leap_equals_a_walk(
        start in magnitude(),
        waits in prop::collection::vec(magnitude(), 0..300),
        cancelled in prop::collection::vec(any::<prop::sample::Index>(), 0..50),
    ) {
        let (mut leaper, mut walker) = (Wheel::new(start), Wheel::new(start));
        let mut handles = Vec::new();
        for (key, &wait) in waits.iter().enumerate() {
            let due = start.saturating_add(wait);
            handles.push((leaper.insert(due, key as u64), walker.insert(due, key as u64)));
        }
        for index in cancelled.iter().filter(|_| !handles.is_empty()) {
            let (leaps, walks) = handles[index.index(handles.len())];
            prop_assert_eq!(leaper.cancel(leaps), walker.cancel(walks));
        }
        let (mut leapt, mut walked) = (Vec::new(), Vec::new());
        while let Some(at) = walker.wake_at() {
            walker.advance(at, &mut walked);
        }
        leaper.advance(u64::MAX, &mut leapt);
        prop_assert_eq!(leapt, walked);
    }

    /// The order of scheduling must not show.
    #[test]
    fn order_of_insertion_does_not_matter(
        timers in prop::collection::vec((0..2_000u64, 0..50u64), 0..300).prop_flat_map(|timers| {
            (Just(timers.clone()), Just(timers).prop_shuffle())
        }),
        stops in prop::collection::vec(0..2_500u64, 0..6),
    ) {
        let (one, other) = timers;
        let fire = |timers: Vec<(u64, u64)>| {
            let mut wheel = Wheel::new(0);
            for (due, key) in timers {
                wheel.insert(due, key);
            }
            let mut fired = Vec::new();
            stops.iter().for_each(|&now| wheel.advance(now, &mut fired));
            fired
        };
        prop_assert_eq!(fire(one), fire(other));
    }
}
