//! The district from outside: what its events are, and whether what was planted is in them.
#![cfg(test)]

mod conduct;
mod look;
mod troubles;
mod world;
mod year;
