//! The binary from outside: the exact commands that users type, on real logs and on logs that are wrong.
#![cfg(test)]

mod bad_input;
mod demo;
mod import;
mod real_logs;
mod support;
