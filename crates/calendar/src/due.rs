//! Due dates, thresholds and the share of a limit that is used.
//!
//! *Invariant.* A threshold that lies at or before the start of the clock is not armed, and none is
//! given for a moment that a suspended clock never reaches.
//!
//! *Absent on purpose.* Whether the clock still runs at a threshold: that is known when it comes.

use crate::{
    Calendar, Day, Due, Length, Part, Term, TermError, Threshold, Timestamp, Unit, Used,
    count::{Count, End},
    part,
    reach::{Reach, moved},
    ruler::{Moment, Scale, absolute_ms},
};

impl Calendar {
    /// Computes a clock once, for whoever has several questions about it.
    ///
    /// # Errors
    /// [`TermError`] if the policy does not count the unit, if a month has no corresponding day and
    /// the policy wants no other, or beyond the years 1 to 9999.
    pub fn reckon<'a>(&'a self, term: &'a Term<'a>) -> Result<Reckoning<'a>, TermError> {
        Count::new(self, term).map(Reckoning)
    }

    /// When a clock is due.
    ///
    /// # Errors
    /// As [`Calendar::reckon`].
    pub fn due(&self, term: &Term<'_>) -> Result<Due, TermError> {
        Ok(self.reckon(term)?.due())
    }

    /// The instant of a threshold; `None` if it is not armed, because it lies at or before the start,
    /// or if it can't be reached, because the clock is suspended.
    ///
    /// # Errors
    /// As [`Calendar::reckon`].
    pub fn threshold(
        &self,
        term: &Term<'_>,
        threshold: &Threshold,
    ) -> Result<Option<Timestamp>, TermError> {
        Ok(self.reckon(term)?.threshold(threshold))
    }

    /// How much of its limit a clock has used at an instant. Under the policy `day`, the day of the
    /// instant counts as a whole.
    ///
    /// A term for which [`Calendar::reckon`] has an error has used nothing of nothing.
    pub fn used(&self, term: &Term<'_>, upto: Timestamp) -> Used {
        self.reckon(term).map_or(Used::default(), |reckoning| reckoning.used(upto))
    }
}

/// A clock that has been computed.
///
/// ```
/// # let calendar = duban_calendar::Calendar::from_toml("cn", include_str!("../../../rules/calendars/cn.toml")).unwrap();
/// use duban_calendar::{Length, Term, Threshold, Timestamp, Unit};
/// let accepted = Timestamp::parse("2026-09-30T10:00:00+08:00").unwrap();
/// let term = Term::plain(accepted, Length::new(5, Unit::Workdays));
/// let reckoning = calendar.reckon(&term).unwrap();
/// let shown = |at| calendar.zone().display(at);
/// assert_eq!(shown(reckoning.due().at.unwrap()), "2026-10-14 00:00:00 +08:00");
/// let reminder = Threshold::BeforeDue(Length::new(1, Unit::Workdays));
/// assert_eq!(shown(reckoning.threshold(&reminder).unwrap()), "2026-10-12 00:00:00 +08:00");
/// ```
#[derive(Clone, Debug)]
pub struct Reckoning<'a>(Count<'a>);

impl Reckoning<'_> {
    /// When the clock is due.
    pub fn due(&self) -> Due {
        self.0.due()
    }

    /// The first and the last day on which the calendar had a say in the due date, and which its certainty is about; None where it had
    /// none, or the clock is suspended.
    pub fn relied_on(&self) -> Option<(Day, Day)> {
        let Reckoning(count) = self;
        count.relied_on(count.end?)
    }

    /// As [`Calendar::threshold`].
    pub fn threshold(&self, threshold: &Threshold) -> Option<Timestamp> {
        self.0.threshold(threshold).armed()
    }

    /// As [`Calendar::used`].
    pub fn used(&self, upto: Timestamp) -> Used {
        let Reckoning(count) = self;
        let mut used = Used::default();
        let mut parts = count.parts().peekable();
        while let Some(part) = parts.next() {
            let total = part.total.unwrap_or(0);
            if let Some(laid) = &part.laid {
                let counted = laid.line.counted(part.ruler.position(upto));
                // Behind its end the next part counts; behind the last end the clock is late.
                let is_last = parts.peek().is_none_or(|next| next.laid.is_none());
                used.counted += if is_last { counted } else { counted.min(total) }.unsigned_abs();
            }
            used.total = used.total.saturating_add(total.unsigned_abs());
        }
        used
    }

    /// The limit and the extensions that count, in turn: the limit with those in its unit, and behind it
    /// each that counts on in another unit. What is counted in one unit without a break is one part.
    pub fn parts(&self) -> Vec<Part> {
        let Reckoning(count) = self;
        let zone = count.calendar.zone();
        let at = |moment| match moment {
            Moment::Day(day) => zone.end_of(day),
            Moment::Instant(at) => at,
        };
        let told = |part: &part::Part<'_>| Part {
            length: part.length,
            counts: part.total.map(i64::unsigned_abs),
            after: part.laid.as_ref().map(|laid| at(laid.begins)),
            upto: part.ends().map(at),
        };
        count.parts().map(told).collect()
    }
}

