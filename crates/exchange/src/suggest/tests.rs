//! Near words are found, far ones are not offered.

use super::nearest;

#[test]
fn the_nearest_word_is_found_whatever_its_case() {
    let kinds = ["accepted", "completed", "supplement_requested"];
    assert_eq!(nearest("acepted", kinds), Some("accepted"));
    assert_eq!(nearest("Accepted", kinds), Some("accepted"));
    assert_eq!(nearest("supplement-requested", kinds), Some("supplement_requested"));
}

#[test]
fn a_far_word_is_not_offered() {
    assert_eq!(nearest("granted", ["PROJID", "DATAVER"]), None);
    assert_eq!(nearest("", ["id"]), None);
}

#[test]
fn chinese_words_are_compared_by_character() {
    assert_eq!(nearest("受理时", ["受理时间", "办结时间"]), Some("受理时间"));
}
