//! From a pack's tables to the conditions of areas: cases on paper, and what is said where something is missing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use lynchpin_findings::barriers::conditions::measure;
use lynchpin_findings::barriers::{Barrier, Benchmark, JobsInReach, Question, Uncertainty, answer};
use lynchpin_findings::pays::{self, Costs, Parameters, PaysAnswer, default_households};
use lynchpin_findings::places::{Group, Grouping};
use lynchpin_findings::work::{CutOffRule, DrawnReach, PerSeeker, Reached, Seekers, SkillReach};
use lynchpin_pack::tables::{Childcare, LedgerEntry, Tables};

/// Two areas: 400 children on 1,000 working-age residents in the first; half have no qualification; a fifth are limited; a quarter are lone parents.
fn tables() -> Tables {
    let mut tables = Tables::default();
    tables.areas.codes = ["A", "B"].map(str::to_owned).to_vec();
    for (name, values) in [
        ("working_age", [1_000.0, 1_000.0]),
        ("households", [800.0, 800.0]),
        ("qualified_for_1", [500.0, 100.0]),
        ("qualified_for_2", [300.0, 200.0]),
        ("qualified_for_3", [100.0, 300.0]),
        ("qualified_for_4", [100.0, 400.0]),
        ("health_limited", [200.0, 100.0]),
        ("health_all", [1_000.0, 1_000.0]),
        ("households_lone_parent", [200.0, 80.0]),
    ] {
        tables.residents.columns.insert(name.into(), values.map(Some).to_vec());
    }
    tables.childcare = Some(Childcare { children: vec![Some(400.0), Some(100.0)], ..Childcare::default() });
    tables
}

/// 1,000 jobs by public transport, 400 of them good, two for each jobseeker, half of the good jobs past a nursery; by car four for each, nine tenths past one.
fn jobs() -> JobsInReach {
    let skill = SkillReach { all: [400.0, 300.0, 200.0, 100.0], good: Some([40.0, 120.0, 150.0, 90.0]) };
    let transit = Reached {
        all: 1_000.0,
        low: 300.0,
        point: 400.0,
        high: 550.0,
        skill: Some(skill),
        per_seeker: Some(PerSeeker { all: 2.0, low: 0.6, point: 0.8, high: 1.1 }),
    };
    let car = Reached { per_seeker: Some(PerSeeker { all: 4.0, low: 1.2, point: 1.6, high: 2.2 }), ..transit };
    let past = [Reached { point: 200.0, ..transit }, Reached { point: 360.0, ..car }];
    JobsInReach {
        transit: vec![Some(transit); 2],
        car: vec![Some(car); 2],
        past_nursery: Ok(past.map(|past| vec![Some(past); 2])),
        seekers: Seekers {
            people: vec![50.0, 30.0],
            without_car: vec![0.5, 0.2],
            stand_in: false,
            ledger: LedgerEntry::default(),
        },
        drawn: None,
        travel: Ok(CutOffRule::default().cut),
    }
}

fn pays() -> PaysAnswer {
    let parameters = Parameters::of_year("2025-26").unwrap();
    pays::answer(pays::Question {
        parameters: &parameters,
        households: &default_households(12.21),
        hours: &[8.0, 16.0, 25.0, 37.5],
        wage_pounds_per_hour: 12.21,
        wage_label: String::new(),
        costs: &Costs::default(),
        costs_label: String::new(),
    })
}

fn close(left: f64, right: f64) {
    assert!((left - right).abs() < 1e-12, "{left} is not {right}");
}

#[test]
fn conditions_on_paper() {
    let (tables, jobs, pays) = (tables(), jobs(), pays());
    let measured = measure(&tables, &jobs, Ok(&pays));
    assert_eq!(measured.barriers, Barrier::ALL);
    assert!(measured.missing.is_empty());
    let found = measured.point(0).unwrap();
    close(found.transit.jobs_per_seeker, 2.0);
    close(found.car.jobs_per_seeker, 4.0);
    assert_eq!(found.transit.levels, [0.4, 0.3, 0.2, 0.1]);
    [0.1, 0.4, 0.75, 0.9].into_iter().zip(found.transit.good).for_each(|(paper, good)| close(paper, good));
    // 400 children on 1,000 adults; half of the good jobs past a nursery: 1 − .4 · .5. Drivers lose a tenth: 1 − .4 · .1.
    close(found.transit.after_drop_off, 0.8);
    close(found.car.after_drop_off, 0.96);
    [1.0, 0.5, 0.2, 0.1].into_iter().zip(found.qualified).for_each(|(paper, share)| close(paper, share));
    close(found.healthy, 0.8);
    close(found.without_car, 0.5);
    // Lone parents keep three tenths of their pay at all four hours; of the other sixteen cases, those counted by hand below do.
    let kept = |h: &pays::HouseholdAnswer| {
        let lost = h.points.iter().map(|p| p.participation_tax_rate_after_costs.unwrap());
        lost.filter(|lost| *lost <= 0.7 + 1e-9).count()
    };
    let (lone, others): (Vec<_>, Vec<_>) =
        pays.households.iter().partition(|h| h.household.partner.is_none() && !h.household.children.is_empty());
    assert_eq!((lone.len(), others.len()), (2, 4));
    let share =
        |of: &[&pays::HouseholdAnswer]| of.iter().map(|h| kept(h)).sum::<usize>() as f64 / (4 * of.len()) as f64;
    close(share(&lone), 1.0);
    assert!(share(&others) < 1.0);
    close(found.work_pays, 0.25 + 0.75 * share(&others));
}

