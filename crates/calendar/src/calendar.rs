//! The working-day calendar of a jurisdiction: what each day is, and how certain that is.
//!
//! *Invariant.* A calendar never changes. A new schedule is a new calendar, so that a clock can be
//! computed again as it was known.
//!
//! *Absent on purpose.* Files: the text of a calendar comes in as a value (see `source`). And any
//! knowledge of a country: that is the text.

use std::{collections::BTreeMap, fmt};

use crate::{
    CalendarError, Certainty, Day, Timestamp, Zone,
    hours::{Hours, OfficeTime, Session},
    source,
    workdays::{Week, Workdays},
};

/// The days that the tables cover, 1970-01-01 to 2199-12-31. Beyond them the bare week holds.
pub(crate) const SPAN: std::ops::Range<Day> = Day(0)..Day(84_006);

/// Working days, holidays, office hours and the zone of one jurisdiction.
///
/// ```
/// use duban_calendar::{Calendar, Day, DayKind};
/// let calendar = Calendar::from_toml("example", r#"
///     title = "An example"
///     zone = "Asia/Shanghai"
///     weekly_rest = ["saturday", "sunday"]
///     office_hours = ["09:00-12:00", "13:30-17:30"]
///     [year.2026]
///     status = "official"
///     source = "the notice of the year"
///     holidays."国庆节" = "10-01..10-07"
///     make_up."国庆节" = "09-20, 10-10"
/// "#).unwrap();
/// let accepted: Day = "2026-09-30".parse().unwrap();
/// let due = calendar.add_workdays(accepted, 5);
/// assert_eq!(due.to_string(), "2026-10-13");
/// assert_eq!(calendar.kind(due.plus(-3)), DayKind::MakeUp("国庆节"));
/// ```
#[derive(Clone)]
pub struct Calendar {
    name: String,
    title: String,
    zone: Zone,
    workdays: Workdays,
    hours: Hours,
    /// Holidays and make-up days, in order.
    named: Vec<(Day, Named)>,
    /// From which day on which certainty holds; the first run begins with the first day of all.
    certainties: Vec<(Day, Certainty)>,
    sources: BTreeMap<i32, String>,
}

/// A day that is not what its weekday says, or has a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    Holiday(String),
    MakeUp(String),
}

/// What a day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayKind<'c> {
    /// An ordinary working day.
    Workday,
    /// A day of rest that is worked to make up for a bridge day of this holiday (调休上班).
    MakeUp(&'c str),
    /// A day of the weekly rest.
    Rest,
    /// A day of this holiday, by law or by the schedule of the year.
    Holiday(&'c str),
}

/// Everything that a calendar is made of, already checked.
pub(crate) struct Parts {
    pub(crate) title: String,
    pub(crate) zone: Zone,
    pub(crate) week: Week,
    pub(crate) sessions: Vec<Session>,
    pub(crate) named: Vec<(Day, Named)>,
    pub(crate) certainties: Vec<(Day, Certainty)>,
    /// The notice or the law behind each year.
    pub(crate) sources: BTreeMap<i32, String>,
}

impl Calendar {
    /// Reads a calendar from its text, which looks as in the example above. `name` is how errors
    /// call it. Every year is written out; of years that are not, only the bare week is known.
    ///
    /// # Errors
    /// [`CalendarError`] with the line, what is wrong there and what to write instead.
    pub fn from_toml(name: &str, text: &str) -> Result<Calendar, CalendarError> {
        Ok(Calendar::new(name, source::read(name, text)?))
    }

    fn new(name: &str, parts: Parts) -> Calendar {
        let Parts { title, zone, week, sessions, named, certainties, sources } = parts;
        let workdays = Workdays::new(week, |day| match find(&named, day) {
            Some(Named::Holiday(_)) => false,
            Some(Named::MakeUp(_)) => true,
            None => week.works(day.weekday()),
        });
        let hours = Hours::new(sessions, &zone, &workdays);
        Calendar {
            name: name.to_owned(),
            title,
            zone,
            workdays,
            hours,
            named,
            certainties,
            sources,
        }
    }

    /// The name under which it was read.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it calls itself.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The zone whose dates and hours it means.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The office sessions of a working day, in order.
    pub fn sessions(&self) -> &[Session] {
        self.hours.sessions()
    }

    /// What a day is.
    pub fn kind(&self, day: Day) -> DayKind<'_> {
        match find(&self.named, day) {
            Some(Named::Holiday(name)) => DayKind::Holiday(name),
            Some(Named::MakeUp(name)) => DayKind::MakeUp(name),
            None if self.is_workday(day) => DayKind::Workday,
            None => DayKind::Rest,
        }
    }

    /// The notice or the law that says what a day is; `None` where the calendar says nothing.
    pub fn source(&self, day: Day) -> Option<&str> {
        self.sources.get(&day.ymd().0).map(String::as_str)
    }

    /// How certain it is what a day is.
    pub fn certainty(&self, day: Day) -> Certainty {
        self.certainty_between(day, day)
    }

    /// The worst certainty of the days from `first` to `last`, both included; of no day: official.
    pub fn certainty_between(&self, first: Day, last: Day) -> Certainty {
        let mut worst = Certainty::Official;
        for (index, &(from, certainty)) in self.certainties.iter().enumerate() {
            let ended = self.certainties.get(index + 1).is_some_and(|&(next, _)| next <= first);
            if from <= last && !ended && first <= last {
                worst = worst.max(certainty);
            }
        }
        worst
    }

    /// Whether a day is worked: an ordinary working day or a make-up day.
    pub fn is_workday(&self, day: Day) -> bool {
        self.workdays.is_workday(day)
    }

    /// The `n`-th working day after a day, or before it if `n` is negative; the day itself for 0.
    pub fn add_workdays(&self, day: Day, n: i32) -> Day {
        match n {
            0 => day,
            1.. => self.workdays.ranked(self.workdays.rank(day) + i64::from(n)),
            // A day that is worked does not count itself, any other has no rank of its own.
            _ => {
                let before = self.workdays.rank(day) - i64::from(self.is_workday(day));
                self.workdays.ranked(before + 1 + i64::from(n))
            }
        }
    }

    /// The number of working days after `a` up to and including `b`; negative if `b` is earlier.
    pub fn workdays_between(&self, a: Day, b: Day) -> i32 {
        let days = self.workdays.rank(b) - self.workdays.rank(a);
        days.clamp(i32::MIN.into(), i32::MAX.into()) as i32
    }

    /// Whether an instant lies in an office session of a working day.
    pub fn office_open(&self, at: Timestamp) -> bool {
        self.office().open(at)
    }

    /// The day itself if it is worked, else the next that is.
    pub(crate) fn workday_from(&self, day: Day) -> Day {
        if self.is_workday(day) { day } else { self.workdays.ranked(self.workdays.rank(day) + 1) }
    }

    pub(crate) fn workdays(&self) -> &Workdays {
        &self.workdays
    }

    pub(crate) fn hours(&self) -> &Hours {
        &self.hours
    }

    pub(crate) fn office(&self) -> OfficeTime<'_> {
        OfficeTime { hours: &self.hours, zone: &self.zone, workdays: &self.workdays }
    }
}

fn find(named: &[(Day, Named)], day: Day) -> Option<&Named> {
    let place = named.binary_search_by_key(&day, |&(at, _)| at).ok()?;
    Some(&named[place].1)
}

impl fmt::Debug for Calendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Calendar({}, {})", self.name, self.zone.name())
    }
}
