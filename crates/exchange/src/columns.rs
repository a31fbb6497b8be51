//! The columns and attributes that a mapping reads, by number, and the cells of one record.
//!
//! *Invariant.* A cell holds no blanks at its ends, and words that stand for nothing (`EMPTY`, `无`, where the mapping names them)
//! are no cell at all, so that nobody downstream asks again.
//!
//! *Absent on purpose.* Types: a cell is text; what it means is the mapping's to say.

/// The number of a column in its [`Columns`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Column(pub(crate) usize);

/// Where a value stands in a log that has cases with attributes of their own (XES). In tables both are columns of the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// An attribute of the case.
    Case,
    /// An attribute of the record.
    Record,
}

/// One column that is read.
#[derive(Clone, Debug)]
pub(crate) struct ColumnName {
    /// The name of the column of a table, or with `level` of the attribute of a log.
    pub(crate) name: String,
    pub(crate) level: Level,
    /// Whether a table must have it in its header.
    pub(crate) required: bool,
}

impl ColumnName {
    /// The attribute's name in XES, where `case:` in front points from a record to its case.
    pub(crate) fn attribute(&self) -> (Level, &str) {
        match self.name.strip_prefix("case:") {
            Some(name) => (Level::Case, name),
            None => (self.level, &self.name),
        }
    }
}

/// All columns that a mapping reads.
#[derive(Clone, Debug, Default)]
pub(crate) struct Columns {
    pub(crate) names: Vec<ColumnName>,
    /// Words that stand for nothing.
    pub(crate) absent: Vec<String>,
}

impl Columns {
    /// The number of a column, new or known.
    pub(crate) fn add(&mut self, name: &str, level: Level) -> Column {
        let known = self.names.iter().position(|it| it.name == name && it.level == level);
        Column(known.unwrap_or_else(|| {
            self.names.push(ColumnName { name: name.to_owned(), level, required: true });
            self.names.len() - 1
        }))
    }

    /// The name of a column, for messages.
    pub(crate) fn name(&self, column: Column) -> &str {
        &self.names[column.0].name
    }
}

/// The cells of one record, or of one case, that a mapping reads. Made to be used again for the next one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cells {
    text: String,
    spans: Vec<Option<(usize, usize)>>,
}

impl Cells {
    /// Forgets all cells and makes room for those of `columns`.
    pub(crate) fn clear(&mut self, columns: &Columns) {
        self.text.clear();
        self.spans.clear();
        self.spans.resize(columns.names.len(), None);
    }

    /// Sets a cell; an earlier value of it gives way.
    pub(crate) fn set(&mut self, columns: &Columns, column: Column, text: &str) {
        let text = text.trim();
        let nothing = text.is_empty() || columns.absent.iter().any(|absent| absent == text);
        self.spans[column.0] = (!nothing).then(|| {
            let start = self.text.len();
            self.text.push_str(text);
            (start, self.text.len())
        });
    }

    fn get(&self, column: Column) -> Option<&str> {
        let (start, end) = (*self.spans.get(column.0)?)?;
        Some(&self.text[start..end])
    }
}

/// The cells of a record over those of its case.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'a> {
    pub(crate) case: &'a Cells,
    pub(crate) record: &'a Cells,
}

impl<'a> View<'a> {
    /// What stands in a column, if anything does.
    pub(crate) fn get(&self, column: Column) -> Option<&'a str> {
        self.record.get(column).or_else(|| self.case.get(column))
    }
}
