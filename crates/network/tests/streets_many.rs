//! Times between many places at once against one search after the other, on random towns and on a real one.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use std::path::{Path, PathBuf};

use lynchpin_network::geometry::Point;
use lynchpin_network::streets::{
    Congestion, ManyMethod, ManyScratch, ManyTimes, Mode, Snap, Speeds, StreetGraph, StreetOptions, StreetSearch,
    Streets, Weights,
};
use support::Osm;

/// A small generator of numbers, so that a failing town can be named by its seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % sides as u64) as usize
    }

    fn one_in(&mut self, sides: usize) -> bool {
        self.below(sides) == 0
    }
}

const SOUTH_WEST: (i32, i32) = (-30_100_000, 515_800_000);
const UNITS: usize = 20_000;

/// A town of up to seven by seven junctions, some at the very same place, with one-way streets, bends, by-passes,
/// dead ends and forbidden turns.
fn town(dice: &mut Dice) -> Osm {
    let mut osm = Osm::default();
    let (wide, high) = (2 + dice.below(6), 1 + dice.below(7));
    let mut places = Vec::new();
    for y in 0..high {
        for x in 0..wide {
            let jitter = |dice: &mut Dice| if dice.one_in(3) { 0 } else { dice.below(UNITS * 2 / 3) };
            let place = ((x * UNITS + jitter(dice)) as i32, (y * UNITS + jitter(dice)) as i32);
            places.push(if dice.one_in(8) && x > 0 { places[places.len() - 1] } else { place });
        }
    }
    for (number, &(x, y)) in places.iter().enumerate() {
        osm.node(number as i64 + 1, SOUTH_WEST.0 + x, SOUTH_WEST.1 + y, &[]);
    }
    let mut ends = Vec::new();
    let mut street = |dice: &mut Dice, osm: &mut Osm, from: usize, to: usize| {
        let mut refs = vec![from as i64 + 1];
        if dice.one_in(4) {
            let bend = 1_000 + ends.len() as i64;
            let (x, y) = (dice.below(wide * UNITS) as i32, dice.below(high * UNITS) as i32);
            osm.node(bend, SOUTH_WEST.0 + x, SOUTH_WEST.1 + y, &[]);
            refs.push(bend);
        }
        refs.push(to as i64 + 1);
        let kind = ["residential", "primary", "trunk", "tertiary"][dice.below(4)];
        let oneway = ["no", "no", "yes", "-1"][dice.below(4)];
        ends.push((from, to));
        osm.way(ends.len() as i64, &refs, &[("highway", kind), ("oneway", oneway)]);
    };
    for at in 0..places.len() {
        if at % wide + 1 < wide && !dice.one_in(8) {
            street(dice, &mut osm, at, at + 1);
        }
        if at + wide < places.len() && !dice.one_in(8) {
            street(dice, &mut osm, at, at + wide);
        }
        if dice.one_in(6) {
            let to = (at + 1 + dice.below(places.len() - 1)) % places.len();
            street(dice, &mut osm, at, to);
        }
    }
    for number in 0..dice.below(12) {
        let from = dice.below(ends.len().max(1));
        let Some(&(_, via)) = ends.get(from) else { continue };
        let onto = ends.iter().position(|&(a, b)| (a == via || b == via) && (a, b) != ends[from]);
        let kind = ["no_left_turn", "only_straight_on"][dice.below(2)];
        if let Some(onto) = onto {
            osm.restriction(number as i64 + 1, kind, from as i64 + 1, via as i64 + 1, onto as i64 + 1);
        }
    }
    osm
}

/// Places all over the town, some twice, some on one link, some nowhere.
fn places(dice: &mut Dice, graph: &StreetGraph, count: usize) -> Vec<Snap> {
    let mut places: Vec<Snap> = Vec::new();
    while places.len() < count {
        let point = Point {
            lon_e7: SOUTH_WEST.0 + dice.below(7 * UNITS) as i32,
            lat_e7: SOUTH_WEST.1 + dice.below(7 * UNITS) as i32,
        };
        let snap = graph.snap(point, 2_000.0).unwrap_or(Snap::NOWHERE);
        let again = places.last().copied().filter(|last| last.is_linked() && dice.one_in(4));
        places.push(match again {
            None => snap,
            Some(last) if dice.one_in(2) => last,
            // Elsewhere on the same link, at its very start or end at times.
            Some(last) => {
                let along = [0, last.link_millimetres, last.link_millimetres / 3][dice.below(3)];
                Snap { along_millimetres: along, offset_millimetres: dice.below(9_000) as u32, ..last }
            }
        });
    }
    places
}

