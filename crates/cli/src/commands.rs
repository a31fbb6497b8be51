//! One module a subcommand: reads its arguments, asks the crates below, prints.

pub(crate) mod bench_replay;
pub(crate) mod case;
pub(crate) mod catalogue;
pub(crate) mod deadline;
pub(crate) mod demo;
pub(crate) mod explain;
pub(crate) mod import;
pub(crate) mod quarantine;
pub(crate) mod replay;
pub(crate) mod rules;
pub(crate) mod score;
pub(crate) mod upcoming;
pub(crate) mod warnings;
