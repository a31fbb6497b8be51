//! Many at once: appends that meet share a commit, none is acknowledged before the fsync, and one's trouble is not another's.

use std::future::Future;
use std::io::Error;
use std::pin::pin;
use std::sync::{Arc, Condvar, Mutex};
use std::task::{Context, Waker};
use std::thread;

use crate::disk::Disk;
use crate::shared::{about_case, assert_holds, read, read_all};
use duban_domain::Event;
use duban_journal::{
    Appended, Appending, Condition, Journal, JournalError, Limits, StorageBackend, Subject,
};

/// A disk whose syncs wait at a gate.
#[derive(Clone, Debug, Default)]
struct Gated {
    disk: Disk,
    gate: Arc<Gate>,
}

#[derive(Debug, Default)]
struct Gate {
    state: Mutex<GateState>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct GateState {
    closed: bool,
    panics: bool,
    waiting: u32,
    syncs: u32,
}

impl Gated {
    fn change(&self, change: impl FnOnce(&mut GateState)) {
        change(&mut self.gate.state.lock().unwrap());
        self.gate.changed.notify_all();
    }

    fn await_sync(&self) {
        let state = self.gate.state.lock().unwrap();
        drop(self.gate.changed.wait_while(state, |state| state.waiting == 0).unwrap());
    }