impl Count<'_> {
    fn threshold(&self, threshold: &Threshold) -> Reach {
        let at = match threshold {
            Threshold::AtDue => self.end.map(|end| end.at),
            Threshold::BeforeDue(length) => self.end.map(|end| self.before(end, *length)),
            Threshold::AfterDue(length) => self.end.map(|end| self.after(end, *length)),
            Threshold::AtPercent(percent) => self.at_percent(*percent),
            Threshold::Earliest(all) => return Reach::earliest(self.each(all)),
            Threshold::Latest(all) => return Reach::latest(self.each(all)),
        };
        Reach::of(at, self.term.start)
    }

    fn each(&self, all: &[Threshold]) -> impl Iterator<Item = Reach> {
        all.iter().map(|it| self.threshold(it))
    }

    /// 24:00 of the day, or the instant, at which so many hundredths are used up, of all parts together.
    fn at_percent(&self, percent: u32) -> Option<Timestamp> {
        let totals = self.parts().map(|part| part.total.map(i128::from));
        let whole: i128 = totals.sum::<Option<i128>>()?;
        let need = whole * i128::from(percent) / 100;
        let mut need = i64::try_from(need).unwrap_or(i64::MAX);
        let mut parts = self.parts().peekable();
        while let Some(part) = parts.next() {
            let total = part.total?;
            if need <= total || parts.peek().is_none() {
                return Some(match part.when_used(need)? {
                    Moment::Day(day) => self.calendar.zone().end_of(day),
                    Moment::Instant(at) => at,
                });
            }
            need -= total;
        }
        None
    }

    fn before(&self, end: End, length: Length) -> Timestamp {
        let zone = self.calendar.zone();
        match absolute_ms(length) {
            Some(ms) => self.shifted(end.at, -ms),
            None if self.keeps_time(length) => self.same_time(end, length, -1),
            None => zone.start_of(moved(self.calendar, end.day, length, -1)),
        }
    }

    fn after(&self, end: End, length: Length) -> Timestamp {
        let zone = self.calendar.zone();
        match absolute_ms(length) {
            Some(ms) => self.shifted(end.at, ms),
            None if self.keeps_time(length) => self.same_time(end, length, 1),
            None => zone.end_of(moved(self.calendar, end.day, length, 1)),
        }
    }

    /// An instant earlier or later by so many milliseconds: of office time where that is counted.
    fn shifted(&self, at: Timestamp, ms: i64) -> Timestamp {
        match self.limit.ruler.scale {
            Scale::Office if ms != 0 => {
                let office = self.calendar.office();
                office.reach(office.before(at).saturating_add(ms))
            }
            Scale::Office | Scale::Workdays | Scale::Days | Scale::Wall => at.plus_ms(ms),
        }
    }

    /// Whether civil days and months are counted to the same local time.
    fn keeps_time(&self, length: Length) -> bool {
        self.limit.ruler.scale == Scale::Wall && length.unit != Unit::Workdays
    }

    fn same_time(&self, end: End, length: Length, sign: i64) -> Timestamp {
        let zone = self.calendar.zone();
        zone.instant(moved(self.calendar, end.day, length, sign), zone.local(end.at).ms_of_day)
    }
}
