//! `lynchpin work` as a user runs it, on the fictional region whose truth is known.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use support::{data, demo_pack, expect_code, lynchpin, messages};

/// A fictional pack, and what `lynchpin work` with more arguments prints as JSON.
fn json(pack: &Path, out: &Path, more: &[&str]) -> serde_json::Value {
    let mut arguments = vec!["work", pack.to_str().unwrap(), "--json", "--out", out.to_str().unwrap()];
    arguments.extend(more);
    let output = lynchpin(&arguments);
    expect_code(&output, 0);
    serde_json::from_str(&data(&output)).unwrap()
}

fn share(found: &serde_json::Value, dimension: usize) -> f64 {
    found["good_work"]["quality"]["held_by_all"]["rates"][dimension]["estimate"].as_f64().unwrap()
}

#[test]
fn the_six_dimensions_are_told_with_bounds_and_a_published_joint_rate() {
    let folder = tempfile::tempdir().unwrap();
    let pack = demo_pack(folder.path(), 60);
    let found = json(&pack, &folder.path().join("out"), &[]);
    let quality = &found["good_work"]["quality"];
    assert_eq!(quality["dimensions"].as_array().unwrap().len(), 8);
    assert_eq!(quality["missing"], serde_json::json!([]));
    let all = &quality["held_by_all"]["all_at_once"];
    let of = |part: &str| all[part]["estimate"].as_f64().unwrap();
    assert!(of("low") <= of("point") && of("point") <= of("high"), "{all}");
    let outside = &found["good_work"]["outside"][0];
    assert_eq!((&outside["found"]["code"], &outside["compared"][0]["code"]), (&"6111".into(), &"7211".into()));
    let report = std::fs::read_to_string(folder.path().join("out").join("report.html")).unwrap();
    assert!(report.contains("Good work held and offered") && report.contains("Is the model any good?"));
}

#[test]
fn the_wage_can_be_chosen_and_a_year_that_is_not_known_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (pack, out) = (demo_pack(folder.path(), 60), folder.path().join("out"));
    let floor = json(&pack, &out, &["--good-pay", "wage-floor"]);
    let london = json(&pack, &out, &["--london"]);
    let low = json(&pack, &out, &["--good-pay", "sixty-percent-of-median"]);
    assert_eq!(london["good_work"]["quality"]["wage"]["pounds_per_hour"], 14.80);
    assert!(share(&london, 0) < share(&floor, 0) && share(&floor, 0) < share(&low, 0));
    // At another wage the survey's joint rate, which is about its own, is not told.
    assert!(floor["good_work"]["quality"]["held_by_all"]["all_at_once"]["point"].is_null());
    let refused = lynchpin(&["work", pack.to_str().unwrap(), "--year", "1999-00"]);
    expect_code(&refused, 2);
    assert!(messages(&refused).contains("2025-26"), "{}", messages(&refused));
}

/// The truth of 300 neighbourhoods lies within the published intervals about as often as they say.
#[test]
fn the_truth_of_the_region_lies_within_the_intervals() {
    let folder = tempfile::tempdir().unwrap();
    let (pack, out) = (demo_pack(folder.path(), 300), folder.path().join("out"));
    json(&pack, &out, &[]);
    let mut table = csv::Reader::from_path(out.join("tables").join("neighbourhoods.csv")).unwrap();
    let head: BTreeMap<String, usize> =
        table.headers().unwrap().iter().enumerate().map(|(at, name)| (name.to_owned(), at)).collect();
    let rows: BTreeMap<String, csv::StringRecord> =
        table.records().map(|row| row.unwrap()).map(|row| (row[head["code"]].to_owned(), row)).collect();
    let (mut covered, mut all) = (0, 0);
    for row in csv::Reader::from_path(pack.join("job_quality_truth.csv")).unwrap().records() {
        let row = row.unwrap();
        let of = |end: &str| rows[&row[0]][head[&format!("good_work_held_{}_{end}", &row[1])]].parse::<f64>().unwrap();
        let truth: f64 = row[2].parse().unwrap();
        covered += usize::from((of("low")..=of("high")).contains(&truth));
        all += 1;
    }
    println!("{covered} of {all} true rates within their 95 % intervals");
    assert_eq!(all, 300 * 8);
    assert!(covered as f64 > 0.90 * f64::from(all), "{covered} of {all}");
}
