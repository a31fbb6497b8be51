//! What a closure answered, remembered under exactly what it looked at: a decision tree for each closure.
//!
//! A node asks what the closure asked at that point of its call, and goes on by the answer; a leaf is what it said in the end. Since a
//! closure depends on nothing but what it looks at, walking the tree gives what calling it would.
//!
//! *Invariant.* Bounded: a full tree takes in nothing more. Correctness never depends on it.
//!
//! *Absent on purpose.* Forgetting single answers: a rulebook does not change while it is in use.

use std::hash::BuildHasher;
use std::sync::Arc;

use duban_calendar::{Calendar, Length, Threshold};
use hashbrown::{DefaultHashBuilder, HashTable};
use smallvec::SmallVec;

use crate::facts::{Datum, Facts, Field};
use crate::fault::Fault;
use crate::plan::PauseEffect;
use crate::query::{Query, Term};

/// What a closure said.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Reply {
    Limit(Option<Length>),
    Threshold(Option<Threshold>),
    Pause(PauseEffect),
    Truth(bool),
    Text(Arc<str>),
    /// Not the moment itself but where it stands: it differs from case to case though the rule does not.
    Moment(Option<(Term, MomentKind)>),
    Fault(Arc<Fault>),
}

/// Whether a moment is a whole day or an instant of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MomentKind {
    Day,
    Time,
}

/// The tree of one closure.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
}

#[derive(Debug)]
enum Node {
    Ask(Query, Branches),
    Say(Reply),
}

/// From an answer to the next node.
#[derive(Debug)]
enum Branches {
    Few(SmallVec<[(Datum, u32); 2]>),
    Many(Box<Table>),
}

#[derive(Debug, Default)]
struct Table {
    entries: HashTable<(Datum, u32)>,
    hasher: DefaultHashBuilder,
}

/// Up to so many branches are looked through one by one.
const FEW: usize = 6;

impl Tree {
    /// So many nodes a tree has at most: about one megabyte.
    pub(crate) const MOST: usize = 8_192;

    /// The remembered reply for a case, if there is one.
    #[inline]
    pub(crate) fn find(&self, facts: &impl Facts, calendar: &Calendar) -> Option<&Reply> {
        let mut node = self.nodes.first()?;
        loop {
            match node {
                Node::Say(reply) => return Some(reply),
                Node::Ask(query, branches) => {
                    let next = branches.get(query.answer(facts, calendar))?;
                    node = &self.nodes[next as usize];
                }
            }
        }
    }

    /// Remembers a reply under what was noted on the way to it.
    pub(crate) fn insert(&mut self, notes: &[(Query, Datum)], reply: Reply) {
        if self.nodes.len() + notes.len() + 1 > Tree::MOST {
            return;
        }
        let mut parent = None;
        let mut next = (!self.nodes.is_empty()).then_some(0);
        for (query, answer) in notes {
            let here = match next {
                Some(here) => here,
                None => {
                    self.attach(parent, Node::Ask(query.clone(), Branches::Few(SmallVec::new())))
                }
            };
            let Node::Ask(asked, branches) = &self.nodes[here as usize] else { return };
            // The same answers always lead to the same question; were it otherwise, calling is right and remembering wrong.
            if asked != query {
                return;
            }
            next = branches.get(*answer);
            parent = Some((here, *answer));
        }
        if next.is_none() {
            self.attach(parent, Node::Say(reply));
        }
    }

    fn attach(&mut self, parent: Option<(u32, Datum)>, node: Node) -> u32 {
        let place = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        self.nodes.push(node);
        if let Some((parent, answer)) = parent
            && let Node::Ask(_, branches) = &mut self.nodes[parent as usize]
        {
            branches.insert(answer, place);
        }
        place
    }

    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The field whose many values make the tree wide.
    pub(crate) fn widest(&self) -> Option<Field> {
        let asked = self.nodes.iter().filter_map(|node| match node {
            Node::Ask(query, branches) => Some((branches.len(), query)),
            Node::Say(_) => None,
        });
        asked.max_by_key(|(branches, _)| *branches).and_then(|(_, query)| query.fields().next())
    }

    /// Forgets everything and gives the memory back.
    pub(crate) fn clear(&mut self) {
        *self = Tree::default();
    }
}

impl Branches {
    #[inline]
    fn get(&self, answer: Datum) -> Option<u32> {
        match self {
            Branches::Few(list) => {
                list.iter().find(|(key, _)| *key == answer).map(|(_, next)| *next)
            }
            Branches::Many(table) => {
                let hash = table.hasher.hash_one(answer);
                table.entries.find(hash, |(key, _)| *key == answer).map(|(_, next)| *next)
            }
        }
    }

    fn insert(&mut self, answer: Datum, next: u32) {
        match self {
            Branches::Few(list) if list.len() < FEW => list.push((answer, next)),
            Branches::Few(list) => {
                let mut table = Box::new(Table::default());
                for (key, next) in list.drain(..) {
                    table.insert(key, next);
                }
                table.insert(answer, next);
                *self = Branches::Many(table);
            }
            Branches::Many(table) => table.insert(answer, next),
        }
    }

    fn len(&self) -> usize {
        match self {
            Branches::Few(list) => list.len(),
            Branches::Many(table) => table.entries.len(),
        }
    }
}

impl Table {
    fn insert(&mut self, key: Datum, next: u32) {
        let Table { entries, hasher } = self;
        entries.insert_unique(hasher.hash_one(key), (key, next), |(key, _)| hasher.hash_one(key));
    }
}
