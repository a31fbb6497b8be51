//! What ships is told, checked and held to what it says.
#![cfg(test)]

mod catalogue;
mod coverage;
mod stories;
