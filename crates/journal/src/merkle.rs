//! The Merkle tree over the journal, RFC 6962: one leaf an event, from the first event on.
//!
//! *Invariant.* The root depends on the events and their order alone, never on how they were cut into blocks: a leaf is
//! hashed over the event's own bytes with its strings spelled out.
//!
//! *Absent on purpose.* The tree: appending needs only the frontier, at most 64 hashes. Leaves for a proof are hashed again
//! from the events.

use sha2::{Digest, Sha256};

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// The hash of a leaf: SHA-256 of 0x00 and the data (RFC 6962, 2.1). The first byte keeps leaves and nodes apart.
pub fn leaf_hash(data: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(data).finalize().into()
}

/// The hash of an inner node: SHA-256 of 0x01, the left and the right hash (RFC 6962, 2.1).
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// What must be remembered of a tree to append to it: the roots of its complete subtrees, the largest first, one for each
/// bit that is set in its size.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

impl Frontier {
    /// How many leaves the tree has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf by its hash. Joins as many subtrees as the size has trailing ones: one on average.
    pub fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                hash = node_hash(&left, &hash);
            }
        }
        self.peaks.push(hash);
        self.size += 1;
    }

    /// The root of the tree; of the empty tree, the hash of nothing.
    pub fn root(&self) -> Hash {
        let peaks = self.peaks.iter().rev().copied();
        peaks
            .reduce(|right, left| node_hash(&left, &right))
            .unwrap_or_else(|| Sha256::digest([]).into())
    }

    /// The size (8 bytes, little-endian) and the subtree roots.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.size.to_le_bytes().to_vec();
        bytes.extend(self.peaks.iter().flatten());
        bytes
    }

    /// Reads what [`Frontier::to_bytes`] wrote; None for anything that is no frontier.
    pub fn from_bytes(bytes: &[u8]) -> Option<Frontier> {
        let (size, peaks) = bytes.split_first_chunk()?;
        let size = u64::from_le_bytes(*size);
        let (peaks, rest) = peaks.as_chunks();
        let whole = rest.is_empty() && peaks.len() == size.count_ones() as usize;
        whole.then(|| Frontier { size, peaks: peaks.to_vec() })
    }
}

#[cfg(test)]
mod tests;
