//! What the mapping derives from one record, on top of the event that the record stands for.
//!
//! *Invariant.* A derived event has the version of its record and a key made of that of its record, so that a later version of the
//! record corrects it. What a later version no longer derives is named in its lineage, for otherwise nobody would miss it.
//!
//! *Absent on purpose.* Earlier versions: they may lie in another file, and only the journal knows all of them.

use duban_domain::RecordKey;

use crate::columns::View;
use crate::fault::Fault;
use crate::incoming::Lineage;
use crate::keys;
use crate::mapping::{Derived, Extra, RecordPart};
use crate::translate::Translator;
use crate::translate::draft::Draft;

impl Derived {
    /// The key of what stands in for the record that would say the same, where the mapping gives the key of that one.
    pub(super) fn key_of_another(&self, view: View<'_>) -> Option<RecordKey> {
        self.key.as_ref().and_then(|key| key.owned(view)).map(|key| keys::stand_in(&key))
    }
}

impl Translator<'_> {
    /// The events derived from a record, and the lineage of it and them.
    pub(super) fn derived_from(
        &self,
        part: &RecordPart,
        view: View<'_>,
        activity: &str,
        main: &mut Draft,
    ) -> Result<Vec<Draft>, Fault> {
        let is_versioned = part.version.is_some() && !part.derived.is_empty();
        let mut drafts = Vec::with_capacity(1 + part.derived.len());
        let mut silent = Vec::new();
        for derived in &part.derived {
            match self.derive(derived, part, view, activity, main)? {
                Some(mut draft) => {
                    let record = main.event.origin.key.clone();
                    draft.lineage =
                        is_versioned.then(|| Box::new(Lineage { record, silent: Vec::new() }));
                    drafts.push(draft);
                }
                // In its first version a record takes nothing back.
                None if main.event.origin.version > 1 => {
                    silent.push(self.derived_key(derived, view, &main.event.origin.key));
                }
                None => {}
            }
        }
        name_silent(main, silent, &drafts);
        Ok(drafts)
    }

    /// Names all that an earlier version may have derived as what this one does not.
    pub(super) fn silence_all(&self, part: &RecordPart, view: View<'_>, main: &mut Draft) {
        let key_of = |derived| self.derived_key(derived, view, &main.event.origin.key);
        let silent = part.derived.iter().map(key_of).collect();
        name_silent(main, silent, &[]);
    }

    fn derive(
        &self,
        derived: &Derived,
        part: &RecordPart,
        view: View<'_>,
        activity: &str,
        main: &Draft,
    ) -> Result<Option<Draft>, Fault> {
        if !derived.effect.holds(view) {
            return Ok(None);
        }
        let Some(occurred) = self.mapping.time(view, derived.column)? else { return Ok(None) };
        let fact = derived.effect.fact(view, activity, &self.mapping.columns)?;
        let key = self.derived_key(derived, view, &main.event.origin.key);
        let case = main.event.case().map_or("", String::as_str);
        let mut draft = self.draft(case, key, occurred, self.recorded(view, occurred, None)?, fact);
        draft.event.origin.version = main.event.origin.version;
        draft.event.by = derived.effect.extra.by(&part.extra, view);
        draft.event.note = derived.effect.extra.note(&Extra::default(), view);
        Ok(Some(draft.derived(derived.effect.kind)))
    }

    /// The key of what stands in for the record that would say the same, where the mapping gives the key of that one; else one made
    /// of the record, its column and its kind.
    fn derived_key(&self, derived: &Derived, view: View<'_>, record: &RecordKey) -> RecordKey {
        let (column, kind) = (self.mapping.columns.name(derived.column), derived.effect.kind);
        let own = || match record {
            RecordKey::Ordinal(number) => format!("{number}/{column}/{kind}"),
            RecordKey::Text(key) | RecordKey::Derived(key) => format!("{key}/{column}/{kind}"),
        };
        derived.key_of_another(view).unwrap_or_else(|| RecordKey::Derived(own()))
    }
}

/// Puts into the lineage of a record what it no longer says, beside what is derived from it.
fn name_silent(main: &mut Draft, mut silent: Vec<RecordKey>, drafts: &[Draft]) {
    // Several rules may derive one event, each under conditions of its own, and one of them the record itself.
    silent.retain(|key| {
        let is_own = matches!(&main.event.origin.key, RecordKey::Text(own) if keys::stood_in_for(key) == Some(own));
        !is_own && !drafts.iter().any(|it| it.event.origin.key == *key)
    });
    silent.dedup();
    if !silent.is_empty() {
        let record = main.event.origin.key.clone();
        main.lineage = Some(Box::new(Lineage { record, silent }));
    }
}
