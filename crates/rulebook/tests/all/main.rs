//! A rulebook seen from outside: what its author writes, and what comes of it.
#![cfg(test)]

mod faults;
mod folders;
mod looks;
mod memory;
mod mistakes;
mod overlays;
mod questions;
mod scores;
mod shipped;
mod support;
mod together;
mod words;
