//! `duban rules`: the rule author's tools, one module each.

pub(crate) mod test;
