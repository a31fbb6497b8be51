//! What ships is told, checked and held to what it says.
#![cfg(test)]

mod boundary;
mod catalogue;
mod check;
mod coverage;
mod defs;
mod diff;
mod edges;
mod mistaken;
mod mutate;
mod scaffold;
mod stories;
mod support;
mod versions;
