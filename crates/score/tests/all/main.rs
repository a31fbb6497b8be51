//! What a month's scores come to: stories of cases and cards with their tables, and laws that hold for any cases and cards.
#![cfg(test)]

mod laws;
mod lived;
mod pocket;
mod stories;
mod told;
