//! A time zone as a table: which offset held from which instant on.
//!
//! The table is read once from the IANA rules (1900 to 2200; the rules at hand end in 2099). After
//! that a lookup is a shift, an array access and rarely a step, and after the zone's last change of
//! offset not even that.
//!
//! *Invariant.* [`Zone::instant`] never goes backwards as the local time goes forwards, over gaps and
//! repeated hours alike.
//!
//! *Absent on purpose.* The zone of the machine: a zone is always named.

use std::{fmt, sync::Arc};

use chrono::{DateTime, Offset, TimeZone};
use chrono_tz::Tz;

use crate::{CalendarError, Day, LocalTime, Timestamp, time::DAY_MS};

/// The first and the last instant for which the IANA rules are read.
const SURVEY: std::ops::Range<i64> =
    days_to_ms(/* 1900-01-01 */ -25_567)..days_to_ms(/* 2200-01-01 */ 84_006);

/// Spans are found by buckets of 2^33 ms, some 99 days: few zones change their offset twice in one.
const BUCKET_BITS: u32 = 33;

/// A named time zone. Cheap to clone.
#[derive(Clone)]
pub struct Zone(Arc<Table>);

struct Table {
    name: String,
    /// Every span of constant offset, in order; the first begins at `i64::MIN`.
    spans: Vec<Span>,
    /// For each bucket of the survey, the span that holds at its start.
    buckets: Vec<u16>,
    /// From here on the offset stays.
    settled: Span,
}

/// From this instant (UTC ms) until the next span, local time is UTC plus the offset (ms).
#[derive(Clone, Copy)]
struct Span {
    from: i64,
    offset: i64,
}

const fn days_to_ms(days: i64) -> i64 {
    days * DAY_MS
}

impl Zone {
    /// The zone of this name in the IANA database.
    ///
    /// # Errors
    /// [`CalendarError::Zone`] if there is none.
    ///
    /// ```
    /// use duban_calendar::{Timestamp, Zone};
    /// let zone = Zone::named("Europe/Amsterdam").unwrap();
    /// let at = Timestamp::parse("2026-03-29T00:59:59Z").unwrap();
    /// assert_eq!(zone.display(at), "2026-03-29 01:59:59 +01:00");
    /// assert_eq!(zone.display(at.plus_ms(1000)), "2026-03-29 03:00:00 +02:00");
    /// ```
    pub fn named(name: &str) -> Result<Zone, CalendarError> {
        let tz: Tz = name.parse().map_err(|_| CalendarError::Zone { name: name.to_owned() })?;
        let spans = survey(tz);
        let buckets = (SURVEY.start..SURVEY.end)
            .step_by(1 << BUCKET_BITS)
            .map(|start| (spans.partition_point(|span| span.from <= start) - 1) as u16)
            .collect();
        let settled = spans[spans.len() - 1];
        Ok(Zone(Arc::new(Table { name: tz.name().to_owned(), spans, buckets, settled })))
    }

    /// The name in the IANA database.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// How far local time is ahead of UTC at an instant, in milliseconds.
    pub fn offset_ms(&self, at: Timestamp) -> i64 {
        if at.0 >= self.0.settled.from { self.0.settled.offset } else { self.span(at.0).1.offset }
    }

    /// The civil day at an instant.
    pub fn day_of(&self, at: Timestamp) -> Day {
        Day::clamped(self.wall_ms(at).div_euclid(DAY_MS))
    }

    /// What the clock on the wall shows at an instant.
    pub fn local(&self, at: Timestamp) -> LocalTime {
        let wall = self.wall_ms(at);
        LocalTime {
            day: Day::clamped(wall.div_euclid(DAY_MS)),
            ms_of_day: wall.rem_euclid(DAY_MS) as u32,
        }
    }

    /// The first instant of a civil day: 00:00, or the end of the gap that swallowed it.
    pub fn start_of(&self, day: Day) -> Timestamp {
        self.instant(day, 0)
    }

    /// The last moment of a civil day, which is the first instant of the next: 24:00.
    pub fn end_of(&self, day: Day) -> Timestamp {
        self.instant(day, DAY_MS as u32)
    }

    /// The instant by which something due belongs to a day: a midnight is the 24:00 of the day that it ends, so what is due then belongs
    /// to that day's last instant.
    ///
    /// ```
    /// use duban_calendar::{Timestamp, Zone};
    /// let zone = Zone::named("Asia/Shanghai").unwrap();
    /// let midnight = Timestamp::parse("2025-07-01T00:00:00+08:00").unwrap();
    /// assert_eq!(zone.day_of(zone.filed_at(midnight)).to_string(), "2025-06-30");
    /// ```
    pub fn filed_at(&self, due: Timestamp) -> Timestamp {
        if self.local(due).ms_of_day == 0 { Timestamp(due.0.saturating_sub(1)) } else { due }
    }

