//! The binary from outside: the exact commands that users type, on real logs and on logs that are wrong.
#![cfg(test)]

mod author_input;
mod author_tools;
mod bad_input;
mod batch;
mod case;
mod case_dates;
mod chinese;
mod corrections;
mod course;
mod days;
mod demo;
mod explain;
mod faulty_rules;
mod import;
mod quarantine;
mod real_logs;
mod redescribed;
mod rules_tools;
mod rules_versions;
mod support;
mod unknown_years;
mod unmapped;
mod whole_year;
