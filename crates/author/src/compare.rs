//! What was expected beside what was decided, line by line.
//!
//! *Invariant.* The expected lines are those that are the same or missing, the decided ones those that are the same or extra, in their order.
//!
//! *Absent on purpose.* Blanks: how many stand between two words changes nothing.

/// One line of the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change<'l> {
    /// Expected and decided.
    Same(&'l str),
    /// Expected, but not decided.
    Missing(&'l str),
    /// Decided, but not expected.
    Extra(&'l str),
}

/// Whether the lines say the same.
pub fn same(expected: &[String], decided: &[String]) -> bool {
    expected.len() == decided.len() && expected.iter().zip(decided).all(|(a, b)| alike(a, b))
}

/// The smallest difference between the lines; missing ones before extra ones.
pub fn compare<'l>(expected: &'l [String], decided: &'l [String]) -> Vec<Change<'l>> {
    // common[i][j]: how many lines the rests from i and j have in common.
    let (rows, columns) = (expected.len(), decided.len());
    let mut common = vec![vec![0u32; columns + 1]; rows + 1];
    for i in (0..rows).rev() {
        for j in (0..columns).rev() {
            common[i][j] = if alike(&expected[i], &decided[j]) {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut changes) = (0, 0, Vec::new());
    while i < rows || j < columns {
        if i < rows && j < columns && alike(&expected[i], &decided[j]) {
            changes.push(Change::Same(&decided[j]));
            (i, j) = (i + 1, j + 1);
        } else if i < rows && (j == columns || common[i + 1][j] >= common[i][j + 1]) {
            changes.push(Change::Missing(&expected[i]));
            i += 1;
        } else {
            changes.push(Change::Extra(&decided[j]));
            j += 1;
        }
    }
    changes
}

fn alike(a: &str, b: &str) -> bool {
    a.split_whitespace().eq(b.split_whitespace())
}

#[cfg(test)]
mod tests;
