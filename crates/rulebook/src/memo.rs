//! What was answered, remembered under exactly what was looked at: a decision tree for each closure, and for each kind of event one for
//! all checks on it.
//!
//! A node asks what the closure asked at that point of its call, and goes on by the answer; a leaf is what it said in the end. Since a
//! closure depends on nothing but what it looks at, walking the tree gives what calling it would. The same holds for closures that are
//! called one after the other, where what one asked need not be asked again for the next.
//!
//! Much is asked about the item, and there are many cases of one item. So items are put in classes by what their entries in the catalogue
//! answer to all that was ever asked of one; each class has a tree of its own, in which the item is not asked for any more.
//!
//! *Invariant.* Bounded: a full tree takes in nothing more. Correctness never depends on it.
//!
//! *Absent on purpose.* Forgetting single answers: a rulebook does not change while it is in use.

use std::hash::BuildHasher;
use std::sync::Arc;

use duban_calendar::{Calendar, Length, Threshold};
use hashbrown::{DefaultHashBuilder, HashMap, HashSet, HashTable};
use smallvec::SmallVec;

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

/// The trees for one closure, or for closures that are asked together.
#[derive(Debug)]
pub(crate) struct Tree<T> {
    nodes: Vec<Node<T>>,
    /// What was asked about the item.
    of_item: Vec<Query>,
    /// The root for each class of items: for what they answer to all of that.
    roots: HashMap<Vec<Datum>, u32>,
    /// The same root for each item, by its number.
    by_item: Vec<u32>,
}

/// What was asked on the way to an answer, in order.
pub(crate) type Notes = Vec<(Query, Datum)>;

#[derive(Debug)]
enum Node<T> {
    /// Which kind of value a field has, and where to go on for each kind.
    Shape(Field, [u32; shape::COUNT]),
    /// A question, and where to go on for no and for yes.
    Whether(Question, [u32; 2]),
    Ask(Query, Branches),
    Say(T),
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

/// So many nodes a tree has at most: well below one megabyte.
pub(crate) const MOST: usize = 8_192;

impl<T> Tree<T> {
    /// An empty tree.
    pub(crate) fn new() -> Tree<T> {
        Tree { nodes: Vec::new(), of_item: Vec::new(), roots: HashMap::new(), by_item: Vec::new() }
    }

    /// The remembered answer for a case, if there is one.
    #[inline]
    pub(crate) fn find(&mut self, facts: &impl Facts, calendar: &Calendar) -> Option<&T> {
        let known = facts.item().and_then(|item| self.by_item.get(item as usize).copied());
        let root = match known {
            Some(root) if root != NOWHERE => root,
            Some(_) | None => self.root_of_class(facts, calendar),
        };
        // `NOWHERE` is the place of no node: a tree has far fewer.
        let mut node = self.nodes.get(root as usize)?;
        loop {
            if let Node::Say(answer) = node {
                return Some(answer);
            }
            node = self.nodes.get(node.lead_on(facts, calendar) as usize)?;
        }
    }

    /// The root for the first case of an item, or for one of no known item.
    #[cold]
    fn root_of_class(&mut self, facts: &impl Facts, calendar: &Calendar) -> u32 {
        let root = self.root(&self.class(facts, calendar));
        if let Some(item) = facts.item()
            && root != NOWHERE
        {
            let item = item as usize;
            if self.by_item.len() <= item {
                self.by_item.resize(item + 1, NOWHERE);
            }
            self.by_item[item] = root;
        }
        root
    }

    fn root(&self, class: &[Datum]) -> u32 {
        self.roots.get(class).copied().unwrap_or(NOWHERE)
    }

    fn class(&self, facts: &impl Facts, calendar: &Calendar) -> SmallVec<[Datum; 4]> {
        self.of_item.iter().map(|query| query.answer(facts, calendar)).collect()
    }

