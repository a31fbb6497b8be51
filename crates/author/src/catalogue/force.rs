//! Checks of versions and secrets: what is offered although it is cancelled, and kept secret although nobody allows it any more.
//!
//! *Absent on purpose.* Today: the day comes in.

use duban_calendar::Day;
use duban_domain::Item;

use super::Words;

/// A cancelled item whose version goes on.
pub(super) fn cancelled_in_force(item: &Item) -> Option<Words> {
    let on = item.cancelled.as_ref()?.on;
    match item.to {
        Some(to) if to < on => None,
        Some(to) => Some(Words::new(
            format!("{on} 起取消，但有效至 {to}"),
            format!("is cancelled from {on}, but in force until {to}"),
        )),
        None => Some(Words::new(
            format!("{on} 起取消，但没有失效日期"),
            format!(
                "is cancelled from {on}, but has no last day; give it `to = '{}'`",
                on.plus(-1)
            ),
        )),
    }
}

/// A classified item that nobody exempted, or whose exemption does not hold yet.
pub(super) fn classified_without_exemption(item: &Item, on: Day) -> Option<Words> {
    if !item.classified || has_ended(item, on) {
        return None;
    }
    match &item.exemption {
        None => Some(Words::new(
            "涉密事项，但没有豁免记录（批准人、期限）",
            "is classified, but no exemption is recorded; write `exemption = { approver, from, to }`",
        )),
        Some(it) if it.approver.trim().is_empty() => Some(Words::new(
            "涉密豁免没有批准人",
            "is classified, but its exemption names no approver",
        )),
        Some(it) if on < it.from => Some(Words::new(
            format!("涉密豁免自 {} 起才有效", it.from),
            format!("is classified, but its exemption holds only from {}", it.from),
        )),
        Some(_) => None,
    }
}

/// A classified item whose exemption has ended.
pub(super) fn exemption_run_out(item: &Item, on: Day) -> Option<Words> {
    let to = item.exemption.as_ref().filter(|_| item.classified)?.to;
    (to < on && !has_ended(item, on)).then(|| {
        Words::new(
            format!("涉密豁免已于 {to} 到期"),
            format!("is classified, but its exemption ran out on {to}"),
        )
    })
}

fn has_ended(item: &Item, on: Day) -> bool {
    item.to.is_some_and(|to| to < on)
}
