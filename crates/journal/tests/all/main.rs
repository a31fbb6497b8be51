//! The tests of the crate from outside, as one program.
#![cfg(test)]

mod aggregates;
mod bad_input;
mod crash;
mod damage;
mod disk;
mod model;
mod shared;
mod together;
