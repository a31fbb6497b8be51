//! The rule author's tools: what can be said about rules and catalogues before a case meets them.
//!
//! *Invariant.* Same texts, same answers, in the same order: a tool reads texts that it is handed and knows no day but the one it is told.
//!
//! *Absent on purpose.* Files, the command line and colours: `duban` reads the files and prints.

pub mod catalogue;
