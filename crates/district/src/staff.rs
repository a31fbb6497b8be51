//! Who works in the district: departments that differ in quality and in how they report, and their officers.
//!
//! *Invariant.* An officer that the organisation lists is taken as listed; where it lists none for a post, officers are made up,
//! no two of one department under one name.
//!
//! *Absent on purpose.* What they do: see [`crate::plot`].

use std::ops::Range;

use duban_domain::{Department, Organisation};

use crate::person;
use crate::random::{Purpose, Random};

/// All departments of the district with all their officers.
#[derive(Clone, Debug)]
pub(crate) struct Staff {
    pub(crate) bureaus: Vec<Bureau>,
    pub(crate) officers: Vec<Officer>,
}

/// One department.
#[derive(Clone, Debug)]
pub(crate) struct Bureau {
    pub(crate) name: String,
    /// The source of its events.
    pub(crate) feed: String,
    /// How often things go wrong, in hundredths of the ordinary rate.
    pub(crate) trouble_percent: u32,
    /// Whether it reports steps only when they are completed.
    pub(crate) terse: bool,
    /// Whether its records have keys of their own.
    pub(crate) keyed: bool,
    /// Whether it belongs to a higher level, works on a system of its own and enters its cases afterwards.
    pub(crate) vertical: bool,
    posts: Vec<(String, Range<u32>)>,
}

/// One officer.
#[derive(Clone, Debug)]
pub(crate) struct Officer {
    pub(crate) bureau: u32,
    pub(crate) post: String,
    /// The number by which the organisation knows the officer, or a made-up name.
    pub(crate) name: String,
    /// As for the department, on top of it.
    pub(crate) trouble_percent: u32,
}

/// What the departments of higher level are called that sit in a district without belonging to it (垂直管理). The first of them
/// enters its cases afterwards.
const VERTICAL: [&str; 4] = ["税务", "烟草", "气象", "海关"];
/// From model departments to those that everybody complains about.
const DEPARTMENT_TROUBLE: [u32; 9] = [30, 100, 60, 180, 100, 50, 130, 80, 320];
/// Most officers are alike, a few are not.
const OFFICER_TROUBLE: [u32; 12] = [100, 60, 100, 90, 100, 40, 110, 100, 70, 100, 90, 250];

impl Staff {
    /// The staff of these departments. Each comes with the posts that its items name.
    pub(crate) fn hire(
        departments: &[(&str, Vec<&str>)],
        organisation: &Organisation,
        seed: u64,
    ) -> Staff {
        let mut random = Random::new(seed, Purpose::Quality, 0);
        let mut places: Vec<usize> = (0..departments.len()).collect();
        random.shuffle(&mut places);
        let by_name = |(name, _): &(&str, _)| VERTICAL.iter().any(|sign| name.contains(sign));
        let vertical = departments.iter().position(by_name).unwrap_or(0);
        let mut staff = Staff { bureaus: Vec::new(), officers: Vec::new() };
        for ((number, (name, posts)), place) in departments.iter().enumerate().zip(places) {
            let known = organisation.department(name);
            let code = known.map_or(*name, |it| it.code.as_str());
            let posts = staff.fill(number as u32, known, posts, seed);
            staff.bureaus.push(Bureau {
                name: known.map_or(*name, |it| it.name.as_str()).to_owned(),
                feed: format!("feed-{code}"),
                trouble_percent: DEPARTMENT_TROUBLE[place % DEPARTMENT_TROUBLE.len()],
                terse: place % 3 == 1,
                keyed: place % 2 == 0,
                vertical: number == vertical,
                posts,
            });
        }
        staff
    }

    /// Takes on the officers of one department and says which of all officers hold which post.
    fn fill(
        &mut self,
        bureau: u32,
        known: Option<&Department>,
        posts: &[&str],
        seed: u64,
    ) -> Vec<(String, Range<u32>)> {
        let mut random = Random::new(seed, Purpose::Officers, u64::from(bureau));
        let first = self.officers.len();
        let mut filled = Vec::new();
        for &post in posts {
            let start = self.officers.len();
            let listed = known.and_then(|it| it.post(post)).map_or(&[][..], |it| &it.officers[..]);
            let mut names: Vec<String> = listed.iter().map(|it| it.number.clone()).collect();
            let wanted = if names.is_empty() { random.between(2, 5) as usize } else { names.len() };
            while names.len() < wanted {
                let name = person::name(&mut random);
                let taken = self.officers[first..].iter().any(|it| it.name == name);
                if !taken && !names.contains(&name) {
                    names.push(name);
                }
            }
            self.officers.extend(names.into_iter().map(|name| Officer {
                bureau,
                post: post.to_owned(),
                name,
                trouble_percent: *random.pick(&OFFICER_TROUBLE),
            }));
            filled.push((post.to_owned(), start as u32..self.officers.len() as u32));
        }
        filled
    }
}

impl Bureau {
    /// One of the officers who hold a post.
    ///
    /// # Panics
    /// When the department has no such post; it has all that its items name.
    pub(crate) fn officer(&self, post: &str, random: &mut Random) -> u32 {
        #[expect(
            clippy::expect_used,
            reason = "`Staff::hire` filled every post that the department's items name"
        )]
        let (_, holders) =
            self.posts.iter().find(|(name, _)| name == post).expect("a post of the department");
        holders.start + random.below(holders.len() as u32)
    }
}
