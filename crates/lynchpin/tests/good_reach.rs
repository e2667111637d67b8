//! Jobs within reach of a whole run against the bare travel-time engine, asked for the same journeys and summed up by hand.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use support::{data, demo_pack, expect_code, lynchpin};

/// A CSV file as rows of cells by column name.
fn rows(file: &Path) -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(file).unwrap();
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let row = |line: &str| header.iter().zip(line.split(',')).map(|(k, v)| ((*k).to_owned(), v.to_owned())).collect();
    lines.map(row).collect()
}

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap()
}

/// A run of the demo's pack, its points and its jobs.
struct Town {
    pack: PathBuf,
    jobs: BTreeMap<String, f64>,
}

impl Town {
    fn new(folder: &Path) -> Self {
        let pack = demo_pack(folder, 60);
        fill_every_third_nursery(&pack.join("childcare.csv"));
        expect_code(&lynchpin(&["run", pack.to_str().unwrap()]), 0);
        let mut points = "id,lat,lon\n".to_owned();
        for area in rows(&pack.join("areas.csv")) {
            writeln!(points, "{},{},{}", area["area_code"], area["lat"], area["lon"]).unwrap();
        }
        std::fs::write(pack.join("points.csv"), points).unwrap();
        let jobs = rows(&pack.join("jobs.csv"));
        let jobs = jobs.iter().map(|row| (row["area_code"].clone(), number(row, "total"))).collect();
        Self { pack, jobs }
    }

    /// Median travel times from place to place, minutes.
    fn times(&self, more: &[&str], column: &str) -> BTreeMap<(String, String), f64> {
        let path = |name: &str| self.pack.join(name).to_str().unwrap().to_owned();
        let (network, points, out) = (path("build/network.lynch"), path("points.csv"), path("times.csv"));
        let fixed = ["matrix", "--network", &network, "--origins", &points, "--date", "2026-11-17", "--out", &out];
        let as_in_run = ["--max-minutes", "60", "--walk-kmh", "4.8", "--window", "60", "--percentiles", "50"];
        expect_code(&lynchpin(&[&fixed[..], &as_in_run, more].concat()), 0);
        let found = rows(Path::new(&out)).into_iter().filter(|row| !row[column].is_empty());
        found.map(|row| ((row["from_id"].clone(), row["to_id"].clone()), number(&row, column))).collect()
    }

    /// All jobs within reach of each home, where `minutes(home, workplace)` says how far they are.
    fn summed(&self, within: f64, minutes: impl Fn(&str, &str) -> Option<f64>) -> BTreeMap<String, f64> {
        let of = |home: &String| {
            let reached = self.jobs.iter().filter(|(work, _)| minutes(home, work).is_some_and(|m| m <= within));
            (home.clone(), reached.map(|(_, jobs)| jobs).sum())
        };
        self.jobs.keys().map(of).collect()
    }

    /// The same as the run has it.
    fn told(&self, column: &str) -> BTreeMap<String, f64> {
        let rows = rows(&self.pack.join("results").join("tables").join("neighbourhoods.csv"));
        rows.iter().map(|row| (row["code"].clone(), number(row, column))).collect()
    }
}

fn fill_every_third_nursery(file: &Path) {
    let text = std::fs::read_to_string(file).unwrap();
    let at = text.lines().next().unwrap().split(',').position(|column| column == "occupancy").unwrap();
    let mut out = String::new();
    for (row, line) in text.lines().enumerate() {
        let mut cells: Vec<&str> = line.split(',').collect();
        if row % 3 == 1 {
            cells[at] = "1.00";
        }
        writeln!(out, "{}", cells.join(",")).unwrap();
    }
    std::fs::write(file, out).unwrap();
}

fn pair(times: &BTreeMap<(String, String), f64>) -> impl Fn(&str, &str) -> Option<f64> + '_ {
    |from, to| times.get(&(from.to_owned(), to.to_owned())).copied()
}

