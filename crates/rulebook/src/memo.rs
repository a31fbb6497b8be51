//! What a closure answered, remembered under exactly what it looked at: a decision tree for each closure.
//!
//! A node asks what the closure asked at that point of its call, and goes on by the answer; a leaf is what it said in the end. Since a
//! closure depends on nothing but what it looks at, walking the tree gives what calling it would.
//!
//! Most closures ask about the item first, and there are many cases of one item: so the walk for an item begins behind the questions
//! that its entry in the catalogue answers once for all.
//!
//! *Invariant.* Bounded: a full tree takes in nothing more. Correctness never depends on it.
//!
//! *Absent on purpose.* Forgetting single answers: a rulebook does not change while it is in use.

use std::hash::BuildHasher;
use std::sync::Arc;

use duban_calendar::{Calendar, Length, Threshold};
use hashbrown::{DefaultHashBuilder, HashTable};

use crate::facts::{Datum, Facts, Field};
use crate::fault::Fault;
use crate::plan::PauseEffect;
use crate::query::{Query, Question, Term, shape};

/// What a closure said.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Reply {
    Limit(Option<Length>),
    Threshold(Option<Arc<Threshold>>),
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
    /// For each item, by its number, the first node on its way that asks something else than the item.
    by_item: Vec<u32>,
}

#[derive(Debug)]
enum Node {
    /// Which kind of value a field has, and where to go on for each kind.
    Shape(Field, [u32; shape::COUNT]),
    /// A question, and where to go on for no and for yes.
    Whether(Question, [u32; 2]),
    Ask(Query, Branches),
    Say(Reply),
}

/// No case has answered so before.
const NOWHERE: u32 = u32::MAX;

/// From an answer to the next node.
#[derive(Debug)]
enum Branches {
    Few(Vec<(Datum, u32)>),
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
    /// So many nodes a tree has at most: well below one megabyte.
    pub(crate) const MOST: usize = 8_192;

    /// The remembered reply for a case, if there is one.
    #[inline]
    pub(crate) fn find(&mut self, facts: &impl Facts, calendar: &Calendar) -> Option<&Reply> {
        let start = self.start_for(facts, calendar);
        let mut node = self.nodes.get(start)?;
        loop {
            if let Node::Say(reply) = node {
                return Some(reply);
            }
            // `NOWHERE` is the place of no node: a tree has far fewer.
            node = self.nodes.get(node.lead_on(facts, calendar) as usize)?;
        }
    }

    /// The place of the node at which the walk for a case begins.
    #[inline]
    fn start_for(&mut self, facts: &impl Facts, calendar: &Calendar) -> usize {
        let Some(item) = facts.item() else { return 0 };
        match self.by_item.get(item as usize) {
            Some(&start) if start != NOWHERE => start as usize,
            Some(_) | None => self.start_first(item as usize, facts, calendar),
        }
    }

    /// The same for the first case of an item.
    #[cold]
    fn start_first(&mut self, item: usize, facts: &impl Facts, calendar: &Calendar) -> usize {
        let mut start = 0;
        while let Some(node) = self.nodes.get(start as usize).filter(|node| node.is_of_item()) {
            start = node.lead_on(facts, calendar);
        }
        if self.by_item.len() <= item {
            self.by_item.resize(item + 1, NOWHERE);
        }
        // The root of an empty tree is yet to be planted, and may ask about the item.
        self.by_item[item] = if self.nodes.is_empty() { NOWHERE } else { start };
        start as usize
    }

    /// Remembers a reply under what was noted on the way to it.
    pub(crate) fn insert(&mut self, notes: &[(Query, Datum)], reply: Reply) {
        if self.nodes.len() + notes.len() + 1 > Tree::MOST {
            return;
        }
        let mut parent = None;
        let mut here = if self.nodes.is_empty() { NOWHERE } else { 0 };
        for (query, answer) in notes {
            if here == NOWHERE {
                here = self.attach(parent, Node::asking(query.clone()));
            }
            let node = &self.nodes[here as usize];
            // The same answers always lead to the same question; were it otherwise, calling is right and remembering wrong.
            if !node.asks(query) {
                return;
            }
            parent = Some((here, *answer));
            here = node.next(*answer);
        }
        if here == NOWHERE {
            self.attach(parent, Node::Say(reply));
        }
    }

