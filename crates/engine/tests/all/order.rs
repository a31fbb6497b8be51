//! The canonical order of decisions depends on what they say, not on which was made first.

use duban_calendar::Timestamp;
use duban_domain::{Level, Verdict, WarningId};
use duban_engine::{Decision, Rejudged, digest, sort};

/// A warning of a rule, judged again at the instant at which others of its case are.
fn rejudged(rule: &str) -> Decision {
    Decision::Rejudged(Rejudged {
        id: WarningId {
            case: "A-1".to_owned(),
            rule: rule.to_owned(),
            subject: None,
            level: Level::Red,
            occurrence: 1,
        },
        due_at: Timestamp(1_000),
        decided_at: Timestamp(2_000),
        verdict: Verdict::NotDue,
    })
}

#[test]
fn decisions_made_at_one_instant_have_one_digest() {
    let mut one = [rejudged("statutory"), rejudged("promised")];
    let mut other = [rejudged("promised"), rejudged("statutory")];
    sort(&mut one);
    sort(&mut other);
    assert_eq!(digest(&one), digest(&other));
}
