//! Shares and averages in whole hundredths, so that two machines never disagree on the last digit.
//!
//! *Absent on purpose.* Floating point.

use std::fmt;

use serde::{Serialize, Serializer};

/// A number in hundredths, as `63.33`; serialised as text, since a JSON number may be read as a float.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hundredths(pub u64);

impl fmt::Display for Hundredths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}.{:02}", self.0 / 100, self.0 % 100))
    }
}

impl Serialize for Hundredths {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// An arithmetic mean that can be added to another, since it remembers of how many it is; serialised as its hundredths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mean {
    /// The sum of the values.
    pub sum: u64,
    /// How many there are.
    pub of: u64,
}

impl Mean {
    /// Takes in one more value.
    pub(crate) fn take(&mut self, value: u64) {
        self.add(Mean { sum: value, of: 1 });
    }

    /// Takes in the values of another mean.
    pub(crate) fn add(&mut self, other: Mean) {
        self.sum = self.sum.saturating_add(other.sum);
        self.of += other.of;
    }

    /// The mean to the hundredth, a half rounded up; None of nothing.
    pub fn hundredths(self) -> Option<Hundredths> {
        ratio(u128::from(self.sum) * 100, self.of)
    }

    /// The mean rounded down to a whole number, as scoring scripts read it; 0 of nothing.
    pub(crate) fn whole(self) -> u64 {
        self.sum.checked_div(self.of).unwrap_or(0)
    }
}

impl Serialize for Mean {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.hundredths().serialize(serializer)
    }
}

/// What hundredth part of a whole something is, to the hundredth, a half rounded up; None of an empty whole.
pub(crate) fn percent(part: u64, whole: u64) -> Option<Hundredths> {
    ratio(u128::from(part) * 10_000, whole)
}

fn ratio(dividend: u128, divisor: u64) -> Option<Hundredths> {
    let divisor = u128::from(divisor);
    let rounded = (dividend + divisor / 2).checked_div(divisor)?;
    Some(Hundredths(u64::try_from(rounded).unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests;
