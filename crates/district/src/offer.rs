//! What the district is asked for: which items of the catalogue, and how often each.
//!
//! *Invariant.* Every department of the district has an item at least; a case is of the version that is in force on its day.
//!
//! *Absent on purpose.* Items that the catalogue doesn't have; those are a trouble of single cases.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use duban_calendar::Day;
use duban_domain::{Catalogue, Item, Organisation};

use crate::random::{Purpose, Random};
use crate::trouble::is_immediate;

/// The items on offer.
#[derive(Clone, Debug)]
pub(crate) struct Offers {
    catalogue: Catalogue,
    offers: Vec<Offer>,
    /// Running totals of how often each is asked for.
    totals: Vec<u32>,
}

/// One item.
#[derive(Clone, Debug)]
pub(crate) struct Offer {
    /// The place of its department in the district.
    pub(crate) bureau: u32,
    /// The places of its versions in the catalogue.
    versions: Range<u32>,
}

/// The post that handles an item whose steps the catalogue doesn't say.
pub(crate) const DEFAULT_POST: &str = "承办岗";

impl Offers {
    /// Chooses items of so many departments, and gives back the departments with the posts that the items name.
    pub(crate) fn choose<'c>(
        catalogue: &'c Catalogue,
        organisation: &Organisation,
        (departments, items): (u32, u32),
        seed: u64,
    ) -> (Offers, Vec<(&'c str, Vec<&'c str>)>) {
        let mut codes: Vec<(&str, &str)> =
            catalogue.items().iter().map(|it| (it.code.as_str(), it.department.as_str())).collect();
        codes.dedup_by_key(|&mut (code, _)| code);
        let mut random = Random::new(seed, Purpose::Items, 0);
        random.shuffle(&mut codes);

        let names = departments_of(&codes, organisation, departments);
        codes.retain(|(_, department)| names.contains(department));
        // The first item of each department comes first, so that cutting the list leaves no department without one.
        let mut seen = BTreeSet::new();
        let (mut codes, more): (Vec<_>, Vec<_>) =
            codes.into_iter().partition(|&(_, department)| seen.insert(department));
        codes.extend(more);
        codes.truncate(items as usize);
        random.shuffle(&mut codes);

        let place = |department| names.iter().position(|name| *name == department).unwrap_or(0);
        let offers = codes.iter().map(|&(code, department)| Offer {
            bureau: place(department) as u32,
            versions: versions_of(catalogue, code),
        });
        let offers =
            Offers { catalogue: catalogue.clone(), offers: offers.collect(), totals: Vec::new() };
        let posts = names.iter().map(|&name| (name, posts_of(catalogue, name))).collect();
        (offers.weighed(), posts)
    }

    /// Zipf: the n-th item is asked for a share of 1/n, roughly; what is done at once is asked for more often still.
    fn weighed(mut self) -> Offers {
        let weights = self.offers.iter().zip(3u32..).map(|(offer, rank)| {
            let immediate = offer.versions.clone().any(|place| is_immediate(self.item(place)));
            100_000 / rank * if immediate { 8 } else { 1 }
        });
        self.totals = weights
            .scan(0u32, |total, weight| {
                *total += weight;
                Some(*total)
            })
            .collect();
        self
    }

    /// How many items there are.
    pub(crate) fn len(&self) -> usize {
        self.offers.len()
    }

    /// What somebody applies for on a day: an item and its version in force, as its place in the catalogue. `None` when nothing at
    /// all is in force.
    pub(crate) fn ask(&self, day: Day, random: &mut Random) -> Option<(&Offer, u32)> {
        let wanted = random.weighted(&self.totals);
        let others = self.offers.iter().cycle().skip(wanted).take(self.offers.len());
        others
            .map(|offer| (offer, self.version(offer, day)))
            .find_map(|(offer, version)| Some((offer, version?)))
    }

    /// The version of an item in force on a day, as its place in the catalogue.
    pub(crate) fn version(&self, offer: &Offer, day: Day) -> Option<u32> {
        offer.versions.clone().find(|&place| self.item(place).in_force(day))
    }

    /// The item at a place of the catalogue.
    pub(crate) fn item(&self, place: u32) -> &Item {
        self.catalogue.item(place)
    }
}

/// The departments of the district: those of the organisation first, then others that have items.
fn departments_of<'c>(
    codes: &[(&str, &'c str)],
    organisation: &Organisation,
    wanted: u32,
) -> Vec<&'c str> {
    let rank: BTreeMap<&str, usize> =
        organisation.departments().iter().map(|it| it.name.as_str()).zip(0..).collect();
    let mut names: Vec<&str> = codes.iter().map(|&(_, department)| department).collect();
    names.sort_by_key(|name| (rank.get(name).copied().unwrap_or(usize::MAX), *name));
    names.dedup();
    names.truncate(wanted as usize);
    names
}

/// The places of the versions of an item.
fn versions_of(catalogue: &Catalogue, code: &str) -> Range<u32> {
    let first = catalogue.items().partition_point(|item| item.code.as_str() < code);
    first as u32..(first + catalogue.versions(code).len()) as u32
}

/// Every post that an item of the department names, in the order of the items.
fn posts_of<'c>(catalogue: &'c Catalogue, department: &str) -> Vec<&'c str> {
    let mut posts = Vec::new();
    for item in catalogue.items().iter().filter(|item| item.department == department) {
        let stated = item.steps.iter().map(|step| step.post.as_str());
        for post in stated.chain(item.steps.is_empty().then_some(DEFAULT_POST)) {
            if !posts.contains(&post) {
                posts.push(post);
            }
        }
    }
    posts
}
