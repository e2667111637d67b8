//! `lynchpin access` on the fictional region: measures, formats, people with and without cars, inequality, errors.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use support::{data, demo_pack, expect_code, lynchpin, messages};

/// A region with its first neighbourhoods as points: people, income and cars there, and two kinds of places.
struct Town {
    folder: PathBuf,
}

impl Town {
    fn new(folder: &Path) -> Self {
        let pack = demo_pack(folder, 60);
        let areas = std::fs::read_to_string(pack.join("areas.csv")).unwrap();
        let mut lines = areas.lines();
        let header: Vec<&str> = lines.next().unwrap().split(',').collect();
        let column = |name: &str| header.iter().position(|c| *c == name).unwrap();
        let (code, lat, lon) = (column("area_code"), column("lat"), column("lon"));
        let mut points = "id,lat,lon,people,income,no_car,region\n".to_owned();
        let mut offers = "id,jobs,nurseries\n".to_owned();
        for (at, line) in lines.take(20).enumerate() {
            let cells: Vec<&str> = line.split(',').collect();
            let (people, income) = (100 + 7 * at, 20_000 + 37 * (at * 13 % 20));
            let (no_car, region) = (0.05 * (at % 10) as f64, ["north", "south"][at % 2]);
            writeln!(points, "{},{},{},{people},{income},{no_car},{region}", cells[code], cells[lat], cells[lon])
                .unwrap();
            writeln!(offers, "{},{},{}", cells[code], 1_u64 << at, usize::from(at % 3 == 0) * 30).unwrap();
        }
        std::fs::write(pack.join("points.csv"), points).unwrap();
        std::fs::write(pack.join("offers.csv"), offers).unwrap();
        Self { folder: pack }
    }

    fn path(&self, name: &str) -> String {
        self.folder.join(name).to_str().unwrap().to_owned()
    }

    fn date(&self) -> String {
        let text = std::fs::read_to_string(self.folder.join("pack.toml")).unwrap();
        let line = text.lines().find(|l| l.trim_start().starts_with("date")).unwrap();
        line.split('"').nth(1).unwrap().to_owned()
    }

    fn run(&self, verb: &str, more: &[&str], out: &str) -> std::process::Output {
        let (osm, bus, rail, points) =
            (self.path("streets.osm.pbf"), self.path("bus.zip"), self.path("rail.zip"), self.path("points.csv"));
        let (date, out) = (self.date(), self.path(out));
        let fixed = ["--osm", &osm, "--gtfs", &bus, "--gtfs", &rail, "--origins", &points, "--date", &date];
        let when = ["--depart", "08:00", "--window", "30", "--percentiles", "25,50", "--out", &out];
        lynchpin(&[&[verb], &fixed[..], &when, more].concat())
    }

    fn access(&self, more: &[&str], out: &str) -> Table {
        let offers = self.path("offers.csv");
        let output = self.run("access", &[&["--opportunities", &offers], more].concat(), out);
        expect_code(&output, 0);
        Table::read(&self.folder.join(out))
    }
}

/// Columns by name, rows by position.
struct Table(BTreeMap<String, Vec<String>>);

impl Table {
    fn read(file: &Path) -> Self {
        let text = std::fs::read_to_string(file).unwrap();
        let mut lines = text.lines();
        let names: Vec<&str> = lines.next().unwrap().split(',').collect();
        let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
        let column = |at: usize| rows.iter().map(|row| row[at].to_owned()).collect();
        Self(names.iter().enumerate().map(|(at, name)| ((*name).to_owned(), column(at))).collect())
    }

    fn numbers(&self, column: &str) -> Vec<f64> {
        self.0[column].iter().map(|value| value.parse().unwrap()).collect()
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn assert_near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9 * expected.abs().max(1.0), "{found}, expected {expected}");
}

