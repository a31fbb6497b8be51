//! Why a clock is due when it is: its time from the start on, cut into runs of one kind.
//!
//! *Invariant.* Segments follow one another without a hole, and what those of one part count up to the
//! due instant is exactly the length of that part.
//!
//! *Absent on purpose.* Speed and layout: it walks day by day, and who shows it chooses the words.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    Calendar, Day, DayKind, Term, TermError, Timestamp, Zone,
    count::Count,
    hold,
    line::OPEN,
    ruler::{Moment, Scale},
};

/// A run of time of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// Its first instant.
    pub from: Timestamp,
    /// The first instant after it; [`Timestamp::MAX`] while a pause has no end.
    pub to: Timestamp,
    /// Its first day.
    pub first: Day,
    /// Its last day; [`Day::MAX`] while a pause has no end.
    pub last: Day,
    /// What kind of time it is.
    pub kind: SegmentKind,
    /// How much of it counts: days under the policy `day`, else milliseconds.
    pub counted: u64,
    /// To which part of the term it belongs, by its place among [`Reckoning::parts`](crate::Reckoning::parts).
    pub part: usize,
    /// How much of that part has been counted by its end.
    pub so_far: u64,
}

/// What kind of time a run is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SegmentKind {
    /// The day of the event that started the clock: not counted (民法典 201).
    StartDay,
    /// Counted.
    Counted,
    /// A make-up working day for this holiday: counted.
    MakeUp(String),
    /// Paused, and not counted, by the pause at this place of [`Term::pauses`].
    Paused(usize),
    /// In the pause at this place, but beyond its cap: counted.
    CapExceeded(usize),
    /// In the pause at this place, but beyond what it and others may take together: counted.
    TotalExceeded(usize),
    /// Outside the office hours of a working day.
    OutsideHours,
    /// The weekly rest.
    Rest,
    /// A day of this holiday.
    Holiday(String),
    /// From the end of a limit that ran out on a day off to the working day on which it is due.
    Rolled,
}

impl SegmentKind {
    /// Whether time of this kind is counted.
    pub const fn counts(&self) -> bool {
        match self {
            SegmentKind::Counted
            | SegmentKind::MakeUp(_)
            | SegmentKind::CapExceeded(_)
            | SegmentKind::TotalExceeded(_) => true,
            SegmentKind::StartDay
            | SegmentKind::Paused(_)
            | SegmentKind::OutsideHours
            | SegmentKind::Rest
            | SegmentKind::Holiday(_)
            | SegmentKind::Rolled => false,
        }
    }
}

impl fmt::Display for SegmentKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SegmentKind::StartDay => f.write_str("start day, not counted"),
            SegmentKind::Counted => f.write_str("counted"),
            SegmentKind::MakeUp(name) => write!(f, "make-up working day for {name}, counted"),
            SegmentKind::Paused(place) => write!(f, "paused by pause {}", place + 1),
            SegmentKind::CapExceeded(place) => {
                write!(f, "beyond the cap of pause {}, counted", place + 1)
            }
            SegmentKind::TotalExceeded(place) => {
                write!(f, "pause {}, beyond the total, counted", place + 1)
            }
            SegmentKind::OutsideHours => f.write_str("outside office hours"),
            SegmentKind::Rest => f.write_str("weekly rest"),
            SegmentKind::Holiday(name) => write!(f, "holiday {name}"),
            SegmentKind::Rolled => f.write_str("rolled over to the next working day"),
        }
    }
}

impl Calendar {
    /// Explains a clock from its start until it is due, or until `upto` if that is earlier. Under the
    /// policy `day`, the day of `upto` is told to its end.
    ///
    /// A clock that is suspended ends with a pause that has no end yet.
    ///
    /// # Errors
    /// As [`Calendar::reckon`].
    pub fn segments(
        &self,
        term: &Term<'_>,
        upto: Option<Timestamp>,
    ) -> Result<Vec<Segment>, TermError> {
        let count = Count::new(self, term)?;
        let mut teller = Teller::new(&count);
        teller.tell(upto);
        Ok(teller.segments)
    }
}

/// A stretch that the calendar sees as one.
struct Piece {
    from: i64,
    to: i64,
    first: Day,
    last: Day,
    kind: SegmentKind,
}

/// A pause in instants: from where on it covers time, until where its cap and totals allow, until where its cap alone, and its end; [`OPEN`] where it has none.
struct Hold {
    from: i64,
    until: i64,
    capped: i64,
    to: i64,
}

