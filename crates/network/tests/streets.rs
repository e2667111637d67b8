//! From OpenStreetMap to graphs, on towns small enough to check by hand.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::path::PathBuf;

use lynchpin_network::geometry::Point;
use lynchpin_network::streets::{Mode, Snap, Speeds, StreetGraph, StreetOptions, StreetSearch, Streets, StreetsReport};
use lynchpin_network::{BuildInput, Network, NetworkError};
use support::{Osm, Tags};

const ALL: StreetOptions = StreetOptions { least_island_metres: 0 };

/// A street plan near the equator, where 1e-7 degrees is the same length either way: nodes stand 1,000 units (11.1 m) apart.
fn build(osm: &Osm, options: StreetOptions) -> (Streets, StreetsReport) {
    let folder = tempfile::tempdir().unwrap();
    Streets::from_pbf(&[osm.write(&folder)], &options).unwrap()
}

fn at(x: i32, y: i32) -> Point {
    Point { lon_e7: x * 1000, lat_e7: y * 1000 }
}

fn town(nodes: &[(i64, i32, i32)]) -> Osm {
    let mut osm = Osm::default();
    for &(id, x, y) in nodes {
        osm.node(id, x * 1000, y * 1000, &[]);
    }
    osm
}

fn snap(graph: &StreetGraph, x: i32, y: i32) -> Snap {
    graph.snap(at(x, y), 5.0).unwrap()
}

/// Metres travelled, a speed of one metre a second being set for all modes.
fn metres(graph: &StreetGraph, from: (i32, i32), to: (i32, i32)) -> Option<u32> {
    let speeds = Speeds::uniform(3.6);
    let weights = graph.weigh(&speeds);
    let (from, to) = (snap(graph, from.0, from.1), snap(graph, to.0, to.1));
    let mut search = StreetSearch::new();
    let there = search.run(graph, &weights, &from, 1_000_000_000).time_to(&to);
    let back = search.run_towards(graph, &weights, &to, 1_000_000_000).time_to(&from);
    assert_eq!(there, back, "a search towards the end finds what a search from the start finds");
    there.map(|milliseconds| (f64::from(milliseconds) / 1000.0).round() as u32)
}

#[test]
fn what_only_continues_is_one_link() {
    let mut osm = town(&[(1, 0, 0), (2, 10, 0), (3, 20, 0), (4, 30, 0), (5, 20, 10)]);
    osm.way(10, &[1, 2], &[("highway", "residential")]);
    osm.way(11, &[4, 3, 2], &[("highway", "residential"), ("maxspeed", "20 mph")]);
    osm.way(12, &[3, 5], &[("highway", "footway")]);
    let (streets, report) = build(&osm, ALL);
    let links = |mode| streets.of(mode).links().len();
    assert_eq!((links(Mode::Walk), links(Mode::Cycle), links(Mode::Drive)), (3, 1, 2));
    assert_eq!(report.ways, 3);
    assert_eq!(metres(&streets.walk, (0, 0), (20, 10)), Some(334));
    assert_eq!(metres(&streets.cycle, (5, 0), (25, 0)), Some(222));
}

#[test]
fn one_way_streets_bind_cars_and_bicycles() {
    let mut osm = town(&[(1, 0, 0), (2, 20, 0), (3, 20, 20), (4, 0, 20)]);
    osm.way(10, &[1, 2, 3, 4, 1], &[("highway", "residential"), ("oneway", "yes"), ("oneway:bicycle", "no")]);
    let (streets, _) = build(&osm, ALL);
    assert_eq!(metres(&streets.drive, (5, 0), (10, 0)), Some(56));
    assert_eq!(metres(&streets.drive, (10, 0), (5, 0)), Some(834));
    assert_eq!(metres(&streets.cycle, (10, 0), (5, 0)), Some(56));
    assert_eq!(metres(&streets.walk, (10, 0), (5, 0)), Some(56));
}

