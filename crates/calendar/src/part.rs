//! One part of a term on its line: the limit, or an extension in another unit, which counts on from where the part before it ends.
//!
//! *Invariant.* A part has a line exactly if it is known where it begins: not while the clock is suspended before it.
//!
//! *Absent on purpose.* Which extension came in time: the `count` judges that.

use crate::{
    Length, TermError,
    hold::Hold,
    line::Line,
    ruler::{Moment, Ruler},
};

/// A part of a term.
#[derive(Clone, Debug)]
pub(crate) struct Part<'a> {
    pub(crate) ruler: Ruler<'a>,
    pub(crate) length: Length,
    /// Where it lies; `None` while the clock is suspended before it.
    pub(crate) laid: Option<Laid>,
    /// Its length on the line; `None` where that depends on where it begins, and nobody knows yet.
    pub(crate) total: Option<i64>,
}

/// Where a part lies.
#[derive(Clone, Debug)]
pub(crate) struct Laid {
    /// What comes after this is counted.
    pub(crate) begins: Moment,
    pub(crate) line: Line,
}

impl<'a> Part<'a> {
    /// A part of this length behind a moment, or behind one that is not known.
    pub(crate) fn new(
        ruler: Ruler<'a>,
        amount: u32,
        begins: Option<Moment>,
        holds: &[Hold],
    ) -> Result<Part<'a>, TermError> {
        let laid = begins.map(|begins| {
            let gaps = holds.iter().map(|hold| hold.gap(&ruler));
            Laid { begins, line: Line::new(ruler.place(begins), gaps) }
        });
        let length = Length::new(0, ruler.unit);
        let mut part = Part { ruler, length, laid, total: Some(0) };
        part.lengthen(amount)?;
        Ok(part)
    }

    /// Adds to its length.
    pub(crate) fn lengthen(&mut self, by: u32) -> Result<(), TermError> {
        self.length.amount = self.length.amount.saturating_add(by);
        let amount = self.length.amount;
        self.total = match &self.laid {
            Some(laid) => Some(self.ruler.length(laid.begins, amount)?),
            None => self.ruler.length_anywhere(amount),
        };
        Ok(())
    }

    /// When so much of it is first used up; `None` if the clock is suspended before.
    pub(crate) fn when_used(&self, need: i64) -> Option<Moment> {
        let laid = self.laid.as_ref()?;
        let position = laid.line.advance(need)?;
        // Nothing is used up at once, whatever the beginning is to the calendar.
        Some(if need > 0 { self.ruler.moment(position) } else { laid.begins })
    }

    /// Where it ends; `None` while the clock is suspended before.
    pub(crate) fn ends(&self) -> Option<Moment> {
        self.when_used(self.total?)
    }
}
