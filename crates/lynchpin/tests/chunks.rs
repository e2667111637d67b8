//! `lynchpin matrix` in parts: killed at any moment and started again, it gives the bytes of a run that nobody disturbed.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use support::{contents, demo_pack, expect_code, lynchpin, messages};

const PARTS: usize = 12;

/// A fictional region, its network, and points all over it.
struct Place {
    _folder: tempfile::TempDir,
    at: PathBuf,
    date: String,
}

impl Place {
    fn new(points: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = demo_pack(folder.path(), 60);
        let text = std::fs::read_to_string(at.join("pack.toml")).unwrap();
        let line = text.lines().find(|l| l.trim_start().starts_with("date")).unwrap();
        let place = Self { _folder: folder, date: line.split('"').nth(1).unwrap().to_owned(), at };
        place.write_points("points.csv", points);
        let file = |name: &str| place.path(name);
        let (osm, bus, rail, saved) = (file("streets.osm.pbf"), file("bus.zip"), file("rail.zip"), file("n.lynch"));
        let made = lynchpin(&["matrix", "--osm", &osm, "--gtfs", &bus, "--gtfs", &rail, "--save-network", &saved]);
        expect_code(&made, 0);
        place
    }

    fn path(&self, name: &str) -> String {
        self.at.join(name).to_str().unwrap().to_owned()
    }

    /// The neighbourhoods' points again and again, each time a little to the north.
    fn write_points(&self, name: &str, count: usize) {
        let areas = std::fs::read_to_string(self.at.join("areas.csv")).unwrap();
        let header: Vec<&str> = areas.lines().next().unwrap().split(',').collect();
        let column = |name: &str| header.iter().position(|c| *c == name).unwrap();
        let (lat, lon) = (column("lat"), column("lon"));
        let mut points = "id,lat,lon\n".to_owned();
        for (number, line) in areas.lines().skip(1).cycle().take(count).enumerate() {
            let cells: Vec<&str> = line.split(',').collect();
            let north = cells[lat].parse::<f64>().unwrap() + (number / 60) as f64 * 1e-4;
            writeln!(points, "p{number},{north:.7},{}", cells[lon]).unwrap();
        }
        std::fs::write(self.at.join(name), points).unwrap();
    }

    fn arguments(&self, out: &str, more: &[&str]) -> Vec<String> {
        let fixed = ["--network", &self.path("n.lynch"), "--origins", &self.path("points.csv"), "--threads", "1"];
        let when = ["--date", &self.date, "--window", "30", "--percentiles", "25,50", "--out", &self.path(out)];
        let all = [&["matrix"][..], &fixed, &when, more].concat();
        all.into_iter().map(str::to_owned).collect()
    }

