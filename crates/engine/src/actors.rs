//! The table of who did what: each distinct (department, post, officer) once, so that a fact names its author in four bytes.

use duban_domain::{By, Sym};
use hashbrown::HashMap;

use crate::case_state::NONE;

/// Every actor seen so far.
#[derive(Debug, Default)]
pub(crate) struct Actors {
    list: Vec<By<Sym>>,
    numbers: HashMap<(u32, u32, u32), u32>,
}

impl Actors {
    /// The actor's number; [`NONE`] when nothing is known about who it was.
    pub(crate) fn number(&mut self, by: &By<Sym>) -> u32 {
        let part = |sym: Option<Sym>| sym.map_or(NONE, Sym::number);
        let key = (part(by.department), part(by.post), part(by.officer));
        if key == (NONE, NONE, NONE) {
            return NONE;
        }
        let list = &mut self.list;
        *self.numbers.entry(key).or_insert_with(|| {
            list.push(by.clone());
            #[expect(
                clippy::cast_possible_truncation,
                reason = "actors are fewer than symbols, which fit"
            )]
            let number = (list.len() - 1) as u32;
            number
        })
    }

    /// The actor behind a number other than [`NONE`].
    pub(crate) fn get(&self, number: u32) -> &By<Sym> {
        &self.list[number as usize]
    }
}
