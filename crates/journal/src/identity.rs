//! The identity of an event: (source, case, record key, data version). What comes in twice is one event.
//!
//! *Invariant.* Two events have one identity only if those four are the same: SHA-256, cut to 128 bits, has no collisions
//! that anybody could find, by chance or on purpose.
//!
//! *Absent on purpose.* The content. A source that sends other content under the same key and version contradicts itself;
//! what came first stands, and a correction has a higher version.

use duban_domain::Event;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::wire;

/// A hash of source, case, record key and data version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Identity(u128);

impl Identity {
    /// The identity of an event. `scratch` is overwritten.
    pub(crate) fn of<S: Serialize>(
        event: &Event<S>,
        scratch: &mut Vec<u8>,
    ) -> postcard::Result<Identity> {
        scratch.clear();
        wire::append(&(event.case(), &event.origin), scratch)?;
        let hash: [u8; 32] = Sha256::digest(scratch).into();
        let (&half, _) = hash.split_first_chunk().unwrap_or((&[0; 16], &[]));
        Ok(Identity(u128::from_le_bytes(half)))
    }
}
