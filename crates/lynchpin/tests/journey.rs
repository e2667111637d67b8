//! `lynchpin journey` and `lynchpin matrix --via`, end to end: what they say agrees with the matrix.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;
use support::{data, demo_pack, expect_code, lynchpin, messages, real_data};

/// A region: its saved network, a file of points, their ids and a day.
struct Region {
    _folder: tempfile::TempDir,
    network: PathBuf,
    points: PathBuf,
    ids: Vec<String>,
    date: String,
}

impl Region {
    fn demo() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let pack = demo_pack(folder.path(), 60);
        let areas = std::fs::read_to_string(pack.join("areas.csv")).unwrap();
        let mut lines = areas.lines();
        let header: Vec<&str> = lines.next().unwrap().split(',').collect();
        let column = |name: &str| header.iter().position(|c| *c == name).unwrap();
        let (code, lat, lon) = (column("area_code"), column("lat"), column("lon"));
        let cells: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
        let points: Vec<[&str; 3]> = cells.iter().step_by(5).map(|c| [c[code], c[lat], c[lon]]).collect();
        let text = std::fs::read_to_string(pack.join("pack.toml")).unwrap();
        let date = text.lines().find(|l| l.trim_start().starts_with("date")).unwrap().split('"').nth(1).unwrap();
        let files = ["streets.osm.pbf", "bus.zip", "rail.zip"].map(|name| pack.join(name));
        Self::new(folder, &files, &points, date)
    }

    fn newport() -> Option<Self> {
        let data = real_data()?.join("transit").join("newport");
        let text = std::fs::read_to_string(data.join("oa21_points.csv")).unwrap();
        let cells: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split(',').collect()).collect();
        let points: Vec<[&str; 3]> = cells.iter().step_by(30).map(|c| [c[0], c[1], c[2]]).collect();
        let files = ["newport.osm.pbf", "bus.zip", "rail.zip"].map(|name| data.join(name));
        Some(Self::new(tempfile::tempdir().unwrap(), &files, &points, "2024-03-05"))
    }

    fn new(folder: tempfile::TempDir, files: &[PathBuf; 3], points: &[[&str; 3]], date: &str) -> Self {
        let network = folder.path().join("n.lynch");
        let [osm, bus, rail] = files.each_ref().map(|file| file.to_str().unwrap());
        let save = network.to_str().unwrap();
        let arguments = ["matrix", "--osm", osm, "--gtfs", bus, "--gtfs", rail, "--save-network", save];
        expect_code(&lynchpin(&arguments), 0);
        let file = folder.path().join("points.csv");
        let mut text = "id,lat,lon\n".to_owned();
        for [id, lat, lon] in points {
            writeln!(text, "{id},{lat},{lon}").unwrap();
        }
        std::fs::write(&file, text).unwrap();
        let ids = points.iter().map(|p| p[0].to_owned()).collect();
        Self { _folder: folder, network, points: file, ids, date: date.to_owned() }
    }

    fn common<'a>(&'a self, verb: &'a str, more: &[&'a str]) -> Vec<&'a str> {
        let points = self.points.to_str().unwrap();
        let network = self.network.to_str().unwrap();
        let fixed = [verb, "--network", network, "--origins", points, "--date", self.date.as_str()];
        [&fixed, more].concat()
    }

    /// The values of each pair.
    fn matrix(&self, more: &[&str]) -> BTreeMap<(String, String), Vec<Option<u64>>> {
        let out = self.points.with_file_name("m.csv");
        let arguments = [&self.common("matrix", more)[..], &["--out", out.to_str().unwrap()]].concat();
        expect_code(&lynchpin(&arguments), 0);
        let text = std::fs::read_to_string(out).unwrap();
        let rows = text.lines().skip(1).map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            let values = cells[2..].iter().map(|cell| cell.parse().ok()).collect();
            ((cells[0].to_owned(), cells[1].to_owned()), values)
        });
        rows.collect()
    }

    fn journey(&self, from: &str, to: &str, more: &[&str]) -> Value {
        let ends = ["--from", from, "--to", to, "--json"];
        let output = lynchpin(&[&self.common("journey", more)[..], &ends].concat());
        expect_code(&output, 0);
        serde_json::from_str(&data(&output)).unwrap()
    }

    /// Every told journey takes as long as the matrix says, and its legs follow each other.
    fn agrees_with_the_matrix(&self) {
        let mut ridden = 0;
        for when in [["--depart", "08:00", "--window", "30"], ["--arrive", "09:00", "--window", "30"]] {
            let matrix = self.matrix(&[&when[..], &["--percentiles", "0,50"]].concat());
            for (i, from) in self.ids.iter().enumerate().step_by(3) {
                let to = &self.ids[(i + self.ids.len() / 2) % self.ids.len()];
                let told = self.journey(from, to, &when);
                let key = (from.clone(), to.clone());
                let expected = matrix.get(&key).cloned().unwrap_or(vec![None, None]);
                let found = ["shortest_minutes", "median_minutes"].map(|name| told[name].as_u64());
                assert_eq!(found[..], expected[..], "{from} to {to}, {when:?}");
                assert_eq!(told["unreachable"].is_null(), expected[0].is_some());
                for journey in told["journeys"].as_array().unwrap() {
                    ridden += journey["rides"].as_u64().unwrap();
                    check_legs(journey);
                }
                assert_eq!(told["journeys"].as_array().unwrap().len(), expected.iter().flatten().count());
            }
        }
        assert!(ridden > 10, "too few rides: {ridden}");
    }
}

