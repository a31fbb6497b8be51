//! Does any advance stall when ten million timers are pending?
//!
//! A month goes by in steps of a second, and at every step a few timers are put off. Prints how long the advances took,
//! how many entries one of them moved at most, and the bytes a timer takes. Tiny under `cargo test`.

#[path = "wheel/random.rs"]
mod random;

use std::time::Instant;

use duban_wheel::Wheel;
use hdrhistogram::Histogram;
use random::Random;

const DAY: u64 = 86_400_000;
const YEAR: u64 = 365 * DAY;

/// What the kernel says this process holds in memory; zero where there is no such file.
fn resident_bytes() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    pages.split(' ').nth(1).and_then(|it| it.parse::<u64>().ok()).map_or(0, |it| it * 4096)
}

#[expect(clippy::disallowed_methods, reason = "a bench measures real time")]
#[expect(clippy::expect_used, reason = "the bounds of the histogram are constants, and in order")]
#[expect(clippy::print_stdout, reason = "a bench prints what it found")]
fn main() {
    let real = std::env::args().any(|it| it == "--bench");
    let (timers, month) = if real { (10_000_000, 30 * DAY) } else { (10_000, DAY / 24) };

    let mut random = Random(92);
    let mut handles = vec![duban_wheel::Handle::NONE; timers as usize];
    let before = resident_bytes();
    let mut wheel = Wheel::new(0);
    for key in 0..timers {
        handles[key as usize] = wheel.insert(1 + random.below(YEAR), key);
    }
    let bytes = resident_bytes().saturating_sub(before) as f64 / timers as f64;

    // Bounded on purpose: a growing histogram clips in `saturating_record`.
    let mut nanos = Histogram::<u64>::new_with_bounds(1, 10_000_000_000, 3).expect("valid bounds");
    let (mut fired, mut count, mut most) = (Vec::new(), 0, 0);
    for now in (0..month).step_by(1000) {
        for _ in 0..4 {
            let key = random.below(timers);
            wheel.cancel(handles[key as usize]);
            handles[key as usize] = wheel.insert(now + 1 + random.below(YEAR), key);
        }
        fired.clear();
        let moved = wheel.moved();
        let start = Instant::now();
        wheel.advance(now, &mut fired);
        nanos.saturating_record(start.elapsed().as_nanos() as u64);
        most = most.max(wheel.moved() - moved);
        count += fired.len();
    }

    let at = |quantile| nanos.value_at_quantile(quantile) as f64 / 1e3;
    println!(
        "{timers} timers, {bytes:.1} bytes each; {} advances of 1 s fired {count}: p50 {:.1} us, p99 {:.1} us, \
         p99.9 {:.1} us, max {:.1} us; at most {most} entries moved by one",
        nanos.len(),
        at(0.5),
        at(0.99),
        at(0.999),
        nanos.max() as f64 / 1e3,
    );
}
