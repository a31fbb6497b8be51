//! How two calendars differ: working days, days of rest, office hours.
//!
//! *Invariant.* Every day from 2000 to 2050 is compared of which both calendars have a schedule, or neither; days in a row that changed
//! alike are told once. That one of them lacks the schedule of a year is told of the year.
//!
//! *Absent on purpose.* What a day off is called, as long as it stays one.

use duban_calendar::{Calendar, Certainty, Day, Session};
use duban_rulebook::Rulebook;

use super::say::Said;
use super::{About, List};
use crate::catalogue::Words;

/// The years that are compared: no official schedule is older, and none is known for later.
const YEARS: (i32, i32) = (2000, 2050);

pub(super) fn all(old: &Rulebook, new: &Rulebook, list: &mut List) {
    let (before, after) = (old.calendar(), new.calendar());
    list.about(About::Calendar, after.name());
    let zone = |calendar: &Calendar| Said::text(calendar.zone().name());
    list.moved(("time zone", "时区"), &zone(before), &zone(after));
    let hours = |calendar: &Calendar| Said::text(&hours(calendar.sessions()));
    list.moved(("office hours", "办公时间"), &hours(before), &hours(after));
    let (Some(first), Some(end)) = (Day::from_ymd(YEARS.0, 1, 1), Day::from_ymd(YEARS.1 + 1, 1, 1))
    else {
        return;
    };
    schedules(before, after, list);
    let mut stretch: Option<(Day, Day, bool)> = None;
    let mut day = first;
    while day < end {
        let now = after.is_workday(day);
        // Without a schedule every holiday of the year would seem to have changed.
        let comparable = has_schedule(before, day) == has_schedule(after, day);
        let changed = comparable && before.is_workday(day) != now;
        stretch = match stretch {
            Some((from, to, worked)) if changed && worked == now && to.plus(1) == day => {
                Some((from, day, worked))
            }
            other => {
                let ended = if changed { other } else { None };
                ended.iter().for_each(|it| tell(*it, list));
                if changed { Some((day, day, now)) } else { other }
            }
        };
        day = day.plus(1);
    }
    stretch.iter().for_each(|it| tell(*it, list));
}

/// Years of which only one of the two has a schedule.
fn schedules(before: &Calendar, after: &Calendar, list: &mut List) {
    for year in YEARS.0..=YEARS.1 {
        let Some(day) = Day::from_ymd(year, 7, 1) else { continue };
        match (has_schedule(before, day), has_schedule(after, day)) {
            (true, false) => list.tell(Words::new(
                format!("不再有{year}年的放假安排"),
                format!("no schedule of {year} any more"),
            )),
            (false, true) => list.tell(Words::new(
                format!("新增{year}年的放假安排"),
                format!("a schedule of {year}"),
            )),
            (true, true) | (false, false) => {}
        }
    }
}

fn has_schedule(calendar: &Calendar, day: Day) -> bool {
    calendar.certainty(day) != Certainty::Unknown
}

fn tell((from, to, worked): (Day, Day, bool), list: &mut List) {
    let (zh, en) = if from == to {
        (from.to_string(), from.to_string())
    } else {
        (format!("{from}至{to}"), format!("{from} to {to}"))
    };
    list.tell(if worked {
        Words::new(
            format!("{zh}由休息日改为工作日"),
            format!("{en}: from a day of rest to a working day"),
        )
    } else {
        Words::new(
            format!("{zh}由工作日改为休息日"),
            format!("{en}: from a working day to a day of rest"),
        )
    });
}

fn hours(sessions: &[Session]) -> String {
    let time = |at: u32| {
        let minutes = at / 60_000;
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    };
    let session = |it: &Session| format!("{}-{}", time(it.opens), time(it.closes));
    sessions.iter().map(session).collect::<Vec<_>>().join(", ")
}
