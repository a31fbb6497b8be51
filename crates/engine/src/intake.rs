//! Taking in an event: it becomes a fact of its case, and the clocks and checks that its kind concerns are worked out again.
//!
//! *Invariant.* A record is one fact: a higher version of it replaces the lower one, wherever it comes in the order of arrival.

use duban_calendar::Timestamp;
use duban_domain::{CaseFact, Event, EventKind, KindSet, RecordKey, Special, Sym};

use crate::binding::Book;
use crate::case_state::{CaseState, Detail, NONE, Row};
use crate::desk::Desk;

impl Desk<'_> {
    /// Takes one fact of the case in; `who` is its author in the table of actors.
    pub(crate) fn take_in(&mut self, event: &Event<Sym>, fact: &CaseFact<Sym>, who: u32) {
        let key = key(event);
        let version = event.origin.version.max(1);
        let old = self.case.row_of(key);
        if old.is_some_and(|old| self.case.rows[old].version >= version) {
            return;
        }
        let row = self.row(event, fact, key, version, who);
        let mut changed = row.occurred_at;
        let mut kinds = KindSet::EMPTY.with(row.kind);
        if let Some(old) = old {
            let before = self.case.rows[old];
            self.case.rows.remove(old);
            changed = changed.min(before.occurred_at);
            kinds = kinds.with(before.kind);
        }
        let is_last = self.case.insert(row);
        if kinds.contains(EventKind::Described) {
            self.describe(fact, &row);
        }
        let plain = is_last && old.is_none() && row.kind != EventKind::Described;
        // In the plain course of things only these change the day on which the item is looked up.
        let may_be_other = !plain || self.case.rows.len() == 1 || accepts(row.kind);
        if may_be_other && self.find_item() {
            // Another item may mean other limits: that is a new description of the case.
            self.work_out(kinds.with(EventKind::Described), Timestamp::MIN);
        } else if plain {
            self.follow(&row);
        } else {
            // What a case is, it is from its beginning.
            let described = kinds.contains(EventKind::Described);
            self.work_out(kinds, if described { Timestamp::MIN } else { changed });
        }
        self.settle();
        self.check(event, &row, old.is_some());
        self.case.sum_up();
    }

    fn row(
        &mut self,
        event: &Event<Sym>,
        fact: &CaseFact<Sym>,
        key: u64,
        version: u32,
        who: u32,
    ) -> Row {
        Row {
            occurred_at: event.occurred_at,
            who,
            detail: detail(self.case, event, fact),
            key,
            version,
            kind: fact.kind(),
            book: self.tables.book_at(event.occurred_at),
        }
    }

    /// Looks the case's item up in each catalogue: the version in force on the day of acceptance, before that on the first day
    /// known of the case. Answers whether that is another than before.
    pub(crate) fn find_item(&mut self) -> bool {
        let Some(code) = self.case.item_code else {
            self.case.item_looked_up = (None, Timestamp::MIN);
            return !std::mem::take(&mut self.case.items).is_empty();
        };
        let accepted = self.case.rows.iter().find(|row| accepts(row.kind));
        let Some(on) = accepted.or(self.case.rows.first()).map(|row| row.occurred_at) else {
            return false;
        };
        if self.case.item_looked_up == (Some(code), on) {
            return false;
        }
        self.case.item_looked_up = (Some(code), on);
        let index = |book: &Book| {
            let day = book.calendar().zone().day_of(on);
            book.item_index(code, day).unwrap_or(NONE)
        };
        let items = self.tables.books.iter().map(index).collect();
        let before = std::mem::replace(&mut self.case.items, items);
        before != self.case.items
    }
}

/// Whether a case is accepted by an event of this kind.
pub(crate) fn accepts(kind: EventKind) -> bool {
    matches!(kind, EventKind::Accepted | EventKind::DeemedAccepted)
}

/// What a row keeps of its fact beyond kind, time and author.
fn detail(case: &mut CaseState, event: &Event<Sym>, fact: &CaseFact<Sym>) -> u32 {
    let kept = match fact {
        CaseFact::StepStarted { step }
        | CaseFact::StepCompleted { step, .. }
        | CaseFact::StepReturned { step } => return step.number(),
        CaseFact::SpecialEnded { kind } => return kind.map_or(NONE, Sym::number),
        CaseFact::Evaluated { grade } => return u32::from(*grade),
        CaseFact::FeeCharged(fee) => return fee.basis.map_or(NONE, Sym::number),
        CaseFact::Suspended { basis } => Detail { basis: *basis, ..Detail::default() },
        CaseFact::SpecialStarted(special) => of_special(special),
        CaseFact::ExtensionRequested { length } => Detail { length: *length, ..Detail::default() },
        CaseFact::ExtensionApproved { length, approver } => {
            Detail { length: *length, approver: *approver, ..Detail::default() }
        }
        CaseFact::Described(_)
        | CaseFact::Reached(_)
        | CaseFact::CertificateIssued { .. }
        | CaseFact::Noted { .. } => return NONE,
    };
    let details = &mut case.rare().details;
    details.push(Detail { note: event.note, recorded_at: Some(event.recorded_at), ..kept });
    #[expect(clippy::cast_possible_truncation, reason = "a case has no 2^32 events")]
    let place = (details.len() - 1) as u32;
    place
}

fn of_special(special: &Special<Sym>) -> Detail {
    Detail {
        special: Some(special.kind),
        basis: special.basis,
        approver: special.approver,
        length: special.notified,
        ..Detail::default()
    }
}

/// A record's name within its case as 64 bits: source and key, mixed as MurmurHash3 does in the end.
fn key(event: &Event<Sym>) -> u64 {
    let (tag, number) = match event.origin.key {
        RecordKey::Ordinal(number) => (0, number),
        RecordKey::Text(text) => (1, text.number()),
        RecordKey::Derived(name) => (2, name.number()),
    };
    let mix = |hash: u64| {
        let hash = (hash ^ hash >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
        let hash = (hash ^ hash >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        hash ^ hash >> 33
    };
    let source = u64::from(event.origin.source.number()) << 2 | tag;
    mix(mix(source) ^ u64::from(number))
}
