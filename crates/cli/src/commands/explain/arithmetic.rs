//! The arithmetic of a clock in words: its limit, what paused and extended it, and every stretch of time, so that it can be checked with a
//! pocket calculator.
//!
//! *Absent on purpose.* Which warning it is about: `duban case` and `duban rules explain` show the same.

use duban_calendar::{Length, Part, Pause, Policy, Threshold, Unit, Zone};
use duban_engine::{Arithmetic, Granted};

use super::labelled;
use crate::args::Lang;
use crate::segments::segment_table;
use crate::words;

pub(crate) fn worked_out(it: &Arithmetic, zone: &Zone, lang: Lang) -> String {
    let by_silence = match it.start_is_deemed {
        true => words::pick(lang, " (deemed: nobody answered in time)", "（视为：逾期未答复）"),
        false => "",
    };
    let started = format!("{}{by_silence}", zone.display(it.started_at));
    let limit = format!("{} ({})", words::length(lang, it.limit), words::policy(lang, it.policy));
    let mut text = labelled(words::pick(lang, "started", "起算"), &started);
    text.push_str(&labelled(words::pick(lang, "limit", "时限"), &limit));
    for (place, pause) in it.pauses.iter().enumerate() {
        let name = format!("{} {}", words::pick(lang, "pause", "暂停"), place + 1);
        text.push_str(&labelled(&name, &paused(pause, it, zone, lang)));
    }
    for total in it.totals.iter().filter(|total| !total.pauses.is_empty()) {
        let places: Vec<_> = total.pauses.iter().map(|place| (place + 1).to_string()).collect();
        let most = words::length(lang, total.most);
        let said = match lang {
            Lang::En => format!("pauses {} at most {most}", places.join(" + ")),
            Lang::Zh => format!("暂停 {} 合计最多{most}", places.join(" + ")),
        };
        text.push_str(&labelled(words::pick(lang, "together", "合计"), &said));
    }
    for extension in &it.extensions {
        let granted = extended(extension, zone, lang);
        text.push_str(&labelled(words::pick(lang, "extension", "延期"), &granted));
    }
    text.push_str(&parted(it, zone, lang));
    text.push('\n');
    text.push_str(&segment_table(&it.segments, it.policy, zone, lang));
    let due = it.due_at.map_or_else(
        || words::pick(lang, "suspended", "暂停").to_owned(),
        |at| words::deadline(zone, at),
    );
    text.push_str(&format!("\n{} {due}\n", words::pick(lang, "due", "到期")));
    text
}

/// By how much a clock was extended, and whether it counts.
fn extended(it: &Granted, zone: &Zone, lang: Lang) -> String {
    let counts = match it.counted {
        true => words::pick(lang, "counts", "计入"),
        false => words::pick(
            lang,
            "came after the limit had run out, does not count",
            "期满后提出，不计入",
        ),
    };
    format!("+{} {} · {counts}", words::length(lang, it.length), zone.display(it.on))
}

/// Where more than one unit is counted: each part, from where to where, and how long that is in what is counted.
fn parted(it: &Arithmetic, zone: &Zone, lang: Lang) -> String {
    if it.parts.len() < 2 {
        return String::new();
    }
    let by_day = matches!(it.policy, Policy::Day { .. });
    let to = words::pick(lang, " to ", " 至 ");
    let line = |(place, part): (usize, &Part)| {
        let name = format!("{} {}", words::pick(lang, "part", "分段"), place + 1);
        let mut text = words::length(lang, part.length);
        let first = part
            .after
            .map(|at| if by_day { zone.day_of(at).to_string() } else { zone.display(at) });
        // The day that ends at 24:00.
        let last = part.upto.map(|at| {
            if by_day { zone.day_of(at.plus_ms(-1)).to_string() } else { zone.display(at) }
        });
        if let Some(first) = first.filter(|_| part.counts != Some(0)) {
            let last = last.as_deref().unwrap_or("…");
            text.push_str(&format!("{}{first}{to}{last}", words::pick(lang, ", ", "，")));
        }
        if let Some(counts) = part.counts.filter(|_| by_day) {
            let days = words::length(lang, in_days(counts, part.length.unit));
            text.push_str(&format!(" = {days}"));
        }
        labelled(&name, &text)
    };
    it.parts.iter().enumerate().map(line).collect()
}

/// So many days as a clock counts them whose part is in this unit.
fn in_days(counts: u64, unit: Unit) -> Length {
    let unit = if unit == Unit::Workdays { Unit::Workdays } else { Unit::Days };
    Length::new(u32::try_from(counts).unwrap_or(u32::MAX), unit)
}

/// Of a share of a limit of several parts, how much that is of how much: ` (31 + 10 = 41; 36)`. Days of either sort count as one each.
pub(super) fn share_of_parts(it: &Arithmetic, threshold: &Threshold, lang: Lang) -> String {
    let (Threshold::AtPercent(percent), Policy::Day { .. }) = (threshold, it.policy) else {
        return String::new();
    };
    let counts: Vec<u64> = it.parts.iter().filter_map(|part| part.counts).collect();
    if counts.len() < 2 {
        return String::new();
    }
    let whole: u64 = counts.iter().sum();
    let sum: Vec<String> = counts.iter().map(u64::to_string).collect();
    let (sum, need) = (sum.join(" + "), whole * u64::from(*percent) / 100);
    match lang {
        Lang::En => format!(" ({sum} = {whole}, of which {percent} % are {need})"),
        Lang::Zh => format!("（{sum} = {whole}，其 {percent}% 为 {need}）"),
    }
}

/// Which extensions came too late, and until when they would have counted: to the end of the due day where days are counted.
pub(super) fn lateness(it: &Arithmetic, zone: &Zone, lang: Lang) -> String {
    let Some(due_at) = it.due_at else { return String::new() };
    let latest = match it.policy {
        Policy::Day { .. } => zone.day_of(due_at.plus_ms(-1)).to_string(),
        Policy::WallClock | Policy::WorkSecond => zone.display(due_at),
    };
    let late = it.extensions.iter().filter(|extension| !extension.counted);
    let line = |on: String| match lang {
        Lang::En => {
            format!("to count it had to be granted by {latest}; it was granted on {on}\n")
        }
        Lang::Zh => format!("最迟应于 {latest} 批准，实际批准于 {on}\n"),
    };
    late.map(|extension| line(zone.display(extension.on))).collect()
}

fn paused(pause: &Pause, it: &Arithmetic, zone: &Zone, lang: Lang) -> String {
    let to = pause.to.map_or_else(|| "…".to_owned(), |to| zone.display(to));
    let mut text = format!("{} .. {to}", zone.display(pause.from));
    if let Some(cap) = pause.cap {
        text.push_str(words::pick(lang, ", at most ", "，最多"));
        text.push_str(&words::length(lang, cap));
    }
    if pause.to.is_some_and(|to| to <= it.started_at) {
        text.push_str(words::pick(
            lang,
            " · over before the limit began, changes nothing",
            " · 起算前已结束，不影响期限",
        ));
    }
    text
}
