//! How much the journal keeps in memory before it writes it down or gives it back.
//!
//! *Invariant.* Limits change how fast things are and how much memory they take, never what is in the journal.
//!
//! *Absent on purpose.* Anything that weakens durability.

/// Bounds on memory and on the work done at once. The defaults suit a province as well as a demonstration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// After so many events the case heads in memory begin to be written down. Opening reads as many events again.
    pub drain_after: u64,
    /// So many case heads are written down with a commit, beside two for each of its events.
    pub drain_step: usize,
    /// Beyond this many event identities in memory those of cases that got no event for longest are given back, and read
    /// again for the cases that need them.
    pub forget_after: usize,
    /// So many events of a bulk append share a commit.
    pub bulk: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            // Read again in half a second. Written down earlier, heads of cases that are still going on are written twice, and every new
            // case is looked for in the file.
            drain_after: 1 << 22,
            drain_step: 32,
            // With what belongs to their chains, some 150 MB.
            forget_after: 1 << 22,
            // Enough that the fsync hardly counts, few enough to hold in memory: some 40 MB.
            bulk: 1 << 16,
        }
    }
}
