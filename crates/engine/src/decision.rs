//! Decisions in words: what leaves the engine.
//!
//! *Invariant.* The canonical order is (decided, case, as made), which no shard count can change, since one supervisor makes all the
//! decisions of a case; the digest covers every decision in that order.
//!
//! *Absent on purpose.* The segments behind a deadline: `explain` works them out when somebody asks.

use std::fmt::Write as _;

use duban_calendar::{Certainty, Timestamp};
use duban_domain::{By, Level, Verdict, WarningId};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// One decision of the supervisor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "decision", rename_all = "snake_case")]
pub enum Decision {
    /// A warning was raised.
    Raised(Box<Warning>),
    /// Later facts were held against a warning.
    Rejudged(Rejudged),
    /// Silence counted as a decision, or that was taken back.
    Deemed(Deemed),
}

/// A warning as it was raised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// Its identity.
    pub id: WarningId,
    /// When it fell due by law.
    pub due_at: Timestamp,
    /// Engine time when it was raised: the due instant, or the recording of the event that revealed the breach.
    pub decided_at: Timestamp,
    /// The item's code, where known.
    pub item: Option<String>,
    /// Who answers for it.
    pub answers: By,
    /// The step in which the case stood at the due instant.
    pub step: Option<String>,
    /// The legal article behind the rule.
    pub basis: String,
    /// The rulebook's name.
    pub rulebook: String,
    /// The rulebook's hash.
    pub hash: String,
    /// Script and line that decided: `national/clocks.rhai:12`.
    pub place: String,
    /// What the rule is called, or has to say.
    pub message: String,
    /// Whether the rule failed on the case, so that the message is about the rule.
    pub fault: bool,
    /// How far the calendar can be relied on.
    pub certainty: Certainty,
}

/// A warning judged again; the first verdict stays in the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rejudged {
    /// Which warning.
    pub id: WarningId,
    /// When it had fallen due.
    pub due_at: Timestamp,
    /// Engine time of the re-judgement.
    pub decided_at: Timestamp,
    /// What came out.
    pub verdict: Verdict,
}

/// A decision deemed to have been made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deemed {
    /// The case.
    pub case: String,
    /// The clock that expired.
    pub clock: String,
    /// What is deemed to have happened.
    pub kind: String,
    /// From when it takes effect.
    pub occurred_at: Timestamp,
    /// When the clock expired.
    pub due_at: Timestamp,
    /// Engine time.
    pub decided_at: Timestamp,
    /// Whether this takes an earlier deeming back.
    pub withdrawn: bool,
}

/// What has become of a warning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The warning as it was raised.
    pub warning: Warning,
    /// The last verdict, if it was judged again.
    pub verdict: Option<Verdict>,
}

impl Decision {
    /// Engine time when it was made.
    pub fn decided_at(&self) -> Timestamp {
        match self {
            Decision::Raised(it) => it.decided_at,
            Decision::Rejudged(it) => it.decided_at,
            Decision::Deemed(it) => it.decided_at,
        }
    }

    /// The case it is about.
    pub fn case(&self) -> &str {
        match self {
            Decision::Raised(it) => &it.id.case,
            Decision::Rejudged(it) => &it.id.case,
            Decision::Deemed(it) => &it.case,
        }
    }

    /// What it is about within its case: the rule, and the warning or else the expiry.
    fn about(&self) -> (&str, Option<&WarningId>, Timestamp) {
        match self {
            Decision::Raised(it) => (&it.id.rule, Some(&it.id), it.due_at),
            Decision::Rejudged(it) => (&it.id.rule, Some(&it.id), it.due_at),
            Decision::Deemed(it) => (&it.clock, None, it.due_at),
        }
    }

    /// One line that says all of it: what the digest covers.
    pub fn canonical(&self) -> String {
        let mut line = format!("{} ", self.decided_at().0);
        let written = match self {
            Decision::Raised(it) => write!(
                line,
                "raised {} due {} item {} by {} {} {} step {} basis {} rule {} {} says {} on {}",
                it.id,
                it.due_at.0,
                or_dash(&it.item),
                or_dash(&it.answers.department),
                or_dash(&it.answers.post),
                or_dash(&it.answers.officer),
                or_dash(&it.step),
                it.basis,
                it.place,
                it.hash,
                it.message,
                it.certainty.name(),
            ),
            Decision::Rejudged(it) => {
                write!(line, "rejudged {} due {} {}", it.id, it.due_at.0, verdict(it.verdict))
            }
            Decision::Deemed(it) => write!(
                line,
                "deemed {} {} {} at {} due {}{}",
                it.case,
                it.clock,
                it.kind,
                it.occurred_at.0,
                it.due_at.0,
                if it.withdrawn { " withdrawn" } else { "" }
            ),
        };
        debug_assert!(written.is_ok(), "writing to a string does not fail");
        line
    }
}

/// Puts decisions into their canonical order: by instant, case and what they are about. Those about one thing at one instant keep the
/// order in which they were made.
pub fn sort(decisions: &mut [Decision]) {
    decisions.sort_by(|a, b| {
        (a.decided_at(), a.case(), a.about()).cmp(&(b.decided_at(), b.case(), b.about()))
    });
}

/// SHA-256 over the canonical lines of decisions that are in their canonical order, as `sha256:` and hexadecimal digits.
pub fn digest(decisions: &[Decision]) -> String {
    let mut hasher = Sha256::new();
    for decision in decisions {
        hasher.update(decision.canonical());
        hasher.update(b"\n");
    }
    hasher.finalize().iter().fold(String::from("sha256:"), |mut hex, byte| {
        let written = write!(hex, "{byte:02x}");
        debug_assert!(written.is_ok(), "writing to a string does not fail");
        hex
    })
}

/// The warnings among decisions, each with what has become of it, in the order of raising.
pub fn standings(decisions: &[Decision]) -> Vec<Standing> {
    let mut standings: Vec<Standing> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for decision in decisions {
        match decision {
            Decision::Raised(it) => {
                places.insert(it.id.clone(), standings.len());
                standings.push(Standing { warning: (**it).clone(), verdict: None });
            }
            Decision::Rejudged(it) => {
                if let Some(&place) = places.get(&it.id) {
                    standings[place].verdict = Some(it.verdict);
                }
            }
            Decision::Deemed(_) => {}
        }
    }
    standings
}

impl Standing {
    /// Whether the warning stands: it was never found not to have been due.
    pub fn stands(&self) -> bool {
        self.verdict != Some(Verdict::NotDue)
    }
}

/// The order of levels in a table: the gravest first.
pub const GRAVEST_FIRST: [Level; 4] = [Level::Red, Level::Yellow, Level::Reminder, Level::Finding];

fn or_dash(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or("-")
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Stands => "stands",
        Verdict::NotDue => "not_due",
    }
}
