//! What a value can be: one of a few sorts, or nobody knows.
//!
//! *Invariant.* A set is never too small: what a value can be at run time is in it, or the set is unknown.
//!
//! *Absent on purpose.* What is certainly there: anything that is read may be missing, so that nothing is concluded from `Nothing` not
//! being in a set.

use duban_domain::KindSet;

use crate::vocabulary::sorts::{Sort, Words};

/// The sorts that a value can be of; None where nobody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kinds(Option<Vec<Sort>>);

impl Kinds {
    pub(crate) const UNKNOWN: Kinds = Kinds(None);

    pub(crate) fn of(sort: Sort) -> Kinds {
        Kinds(Some(vec![sort]))
    }

    /// Of no sort at all: what a way that never ends comes to.
    pub(crate) fn none() -> Kinds {
        Kinds(Some(Vec::new()))
    }

    /// What is of this sort where it is there.
    pub(crate) fn maybe(sort: Sort) -> Kinds {
        Kinds(Some(vec![sort, Sort::Nothing]))
    }

    pub(crate) fn text() -> Kinds {
        Kinds::of(Sort::Text(Words::Any))
    }

    /// What is one or the other.
    pub(crate) fn or(self, other: Kinds) -> Kinds {
        let (Some(mut sorts), Some(others)) = (self.0, other.0) else { return Kinds::UNKNOWN };
        for sort in others {
            match sorts.iter_mut().find(|known| known.is_like(sort)) {
                Some(known) => *known = either(*known, sort),
                None => sorts.push(sort),
            }
        }
        Kinds(Some(sorts))
    }

    /// The sorts that it can be of where it is there; none at all if nobody knows.
    pub(crate) fn there(&self) -> impl Iterator<Item = Sort> + Clone {
        self.0.iter().flatten().copied().filter(|sort| *sort != Sort::Nothing)
    }

    /// Without what is missing: the left side of `??`.
    pub(crate) fn without_nothing(&self) -> Kinds {
        Kinds(self.0.as_ref().map(|_| self.there().collect()))
    }

    pub(crate) fn is_unknown(&self) -> bool {
        self.0.is_none()
    }

    /// Whether it is known to be missing.
    pub(crate) fn is_nothing(&self) -> bool {
        self.0.as_deref() == Some(&[Sort::Nothing])
    }

    /// The one sort that it is of where it is there.
    pub(crate) fn only(&self) -> Option<Sort> {
        let mut sorts = self.there();
        let first = sorts.next()?;
        sorts.next().is_none().then_some(first)
    }

    /// A sort that it is of for certain and that is none of those that fit; None if it may fit, or is missing.
    pub(crate) fn unfit(&self, fits: impl Fn(Sort) -> bool) -> Option<Sort> {
        let first = self.there().next()?;
        (!self.there().any(fits)).then_some(first)
    }
}

/// Two sorts that are alike, as one.
fn either(a: Sort, b: Sort) -> Sort {
    match (a, b) {
        (Sort::Text(Words::Event(a)), Sort::Text(Words::Event(b))) => {
            Sort::Text(Words::Event(a.union(b)))
        }
        (Sort::Text(a), Sort::Text(b)) if a != b => Sort::Text(Words::Any),
        (Sort::Part(kind, a), Sort::Part(_, b)) => Sort::Part(kind, whole(a, b)),
        (a, _) => a,
    }
}

/// The kinds of events that either can be; all, which is the empty set, where one can.
fn whole(a: KindSet, b: KindSet) -> KindSet {
    if a.is_empty() || b.is_empty() { KindSet::EMPTY } else { a.union(b) }
}
