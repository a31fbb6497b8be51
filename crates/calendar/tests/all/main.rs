//! The tests of the crate from outside, as one program.
#![cfg(test)]

mod agreement;
mod batch;
mod calendars;
mod errors;
mod explained;
mod law;
mod model;
mod shared;
mod vectors;
mod workdays;
mod zones;
