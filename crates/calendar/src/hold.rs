//! What a pause keeps from being counted, before any unit is laid along it.
//!
//! *Invariant.* A hold is the same for every unit that a clock counts in, in turn: it lies between moments, not positions.
//!
//! *Absent on purpose.* The union of several: that is the `line`'s.

use crate::{
    Calendar, Pause, Policy, Term, TermError, Total,
    line::{Gap, Line, OPEN},
    ruler::{Moment, Ruler},
};

/// What a pause keeps from being counted: what lies after `from`, up to and including `until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hold {
    pub(crate) from: Moment,
    /// Where it ends, or its cap or a total is used up; `None` while it goes on.
    pub(crate) until: Option<Moment>,
    /// Where it ends or its own cap is used up; `None` while it goes on.
    pub(crate) capped: Option<Moment>,
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
        let Some(cap) = pause.cap else {
            return Ok(Hold { from, until: to, capped: to, to });
        };
        let used_up = Ruler::new(calendar, policy, cap.unit)?.behind(from, cap.amount)?;
        let until = Some(to.map_or(used_up, |to| to.min(used_up)));
        Ok(Hold { from, until, capped: until, to })
    }

    /// Ends it where a total is used up.
    fn end(&mut self, used_up: Moment) {
        self.until = Some(self.until.map_or(used_up, |until| until.min(used_up)));
    }

    /// The same on the line of a ruler.
    pub(crate) fn gap(&self, ruler: &Ruler<'_>) -> Gap {
        let until = self.until.map_or(OPEN, |until| ruler.place(until));
        Gap { from: ruler.place(self.from), until }
    }
}

/// Ends the holds of pauses where what they may take together is used up.
pub(crate) fn bound(
    calendar: &Calendar,
    term: &Term<'_>,
    holds: &mut [Hold],
) -> Result<(), TermError> {
    let mut totals: Vec<(Ruler<'_>, &Total)> = Vec::new();
    for total in term.totals {
        let unit = total.most.unit;
        if !term.policy.adds_up(unit) {
            return Err(term.policy.refuse(unit));
        }
        totals.push((Ruler::new(calendar, term.policy, unit)?, total));
    }
    // What is used up first bears on what counts towards the others from then on, and never the other way round.
    let used_up = |totals: &[(Ruler<'_>, &Total)], holds: &[Hold]| {
        let all = totals.iter().enumerate();
        let found = all.filter_map(|(place, (ruler, total))| {
            let taken = total.pauses.iter().filter_map(|&pause| holds.get(pause));
            let gaps = taken.map(|hold| hold.gap(ruler));
            let line = Line::new(ruler.position(term.start), gaps);
            let at = line.gone(ruler.length_anywhere(total.most.amount)?)?;
            Some((ruler.moment(at), place))
        });
        found.min()
    };
    while let Some((at, place)) = used_up(&totals, holds) {
        let (_, total) = totals.remove(place);
        for &pause in &total.pauses {
            if let Some(hold) = holds.get_mut(pause) {
                hold.end(at);
            }
        }
    }
    Ok(())
}
