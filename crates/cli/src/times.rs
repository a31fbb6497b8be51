//! Times as people write them on the command line, in the zone of the rules.

use duban_calendar::{Day, Timestamp, Zone};

use crate::failure::Failure;

/// Which end of a day a bare date means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edge {
    /// 00:00.
    Start,
    /// The last instant before 24:00.
    End,
}

/// Reads `2026-10-01`, `2026-10-01 12:00`, `2026-10-01T12:00:00` (local) or RFC 3339 with an offset.
pub(crate) fn parse(text: &str, zone: &Zone, edge: Edge, flag: &str) -> Result<Timestamp, Failure> {
    if let Ok(day) = text.parse::<Day>() {
        return Ok(match edge {
            Edge::Start => zone.start_of(day),
            Edge::End => Timestamp(zone.end_of(day).0 - 1),
        });
    }
    if let Ok(at) = Timestamp::parse(text) {
        return Ok(at);
    }
    local(text, zone).ok_or_else(|| {
        Failure::input(format!(
            "{flag}: `{text}` is no time; write a date (2026-10-01), a local time (2026-10-01 12:00) \
             or one with its offset (2026-10-01T12:00:00+08:00)"
        ))
        .or_in_chinese(format!(
            "{flag}：`{text}` 不是有效时间；请写日期（2026-10-01）、当地时间（2026-10-01 12:00）\
             或带时区偏移的时间（2026-10-01T12:00:00+08:00）"
        ))
    })
}

/// A stretch of time; either end may be open.
pub(crate) fn parse_stretch(
    (from, from_flag): (Option<&String>, &str),
    (to, to_flag): (Option<&String>, &str),
    zone: &Zone,
) -> Result<(Option<Timestamp>, Option<Timestamp>), Failure> {
    let begins = parse_some(from, zone, Edge::Start, from_flag)?;
    let ends = parse_some(to, zone, Edge::End, to_flag)?;
    match (from.zip(begins), to.zip(ends)) {
        (Some((from, begins)), Some((to, ends))) if ends < begins => {
            Err(Failure::input(format!(
                "{from_flag} {from} lies behind {to_flag} {to}, so nothing can lie between; put the earlier time first"
            ))
            .or_in_chinese(format!(
                "{from_flag} {from} 晚于 {to_flag} {to}，其间不可能有记录；请将较早的时间写在前面"
            )))
        }
        _ => Ok((begins, ends)),
    }
}

/// The optional form of [`parse`].
pub(crate) fn parse_some(
    text: Option<&String>,
    zone: &Zone,
    edge: Edge,
    flag: &str,
) -> Result<Option<Timestamp>, Failure> {
    text.map(|text| parse(text, zone, edge, flag)).transpose()
}

fn local(text: &str, zone: &Zone) -> Option<Timestamp> {
    let (day, time) = text.split_once(['T', ' '])?;
    let day: Day = day.parse().ok()?;
    let mut parts = time.split(':').map(|part| part.parse::<u32>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = match parts.next() {
        None => 0,
        Some(second) => second?,
    };
    let sane = hour < 24 && minute < 60 && second < 60 && parts.next().is_none();
    sane.then(|| zone.instant(day, ((hour * 60 + minute) * 60 + second) * 1000))
}
