//! The frontier against published vectors, against `tlog_tiles`, and against RFC 6962 as it is written.

use proptest::prelude::*;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tlog_tiles::tlog;

use super::{Frontier, Hash, leaf_hash, node_hash};

/// The tree hash word for word as RFC 6962 2.1 defines it: split at the largest power of two below the size.
fn by_definition(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Sha256::digest([]).into(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            node_hash(&by_definition(left), &by_definition(right))
        }
    }
}

fn frontier(leaves: &[Hash]) -> Frontier {
    let mut frontier = Frontier::default();
    leaves.iter().for_each(|leaf| frontier.push(*leaf));
    frontier
}

fn unhex(text: &Value) -> Vec<u8> {
    let text = text.as_str().unwrap();
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
        .collect()
}

#[test]
fn the_published_vectors_hold() {
    let path =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/vectors/rfc6962_static.json");
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("skipped: {path} is not here");
        return;
    };
    let vectors: Value = serde_json::from_str(&text).unwrap();
    let leaves: Vec<Hash> = vectors["leaf_inputs_hex"]
        .as_array()
        .unwrap()
        .iter()
        .map(|input| leaf_hash(&unhex(input)))
        .collect();
    let roots = vectors["root_by_tree_size"].as_array().unwrap();
    assert_eq!(roots.len(), leaves.len() + 1);
    for (size, root) in roots.iter().enumerate() {
        assert_eq!(frontier(&leaves[..size]).root().to_vec(), unhex(root), "tree of {size} leaves");
    }
    for (level, nodes) in vectors["node_hashes_by_level"].as_array().unwrap().iter().enumerate() {
        for (at, node) in nodes.as_array().unwrap().iter().enumerate() {
            let covered = &leaves[at << level..(at + 1) << level];
            assert_eq!(by_definition(covered).to_vec(), unhex(node), "node {at} of level {level}");
        }
    }
}

/// The hashes that `tlog_tiles` wants kept, by its own numbering.
struct Stored(Vec<tlog::Hash>);

impl tlog::HashReader for Stored {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog::Hash>, tlog::Error> {
        Ok(indexes.iter().map(|&index| self.0[index as usize]).collect())
    }
}

#[test]
fn tlog_tiles_finds_the_same_roots() {
    let mut stored = Stored(Vec::new());
    let mut frontier = Frontier::default();
    for size in 0..300u64 {
        let record = size.to_le_bytes();
        let hashes = tlog::stored_hashes(size, &record, &stored).unwrap();
        stored.0.extend(hashes);
        frontier.push(leaf_hash(&record));
        assert_eq!(frontier.root(), tlog::tree_hash(size + 1, &stored).unwrap().0);
    }
}

#[test]
fn bytes_that_are_no_frontier_are_refused() {
    let good = frontier(&[[1; 32], [2; 32], [3; 32]]).to_bytes();
    assert_eq!(good.len(), 8 + 2 * 32);
    assert_eq!(Frontier::from_bytes(&good[..good.len() - 1]), None);
    assert_eq!(Frontier::from_bytes(&good[..good.len() - 32]), None);
    assert_eq!(Frontier::from_bytes(&[]), None);
}

proptest! {
    #[test]
    fn agrees_with_the_definition(leaves in prop::collection::vec(any::<Hash>(), 0..100)) {
        let frontier = frontier(&leaves);
        prop_assert_eq!(frontier.root(), by_definition(&leaves));
        prop_assert_eq!(Frontier::from_bytes(&frontier.to_bytes()), Some(frontier));
    }
}
