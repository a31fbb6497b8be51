//! Commands through cqrs-es: decided by the domain, kept by the journal, and never on a state that is out of date.

use std::collections::HashMap;
use std::sync::Arc;

use crate::shared::{about_warning, read_all, warning};
use cqrs_es::{
    Aggregate, AggregateContext, AggregateError, CqrsFramework, DomainEvent, EventStore,
};
use duban_calendar::Timestamp;
use duban_domain::{
    About, By, Case, CaseFact, Event, Milestone, Origin, Phase, Raised, RecordKey, Refusal,
    Warning, WarningFact,
};
use duban_journal::{AggregateStore, CaseAggregate, Journal, Recorded, WarningAggregate};

fn claim(case: &str, milestone: Milestone) -> Event {
    let at = Timestamp(1_773_912_600_000);
    Event {
        occurred_at: at,
        recorded_at: at,
        origin: Origin {
            source: "window".to_owned(),
            key: RecordKey::Text(milestone.kind().name().to_owned()),
            version: 1,
        },
        by: By::default(),
        note: None,
        about: About::Case { case: case.to_owned(), fact: CaseFact::Reached(milestone) },
    }
}

fn raised(case: &str) -> Event {
    let raised = Raised {
        due_at: Timestamp(0),
        answers: By::default(),
        step: None,
        basis: "行政许可法 42".to_owned(),
        rulebook: "9f86d081".to_owned(),
        place: "clocks.rhai:12".to_owned(),
        message: "due".to_owned(),
    };
    about_warning(case, 1000, WarningFact::Raised(Box::new(raised)))
}

fn cases(journal: &Arc<Journal>) -> CqrsFramework<CaseAggregate, AggregateStore<Case>> {
    CqrsFramework::new(AggregateStore::new(journal.clone()), Vec::new(), ())
}

fn warnings(journal: &Arc<Journal>) -> CqrsFramework<WarningAggregate, AggregateStore<Warning>> {
    CqrsFramework::new(AggregateStore::new(journal.clone()), Vec::new(), ())
}

fn journal() -> Arc<Journal> {
    Arc::new(Journal::in_memory().unwrap())
}

#[tokio::test]
async fn what_is_decided_is_in_the_journal() {
    let journal = journal();
    let cases = cases(&journal);
    let (received, accepted) = (claim("A", Milestone::Received), claim("A", Milestone::Accepted));
    let early = claim("A", Milestone::SupplementRequested);
    let refused = cases.execute("A", early).await;
    assert!(
        matches!(refused, Err(AggregateError::UserError(Refusal::NotReceivedYet))),
        "{refused:?}"
    );
    cases.execute("A", received.clone()).await.unwrap();
    cases.execute("A", accepted.clone()).await.unwrap();
    assert_eq!(read_all(&journal), [received.clone(), accepted.clone()]);

    let store = AggregateStore::<Case>::new(journal.clone());
    let loaded = store.load_aggregate("A").await.unwrap().aggregate().state.clone();
    assert_eq!((loaded.phase(), loaded.number()), (Phase::Accepted, Some("A")));
    let events = store.load_events("A").await.unwrap();
    let events: Vec<_> =
        events.into_iter().map(|it| (it.sequence, it.aggregate_id, it.payload)).collect();
    assert_eq!(
        events,
        [(1, "A".to_owned(), Recorded(received)), (2, "A".to_owned(), Recorded(accepted))]
    );
    assert_eq!(
        (events[1].2.event_type().as_str(), events[1].2.event_version().as_str()),
        ("accepted", "1")
    );
    assert_eq!((CaseAggregate::TYPE, WarningAggregate::TYPE), ("case", "warning"));
}

#[tokio::test]
async fn the_same_claim_twice_is_one_event() {
    let journal = journal();
    let cases = cases(&journal);
    let received = claim("A", Milestone::Received);
    cases.execute("A", received.clone()).await.unwrap();
    cases.execute("A", received.clone()).await.unwrap();
    let other_key = Event {
        origin: Origin { key: RecordKey::Ordinal(7), ..received.origin.clone() },
        ..received.clone()
    };
    let refused = cases.execute("A", other_key).await;
    assert!(
        matches!(refused, Err(AggregateError::UserError(Refusal::AlreadyReceived))),
        "{refused:?}"
    );
    assert_eq!(read_all(&journal), [received]);
}

