//! Reads from a mapping what a rule makes of a record.
//!
//! *Invariant.* Each kind of event takes the fields that it carries, and a field that nobody took is a flaw.

use duban_domain::{EventKind, Milestone, Outcome};

use crate::columns::Level;
use crate::mapping::effect::{Act, Effect, Extra};
use crate::mapping::sheet::{Sheet, Table};
use crate::mapping::text::{Bare, Text};
use crate::mapping::values::LengthOf;

/// Whether a rule has an activity's name at hand for what it leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    Yes,
    No,
}

impl<'t> Sheet<'t> {
    /// Reads the kind of a rule, its conditions and what its event carries; the table must hold nothing else.
    pub(super) fn effect(
        &mut self,
        mut table: Table<'t>,
        level: Level,
        named: Named,
    ) -> Option<Effect> {
        let node = self.required(
            &mut table,
            "kind",
            "say which event it is, for example `kind = \"accepted\"`",
        );
        let conditions = table.take("where");
        let conditions = self.conditions(conditions, level);
        let extra = self.extra(&mut table, level, Bare::Template);
        let node = node?;
        let word = self.word(&node, "kind = \"accepted\"")?;
        let Ok(kind) = word.parse::<EventKind>() else {
            let names: Vec<&str> = EventKind::ALL.iter().map(|kind| kind.name()).collect();
            self.unknown(&node.span, word, "not an event kind", &names);
            return None;
        };
        let act = match Milestone::of(kind) {
            Some(milestone) => Some(Act::Reached(milestone)),
            None => self.act(&mut table, kind, level, named),
        };
        if kind == EventKind::Described {
            self.flaw(
                &node.span,
                "`described` comes of itself, from `[case]`",
                "leave this rule out",
            );
        }
        self.finish(table);
        Some(Effect { kind, conditions, extra, act: act? })
    }

    fn act(
        &mut self,
        table: &mut Table<'t>,
        kind: EventKind,
        level: Level,
        named: Named,
    ) -> Option<Act> {
        Some(match kind.name() {
            "step_started" => Act::StepStarted { step: self.step(table, level, named) },
            "step_completed" => Act::StepCompleted {
                step: self.step(table, level, named),
                outcome: self.outcome(table)?,
            },
            "step_returned" => Act::StepReturned { step: self.step(table, level, named) },
            "special_started" => {
                let (basis, approver) =
                    (self.carried(table, "basis", level), self.carried(table, "approver", level));
                let notified = self.carried_length(table, level);
                let advice = "name the procedure: `special = \"听证\"`";
                let kind = self.needed(table, "special", advice, level)?;
                Act::SpecialStarted { kind, basis, approver, notified }
            }
            "special_ended" => Act::SpecialEnded { kind: self.carried(table, "special", level) },
            "suspended" => Act::Suspended { basis: self.carried(table, "basis", level) },
            "extension_requested" => {
                Act::ExtensionRequested { length: self.carried_length(table, level) }
            }
            "extension_approved" => Act::ExtensionApproved {
                length: self.carried_length(table, level),
                approver: self.carried(table, "approver", level),
            },
            "certificate_issued" => {
                Act::CertificateIssued { number: self.carried(table, "number", level) }
            }
            "evaluated" => {
                let advice = "say where the grade stands: `grade = \"{EVALRESULT}\"`";
                Act::Evaluated { grade: self.needed(table, "grade", advice, level)? }
            }
            "fee_charged" => {
                let (standard, basis) =
                    (self.carried(table, "standard", level), self.carried(table, "basis", level));
                let advice = "say where the amount in yuan stands: `charged = \"{FEE}\"`";
                let charged = self.needed(table, "charged", advice, level)?;
                Act::FeeCharged { charged, standard, basis }
            }
            // What is left is `noted`, and `described`, which the caller refuses.
            _ => Act::Noted,
        })
    }

    /// Reads who did it and what was said.
    pub(super) fn extra(&mut self, table: &mut Table<'t>, level: Level, bare: Bare) -> Extra {
        let mut field = |name| {
            let node = table.take(name);
            self.maybe_text(node, level, bare)
        };
        Extra {
            officer: field("officer"),
            department: field("department"),
            post: field("post"),
            note: field("note"),
        }
    }

    fn step(&mut self, table: &mut Table<'t>, level: Level, named: Named) -> Option<Text> {
        match named {
            Named::Yes => self.carried(table, "step", level),
            Named::No => self.needed(table, "step", "name the step: `step = \"审核\"`", level),
        }
    }

    fn needed(
        &mut self,
        table: &mut Table<'t>,
        name: &'static str,
        advice: &str,
        level: Level,
    ) -> Option<Text> {
        let node = self.required(table, name, advice)?;
        self.text(&node, level, Bare::Template)
    }

    fn carried(&mut self, table: &mut Table<'t>, name: &'static str, level: Level) -> Option<Text> {
        let node = table.take(name);
        self.maybe_text(node, level, Bare::Template)
    }

    fn carried_length(&mut self, table: &mut Table<'t>, level: Level) -> Option<LengthOf> {
        let node = table.take("length")?;
        self.length(&node, level)
    }

    fn outcome(&mut self, table: &mut Table<'t>) -> Option<Outcome> {
        let Some(node) = table.take("outcome") else { return Some(Outcome::Passed) };
        match self.word(&node, "outcome = \"rejected\"")? {
            "passed" => Some(Outcome::Passed),
            "rejected" => Some(Outcome::Rejected),
            other => {
                self.unknown(&node.span, other, "no outcome of a step", &["passed", "rejected"]);
                None
            }
        }
    }
}