#[test]
fn late_shift_fare_and_drop_off_are_what_the_bare_engine_says() {
    let folder = tempfile::tempdir().unwrap();
    let town = Town::new(folder.path());
    let home_again = town.times(&["--depart", "22:00"], "travel_time_p50");
    let there = pair(&home_again);
    let late = town.told("jobs_pt_late_45");
    assert_eq!(late, town.summed(45.0, |home, work| there(work, home)), "who leaves work at ten gets home");
    assert_ne!(late, town.summed(45.0, &there), "the region is too regular: the way there is as good as the way home");

    let fares = town.pack.join("fares.toml");
    std::fs::write(&fares, "currency = \"GBP\"\n[[fare]]\nname = \"single\"\nprice = 2.00\n").unwrap();
    let day = ["--arrive", "08:01"];
    let money = ["--fares", fares.to_str().unwrap(), "--max-fare", "3.00"];
    let cheap = town.times(&[&day[..], &money].concat(), "travel_time_p50");
    let within_fare = town.told("jobs_pt_day_45_fare");
    assert_eq!(within_fare, town.summed(45.0, pair(&cheap)));
    let direct = town.told("jobs_pt_day_45");
    assert_ne!(within_fare, direct, "the budget binds nowhere");
    assert_eq!(direct, town.summed(45.0, pair(&town.times(&day, "travel_time_p50"))));

    // Nurseries with a free place, as the columns of the childcare file say it.
    let mut nurseries = "id,lat,lon,opens,closes\n".to_owned();
    let all = rows(&town.pack.join("childcare.csv"));
    let free: Vec<_> =
        all.iter().filter(|n| number(n, "places") * (1.0 - number(n, "occupancy")) > 1.0 - 1e-9).collect();
    assert!(!free.is_empty() && free.len() < all.len(), "all nurseries are full, or none");
    for n in free {
        writeln!(nurseries, "{},{},{},{},{}", n["provider_id"], n["lat"], n["lon"], n["opens"], n["closes"]).unwrap();
    }
    let file = town.pack.join("nurseries.csv");
    std::fs::write(&file, nurseries).unwrap();
    let via = ["--via", file.to_str().unwrap(), "--via-dwell-minutes", "5", "--via-return-from", "17:00"];
    let chained = town.times(&[&day[..], &via].concat(), "via_travel_time_p50");
    let past_nursery = town.told("jobs_pt_day_45_nursery");
    assert_eq!(past_nursery, town.summed(45.0, pair(&chained)));
    assert!(past_nursery.iter().all(|(home, jobs)| *jobs <= direct[home]), "a detour brings nobody nearer");
    assert!(past_nursery.values().any(|jobs| *jobs > 0.0), "nobody reaches any job by way of a nursery");
}

#[test]
fn what_a_pack_does_not_say_is_told_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let pack = demo_pack(folder.path(), 60);
    let file = pack.join("pack.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let without = |text: &str, from: &str, to: &str| {
        let (before, rest) = text.split_once(from).unwrap();
        format!("{before}{to}{}", rest.split_once(to).unwrap().1)
    };
    let text =
        without(&without(&text, "[fares]", "[[streets]]"), "[childcare.providers]", "[[thresholds.wage_floors]]");
    std::fs::write(&file, text.replace("unemployed = {", "looking_for_work = {")).unwrap();
    let output = lynchpin(&["run", pack.to_str().unwrap(), "--json"]);
    expect_code(&output, 0);
    let said: serde_json::Value = serde_json::from_str(&data(&output)).unwrap();
    let terms = &said["work"]["terms"];
    assert!(terms["fare"]["Err"].as_str().unwrap().contains("no fares"), "{terms}");
    assert!(terms["nursery"]["Err"].as_str().unwrap().contains("no childcare"), "{terms}");
    assert_eq!(terms["seekers"]["Ok"]["stand_in"], true);
    let report = std::fs::read_to_string(pack.join("results").join("report.html")).unwrap();
    for words in [
        "The pack has no fares",
        "The pack has no childcare providers",
        "all working-age residents stand for jobseekers",
    ] {
        assert!(report.contains(words), "{words}");
    }
}