    /// What is asked on the way to the remembered answer, added to what was asked before; false where there is none.
    pub(crate) fn retrace(
        &self,
        facts: &impl Facts,
        calendar: &Calendar,
        notes: &mut Notes,
    ) -> bool {
        let mut note = |query: Query| {
            if !notes.iter().any(|(asked, _)| *asked == query) {
                let answer = query.answer(facts, calendar);
                notes.push((query, answer));
            }
        };
        self.of_item.iter().cloned().for_each(&mut note);
        let mut place = self.root(&self.class(facts, calendar));
        while let Some(node) = self.nodes.get(place as usize) {
            match node.query() {
                Some(query) => note(query),
                None => return true,
            }
            place = node.lead_on(facts, calendar);
        }
        false
    }

    /// Remembers an answer under what was noted on the way to it.
    pub(crate) fn insert(
        &mut self,
        notes: &[(Query, Datum)],
        answer: T,
        facts: &impl Facts,
        calendar: &Calendar,
    ) {
        if self.nodes.len() + notes.len() + 1 > MOST {
            return;
        }
        self.note_of_item(notes);
        let class = self.class(facts, calendar);
        let mut parent = None;
        let mut here = self.root(&class);
        for (query, noted) in notes.iter().filter(|(query, _)| !query.is_of_item()) {
            if here == NOWHERE {
                here = self.attach(parent, &class, Node::asking(query.clone()));
            }
            let node = &self.nodes[here as usize];
            // The same answers always lead to the same question; were it otherwise, calling is right and remembering wrong.
            if !node.asks(query) {
                return;
            }
            parent = Some((here, *noted));
            here = node.next(*noted);
        }
        if here == NOWHERE {
            self.attach(parent, &class, Node::Say(answer));
        }
    }

    /// Something new that is asked about items puts them in other classes. There is little to ask of them, so that is soon over.
    fn note_of_item(&mut self, notes: &[(Query, Datum)]) {
        let known = self.of_item.len();
        for (query, _) in notes {
            if query.is_of_item() && !self.of_item.contains(query) {
                self.of_item.push(query.clone());
            }
        }
        if self.of_item.len() > known {
            self.nodes.clear();
            self.roots.clear();
            self.by_item.clear();
        }
    }

    /// Adds a node: behind an answer to its parent, or as the root of a class.
    fn attach(&mut self, parent: Option<(u32, Datum)>, class: &[Datum], node: Node<T>) -> u32 {
        let place = u32::try_from(self.nodes.len()).unwrap_or(NOWHERE);
        self.nodes.push(node);
        match parent {
            Some((parent, answer)) => self.nodes[parent as usize].lead(answer, place),
            None => drop(self.roots.insert(class.to_vec(), place)),
        }
        place
    }

    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The field whose many values make the tree wide.
    pub(crate) fn widest(&self) -> Option<Field> {
        let values = |at: usize| self.roots.keys().map(|class| class[at]).collect::<HashSet<_>>();
        let of_item = self.of_item.iter().enumerate().map(|(at, query)| (values(at).len(), query));
        let asked = self.nodes.iter().filter_map(|node| match node {
            Node::Ask(query, branches) => Some((branches.len(), query)),
            Node::Shape(..) | Node::Whether(..) | Node::Say(_) => None,
        });
        let widest = asked.chain(of_item).max_by_key(|(branches, _)| *branches);
        widest.and_then(|(_, query)| query.fields().next())
    }

    /// Forgets everything and gives the memory back.
    pub(crate) fn clear(&mut self) {
        *self = Tree::new();
    }
}

impl<T> Node<T> {
    fn asking(query: Query) -> Node<T> {
        match query {
            Query::Shape(field) => Node::Shape(field, [NOWHERE; shape::COUNT]),
            Query::Whether(question) => Node::Whether(question, [NOWHERE; 2]),
            query @ (Query::Look(_) | Query::Value(_) | Query::Count(_) | Query::Day(_)) => {
                Node::Ask(query, Branches::Few(Vec::new()))
            }
        }
    }

    /// What it asks; None of an answer.
    fn query(&self) -> Option<Query> {
        match self {
            Node::Shape(field, _) => Some(Query::Shape(*field)),
            Node::Whether(question, _) => Some(Query::Whether(question.clone())),
            Node::Ask(query, _) => Some(query.clone()),
            Node::Say(_) => None,
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
        self.query().as_ref() == Some(query)
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
