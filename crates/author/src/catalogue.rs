//! What is odd about a catalogue, item by item, for its keeper to see before a case meets it.
//!
//! *Invariant.* A check is a pure function of one item and a day. Each finding bears its figures, so that it can be judged without
//! opening the file; findings stand in the order of files and lines, then of the rules.
//!
//! *Absent on purpose.* A verdict. A promise longer than the law may be a typing error here and an old version there; which clause of
//! the law a finding may fall under is told by the table of [accountability](duban_domain::Accountability).

mod code;
mod demand;
mod fee;
mod force;
pub mod import;
mod limit;
mod rule;

use duban_calendar::Day;
use duban_domain::{Catalogue, Flaw, Item, Survey, Wrong};

pub use rule::{Rule, UnknownRule};

/// One thing that a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which check.
    pub rule: Rule,
    /// The item's code; empty where it could not be read.
    pub code: String,
    /// The item's name; empty where it could not be read.
    pub name: String,
    /// The department that answers for it; empty where it could not be read.
    pub department: String,
    /// The file, as it was handed in.
    pub file: String,
    /// The line on which the item, or what is wrong with it, begins.
    pub line: u32,
    /// What was found, with its figures.
    pub words: Words,
}

/// A sentence in both languages; of what stands in a file, and only there, both are English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Words {
    pub(crate) fn new(zh: impl Into<String>, en: impl Into<String>) -> Words {
        Words { zh: zh.into(), en: en.into() }
    }
}

/// A check: what is odd about an item on a day, if anything is.
type Check = fn(&Item, Day) -> Option<Words>;

/// Every check of one item.
const CHECKS: [(Rule, Check); 19] = [
    (Rule::PromiseOverStatute, |item, _| limit::promise_over_statute(item)),
    (Rule::StepsOverPromise, |item, _| limit::steps_over_promise(item)),
    (Rule::PromiseHardlyShorter, |item, _| limit::promise_hardly_shorter(item)),
    (Rule::NoPromise, |item, _| limit::no_promise(item)),
    (Rule::NoStatutoryLimit, |item, _| limit::no_statutory_limit(item)),
    (Rule::StepWithoutLimit, |item, _| limit::step_without_limit(item)),
    (Rule::NaturalDays, |item, _| limit::natural_days(item)),
    (Rule::NoBasis, |item, _| demand::no_basis(item)),
    (Rule::MaterialTwice, |item, _| demand::material_twice(item)),
    (Rule::SpecialBeyond45, |item, _| demand::special_beyond_45(item)),
    (Rule::FeeWithoutBasis, |item, _| fee::without_basis(item)),
    (Rule::FeeWithoutStandard, |item, _| fee::without_standard(item)),
    (Rule::FeesNotListed, |item, _| fee::not_listed(item)),
    (Rule::FeesOnFreeItem, |item, _| fee::on_free_item(item)),
    (Rule::CodeStructure, |item, _| code::structure(&item.code)),
    (Rule::CodeChecksum, |item, _| code::checksum(&item.code)),
    (Rule::CancelledInForce, |item, _| force::cancelled_in_force(item)),
    (Rule::ClassifiedWithoutExemption, force::classified_without_exemption),
    (Rule::ExemptionRunOut, force::exemption_run_out),
];

/// Everything that is odd about the items of these files, each a (path, text) with `[[item]]` tables. Exemptions are looked at as of
/// the day `on`. A text that cannot be loaded is a finding too, and hides none of the items that can be read.
pub fn check(files: &[(String, String)], on: Day) -> Vec<Finding> {
    let Survey { entries, flaws } = Catalogue::survey(files);
    let mut findings: Vec<_> = flaws.iter().map(|flaw| flawed(files, flaw)).collect();
    for entry in &entries {
        let item = &entry.item;
        let found = CHECKS.iter().filter_map(|(rule, check)| Some((*rule, check(item, on)?)));
        findings.extend(found.map(|(rule, words)| Finding {
            rule,
            code: item.code.clone(),
            name: item.name.clone(),
            department: item.department.clone(),
            file: entry.file.clone(),
            line: entry.line,
            words,
        }));
    }
    findings.sort_by(|a, b| (&a.file, a.line, a.rule).cmp(&(&b.file, b.line, b.rule)));
    findings
}

/// What keeps a text from being a catalogue, as a finding.
fn flawed(files: &[(String, String)], flaw: &Flaw) -> Finding {
    let written = files.iter().find(|(file, _)| *file == flaw.file);
    let written = written.and_then(|(_, text)| text.get(flaw.span.clone())).unwrap_or_default();
    let field = flaw.field.as_deref().unwrap_or_default();
    let rule = match &flaw.wrong {
        Wrong::TwoInForce { .. } => Rule::OverlappingVersions,
        Wrong::Unreadable(_) if field.ends_with("limit") && is_bare_number(written) => {
            Rule::LimitWithoutUnit
        }
        Wrong::Unreadable(_)
        | Wrong::Foreign { .. }
        | Wrong::Empty
        | Wrong::EndsBeforeItBegins { .. }
        | Wrong::ExemptionEndsBeforeItBegins { .. }
        | Wrong::Taken { .. } => Rule::Unreadable,
    };
    let place = if field.is_empty() { String::new() } else { format!("`{field}`: ") };
    let told = format!("{place}{}", flaw.wrong);
    Finding {
        rule,
        code: flaw.subject.as_ref().map(|(_, code)| code.clone()).unwrap_or_default(),
        name: String::new(),
        department: String::new(),
        file: flaw.file.clone(),
        line: flaw.line,
        words: Words::new(told.clone(), told),
    }
}

fn is_bare_number(written: &str) -> bool {
    let inner = written.trim_matches(['"', '\'', ' ']);
    !inner.is_empty() && inner.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests;
