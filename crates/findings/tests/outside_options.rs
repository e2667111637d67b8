//! Better-paid occupations that ask for no more skill: on a case worked out by hand, and on published pay.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Sheet, data};
use lynchpin_findings::FindingsError;
use lynchpin_findings::work::{SkillLevel, jobs_of_occupation, outside_options};
use lynchpin_pack::tables::{Pay, Staffing};

fn medians(rows: &[(&str, Option<f64>)]) -> Pay {
    Pay {
        by: "occupation".to_owned(),
        codes: rows.iter().map(|r| r.0.to_owned()).collect(),
        labels: rows.iter().map(|r| format!("name of {}", r.0)).collect(),
        percentiles: vec![50.0],
        pounds: rows.iter().map(|r| vec![r.1]).collect(),
        ..Pay::default()
    }
}

#[test]
fn only_better_paid_jobs_of_no_more_skill_and_the_same_detail_are_options() {
    let pay = medians(&[
        ("6111", Some(10.0)),
        ("7211", Some(12.0)),
        ("9252", Some(11.0)),
        ("2231", Some(20.0)),
        ("4112", Some(9.0)),
        ("8211", None),
        ("72", Some(12.5)),
    ]);
    let found = outside_options(&pay, "6111").unwrap();
    assert_eq!((found.median_pounds, found.skill), (10.0, SkillLevel::Two));
    let codes: Vec<_> = found.options.iter().map(|o| (o.code.as_str(), o.gap_pounds, o.gap_percent)).collect();
    assert_eq!(codes, [("7211", 2.0, 20.0), ("9252", 1.0, 10.0)]);
    assert_eq!(found.without_median, ["8211"]);
    assert!(matches!(outside_options(&pay, "8211"), Err(FindingsError::NoPay { .. })));
    assert!(matches!(outside_options(&pay, "1111"), Err(FindingsError::NoPay { .. })));
}

#[test]
fn jobs_of_an_occupation_follow_how_industries_are_staffed() {
    let staffing = Staffing {
        occupations: ["7211", "9252"].map(str::to_owned).to_vec(),
        industries: ["G", "H", "N"].map(str::to_owned).to_vec(),
        people: vec![vec![10.0, 0.0, 0.0], vec![30.0, 50.0, 0.0]],
        ..Staffing::default()
    };
    let industries = ["H", "G", "N", "Z"].map(str::to_owned);
    let jobs = [100.0, 80.0, 7.0, 5.0];
    let of = |code| jobs_of_occupation(&staffing, code, &industries, &jobs).unwrap();
    assert_eq!((of("7211"), of("9252")), (20.0, 160.0));
    assert!(jobs_of_occupation(&staffing, "6111", &industries, &jobs).is_err());
    assert!(jobs_of_occupation(&staffing, "7211", &industries, &jobs[..3]).is_err());
}

#[test]
fn childcare_assistants_are_paid_less_than_call_centres_and_warehouses_pay() {
    let Some(data) = data() else { return };
    let sheet = Sheet::read(&data, "pay", "ashe_hourly_gross_soc4_uk.csv.gz");
    let (years, groups, codes) = (sheet.text("year"), sheet.text("group"), sheet.text("soc2020"));
    let median = sheet.numbers("median");
    let rows: Vec<(&str, Option<f64>)> = (0..years.len())
        .filter(|i| years[*i] == "2023" && groups[*i] == "All")
        .map(|i| (codes[i].as_str(), median[i]))
        .collect();
    let found = outside_options(&medians(&rows), "6111").unwrap();
    let option = |code: &str| found.options.iter().find(|o| o.code == code).unwrap();
    let (call, warehouse) = (option("7211"), option("9252"));
    println!(
        "ASHE 2023: 6111 £{}; 7211 £{} (+{:.1} %); 9252 £{} (+{:.1} %); {} options, {} without a median",
        found.median_pounds,
        call.median_pounds,
        call.gap_percent,
        warehouse.median_pounds,
        warehouse.gap_percent,
        found.options.len(),
        found.without_median.len()
    );
    assert_eq!((found.median_pounds, call.median_pounds, warehouse.median_pounds), (11.45, 12.22, 12.08));
    assert_eq!((call.skill, warehouse.skill), (SkillLevel::Two, SkillLevel::One));
    assert!((call.gap_pounds - 0.77).abs() < 1e-9 && (warehouse.gap_pounds - 0.63).abs() < 1e-9);
}
