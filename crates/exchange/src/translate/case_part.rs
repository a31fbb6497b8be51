//! What the columns or attributes of a case say: its description, and the events that its dates stand for.
//!
//! *Invariant.* A description's key is made from its content, so that an equal one, in whatever file, is the same event, and a
//! changed one is another; that a case is described again as it was before a change, only who knows the files before can tell. A date that was told otherwise before, in the same file, is a correction: a higher version. What the
//! row of a correction leaves empty is named in the lineage of its record.

use std::hash::{DefaultHasher, Hash, Hasher};

use duban_calendar::Timestamp;
use duban_domain::{CaseFact, Description, RecordKey};
use sha2::{Digest, Sha256};

use crate::columns::View;
use crate::fault::Fault;
use crate::incoming::Lineage;
use crate::keys;
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

    /// Whether these are the events of a correction, which says anew which dates the case has.
    pub(super) fn is_corrected_by(&self, drafts: &[Draft]) -> bool {
        !self.derived.is_empty() && drafts.iter().any(|draft| draft.event.origin.version > 1)
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
        let name = keys::description(telling, &format!("{content:016x}"));
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

    /// Ties the dates of a case to the record whose row tells them, where records have versions; and names those that the row of a
    /// correction leaves empty, for otherwise nobody would miss them.
    pub(super) fn tie(&self, view: View<'_>, dates: &mut [Draft], drafts: &mut [Draft]) {
        let has_versions = self.mapping.record.as_ref().is_some_and(|part| part.version.is_some());
        let main = drafts.iter_mut().find(|draft| !draft.derived);
        let Some(main) = main.filter(|_| has_versions) else { return };
        let lineage = || Lineage { record: main.event.origin.key.clone(), silent: Vec::new() };
        for date in &mut *dates {
            date.lineage = Some(Box::new(lineage()));
        }
        if main.event.origin.version == 1 {
            return;
        }
        let all = self.mapping.case.derived.iter().map(|derived| self.date_key(derived, view));
        let is_told = |key: &RecordKey| dates.iter().any(|date| date.event.origin.key == *key);
        let silent: Vec<_> = all.filter(|key| !is_told(key)).collect();
        if !silent.is_empty() {
            let lineage = lineage();
            main.lineage.get_or_insert_with(|| Box::new(lineage)).silent.extend(silent);
        }
    }

    /// The dates that are news of the case by a record of this version, each in the version in which it is told.
    pub(super) fn news(&mut self, case: &str, dates: Vec<Draft>, version: u32) -> Vec<Draft> {
        let entry = self.book.entry(case);
        let told = dates.into_iter().filter_map(|date| {
            let mut hasher = DefaultHasher::new();
            date.event.origin.key.hash(&mut hasher);
            let told_in = entry.tell_date(hasher.finish(), date.event.occurred_at, version)?;
            Some(date.in_version(told_in))
        });
        told.collect()
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
