//! The arithmetic of a clock, segment by segment, as `duban explain` and `duban deadline` show it.
//!
//! *Absent on purpose.* Which segments there are: that is the calendar's.

use duban_calendar::{Policy, Segment, SegmentKind, Timestamp, Zone};

use crate::args::Lang;
use crate::{print, words};

/// The segments as a table: what a person with a calendar on the wall would tick off.
pub(crate) fn segment_table(
    segments: &[Segment],
    policy: Policy,
    zone: &Zone,
    lang: Lang,
) -> String {
    let mut header = vec![
        words::pick(lang, "from", "自"),
        words::pick(lang, "to", "至"),
        words::pick(lang, "what", "性质"),
        words::pick(lang, "counts", "计"),
        words::pick(lang, "so far", "累计"),
    ];
    let in_parts = segments.iter().any(|it| it.part > 0);
    if in_parts {
        header.push(words::pick(lang, "of part", "分段"));
    }
    let rows = segments.iter().map(|it| {
        let (from, to) = stretch(it, zone);
        let mut row = vec![
            from,
            to,
            segment_word(&it.kind, lang),
            amount(it.counted, policy),
            amount(it.so_far, policy),
        ];
        row.extend(in_parts.then(|| (it.part + 1).to_string()));
        row
    });
    print::table(&header, rows)
}

/// Whole days as dates, anything finer as instants.
fn stretch(segment: &Segment, zone: &Zone) -> (String, String) {
    let open = segment.to == Timestamp::MAX;
    let whole = zone.start_of(segment.first) == segment.from
        && (open || zone.end_of(segment.last) == segment.to);
    let to = |shown: String| if open { "…".to_owned() } else { shown };
    if whole || segment.kind == SegmentKind::StartDay {
        (segment.first.to_string(), to(segment.last.to_string()))
    } else {
        (zone.display(segment.from), to(zone.display(segment.to)))
    }
}

/// Days as they are; milliseconds as hours, minutes and seconds.
fn amount(counted: u64, policy: Policy) -> String {
    match policy {
        Policy::Day { .. } => counted.to_string(),
        Policy::WallClock | Policy::WorkSecond => {
            let seconds = counted / 1000;
            format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
        }
    }
}

fn segment_word(kind: &SegmentKind, lang: Lang) -> String {
    match (lang, kind) {
        (Lang::En, kind) => kind.to_string(),
        (Lang::Zh, SegmentKind::StartDay) => "起算当日，不计".to_owned(),
        (Lang::Zh, SegmentKind::Counted) => "计入".to_owned(),
        (Lang::Zh, SegmentKind::MakeUp(name)) => format!("调休上班（{name}），计入"),
        (Lang::Zh, SegmentKind::Paused(place)) => format!("暂停 {}，不计", place + 1),
        (Lang::Zh, SegmentKind::CapExceeded(place)) => {
            format!("超出暂停 {} 的上限，计入", place + 1)
        }
        (Lang::Zh, SegmentKind::TotalExceeded(place)) => {
            format!("暂停 {}，超出合计上限，计入", place + 1)
        }
        (Lang::Zh, SegmentKind::OutsideHours) => "非工作时间，不计".to_owned(),
        (Lang::Zh, SegmentKind::Rest) => "休息日，不计".to_owned(),
        (Lang::Zh, SegmentKind::Holiday(name)) => format!("{name}放假，不计"),
        (Lang::Zh, SegmentKind::Rolled) => "顺延".to_owned(),
    }
}
