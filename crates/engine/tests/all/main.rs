//! The engine as its users see it: stories in, decisions out.
#![cfg(test)]

mod arrival;
mod described;
mod end_of_time;
mod order;
mod stories;
mod support;