struct Teller<'a> {
    count: &'a Count<'a>,
    holds: Vec<Hold>,
    /// Where each part but the first begins, as far as that is known.
    begins: Vec<i64>,
    /// Every instant at which a part begins, or some pause begins, is used up or ends, in order.
    cuts: Vec<i64>,
    segments: Vec<Segment>,
}

impl<'a> Teller<'a> {
    fn new(count: &'a Count<'a>) -> Teller<'a> {
        let zone = count.calendar.zone();
        let holds: Vec<Hold> = count.holds.iter().map(|it| Hold::new(zone, it)).collect();
        let further = count.further.iter().filter_map(|part| part.laid.as_ref());
        let begins: Vec<i64> = further.map(|laid| instant(zone, laid.begins)).collect();
        let ends = holds.iter().flat_map(|hold| [hold.from, hold.until, hold.capped, hold.to]);
        let mut cuts: Vec<i64> =
            ends.filter(|&cut| cut < OPEN).chain(begins.iter().copied()).collect();
        cuts.sort_unstable();
        cuts.dedup();
        Teller { count, holds, begins, cuts, segments: Vec::new() }
    }

    /// The place of the part to which the time from this instant on belongs.
    fn part_at(&self, at: i64) -> usize {
        self.begins.partition_point(|&begins| begins <= at)
    }

    /// What the part at this instant counts on.
    fn scale_at(&self, at: i64) -> Scale {
        let part = self.count.parts().nth(self.part_at(at));
        part.unwrap_or(&self.count.limit).ruler.scale
    }

    fn tell(&mut self, upto: Option<Timestamp>) {
        let zone = self.count.calendar.zone();
        let whole_days = self.count.counts_days();
        let told_to = |at: Timestamp| if whole_days { zone.end_of(zone.day_of(at)) } else { at };
        let stop = upto.map_or(Timestamp::MAX, told_to).0;
        match self.count.end {
            Some(end) if whole_days => self.walk(stop.min(zone.end_of(end.day).0)),
            Some(end) => self.walk(stop.min(end.at.0)),
            None => self.tell_suspended(stop),
        }
    }

    /// After its last cut a suspended clock only stands still: one piece, however long.
    fn tell_suspended(&mut self, stop: i64) {
        let zone = self.count.calendar.zone();
        let last = self.cuts.last().copied().unwrap_or(i64::MIN).max(self.count.term.start.0);
        let settled = zone.end_of(zone.day_of(Timestamp(last))).0;
        self.walk(stop.min(settled));
        let open = self.holds.iter().position(|hold| hold.until == OPEN);
        if let Some(place) = open.filter(|_| settled < stop) {
            let (first, last) = days(zone, settled, stop);
            let kind = SegmentKind::Paused(place);
            self.push(Piece { from: settled, to: stop, first, last, kind });
        }
    }

    /// Tells everything from the start to an instant.
    fn walk(&mut self, stop: i64) {
        let (zone, start) = (self.count.calendar.zone(), self.count.term.start);
        let mut day = zone.day_of(start);
        match self.count.limit.ruler.scale {
            Scale::Wall => self.cut(start.0, stop, &SegmentKind::Counted),
            Scale::Workdays | Scale::Days => {
                while zone.end_of(day).0 <= stop {
                    self.whole_day(day);
                    day = day.plus(1);
                }
            }
            Scale::Office => {
                // Where a zone repeats hours at midnight, the local date may lie a day ahead.
                day = day.plus(-1);
                while zone.start_of(day).0 < stop {
                    self.office_day(day, stop);
                    day = day.plus(1);
                }
            }
        }
    }

    /// A day of a clock that counts days.
    fn whole_day(&mut self, day: Day) {
        let (calendar, zone) = (self.count.calendar, self.count.calendar.zone());
        let (from, to) = (zone.start_of(day).0, zone.end_of(day).0);
        let kind = if day == zone.day_of(self.count.term.start) {
            SegmentKind::StartDay
        } else if self.count.end.is_some_and(|end| day > end.used_up) {
            SegmentKind::Rolled
        } else if self.scale_at(from) == Scale::Days {
            self.held(from, SegmentKind::Counted)
        } else {
            self.held(from, on_calendar(calendar.kind(day)))
        };
        self.push(Piece { from, to, first: day, last: day, kind });
    }

    /// The sessions of a day and what lies around them, as far as the clock runs.
    fn office_day(&mut self, day: Day, stop: i64) {
        let calendar = self.count.calendar;
        let zone = calendar.zone();
        let (mut from, to) = (zone.start_of(day).0, zone.end_of(day).0);
        let kind = on_calendar(calendar.kind(day));
        if !kind.counts() {
            return self.cut(from, to.min(stop), &kind);
        }
        for (opens, closes) in calendar.hours().on(zone, day) {
            self.cut(from, opens.min(stop), &SegmentKind::OutsideHours);
            self.cut(opens, closes.min(stop), &kind);
            from = closes;
        }
        self.cut(from, to.min(stop), &SegmentKind::OutsideHours);
    }

    /// Tells a stretch from the start of the clock on, cut where pauses begin and end.
    fn cut(&mut self, from: i64, to: i64, kind: &SegmentKind) {
        let zone = self.count.calendar.zone();
        let mut from = from.max(self.count.term.start.0);
        while from < to {
            let next = self.cuts.partition_point(|&cut| cut <= from);
            let end = self.cuts.get(next).map_or(to, |&cut| cut.min(to));
            let (first, last) = days(zone, from, end);
            let kind = self.held(from, kind.clone());
            self.push(Piece { from, to: end, first, last, kind });
            from = end;
        }
    }

    /// What time of this kind is under the pauses that cover this instant.
    fn held(&self, at: i64, kind: SegmentKind) -> SegmentKind {
        let covering = |end: fn(&Hold) -> i64| {
            self.holds.iter().position(|hold| hold.from <= at && at < end(hold))
        };
        let ends: [fn(&Hold) -> i64; 3] = [|hold| hold.until, |hold| hold.capped, |hold| hold.to];
        match ends.map(covering) {
            [Some(place), ..] => SegmentKind::Paused(place),
            [None, Some(place), _] if kind.counts() => SegmentKind::TotalExceeded(place),
            [None, None, Some(place)] if kind.counts() => SegmentKind::CapExceeded(place),
            _ => kind,
        }
    }

    /// Adds a piece, to the last segment if that is of the same kind.
    fn push(&mut self, piece: Piece) {
        let Piece { from, to, first, last, kind } = piece;
        let size = if self.count.counts_days() { 1 } else { from.abs_diff(to) };
        let counted = if kind.counts() { size } else { 0 };
        let part = self.part_at(from);
        let before = self.segments.last_mut().filter(|it| it.part == part);
        let so_far = before.as_ref().map_or(0, |segment| segment.so_far) + counted;
        if let Some(segment) = before.filter(|it| it.kind == kind) {
            segment.to = Timestamp(to);
            segment.last = segment.last.max(last);
            segment.counted += counted;
            segment.so_far = so_far;
            return;
        }
        let (from, to) = (Timestamp(from), Timestamp(to));
        self.segments.push(Segment { from, to, first, last, kind, counted, part, so_far });
    }
}

