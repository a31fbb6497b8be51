//! What a check over several cases looks for: which of its words belong together.
//!
//! *Invariant.* A check says one thing that may be wrong, and all that it takes to find it.
//!
//! *Absent on purpose.* The words one by one: those complained when they were said.

use duban_calendar::Unit;

use super::Closures;
use super::complain::complainer;
use crate::draft::{AcrossDraft, CheckDraft, Drafts, Said};
use crate::plan::{Across, Against, Regular, Wrong};

const ADVICE: &str = "a check over several cases says by whom it counts, `.per(|c, e| e.officer)`, and one of: too many at once, `.over(9).within(minutes(1))`, \
     or too many different ones, `.different(|c, e| c.facts.applicant).over(5).within(days(1))`; \
     one behind another, `.follows(\"withdrawn\").within(days(10))`; nothing for too long, `.silent_for(workdays(1))`, of those who send regularly \
     `.over(20).within(days(7)).silent_for(workdays(1))`; too large a share, `.share(|c, e| e.kind == \"withdrawn\").over_percent(30).at_least(20).each(months(1))`; \
     a jump, `.over_times(3).at_least(20).each(months(1))`; a share or a number unlike that of others, `.over_times(3).against(\"others\").at_least(20).each(months(1))`; a gap in numbers, `.numbers(|c, e| e.number).missing_for(workdays(5))`";

/// What a check looks for over several cases, if it says that it does.
pub(super) fn plan(
    drafts: &mut Drafts,
    check: &CheckDraft,
    closures: &mut Closures,
) -> Option<Across> {
    let said = &check.across;
    // What was said wrongly was complained of when it was said.
    let wrongly = |&(word, is_set): &(&str, bool)| {
        !is_set && check.once.iter().any(|(said, _)| *said == word)
    };
    if said.is_empty() || said.words().iter().any(wrongly) {
        return None;
    }
    let mut complain = complainer(drafts, &check.spot, &check.once);
    let name = &check.name;
    if let Some((_, Some(Said::Closure(_)))) = &check.warning {
        complain(
            &[],
            format!("the check `{name}` counts over several cases, and its text is asked of one"),
            "write a text that holds for all; by whom, how many and which cases is told behind it",
        );
    }
    let wrong = wrong(said, name, closures).filter(|_| !said.per.is_empty());
    let Some(wrong) = wrong else {
        complain(&[], format!("the check `{name}` does not say all that it counts"), ADVICE);
        return None;
    };
    let per = said.per.iter().map(|closure| closures.add(closure.clone(), name)).collect();
    Some(Across { per, wrong })
}

fn wrong(said: &AcrossDraft, name: &str, closures: &mut Closures) -> Option<Wrong> {
    let is_burst = said.over.is_some() && said.within.is_some() && said.silent_for.is_none();
    if said.different.is_some() && !is_burst {
        return None;
    }
    let counted = (said.over, said.within, said.follows, said.silent_for);
    let measured = (said.share.clone(), said.over_percent, said.over_times, said.against);
    let period = (said.at_least, said.each);
    let numbered = (said.numbers.clone(), said.missing_for);
    match (counted, measured, period, numbered) {
        (counted, (None, None, None, None), (None, None), (None, None)) => match counted {
            (Some(over), Some(within), None, None) => {
                let different = said.different.clone().map(|of| closures.add(of, name));
                Some(Wrong::Burst { over, different, within })
            }
            (None, Some(within), Some(follows), None) => Some(Wrong::Again { follows, within }),
            (None, None, None, Some(length)) => Some(Wrong::Silence { length, regular: None }),
            (Some(over), Some(within), None, Some(length)) if within.unit == Unit::Days => {
                let regular = Some(Regular { over, days: within.amount });
                Some(Wrong::Silence { length, regular })
            }
            _ => None,
        },
        ((None, None, None, None), measured, (Some(at_least), Some(months)), (None, None)) => {
            match measured {
                (Some(of), Some(over_percent), None, None) => {
                    let of = closures.add(of, name);
                    Some(Wrong::Share { of, over_percent, at_least, months })
                }
                (of, None, Some(over_times), against) => {
                    let of = of.map(|of| closures.add(of, name));
                    let against = against.unwrap_or(Against::PeriodBefore);
                    Some(Wrong::Outlier { of, over_times, against, at_least, months })
                }
                _ => None,
            }
        }
        (
            (None, None, None, None),
            (None, None, None, None),
            (None, None),
            (Some(number), Some(missing_for)),
        ) => Some(Wrong::Gap { number: closures.add(number, name), missing_for }),
        _ => None,
    }
}

impl AcrossDraft {
    /// Whether nothing was said of several cases.
    pub(super) fn is_empty(&self) -> bool {
        self.words().iter().all(|(_, is_set)| !is_set)
    }

    /// Its words, and whether each is set.
    fn words(&self) -> [(&'static str, bool); 14] {
        [
            ("per", !self.per.is_empty()),
            ("over", self.over.is_some()),
            ("different", self.different.is_some()),
            ("within", self.within.is_some()),
            ("follows", self.follows.is_some()),
            ("silent_for", self.silent_for.is_some()),
            ("share", self.share.is_some()),
            ("over_percent", self.over_percent.is_some()),
            ("over_times", self.over_times.is_some()),
            ("against", self.against.is_some()),
            ("at_least", self.at_least.is_some()),
            ("each", self.each.is_some()),
            ("numbers", self.numbers.is_some()),
            ("missing_for", self.missing_for.is_some()),
        ]
    }
}
