//! The words of a check over several cases: by whom it counts, and what is wrong about what it counted.
//!
//! *Invariant.* Each word sets one thing; which of them belong together is known when all were said.
//!
//! *Absent on purpose.* Counting: that is the engine's.

use duban_calendar::{Length, Unit};

use crate::draft::{Answer, CheckDraft};
use crate::plan::Against;
use crate::vocabulary::Complaint;
use crate::vocabulary::check::OF_CASE;
use crate::vocabulary::clock::choice;
use crate::vocabulary::declare::Say;

pub(crate) fn per(check: &mut CheckDraft, say: &mut Say) -> Result<(), Complaint> {
    let example = "per(|c, e| e.officer)";
    let closure = |at| {
        say.closure(at, &OF_CASE, Answer::Name).ok_or_else(|| say.wrong(at, "a closure", example))
    };
    check.across.per = (0..say.count()).map(closure).collect::<Result<_, _>>()?;
    Ok(())
}

/// No more are held against each other at a time, so that more would never be too many.
const OVER_MOST: u32 = 4_000;

pub(crate) fn over(check: &mut CheckDraft, say: &mut Say) -> Result<(), Complaint> {
    check.across.over = Some(number(
        say,
        1,
        OVER_MOST,
        "how many are in order, from 1 to 4,000",
        "`over(9)`: the tenth is too many",
    )?);
    Ok(())
}

pub(crate) fn different(check: &mut CheckDraft, say: &mut Say) -> Result<(), Complaint> {
    let example = "different(|c, e| c.facts.applicant)";
    check.across.different = Some(say.only_closure(&OF_CASE, Answer::Name, example)?);
    Ok(())
}

pub(crate) fn within(check: &mut CheckDraft, say: &mut Say) -> Result<(), Complaint> {
    let example = "within(minutes(1))";
    let length = say.value::<Length>(0, "a length of time", example)?;
    if !matches!(length.unit, Unit::Minutes | Unit::Hours | Unit::Days) || length.amount == 0 {
        return Err(Complaint::new(
            format!("`within` takes minutes, hours or days, not `{length}`"),
            format!("write for example `{example}`; of `days(1)`, all must fall on one day"),
        ));
    }
    check.across.within = Some(length);
    Ok(())
}

pub(crate) fn follows(check: &mut CheckDraft, say: &mut Say) -> Result<(), Complaint> {
    check.across.follows = Some(say.kinds(0, "follows(\"withdrawn\")")?);
    Ok(())
}

pub(crate) fn silent_for(check: &mut CheckDraft, say: &mut Say) -> Result<(), Complaint> {
    check.across.silent_for = Some(whole_days(say, "silent_for(workdays(1))")?);
    Ok(())
}

pub(crate) fn share(check: &mut CheckDraft, say: &mut Say) -> Result<(), Complaint> {
    let example = "share(|c, e| e.kind == \"withdrawn\")";
    check.across.share = Some(say.only_closure(&OF_CASE, Answer::Truth, example)?);
    Ok(())
}

pub(crate) fn over_percent(check: &mut CheckDraft, say: &mut Say) -> Result<(), Complaint> {
    let example = "`over_percent(30)`: 30 of a hundred are in order, and 31 are not";
    check.across.over_percent =
        Some(number(say, 0, 99, "how many of a hundred are in order, from 0 to 99", example)?);
    Ok(())
}

pub(crate) fn over_times(check: &mut CheckDraft, say: &mut Say) -> Result<(), Complaint> {
    let example =
        "`over_times(3)`: three times as many as before, or as `against` says, are in order";
    check.across.over_times = Some(number(
        say,
        1,
        1_000,
        "how many times as many are in order, from 1 to 1000",
        example,
    )?);
    Ok(())
}

pub(crate) fn against(check: &mut CheckDraft, say: &mut Say) -> Result<(), Complaint> {
    let with = say.text(0, "against(\"others\")")?;
    check.across.against = Some(match with.as_str() {
        "period_before" => Against::PeriodBefore,
        "year_before" => Against::YearBefore,
        "others" => Against::Others,
        _ => {
            let known = &["period_before", "year_before", "others"];
            return Err(choice("`against` cannot compare with", &with, known));
        }
    });
    Ok(())
}

pub(crate) fn at_least(check: &mut CheckDraft, say: &mut Say) -> Result<(), Complaint> {
    let example = "`at_least(20)`: of 19 nothing is told";
    check.across.at_least = Some(number(
        say,
        1,
        u32::MAX,
        "how many there must be for a share to say anything, from 1",
        example,
    )?);
    Ok(())
}

pub(crate) fn each(check: &mut CheckDraft, say: &mut Say) -> Result<(), Complaint> {
    let example = "each(months(1))";
    let length = say.value::<Length>(0, "a length of time", example)?;
    let months = match length.unit {
        Unit::Months => length.amount,
        Unit::Years => length.amount.saturating_mul(12),
        Unit::Minutes | Unit::Hours | Unit::Workdays | Unit::Days => 0,
    };
    if !matches!(months, 1 | 2 | 3 | 4 | 6 | 12) {
        return Err(Complaint::new(
            format!(
                "`each` takes months by which a year can be divided, or a year, not `{length}`"
            ),
            format!(
                "write for example `{example}`, `each(months(3))` or `each(years(1))`: they begin with January"
            ),
        ));
    }
    check.across.each = Some(months);
    Ok(())
}

pub(crate) fn numbers(check: &mut CheckDraft, say: &mut Say) -> Result<(), Complaint> {
    let example = "numbers(|c, e| e.number)";
    check.across.numbers = Some(say.only_closure(&OF_CASE, Answer::Name, example)?);
    Ok(())
}

pub(crate) fn missing_for(check: &mut CheckDraft, say: &mut Say) -> Result<(), Complaint> {
    check.across.missing_for = Some(whole_days(say, "missing_for(workdays(5))")?);
    Ok(())
}

fn number(
    say: &Say,
    least: u32,
    most: u32,
    expected: &str,
    example: &str,
) -> Result<u32, Complaint> {
    let number = say.whole_number(0).and_then(|number| u32::try_from(number).ok());
    number.filter(|number| (least..=most).contains(number)).ok_or_else(|| {
        Complaint::new(
            format!("`{}` takes {expected}", say.word),
            format!("write for example {example}"),
        )
    })
}

fn whole_days(say: &Say, example: &str) -> Result<Length, Complaint> {
    let length = say.value::<Length>(0, "a length of time", example)?;
    if !matches!(length.unit, Unit::Workdays | Unit::Days) || length.amount == 0 {
        return Err(Complaint::new(
            format!("`{}` takes working days or days, not `{length}`", say.word),
            format!("write for example `{example}`"),
        ));
    }
    Ok(length)
}
