//! Elapsed time and progress, for the person at the terminal. The only place here that reads a clock.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use duban_calendar::Timestamp;
use indicatif::{ProgressBar, ProgressStyle};

/// Measures how long something takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(
        clippy::disallowed_methods,
        reason = "how long a command took is shown to people and decides nothing"
    )]
    pub(crate) fn start() -> Stopwatch {
        Stopwatch(Instant::now())
    }

    pub(crate) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// Now, for the recording time of what this command itself records.
#[expect(clippy::disallowed_methods, reason = "an adoption is recorded when it is made")]
pub(crate) fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// A bar on stderr that shows itself only on a terminal, and only for work of more than a second.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
    started: Stopwatch,
    what: String,
    total: u64,
}

impl Progress {
    /// Progress towards a known total.
    pub(crate) fn towards(total: u64, what: impl Into<String>) -> Progress {
        Progress {
            bar: ProgressBar::hidden(),
            started: Stopwatch::start(),
            what: what.into(),
            total,
        }
    }

    /// So much is done.
    pub(crate) fn at(&mut self, done: u64) {
        if self.bar.is_hidden() && self.started.elapsed() > Duration::from_secs(1) {
            self.bar = ProgressBar::new(self.total).with_message(self.what.clone());
            let style = ProgressStyle::with_template("{msg} [{bar:30}] {percent}% {eta}");
            self.bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        }
        self.bar.set_position(done);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
