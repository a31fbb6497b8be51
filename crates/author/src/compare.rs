//! What was expected beside what was decided, line by line.
//!
//! *Invariant.* The expected lines are those that are the same or missing, the decided ones those that are the same or extra, in their order.
//! However many lines there are, a comparison takes a few megabytes.
//!
//! *Absent on purpose.* Blanks: how many stand between two words changes nothing. And the very smallest difference of more than a thousand
//! lines: those are compared in parts, and a line that moved past a thousand others may be told with its neighbours.

use std::collections::BTreeMap;

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
    let alike = |a: &String, b: &String| a.split_whitespace().eq(b.split_whitespace());
    expected.len() == decided.len() && expected.iter().zip(decided).all(|(a, b)| alike(a, b))
}

/// So many lines of each side are held against each other at once.
const PART: usize = 1000;

/// The smallest difference between the lines, of up to a thousand on each side; missing ones before extra ones.
pub fn compare<'l>(expected: &'l [String], decided: &'l [String]) -> Vec<Change<'l>> {
    let mut known = BTreeMap::new();
    let (left, right) = (numbered(expected, &mut known), numbered(decided, &mut known));
    let (mut i, mut j, mut changes) = (0, 0, Vec::new());
    let mut told = |steps: &[Step]| {
        for step in steps {
            changes.push(match step {
                Step::Same => Change::Same(&decided[j]),
                Step::Missing => Change::Missing(&expected[i]),
                Step::Extra => Change::Extra(&decided[j]),
            });
            i += usize::from(*step != Step::Extra);
            j += usize::from(*step != Step::Missing);
        }
        (i, j)
    };
    let head = alike(left.iter(), right.iter());
    told(&vec![Step::Same; head]);
    let (mut left, mut right) = (&left[head..], &right[head..]);
    // Lines added before a long end that is the same must not push it out of the part it is looked for in.
    let whole = left.len().max(right.len()) <= PART;
    let tail = if whole { 0 } else { alike(left.iter().rev(), right.iter().rev()) };
    (left, right) = (&left[..left.len() - tail], &right[..right.len() - tail]);
    while !left.is_empty() || !right.is_empty() {
        let steps = part(left, right);
        let passed = |not: Step| steps.iter().filter(|step| **step != not).count();
        (left, right) = (&left[passed(Step::Extra)..], &right[passed(Step::Missing)..]);
        told(&steps);
    }
    told(&vec![Step::Same; tail]);
    changes
}

/// What becomes of the next line of the one side, the other or both.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Same,
    Missing,
    Extra,
}

/// The lines as numbers: those with the same words have the same.
fn numbered<'l>(lines: &'l [String], known: &mut BTreeMap<Vec<&'l str>, usize>) -> Vec<usize> {
    let number = |line: &'l String| {
        let next = known.len();
        *known.entry(line.split_whitespace().collect()).or_insert(next)
    };
    lines.iter().map(number).collect()
}

/// How many begin both.
fn alike<'n>(
    left: impl Iterator<Item = &'n usize>,
    right: impl Iterator<Item = &'n usize>,
) -> usize {
    left.zip(right).take_while(|(a, b)| a == b).count()
}

/// The steps through the first part of both sides: to the end of a part that more lines follow, else to the end of both. One at least.
fn part(left: &[usize], right: &[usize]) -> Vec<Step> {
    let (rows, columns) = (left.len().min(PART), right.len().min(PART));
    // Behind a part that ends before its side does, the next one may match better than what is left of the other.
    let ends = |at: usize, part: usize, side: &[usize]| at == part && part < side.len();
    // common[i][j]: how many lines the rests from i and j have in common.
    let mut common = vec![vec![0u32; columns + 1]; rows + 1];
    for i in (0..rows).rev() {
        for j in (0..columns).rev() {
            common[i][j] = if left[i] == right[j] {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut steps) = (0, 0, Vec::new());
    while (i < rows || j < columns) && !ends(i, rows, left) && !ends(j, columns, right) {
        let step = if i < rows && j < columns && left[i] == right[j] {
            Step::Same
        } else if i < rows && (j == columns || common[i + 1][j] >= common[i][j + 1]) {
            Step::Missing
        } else {
            Step::Extra
        };
        steps.push(step);
        i += usize::from(step != Step::Extra);
        j += usize::from(step != Step::Missing);
    }
    steps
}

#[cfg(test)]
mod tests;
