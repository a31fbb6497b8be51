//! The domain's aggregates, dressed for cqrs-es, and its `EventStore` on the journal: for commands, one case or warning at a
//! time.
//!
//! A command is a claim: the event that somebody says has happened. The domain decides whether it can have.
//!
//! *Invariant.* What is decided on an aggregate is appended only if nothing happened to it since it was loaded; else the
//! answer is `AggregateConflict`, and the command may be sent again. A claim that the journal has is not decided on twice:
//! it is answered with success and no event.
//!
//! *Absent on purpose.* The library's `persist` layer: it stores JSON. Its queries: they miss what is committed when the
//! process dies; views read the journal. Metadata beside the event: an event says all there is.

mod cache;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use cqrs_es::event_sink::EventSink;
use cqrs_es::{
    Aggregate, AggregateContext, AggregateError, DomainEvent, EventEnvelope, EventStore,
};
use duban_domain::{About, Case, Event, Refusal, Warning, WarningFact};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use self::cache::Cache;
use crate::condition::{Condition, Subject};
use crate::error::JournalError;
use crate::identity::Identity;
use crate::locks::lock;
use crate::{Appended, Journal, Position};

/// What decides on claims: a case or a warning of the domain.
pub trait Decided: Clone + Default + Send + Sync + Serialize + DeserializeOwned {
    /// What cqrs-es calls it.
    const TYPE: &'static str;

    /// What its identity names in the journal.
    ///
    /// # Errors
    /// When the text is no identity.
    fn subject(id: &str) -> Result<Subject, AggregateError<Refusal>>;

    /// Which events follow from the claim.
    ///
    /// # Errors
    /// Why it cannot have happened.
    fn decide(&self, claimed: &Event) -> Result<Vec<Event>, Refusal>;

    /// Takes in one event.
    fn apply(&mut self, event: &Event);
}

impl Decided for Case {
    const TYPE: &'static str = "case";

    fn subject(id: &str) -> Result<Subject, AggregateError<Refusal>> {
        Ok(Subject::Case(id.to_owned()))
    }

    fn decide(&self, claimed: &Event) -> Result<Vec<Event>, Refusal> {
        Case::decide(self, claimed)
    }

    fn apply(&mut self, event: &Event) {
        Case::apply(self, event);
    }
}

impl Decided for Warning {
    const TYPE: &'static str = "warning";

    fn subject(id: &str) -> Result<Subject, AggregateError<Refusal>> {
        let id = id.parse().map_err(|error| AggregateError::UnexpectedError(Box::new(error)))?;
        Ok(Subject::Warning(id))
    }

    fn decide(&self, claimed: &Event) -> Result<Vec<Event>, Refusal> {
        Warning::decide(self, claimed)
    }

    fn apply(&mut self, event: &Event) {
        Warning::apply(self, event);
    }
}

/// A case for cqrs-es.
pub type CaseAggregate = Aggregated<Case>;

/// A warning for cqrs-es.
pub type WarningAggregate = Aggregated<Warning>;

/// An aggregate of the domain with the identities of its events.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Aggregated<D> {
    /// The case or warning itself.
    pub state: D,
    known: Vec<Identity>,
}

/// An event as cqrs-es hands it around.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recorded(pub Event);

impl DomainEvent for Recorded {
    fn event_type(&self) -> String {
        match &self.0.about {
            About::Case { case: _, fact } => fact.kind().name(),
            About::Warning { warning: _, fact } => name_of(fact),
            About::Adoption(_) => "adopted",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        crate::wire::RECORD_VERSION.to_string()
    }
}

impl<D: Decided> Aggregate for Aggregated<D> {
    const TYPE: &'static str = D::TYPE;
    type Command = Event;
    type Event = Recorded;
    type Error = Refusal;
    type Services = ();

    async fn handle(
        &mut self,
        claimed: Event,
        (): &(),
        sink: &EventSink<Self>,
    ) -> Result<(), Refusal> {
        if self.knows(&claimed) {
            return Ok(());
        }
        for event in self.state.decide(&claimed)? {
            sink.write(Recorded(event), self).await;
        }
        Ok(())
    }

    fn apply(&mut self, Recorded(event): Recorded) {
        self.known.extend(Identity::of(&event, &mut Vec::new()));
        self.state.apply(&event);
    }
}

impl<D> Aggregated<D> {
    fn knows(&self, claimed: &Event) -> bool {
        Identity::of(claimed, &mut Vec::new()).is_ok_and(|identity| self.known.contains(&identity))
    }
}

/// cqrs-es' store of cases or of warnings, on a journal.
#[derive(Debug)]
pub struct AggregateStore<D> {
    journal: Arc<Journal>,
    cache: Mutex<Cache<D>>,
}

/// An aggregate as it was loaded, and up to where.
#[derive(Clone, Debug)]
pub struct Loaded<D> {
    id: String,
    aggregate: Aggregated<D>,
    /// How many events it is the sum of.
    sequence: usize,
    /// The last position of its chain that was looked at.
    seen: Option<Position>,
}

impl<D: Decided> AggregateContext<Aggregated<D>> for Loaded<D> {
    fn aggregate(&mut self) -> &mut Aggregated<D> {
        &mut self.aggregate
    }
}

impl<D: Decided> AggregateStore<D> {
    /// A store on this journal. Its aggregates are kept in memory as long as they are used.
    pub fn new(journal: Arc<Journal>) -> AggregateStore<D> {
        AggregateStore { journal, cache: Mutex::new(Cache::default()) }
    }

