//! Checks of limits: what is promised against what the law allows, and what the steps take of it.
//!
//! *Invariant.* Lengths in different units are compared only where no calendar can turn the answer round.
//!
//! *Absent on purpose.* A calendar: whether ten working days are longer than fourteen days depends on when they begin, so nothing is
//! said about them.

use duban_calendar::{Length, Unit};
use duban_domain::{Item, ItemKind, ItemType};

use super::Words;

/// The promise is longer than the law allows.
pub(super) fn promise_over_statute(item: &Item) -> Option<Words> {
    let (promised, statutory) = (item.promised_limit?, item.statutory_limit?);
    surely_longer(promised, statutory).then(|| {
        Words::new(
            format!("承诺{}，法定仅{}", promised.zh(), statutory.zh()),
            format!("promises {promised}, but the law allows only {statutory}"),
        )
    })
}

/// The limits of the steps together are longer than the promise.
pub(super) fn steps_over_promise(item: &Item) -> Option<Words> {
    let promised = item.promised_limit?;
    let steps = sum_of_steps(item, promised.unit);
    (steps.amount > promised.amount).then(|| {
        Words::new(
            format!("各环节合计{}，承诺仅{}", steps.zh(), promised.zh()),
            format!("its steps may take {steps} together, but {promised} are promised"),
        )
    })
}

/// The promise is less than 30 % shorter than the statute.
pub(super) fn promise_hardly_shorter(item: &Item) -> Option<Words> {
    let (promised, statutory) = (item.promised_limit?, item.statutory_limit?);
    let (longest, is) = (u64::from(statutory.amount) * 7, u64::from(promised.amount) * 10);
    let comparable = promised.unit == statutory.unit && promised.amount <= statutory.amount;
    (comparable && is > longest).then(|| {
        Words::new(
            format!("承诺{}，法定{}，压缩不足 30%", promised.zh(), statutory.zh()),
            format!("promises {promised} of the {statutory} that the law allows, less than 30 % under them"),
        )
    })
}

/// A committed item that promises nothing.
pub(super) fn no_promise(item: &Item) -> Option<Words> {
    (item.kind == ItemKind::Committed && item.promised_limit.is_none())
        .then(|| Words::new("承诺件，但没有承诺时限", "is a committed item, but promises no limit"))
}

/// A licence without a statutory limit of its own.
pub(super) fn no_statutory_limit(item: &Item) -> Option<Words> {
    let is_licence = item.item_type.is_none_or(|it| it == ItemType::Licence);
    (is_licence && item.statutory_limit.is_none()).then(|| {
        Words::new(
            "没有法定时限；按行政许可法第四十二条的20个工作日监察",
            "has no statutory limit of its own; it is held to the 20 working days of 行政许可法 42",
        )
    })
}

/// A step that nobody is bound to do by a time.
pub(super) fn step_without_limit(item: &Item) -> Option<Words> {
    let step = item.steps.iter().find(|it| it.limit.is_none() || it.post.trim().is_empty())?;
    let name = &step.name;
    Some(match step.limit {
        None => {
            Words::new(format!("环节“{name}”没有时限"), format!("its step `{name}` has no limit"))
        }
        Some(_) => {
            Words::new(format!("环节“{name}”没有岗位"), format!("its step `{name}` has no post"))
        }
    })
}

/// Civil days where working days are meant: 行政许可法 82 makes the days of that law working days, and leaves those of other laws alone.
pub(super) fn natural_days(item: &Item) -> Option<Words> {
    if item.item_type.is_some_and(|it| it != ItemType::Licence) {
        return None;
    }
    let in_days = |limit: Option<Length>| limit.filter(|it| it.unit == Unit::Days);
    let other_law = item.basis.as_deref().is_some_and(|basis| !basis.contains("行政许可法"));
    if let Some(statutory) = in_days(item.statutory_limit).filter(|_| !other_law) {
        return Some(Words::new(
            format!("法定{}，但依据行政许可法第八十二条应为工作日", statutory.zh()),
            format!(
                "its statutory limit is {statutory}, but no other law than 行政许可法 is named, whose article 82 counts working days"
            ),
        ));
    }
    let statutory = item.statutory_limit.filter(|it| it.unit == Unit::Workdays)?;
    let promised = in_days(item.promised_limit)?;
    Some(Words::new(
        format!("承诺{}，法定却为{}，单位不同", promised.zh(), statutory.zh()),
        format!("promises {promised}, but its law counts working days ({statutory})"),
    ))
}

/// What the steps that are limited in this unit may take together: at least that long do all of them take.
fn sum_of_steps(item: &Item, unit: Unit) -> Length {
    let limits = item.steps.iter().filter_map(|step| step.limit);
    let amount = limits
        .filter(|limit| limit.unit == unit)
        .fold(0u32, |sum, limit| sum.saturating_add(limit.amount));
    Length::new(amount, unit)
}

/// Whether `a` ends behind `b` wherever both begin. A limit in civil days that ends on a day off moves on to a working day, but never
/// further than to the working day with which as many working days end.
fn surely_longer(a: Length, b: Length) -> bool {
    if a.unit == b.unit {
        return a.amount > b.amount;
    }
    match (least_days(a), most_days(b)) {
        (Some(least), Some(most)) => least > most,
        _ => false,
    }
}

/// The least number of civil days that a length takes.
fn least_days(length: Length) -> Option<u64> {
    let of = |days: u64| Some(u64::from(length.amount) * days);
    match length.unit {
        Unit::Workdays | Unit::Days => of(1),
        Unit::Months => of(28),
        Unit::Years => of(365),
        Unit::Hours | Unit::Minutes => None,
    }
}

/// The most civil days that a length takes; holidays set working days no bound.
fn most_days(length: Length) -> Option<u64> {
    let of = |days: u64| Some(u64::from(length.amount) * days);
    match length.unit {
        Unit::Days => of(1),
        Unit::Months => of(31),
        Unit::Years => of(366),
        Unit::Workdays | Unit::Hours | Unit::Minutes => None,
    }
}
