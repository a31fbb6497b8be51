//! The laws of the workspace, checked by `cargo test -p duban-tidy`.
//!
//! *Absent on purpose.* Code that ships: everything here is a test.
