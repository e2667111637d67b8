//! Car gap, losses, inequality and skill on towns small enough to work out by hand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use lynchpin_findings::FindingsError;
use lynchpin_findings::places::{Group, Grouping};
use lynchpin_findings::sample::Bootstrap;
use lynchpin_findings::work::{
    Condition, Cut, Measure, Mode, PayShares, QUALIFIED_COLUMNS, ReachFindings, ReachTable, Reached, SkillReach,
    WageLine, levels_held, paired, pay_shares, reach_inequality, skill_jobs, skill_match,
};
use lynchpin_pack::tables::{Index, Jobs, Pay, Residents, Staffing, Tables};

fn grouping() -> Grouping {
    use Group::{LeftBehind, Rest};
    Grouping {
        deprivation: "imd".to_owned(),
        community_needs: "cni".to_owned(),
        index_labels: ("the IMD".to_owned(), "the CNI".to_owned()),
        worst_percent: 10.0,
        groups: [LeftBehind, LeftBehind, Rest, Rest, Rest].map(Some).to_vec(),
    }
}

fn table(mode: Mode, condition: Condition, points: [Option<f64>; 5]) -> ReachTable {
    let reached = |point: f64| Reached { all: 2.0 * point, low: point, point, high: point, ..Reached::default() };
    ReachTable {
        cut: Cut { mode, shift: "day".to_owned(), minutes: 45, condition },
        areas: points.iter().map(|p| p.map(reached)).collect(),
    }
}

const PEOPLE: [Option<f64>; 5] = [Some(100.0), Some(300.0), Some(200.0), Some(200.0), None];

#[test]
fn a_pair_is_judged_from_the_same_areas() {
    let bus = table(Mode::PublicTransport, Condition::Direct, [Some(10.0), Some(30.0), Some(50.0), None, Some(9.0)]);
    let car = table(Mode::Car, Condition::Direct, [Some(100.0), Some(60.0), Some(100.0), Some(100.0), Some(9.0)]);
    let gap = paired(&bus, &car, &grouping(), &PEOPLE, Measure::GoodJobs).unwrap();
    let here = gap.group(Group::LeftBehind).unwrap();
    // 100 people reach 10 and 300 reach 30: a mean of 25, against 70 by car.
    assert_eq!((here.areas, here.mean, here.against), (2, Some(25.0), Some(70.0)));
    let ratio = here.ratio.unwrap();
    assert!((ratio.estimate - 25.0 / 70.0).abs() < 1e-12);
    // Two areas: residuals 100·10 − r·100·100 and its opposite, √(2/1 · 2 d²) / 28,000, Student's t with one degree of freedom 12.7062.
    let residual: f64 = 1_000.0 - 25.0 / 70.0 * 10_000.0;
    let half = 12.706_204_736 * 2.0 * residual.abs() / 28_000.0;
    assert!(half > 1.0, "without a bound the upper limit would be past 1");
    assert_eq!((ratio.low, ratio.high, here.difference.unwrap().high), (0.0, 1.0, 0.0), "no area gains by the bus");
    // Where one area does, the interval is what the formula says.
    let gains = table(Mode::Car, Condition::Direct, [Some(9.0), Some(60.0), None, None, None]);
    let mixed = paired(&bus, &gains, &grouping(), &PEOPLE, Measure::GoodJobs).unwrap().study_area.ratio.unwrap();
    let (r, weight) = (10_000.0 / 18_900.0, 18_900.0);
    let half = 12.706_204_736 * 2.0 * (1_000.0_f64 - r * 900.0).abs() / weight;
    assert!((mixed.estimate - r).abs() < 1e-12 && (mixed.high - (r + half)).abs() < 1e-6, "{mixed:?}");
    assert!((here.difference.unwrap().estimate + 45.0).abs() < 1e-12);
    // The area without a bus link and that without residents play no part on either side.
    let rest = gap.group(Group::Rest).unwrap();
    assert_eq!((rest.areas, rest.mean, rest.against, rest.ratio), (1, Some(50.0), Some(100.0), None));
    let short = paired(&bus, &car, &grouping(), &PEOPLE[..4], Measure::GoodJobs).unwrap_err();
    assert!(matches!(short, FindingsError::Misaligned { .. }));
}

