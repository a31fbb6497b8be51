//! The journal as the rest of Duban sees it.
//!
//! *Invariant.* There is one way in, [`Commit::add`], whether events come one by one, in groups or by the million; success is
//! reported after the fsync, never before.
//!
//! *Absent on purpose.* Subscriptions: a follower reads from where it stands whenever it is told that the position moved.

mod reading;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex, mpsc};
use std::thread::{self, JoinHandle};

use duban_domain::Event;

use crate::Appended;
use crate::condition::Condition;
use crate::error::JournalError;
use crate::group::{Appending, Group, Lead, Request, Waiter, Wake};
use crate::limits::Limits;
use crate::locks::lock;
use crate::quarantine::Quarantined;
use crate::store::Store;
use crate::writer::{Commit, Prepared, Writer};

/// The ordered, immutable journal of all events. Share it in an `Arc`.
///
/// ```
/// # use duban_calendar::Timestamp;
/// # use duban_domain::{About, By, CaseFact, Event, Milestone, Origin, RecordKey};
/// # let at = Timestamp::parse("2026-03-19T09:30:00+08:00").unwrap();
/// # let accepted = Event {
/// #     occurred_at: at,
/// #     recorded_at: at,
/// #     origin: Origin { source: "window".to_owned(), key: RecordKey::Ordinal(0), version: 1 },
/// #     by: By::default(),
/// #     note: None,
/// #     about: About::Case { case: "A-1".to_owned(), fact: CaseFact::Reached(Milestone::Accepted) },
/// # };
/// let journal = duban_journal::Journal::in_memory()?;
/// assert_eq!(journal.append(vec![accepted.clone()])?.appended, 1);
/// assert_eq!(journal.append(vec![accepted.clone()])?.duplicates, 1);
/// assert_eq!(journal.history("A-1")?, [(0, accepted)]);
/// # Ok::<(), duban_journal::JournalError>(())
/// ```
#[derive(Debug)]
pub struct Journal {
    inner: Arc<Inner>,
    committer: Mutex<Option<JoinHandle<()>>>,
}

#[derive(Debug)]
struct Inner {
    store: Arc<Store>,
    /// The end of the journal; None before the first append and after a failed one.
    writer: Mutex<Option<Writer>>,
    group: Group,
}

impl Journal {
    /// Opens the journal in a data directory, and makes both if they are not there.
    ///
    /// # Errors
    /// When the directory cannot be written, the journal is in use, of a newer format, damaged, or no journal.
    pub fn open(dir: &Path) -> Result<Journal, JournalError> {
        Store::open(dir).map(Journal::new)
    }

    /// Opens the journal in a data directory.
    ///
    /// # Errors
    /// As [`Journal::open`], and [`JournalError::Missing`] when there is none.
    pub fn open_existing(dir: &Path) -> Result<Journal, JournalError> {
        Store::open_existing(dir).map(Journal::new)
    }

    /// Opens the journal in a data directory to read it, beside any number of others who do. Needs no right to write, unless
    /// the journal was not closed in order and has to be set right first.
    ///
    /// # Errors
    /// As [`Journal::open_existing`]. Appending to it is refused with [`JournalError::OpenedToRead`].
    pub fn open_to_read(dir: &Path) -> Result<Journal, JournalError> {
        Store::open_to_read(dir).map(Journal::new)
    }

    /// An empty journal that is gone when it is dropped.
    ///
    /// # Errors
    /// When the memory cannot be had.
    pub fn in_memory() -> Result<Journal, JournalError> {
        Journal::on_backend(redb::backends::InMemoryBackend::new(), Limits::default())
    }

    /// A journal on any storage; an empty one is made into a journal.
    ///
    /// # Errors
    /// As [`Journal::open`].
    pub fn on_backend(
        backend: impl redb::StorageBackend,
        limits: Limits,
    ) -> Result<Journal, JournalError> {
        Store::on_backend(backend, limits).map(Journal::new)
    }

    fn new(store: Store) -> Journal {
        let inner =
            Inner { store: Arc::new(store), writer: Mutex::new(None), group: Group::default() };
        Journal { inner: Arc::new(inner), committer: Mutex::new(None) }
    }

    /// Appends the events that the journal does not have yet, all of them together. Durable when it returns; appends of
    /// several threads at once share one fsync.
    ///
    /// # Errors
    /// When nothing was written, or, after an I/O error, when it is not known whether it was: sending the same events
    /// again is always right.
    pub fn append(&self, events: Vec<Event<String>>) -> Result<Appended, JournalError> {
        self.append_blocking(events, None)
    }

    /// Appends as [`Journal::append`] does, if nothing happened to a subject since it was looked at.
    ///
    /// # Errors
    /// As [`Journal::append`], and [`JournalError::Conflict`] when something did happen.
    pub fn append_if(
        &self,
        condition: Condition,
        events: Vec<Event<String>>,
    ) -> Result<Appended, JournalError> {
        self.append_blocking(events, Some(condition))
    }

    fn append_blocking(
        &self,
        events: Vec<Event<String>>,
        condition: Option<Condition>,
    ) -> Result<Appended, JournalError> {
        let (request, ticket) = Request::new(events, condition, Waiter::Thread);
        if let Some(lead) = self.inner.group.join(request) {
            self.inner.commit_group(&lead);
        }
        loop {
            match ticket.wait() {
                Wake::Lead => self.inner.commit_group(&self.inner.group.lead()),
                Wake::Outcome(outcome) => return outcome,
            }
        }
    }

