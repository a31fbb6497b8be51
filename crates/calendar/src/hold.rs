//! What a pause keeps from being counted, before any unit is laid along it.
//!
//! *Invariant.* A hold is the same for every unit that a clock counts in, in turn: it lies between moments, not positions.
//!
//! *Absent on purpose.* The union of several: that is the `line`'s.

use crate::{
    Calendar, Pause, Policy, TermError,
    line::{Gap, OPEN},
    ruler::{Moment, Ruler},
};

/// What a pause keeps from being counted: what lies after `from`, up to and including `until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hold {
    pub(crate) from: Moment,
    /// Where it ends or is used up; `None` while it goes on.
    pub(crate) until: Option<Moment>,
    /// Where it ends, used up or not; `None` while it goes on.
    pub(crate) to: Option<Moment>,
}

impl Hold {
    /// The hold of a pause on a clock with this ruler.
    pub(crate) fn new(
        calendar: &Calendar,
        policy: Policy,
        ruler: &Ruler<'_>,
        pause: &Pause,
    ) -> Result<Hold, TermError> {
        let from = ruler.event(pause.from);
        let to = pause.to.map(|to| ruler.event(to));
        let Some(cap) = pause.cap else { return Ok(Hold { from, until: to, to }) };
        let used_up = Ruler::new(calendar, policy, cap.unit)?.behind(from, cap.amount)?;
        let until = Some(to.map_or(used_up, |to| to.min(used_up)));
        Ok(Hold { from, until, to })
    }

    /// The same on the line of a ruler.
    pub(crate) fn gap(&self, ruler: &Ruler<'_>) -> Gap {
        let until = self.until.map_or(OPEN, |until| ruler.place(until));
        Gap { from: ruler.place(self.from), until }
    }
}
