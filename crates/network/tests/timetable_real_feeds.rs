//! Real feeds, read whole. The counts were taken from the files with other tools.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::PathBuf;

use jiff::civil::date;
use lynchpin_network::ids::PatternId;
use lynchpin_network::timetable::{Day, FeedReport, Timetable, TimetableReport};

/// The feed at `parts` within the shared data, or `None` (said on stderr) where this machine has none.
fn feed(parts: &[&str]) -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").join("..").join("..").join("shared").join("data");
    let data = std::env::var_os("LYNCHPIN_DATA").map_or(beside, PathBuf::from);
    let path = parts.iter().fold(data.join("transit"), |path, part| path.join(part));
    if !path.exists() {
        eprintln!("skipped: no {} (set LYNCHPIN_DATA)", path.display());
        return None;
    }
    Some(path)
}

fn read(feeds: &[PathBuf], zone: &str) -> (Timetable, TimetableReport) {
    Timetable::from_gtfs(feeds, zone).unwrap_or_else(|error| panic!("{error}"))
}

fn counts(report: &FeedReport) -> [u64; 6] {
    [report.stops, report.routes, report.trips, report.trips_kept, report.stop_times, report.frequencies]
}

/// Every pattern's times must never decrease from trip to trip; returns trips and times.
fn check_patterns(day: &Day) -> (usize, usize) {
    for pattern in (0..day.patterns()).map(PatternId::from) {
        for position in 0..day.stops(pattern).len() {
            assert!(day.board_by(pattern, position).is_sorted());
            assert!(day.arrival(pattern, position).is_sorted());
        }
    }
    (day.trip.len(), day.arrival.len())
}

#[test]
fn newport_bus_and_rail() {
    let (Some(bus), Some(rail)) = (feed(&["newport", "bus.zip"]), feed(&["newport", "rail.zip"])) else {
        return;
    };
    let (timetable, report) = read(&[bus, rail], "Europe/London");
    assert_eq!(counts(&report.feeds[0]), [5_377, 220, 5_426, 5_426, 204_361, 0]);
    assert_eq!(counts(&report.feeds[1]), [253, 141, 939, 939, 12_082, 0]);
    assert!(report.feeds[0].oddities.is_empty());
    assert_eq!((report.feeds[1].first_date.as_str(), report.feeds[1].last_date.as_str()), ("2023-12-11", "2024-05-31"));
    assert_eq!(timetable.stops.len(), 5_377 + 253);
    let day = Day::prepare(&timetable, date(2024, 3, 5), 0..86_400).unwrap();
    let (trips, times) = check_patterns(&day);
    let short = Day::prepare(&timetable, date(2024, 3, 5), 28_800..32_400).unwrap();
    assert!(check_patterns(&short).0 < trips && times > 100_000);
}

#[test]
fn sao_paulo_repeats_by_headway() {
    let Some(path) = feed(&["sao_paulo", "gtfs.zip"]) else { return };
    let (timetable, report) = read(&[path], "America/Sao_Paulo");
    assert_eq!(counts(&report.feeds[0]), [654, 19, 36, 36, 860, 704]);
    assert_eq!(report.feeds[0].count("calendar.txt", "listed before"), 6);
    let day = Day::prepare(&timetable, date(2019, 5, 13), 25_200..36_000).unwrap();
    assert!(check_patterns(&day).0 > 5_000, "a departure a minute for each trip");
}

#[test]
fn zheleznogorsk_has_a_trip_without_stop_times() {
    let Some(path) = feed(&["zheleznogorsk", "gtfs"]) else { return };
    let (timetable, report) = read(&[path], "Asia/Krasnoyarsk");
    assert_eq!(counts(&report.feeds[0]), [194, 8, 1_516, 1_515, 34_860, 0]);
    assert_eq!(report.feeds[0].count("trips.txt", "without stop times"), 1);
    let day = Day::prepare(&timetable, date(2024, 3, 5), 0..100_000).unwrap();
    assert_eq!(check_patterns(&day).0, day.trip.len());
}

#[test]
fn british_rail_has_times_to_change() {
    let Some(path) = feed(&["gb_rail_cif", "golden"]) else { return };
    let (timetable, report) = read(&[path], "Europe/London");
    assert_eq!(counts(&report.feeds[0]), [195, 20, 128, 128, 1_594, 0]);
    assert_eq!(report.feeds[0].transfers, 195);
    let aberdeen = timetable.stops.id.iter().position(|id| id == "ABD").unwrap();
    assert_eq!(timetable.stops.change_seconds[aberdeen], 300);
    let day = Day::prepare(&timetable, date(2026, 9, 7), 0..100_000).unwrap();
    assert!(check_patterns(&day).0 > 0);
}