#[test]
fn a_bollard_stops_cars_and_a_locked_gate_everyone() {
    let with = |barrier: Tags| {
        let mut osm = town(&[(1, 0, 0), (3, 20, 0)]);
        osm.node(2, 10_000, 0, barrier);
        osm.way(10, &[1, 2, 3], &[("highway", "residential")]);
        let (streets, report) = build(&osm, ALL);
        let passes = Mode::ALL.map(|mode| metres(streets.of(mode), (5, 0), (15, 0)).is_some());
        (passes, report.barriers)
    };
    assert_eq!(with(&[]), ([true, true, true], 0));
    assert_eq!(with(&[("barrier", "bollard")]), ([true, true, false], 1));
    assert_eq!(with(&[("barrier", "lift_gate")]), ([true, true, true], 0));
    assert_eq!(with(&[("barrier", "gate"), ("locked", "yes")]), ([false, false, false], 1));
}

/// A crossroads at (10, 10); the streets west, south, east and north of it are ways 1 to 4; a long way round joins all.
fn crossroads(change: impl Fn(&mut Osm)) -> (Streets, StreetsReport) {
    let mut osm = town(&[(1, 0, 10), (2, 10, 0), (3, 20, 10), (4, 10, 20), (9, 10, 10)]);
    for leg in 1..=4 {
        osm.way(leg, &[leg, 9], &[("highway", "residential")]);
    }
    change(&mut osm);
    build(&osm, ALL)
}

#[test]
fn forbidden_turns_are_not_made() {
    let (streets, report) = crossroads(|osm| osm.restriction(1, "no_left_turn", 1, 9, 4));
    assert_eq!(report.turns.applied, 1);
    // West to north: not directly, but by turning round at the end of another street.
    assert_eq!(metres(&streets.drive, (5, 10), (10, 15)), Some(334));
    assert_eq!(metres(&streets.drive, (10, 15), (5, 10)), Some(111));
    assert_eq!(metres(&streets.drive, (5, 10), (15, 10)), Some(111));
    assert_eq!(metres(&streets.cycle, (5, 10), (10, 15)), Some(111));
}

#[test]
fn the_only_turn_allowed_is_made() {
    let (streets, _) = crossroads(|osm| osm.restriction(1, "only_straight_on", 1, 9, 3));
    assert_eq!(metres(&streets.drive, (5, 10), (15, 10)), Some(111));
    assert_eq!(metres(&streets.drive, (5, 10), (10, 5)), Some(334));
    assert_eq!(metres(&streets.drive, (10, 5), (5, 10)), Some(111));
}

#[test]
fn restrictions_that_are_not_applied_are_counted() {
    let (_, report) = crossroads(|osm| {
        let members = [("from", 1, 1), ("via", 0, 9), ("to", 1, 4)];
        let kind = ("type", "restriction");
        osm.relation(1, &members, &[kind, ("restriction", "no_left_turn"), ("except", "psv;motorcar")]);
        osm.relation(2, &[("from", 1, 1), ("via", 1, 2), ("to", 1, 4)], &[kind, ("restriction", "no_u_turn")]);
        osm.relation(3, &members, &[kind, ("restriction:conditional", "no_left_turn @ (07:00-09:00)")]);
        osm.relation(4, &members[..2], &[kind, ("restriction", "no_left_turn")]);
        osm.restriction(5, "no_left_turn", 77, 9, 4);
    });
    let t = report.turns;
    assert_eq!((t.applied, t.cars_excepted, t.via_way, t.conditional, t.incomplete), (0, 1, 1, 1, 1));
    assert_eq!((t.without_effect, t.ambiguous), (1, 0));
}

#[test]
fn small_islands_are_left_out_and_counted() {
    let mut osm = town(&[(1, 0, 0), (2, 30, 0), (3, 0, 5), (4, 10, 5)]);
    osm.way(10, &[1, 2], &[("highway", "residential")]);
    osm.way(11, &[3, 4], &[("highway", "service")]);
    let (streets, report) = build(&osm, StreetOptions::default());
    assert_eq!(report.modes[0].islands_dropped, 1);
    assert_eq!(report.modes[0].island_links, 1);
    let place = streets.walk.snap(at(5, 5), 100.0).unwrap();
    assert_eq!(place.offset_millimetres, 55_598, "the point snaps to the street that leads somewhere");
    let (both, _) = build(&osm, ALL);
    assert_eq!(both.walk.snap(at(5, 5), 100.0).unwrap().offset_millimetres, 0);
}

