//! A made-up district: a year of administrative cases with every kind of trouble, for demonstrations, benches and tests.
//!
//! The items, departments and working days are real ones, as far as the catalogue, organisation and calendar are; people, cases and
//! troubles are fictitious. [`District::events`] streams what the departments' feeds would have reported, and
//! [`District::planted`] says what a supervisor must find in it.
//!
//! ```
//! use duban_calendar::Calendar;
//! use duban_district::{Config, District};
//! use duban_domain::{Catalogue, Organisation};
//!
//! let item = "[[item]]\ncode = '511A0138600000'\nname = '教师资格认定'\ndepartment = '区教科体局'\n\
//!     promised_limit = '10 workdays'\n";
//! let catalogue = Catalogue::from_toml(&[("items.toml".to_owned(), item.to_owned())]).unwrap();
//! let calendar = "title = 'a bare week'\nzone = 'Asia/Shanghai'\nweekly_rest = ['saturday', 'sunday']\n\
//!     office_hours = ['09:00-12:00', '13:30-17:30']";
//! let calendar = Calendar::from_toml("week", calendar).unwrap();
//! let config = Config { cases: 100, ..Config::default() };
//! let district = District::new(&catalogue, &Organisation::default(), &calendar, config);
//! assert!(district.events().is_sorted_by_key(|event| event.recorded_at));
//! ```
//!
//! *Invariant.* Deterministic to the byte: integers, own random numbers, no unordered map. Bounded in memory by the cases in
//! flight, so that a province's year can be streamed.
//!
//! *Absent on purpose.* Rules and cards: the district doesn't know by which rulebook it will be judged.

mod arrivals;
mod beat;
mod case_plot;
mod district;
mod offer;
mod office;
mod person;
mod random;
mod recording;
mod staff;
mod trouble;

pub use district::{Config, District};
pub use trouble::Trouble;
