//! How two calendars differ: working days, days of rest, office hours.
//!
//! *Invariant.* Every day from 2000 to 2050 is compared; days in a row that changed alike are told once.
//!
//! *Absent on purpose.* What a day off is called, as long as it stays one.

use duban_calendar::{Calendar, Day, Session};
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
    let mut stretch: Option<(Day, Day, bool)> = None;
    let mut day = first;
    while day < end {
        let now = after.is_workday(day);
        let changed = before.is_workday(day) != now;
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
