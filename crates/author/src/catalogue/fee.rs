//! Checks of fees: without a law there is none (行政许可法 58), and what is charged is published (59).
//!
//! *Absent on purpose.* What a case paid: the conduct checks of a rulebook compare that.

use duban_domain::{Item, ItemFee};

use super::Words;

/// A fee that no law allows.
pub(super) fn without_basis(item: &Item) -> Option<Words> {
    let fee = first(item, |fee| fee.basis.as_deref())?;
    Some(Words::new(
        format!("收费“{fee}”没有依据（行政许可法 58）"),
        format!("its fee `{fee}` names no law that allows it (行政许可法 58)"),
    ))
}

/// A fee whose amount nobody can look up.
pub(super) fn without_standard(item: &Item) -> Option<Words> {
    let fee = first(item, |fee| fee.standard.as_deref())?;
    Some(Words::new(
        format!("收费“{fee}”没有标准（行政许可法 59）"),
        format!("its fee `{fee}` names no standard (行政许可法 59)"),
    ))
}

/// A charge of which nothing is published.
pub(super) fn not_listed(item: &Item) -> Option<Words> {
    (item.charges_fees && item.fees.is_empty()).then(|| {
        Words::new(
            "收费事项，但没有列出收费项目（行政许可法 59）",
            "charges fees, but lists none (行政许可法 59)",
        )
    })
}

/// A fee where nothing may be charged.
pub(super) fn on_free_item(item: &Item) -> Option<Words> {
    (!item.charges_fees && !item.fees.is_empty()).then(|| {
        let count = item.fees.len();
        Words::new(
            format!("不收费事项，却列出 {count} 项收费"),
            format!("is free, but lists fees ({count})"),
        )
    })
}

/// The first fee that says nothing in a field.
fn first(item: &Item, field: impl Fn(&ItemFee) -> Option<&str>) -> Option<&str> {
    let silent = |fee: &&ItemFee| field(fee).is_none_or(|text| text.trim().is_empty());
    item.fees.iter().find(silent).map(|fee| fee.name.as_str())
}
