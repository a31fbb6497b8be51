//! `duban catalogue`: what its keeper does with the list of items.

pub(crate) mod check;
pub(crate) mod import;
