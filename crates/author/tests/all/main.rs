//! What ships is told, checked and held to what it says.
#![cfg(test)]

mod catalogue;
mod check;
mod defs;
mod diff;
mod scaffold;
mod stories;
