//! Group commit: all who want to append while a commit is under way share the next one, and its fsync.
//!
//! ```text
//!  append ──▶ waiting ──▶ the leader takes all that wait, commits once, settles each
//!                              └──▶ the first of those that came meanwhile leads next
//! ```
//!
//! A thread that finds nobody leading leads at once, so a lone append wakes nobody. A task must not stop its executor for
//! the length of an fsync: it calls the committer, a thread that is started when it is first needed.
//!
//! *Invariant.* Whoever waits is settled: by a leader, or with an error when the leader dies.
//!
//! *Absent on purpose.* Waiting for more to come: while one commit is synced, the next group gathers by itself.

use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use duban_domain::Event;

use crate::Appended;
use crate::condition::Condition;
use crate::error::JournalError;
use crate::locks::lock;

type Outcome = Result<Appended, JournalError>;

/// Those who wait for the next commit.
#[derive(Debug, Default)]
pub(crate) struct Group {
    state: Mutex<State>,
    committer_called: Condvar,
}

#[derive(Debug, Default)]
struct State {
    waiting: Vec<Request>,
    /// Whether somebody leads, or was told to.
    led: bool,
    committer_leads: bool,
    closing: bool,
}

/// Events that somebody wants to append.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) events: Vec<Event<String>>,
    pub(crate) condition: Option<Condition>,
    ticket: Arc<Ticket>,
}

/// Where the outcome of a request is waited for.
#[derive(Debug)]
pub(crate) struct Ticket {
    turn: Mutex<Turn>,
    changed: Condvar,
    waiter: Waiter,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Waiter {
    Thread,
    Task,
}

#[derive(Debug)]
enum Turn {
    Waiting(Option<Waker>),
    Leading,
    Settled(Option<Outcome>),
}

/// What a waiting thread is told.
pub(crate) enum Wake {
    Lead,
    Outcome(Outcome),
}

/// Whoever has this leads. When it is dropped, in whatever way, the lead is passed on.
pub(crate) struct Lead<'a>(&'a Group);

impl Request {
    pub(crate) fn new(
        events: Vec<Event<String>>,
        condition: Option<Condition>,
        waiter: Waiter,
    ) -> (Request, Arc<Ticket>) {
        let ticket = Arc::new(Ticket {
            turn: Mutex::new(Turn::Waiting(None)),
            changed: Condvar::new(),
            waiter,
        });
        (Request { events, condition, ticket: ticket.clone() }, ticket)
    }

    /// Tells the outcome to whoever waits for it.
    pub(crate) fn settle(self, outcome: Outcome) {
        self.ticket.tell(Turn::Settled(Some(outcome)));
    }
}

impl Drop for Request {
    fn drop(&mut self) {
        let settled = matches!(&*lock(&self.ticket.turn), Turn::Settled(_));
        if !settled {
            self.ticket.tell(Turn::Settled(Some(Err(JournalError::Abandoned))));
        }
    }
}

impl Ticket {
    fn tell(&self, news: Turn) {
        let before = mem::replace(&mut *lock(&self.turn), news);
        self.changed.notify_one();
        if let Turn::Waiting(Some(waker)) = before {
            waker.wake();
        }
    }

    /// Blocks until there are news.
    pub(crate) fn wait(&self) -> Wake {
        let mut turn = lock(&self.turn);
        loop {
            match &mut *turn {
                Turn::Waiting(_) => {
                    turn = self.changed.wait(turn).unwrap_or_else(PoisonError::into_inner)
                }
                Turn::Leading => {
                    *turn = Turn::Waiting(None);
                    return Wake::Lead;
                }
                Turn::Settled(outcome) => {
                    return Wake::Outcome(outcome.take().unwrap_or(Err(JournalError::Abandoned)));
                }
            }
        }
    }
}

impl Group {
    /// Joins those who wait. When nobody leads, the lead is given out: to a thread in return, for a task to the committer.
    pub(crate) fn join(&self, request: Request) -> Option<Lead<'_>> {
        let mut state = lock(&self.state);
        let waiter = request.ticket.waiter;
        state.waiting.push(request);
        if mem::replace(&mut state.led, true) {
            return None;
        }
        match waiter {
            Waiter::Thread => Some(Lead(self)),
            Waiter::Task => {
                self.call_committer(&mut state);
                None
            }
        }
    }

    /// The lead, for a thread that was told to lead.
    pub(crate) fn lead(&self) -> Lead<'_> {
        Lead(self)
    }

    /// Waits until the committer is called to lead; None when the journal is closed and nothing is left to do.
    pub(crate) fn called(&self) -> Option<Lead<'_>> {
        let mut state = lock(&self.state);
        loop {
            if mem::take(&mut state.committer_leads) {
                return Some(Lead(self));
            }
            if state.closing {
                return None;
            }
            state = self.committer_called.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Tells the committer to end when its work is done.
    pub(crate) fn close(&self) {
        lock(&self.state).closing = true;
        self.committer_called.notify_one();
    }

    fn call_committer(&self, state: &mut State) {
        state.committer_leads = true;
        self.committer_called.notify_one();
    }
}

impl Lead<'_> {
    /// All that wait.
    pub(crate) fn take(&self) -> Vec<Request> {
        mem::take(&mut lock(&self.0.state).waiting)
    }
}

impl Drop for Lead<'_> {
    fn drop(&mut self) {
        let mut state = lock(&self.0.state);
        match state.waiting.first().map(|next| (next.ticket.waiter, next.ticket.clone())) {
            None => state.led = false,
            Some((Waiter::Thread, ticket)) => ticket.tell(Turn::Leading),
            Some((Waiter::Task, _)) => self.0.call_committer(&mut state),
        }
    }
}

/// An append that a task waits for. Dropping it does not take the events back.
#[derive(Debug)]
#[must_use = "the events are in when this is done, not before"]
pub struct Appending(pub(crate) Arc<Ticket>);

impl Future for Appending {
    type Output = Result<Appended, JournalError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut *lock(&self.0.turn) {
            Turn::Settled(outcome) => {
                Poll::Ready(outcome.take().unwrap_or(Err(JournalError::Abandoned)))
            }
            turn @ (Turn::Waiting(_) | Turn::Leading) => {
                *turn = Turn::Waiting(Some(context.waker().clone()));
                Poll::Pending
            }
        }
    }
}
