//! Thresholds of clocks that run until a date among the facts of a case, and have no limit that could be counted.
//!
//! *Invariant.* They are counted as those of a clock with a limit are: back or on from the day of the deadline.
//!
//! *Absent on purpose.* Pauses and extensions: nothing moves such a date but the case itself.

use crate::reach::{Reach, moved};
use crate::ruler::absolute_ms;
use crate::{Calendar, Length, Threshold, Timestamp};

impl Calendar {
    /// The instant of a threshold of a clock that runs from `start` until `due`; None if it is not armed, because it lies at or before
    /// the start. A share is one of the way from one to the other.
    ///
    /// ```
    /// use duban_calendar::{Calendar, Length, Threshold, Timestamp, Unit};
    /// let text = "title = 'a bare week'\nzone = 'Asia/Shanghai'\nweekly_rest = ['saturday', 'sunday']\n\
    ///     office_hours = ['09:00-12:00', '13:30-17:30']";
    /// let calendar = Calendar::from_toml("week", text).unwrap();
    /// let at = |text| Timestamp::parse(text).unwrap();
    /// let (start, expiry) = (at("2025-03-03T09:00:00+08:00"), at("2025-07-01T00:00:00+08:00"));
    /// let reminder = Threshold::BeforeDue(Length::new(1, Unit::Months));
    /// let told = calendar.threshold_until(&reminder, start, expiry);
    /// assert_eq!(told, Some(at("2025-05-30T00:00:00+08:00")), "the thirtieth of June is the last day");
    /// ```
    pub fn threshold_until(
        &self,
        threshold: &Threshold,
        start: Timestamp,
        due: Timestamp,
    ) -> Option<Timestamp> {
        self.reach_until(threshold, start, due).armed()
    }

    fn reach_until(&self, threshold: &Threshold, start: Timestamp, due: Timestamp) -> Reach {
        let among = |all: &[Threshold]| -> Vec<Reach> {
            all.iter().map(|it| self.reach_until(it, start, due)).collect()
        };
        let at = match threshold {
            Threshold::AtDue => due,
            Threshold::BeforeDue(length) => self.away_from(due, *length, -1),
            Threshold::AfterDue(length) => self.away_from(due, *length, 1),
            Threshold::AtPercent(percent) => {
                let way = i128::from(due.0) - i128::from(start.0);
                let part = i128::from(start.0) + way * i128::from(*percent) / 100;
                Timestamp(i64::try_from(part).unwrap_or(i64::MAX))
            }
            Threshold::Earliest(all) => return Reach::earliest(among(all).into_iter()),
            Threshold::Latest(all) => return Reach::latest(among(all).into_iter()),
        };
        Reach::of(Some(at), start)
    }

    /// A length before a deadline, or behind it: hours and minutes to the instant, days from the beginning of the day or to its end.
    fn away_from(&self, due: Timestamp, length: Length, sign: i64) -> Timestamp {
        if let Some(ms) = absolute_ms(length) {
            return Timestamp(due.0.saturating_add(sign * ms));
        }
        let zone = self.zone();
        // An end of day at 24:00 belongs to the day that it ends.
        let day = moved(self, zone.day_of(Timestamp(due.0.saturating_sub(1))), length, sign);
        if sign < 0 { zone.start_of(day) } else { zone.end_of(day) }
    }
}