/// Every pair, by every method, both ways, against single searches.
fn check(graph: &StreetGraph, weights: &Weights, roots: &[Snap], targets: &[Snap], limit: u32, name: &str) -> usize {
    let (mut search, mut scratch) = (StreetSearch::new(), ManyScratch::default());
    let mut reached = 0;
    for towards in [false, true] {
        let mut expected = Vec::new();
        for root in roots {
            let found = if towards {
                search.run_towards(graph, weights, root, limit)
            } else {
                search.run(graph, weights, root, limit)
            };
            let time = |target: &Snap| if target == root { Some(0) } else { found.time_to(target) };
            let linked = |target: &&Snap| root.is_linked() && target.is_linked();
            expected.extend(targets.iter().map(|t| Some(t).filter(linked).and_then(time).unwrap_or(u32::MAX)));
        }
        for method in [ManyMethod::Search, ManyMethod::Hierarchy] {
            let many = ManyTimes::prepare(graph, weights, [roots, targets], limit, towards, method);
            assert_eq!(many.method(), method);
            for round in 0..2 {
                let found = many.times(&mut scratch, roots);
                let wrong = found.iter().zip(&expected).position(|(a, b)| a != b);
                let told = wrong.map(|at| (at / targets.len(), at % targets.len(), found[at], expected[at]));
                assert_eq!(told, None, "{name}, {method:?}, towards {towards}, limit {limit}, round {round}");
            }
        }
        reached += expected.iter().filter(|&&time| time != u32::MAX).count();
    }
    reached
}

fn speeds(dice: &mut Dice) -> Speeds {
    let congestion = Congestion::at_hour(dice.below(24) as u32);
    Speeds { congestion, walk_kmh: 3.0 + dice.below(30) as f64 / 10.0, ..Speeds::default() }
}

#[test]
fn random_towns_take_what_single_searches_say() {
    let mut reached = 0;
    for seed in 0..2_400 {
        let mut dice = Dice(seed * 7_919 + 1);
        let folder = tempfile::tempdir().unwrap();
        let path = town(&mut dice).write(&folder);
        let Ok((streets, _)) = Streets::from_pbf(&[path], &StreetOptions { least_island_metres: 0 }) else {
            continue; // a town may come out without a street
        };
        let mode = Mode::ALL[[0, 1, 2, 2][dice.below(4)]];
        let graph = streets.of(mode);
        let weights = graph.weigh(&speeds(&mut dice));
        let limit = [60_000, 300_000, 3_600_000, u32::MAX / 8][dice.below(4)];
        let (from, to) = (dice.below(40), 1 + dice.below(40));
        let (roots, targets) = (places(&mut dice, graph, from), places(&mut dice, graph, to));
        reached += check(graph, &weights, &roots, &targets, limit, &format!("seed {seed}, {mode:?}"));
    }
    assert!(reached > 500_000, "only {reached} pairs were within reach: the towns try too little");
}

fn newport() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join("..").join("..").join("shared").join("data");
    let data = std::env::var_os("LYNCHPIN_DATA").map_or_else(beside, PathBuf::from);
    let folder = data.join("transit").join("newport");
    if !folder.is_dir() {
        println!("skipped: no data of Newport (set LYNCHPIN_DATA)");
        return None;
    }
    Some(folder)
}

#[test]
fn newport_takes_what_single_searches_say_for_every_mode_and_pair() {
    let Some(folder) = newport() else { return };
    let (streets, _) = Streets::from_pbf(&[folder.join("newport.osm.pbf")], &StreetOptions::default()).unwrap();
    let text = std::fs::read_to_string(folder.join("oa21_points.csv")).unwrap();
    let number = |cell: &str| cell.trim().parse::<f64>().unwrap();
    let header: Vec<&str> = text.lines().next().unwrap().split(',').map(str::trim).collect();
    let column = |name: &str| header.iter().position(|cell| *cell == name).unwrap();
    let (lat, lon) = (column("lat"), column("lon"));
    let points: Vec<Point> = text
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect::<Vec<_>>())
        .map(|cells| Point::from_degrees(number(cells[lon]), number(cells[lat])).unwrap())
        .collect();
    for mode in Mode::ALL {
        let graph = streets.of(mode);
        let places: Vec<Snap> = points.iter().map(|&p| graph.snap(p, 1_000.0).unwrap_or(Snap::NOWHERE)).collect();
        for (hour, minutes) in [(3, 120), (8, 20)] {
            let weights = graph.weigh(&Speeds { congestion: Congestion::at_hour(hour), ..Speeds::default() });
            let reached = check(graph, &weights, &places, &places, minutes * 60_000, &format!("Newport, {mode:?}"));
            assert!(reached > places.len(), "{mode:?}: {reached}");
        }
    }
}

#[test]
fn few_roots_are_searched_and_many_get_a_hierarchy() {
    let mut dice = Dice(5);
    let folder = tempfile::tempdir().unwrap();
    let path = town(&mut dice).write(&folder);
    let (streets, _) = Streets::from_pbf(&[path], &StreetOptions { least_island_metres: 0 }).unwrap();
    let graph = &streets.walk;
    let weights = graph.weigh(&Speeds::default());
    let one = places(&mut dice, graph, 1);
    let many: Vec<Snap> = one.iter().copied().cycle().take(5_000).collect();
    let method = |roots: &[Snap]| {
        ManyTimes::prepare(graph, &weights, [roots, &one], u32::MAX, false, ManyMethod::Cheaper).method()
    };
    assert_eq!((method(&one), method(&many)), (ManyMethod::Search, ManyMethod::Hierarchy));
    assert_eq!(method(&[]), ManyMethod::Search);
}
