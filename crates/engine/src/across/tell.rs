//! Tells what was counted: about which case, by whom, and which cases it was.
//!
//! *Invariant.* A warning has whom it counted as its subject, and its number among those of its case, rule and subject is given in the order of
//! telling, which is the same for any number of shards.
//!
//! *Absent on purpose.* Counting.

use std::collections::BTreeMap;

use duban_calendar::Timestamp;

use super::Seen;
use crate::decision::Decision;

/// Stands between the Chinese and the English half of a message.
const BETWEEN: &str = " · ";

/// So many cases are named.
const NAMED: usize = 10;

/// What was told so far.
#[derive(Default)]
pub(super) struct Teller {
    /// How many warnings of each case, rule and subject.
    raised: BTreeMap<(String, String, String), u32>,
    pub(super) decisions: Vec<Decision>,
}

/// What a warning says of what was counted, in Chinese and in English.
pub(super) type Bilingual = [String; 2];

impl Teller {
    /// Raises a warning about a case; `told` stands in brackets behind what the rule says.
    pub(super) fn tell(
        &mut self,
        about: Seen<'_>,
        due_at: Timestamp,
        decided_at: Timestamp,
        [zh, en]: &Bilingual,
    ) {
        let Some(name) = about.name() else { return };
        let Some(mut decision) = about.warning(due_at, decided_at) else { return };
        if let Decision::Raised(warning) = &mut decision {
            let identity = (warning.id.case.clone(), warning.id.rule.clone(), name.clone());
            let occurrence = self.raised.entry(identity).or_default();
            *occurrence += 1;
            (warning.id.subject, warning.id.occurrence) = (Some(name.clone()), *occurrence);
            let said = warning.message.split_once(BETWEEN);
            let (chinese, english) = said.unwrap_or((&warning.message, &warning.message));
            // Each reader is shown the own half, so nothing else may look like what stands between them.
            let [name, zh, en] = [&name, zh, en].map(|text| text.replace(BETWEEN, "·"));
            warning.message = format!("{chinese}（{name}：{zh}）{BETWEEN}{english} ({name}: {en})");
        }
        self.decisions.push(decision);
    }
}

/// The cases of some sightings, the first of them by name.
pub(super) fn cases(seen: &[Seen<'_>]) -> String {
    let mut cases: Vec<&str> = seen.iter().map(|it| it.case()).collect();
    cases.dedup();
    let more = if cases.len() > NAMED { " …" } else { "" };
    cases.truncate(NAMED);
    format!("{}{more}", cases.join(", "))
}
