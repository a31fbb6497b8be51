//! The ends of the range, and memory under endless re-arming.

use duban_wheel::{Fired, Handle, Wheel};

const YEAR: u64 = 365 * 86_400_000;

fn advance(wheel: &mut Wheel, now: u64) -> Vec<Fired> {
    let mut fired = Vec::new();
    wheel.advance(now, &mut fired);
    fired
}

#[test]
fn the_first_and_the_last_tick() {
    let mut wheel = Wheel::new(0);
    wheel.insert(u64::MAX, 2);
    wheel.insert(0, 1);
    wheel.insert(u64::MAX - 1, 3);
    assert_eq!(wheel.wake_at(), Some(0));
    assert_eq!(advance(&mut wheel, 0), [Fired { due: 0, key: 1 }]);
    assert_eq!(advance(&mut wheel, u64::MAX - 2), []);
    assert_eq!(wheel.next_due(), Some(u64::MAX - 1));
    assert_eq!(
        advance(&mut wheel, u64::MAX),
        [Fired { due: u64::MAX - 1, key: 3 }, Fired { due: u64::MAX, key: 2 }]
    );
    wheel.insert(u64::MAX, 4);
    assert_eq!(wheel.wake_at(), Some(u64::MAX));
    assert_eq!(advance(&mut wheel, 0), [Fired { due: u64::MAX, key: 4 }]);
    assert_eq!((wheel.wake_at(), wheel.now()), (None, u64::MAX));
}

#[test]
fn an_idle_century_is_two_wakes_at_most() {
    let mut wheel = Wheel::new(1_000);
    wheel.insert(200 * YEAR, 1);
    let mut wakes = 0;
    while let Some(at) = wheel.wake_at() {
        let fired = advance(&mut wheel, at);
        wakes += 1;
        assert!(fired.iter().all(|it| it.due == at));
    }
    assert!(wakes <= 2, "{wakes} wakes for one timer");
}

#[test]
fn time_does_not_go_backwards() {
    let mut wheel = Wheel::new(100);
    wheel.insert(150, 1);
    assert_eq!(advance(&mut wheel, 120), []);
    assert_eq!(advance(&mut wheel, 50), []);
    assert_eq!(wheel.now(), 120);
    wheel.insert(60, 2);
    assert_eq!(wheel.wake_at(), Some(120));
    assert_eq!(advance(&mut wheel, 50), [Fired { due: 60, key: 2 }]);
    assert_eq!(wheel.now(), 120);
}

#[test]
fn handles_of_the_departed_cancel_nothing() {
    let mut wheel = Wheel::new(0);
    assert!(!wheel.cancel(Handle::NONE));
    let fires = wheel.insert(10, 1);
    advance(&mut wheel, 10);
    let reuses = wheel.insert(20, 2);
    assert!(!wheel.cancel(fires));
    assert!(!wheel.cancel(Handle::NONE));
    assert_eq!(wheel.len(), 1);
    assert!(wheel.cancel(reuses));
    assert!(wheel.is_empty());
    assert_eq!(wheel.wake_at(), None);
    assert_eq!(advance(&mut wheel, 30), []);
}

#[test]
fn handles_are_eight_bytes_and_fired_sixteen() {
    assert_eq!((size_of::<Handle>(), size_of::<Option<Fired>>()), (8, 24));
    assert_eq!(size_of::<Fired>(), 16);
}

/// A thousand timers put off two million times, near and far, while no time passes at all.
#[test]
fn endless_re_arming_does_not_fill_the_memory() {
    const TIMERS: usize = 1_000;
    let mut wheel = Wheel::new(0);
    let mut handles: Vec<_> = (0..TIMERS as u64).map(|key| wheel.insert(YEAR + key, key)).collect();
    let (mut random, mut most) = (1u64, 0);
    for _ in 0..2_000_000 {
        random = random.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        let key = (random >> 33) as usize % TIMERS;
        assert!(wheel.cancel(handles[key]));
        handles[key] = wheel.insert(1 + (random >> (20 + key % 40)), key as u64);
        most = most.max(wheel.held());
    }
    assert!(most < 5 * TIMERS / 2 + 4_000, "{most} entries for {TIMERS} timers");
    assert_eq!(wheel.len(), TIMERS);
    assert_eq!(advance(&mut wheel, u64::MAX).len(), TIMERS);
}

/// Many that stay, which a pass has to go through before it comes to the remains of the one that is put off.
#[test]
fn remains_stay_below_the_promised_share() {
    const TIMERS: usize = 100_000;
    let mut wheel = Wheel::new(0);
    (0..TIMERS as u64).for_each(|key| _ = wheel.insert(100 * YEAR + key, key));
    let (mut handle, mut most) = (Handle::NONE, 0);
    for round in 0..5 * TIMERS as u64 {
        wheel.cancel(handle);
        handle = wheel.insert(YEAR + round, round);
        most = most.max(wheel.held());
    }
    assert!(most < 9 * TIMERS / 4, "{most} entries for {TIMERS} timers");
    assert!(most > 2 * TIMERS, "the run never came near the bound: {most}");
}
