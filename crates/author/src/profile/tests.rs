//! A fact that is too fine has a coarser word beside it.

use super::coarser;

#[test]
fn each_fact_that_is_too_fine_gets_a_word_that_scripts_know() {
    for (fact, word) in [
        ("e.note", "`e.note.contains(\"...\")`"),
        ("c.officer", "`c.officer == ...`"),
        ("e.occurred_at", "`e.occurred_on < c.received_on`"),
        // A fact has no other that names its day.
        ("c.facts.signed_at", "`date_of(c.facts.signed_at) < c.received_on`"),
        ("e.charged_fen", "`e.charged_fen > 0`"),
        ("c.first(\"accepted\")", "`c.has(...)`"),
        ("c.facts.floor_area", "`c.facts.floor_area` has too many values"),
    ] {
        let words = coarser(fact);
        assert!(words.en.contains(word), "{}", words.en);
        assert!(words.zh.contains(fact), "{}", words.zh);
    }
}
