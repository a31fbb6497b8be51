//! Feeds that fall silent.
//!
//! *Invariant.* Counted by when things became known: what is sent late is a feed that works.
//!
//! *Absent on purpose.* Who never sent anything: nobody knows of them.

use std::collections::BTreeMap;

use duban_calendar::{Day, Timestamp};
use duban_rulebook::{Regular, Wrong};

use super::Seen;
use super::note::Heard;
use super::tell::Teller;
use crate::supervisor::Supervisor;

/// By day, what came: how many, and the last of them.
type Days<'a> = BTreeMap<Day, (u32, Seen<'a>)>;

pub(super) fn tell(supervisors: &[Supervisor], until: Timestamp, teller: &mut Teller) {
    let mut feeds: BTreeMap<(u16, String), Days<'_>> = BTreeMap::new();
    for (shard, by) in supervisors.iter().enumerate() {
        let noted = by.noted.days.iter();
        noted.for_each(|(&(rule, name, day), heard)| {
            let name = name.text(&by.noted.names);
            let feed = feeds.entry((rule, name)).or_default();
            add(feed, day, heard, Seen { by, shard, it: &heard.last });
        });
    }
    for days in feeds.values() {
        for (day, (_, last)) in days {
            let Some(Wrong::Silence { length, regular }) = last.wrong() else { continue };
            let next = days.range(day.plus(1)..).next().map(|(next, _)| *next);
            // No such length is over sooner: most feeds are heard of again before, and nothing has to be counted.
            let soonest = day.plus(length.amount.into());
            if next.is_some_and(|next| next <= soonest)
                || regular.is_some_and(|it| !is_regular(days, *day, it))
            {
                continue;
            }
            let heard_at = next.map_or(until, |next| last.zone().start_of(next));
            if let Some(due) =
                last.days_after(last.it.seen_at, length).filter(|due| *due <= heard_at)
                && last.is_asked_at(due)
            {
                let since = last.by.tables.rules.zone().display(last.it.seen_at);
                let told = [format!("{since} 以后无记录"), format!("nothing since {since}")];
                teller.tell(*last, due, due, &told);
            }
        }
    }
}

fn add<'a>(feed: &mut Days<'a>, day: Day, heard: &Heard, seen: Seen<'a>) {
    let (count, last) = feed.entry(day).or_insert((0, seen));
    *count = count.saturating_add(heard.count);
    if last.first_known(seen).is_lt() {
        *last = seen;
    }
}

/// Whether enough came on the days up to this one to miss what does not come.
fn is_regular(days: &Days<'_>, day: Day, regular: Regular) -> bool {
    let from = day.plus(1 - i64::from(regular.days));
    let count: u64 = days.range(from..=day).map(|(_, (count, _))| u64::from(*count)).sum();
    count > u64::from(regular.over)
}