fn seconds(clock: &Value) -> i64 {
    let parts: Vec<i64> = clock.as_str().unwrap().split(':').map(|part| part.parse().unwrap()).collect();
    3_600 * parts[0] + 60 * parts[1] + parts[2]
}

fn check_legs(journey: &Value) {
    let legs = journey["legs"].as_array().unwrap();
    for pair in legs.windows(2) {
        assert_eq!(pair[0]["ends"], pair[1]["starts"]);
    }
    let rides = legs.iter().filter(|leg| leg["kind"] == "ride").count();
    assert_eq!(journey["rides"].as_u64().unwrap() as usize, rides);
    let (starts, ends) = (seconds(&legs[0]["starts"]), seconds(&legs[legs.len() - 1]["ends"]));
    assert_eq!((ends - starts + 59) / 60, journey["minutes"].as_i64().unwrap(), "{journey}");
    let moment = seconds(&journey["moment"]);
    assert!(starts == moment || ends == moment);
}

#[test]
fn journeys_of_the_demo_take_as_long_as_its_matrix_says() {
    Region::demo().agrees_with_the_matrix();
}

#[test]
fn journeys_of_newport_take_as_long_as_its_matrix_says() {
    if let Some(newport) = Region::newport() {
        newport.agrees_with_the_matrix();
    }
}

#[test]
fn text_says_how_and_why_not() {
    let demo = Region::demo();
    let when = ["--depart", "08:00", "--window", "20"];
    let matrix = demo.matrix(&[&when[..], &["--percentiles", "50"]].concat());
    let ((from, to), _) = matrix.iter().max_by_key(|(_, minutes)| minutes[0]).unwrap();
    let asked = |more: &[&str]| {
        let ends = ["--from", from.as_str(), "--to", to.as_str()];
        lynchpin(&[&demo.common("journey", &when)[..], &ends, more].concat())
    };
    let output = asked(&["--at", "08:07"]);
    expect_code(&output, 0);
    let said = data(&output);
    for words in ["Shortest", "Median: free to leave at 08:", "As asked: free to leave at 08:07", "towards", "walk "] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let fares = demo.points.with_file_name("fares.toml");
    std::fs::write(&fares, "currency = \"GBP\"\n[[fare]]\nname = \"single\"\nprice = 2.00\n").unwrap();
    let output = asked(&["--fares", fares.to_str().unwrap(), "--json"]);
    expect_code(&output, 0);
    let told: Value = serde_json::from_str(&data(&output)).unwrap();
    for journey in told["journeys"].as_array().unwrap() {
        let rides = journey["rides"].as_u64().unwrap();
        assert!(rides > 0);
        assert_eq!(journey["fare"]["total"], format!("{}.00", 2 * rides));
    }
    for (more, words) in [
        (["--max-minutes", "5"], "--max-minutes "),
        (["--max-walk-minutes", "0"], "max-walk-minutes"),
        (["--at", "09:00"], "not a minute of the window"),
        (["--mode", "walk"], "--mode"),
    ] {
        let output = asked(&more);
        let said = data(&output) + &messages(&output);
        assert!(said.contains(words), "{words}: {said}");
        expect_code(&output, if more[0] == "--max-minutes" { 0 } else { 2 });
    }
    let nowhere = lynchpin(&demo.common("journey", &[&when[..], &["--from", "Nowhere", "--to", to]].concat()));
    expect_code(&nowhere, 2);
    assert!(messages(&nowhere).contains("no such id"), "{}", messages(&nowhere));
    let afar = lynchpin(&demo.common("journey", &[&when[..], &["--from", "-80.5,12.25", "--to", to]].concat()));
    expect_code(&afar, 0);
    assert!(data(&afar).contains("m from any street"), "{}", data(&afar));
}

