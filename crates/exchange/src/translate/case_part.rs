//! What the columns or attributes of a case say: its description, and the events that its dates stand for.
//!
//! *Invariant.* A description's key is made from its content, so that an equal one, in whatever file, is the same event, and a
//! changed one is another.

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

    /// The event that describes a case, at the first time of the events that come with it. Where a record is a whole case, it
    /// is what the record stands for.
    pub(super) fn described<'a>(
        &self,
        case: &str,
        description: Description,
        events: impl IntoIterator<Item = &'a Draft>,
    ) -> Result<Draft, Fault> {
        let times =
            events.into_iter().map(|draft| (draft.event.occurred_at, draft.event.recorded_at));
        let (occurred, recorded) = times
            .reduce(|first, next| (first.0.min(next.0), first.1.min(next.1)))
            .ok_or_else(|| self.undated())?;
        let name = content_name(&description);
        let derived = self.mapping.record.is_some();
        let key = if derived { RecordKey::Derived(name) } else { RecordKey::Text(name) };
        let fact = CaseFact::Described(Box::new(description));
        Ok(Draft { derived, ..self.draft(case, key, occurred, recorded, fact) })
    }

    /// The events that dates of the case stand for. `known` is when the journal first heard of the case.
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
        let key = self.derived_key(derived, view, None);
        let mut draft = self.draft(case, key, occurred, recorded, fact);
        draft.event.by = derived.effect.extra.by(&Extra::default(), view);
        draft.event.note = derived.effect.extra.note(&Extra::default(), view);
        Ok(Some(draft.derived(derived.effect.kind)))
    }

    /// The key of a derived event: that of the record that would say the same, where the mapping gives it; else one made of its
    /// record, its column and its kind.
    pub(super) fn derived_key(
        &self,
        derived: &Derived,
        view: View<'_>,
        record: Option<&RecordKey>,
    ) -> RecordKey {
        if let Some(key) = derived.key.as_ref().and_then(|key| key.owned(view)) {
            return RecordKey::Text(key);
        }
        let (column, kind) = (self.mapping.columns.name(derived.column), derived.effect.kind);
        RecordKey::Derived(match record {
            None => format!("{column}/{kind}"),
            Some(RecordKey::Ordinal(number)) => format!("{number}/{column}/{kind}"),
            Some(RecordKey::Text(key) | RecordKey::Derived(key)) => {
                format!("{key}/{column}/{kind}")
            }
        })
    }

    fn undated(&self) -> Fault {
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

/// The first 64 bits of the SHA-256 of a description, in hexadecimal digits.
fn content_name(description: &Description) -> String {
    #[expect(clippy::expect_used, reason = "texts, numbers and pairs of them are always JSON")]
    let digest = Sha256::digest(serde_json::to_vec(description).expect("a description is JSON"));
    let digits: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("described/{digits}")
}
