//! `lynchpin matrix` under limits of money and walking, on the fictional region.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use support::{expect_code, lynchpin, messages, pack_with_points};

const FARES: &str = r#"
currency = "GBP"
boarding_cap = 3.00

[[fare]]
name = "bus"
modes = ["bus"]
price = 2.00

[[fare]]
name = "train"
modes = ["rail"]
price = 3.50
"#;

/// Runs a matrix over the demo's first neighbourhoods.
fn run(pack: &Path, more: &[&str], out: &str) -> std::process::Output {
    let path = |name: &str| pack.join(name).to_str().unwrap().to_owned();
    let (osm, bus, rail, points, out) =
        (path("streets.osm.pbf"), path("bus.zip"), path("rail.zip"), path("points.csv"), path(out));
    let fixed = ["matrix", "--osm", &osm, "--gtfs", &bus, "--gtfs", &rail, "--origins", &points];
    let when = ["--date", "2026-11-17", "--depart", "08:00", "--window", "10", "--out", &out];
    lynchpin(&[&fixed[..], &when, more].concat())
}

fn prepared(folder: &Path) -> std::path::PathBuf {
    let pack = pack_with_points(folder);
    std::fs::write(pack.join("fares.toml"), FARES).unwrap();
    pack
}

/// Pair → the rest of its last row.
fn pairs(pack: &Path, file: &str) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(pack.join(file)).unwrap();
    let split = |line: &str| {
        let at = line.match_indices(',').nth(1).unwrap().0;
        (line[..at].to_owned(), line[at + 1..].to_owned())
    };
    text.lines().skip(1).map(split).collect()
}

#[test]
fn limits_leave_what_they_allow() {
    let folder = tempfile::tempdir().unwrap();
    let pack = prepared(folder.path());
    let fares = pack.join("fares.toml").to_str().unwrap().to_owned();
    let ask = |more: &[&str], out: &str| {
        expect_code(&run(&pack, more, out), 0);
        pairs(&pack, out)
    };
    let plain = ask(&[], "plain.csv");
    let rich = ask(&["--max-fare", "50", "--fares", &fares], "rich.csv");
    assert_eq!(plain, rich);
    let poor = ask(&["--max-fare", "0", "--fares", &fares], "poor.csv");
    let some = ask(&["--max-fare", "2.50", "--fares", &fares], "some.csv");
    assert!(poor.len() < plain.len() && poor != some, "{} {} {}", poor.len(), some.len(), plain.len());
    let frontier = ask(&["--frontier", "--fares", &fares], "frontier.csv");
    let text = std::fs::read_to_string(pack.join("frontier.csv")).unwrap();
    assert!(text.starts_with("from_id,to_id,fare,travel_time_p50\n"), "{text}");
    let last: BTreeMap<_, _> =
        frontier.iter().map(|(pair, rest)| (pair.clone(), rest.split_once(',').unwrap().1.to_owned())).collect();
    assert_eq!(last, plain);
    for (pair, minutes) in &some {
        let row = text.lines().filter(|line| line.starts_with(&format!("{pair},")));
        let mut affordable = row.filter(|line| line.split(',').nth(2).unwrap().parse::<f64>().unwrap() <= 2.5);
        assert_eq!(affordable.next_back().unwrap().rsplit(',').next().unwrap(), minutes, "{pair}");
    }
    expect_code(&run(&pack, &["--frontier", "--fares", &fares], "frontier.parquet"), 0);
    let walked = ask(&["--max-total-walk-minutes", "10"], "walked.csv");
    assert!(walked.len() < plain.len());
    assert_eq!(ask(&["--max-total-walk-minutes", "500"], "far.csv"), plain);
}

#[test]
fn limits_that_make_no_sense_are_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let pack = prepared(folder.path());
    let fares = pack.join("fares.toml").to_str().unwrap().to_owned();
    std::fs::write(pack.join("bad.toml"), FARES.replace("price = 2.00", "price = \"two\"")).unwrap();
    let bad = pack.join("bad.toml").to_str().unwrap().to_owned();
    for (more, words) in [
        (&["--max-fare", "4"][..], "--fares"),
        (&["--fares", &fares], "--max-fare"),
        (&["--max-fare", "4 pounds", "--fares", &fares], "no amount in GBP"),
        (&["--max-fare", "4", "--fares", &bad], "line 8"),
        (&["--max-fare", "4", "--fares", &fares, "--mode", "walk"], "public transport"),
        (&["--max-total-walk-minutes=-1"], "0 to 1000"),
    ] {
        let output = run(&pack, more, "x.csv");
        expect_code(&output, 2);
        assert!(messages(&output).contains(words), "{words}: {}", messages(&output));
        assert!(!pack.join("x.csv").exists());
    }
}
