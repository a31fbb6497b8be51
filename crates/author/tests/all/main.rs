//! What ships is told, checked and held to what it says.
#![cfg(test)]

mod boundary;
mod catalogue;
mod coverage;
mod mutate;
mod stories;