#[test]
fn inequality_goes_with_deprivation() {
    // The most deprived area of equal size reaches 1, the next 2, then 3 and 4.
    let reach = table(Mode::Car, Condition::Direct, [Some(1.0), Some(2.0), Some(3.0), Some(4.0), None]);
    let rank = [Some(1.0), Some(20.0), Some(30.0), Some(40.0), Some(5.0)];
    let people = [Some(10.0); 5];
    let found = reach_inequality(&reach, &rank, &people, Measure::GoodJobs, Bootstrap::default()).unwrap();
    // C = 2/(4 · 2.5) · (1 · 1/8 + 2 · 3/8 + 3 · 5/8 + 4 · 7/8) − 1 = 0.25, and the Gini coefficient of 1, 2, 3, 4 is 0.25 too.
    let concentration = found.concentration.unwrap();
    assert!((concentration.estimate - 0.25).abs() < 1e-12 && (found.gini.unwrap().estimate - 0.25).abs() < 1e-12);
    // The least deprived tenth reaches 4; the most deprived 40 % is the first area and three fifths of the second: (1 + 0.6 · 2) / 1.6.
    assert!((found.palma.unwrap().estimate - 4.0 / (2.2 / 1.6)).abs() < 1e-12);
    assert!(concentration.low <= 0.25 && concentration.high >= 0.25 && found.areas == 4);
    // With the ranks turned round the most deprived reach most: the same size, the other sign.
    let turned = [Some(40.0), Some(30.0), Some(20.0), Some(1.0), None];
    let found = reach_inequality(&reach, &turned, &people, Measure::GoodJobs, Bootstrap::default()).unwrap();
    assert!((found.concentration.unwrap().estimate + 0.25).abs() < 1e-12);
}

fn with_skill(good: [[f64; 4]; 5]) -> ReachTable {
    let mut reach = table(Mode::PublicTransport, Condition::Direct, [Some(1.0); 5]);
    for (area, good) in reach.areas.iter_mut().zip(good) {
        *area = area
            .map(|r| Reached { skill: Some(SkillReach { all: good.map(|jobs| 2.0 * jobs), good: Some(good) }), ..r });
    }
    reach
}

#[test]
fn open_jobs_ask_for_no_more_than_residents_hold() {
    let column = |values: [f64; 5]| values.map(Some).to_vec();
    let held =
        [[50.0, 1.0, 0.0, 0.0, 0.0], [30.0, 1.0, 0.0, 0.0, 0.0], [20.0, 1.0, 1.0, 0.0, 0.0], [0.0, 1.0, 1.0, 8.0, 0.0]];
    let columns = QUALIFIED_COLUMNS.iter().zip(held).map(|(name, values)| ((*name).to_owned(), column(values)));
    let residents = Residents { columns: columns.collect(), ..Residents::default() };
    let held = levels_held(&residents, 5).unwrap();
    assert_eq!((held[0], held[4]), (Some([0.5, 0.3, 0.2, 0.0]), None));
    let reach = with_skill([[1.0, 2.0, 3.0, 4.0], [10.0, 0.0, 0.0, 10.0], [0.0, 0.0, 0.0, 5.0], [0.0; 4], [1.0; 4]]);
    let found = skill_match(&reach, Some(&held), &grouping(), &PEOPLE).unwrap().unwrap();
    // First area: level 1 opens 1 of 10, level 2 3 of 10, level 3 6 of 10. Second: a quarter each level, 10, 10, 10 and 20 of 20.
    let (first, second) = (0.5 * 0.1 + 0.3 * 0.3 + 0.2 * 0.6, (0.5 + 0.5 + 0.5 + 1.0) / 4.0);
    assert!((found.areas[0].unwrap() - first).abs() < 1e-12 && (found.areas[1].unwrap() - second).abs() < 1e-12);
    // Nothing good within reach, or nobody there: nothing is said.
    assert_eq!((found.areas[3], found.areas[4]), (None, None));
    let here = &found.groups[0].1;
    // 100 people with 10 good jobs within reach and 300 with 20.
    let open = (100.0 * 10.0 * first + 300.0 * 20.0 * second) / 7_000.0;
    assert!((here.open.unwrap().estimate - open).abs() < 1e-12);
    assert_eq!(here.good, Some([7.75, 0.5, 0.75, 8.5]));
    assert_eq!(here.all, Some([15.5, 1.0, 1.5, 17.0]));
    let plain = table(Mode::Car, Condition::Direct, [Some(1.0); 5]);
    assert_eq!(skill_match(&plain, Some(&held), &grouping(), &PEOPLE).unwrap(), None);
    assert_eq!(levels_held(&Residents::default(), 5), None);
}

