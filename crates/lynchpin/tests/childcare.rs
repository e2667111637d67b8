//! Childcare over streets and timetable, against `lynchpin matrix` asked for the same and the two steps summed up by hand.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;

use support::{demo_pack, expect_code, lynchpin};

/// Rows of a CSV file by column name.
fn rows(file: &Path) -> Vec<HashMap<String, String>> {
    let text = std::fs::read_to_string(file).unwrap();
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    let row = |line: &str| names.iter().map(|n| (*n).to_owned()).zip(line.split(',').map(str::to_owned)).collect();
    lines.map(row).collect()
}

fn number(row: &HashMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap()
}

/// `f(c)` of every pair within the limit.
fn weights(pack: &Path, more: &[&str], limit: f64) -> HashMap<(String, String), f64> {
    let path = |name: &str| pack.join(name).to_str().unwrap().to_owned();
    let (network, from, to, out) = (path("build/network.lynch"), path("o.csv"), path("d.csv"), path("minutes.csv"));
    let fixed = [
        "matrix",
        "--network",
        &network,
        "--origins",
        &from,
        "--destinations",
        &to,
        "--depart",
        "08:00",
        "--out",
        &out,
    ];
    expect_code(&lynchpin(&[&fixed[..], more].concat()), 0);
    let pair = |row: &HashMap<String, String>| {
        let minutes = number(row, if row.contains_key("travel_time") { "travel_time" } else { "travel_time_p50" });
        let weight = 0.05_f64.powf((minutes / limit).powi(2));
        ((row["from_id"].clone(), row["to_id"].clone()), if minutes <= limit { weight } else { 0.0 })
    };
    rows(Path::new(&out)).iter().map(pair).collect()
}

#[test]
fn places_for_each_child_are_those_summed_up_by_hand() {
    let folder = tempfile::tempdir().unwrap();
    let pack = demo_pack(folder.path(), 60);
    expect_code(&lynchpin(&["run", pack.to_str().unwrap()]), 0);
    let (areas, people, nurseries) =
        (rows(&pack.join("areas.csv")), rows(&pack.join("residents.csv")), rows(&pack.join("childcare.csv")));
    let points = |rows: &[HashMap<String, String>], id: &str| {
        rows.iter().fold("id,lat,lon\n".to_owned(), |mut text, row| {
            writeln!(text, "{},{},{}", row[id], row["lat"], row["lon"]).unwrap();
            text
        })
    };
    std::fs::write(pack.join("o.csv"), points(&areas, "area_code")).unwrap();
    std::fs::write(pack.join("d.csv"), points(&nurseries, "provider_id")).unwrap();
    let toml = std::fs::read_to_string(pack.join("pack.toml")).unwrap();
    let date = toml.lines().find_map(|l| l.strip_prefix("date = \"")).unwrap().trim_end_matches('"').to_owned();
    let walks = ["--walk-kmh", "4.8", "--max-walk-minutes", "15", "--max-transfer-walk-minutes", "15"];
    let when = ["--date", &date, "--window", "60", "--percentiles", "50", "--max-minutes", "30"];
    let transit = weights(&pack, &[&walks[..], &when, &["--max-total-walk-minutes", "15"]].concat(), 25.0);
    let drive = weights(&pack, &["--mode", "drive", "--max-minutes", "18"], 15.0);

    let weight = |of: &HashMap<(String, String), f64>, area: usize, nursery: usize| {
        of.get(&(areas[area]["area_code"].clone(), nurseries[nursery]["provider_id"].clone())).copied().unwrap_or(0.0)
    };
    let no_car: Vec<f64> = people.iter().map(|row| number(row, "cars_0") / number(row, "households")).collect();
    let both = |area: usize, nursery: usize| {
        no_car[area] * weight(&transit, area, nursery) + (1.0 - no_car[area]) * weight(&drive, area, nursery)
    };
    let asked = |nursery: usize| -> f64 {
        (0..areas.len()).map(|area| number(&people[area], "children_0_7") * both(area, nursery)).sum()
    };
    let ratio = |nursery: usize| {
        let asked = asked(nursery);
        if asked > 0.0 { number(&nurseries[nursery], "places") / asked } else { 0.0 }
    };
    let ratios: Vec<f64> = (0..nurseries.len()).map(ratio).collect();
    let mut compared = 0;
    for (area, row) in rows(&pack.join("results").join("tables").join("childcare-access.csv")).iter().enumerate() {
        let by_hand: f64 = ratios.iter().enumerate().map(|(nursery, ratio)| ratio * both(area, nursery)).sum();
        let without: f64 =
            ratios.iter().enumerate().map(|(nursery, ratio)| ratio * weight(&transit, area, nursery)).sum();
        if let Ok(found) = row["places_per_child"].parse::<f64>() {
            assert!((found - by_hand).abs() < 1e-9, "{}: {found} {by_hand}", row["code"]);
            assert!((number(row, "places_per_child_without_car") - without).abs() < 1e-9, "{}", row["code"]);
            compared += usize::from(found > 0.0);
        }
    }
    assert!(compared > 40, "{compared}");
}
