//! A journal that somebody was kept from filling.

use duban_journal::Journal;

use super::{DemoDistrict, begin, is_there, rules};
use crate::args::Lang;

#[test]
fn a_district_that_was_broken_off_is_completed() {
    let rules = rules(None, Lang::En).unwrap();
    let demo = DemoDistrict::new(&rules, 1, 40).unwrap();
    let journal = Journal::in_memory().unwrap();
    assert!(!is_there(&journal, &demo).unwrap());
    begin(&journal, &demo, &rules).unwrap();
    journal.append_bulk(demo.events().take(100), &mut |_| {}).unwrap();
    assert!(!is_there(&journal, &demo).unwrap(), "two thirds of it are missing");
    begin(&journal, &demo, &rules).unwrap();
    let appended = journal.append_bulk(demo.events(), &mut |_| {}).unwrap();
    assert_eq!(appended.duplicates, 100);
    assert!(is_there(&journal, &demo).unwrap());
}
