//! Stories: what is claimed, line by line, and what the case answers. A line that begins with `!` is foreign: it is in the
//! journal already, so it is applied whatever the case would have said.

mod identity;
mod properties;

use std::fmt::Write;

use duban_calendar::Timestamp;
use expect_test::{Expect, expect};

use super::Case;
use crate::{
    About, By, CaseFact, Description, Event, EventKind, Fee, Milestone, Origin, Outcome, RecordKey,
    Special,
};

#[test]
fn a_licence_from_the_window_to_the_certificate() {
    check(
        "submitted; received; supplement_requested; supplement_received; accepted; step_started 承办; step_completed 承办; \
         special_started 听证; hearing_notified; hearing_held; special_ended 听证; granted; certificate_issued; delivered; completed; \
         certificate_issued; evaluated 1",
        expect![[r#"
            submitted                  -> Submitted
            received                   -> Received
            supplement_requested       -> Supplementing
            supplement_received        -> Received
            accepted                   -> Accepted
            step_started 承办            -> Accepted, 承办
            step_completed 承办          -> Accepted
            special_started 听证         -> Accepted, 听证
            hearing_notified           -> Accepted, 听证
            hearing_held               -> Accepted, 听证
            special_ended 听证           -> Accepted
            granted                    -> Decided, Granted
            certificate_issued         -> Decided, Granted
            delivered                  -> Decided, Granted
            completed                  -> Closed { by: Completed }, Granted
            certificate_issued         -> Closed { by: Completed }, Granted
            evaluated 1                -> Closed { by: Completed }, Granted
        "#]],
    );
}

#[test]
fn nothing_comes_before_it_can() {
    check(
        "supplement_requested; supplement_received; step_started 承办; withdrawn; evaluated 3; received; supplement_received; lapsed; \
         granted; completed; special_started 听证; suspended; resumed; extension_approved; extension_requested; sent_up; \
         sent_up_received; hearing_held; delivered; certificate_issued; revoked",
        expect![[r#"
            supplement_requested       no: nothing was submitted or received yet; report that first
            supplement_received        no: no supplement was asked for
            step_started 承办            no: nothing was submitted or received yet; report that first
            withdrawn                  no: nothing was submitted or received yet; report that first
            evaluated 3                no: nothing was submitted or received yet; report that first
            received                   -> Received
            supplement_received        no: no supplement was asked for
            lapsed                     no: no supplement was asked for
            granted                    no: the case was not accepted yet; accept it first
            completed                  no: the case was not accepted yet; accept it first
            special_started 听证         no: the case was not accepted yet; accept it first
            suspended                  no: the case was not accepted yet; accept it first
            resumed                    no: the case is not hung up
            extension_approved         no: the case was not accepted yet; accept it first
            extension_requested        no: the case was not accepted yet; accept it first
            sent_up                    no: the case was not accepted yet; accept it first
            sent_up_received           no: the case was not sent up
            hearing_held               no: the case was not accepted yet; accept it first
            delivered                  no: the case was not decided yet; report the decision first
            certificate_issued         no: no licence was granted
            revoked                    no: no licence was granted
        "#]],
    );
}

#[test]
fn nothing_happens_twice_that_happens_once() {
    check(
        "submitted; submitted; received; received; submitted; supplement_requested; supplement_requested; accepted; accepted; \
         deemed_accepted; received; pre_review_passed; supplement_requested; refused; step_started 承办; step_started 承办; \
         special_started 听证; special_started 听证; suspended; suspended; sent_up; sent_up",
        expect![[r#"
            submitted                  -> Submitted
            submitted                  no: the application was already submitted
            received                   -> Received
            received                   no: the material was already received
            submitted                  no: the material was already received
            supplement_requested       -> Supplementing
            supplement_requested       no: a supplement was already asked for and has not come in; the law allows one notice (行政许可法 32(4))
            accepted                   -> Accepted
            accepted                   no: the case was already accepted
            deemed_accepted            no: the case was already accepted
            received                   no: the case was already accepted
            pre_review_passed          no: the case was already accepted
            supplement_requested       no: the case was already accepted
            refused                    no: the case was already accepted
            step_started 承办            -> Accepted, 承办
            step_started 承办            no: the step `承办` was already started and has not ended
            special_started 听证         -> Accepted, 承办, 听证
            special_started 听证         no: a special procedure `听证` is already open; end it before another of its kind starts
            suspended                  -> Accepted, 承办, 听证, suspended
            suspended                  no: the case is already hung up
            sent_up                    -> Accepted, 承办, 听证, suspended
            sent_up                    no: the case was already sent up and the higher level has not received it yet
        "#]],
    );
}

#[test]
fn more_time_is_given_once() {
    check(
        "accepted; extension_requested; extension_requested; extension_approved; extension_approved; extension_requested; granted",
        expect![[r#"
            accepted                   -> Accepted
            extension_requested        -> Accepted
            extension_requested        no: more time was already asked for
            extension_approved         -> Accepted
            extension_approved         no: more time was already given, and the law allows it once (行政许可法 42)
            extension_requested        no: more time was already given, and the law allows it once (行政许可法 42)
            granted                    -> Decided, Granted
        "#]],
    );
    check(
        "accepted; granted; extension_requested; completed; extension_approved",
        expect![[r#"
            accepted                   -> Accepted
            granted                    -> Decided, Granted
            extension_requested        no: the case is decided or closed; there is nothing left to extend
            completed                  -> Closed { by: Completed }, Granted
            extension_approved         no: the case is decided or closed; there is nothing left to extend
        "#]],
    );
}

#[test]
fn a_decision_waits_for_what_holds_the_case_up() {
    check(
        "accepted; special_started 听证; special_started 专家评审; special_ended; special_ended 检验; granted; special_ended 听证; \
         special_ended; special_ended; suspended; completed; resumed; denied; granted; withdrawn; certificate_issued; revoked; \
         delivered; completed; completed",
        expect![[r#"
            accepted                   -> Accepted
            special_started 听证         -> Accepted, 听证
            special_started 专家评审       -> Accepted, 听证, 专家评审
            special_ended              no: several special procedures are open (听证, 专家评审); say which one ended
            special_ended 检验           no: no special procedure `检验` is open
            granted                    no: the special procedure `听证` is still open; a decision cannot rest on what has not ended
            special_ended 听证           -> Accepted, 专家评审
            special_ended              -> Accepted
            special_ended              no: no special procedure is open
            suspended                  -> Accepted, suspended
            completed                  no: the case is hung up; take it up again first
            resumed                    -> Accepted
            denied                     -> Decided, Denied
            granted                    no: the case was already decided; a decision can only be revoked
            withdrawn                  no: the case was already decided; a decision can only be revoked
            certificate_issued         no: no licence was granted
            revoked                    no: no licence was granted
            delivered                  -> Decided, Denied
            completed                  -> Closed { by: Completed }, Denied
            completed                  no: the case is closed (办结)
        "#]],
    );
}

#[test]
fn a_hearing_is_asked_for_or_announced() {
    check(
        "accepted; hearing_held; hearing_requested; hearing_held",
        expect![[r#"
            accepted                   -> Accepted
            hearing_held               no: no hearing was asked for or announced
            hearing_requested          -> Accepted
            hearing_held               -> Accepted
        "#]],
    );
}

#[test]
fn a_licence_is_revoked_once_and_also_after_the_end() {
    check(
        "accepted; granted; completed; revoked; revoked",
        expect![[r#"
            accepted                   -> Accepted
            granted                    -> Decided, Granted
            completed                  -> Closed { by: Completed }, Granted
            revoked                    -> Closed { by: Completed }, Revoked
            revoked                    no: the licence was already revoked
        "#]],
    );
}

#[test]
fn what_is_over_stays_over() {
    check(
        "received; accepted; step_started 承办; withdrawn; accepted; step_started 审核; step_completed 承办; granted; voided; completed; \
         suspended; complaint_filed; noted",
        expect![[r#"
            received                   -> Received
            accepted                   -> Accepted
            step_started 承办            -> Accepted, 承办
            withdrawn                  -> Closed { by: Withdrawn }
            accepted                   no: the case is closed (撤回)
            step_started 审核            no: the case is closed (撤回)
            step_completed 承办          no: the case is closed (撤回)
            granted                    no: the case is closed (撤回)
            voided                     no: the case is closed (撤回)
            completed                  no: the case is closed (撤回)
            suspended                  no: the case is closed (撤回)
            complaint_filed            -> Closed { by: Withdrawn }
            noted                      -> Closed { by: Withdrawn }
        "#]],
    );
}

#[test]
fn an_application_can_lapse() {
    check(
        "received; supplement_requested; lapsed; supplement_received",
        expect![[r#"
            received                   -> Received
            supplement_requested       -> Supplementing
            lapsed                     -> Closed { by: Lapsed }
            supplement_received        no: the case is closed (补正不来办结)
        "#]],
    );
}

#[test]
fn letters_are_answered_once_each() {
    check(
        "complaint_answered; complaint_filed; complaint_accepted; complaint_accepted; complaint_answered; complaint_answered; \
         consultation_answered; consultation_filed; consultation_answered; consultation_answered",
        expect![[r#"
            complaint_answered         no: no complaint waits for this
            complaint_filed            -> New
            complaint_accepted         -> New
            complaint_accepted         no: no complaint waits for this
            complaint_answered         -> New
            complaint_answered         no: no complaint waits for this
            consultation_answered      no: no question waits for an answer
            consultation_filed         -> New
            consultation_answered      -> New
            consultation_answered      no: no question waits for an answer
        "#]],
    );
}

#[test]
fn a_bad_rating_is_answered() {
    check(
        "received; evaluated 0; evaluated 6; evaluated 3; evaluation_rectified; evaluated 4; evaluation_rectified; evaluation_rectified",
        expect![[r#"
            received                   -> Received
            evaluated 0                no: `0` is not a grade; write 1 (very satisfied) to 5 (very dissatisfied)
            evaluated 6                no: `6` is not a grade; write 1 (very satisfied) to 5 (very dissatisfied)
            evaluated 3                -> Received
            evaluation_rectified       no: no rating of the case is bad and unanswered
            evaluated 4                -> Received
            evaluation_rectified       -> Received
            evaluation_rectified       no: no rating of the case is bad and unanswered
        "#]],
    );
}

#[test]
fn foreign_events_are_taken_as_they_are() {
    check(
        "!completed; !accepted; !special_started 听证; !granted; granted; delivered; !suspended; !step_started 承办; !received",
        expect![[r#"
            completed                  -> Closed { by: Completed }
            accepted                   -> Closed { by: Completed }
            special_started 听证         -> Closed { by: Completed }
            granted                    -> Closed { by: Completed }, Granted
            granted                    no: the case is closed (办结)
            delivered                  -> Closed { by: Completed }, Granted
            suspended                  -> Closed { by: Completed }, Granted
            step_started 承办            -> Closed { by: Completed }, Granted
            received                   -> Closed { by: Completed }, Granted
        "#]],
    );
    check(
        "!accepted; !special_started 听证; !granted; !step_completed 承办; completed",
        expect![[r#"
            accepted                   -> Accepted
            special_started 听证         -> Accepted, 听证
            granted                    -> Decided, Granted
            step_completed 承办          -> Decided, Granted
            completed                  -> Closed { by: Completed }, Granted
        "#]],
    );
}

#[track_caller]
fn check(story: &str, expected: Expect) {
    let mut case = Case::default();
    let mut told = String::new();
    for line in story.split(';').map(str::trim) {
        let (foreign, line) = match line.strip_prefix('!') {
            Some(line) => (true, line),
            None => (false, line),
        };
        let (kind, argument) = line.split_once(' ').unwrap_or((line, ""));
        let claimed = event("1", fact(kind.parse().unwrap(), argument));
        let answer = if foreign { Ok(vec![claimed]) } else { case.decide(&claimed) };
        let told_of = match answer {
            Ok(events) => {
                events.iter().for_each(|event| case.apply(event));
                format!("-> {}", state(&case))
            }
            Err(refusal) => format!("no: {refusal}"),
        };
        writeln!(told, "{line:<26} {told_of}").unwrap();
    }
    expected.assert_eq(&told);
}

fn state(case: &Case) -> String {
    let mut words = vec![format!("{:?}", case.phase())];
    words.extend(case.decision().map(|decision| format!("{decision:?}")));
    words.extend(case.open_steps().iter().cloned());
    words.extend(case.open_specials().iter().cloned());
    words.extend(case.is_suspended().then(|| "suspended".to_owned()));
    words.join(", ")
}

fn reached(milestone: Milestone) -> CaseFact {
    CaseFact::Reached(milestone)
}

/// A fact of this kind; what it carries beside its argument does not matter to the case.
fn fact(kind: EventKind, argument: &str) -> CaseFact {
    let own = || argument.to_owned();
    if let Some(milestone) = Milestone::of(kind) {
        return CaseFact::Reached(milestone);
    }
    let facts = [
        CaseFact::Described(Box::new(Description { item: None, department: None, facts: vec![] })),
        CaseFact::StepStarted { step: own() },
        CaseFact::StepCompleted { step: own(), outcome: Outcome::Passed },
        CaseFact::StepReturned { step: own() },
        CaseFact::SpecialStarted(Box::new(Special {
            kind: own(),
            basis: None,
            approver: None,
            notified: None,
        })),
        CaseFact::SpecialEnded { kind: (!argument.is_empty()).then(own) },
        CaseFact::Suspended { basis: None },
        CaseFact::ExtensionRequested { length: None },
        CaseFact::ExtensionApproved { length: None, approver: None },
        CaseFact::CertificateIssued { number: None },
        CaseFact::Evaluated { grade: argument.parse().unwrap_or(1) },
        CaseFact::FeeCharged(Box::new(Fee { charged_fen: 1, standard_fen: None, basis: None })),
        CaseFact::Noted { activity: own() },
    ];
    facts.into_iter().find(|fact| fact.kind() == kind).unwrap()
}

fn event(case: &str, fact: CaseFact) -> Event {
    Event {
        occurred_at: Timestamp(0),
        recorded_at: Timestamp(0),
        origin: Origin { source: "window".to_owned(), key: RecordKey::Ordinal(0), version: 1 },
        by: By::default(),
        note: None,
        about: About::Case { case: case.to_owned(), fact },
    }
}
