//! The engine as its users see it: stories in, decisions out.
#![cfg(test)]

mod arrival;
mod stories;
mod support;