    fn load(&self, id: &str) -> Result<Loaded<D>, AggregateError<Refusal>> {
        let subject = D::subject(id)?;
        let mut loaded = lock(&self.cache).get(id).unwrap_or_else(|| Loaded {
            id: id.to_owned(),
            aggregate: Aggregated::default(),
            sequence: 0,
            seen: None,
        });
        let since = self.journal.since(&subject, loaded.seen).map_err(failed)?;
        if since.head != loaded.seen {
            loaded.seen = since.head;
            loaded.sequence += since.events.len();
            since.events.into_iter().for_each(|(_, event)| loaded.aggregate.apply(Recorded(event)));
            lock(&self.cache).put(loaded.clone());
        }
        Ok(loaded)
    }

    /// Notes that the events of a decision are in the journal.
    fn committed(
        &self,
        mut loaded: Loaded<D>,
        subject: &Subject,
        events: Vec<Recorded>,
        appended: Appended,
    ) -> Result<Vec<EventEnvelope<Aggregated<D>>>, JournalError> {
        if appended.duplicates > 0 {
            lock(&self.cache).remove(&loaded.id);
            return Err(JournalError::KeyTaken { subject: subject.to_string() });
        }
        let envelopes = envelopes(&loaded.id, loaded.sequence, events);
        loaded.sequence += envelopes.len();
        loaded.seen = Some(appended.first + appended.appended - 1);
        lock(&self.cache).put(loaded);
        Ok(envelopes)
    }
}

impl<D: Decided> EventStore<Aggregated<D>> for AggregateStore<D> {
    type AC = Loaded<D>;

    async fn load_events(
        &self,
        id: &str,
    ) -> Result<Vec<EventEnvelope<Aggregated<D>>>, AggregateError<Refusal>> {
        let since = self.journal.since(&D::subject(id)?, None).map_err(failed)?;
        Ok(envelopes(id, 0, since.events.into_iter().map(|(_, event)| Recorded(event))))
    }

    async fn load_aggregate(&self, id: &str) -> Result<Loaded<D>, AggregateError<Refusal>> {
        self.load(id)
    }

    async fn commit(
        &self,
        events: Vec<Recorded>,
        loaded: Loaded<D>,
        metadata: HashMap<String, String>,
    ) -> Result<Vec<EventEnvelope<Aggregated<D>>>, AggregateError<Refusal>> {
        if !metadata.is_empty() {
            return Err(failed(JournalError::Metadata));
        }
        if events.is_empty() {
            return Ok(Vec::new());
        }
        let subject = D::subject(&loaded.id)?;
        let condition = Condition { subject: subject.clone(), seen: loaded.seen };
        let written = events.iter().map(|Recorded(event)| event.clone()).collect();
        let appended = self.journal.append_async(written, Some(condition)).await.map_err(failed)?;
        self.committed(loaded, &subject, events, appended).map_err(failed)
    }
}

/// The events of an aggregate, numbered from the one after `sequence`.
fn envelopes<D: Decided>(
    id: &str,
    sequence: usize,
    events: impl IntoIterator<Item = Recorded>,
) -> Vec<EventEnvelope<Aggregated<D>>> {
    let envelope = |(sequence, payload)| EventEnvelope {
        aggregate_id: id.to_owned(),
        sequence,
        payload,
        metadata: HashMap::new(),
    };
    (sequence + 1..).zip(events).map(envelope).collect()
}

fn failed(error: JournalError) -> AggregateError<Refusal> {
    match error {
        JournalError::Conflict { .. } => AggregateError::AggregateConflict,
        JournalError::DamagedBlock { .. } | JournalError::Damaged { .. } => {
            AggregateError::DeserializationError(Box::new(error))
        }
        JournalError::KeyTaken { .. }
        | JournalError::Metadata
        | JournalError::Unwritable { .. } => AggregateError::UnexpectedError(Box::new(error)),
        JournalError::Missing { .. }
        | JournalError::InUse { .. }
        | JournalError::ReadOnly { .. }
        | JournalError::OpenedToRead { .. }
        | JournalError::DiskFull { .. }
        | JournalError::NewerFormat { .. }
        | JournalError::NotAJournal { .. }
        | JournalError::Empty { .. }
        | JournalError::Stopped { .. }
        | JournalError::Storage { .. }
        | JournalError::Abandoned
        | JournalError::NoRoomToRepair { .. }
        | JournalError::NoThread { .. } => AggregateError::DatabaseConnectionError(Box::new(error)),
    }
}

fn name_of(fact: &WarningFact) -> &'static str {
    match fact {
        WarningFact::Raised(_) => "raised",
        WarningFact::Notified { .. } => "notified",
        WarningFact::Acknowledged => "acknowledged",
        WarningFact::Ordered { .. } => "ordered",
        WarningFact::Rectified => "rectified",
        WarningFact::Appealed => "appealed",
        WarningFact::Decided { .. } => "decided",
        WarningFact::Lifted => "lifted",
        WarningFact::Rejudged(_) => "rejudged",
    }
}