#[test]
fn sums_agree_with_the_matrix() {
    let folder = tempfile::tempdir().unwrap();
    let town = Town::new(folder.path());
    let asked = ["--measure", "cumulative,nearest", "--thresholds", "20,45", "--nearest", "1,2", "--supply", "jobs"];
    let table = town.access(&asked, "a.csv");
    let points = Table::read(&town.folder.join("points.csv"));
    assert_eq!(table.0["id"], points.0["id"]);
    expect_code(&town.run("matrix", &[], "m.csv"), 0);
    let matrix = Table::read(&town.folder.join("m.csv"));
    let jobs: BTreeMap<&String, u64> = points.0["id"].iter().enumerate().map(|(at, id)| (id, 1 << at)).collect();
    for (time, minutes) in [("p25", 20), ("p50", 20), ("p25", 45), ("p50", 45)] {
        let mut expected: BTreeMap<&String, u64> = BTreeMap::new();
        for ((from, to), taken) in
            matrix.0["from_id"].iter().zip(&matrix.0["to_id"]).zip(&matrix.0[&format!("travel_time_{time}")])
        {
            if taken.parse::<u64>().is_ok_and(|taken| taken <= minutes) {
                *expected.entry(from).or_default() += jobs[to];
            }
        }
        let found = table.numbers(&format!("cumulative_jobs_{minutes}min_{time}"));
        let expected: Vec<f64> = table.0["id"].iter().map(|id| expected.get(id).copied().unwrap_or(0) as f64).collect();
        assert_eq!(found, expected, "each power of two names a place that is reached");
        assert!(found.iter().any(|jobs| jobs.count_places() > 1), "{found:?}");
    }
    assert!(table.numbers("nearest_jobs_k1_p50").iter().all(|minutes| *minutes == 0.0), "there are jobs at home");
    let units = std::fs::read_to_string(town.folder.join("a.columns.csv")).unwrap();
    assert!(units.contains("cumulative_jobs_20min_p25,jobs,"), "{units}");
    assert!(units.contains("threshold=20 minutes; travel time=p25; mode=public transport; date="), "{units}");
}

trait Places {
    fn count_places(&self) -> u32;
}

impl Places for f64 {
    fn count_places(&self) -> u32 {
        (*self as u64).count_ones()
    }
}

#[test]
fn supply_is_shared_out_whichever_way_it_is_computed() {
    let folder = tempfile::tempdir().unwrap();
    let town = Town::new(folder.path());
    let measures = "gravity,2sfca,e2sfca,m2sfca,3sfca,bfca,availability";
    let asked = ["--measure", measures, "--thresholds", "45", "--decay", "exponential:0.05", "--demand", "people"];
    let table = town.access(&asked, "a.csv");
    let people = Table::read(&town.folder.join("points.csv")).numbers("people");
    for (supply, all) in [("jobs", f64::from(1 << 20) - 1.0), ("nurseries", 210.0)] {
        for name in ["2sfca_jobs_45min", "e2sfca_jobs_exponential_0.05", "3sfca_jobs_exponential_0.05"] {
            assert_near(dot(&people, &table.numbers(&format!("{}_p50", name.replace("jobs", supply)))), all);
        }
        let available = table.numbers(&format!("availability_{supply}_exponential_0.05_p25"));
        assert_near(available.iter().sum(), all);
        let each = table.numbers(&format!("availability_per_person_{supply}_exponential_0.05_p25"));
        let two_step = table.numbers(&format!("e2sfca_{supply}_exponential_0.05_p25"));
        each.iter().zip(&two_step).for_each(|(each, two_step)| assert_near(*each, *two_step));
    }
    let bytes = |name: &str| std::fs::read(town.folder.join(name)).unwrap();
    town.access(&[&asked[..], &["--compute-twice", "--threads", "1"]].concat(), "twice.csv");
    assert_eq!(bytes("a.csv"), bytes("twice.csv"));
    let offers = town.path("offers.csv");
    for out in ["a.parquet", "b.parquet"] {
        expect_code(&town.run("access", &[&asked[..], &["--opportunities", &offers]].concat(), out), 0);
    }
    assert_eq!(bytes("a.parquet"), bytes("b.parquet"));
}

#[test]
fn people_with_and_without_cars_compete() {
    let folder = tempfile::tempdir().unwrap();
    let town = Town::new(folder.path());
    let asked = ["--measure", "cumulative,2sfca", "--thresholds", "30", "--demand", "people", "--supply", "nurseries"];
    let by_bus = town.access(&asked, "bus.csv");
    let by_car = town.access(&[&asked[..], &["--mode", "drive"]].concat(), "car.csv");
    let both = town.access(&[&asked[..], &["--without-car", "no_car"]].concat(), "both.csv");
    let points = Table::read(&town.folder.join("points.csv"));
    let (without, people) = (points.numbers("no_car"), points.numbers("people"));
    let (bus, car) = (by_bus.numbers("cumulative_nurseries_30min_p50"), by_car.numbers("cumulative_nurseries_30min"));
    for (at, mixed) in both.numbers("cumulative_nurseries_30min_p50").into_iter().enumerate() {
        assert_near(mixed, without[at] * bus[at] + (1.0 - without[at]) * car[at]);
    }
    assert_near(dot(&people, &both.numbers("2sfca_nurseries_30min_p50")), 210.0);
    assert_ne!(both.0["2sfca_nurseries_30min_p50"], by_bus.0["2sfca_nurseries_30min_p50"]);
}

