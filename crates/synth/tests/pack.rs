//! The folder is a pack that Lynchpin reads without a complaint.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use lynchpin_pack::{Pack, ReadOptions};

#[test]
fn the_region_is_a_pack_without_problems() {
    let (dir, summary) = common::with_summary(300, 1);
    let pack = Pack::open(dir.path()).unwrap();
    let problems = pack.check();
    assert!(problems.is_empty(), "{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
    let tables = pack.read(&ReadOptions { quarantine: false }).unwrap();
    assert_eq!(tables.areas.codes.len(), summary.areas);
    assert_eq!(tables.indices.len(), 2);
    let jobs = tables.jobs.unwrap();
    assert_eq!(jobs.industries.len(), 19);
    assert_eq!(jobs.counts.iter().flatten().sum::<f64>(), summary.jobs as f64);
    assert!(jobs.early_shift_share.is_some());
    assert_eq!(tables.resident_jobs.iter().map(|t| t.codes.len()).collect::<Vec<_>>(), [9, 19]);
    let quality = tables.job_quality.unwrap();
    assert_eq!(quality.dimensions.len(), 8);
    assert!(quality.cells.len() > 700 && quality.direct.len() >= 8, "{} cells", quality.cells.len());
    let childcare = tables.childcare.unwrap();
    assert!(childcare.ids.len() > 100 && childcare.accounts.iter().all(Option::is_some), "{}", childcare.ids.len());
    assert!(childcare.children.iter().all(Option::is_some));
    assert!(childcare.opens.iter().all(Option::is_some) && childcare.points.iter().all(Option::is_some));
    let people: f64 = tables.residents.columns["population"].iter().map(|p| p.unwrap()).sum();
    assert_eq!(people, summary.people as f64);
    assert_eq!((pack.streets().len(), pack.timetables().len()), (1, 2));
}

#[test]
fn the_report_has_a_left_behind_place_and_charts_to_lead_with() {
    let (dir, summary) = common::with_summary(300, 1);
    let pack = Pack::open(dir.path()).unwrap();
    let tables = pack.read(&ReadOptions { quarantine: false }).unwrap();
    let places = &pack.run().places;
    assert!(places.len() == 1 && summary.left_behind.contains(&places[0]), "{places:?}: {:?}", summary.left_behind);
    for id in &pack.run().leading_indicators {
        assert!(tables.indicators.iter().any(|i| i.id == *id), "no indicator {id}");
    }
    for indicator in &tables.indicators {
        assert!(indicator.label.starts_with(char::is_uppercase), "{}", indicator.label);
    }
}

#[test]
fn nobody_is_paid_less_than_the_pack_says_is_lawful() {
    let dir = common::made(80, 3);
    let pack = Pack::open(dir.path()).unwrap();
    let lawful = pack.thresholds().wage_floors.iter().find(|f| f.id == "national_living_wage").unwrap().pounds_per_hour;
    let lowest = common::column(&dir.path().join("pay_by_industry.csv"), "p10").into_iter().fold(f64::MAX, f64::min);
    assert!((lawful..lawful + 1.0).contains(&lowest), "{lowest} against {lawful}");
}

#[test]
fn every_title_and_the_readme_say_that_it_is_fiction() {
    let dir = common::made(60, 5);
    let readme = std::fs::read_to_string(dir.path().join("README.md")).unwrap();
    assert!(readme.contains("Nothing here is real") && readme.contains("evidence of nothing"), "{readme}");
    let pack = Pack::open(dir.path()).unwrap();
    assert!(pack.name().contains("fictional"), "{}", pack.name());
    let inputs = pack.inputs().unwrap();
    assert!(inputs.len() > 10);
    for input in inputs {
        assert!(input.title.ends_with("(fictional)"), "{}", input.title);
    }
}
