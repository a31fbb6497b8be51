//! Taking in an event: it becomes a fact of its case, and the clocks and checks that its kind concerns are worked out again.
//!
//! *Invariant.* A record is one fact: a higher version of it replaces the lower one, wherever it comes in the order of arrival.

use duban_calendar::Timestamp;
use duban_domain::{
    CaseFact, Description, Event, EventKind, KindSet, RecordKey, Special, Sym, Value,
};
use duban_rulebook::Datum;

use crate::case_state::{CaseState, Detail, GivenFact, NONE, Rare, Row};
use crate::supervisor::Supervisor;

impl Supervisor {
    /// Takes one fact of the case at `place` in.
    pub(crate) fn take_in(&mut self, place: usize, event: &Event<Sym>, fact: &CaseFact<Sym>) {
        let kind = fact.kind();
        let row = self.row(place, event, fact);
        let old = self.cases[place].row_of(row.key);
        let mut changed = row.occurred_at;
        let mut kinds = KindSet::EMPTY.with(kind);
        if let Some(old) = old {
            let before = self.cases[place].rows[old];
            if before.version >= row.version {
                return;
            }
            self.cases[place].rows.remove(old);
            changed = changed.min(before.occurred_at);
            kinds = kinds.with(before.kind);
        }
        self.cases[place].insert(row);
        if let CaseFact::Described(description) = fact {
            self.describe(place, description, event.occurred_at);
        }
        if self.find_item(place) {
            // Another item may mean other limits: that is a new description of the case.
            kinds = kinds.with(EventKind::Described);
            changed = Timestamp::MIN;
        }
        self.work_out(place, kinds, changed);
        self.check(place, event, &row, old.is_some());
    }

    fn row(&mut self, place: usize, event: &Event<Sym>, fact: &CaseFact<Sym>) -> Row {
        let who = self.actors.number(&event.by);
        let detail = detail(&mut self.cases[place], fact);
        Row {
            occurred_at: event.occurred_at,
            who,
            detail,
            key: key(event),
            version: event.origin.version.max(1),
            kind: fact.kind(),
            book: self.book_on(event.occurred_at),
        }
    }

    /// Descriptions add up in the order of occurrence, whatever the order of their arrival.
    fn describe(&mut self, place: usize, description: &Description<Sym>, given_at: Timestamp) {
        let case = &mut self.cases[place];
        if given_at >= case.described_at {
            case.item_code = description.item.or(case.item_code);
            case.department = description.department.or(case.department);
            case.described_at = given_at;
        } else {
            case.item_code = case.item_code.or(description.item);
            case.department = case.department.or(description.department);
        }
        for (name, value) in &description.facts {
            let rare = case.rare.get_or_insert_with(Box::default);
            set(&mut rare.facts, GivenFact { name: *name, value: datum(value), given_at });
        }
    }
}

/// What a row keeps of its fact beyond kind, time and author.
fn detail(case: &mut CaseState, fact: &CaseFact<Sym>) -> u32 {
    let kept = match fact {
        CaseFact::StepStarted { step }
        | CaseFact::StepCompleted { step, .. }
        | CaseFact::StepReturned { step } => return step.0,
        CaseFact::SpecialEnded { kind } => return kind.map_or(NONE, |kind| kind.0),
        CaseFact::Evaluated { grade } => return u32::from(*grade),
        CaseFact::Suspended { basis } => Detail { basis: *basis, ..Detail::default() },
        CaseFact::SpecialStarted(special) => of_special(special),
        CaseFact::ExtensionRequested { length } => Detail { length: *length, ..Detail::default() },
        CaseFact::ExtensionApproved { length, approver } => {
            Detail { length: *length, approver: *approver, ..Detail::default() }
        }
        CaseFact::Described(_)
        | CaseFact::Reached(_)
        | CaseFact::CertificateIssued { .. }
        | CaseFact::FeeCharged(_)
        | CaseFact::Noted { .. } => return NONE,
    };
    let details = &mut case.rare.get_or_insert_with(|| Box::new(Rare::default())).details;
    details.push(kept);
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
    }
}

/// A record's name within its case as 64 bits: FNV-1a over source and key.
fn key(event: &Event<Sym>) -> u64 {
    let (tag, number) = match event.origin.key {
        RecordKey::Ordinal(number) => (0, number),
        RecordKey::Text(text) => (1, text.0),
        RecordKey::Derived(name) => (2, name.0),
    };
    [event.origin.source.0, tag, number]
        .iter()
        .flat_map(|word| word.to_le_bytes())
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
}

fn set(facts: &mut Vec<GivenFact>, given: GivenFact) {
    match facts.iter_mut().find(|known| known.name == given.name) {
        Some(known) if known.given_at <= given.given_at => *known = given,
        Some(_) => {}
        None => facts.push(given),
    }
}

fn datum(value: &Value<Sym>) -> Datum {
    match value {
        Value::Text(text) => Datum::Text(*text),
        Value::Int(number) => Datum::Int(*number),
        Value::Bool(truth) => Datum::Bool(*truth),
        Value::Time(at) => Datum::Time(*at),
        Value::Date(day) => Datum::Day(*day),
        Value::Length(length) => Datum::Length(*length),
    }
}