#[tokio::test]
async fn a_decision_on_what_has_changed_is_a_conflict() {
    let journal = journal();
    let store = AggregateStore::<Case>::new(journal.clone());
    let (first, second) =
        (store.load_aggregate("A").await.unwrap(), store.load_aggregate("A").await.unwrap());
    let received = vec![Recorded(claim("A", Milestone::Received))];
    let envelopes = store.commit(received, first, HashMap::new()).await.unwrap();
    assert_eq!(envelopes[0].sequence, 1);
    let submitted = vec![Recorded(claim("A", Milestone::Submitted))];
    let conflict = store.commit(submitted, second, HashMap::new()).await;
    assert!(matches!(conflict, Err(AggregateError::AggregateConflict)), "{conflict:?}");
    assert_eq!(journal.position(), 1);
}

#[tokio::test]
async fn what_others_append_is_seen_and_what_happens_to_a_warning_is_no_conflict_for_its_case() {
    let journal = journal();
    let store = AggregateStore::<Case>::new(journal.clone());
    let cases = cases(&journal);
    cases.execute("A", claim("A", Milestone::Received)).await.unwrap();
    journal.append(vec![claim("A", Milestone::Accepted)]).unwrap();
    let loaded = store.load_aggregate("A").await.unwrap();
    journal.append(vec![raised("A")]).unwrap();
    let granted = vec![Recorded(claim("A", Milestone::Granted))];
    assert_eq!(store.commit(granted, loaded, HashMap::new()).await.unwrap()[0].sequence, 3);
    let refused = cases.execute("A", claim("A", Milestone::SupplementRequested)).await;
    assert!(matches!(refused, Err(AggregateError::UserError(_))), "{refused:?}");
}

#[tokio::test]
async fn warnings_are_acknowledged_and_appealed() {
    let journal = journal();
    let warnings = warnings(&journal);
    let id = warning("A").to_string();
    let done = |key, fact| about_warning("A", key, fact);
    let refused = warnings.execute(&id, done(1, WarningFact::Acknowledged)).await;
    assert!(matches!(refused, Err(AggregateError::UserError(Refusal::NotRaised))), "{refused:?}");
    journal.append(vec![raised("A")]).unwrap();
    warnings.execute(&id, done(1, WarningFact::Acknowledged)).await.unwrap();
    warnings.execute(&id, done(2, WarningFact::Appealed)).await.unwrap();
    let refused = warnings.execute(&id, done(3, WarningFact::Lifted)).await;
    assert!(
        matches!(refused, Err(AggregateError::UserError(Refusal::AppealPending))),
        "{refused:?}"
    );
    let events = AggregateStore::<Warning>::new(journal.clone()).load_events(&id).await.unwrap();
    let types: Vec<_> = events.iter().map(|event| event.payload.event_type()).collect();
    assert_eq!(types, ["raised", "acknowledged", "appealed"]);
    let no_id =
        warnings.execute("A/promised", done(4, WarningFact::Acknowledged)).await.unwrap_err();
    assert!(no_id.to_string().contains("does not name a warning"), "{no_id}");
}

#[tokio::test]
async fn a_key_that_is_taken_and_metadata_are_refused_in_words() {
    let journal = journal();
    journal.append(vec![raised("A")]).unwrap();
    let cases = cases(&journal);
    let origin = raised("A").origin;
    let refused =
        cases.execute("A", Event { origin, ..claim("A", Milestone::Received) }).await.unwrap_err();
    assert!(refused.to_string().ends_with("give this one a key of its own"), "{refused}");
    cases.execute("A", claim("A", Milestone::Received)).await.unwrap();
    let metadata = HashMap::from([("trace".to_owned(), "7".to_owned())]);
    let refused = cases
        .execute_with_metadata("A", claim("A", Milestone::Accepted), metadata)
        .await
        .unwrap_err();
    assert!(refused.to_string().starts_with("nothing is kept beside an event"), "{refused}");
    assert_eq!(journal.position(), 2);
}

#[tokio::test]
async fn many_commands_at_once_are_all_carried_out() {
    let journal = journal();
    let cases = Arc::new(cases(&journal));
    let tasks: Vec<_> = (0..500)
        .map(|number| {
            let cases = cases.clone();
            tokio::spawn(async move {
                let case = format!("case {number}");
                for milestone in [
                    Milestone::Received,
                    Milestone::Accepted,
                    Milestone::Granted,
                    Milestone::Completed,
                ] {
                    cases.execute(&case, claim(&case, milestone)).await.unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(journal.position(), 2000);
    let completed = |number| journal.history(&format!("case {number}")).unwrap().len() == 4;
    assert!((0..500).all(completed));
}
