//! The table against the stupid one: a list that is searched from its start.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::{Sym, Symbols};

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(42),
        ..ProptestConfig::default()
    })]

    #[test]
    fn agrees_with_a_list(strings in prop::collection::vec("[ab环]{0,4}", 0..200)) {
        let (mut symbols, mut list) = (Symbols::new(), Vec::<String>::new());
        prop_assert!(symbols.is_empty());
        for string in strings {
            let known = list.iter().position(|it| *it == string);
            prop_assert_eq!(symbols.find(&string), known.map(|at| Sym::of(at as u32)));
            let at = known.unwrap_or_else(|| {
                list.push(string.clone());
                list.len() - 1
            });
            prop_assert_eq!(symbols.intern(&string), Sym::of(at as u32));
        }
        prop_assert_eq!(symbols.len(), list.len());
        for (at, string) in list.iter().enumerate() {
            prop_assert_eq!(symbols.get(Sym::of(at as u32)), string);
        }
    }

    #[test]
    fn a_table_that_is_sent_in_parts_is_the_same_table(
        parts in prop::collection::vec(prop::collection::vec("[ab环]{0,4}", 0..20), 0..6),
    ) {
        let (mut whole, mut copy) = (Symbols::new(), Symbols::new());
        for part in &parts {
            let before = whole.len();
            part.iter().for_each(|string| _ = whole.intern(string));
            copy.append(&whole.tail(before));
        }
        prop_assert_eq!(copy.len(), whole.len());
        for string in parts.iter().flatten() {
            prop_assert_eq!(copy.find(string), whole.find(string));
        }
    }
}