fn places(region: &Region, name: &str, hours: &str) -> PathBuf {
    let points = std::fs::read_to_string(&region.points).unwrap();
    let mut text = "id,lat,lon,opens,closes\n".to_owned();
    for line in points.lines().skip(1).step_by(3) {
        writeln!(text, "{line},{hours}").unwrap();
    }
    let file = Path::new(&region.points).with_file_name(name);
    std::fs::write(&file, text).unwrap();
    file
}

#[test]
fn the_way_by_a_nursery_is_seldom_shorter_and_coming_back_limits_it() {
    let demo = Region::demo();
    let all_day = places(&demo, "all_day.csv", ",");
    let short = places(&demo, "short.csv", "07:30,17:40");
    let (all_day, short) = (all_day.to_str().unwrap(), short.to_str().unwrap());
    for when in [["--depart", "08:00", "--window", "20"], ["--arrive", "09:00", "--window", "20"]] {
        let asked = |more: &[&str]| demo.matrix(&[&when[..], &["--percentiles", "50"], more].concat());
        let direct = asked(&[]);
        let by_nursery = asked(&["--via", all_day]);
        let back = asked(&["--via", short, "--via-return-from", "17:30"]);
        let near = asked(&["--via", all_day, "--via-within", "10"]);
        assert!(by_nursery.len() > 50, "{}", by_nursery.len());
        // Each leg has its own rides and walks, so a few chains go where the limits keep one journey from going as fast.
        let shorter = |(pair, minutes): &(&(String, String), &Vec<Option<u64>>)| {
            direct.get(*pair).is_none_or(|direct| direct[0] > minutes[0])
        };
        let shorter = by_nursery.iter().filter(shorter).count();
        assert!(20 * shorter < by_nursery.len(), "{shorter} of {}", by_nursery.len());
        for limited in [&back, &near] {
            assert!(limited.len() < by_nursery.len() && !limited.is_empty());
            assert!(limited.iter().all(|(pair, minutes)| minutes[0] >= by_nursery[pair][0]));
        }
    }
    let out = demo.points.with_file_name("x.csv");
    let more = ["--depart", "08:00", "--out", out.to_str().unwrap(), "--via", short];
    let output = lynchpin(&demo.common("matrix", &more));
    expect_code(&output, 0);
    assert!(messages(&output).contains("Minutes count from leaving the origin"), "{}", messages(&output));
    assert!(std::fs::read_to_string(&out).unwrap().starts_with("from_id,to_id,via_travel_time_p50\n"));
    for (more, words) in [(["--mode", "drive"], "--via"), (["--via-return-from", "half five"], "HH:MM")] {
        let output = lynchpin(
            &demo.common("matrix", &[&["--depart", "08:00", "--out", "x.csv", "--via", short], &more[..]].concat()),
        );
        expect_code(&output, 2);
        assert!(messages(&output).contains(words), "{}", messages(&output));
    }
}
