//! The time that this thread spent on a processor.
//!
//! On a shared machine the clock on the wall measures the neighbours. What the kernel charges to the thread is left alone
//! by them, but for the caches. Where the kernel does not tell, the clock on the wall has to do.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use criterion::measurement::{Measurement, ValueFormatter, WallTime};

pub(crate) struct CpuTime;

fn charged() -> Option<Duration> {
    // The kernel brings its account up to date when the thread offers to step aside.
    thread::yield_now();
    let account = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    account.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

impl Measurement for CpuTime {
    type Intermediate = (Instant, Option<Duration>);
    type Value = Duration;

    #[expect(clippy::disallowed_methods, reason = "a bench measures real time")]
    fn start(&self) -> Self::Intermediate {
        (Instant::now(), charged())
    }

    fn end(&self, (start, before): Self::Intermediate) -> Duration {
        charged().zip(before).map_or_else(|| start.elapsed(), |(after, before)| after - before)
    }

    fn add(&self, one: &Duration, other: &Duration) -> Duration {
        *one + *other
    }

    fn zero(&self) -> Duration {
        Duration::ZERO
    }

    fn to_f64(&self, value: &Duration) -> f64 {
        value.as_nanos() as f64
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        WallTime.formatter()
    }
}