#[test]
fn bounds_and_draws_move_every_level() {
    let (tables, mut jobs, pays) = (tables(), jobs(), pays());
    jobs.drawn =
        Some(DrawnReach { transit: vec![Some(vec![400.0, 200.0]); 2], car: vec![Some(vec![400.0, 700.0]); 2] });
    let measured = measure(&tables, &jobs, Ok(&pays));
    let whole = |levels: [f64; 4], good: [f64; 4]| levels.iter().zip(good).map(|(l, g)| l * g).sum::<f64>();
    let (low, high) = (measured.bounds(0, false).unwrap(), measured.bounds(0, true).unwrap());
    close(whole(low.car.levels, low.car.good), 0.3);
    close(whole(high.car.levels, high.car.good), 0.55);
    assert_eq!(measured.drawn(0, 0), measured.point(0));
    let drawn = measured.drawn(0, 1).unwrap();
    close(whole(drawn.transit.levels, drawn.transit.good), 0.2);
    close(whole(drawn.car.levels, drawn.car.good), 0.7);
    assert!(drawn.car.good.iter().all(|good| (0.0..=1.0).contains(good)));
    assert_eq!(measured.drawn(0, 2), None);
}

#[test]
fn what_is_missing_is_named_and_holds_nobody_back() {
    let (mut tables, mut jobs) = (tables(), jobs());
    tables.residents.columns.shift_remove("health_all");
    tables.residents.columns.shift_remove("qualified_for_3");
    jobs.past_nursery = Err("the pack has no childcare providers.".into());
    let measured = measure(&tables, &jobs, Err("the pack has no pay."));
    assert_eq!(measured.barriers, [Barrier::Transport, Barrier::JobQuality]);
    let said: Vec<&str> = measured.missing.iter().map(|(_, why)| why.as_str()).collect();
    assert_eq!(said[0], "the pack has no childcare providers.");
    assert!(said[1].contains("qualified_for_3") && said[3].contains("health_all"), "{said:?}");
    assert_eq!(said[2], "the pack has no pay.");
    let found = measured.point(0).unwrap();
    assert_eq!((found.qualified, found.work_pays, found.healthy), ([1.0; 4], 1.0, 1.0));
    close(found.transit.after_drop_off, 1.0);
}

#[test]
fn few_jobseekers_are_not_told_alone_but_count_in_their_group() {
    let (tables, jobs, pays) = (tables(), jobs(), pays());
    let grouping = Grouping {
        deprivation: String::new(),
        community_needs: String::new(),
        index_labels: (String::new(), String::new()),
        worst_percent: 10.0,
        groups: vec![Some(Group::LeftBehind), Some(Group::Rest)],
    };
    let places = [("W".to_owned(), vec![0, 1])];
    let question = Question {
        tables: &tables,
        jobs: &jobs,
        pays: Ok(&pays),
        grouping: &grouping,
        benchmark: Benchmark::Rest,
        places: &places,
        least_seekers: 40.0,
    };
    let found = answer(&question).unwrap();
    assert_eq!((found.uncertainty, found.draws, found.withheld), (Uncertainty::Bounds, 0, 1));
    assert!(found.areas[0].is_some() && found.areas[1].is_none());
    // The benchmark against itself has no gap; the whole place is the mean of the two by jobseekers.
    let rest = found.groups.iter().find(|(group, _)| *group == Group::Rest).unwrap().1.as_ref().unwrap();
    close(rest.found.gap.estimate, 0.0);
    let gap = found.areas[0].as_ref().unwrap().found.gap.estimate;
    assert!(gap > 0.0);
    close(found.place("W").unwrap().found.gap.estimate, gap * 50.0 / 80.0);
    assert!(found.groups.iter().any(|(group, of)| *group == Group::OtherDeprived && of.is_none()));
    let none = answer(&Question { benchmark: Benchmark::OtherDeprived, ..question }).unwrap_err();
    assert!(none.contains("other deprived places"), "{none}");
}
