//! Events as a prefecture's feed brings them: a year of cases that overlap, eight events each, in the order of recording.

use duban_calendar::Timestamp;
use duban_domain::{
    About, By, CaseFact, Description, Event, Milestone, Origin, Outcome, RecordKey, Value,
};

/// How many cases are open at a time.
const OPEN: u64 = 10_000;
const STEPS: [&str; 4] = ["受理", "承办", "审核", "批准"];

/// An endless feed. The same seed gives the same events.
pub(crate) struct Feed {
    random: u64,
    number: u64,
    now: i64,
    /// Number, next ordinal and department of each open case.
    open: Vec<(u64, u32, u64)>,
    next_case: u64,
}

impl Feed {
    pub(crate) fn new(seed: u64) -> Feed {
        let open = (0..OPEN).map(|case| (case, 0, case % 40)).collect();
        Feed { random: seed, number: 0, now: 1_767_225_600_000, open, next_case: OPEN }
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.random = self
            .random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.random >> 33) % bound
    }
}

impl Iterator for Feed {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        self.number += 1;
        self.now += self.below(4000) as i64;
        let place = self.below(OPEN) as usize;
        let (case, ordinal, department) = self.open[place];
        self.open[place].1 += 1;
        if ordinal == 7 {
            self.open[place] = (self.next_case, 0, self.next_case % 40);
            self.next_case += 1;
        }
        let officer = department * 10 + self.below(10);
        Some(Event {
            occurred_at: Timestamp(self.now - self.below(600_000) as i64),
            recorded_at: Timestamp(self.now),
            origin: Origin {
                source: "ea_jc".to_owned(),
                key: RecordKey::Ordinal(ordinal),
                version: 1,
            },
            by: By {
                department: Some(format!("第{department}局")),
                post: Some(STEPS[ordinal as usize % 4].to_owned()),
                officer: Some(format!("经办人{officer}")),
            },
            note: (ordinal == 6).then(|| format!("同意，{}", self.below(50))),
            about: About::Case { case: format!("4507212026{case:08}"), fact: fact(ordinal, case) },
        })
    }
}

fn fact(ordinal: u32, case: u64) -> CaseFact {
    let step = STEPS[ordinal as usize % 4].to_owned();
    match ordinal {
        0 => CaseFact::Described(Box::new(Description {
            item: Some(format!("0{}", case % 300)),
            department: Some(format!("第{}局", case % 40)),
            facts: vec![(
                "applicant".to_owned(),
                Value::Text(if case.is_multiple_of(3) { "企业" } else { "个人" }.to_owned()),
            )],
        })),
        1 => CaseFact::Reached(Milestone::Received),
        2 => CaseFact::Reached(Milestone::Accepted),
        3 | 5 => CaseFact::StepStarted { step },
        4 | 6 => CaseFact::StepCompleted { step, outcome: Outcome::Passed },
        _ => CaseFact::Reached(Milestone::Completed),
    }
}
