//! Walks between the stops of a real place.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::PathBuf;

use lynchpin_network::footpaths::{Footpaths, snap_stops};
use lynchpin_network::ids::StopId;
use lynchpin_network::streets::{StreetOptions, Streets};
use lynchpin_network::timetable::Timetable;

const RADIUS_METRES: f64 = 600.0;

#[test]
fn walks_between_stops_are_the_same_both_ways_and_no_shorter_than_the_straight_line() {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").join("..").join("..").join("shared").join("data");
    let folder = std::env::var_os("LYNCHPIN_DATA").map_or(beside, PathBuf::from).join("transit").join("newport");
    if !folder.exists() {
        eprintln!("skipped: no {} (set LYNCHPIN_DATA)", folder.display());
        return;
    }
    let (streets, _) = Streets::from_pbf(&[folder.join("newport.osm.pbf")], &StreetOptions::default()).unwrap();
    let (timetable, _) =
        Timetable::from_gtfs(&[folder.join("rail.zip"), folder.join("bus.zip")], "Europe/London").unwrap();
    let snaps = snap_stops(&timetable, &streets.walk, 100.0);
    let (walks, report) = Footpaths::build(&timetable, &streets.walk, &snaps, RADIUS_METRES);
    assert_eq!(report.served_stops, 5_360 + 253);
    assert!(report.footpaths > 5_000, "{}", report.footpaths);
    let linked = snaps.iter().filter(|snap| snap.is_linked()).count() as u64;
    assert_eq!(linked + report.unlinked_stops.len() as u64, report.served_stops);
    for from in (0..timetable.stops.len()).map(StopId::from) {
        for walk in walks.from(from) {
            let straight = timetable.stops.point[from.index()].metres_to(timetable.stops.point[walk.to.index()]);
            assert!(f64::from(walk.millimetres) + 100.0 >= straight * 1000.0, "{from:?} {walk:?} {straight}");
            assert!(f64::from(walk.millimetres) <= RADIUS_METRES * 1000.0);
            let back = walks.from(walk.to);
            let back = &back[back.binary_search_by_key(&from, |walk| walk.to).unwrap()];
            assert!(back.millimetres.abs_diff(walk.millimetres) <= 2, "{from:?} {walk:?} {back:?}");
        }
    }
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let (again, _) = alone.install(|| Footpaths::build(&timetable, &streets.walk, &snaps, RADIUS_METRES));
    assert_eq!((&again.first[..], &again.paths[..]), (&walks.first[..], &walks.paths[..]));
    eprintln!("{} walks, {} stops without a street", report.footpaths, report.unlinked_stops.len());
}
