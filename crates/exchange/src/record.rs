//! What a format hands on: records with the cells that the mapping reads, one by one or as the trace of a case.
//!
//! *Invariant.* Each row is one record of the file, good or bad; a bad one brings its fault along instead of cells.
//!
//! *Absent on purpose.* Formats: what follows cannot tell a table from a log but by [`Batch::is_trace`].

use crate::columns::{Cells, Columns, View};
use crate::fault::Fault;

/// One record.
#[derive(Debug, Default)]
pub(crate) struct Row {
    pub(crate) cells: Cells,
    /// The record as it stands in the file.
    pub(crate) raw: Vec<u8>,
    /// The line on which it begins.
    pub(crate) line: u64,
    pub(crate) fault: Option<Fault>,
    /// Of the attributes of a case: the values that cannot be used, while the others can.
    pub(crate) broken: Vec<BrokenValue>,
}

/// A value whose bytes are no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BrokenValue {
    /// The attribute that it is the value of.
    pub(crate) name: String,
    /// The line on which it stands.
    pub(crate) line: u64,
    /// The value, with the bytes replaced that are no text.
    pub(crate) shown: String,
}

impl BrokenValue {
    /// What is wrong with it.
    pub(crate) fn fault(&self) -> Fault {
        Fault::value_not_utf8(&self.name, &self.shown)
    }
}

/// One record of a table, or the records of one case of a log.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    /// The attributes of the case; in a table, where they stand in the row, none.
    pub(crate) case: Row,
    rows: Vec<Row>,
    used: usize,
    pub(crate) is_trace: bool,
}

impl Row {
    fn clear(&mut self, columns: &Columns, line: u64) {
        self.cells.clear(columns);
        self.raw.clear();
        self.line = line;
        self.fault = None;
        self.broken.clear();
    }
}

impl Batch {
    /// Forgets all, for the next record or case. Its room is kept for what comes.
    pub(crate) fn clear(&mut self, columns: &Columns, line: u64) {
        self.case.clear(columns, line);
        self.used = 0;
    }

    /// Forgets the records, but not the attributes of their case.
    pub(crate) fn clear_rows(&mut self) {
        self.used = 0;
    }

    /// A new record, which begins on this line of the file.
    pub(crate) fn add(&mut self, columns: &Columns, line: u64) -> &mut Row {
        if self.used == self.rows.len() {
            self.rows.push(Row::default());
        }
        self.used += 1;
        let row = &mut self.rows[self.used - 1];
        row.clear(columns, line);
        row
    }

    /// The records, in the order of the file.
    pub(crate) fn rows(&self) -> &[Row] {
        &self.rows[..self.used]
    }

    /// What stands in a record, over what stands in its case.
    pub(crate) fn view<'a>(&'a self, row: &'a Row) -> View<'a> {
        View { case: &self.case.cells, record: &row.cells }
    }

    /// What stands in the case alone.
    pub(crate) fn case_view(&self) -> View<'_> {
        View { case: &self.case.cells, record: &self.case.cells }
    }
}