    fn attach(&mut self, parent: Option<(u32, Datum)>, node: Node) -> u32 {
        let place = u32::try_from(self.nodes.len()).unwrap_or(NOWHERE);
        self.nodes.push(node);
        if let Some((parent, answer)) = parent {
            self.nodes[parent as usize].lead(answer, place);
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
            Node::Shape(..) | Node::Whether(..) | Node::Say(_) => None,
        });
        asked.max_by_key(|(branches, _)| *branches).and_then(|(_, query)| query.fields().next())
    }

    /// Forgets everything and gives the memory back.
    pub(crate) fn clear(&mut self) {
        *self = Tree::default();
    }
}

impl Node {
    fn asking(query: Query) -> Node {
        match query {
            Query::Shape(field) => Node::Shape(field, [NOWHERE; shape::COUNT]),
            Query::Whether(question) => Node::Whether(question, [NOWHERE; 2]),
            query @ (Query::Look(_) | Query::Value(_) | Query::Count(_) | Query::Day(_)) => {
                Node::Ask(query, Branches::Few(Vec::new()))
            }
        }
    }

    /// Whether an item's entry in the catalogue is all that it asks about.
    fn is_of_item(&self) -> bool {
        match self {
            Node::Shape(field, _) => field.is_of_item(),
            Node::Whether(question, _) => question.is_of_item(),
            Node::Ask(query, _) => query.is_of_item(),
            Node::Say(_) => false,
        }
    }

    /// The place of the next node by what the facts answer; of a reply, none.
    #[expect(clippy::inline_always, reason = "a call a node makes up a tenth of asking")]
    #[inline(always)]
    fn lead_on(&self, facts: &impl Facts, calendar: &Calendar) -> u32 {
        match self {
            Node::Shape(field, next) => next[shape::of(facts.read(*field)) as usize],
            Node::Whether(question, next) => next[usize::from(question.holds(facts, calendar))],
            Node::Ask(query, branches) => branches.get(query.answer(facts, calendar)),
            Node::Say(_) => NOWHERE,
        }
    }

    fn asks(&self, query: &Query) -> bool {
        match (self, query) {
            (Node::Shape(field, _), Query::Shape(asked)) => field == asked,
            (Node::Whether(question, _), Query::Whether(asked)) => question == asked,
            (Node::Ask(query, _), asked) => query == asked,
            (Node::Shape(..) | Node::Whether(..) | Node::Say(_), _) => false,
        }
    }

    fn next(&self, answer: Datum) -> u32 {
        match self {
            Node::Shape(_, next) => answer.int().map_or(NOWHERE, |shape| next[shape as usize]),
            Node::Whether(_, next) => next[usize::from(answer == Datum::Bool(true))],
            Node::Ask(_, branches) => branches.get(answer),
            Node::Say(_) => NOWHERE,
        }
    }

    fn lead(&mut self, answer: Datum, place: u32) {
        match self {
            Node::Shape(_, next) => {
                if let Some(shape) = answer.int() {
                    next[shape as usize] = place;
                }
            }
            Node::Whether(_, next) => next[usize::from(answer == Datum::Bool(true))] = place,
            Node::Ask(_, branches) => branches.insert(answer, place),
            Node::Say(_) => {}
        }
    }
}

impl Branches {
    #[inline]
    fn get(&self, answer: Datum) -> u32 {
        let found = match self {
            Branches::Few(list) => list.iter().find(|(key, _)| *key == answer),
            Branches::Many(table) => {
                let hash = table.hasher.hash_one(answer);
                table.entries.find(hash, |(key, _)| *key == answer)
            }
        };
        found.map_or(NOWHERE, |(_, next)| *next)
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