impl Hold {
    /// Where days are counted, a pause covers the days after the one it begins on. One that is capped before anything counts ends at or
    /// before its beginning, and covers nothing.
    fn new(zone: &Zone, hold: &hold::Hold) -> Hold {
        let instant = |moment| instant(zone, moment);
        let end = |moment: Option<Moment>| moment.map_or(OPEN, instant);
        Hold {
            from: instant(hold.from),
            until: end(hold.until),
            capped: end(hold.capped),
            to: end(hold.to),
        }
    }
}

/// The first instant behind a moment.
fn instant(zone: &Zone, moment: Moment) -> i64 {
    match moment {
        Moment::Day(day) => zone.end_of(day).0,
        Moment::Instant(at) => at.0,
    }
}

/// The first and the last day of a stretch that is not empty.
fn days(zone: &Zone, from: i64, to: i64) -> (Day, Day) {
    let (first, last) = (zone.day_of(Timestamp(from)), zone.day_of(Timestamp(to - 1)));
    // Going back over midnight, the earlier date comes second.
    (first.min(last), last.max(first))
}

/// What a working day, or a day off, is to a clock that counts by the calendar.
fn on_calendar(kind: DayKind<'_>) -> SegmentKind {
    match kind {
        DayKind::Workday => SegmentKind::Counted,
        DayKind::MakeUp(name) => SegmentKind::MakeUp(name.to_owned()),
        DayKind::Rest => SegmentKind::Rest,
        DayKind::Holiday(name) => SegmentKind::Holiday(name.to_owned()),
    }
}
