//! The crate as its callers see it: text and a mapping in, events and quarantined records out.
#![cfg(test)]

mod accounting;
mod broken_mappings;
mod broken_tables;
mod broken_xes;
mod ea_jc;
mod ndjson;
mod opening;
mod real_logs;
mod rules;
mod support;
mod tables;
mod xes;
