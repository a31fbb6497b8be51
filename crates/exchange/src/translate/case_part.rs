//! What the columns or attributes of a case say: its description, and the events that its dates stand for.
//!
//! *Invariant.* A description's key is made from its content, so that an equal one, in whatever file, is the same event, and a
//! changed one is another. A date that was told otherwise before, in the same file, is a correction: a higher version.

use std::hash::{DefaultHasher, Hash, Hasher};

use duban_calendar::Timestamp;
use duban_domain::{CaseFact, Description, RecordKey};
use sha2::{Digest, Sha256};

use crate::columns::View;
use crate::fault::Fault;
use crate::mapping::{CasePart, Derived, Extra, Text};
use crate::translate::Translator;
use crate::translate::draft::Draft;

impl CasePart {
    /// Whether there is anything to say of a case but its number.
    pub(super) fn tells(&self) -> bool {
        self.item.is_some()
            || self.department.is_some()
            || !self.facts.is_empty()
            || !self.derived.is_empty()
    }
}

impl Translator<'_> {
    /// What the case is.
    pub(super) fn description(&self, view: View<'_>) -> Result<Description, Fault> {
        let part = &self.mapping.case;
        let mut facts = Vec::with_capacity(part.facts.len());
        for (name, source) in &part.facts {
            if let Some(value) = source.read(name, view, &self.mapping.times)? {
                facts.push((name.clone(), value));
            }
        }
        let text = |source: &Option<Text>| source.as_ref()?.owned(view);
        Ok(Description { item: text(&part.item), department: text(&part.department), facts })
    }

    /// The event that describes a case for the how many-th time, by the bits of its content; its time is yet to be set. Where a record is a whole case, it
    /// is what the record stands for.
    pub(super) fn described(
        &self,
        case: &str,
        telling: u32,
        content: u64,
        description: Description,
    ) -> Draft {
        let name = format!("described/{telling}/{content:016x}");
        let derived = self.mapping.record.is_some();
        let key = if derived { RecordKey::Derived(name) } else { RecordKey::Text(name) };
        let fact = CaseFact::Described(Box::new(description));
        let draft = self.draft(case, key, Timestamp::default(), Timestamp::default(), fact);
        Draft { derived, ..draft }
    }

    /// The events that dates of the case stand for. `known` is when the journal first heard of the case, for what has no record
    /// time of its own.
    pub(super) fn case_dates(
        &self,
        view: View<'_>,
        case: &str,
        known: Option<Timestamp>,
    ) -> Vec<Result<Draft, Fault>> {
        let part = &self.mapping.case;
        part.derived
            .iter()
            .filter(|derived| derived.effect.holds(view))
            .filter_map(|derived| self.case_date(derived, view, case, known).transpose())
            .collect()
    }

    fn case_date(
        &self,
        derived: &Derived,
        view: View<'_>,
        case: &str,
        known: Option<Timestamp>,
    ) -> Result<Option<Draft>, Fault> {
        let Some(occurred) = self.mapping.time(view, derived.column)? else { return Ok(None) };
        let recorded = self.recorded(view, occurred, known)?;
        let fact = derived.effect.fact(view, "", &self.mapping.columns)?;
        let key = self.date_key(derived, view);
        let mut draft = self.draft(case, key, occurred, recorded, fact);
        draft.event.by = derived.effect.extra.by(&Extra::default(), view);
        draft.event.note = derived.effect.extra.note(&Extra::default(), view);
        Ok(Some(draft.derived(derived.effect.kind)))
    }

    fn date_key(&self, derived: &Derived, view: View<'_>) -> RecordKey {
        let own =
            || format!("{}/{}", self.mapping.columns.name(derived.column), derived.effect.kind);
        derived.key_of_another(view).unwrap_or_else(|| RecordKey::Derived(own()))
    }

    /// The fault of a case of which nothing has a time.
    pub(super) fn undated(&self) -> Fault {
        let columns = &self.mapping.columns;
        let dates: Vec<_> = self
            .mapping
            .case
            .derived
            .iter()
            .map(|derived| format!("`{}`", columns.name(derived.column)))
            .collect();
        let dates =
            if dates.is_empty() { "dates of the case".to_owned() } else { dates.join(", ") };
        Fault::new(
            format!("the case has no time at all: no event, and none of {dates}"),
            "mend the record, or name a date under `[[case.derive]]` in the mapping",
        )
    }
}

/// The first 64 bits of the SHA-256 of a description: it goes into the journal, so it must never change.
pub(super) fn of_description(description: &Description) -> u64 {
    #[expect(clippy::expect_used, reason = "texts, numbers and pairs of them are always JSON")]
    let digest = Sha256::digest(serde_json::to_vec(description).expect("a description is JSON"));
    digest.iter().take(8).fold(0, |bits, &byte| bits << 8 | u64::from(byte))
}

/// Tells the dates of a case from others. None without a date: that there is none yet is no news.
pub(super) fn of_dates(dates: &[Draft]) -> Option<u64> {
    if dates.is_empty() {
        return None;
    }
    let mut hasher = DefaultHasher::new();
    for draft in dates {
        (&draft.event.origin.key, draft.event.occurred_at).hash(&mut hasher);
    }
    Some(hasher.finish())
}
