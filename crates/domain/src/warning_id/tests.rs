//! Names of warnings, written and read back.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::{Level, NotAWarningId, WarningId};

#[test]
fn a_name_is_read_as_it_is_printed() {
    let id: WarningId = "2026/0042/special@听证/yellow/2".parse().unwrap();
    assert_eq!((id.case.as_str(), id.rule.as_str()), ("2026/0042", "special"));
    assert_eq!(id.subject.as_deref(), Some("听证"));
    assert_eq!((id.level, id.occurrence), (Level::Yellow, 2));
    assert_eq!(id.to_string(), "2026/0042/special@听证/yellow/2");
}

#[test]
fn a_slash_in_a_step_does_not_cut_the_name() {
    let id = WarningId {
        case: "a@b/c%2F".to_owned(),
        rule: "step".to_owned(),
        subject: Some("check/return @ 50%".to_owned()),
        level: Level::Red,
        occurrence: 1,
    };
    assert_eq!(id.to_string(), "a@b/c%2F/step@check%2Freturn %40 50%25/red/1");
    assert_eq!(id.to_string().parse(), Ok(id));
}

#[test]
fn what_names_no_warning_is_told_so() {
    for text in ["", "1", "red/1", "rule/red/1", "/rule/red/1", "1/rule/pink/1", "1/rule/red/one"] {
        assert_eq!(text.parse::<WarningId>(), Err(NotAWarningId(text.to_owned())));
    }
    assert_eq!(
        NotAWarningId("x".to_owned()).to_string(),
        "`x` does not name a warning; write it as `duban warnings` prints it: `CASE/clock/level/occurrence`"
    );
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(42),
        ..ProptestConfig::default()
    })]

    #[test]
    fn every_identity_has_a_name_of_its_own(
        case in "[a-z/@%环25F40]{1,12}",
        rule in "[a-z/@%25F40]{0,8}",
        subject in prop::option::of("[a-z/@%环25F40]{0,8}"),
        level in prop::sample::select(Level::ALL.to_vec()),
        occurrence in any::<u32>(),
    ) {
        let id = WarningId { case, rule, subject, level, occurrence };
        prop_assert_eq!(id.to_string().parse(), Ok(id));
    }
}
