//! `lynchpin matrix` on the fictional region: formats, saved networks, modes.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use std::path::Path;

use support::{expect_code, lynchpin, messages, pack_with_points};

fn date_of(pack: &Path) -> String {
    let text = std::fs::read_to_string(pack.join("pack.toml")).unwrap();
    let line = text.lines().find(|l| l.trim_start().starts_with("date")).unwrap();
    line.split('"').nth(1).unwrap().to_owned()
}

fn matrix(pack: &Path, network: &[&str], more: &[&str], out: &str) -> String {
    let (points, date, out) = (pack.join("points.csv"), date_of(pack), pack.join(out));
    let fixed = ["--origins", points.to_str().unwrap(), "--date", &date, "--out", out.to_str().unwrap()];
    let all: Vec<&str> = [&["matrix"], network, &fixed, more].concat();
    expect_code(&lynchpin(&all), 0);
    if out.extension().is_some_and(|e| e == "csv") { std::fs::read_to_string(out).unwrap() } else { String::new() }
}

#[test]
fn a_saved_network_gives_the_same_matrix() {
    let folder = tempfile::tempdir().unwrap();
    let pack = pack_with_points(folder.path());
    let path = |name: &str| pack.join(name).to_str().unwrap().to_owned();
    let (osm, bus, rail, saved) = (path("streets.osm.pbf"), path("bus.zip"), path("rail.zip"), path("n.lynch"));
    let when = ["--depart", "08:00", "--window", "30", "--percentiles", "25,50,75"];
    let built =
        matrix(&pack, &["--osm", &osm, "--gtfs", &bus, "--gtfs", &rail, "--save-network", &saved], &when, "built.csv");
    let opened = matrix(&pack, &["--network", &saved], &when, "opened.csv");
    assert!(built.starts_with("from_id,to_id,travel_time_p25,travel_time_p50,travel_time_p75\n"), "{built}");
    assert!(built.lines().count() > 20, "{built}");
    assert_eq!(built, opened);
    let to_itself: Vec<&str> = built.lines().filter(|l| l.split(',').next() == l.split(',').nth(1)).collect();
    assert!(!to_itself.is_empty() && to_itself.iter().all(|l| l.ends_with(",0,0,0")), "{to_itself:?}");
    let one = matrix(&pack, &["--network", &saved], &[&when[..], &["--threads", "1"]].concat(), "one.csv");
    assert_eq!(built, one);
    matrix(&pack, &["--network", &saved], &when, "m.parquet");
    let arrive = ["--arrive", "09:00", "--window", "30", "--percentiles", "25,50,75"];
    let by_deadline = matrix(&pack, &["--network", &saved], &arrive, "arrive.csv");
    assert!(by_deadline.lines().count() > 20 && by_deadline != built, "{by_deadline}");
    assert!(std::fs::metadata(pack.join("m.parquet")).unwrap().len() > 100);
}

#[test]
fn every_mode_answers_and_walking_is_never_faster_than_driving_far() {
    let folder = tempfile::tempdir().unwrap();
    let pack = pack_with_points(folder.path());
    let path = |name: &str| pack.join(name).to_str().unwrap().to_owned();
    let osm = path("streets.osm.pbf");
    let minutes = |mode: &str| {
        let text = matrix(&pack, &["--osm", &osm], &["--mode", mode, "--depart", "08:00"], &format!("{mode}.csv"));
        assert!(text.starts_with("from_id,to_id,travel_time\n"), "{text}");
        let rows = text.lines().skip(1).map(|line| line.rsplit(',').next().unwrap().parse::<u32>().unwrap());
        rows.collect::<Vec<_>>()
    };
    let (walk, cycle, drive) = (minutes("walk"), minutes("cycle"), minutes("drive"));
    assert!(walk.len() <= cycle.len() && cycle.len() <= drive.len());
    let longest = |minutes: &[u32]| minutes.iter().copied().max().unwrap();
    assert!(longest(&drive) < longest(&cycle) && longest(&cycle) <= longest(&walk).max(120));
}

#[test]
fn what_cannot_be_asked_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let pack = pack_with_points(folder.path());
    let path = |name: &str| pack.join(name).to_str().unwrap().to_owned();
    let (osm, bus, points, out) = (path("streets.osm.pbf"), path("bus.zip"), path("points.csv"), path("x.csv"));
    let base = ["matrix", "--osm", &osm, "--gtfs", &bus, "--origins", &points, "--out", &out];
    for (more, words) in [
        (&["--depart", "08:00"][..], "--date"),
        (&["--date", "2026-11-17"], "--depart"),
        (&["--date", "tomorrow", "--depart", "08:00"], "YYYY-MM-DD"),
        (&["--date", "2026-11-17", "--depart", "8 am"], "HH:MM"),
        (&["--date", "2026-11-17", "--depart", "08:00", "--percentiles", "50,50"], "twice"),
        (&["--date", "2026-11-17", "--depart", "08:00", "--walk-kmh", "0"], "walk-kmh"),
    ] {
        let output = lynchpin(&[&base, more].concat());
        expect_code(&output, 2);
        assert!(messages(&output).contains(words), "{words}: {}", messages(&output));
        assert!(!Path::new(&out).exists());
    }
}
