//! Lengths of time.
//!
//! *Invariant.* A length always has its unit, and lengths of different units are never compared, added or mixed: how many days ten
//! working days are depends on where they begin.
//!
//! *Absent on purpose.* Today.

use duban_calendar::{Length, Unit};
use rhai::{Dynamic, Engine, INT};

use crate::recorder::Thrown;
use crate::vocabulary::unread::{LazyNumber, Words};
use crate::vocabulary::{Complaint, kind_of};

pub(crate) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Length>("length of time");
    lengths(engine);
    engine.register_fn("value", value);
}

fn lengths(engine: &mut Engine) {
    let units = [
        ("workdays", Unit::Workdays),
        ("days", Unit::Days),
        ("hours", Unit::Hours),
        ("minutes", Unit::Minutes),
        ("months", Unit::Months),
        ("years", Unit::Years),
    ];
    for (word, unit) in units {
        engine.register_fn(word, move |amount: Dynamic| length(word, &amount, 1, unit));
    }
    engine.register_fn("weeks", |amount: Dynamic| length("weeks", &amount, 7, Unit::Days));
    engine.register_get("amount", |length: &mut Length| INT::from(length.amount));
    engine.register_get("unit", |length: &mut Length| length.unit.name().to_owned());
    engine.register_get("zh", |length: &mut Length| length.zh());
    engine.register_fn("to_string", |length: &mut Length| length.to_string());
    engine.register_fn("to_debug", |length: &mut Length| length.to_string());
    engine.register_fn("+", add);
    engine.register_fn("min", |a: Length, b: Length| {
        Ok::<_, Thrown>(if same_unit(a, b)? && b < a { b } else { a })
    });
    engine.register_fn("max", |a: Length, b: Length| {
        Ok::<_, Thrown>(if same_unit(a, b)? && b > a { b } else { a })
    });
}

fn length(word: &str, amount: &Dynamic, times: u32, unit: Unit) -> Result<Length, Thrown> {
    let Ok(number) = amount.as_int() else {
        return Err(Complaint::new(
            format!("`{word}` needs a whole number, not {}", kind_of(amount)),
            format!("write for example `{word}(5)`"),
        )
        .thrown());
    };
    let amount = u32::try_from(number)
        .ok()
        .and_then(|number| number.checked_mul(times))
        .filter(|amount| *amount <= MOST);
    amount.map(|amount| Length { amount, unit }).ok_or_else(|| {
        Complaint::new(
            format!("`{word}({number})` is no length of time"),
            format!("a limit is not negative and not more than {MOST}"),
        )
        .thrown()
    })
}

/// More than any law gives, and far from where the calendar ends.
const MOST: u32 = 1_000_000;

pub(crate) fn add(a: Length, b: Length) -> Result<Length, Thrown> {
    same_unit(a, b)?;
    let amount = a.amount.saturating_add(b.amount);
    length(a.unit.name(), &Dynamic::from_int(amount.into()), 1, a.unit)
}

/// Always `true`; an error for two units.
pub(crate) fn same_unit(a: Length, b: Length) -> Result<bool, Thrown> {
    if a.unit == b.unit {
        return Ok(true);
    }
    Err(Complaint::new(
        format!("`{a}` and `{b}` cannot be compared or added: they count different things"),
        "ask for the `.unit` first, or give both in the same unit",
    )
    .thrown())
}

/// Looks at what is yet to be looked at; anything else is what it is.
fn value(value: Dynamic) -> Result<Dynamic, Thrown> {
    if let Some(number) = value.clone().try_cast::<LazyNumber>() {
        return Ok(number.count()?.into());
    }
    match value.clone().try_cast::<Words>() {
        Some(words) => Ok(words.read()?.into()),
        None => Ok(value),
    }
}