#[test]
fn inequality_is_measured_with_intervals() {
    let folder = tempfile::tempdir().unwrap();
    let town = Town::new(folder.path());
    let offers = town.path("offers.csv");
    let asked = ["--opportunities", &offers, "--supply", "nurseries", "--measure", "cumulative", "--thresholds", "30"];
    let unequal = ["--inequality", "--population", "people", "--rank", "income", "--groups", "region"];
    let more = ["--line", "60", "--bounds", "0:210", "--percentiles", "50", "--json", "--resamples", "199"];
    let fixed: Vec<&str> = [&asked[..], &unequal, &more].concat();
    let (osm, bus, points, out) =
        (town.path("streets.osm.pbf"), town.path("bus.zip"), town.path("points.csv"), town.path("i.csv"));
    let date = town.date();
    let trip = ["access", "--osm", &osm, "--gtfs", &bus, "--origins", &points, "--date", &date, "--depart", "08:00"];
    let run = |threads: &str| {
        let output = lynchpin(&[&trip[..], &fixed, &["--out", &out, "--threads", threads]].concat());
        expect_code(&output, 0);
        (data(&output), std::fs::read_to_string(town.folder.join("i.inequality.csv")).unwrap())
    };
    let (said, written) = run("1");
    assert_eq!((said.clone(), written.clone()), run("3"));
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    let names: Vec<&str> =
        said["inequality"].as_array().unwrap().iter().map(|i| i["index"].as_str().unwrap()).collect();
    let theil = ["gini", "theil_t", "theil_t_between", "theil_t_within"];
    let ranked = ["palma", "concentration", "concentration_erreygers", "fgt0", "fgt1", "fgt2"];
    assert_eq!(names, [&theil[..], &ranked].concat());
    let gini = &said["inequality"][0];
    let number = |name: &str| gini[name].as_f64().unwrap();
    assert!(number("low_95") < number("estimate") && number("estimate") < 1.0 && number("high_95") < 1.0, "{gini}");
    assert!(written.starts_with("column,index,estimate,low_95,high_95,resamples,people_left_out\n"), "{written}");
    assert_eq!(written.lines().count(), 11);
}

#[test]
fn what_cannot_be_asked_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let town = Town::new(folder.path());
    let offers = |name: &str, text: &str| {
        std::fs::write(town.folder.join(name), text).unwrap();
        town.path(name)
    };
    let id = Table::read(&town.folder.join("points.csv")).0["id"][0].clone();
    let (good, bad_number) = (town.path("offers.csv"), offers("n.csv", &format!("id,jobs\n{id},-3\n")));
    let (unknown, few) = (offers("u.csv", "id,jobs\nNOWHERE,3\n"), offers("f.csv", &format!("id,people\n{id},9\n")));
    for (more, words) in [
        (&["--measure", "cumulative"][..], "--supply COLUMN"),
        (
            &["--measure", "cumulative", "--supply", "posts"],
            "no column \"posts\"; the columns are id, lat, lon, people",
        ),
        (&["--measure", "cumulative", "--supply", "region"], "row 2, column region: found \"north\""),
        (
            &["--measure", "cumulative", "--opportunities", &bad_number],
            "row 2, column jobs: found \"-3\", expected a number of at least 0",
        ),
        (&["--measure", "cumulative", "--opportunities", &unknown], "row 2, column id: found \"NOWHERE\""),
        (&["--measure", "gravity", "--opportunities", &good], "--decay exponential:0.1"),
        (&["--measure", "gravity", "--opportunities", &good, "--decay", "steep:2"], "exponential:RATE"),
        (&["--measure", "2sfca", "--opportunities", &good], "--demand COLUMN"),
        (&["--measure", "2sfca", "--opportunities", &good, "--demand", "people", "--people", &few], "no row for"),
        (&["--measure", "nearest", "--opportunities", &good, "--without-car", "no_car"], "--without-car"),
        (&["--measure", "cumulative", "--opportunities", &good, "--without-car", "people"], "from 0 to 1"),
        (&["--measure", "nearest", "--opportunities", &good, "--nearest", "0"], "nearest"),
        (&["--measure", "cumulative", "--opportunities", &good, "--thresholds", "30,150"], "raise --max-minutes"),
        (&["--measure", "gravity", "--opportunities", &good, "--decay", "linear:150"], "raise --max-minutes"),
        (&["--measure", "cumulative", "--opportunities", &good, "--thresholds", "30,30"], "30 is given twice"),
        (
            &[
                "--measure",
                "cumulative,2sfca",
                "--opportunities",
                &good,
                "--demand",
                "people",
                "--inequality",
                "--population",
                "people",
                "--line",
                "9",
            ],
            "two runs",
        ),
        (&["--measure", "cumulative", "--opportunities", &good, "--inequality"], "--population"),
    ] {
        let output = town.run("access", more, "x.csv");
        expect_code(&output, 2);
        assert!(messages(&output).contains(words), "{words}: {}", messages(&output));
        assert!(!town.folder.join("x.csv").exists());
    }
}