fn shop() -> (Tables, PayShares) {
    let strings = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
    let pay = Pay {
        by: "occupation".to_owned(),
        codes: strings(&["2231", "9252"]),
        labels: strings(&["nurses", "warehouse"]),
        percentiles: vec![10.0, 50.0, 90.0],
        // At £12 all nurses are above; of warehouse workers half.
        pounds: vec![vec![Some(15.0), Some(18.0), Some(22.0)], vec![Some(10.0), Some(12.0), Some(16.0)]],
        ..Pay::default()
    };
    let staffing = Staffing {
        occupations: strings(&["2231", "9252"]),
        industries: strings(&["Q", "H"]),
        people: vec![vec![60.0, 10.0], vec![40.0, 90.0]],
        ..Staffing::default()
    };
    let line = WageLine { threshold_pounds: 12.0, floor_pounds: None };
    let shares = pay_shares(&pay, Some(&staffing), line).unwrap();
    let jobs = Jobs {
        codes: strings(&["W0", "W1"]),
        industries: strings(&["Q", "H", "Z"]),
        counts: vec![vec![100.0, 0.0], vec![0.0, 200.0], vec![5.0, 5.0]],
        ..Jobs::default()
    };
    (Tables { jobs: Some(jobs), staffing: Some(staffing), pay: vec![pay], ..Tables::default() }, shares)
}

#[test]
fn jobs_are_split_by_skill_as_their_industry_is_staffed() {
    let (tables, shares) = shop();
    let skill = skill_jobs(&tables, &shares).unwrap().unwrap();
    // Nurses are level 4, warehouse workers level 1; industry Z is staffed by nobody that is known.
    let close = |a: [f64; 4], b: [f64; 4]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-9);
    assert!(close(skill.all[0], [40.0, 0.0, 0.0, 60.0]), "{:?}", skill.all);
    assert!(close(skill.all[1], [180.0, 0.0, 0.0, 20.0]), "{:?}", skill.all);
    let good = skill.good.unwrap();
    let nurses = shares.industries[0].share.point.unwrap() - 0.4 * 0.5;
    assert!(close(good[0], [20.0, 0.0, 0.0, 100.0 * nurses]), "{good:?}");
    assert!((good[1].iter().sum::<f64>() - 200.0 * shares.industries[1].share.point.unwrap()).abs() < 1e-9);
    let without = Tables { staffing: None, ..tables };
    assert!(skill_jobs(&without, &shares).unwrap().is_err_and(|why| why.contains("occupations")));
}

#[test]
fn findings_pair_each_table_with_its_like() {
    let day = |mode, condition, jobs: f64| table(mode, condition, [Some(jobs); 5]);
    let mut reach = vec![
        day(Mode::PublicTransport, Condition::Direct, 40.0),
        day(Mode::Car, Condition::Direct, 100.0),
        day(Mode::PublicTransport, Condition::WithinFare, 30.0),
        day(Mode::PublicTransport, Condition::PastNursery, 10.0),
    ];
    let mut early = day(Mode::PublicTransport, Condition::WithinFare, 7.0);
    early.cut.shift = "early".to_owned();
    reach.push(early);
    let lead = reach[0].cut.clone();
    let mut tables = Tables::default();
    tables.indices.push(Index {
        id: "imd".to_owned(),
        area_rank: (1_u8..=5).map(|r| Some(f64::from(r))).collect(),
        ..Index::default()
    });
    let found = ReachFindings::of(&tables, &reach, &grouping(), &PEOPLE, &lead).unwrap();
    let ratio = |pairs: &[_], cut: &Cut| ReachFindings::pair(pairs, cut).map(|p| p.study_area.ratio.unwrap().estimate);
    assert_eq!(ratio(&found.car_gap, &lead), Some(0.4));
    assert_eq!(ratio(&found.fare_loss, &lead), Some(0.75));
    assert_eq!(ratio(&found.nursery_loss, &lead), Some(0.25));
    // The early table within the fare has no direct one to be set against.
    assert_eq!(found.fare_loss.len(), 1);
    assert!(found.per_seeker.is_empty() && found.skill.is_empty());
    assert_eq!(found.inequality.len(), 2);
}
