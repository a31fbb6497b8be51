//! The wheel as one would write it with all the time in the world.

use std::collections::BTreeMap;

use duban_wheel::Fired;

/// Timers by `(due, key)`, then by the order in which they were inserted, which tells doubles apart.
#[derive(Default)]
pub(crate) struct Plain {
    timers: BTreeMap<(u64, u64, u64), ()>,
    due: BTreeMap<u64, (u64, u64)>,
}

impl Plain {
    pub(crate) fn insert(&mut self, due: u64, key: u64, order: u64) {
        self.timers.insert((due, key, order), ());
        self.due.insert(order, (due, key));
    }

    pub(crate) fn cancel(&mut self, order: u64) -> bool {
        let found = self.due.remove(&order);
        found.is_some_and(|(due, key)| self.timers.remove(&(due, key, order)).is_some())
    }

    pub(crate) fn advance(&mut self, now: u64) -> Vec<Fired> {
        let mut fired = Vec::new();
        while let Some(timer) = self.timers.first_entry().filter(|it| it.key().0 <= now) {
            let (due, key, order) = *timer.key();
            timer.remove();
            self.due.remove(&order);
            fired.push(Fired { due, key });
        }
        fired
    }

    pub(crate) fn next_due(&self) -> Option<u64> {
        self.timers.first_key_value().map(|(&(due, ..), ())| due)
    }

    pub(crate) fn len(&self) -> usize {
        self.timers.len()
    }
}
