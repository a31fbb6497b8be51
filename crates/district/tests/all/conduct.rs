//! How people in the district behave: offices work in office hours, names are names, departments differ.

use std::collections::{BTreeMap, BTreeSet};

use duban_calendar::Day;
use duban_district::{Config, District, Trouble};
use duban_domain::{EventKind, RecordKey};

use crate::world::{World, histories, item_code, kind};

#[test]
fn ordinary_work_is_done_in_office_hours_of_working_days() {
    let world = World::new();
    let district = world.district(11, 20_000);
    let at_night: BTreeSet<String> = district
        .troubles()
        .filter(|(_, it)| *it == Trouble::OffHours)
        .map(|(case, _)| case)
        .collect();
    let mut steps = 0;
    for event in district.events() {
        let step = matches!(kind(&event), EventKind::StepStarted | EventKind::StepCompleted);
        if step && !at_night.contains(event.case().unwrap()) {
            steps += 1;
            assert!(world.calendar.office_open(event.occurred_at), "{event:?}");
        }
    }
    assert!(steps > 20_000 && !at_night.is_empty());
}

#[test]
fn make_up_days_are_worked_and_holidays_are_not() {
    let world = World::new();
    let mut accepted = BTreeMap::new();
    for event in world.district(12, 30_000).events().filter(|it| kind(it) == EventKind::Received) {
        *accepted.entry(world.calendar.zone().day_of(event.occurred_at)).or_insert(0) += 1;
    }
    let on = |day: &str| accepted.get(&day.parse::<Day>().unwrap()).copied().unwrap_or(0);
    // The Sunday before the Spring Festival of 2025 was worked, the Tuesday and Wednesday of it were not.
    assert!(on("2025-01-26") > 20, "{}", on("2025-01-26"));
    assert_eq!((on("2025-01-28"), on("2025-01-29")), (0, 0));
}

#[test]
fn most_records_come_within_minutes() {
    let (mut late, mut all) = (0, 0);
    for event in World::new().district(13, 20_000).events() {
        all += 1;
        late += u32::from(event.recorded_at.0 - event.occurred_at.0 > 5 * 60_000);
    }
    assert!(late > 0 && late < all / 10, "{late} of {all}");
}

#[test]
fn officers_have_names_and_those_of_the_organisation_their_numbers() {
    let mut known = false;
    for event in World::new().district(14, 5_000).events() {
        let (Some(officer), Some(post)) = (&event.by.officer, &event.by.post) else {
            assert_eq!(event.by.department, None, "an applicant belongs to no department");
            continue;
        };
        if post == "批准岗" && event.by.department.as_deref() == Some("教育局") {
            assert_eq!(officer, "J-01");
            known = true;
        } else {
            assert!((2..=3).contains(&officer.chars().count()), "{officer}");
        }
    }
    assert!(known);
}

#[test]
fn a_department_has_one_feed_and_one_way_of_naming_its_records() {
    let mut feeds = BTreeMap::new();
    let mut ways = BTreeSet::new();
    for event in World::new().district(15, 5_000).events() {
        let keyed = matches!(event.origin.key, RecordKey::Text(_));
        ways.insert(keyed);
        if let Some(department) = event.by.department {
            let feed = (event.origin.source, keyed);
            assert_eq!(feeds.entry(department).or_insert_with(|| feed.clone()), &feed);
        }
    }
    assert_eq!((feeds.len(), ways.len()), (9, 2));
}

#[test]
fn departments_differ_in_quality() {
    let district = World::new().district(16, 40_000);
    let mut share = BTreeMap::<String, (u32, u32)>::new();
    let troubled: BTreeSet<String> = district
        .troubles()
        .filter(|(_, it)| *it != Trouble::BatchEntry)
        .map(|(case, _)| case)
        .collect();
    for (case, history) in histories(&district) {
        let (bad, all) = share.entry(history[0].origin.source.clone()).or_default();
        *bad += u32::from(troubled.contains(&case));
        *all += 1;
    }
    let rates: Vec<u32> = share.values().map(|(bad, all)| bad * 10_000 / all).collect();
    let (best, worst) = (rates.iter().min().unwrap(), rates.iter().max().unwrap());
    assert!(worst > &(best * 4), "in ten thousand: {rates:?}");
}

#[test]
fn the_demonstration_district_has_all_its_departments_and_as_many_items_as_asked_for() {
    let world = World::demonstration();
    let district = world.district(1, 40_000);
    assert_eq!(district.departments().count(), world.organisation.departments().len());
    let described = histories(&district).into_values().map(|history| item_code(&history));
    let items = described.collect::<BTreeSet<_>>().len();
    // All but the rarest of three hundred are asked for, and a code that nobody knows.
    assert!((250..=301).contains(&items), "{items}");
    let unlisted = district
        .events()
        .filter_map(|event| event.by.officer)
        .find(|officer| world.organisation.officer(officer).is_none());
    assert_eq!(unlisted, None, "the organisation fills every post");
}

#[test]
fn a_smaller_district_keeps_an_item_for_each_department() {
    let world = World::new();
    let config = Config { seed: 1, cases: 3_000, year: 2025, departments: 4, items: 4 };
    let district = District::new(&world.catalogue, &world.organisation, &world.calendar, config);
    let sources: BTreeSet<_> = district.events().map(|event| event.origin.source).collect();
    assert_eq!((district.departments().count(), sources.len()), (4, 4));
}