#[test]
fn what_is_no_street_and_what_runs_out_of_the_extract_is_counted() {
    let mut osm = town(&[(1, 0, 0), (2, 10, 0), (3, 20, 0)]);
    osm.way(10, &[1, 2, 99, 3], &[("highway", "residential"), ("maxspeed", "signals")]);
    osm.way(11, &[1, 3], &[("highway", "construction")]);
    osm.way(12, &[1, 3], &[("highway", "service"), ("access", "private")]);
    osm.way(13, &[1, 3], &[("route", "ferry")]);
    osm.way(14, &[1, 2], &[("building", "yes")]);
    let (streets, report) = build(&osm, ALL);
    assert_eq!(streets.walk.link_count(), 1);
    assert_eq!((report.way_points_missing, report.limits_not_understood), (1, 1));
    assert_eq!((report.ways_not_streets, report.ways_closed, report.ferries_left_out), (1, 1, 1));
}

#[test]
fn overlapping_extracts_give_each_street_once() {
    let mut osm = town(&[(1, 0, 0), (2, 10, 0)]);
    osm.way(10, &[1, 2], &[("highway", "residential")]);
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (streets, report) = Streets::from_pbf(&[osm.write(&a), osm.write(&b)], &ALL).unwrap();
    assert_eq!((streets.walk.link_count(), report.ways_repeated), (1, 1));
}

#[test]
fn damaged_files_are_refused_with_their_place() {
    let mut osm = town(&[(1, 0, 0), (2, 10, 0), (3, 20, 0)]);
    osm.way(10, &[1, 2, 3], &[("highway", "residential")]);
    osm.restriction(1, "no_u_turn", 10, 2, 10);
    let (whole, ends) = osm.encode();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cut.osm.pbf");
    let read = |bytes: &[u8]| {
        std::fs::write(&path, bytes).unwrap();
        Streets::from_pbf(std::slice::from_ref(&path), &ALL)
    };
    for cut in (0..whole.len()).filter(|cut| !ends.contains(cut)) {
        let error = read(&whole[..cut]).err().unwrap_or_else(|| panic!("cut at {cut} was accepted"));
        assert!(matches!(error, NetworkError::Pbf { .. }), "cut at {cut}: {error}");
        let located = cut < ends[0]
            || error.to_string().contains("truncated: it ends in the middle of a block (in the block at byte");
        assert!(located, "cut at {cut}: {error}");
    }
    for at in 0..whole.len() {
        // Some flips change a name or a place and go unnoticed; none may bring the reader down.
        for bit in 0..8 {
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << bit;
            let _ = read(&bytes);
        }
    }
    let error = read(&whole[..ends[1]]).unwrap_err().to_string();
    assert!(error.contains("no street in"), "{error}");
    let error = read(b"<osm version=\"0.6\">").unwrap_err().to_string();
    assert!(error.contains("not an OSM PBF file"), "{error}");
}

#[test]
fn a_saved_network_is_the_network() {
    let mut osm = town(&[(1, 0, 0), (2, 10, 0), (3, 20, 0), (4, 10, 10)]);
    osm.way(10, &[1, 2, 3], &[("highway", "residential")]);
    osm.way(11, &[2, 4], &[("highway", "residential"), ("oneway", "yes")]);
    osm.restriction(1, "no_right_turn", 11, 2, 10);
    let folder = tempfile::tempdir().unwrap();
    let input = BuildInput { streets: vec![osm.write(&folder)], ..BuildInput::default() };
    let built = Network::build(&input, &|_| ()).unwrap();
    let path: PathBuf = folder.path().join("town.lynch");
    built.save(&path).unwrap();
    let opened = Network::open(&path).unwrap();
    assert_eq!((&opened.meta, &opened.report), (&built.meta, &built.report));
    assert_eq!(opened.meta.bounds_e7, [[0, 0], [20_000, 10_000]]);
    assert_eq!(opened.meta.inputs[0].name, "town.osm.pbf");
    for mode in Mode::ALL {
        let (a, b) = (built.streets.of(mode), opened.streets.of(mode));
        assert_eq!((a.links(), a.arcs()), (b.links(), b.arcs()));
        assert_eq!(metres(a, (5, 0), (10, 5)), metres(b, (5, 0), (10, 5)));
        assert_eq!(a.snap(at(3, 3), 100.0), b.snap(at(3, 3), 100.0));
    }
    let again = folder.path().join("again.lynch");
    opened.save(&again).unwrap();
    assert_eq!(std::fs::read(path).unwrap(), std::fs::read(again).unwrap());
}