    fn syncs(&self) -> u32 {
        self.gate.state.lock().unwrap().syncs
    }
}

impl StorageBackend for Gated {
    fn len(&self) -> Result<u64, Error> {
        self.disk.len()
    }
    fn read(&self, offset: u64, out: &mut [u8]) -> Result<(), Error> {
        self.disk.read(offset, out)
    }
    fn set_len(&self, length: u64) -> Result<(), Error> {
        self.disk.set_len(length)
    }
    fn write(&self, offset: u64, data: &[u8]) -> Result<(), Error> {
        self.disk.write(offset, data)
    }
    fn sync_data(&self) -> Result<(), Error> {
        let mut state = self.gate.state.lock().unwrap();
        state.syncs += 1;
        state.waiting += 1;
        self.gate.changed.notify_all();
        state = self.gate.changed.wait_while(state, |state| state.closed).unwrap();
        state.waiting -= 1;
        let panics = std::mem::take(&mut state.panics);
        drop(state);
        assert!(!panics, "the disk is on fire");
        self.disk.sync_data()
    }
}

fn is_pending(appending: &mut Appending) -> bool {
    pin!(appending).poll(&mut Context::from_waker(Waker::noop())).is_pending()
}

fn one(case: &str, key: u32) -> Vec<Event> {
    vec![about_case(case, key, 1)]
}

#[tokio::test]
async fn those_who_come_during_a_commit_share_the_next() {
    let gated = Gated::default();
    let journal = Journal::on_backend(gated.clone(), Limits::default()).unwrap();
    journal.append(one("A", 0)).unwrap();
    let before = gated.syncs();
    gated.change(|gate| gate.closed = true);

    let mut first = journal.append_async(one("A", 1), None);
    gated.await_sync();
    let mut rest: Vec<_> = (2..50).map(|key| journal.append_async(one("A", key), None)).collect();
    assert!(is_pending(&mut first), "acknowledged before the sync");
    assert!(rest.iter_mut().all(is_pending));
    assert_eq!((journal.position(), read_all(&journal).len()), (1, 1), "seen before the sync");
    assert_eq!(journal.history("A").unwrap().len(), 1);

    gated.change(|gate| gate.closed = false);
    assert_eq!(first.await.unwrap(), Appended { first: 1, appended: 1, duplicates: 0 });
    for (appending, position) in rest.into_iter().zip(2..) {
        assert_eq!(
            appending.await.unwrap(),
            Appended { first: position, appended: 1, duplicates: 0 }
        );
    }
    assert_eq!(gated.syncs() - before, 2, "48 appends share one sync");
    assert_holds(&journal, &(0..50).flat_map(|key| one("A", key)).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_refused_request_does_not_harm_its_companions() {
    let gated = Gated::default();
    let journal = Journal::on_backend(gated.clone(), Limits::default()).unwrap();
    journal.append(one("A", 0)).unwrap();
    gated.change(|gate| gate.closed = true);
    let unseen =
        |case: &str| Some(Condition { subject: Subject::Case(case.to_owned()), seen: None });
    let first = journal.append_async(one("Z", 0), None);
    gated.await_sync();
    let late = journal.append_async(one("A", 1), unseen("A"));
    let good = journal.append_async(one("B", 0), unseen("B"));
    let beaten = journal.append_async(one("B", 1), unseen("B"));
    let known = journal.append_async(one("A", 0), None);
    gated.change(|gate| gate.closed = false);
    assert_eq!(first.await.unwrap().appended, 1);
    assert!(matches!(late.await, Err(JournalError::Conflict { subject }) if subject == "A"));
    assert_eq!(good.await.unwrap(), Appended { first: 2, appended: 1, duplicates: 0 });
    assert!(matches!(beaten.await, Err(JournalError::Conflict { subject }) if subject == "B"));
    assert_eq!(known.await.unwrap(), Appended { first: 3, appended: 0, duplicates: 1 });
    assert_holds(&journal, &[one("A", 0), one("Z", 0), one("B", 0)].concat());
}

#[test]
fn a_condition_asks_about_its_own_subject_only() {
    let journal = Journal::in_memory().unwrap();
    let case = |seen| Condition { subject: Subject::Case("A".to_owned()), seen };
    let warning = |seen| Condition { subject: Subject::Warning(crate::shared::warning("A")), seen };
    let acknowledged =
        |key| vec![crate::shared::about_warning("A", key, duban_domain::WarningFact::Acknowledged)];
    journal.append_if(case(None), one("A", 0)).unwrap();
    journal.append_if(warning(None), acknowledged(100)).unwrap();
    journal.append_if(case(Some(0)), one("A", 1)).unwrap();
    let error = journal.append_if(case(Some(1)), one("A", 2)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`A` has changed in the meantime; look at it again and decide anew"
    );
    journal.append_if(warning(Some(1)), acknowledged(101)).unwrap();
    let error = journal.append_if(warning(Some(2)), acknowledged(102)).unwrap_err();
    assert!(error.to_string().starts_with("`A/promised/yellow/1` has changed"), "{error}");
    assert_eq!(journal.position(), 4);
}

#[test]
fn threads_append_without_losing_or_doubling_anything() {
    const THREADS: u32 = 8;
    const EACH: u32 = 200;
    let journal = Journal::in_memory().unwrap();
    thread::scope(|scope| {
        for thread in 0..THREADS {
            let journal = &journal;
            scope.spawn(move || {
                for key in 0..EACH {
                    let own = format!("thread {thread}");
                    let events = vec![about_case(&own, key, 1), about_case("shared", key, 1)];
                    let appended = journal.append(events).unwrap();
                    assert_eq!(appended.appended + appended.duplicates, 2);
                    assert!(journal.position() > appended.first);
                    assert_eq!(journal.history(&own).unwrap().len() as u32, key + 1);
                }
            });
        }
        scope.spawn(|| {
            while journal.position() < u64::from(THREADS * EACH) {
                let (position, seen) = (journal.position(), read(&journal, 0).unwrap());
                assert!(seen.len() as u64 >= position);
            }
        });
    });
    let all = read_all(&journal);
    assert_eq!(all.len() as u32, THREADS * EACH + EACH);
    for thread in 0..THREADS {
        let history = journal.history(&format!("thread {thread}")).unwrap();
        let expected: Vec<Event> =
            (0..EACH).map(|key| about_case(&format!("thread {thread}"), key, 1)).collect();
        assert_eq!(history.into_iter().map(|(_, event)| event).collect::<Vec<_>>(), expected);
    }
    assert_holds(&journal, &all);
}

#[tokio::test]
async fn who_waits_for_a_committer_that_dies_is_told() {
    let gated = Gated::default();
    let journal = Journal::on_backend(gated.clone(), Limits::default()).unwrap();
    journal.append(one("A", 0)).unwrap();
    gated.change(|gate| gate.panics = true);
    let abandoned = journal.append_async(one("A", 1), None);
    assert!(matches!(abandoned.await, Err(JournalError::Abandoned)));
    // Whether the store still works after a panic in its middle is its own affair; nobody waits for ever.
    let _told = journal.append_async(one("A", 2), None).await;
    drop(journal);
    let journal = Journal::on_backend(gated, Limits::default()).unwrap();
    journal.append(one("A", 1)).unwrap();
    assert_eq!(journal.history("A").unwrap()[1].1, about_case("A", 1, 1));
}
