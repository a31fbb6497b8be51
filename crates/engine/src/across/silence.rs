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
    let mut feeds: BTreeMap<(u16, &str), Days<'_>> = BTreeMap::new();
    for (shard, by) in supervisors.iter().enumerate() {
        let noted = by.noted.days.iter();
        noted.for_each(|(&(rule, name, day), heard)| {
            let name: &str = by.noted.names.get(name);
            let feed = feeds.entry((rule, name)).or_default();
            add(feed, day, heard, Seen { by, shard, it: &heard.last });
        });
    }
    for days in feeds.values() {
        for (day, (_, last)) in days {
            let Some(Wrong::Silence { length, regular }) = last.wrong() else { continue };
            let Some(due) = last.days_after(last.it.seen_at, length) else { continue };
            let next =
                days.range(day.plus(1)..).next().map(|(next, _)| last.zone().start_of(*next));
            if due <= next.unwrap_or(until) && regular.is_none_or(|it| is_regular(days, *day, it)) {
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