    /// Appends as [`Journal::append`] and [`Journal::append_if`] do, for a task: the executor's thread never waits for the
    /// disk.
    pub fn append_async(
        &self,
        events: Vec<Event<String>>,
        condition: Option<Condition>,
    ) -> Appending {
        let (request, ticket) = Request::new(events, condition, Waiter::Task);
        match self.start_committer() {
            Ok(()) => _ = self.inner.group.join(request),
            Err(error) => request.settle(Err(error)),
        }
        Appending(ticket)
    }

    fn start_committer(&self) -> Result<(), JournalError> {
        let mut committer = lock(&self.committer);
        if committer.is_none() {
            let inner = self.inner.clone();
            let work = move || {
                while let Some(lead) = inner.group.called() {
                    // A panic has been told to those it concerns; it must not keep the others waiting for ever.
                    let _told = catch_unwind(AssertUnwindSafe(|| inner.commit_group(&lead)));
                }
            };
            let started = thread::Builder::new().name("duban-committer".to_owned()).spawn(work);
            *committer = Some(
                started.map_err(|error| JournalError::NoThread { reason: error.to_string() })?,
            );
        }
        Ok(())
    }

    /// Appends any number of events with few fsyncs. `progress` is told how many were taken in, each time some became
    /// durable. Appends of others may come in between. While one part is written, another thread takes the next from `events`
    /// and hashes it.
    ///
    /// # Errors
    /// As [`Journal::append`]. What `progress` was told of is durable; sending everything again adds just the rest.
    pub fn append_bulk(
        &self,
        events: impl Iterator<Item = Event<String>> + Send,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Appended, JournalError> {
        let part = self.inner.store.limits.bulk;
        let mut total = Appended { first: self.position(), appended: 0, duplicates: 0 };
        thread::scope(|scope| {
            let (send, parts) = mpsc::sync_channel(0);
            let prepare = move || {
                let mut scratch = Vec::new();
                let mut events = events.map(|event| Prepared::of(event, &mut scratch)).fuse();
                loop {
                    let some: Result<Vec<_>, _> = events.by_ref().take(part).collect();
                    let is_last = some.as_ref().map_or(true, Vec::is_empty);
                    // Nobody takes it when an earlier part could not be written.
                    if send.send(some).is_err() || is_last {
                        return;
                    }
                }
            };
            thread::Builder::new()
                .name("duban-hasher".to_owned())
                .spawn_scoped(scope, prepare)
                .map_err(|error| JournalError::NoThread { reason: error.to_string() })?;
            for some in parts {
                let some = some?;
                if some.is_empty() {
                    break;
                }
                let appended = self.inner.with_commit(|commit| {
                    commit.read_ahead(&some)?;
                    add_all(commit, some)
                })?;
                if total.appended == 0 {
                    total.first = appended.first;
                }
                total.appended += appended.appended;
                total.duplicates += appended.duplicates;
                progress(total.appended + total.duplicates);
            }
            Ok(total)
        })
    }

    /// Writes down where the history of each case ends, so that whoever opens the journal next finds every case at once and
    /// need not read again what came in lately. Worth its while after a bulk; nothing is lost without it.
    ///
    /// # Errors
    /// When the file cannot be written. No event is concerned.
    pub fn settle(&self) -> Result<(), JournalError> {
        // As long as this is held, nobody commits.
        let _writer = lock(&self.inner.writer);
        self.inner.store.settle_heads()
    }

    /// Keeps records that could not become events, each once, and says how many were new. Durable when it returns.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn quarantine(&self, records: &[Quarantined]) -> Result<u64, JournalError> {
        self.inner.store.quarantine(records)
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        self.inner.group.close();
        if let Some(committer) = lock(&self.committer).take() {
            // It holds the file; when it has ended, the file can be opened again. If it panicked, it has ended as well.
            let _ended = committer.join();
        }
    }
}

impl Inner {
    /// Commits all that wait, and tells each how it went.
    fn commit_group(&self, lead: &Lead<'_>) {
        let mut requests = lead.take();
        let mut scratch = Vec::new();
        let outcomes = self.with_commit(|commit| {
            let add = |request: &mut Request| {
                match commit.prepare(&request.events, request.condition.as_ref()) {
                    // Whatever goes wrong from here on concerns all.
                    Ok(()) => {
                        let events = std::mem::take(&mut request.events).into_iter();
                        let events = events.map(|event| Prepared::of(event, &mut scratch));
                        add_all(commit, events.collect::<postcard::Result<Vec<_>>>()?).map(Ok)
                    }
                    Err(refused) => Ok(Err(refused)),
                }
            };
            requests.iter_mut().map(add).collect::<Result<Vec<_>, _>>()
        });
        match outcomes {
            Ok(outcomes) => {
                for (request, outcome) in requests.into_iter().zip(outcomes) {
                    request.settle(outcome);
                }
            }
            Err(error) => {
                requests.into_iter().for_each(|request| request.settle(Err(error.clone())))
            }
        }
    }

    /// Makes one commit. If anything fails, the writer's memory is thrown away with it.
    fn with_commit<T>(
        &self,
        fill: impl FnOnce(&mut Commit<'_>) -> Result<T, JournalError>,
    ) -> Result<T, JournalError> {
        let mut slot = lock(&self.writer);
        let mut writer = match slot.take() {
            Some(writer) => writer,
            None => Writer::load(&self.store)?,
        };
        let mut commit = Commit::begin(&self.store, &mut writer)?;
        let filled = fill(&mut commit)?;
        commit.finish()?;
        *slot = Some(writer);
        Ok(filled)
    }
}

fn add_all(
    commit: &mut Commit<'_>,
    events: impl IntoIterator<Item = Prepared>,
) -> Result<Appended, JournalError> {
    let mut appended = Appended { first: commit.next(), appended: 0, duplicates: 0 };
    for event in events {
        match commit.add(event)? {
            true => appended.appended += 1,
            false => appended.duplicates += 1,
        }
    }
    Ok(appended)
}
