//! What is the same for all cases of a supervisor: the rules as bound, and the names that facts give by number.
//!
//! *Invariant.* While a case is worked on nothing here changes.

use std::sync::Arc;

use duban_calendar::{Day, Timestamp};
use duban_domain::{EventKind, Sym, Symbols};
use duban_rulebook::{InForce, RuleSet};

use crate::actors::Actors;
use crate::binding::{Book, RuleNames};
use crate::case_state::NO_BOOK;

/// The tables of a supervisor.
#[derive(Debug)]
pub(crate) struct Tables {
    pub(crate) rules: Arc<RuleSet>,
    /// The rulebook versions, in the order of the rule set.
    pub(crate) books: Vec<Book>,
    pub(crate) names: RuleNames,
    pub(crate) symbols: Symbols,
    pub(crate) actors: Actors,
    /// Whether there is one version, in force on all days.
    one_for_ever: bool,
    /// The name of each event kind.
    kinds: [Sym; EventKind::COUNT],
}

impl Tables {
    /// The tables for these rules.
    pub(crate) fn of(rules: Arc<RuleSet>) -> Tables {
        let mut symbols = Symbols::new();
        let kinds = std::array::from_fn(|at| symbols.intern(EventKind::ALL[at].name()));
        let (mut names, mut counts) = (RuleNames::default(), RuleNames::default());
        let books = rules
            .versions()
            .iter()
            .map(|book| Book::bind(book.clone(), &mut symbols, &mut names, &mut counts))
            .collect();
        let for_ever = InForce { from: None, to: None };
        let one_for_ever = matches!(rules.versions(), [only] if only.in_force() == for_ever);
        let actors = Actors::default();
        Tables { rules, books, names, symbols, actors, one_for_ever, kinds }
    }

    /// Whether any rule reads the fact of this name.
    pub(crate) fn reads_fact(&self, name: Sym) -> bool {
        self.books.iter().any(|book| book.fact_names.contains(&name))
    }

    /// The newest version that has a check of this name, and the check's place there.
    pub(crate) fn check_named(&self, rule: u16) -> Option<(usize, u16)> {
        self.books.iter().enumerate().rev().find_map(|(at, book)| {
            let check = book.check_names.iter().position(|name| *name == rule)?;
            Some((at, u16::try_from(check).ok()?))
        })
    }

    /// The name of an event kind.
    pub(crate) fn kind(&self, kind: EventKind) -> Sym {
        self.kinds[kind.index()]
    }

    /// The rulebook version in force at an instant.
    #[inline]
    pub(crate) fn book_at(&self, at: Timestamp) -> u8 {
        if self.one_for_ever {
            return 0;
        }
        let Some(first) = self.books.first() else { return NO_BOOK };
        let day = first.calendar().zone().day_of(at);
        self.book_in_force(day)
    }

    fn book_in_force(&self, day: Day) -> u8 {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a rule set has less than 255 versions"
        )]
        let book = self.rules.in_force_on(day).map(|(index, _)| index as u8);
        book.unwrap_or(NO_BOOK)
    }
}
