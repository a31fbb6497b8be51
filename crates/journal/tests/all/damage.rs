//! What a damaged journal takes in: nothing that would hang on what is damaged.

use duban_journal::{Journal, JournalError};
use redb::{Database, TableDefinition};

use crate::shared::about_case;

/// A head that points at another case's event, as no program wrote it.
#[test]
fn a_history_that_leads_to_another_case_is_not_continued() {
    let dir = tempfile::tempdir().unwrap();
    let journal = Journal::open(dir.path()).unwrap();
    journal.append((0..4).map(|key| about_case(&format!("case {key}"), key, 1)).collect()).unwrap();
    // Only heads that were written down are in the table; asking for one is what loads the rest.
    journal.history("case 1").unwrap();
    journal.settle().unwrap();
    drop(journal);
    let heads: TableDefinition<'_, &str, u64> = TableDefinition::new("heads");
    let db = Database::open(dir.path().join("journal.redb")).unwrap();
    let writing = db.begin_write().unwrap();
    assert_eq!(writing.open_table(heads).unwrap().insert("case 1", 2).unwrap().unwrap().value(), 1);
    writing.commit().unwrap();
    drop(db);

    let journal = Journal::open(dir.path()).unwrap();
    let error = journal.append(vec![about_case("case 1", 9, 1)]).unwrap_err();
    assert!(matches!(error, JournalError::Damaged { .. }), "{error}");
    let said = error.to_string();
    let wrong = "the history of case `case 1` leads to event 2, which is about `case 2`";
    assert!(said.contains(wrong) && said.ends_with("restore the file from a backup"), "{said}");
    assert_eq!(journal.position(), 4);
    assert_eq!(journal.append(vec![about_case("case 3", 9, 1)]).unwrap().appended, 1);
}