    /// The instant at which the wall clock shows this time: the first where it does so twice, the
    /// first after the gap where it never does. 24:00 (86,400,000) is the start of the next day.
    pub fn instant(&self, day: Day, ms_of_day: u32) -> Timestamp {
        let wall = days_to_ms(day.0.into()) + i64::from(ms_of_day);
        // No offset reaches a day, so a span that ended this early can't hold the answer.
        let early = wall - DAY_MS;
        if early >= self.0.settled.from {
            return Timestamp(wall - self.0.settled.offset);
        }
        let (first, _) = self.span(early);
        let spans = &self.0.spans;
        for (index, span) in spans.iter().enumerate().skip(first) {
            let at = wall - span.offset;
            if spans.get(index + 1).is_none_or(|next| at < next.from) {
                return Timestamp(at.max(span.from));
            }
        }
        Timestamp(wall - self.0.settled.offset)
    }

    /// The local date, the time to the second and the offset, for people.
    pub fn display(&self, at: Timestamp) -> String {
        self.format(at, ' ', " ", false)
    }

    /// The instant as RFC 3339 in this zone, with milliseconds only where there are some.
    pub fn rfc3339(&self, at: Timestamp) -> String {
        self.format(at, 'T', "", true)
    }

    fn format(&self, at: Timestamp, date_end: char, time_end: &str, exact: bool) -> String {
        let LocalTime { day, ms_of_day } = self.local(at);
        let time = time_of_day(ms_of_day, exact);
        format!("{day}{date_end}{time}{time_end}{}", Ahead(self.offset_ms(at) / 1000))
    }

    /// The instants, from the first day of a year until the last, at which the offset changes.
    pub(crate) fn changes(&self) -> impl Iterator<Item = Timestamp> {
        self.0.spans[1..].iter().map(|span| Timestamp(span.from))
    }

    fn wall_ms(&self, at: Timestamp) -> i64 {
        at.0.saturating_add(self.offset_ms(at))
    }

    /// The span that holds at an instant, and its place.
    fn span(&self, at: i64) -> (usize, Span) {
        let table = &*self.0;
        let since = at.saturating_sub(SURVEY.start);
        let mut index = match usize::try_from(since >> BUCKET_BITS) {
            Ok(bucket) => usize::from(table.buckets[bucket.min(table.buckets.len() - 1)]),
            Err(_) => 0,
        };
        while table.spans.get(index + 1).is_some_and(|next| next.from <= at) {
            index += 1;
        }
        (index, table.spans[index])
    }
}

/// Walks the survey and closes in on each change of offset. No span is missed: the shortest of any
/// zone in the database lasts a week, and no step is as long.
fn survey(tz: Tz) -> Vec<Span> {
    const STEP: i64 = 6 * DAY_MS;
    let offset = |at: i64| {
        let utc = DateTime::from_timestamp_millis(at).unwrap_or_default().naive_utc();
        i64::from(tz.offset_from_utc_datetime(&utc).fix().local_minus_utc()) * 1000
    };
    let mut spans = vec![Span { from: i64::MIN, offset: offset(SURVEY.start) }];
    let mut current = spans[0].offset;
    for end in (SURVEY.start + STEP..SURVEY.end).step_by(STEP as usize) {
        let found = offset(end);
        if found != current {
            let (mut before, mut after) = (end - STEP, end);
            while after - before > 1 {
                let middle = before + (after - before) / 2;
                if offset(middle) == current { before = middle } else { after = middle }
            }
            spans.push(Span { from: after, offset: found });
            current = found;
        }
    }
    spans
}

/// Hours, minutes and seconds; milliseconds only if asked for and not zero.
pub(crate) fn time_of_day(ms_of_day: u32, exact: bool) -> String {
    let (seconds, ms) = (ms_of_day / 1000, ms_of_day % 1000);
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    let time = format!("{hours:02}:{minutes:02}:{:02}", seconds % 60);
    if exact && ms != 0 { format!("{time}.{ms:03}") } else { time }
}

/// An offset in seconds, as `+08:00`; with seconds where a town still kept its own mean time.
struct Ahead(i64);

impl fmt::Display for Ahead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, offset) = if self.0 < 0 { ('-', -self.0) } else { ('+', self.0) };
        write!(f, "{sign}{:02}:{:02}", offset / 3600, offset / 60 % 60)?;
        if offset % 60 == 0 { Ok(()) } else { write!(f, ":{:02}", offset % 60) }
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.name())
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Zone) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Zone {}
