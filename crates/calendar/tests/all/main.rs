//! The tests of the crate from outside, as one program.
#![cfg(test)]

mod shared;
mod vectors;
