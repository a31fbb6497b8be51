//! What is odd about an item though it can be used: the checks a catalogue's keeper wants to see before cases come.
//!
//! *Invariant.* Only lengths in the same unit are compared: ten working days may be longer or shorter than fourteen days.
//!
//! *Absent on purpose.* A verdict: a promise longer than the law may be a typing error here and an old version there.

use std::fmt;

use duban_calendar::Length;

use crate::{Item, ItemKind};

/// One oddity of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The promise is longer than the law allows.
    PromisedLongerThanStatutory {
        /// The promised limit.
        promised: Length,
        /// The statutory limit.
        statutory: Length,
    },
    /// The limits of the steps together are longer than the promise.
    StepsLongerThanPromised {
        /// The sum over the steps.
        steps: Length,
        /// The promised limit.
        promised: Length,
    },
    /// A committed item (承诺件) that promises nothing.
    CommittedWithoutPromise,
    /// A statutory limit without the article behind it.
    StatutoryWithoutBasis,
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Doubt::PromisedLongerThanStatutory { promised, statutory } => {
                write!(f, "promises {promised}, but the law allows only {statutory}")
            }
            Doubt::StepsLongerThanPromised { steps, promised } => {
                write!(f, "its steps may take {steps} together, but {promised} are promised")
            }
            Doubt::CommittedWithoutPromise => {
                f.write_str("is a committed item, but promises no limit")
            }
            Doubt::StatutoryWithoutBasis => {
                f.write_str("has a statutory limit, but names no article it follows from")
            }
        }
    }
}

pub(super) fn doubts(item: &Item) -> impl Iterator<Item = Doubt> + use<> {
    let (statutory, promised) = (item.statutory_limit, item.promised_limit);
    let longer = |a: Length, b: Length| a.unit == b.unit && a.amount > b.amount;
    let promise = statutory
        .zip(promised)
        .filter(|&(statutory, promised)| longer(promised, statutory))
        .map(|(statutory, promised)| Doubt::PromisedLongerThanStatutory { promised, statutory });
    let steps = promised
        .map(|promised| (sum_of_steps(item, promised), promised))
        .filter(|&(steps, promised)| longer(steps, promised))
        .map(|(steps, promised)| Doubt::StepsLongerThanPromised { steps, promised });
    let unpromised = (item.kind == ItemKind::Committed && promised.is_none())
        .then_some(Doubt::CommittedWithoutPromise);
    let baseless =
        (statutory.is_some() && item.basis.is_none()).then_some(Doubt::StatutoryWithoutBasis);
    promise.into_iter().chain(steps).chain(unpromised).chain(baseless)
}

/// What the steps that are limited in the promise's unit may take together: at least that long do all of them take.
fn sum_of_steps(item: &Item, promised: Length) -> Length {
    let limits = item.steps.iter().filter_map(|step| step.limit);
    let amount = limits
        .filter(|limit| limit.unit == promised.unit)
        .fold(0u32, |sum, limit| sum.saturating_add(limit.amount));
    Length { amount, unit: promised.unit }
}
