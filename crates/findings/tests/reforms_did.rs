//! Difference-in-differences against csdid (the script stands beside the golden files), and on paper.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use lynchpin_findings::reforms::{
    Base, Controls, EffectOptions, Estimator, GroupTime, Over, Panel, average, group_time, simultaneous,
};
use lynchpin_findings::sample::Bootstrap;
use std::collections::BTreeMap;

fn golden(text: &'static str) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(text.as_bytes()).records().map(Result::unwrap).collect()
}

fn panel(covariates: bool, weights: bool, clusters: bool) -> Panel {
    let rows = golden(include_str!("golden/reforms/did_panel.csv"));
    let number = |row: &csv::StringRecord, cell: usize| row[cell].parse::<f64>().unwrap();
    let units: Vec<&[csv::StringRecord]> = rows.chunks(7).collect();
    let column = |cell: usize| units.iter().map(|u| number(&u[0], cell)).collect::<Vec<_>>();
    Panel {
        periods: (1..=7).map(|p| p.to_string()).collect(),
        outcomes: units.iter().map(|u| u.iter().map(|r| number(r, 3)).collect()).collect(),
        first_treated: column(2).iter().map(|g| (*g > 0.0).then(|| *g as usize - 1)).collect(),
        covariates: if covariates { vec![column(4), column(5)] } else { Vec::new() },
        weights: weights.then(|| column(6)),
        clusters: clusters.then(|| column(7).iter().map(|c| *c as usize).collect()),
    }
}

fn options(case: &[String]) -> EffectOptions {
    EffectOptions {
        estimator: match case[0].as_str() {
            "reg" => Estimator::OutcomeRegression,
            "ipw" => Estimator::InverseProbability,
            _ => Estimator::DoublyRobust,
        },
        controls: if case[1] == "nevertreated" { Controls::NeverTreated } else { Controls::NotYetTreated },
        base: if case[2] == "varying" { Base::Varying } else { Base::Universal },
    }
}

/// Every number that csdid printed: kind, cohort or event, period → effect and standard error.
fn answers(found: &GroupTime) -> BTreeMap<(String, i64, i64), (f64, f64)> {
    let mut all = BTreeMap::new();
    for cell in &found.cells {
        let key = ("cell".to_owned(), cell.cohort as i64 + 1, cell.period as i64 + 1);
        all.insert(key, (cell.att, found.standard_error(&cell.influence)));
    }
    for (over, name, shift) in [
        (Over::Simple, "simple", 0),
        (Over::Cohort, "group", 1),
        (Over::Event, "dynamic", 0),
        (Over::Calendar, "calendar", 1),
    ] {
        let found = average(found, over).unwrap();
        all.insert((name.to_owned(), 0, 0), (found.overall.att, found.overall.standard_error));
        for part in found.parts {
            let key = (format!("{name}_part"), part.at + shift, 0);
            all.insert(key, (part.effect.att, part.effect.standard_error));
        }
    }
    if let Some(test) = found.pre_trend() {
        all.insert(("pretrend".to_owned(), 0, 0), (test.statistic, test.p_value));
    }
    all
}

#[test]
fn every_effect_average_and_error_equals_csdid() {
    let rows = golden(include_str!("golden/reforms/did_csdid.csv"));
    let mut cases: BTreeMap<Vec<String>, Vec<&csv::StringRecord>> = BTreeMap::new();
    for row in &rows {
        cases.entry(row.iter().take(6).map(str::to_owned).collect()).or_default().push(row);
    }
    assert_eq!(cases.len(), 30);
    let (mut compared, mut largest) = (0, 0.0_f64);
    for (case, rows) in cases {
        let found = group_time(&panel(case[3] == "1", case[4] == "1", case[5] == "1"), options(&case)).unwrap();
        assert!(found.failed.is_empty());
        let ours = answers(&found);
        for row in rows {
            let key = (row[6].to_owned(), row[7].parse().unwrap(), row[8].parse().unwrap());
            let (att, error) = ours.get(&key).unwrap_or_else(|| panic!("{case:?} has no {key:?}"));
            // csdid rounds the chance to five decimals, and leaves the error of what is nought by construction blank.
            let near = if &row[6] == "pretrend" { 6e-6 } else { 1e-8 };
            let off = (att - row[9].parse::<f64>().unwrap()).abs();
            let off_error = row[10].parse::<f64>().map_or(error.abs(), |e| (error - e).abs());
            assert!(off < 1e-8 && off_error < near, "{case:?} {key:?}: {off} {off_error}");
            if &row[6] != "pretrend" {
                largest = largest.max(off).max(off_error);
            }
            compared += 1;
        }
    }
    println!("{compared} effects with their errors; largest difference {largest:e}");
    assert_eq!(compared, 1248);
}

#[test]
fn two_groups_and_two_periods_are_the_difference_of_differences() {
    let panel = Panel {
        periods: vec!["before".into(), "after".into()],
        outcomes: vec![vec![1.0, 5.0], vec![3.0, 6.0], vec![2.0, 3.0], vec![4.0, 4.5], vec![0.0, 1.5]],
        first_treated: vec![Some(1), Some(1), None, None, None],
        ..Panel::default()
    };
    let found = group_time(&panel, EffectOptions::default()).unwrap();
    // Treated +4 and +3; untreated +1, +0.5 and +1.5.
    let cell = &found.cells[0];
    assert!((cell.att - 2.5).abs() < 1e-12);
    // Variances with divisor n: 0.25 / 2 + (1/6) / 3.
    let expected = (0.25 / 2.0 + 1.0 / 18.0_f64).sqrt();
    assert!((found.standard_error(&cell.influence) - expected).abs() < 1e-12);
    assert!(found.pre_trend().is_none());
}

#[test]
fn cohorts_without_before_or_without_controls_are_told() {
    let outcomes = vec![vec![1.0, 2.0, 4.0]; 4];
    let panel = Panel {
        periods: vec!["1".into(), "2".into(), "3".into()],
        outcomes,
        first_treated: vec![Some(0), Some(1), Some(2), Some(2)],
        ..Panel::default()
    };
    let found = group_time(&panel, EffectOptions::default()).unwrap();
    assert_eq!(found.units, [1, 2, 3]);
    assert_eq!(found.failed, [(1, 2), (2, 1), (2, 2)]);
    let never = EffectOptions { controls: Controls::NeverTreated, ..EffectOptions::default() };
    assert!(group_time(&panel, never).unwrap().cells.is_empty());
}

#[test]
fn a_band_holds_all_parts_and_is_the_same_for_the_same_seed() {
    let found = group_time(&panel(true, true, false), EffectOptions::default()).unwrap();
    let events = average(&found, Over::Event).unwrap();
    let bootstrap = Bootstrap::default();
    let critical = simultaneous(&found, &events.parts, bootstrap, 1).unwrap();
    // Ten parts: wider than one interval (1.96), narrower than Bonferroni's (2.81).
    assert!(critical > 2.2 && critical < 2.85, "{critical}");
    assert_eq!(simultaneous(&found, &events.parts, bootstrap, 1), Some(critical));
    let one = simultaneous(&found, &events.parts[..1], bootstrap, 1).unwrap();
    assert!((one - 1.96).abs() < 0.15, "{one}");
}