    fn run(&self, out: &str, more: &[&str]) -> std::process::Output {
        let arguments = self.arguments(out, more);
        lynchpin(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn files(&self, out: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        contents(&self.at.join(out))
    }

    /// Starts a run and kills it once `moment` has come; says how many parts were finished by then.
    fn kill(&self, out: &str, more: &[&str], moment: impl Fn(&Path) -> bool) -> usize {
        let mut child = Command::new(assert_cmd::cargo::cargo_bin("lynchpin"))
            .args(self.arguments(out, more))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let folder = self.at.join(out);
        let started = Instant::now();
        while !moment(&folder) && child.try_wait().unwrap().is_none() {
            assert!(started.elapsed() < Duration::from_mins(5), "the run neither ends nor gets there");
            std::thread::sleep(Duration::from_micros(300));
        }
        // On Unix this is SIGKILL: nothing of the run's own is executed any more.
        child.kill().unwrap();
        child.wait().unwrap();
        finished(&folder)
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

fn finished(folder: &Path) -> usize {
    names(folder).iter().filter(|name| name.starts_with("part-")).count()
}

fn is_being_written(folder: &Path) -> bool {
    names(folder).iter().any(|name| name.starts_with(".part-"))
}

#[test]
fn a_killed_run_goes_on_and_gives_the_same_bytes() {
    let place = Place::new(360);
    let chunks = PARTS.to_string();
    for (ending, more) in
        [("parquet", ["--depart", "08:00", "--chunks", &chunks]), ("csv", ["--arrive", "09:00", "--chunks", &chunks])]
    {
        let (whole, broken) = (format!("whole.{ending}"), format!("broken.{ending}"));
        expect_code(&place.run(&whole, &more), 0);
        let expected = place.files(&whole);
        assert_eq!(expected.len(), PARTS + 1, "{:?}", expected.keys());
        assert!(expected.values().all(|bytes| bytes.len() > 100));
        let mut interrupted = 0;
        let mut so_far = 0;
        let moments: [&dyn Fn(&Path) -> bool; 6] = [
            &|folder| folder.is_dir(),
            &|folder| folder.join("_manifest.json").is_file(),
            &is_being_written,
            &|folder| finished(folder) >= 2,
            &|folder| finished(folder) >= PARTS / 2 && is_being_written(folder),
            &|folder| finished(folder) >= PARTS - 1,
        ];
        for moment in moments {
            let parts = place.kill(&broken, &more, moment);
            assert!(parts >= so_far, "a finished part stays");
            interrupted += usize::from(parts < PARTS);
            so_far = parts;
            for (name, bytes) in place.files(&broken) {
                let whole = name.to_string_lossy().starts_with("part-");
                assert!(!whole || expected.get(&name) == Some(&bytes), "{} has its name too early", name.display());
            }
        }
        assert!(interrupted >= 4, "only {interrupted} runs were interrupted: the matrix is too small for this test");
        expect_code(&place.run(&broken, &more), 0);
        assert!(place.files(&broken) == expected, "{:?}", place.files(&broken).keys());
        // A part that is lost is made again, and no other.
        let lost = place.at.join(&broken).join(format!("part-0003-of-0012.{ending}"));
        std::fs::remove_file(&lost).unwrap();
        expect_code(&place.run(&broken, &more), 0);
        assert!(place.files(&broken) == expected);
    }
}

#[test]
fn parts_made_one_by_one_are_those_of_one_run_and_of_the_whole_file() {
    let place = Place::new(50);
    let depart = ["--depart", "08:00"];
    expect_code(&place.run("at_once.csv", &depart), 0);
    expect_code(&place.run("run.csv", &[&depart[..], &["--chunks", "3"]].concat()), 0);
    for part in ["2/3", "1/3", "3/3", "3/3"] {
        expect_code(&place.run("shared.csv", &[&depart[..], &["--chunk", part]].concat()), 0);
    }
    let run = place.files("run.csv");
    assert!(place.files("shared.csv") == run);
    let at_once = std::fs::read_to_string(place.path("at_once.csv")).unwrap();
    let header = at_once.lines().next().unwrap();
    let parts = run.iter().filter(|(name, _)| name.to_string_lossy().starts_with("part-"));
    let rows = parts.flat_map(|(_, bytes)| std::str::from_utf8(bytes).unwrap().lines().skip(1));
    let joined: Vec<&str> = std::iter::once(header).chain(rows).collect();
    assert_eq!(joined, at_once.lines().collect::<Vec<_>>());
}

#[test]
fn a_folder_of_anything_else_is_refused_and_left_alone() {
    let place = Place::new(20);
    let base = ["--depart", "08:00", "--chunks", "2"];
    expect_code(&place.run("m", &base), 0);
    let before = place.files("m");
    place.write_points("more.csv", 21);
    std::fs::create_dir(place.at.join("full")).unwrap();
    std::fs::write(place.at.join("full").join("notes.txt"), "mine").unwrap();
    std::fs::write(place.at.join("file"), "mine").unwrap();
    let (more, streets) = (place.path("more.csv"), place.path("streets.osm.pbf"));
    let refused = |out: &str, arguments: &[&str], words: &[&str]| {
        let output = place.run(out, arguments);
        expect_code(&output, 2);
        for word in words {
            assert!(messages(&output).contains(word), "{word}: {}", messages(&output));
        }
    };
    let slower = [&base[..], &["--max-minutes", "60"]].concat();
    refused("m", &slower, &["parts of another matrix", "parameters.max_minutes: 120 there, 60 asked for", "hint:"]);
    refused("m", &["--depart", "08:00", "--chunks", "4"], &["chunks: 2 there, 4 asked for"]);
    refused(
        "m",
        &[&base[..], &["--destinations", &more]].concat(),
        &["destinations.count: 20 there, 21", "other points"],
    );
    refused("m", &["--depart", "08:00", "--chunks", "21"], &["chunks = 21", "1 to 20"]);
    refused("m", &["--depart", "08:00", "--chunk", "3/2"], &["--chunk \"3/2\" is no part", "3/10"]);
    refused("full", &base, &["notes.txt", "a folder of its own"]);
    refused("file", &base, &["is a file"]);
    let saved = place.path("n.lynch");
    std::fs::remove_file(&saved).unwrap();
    expect_code(&lynchpin(&["matrix", "--osm", &streets, "--save-network", &saved]), 0);
    refused("m", &[&base[..], &["--mode", "walk"]].concat(), &["network: ", "other input files", "parameters.mode"]);
    assert!(place.files("m") == before);
}
