//! Random towns: the graphs against a textbook search on the drawing itself, and snapping against looking everywhere.
//!
//! The reference knows nothing of links, copies or buckets: it walks from OSM node to OSM node and remembers by which
//! stretch it came, so that turns can be forbidden. Speeds are one metre a second, which makes every time exact.

#![allow(clippy::unwrap_used)]

mod support;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use lynchpin_network::geometry::Point;
use lynchpin_network::streets::{
    Mode, Snap, Speeds, StreetGraph, StreetOptions, StreetSearch, Streets, segment_millimetres,
};
use proptest::prelude::*;
use support::Osm;

/// A street from one junction to another over bends of its own.
#[derive(Clone, Debug)]
struct Street {
    from: usize,
    to: usize,
    bends: Vec<(i32, i32)>,
    /// As tagged: 0 both ways, 1 forward only, 2 backward only.
    oneway: u8,
}

/// At the junction where street `from` ends (or starts), not (or only) into the `to`-th other street there.
#[derive(Clone, Debug)]
struct Rule {
    from: usize,
    at_end: bool,
    to: usize,
    only: bool,
}

#[derive(Clone, Debug)]
struct Town {
    junctions: Vec<(i32, i32)>,
    streets: Vec<Street>,
    rules: Vec<Rule>,
}

/// Near Newport, where a degree of longitude is much shorter than one of latitude.
fn place() -> impl Strategy<Value = (i32, i32)> {
    (-30_100_000..-29_900_000, 515_800_000..515_950_000)
}

fn town() -> impl Strategy<Value = Town> {
    let street = (0..64_usize, 1..64_usize, prop::collection::vec(place(), 1..4), 0..4_u8);
    let rule = (0..64_usize, any::<bool>(), 0..64_usize, any::<bool>());
    (prop::collection::vec(place(), 3..8), prop::collection::vec(street, 3..16), prop::collection::vec(rule, 0..6))
        .prop_map(|(junctions, streets, rules)| {
            let n = junctions.len();
            let streets: Vec<Street> = streets
                .into_iter()
                .map(|(from, step, bends, oneway)| Street {
                    from: from % n,
                    to: (from % n + 1 + step % (n - 1)) % n,
                    bends,
                    oneway: oneway % 3,
                })
                .collect();
            let m = streets.len();
            let rules =
                rules.into_iter().map(|(from, at_end, to, only)| Rule { from: from % m, at_end, to, only }).collect();
            Town { junctions, streets, rules }
        })
}

/// The town as it is drawn: nodes, stretches between them, forbidden turns.
struct Drawing {
    points: Vec<Point>,
    /// Nodes of each street.
    lines: Vec<Vec<usize>>,
    /// `(from node, to node, street)` for each stretch that may be travelled.
    stretches: Vec<(usize, usize, usize)>,
    /// `(street arriving, node, street leaving)`.
    forbidden: BTreeSet<(usize, usize, usize)>,
    /// OSM restrictions: kind, from, via, to.
    relations: Vec<(&'static str, usize, usize, usize)>,
}

impl Drawing {
    fn of(town: &Town, mode: Mode) -> Self {
        let mut points: Vec<Point> = town.junctions.iter().map(|&(lon_e7, lat_e7)| Point { lon_e7, lat_e7 }).collect();
        let mut lines = Vec::new();
        let mut stretches = Vec::new();
        for (number, street) in town.streets.iter().enumerate() {
            let bends = points.len()..points.len() + street.bends.len();
            points.extend(street.bends.iter().map(|&(lon_e7, lat_e7)| Point { lon_e7, lat_e7 }));
            let line: Vec<usize> = std::iter::once(street.from).chain(bends).chain([street.to]).collect();
            let binds = mode != Mode::Walk;
            for pair in line.windows(2) {
                if !binds || street.oneway != 2 {
                    stretches.push((pair[0], pair[1], number));
                }
                if !binds || street.oneway != 1 {
                    stretches.push((pair[1], pair[0], number));
                }
            }
            lines.push(line);
        }
        let mut drawing = Self { points, lines, stretches, forbidden: BTreeSet::new(), relations: Vec::new() };
        drawing.add_rules(town, mode == Mode::Drive);
        drawing
    }

    fn add_rules(&mut self, town: &Town, binds: bool) {
        for rule in &town.rules {
            let street = &town.streets[rule.from];
            let via = if rule.at_end { street.to } else { street.from };
            let others: Vec<usize> = (0..town.streets.len())
                .filter(|&s| s != rule.from && (town.streets[s].from == via || town.streets[s].to == via))
                .collect();
            if others.is_empty() {
                continue;
            }
            let to = others[rule.to % others.len()];
            let kind = if rule.only { "only_straight_on" } else { "no_left_turn" };
            self.relations.push((kind, rule.from, via, to));
            let leaves = |s: usize| self.stretches.iter().any(|&(a, _, street)| a == via && street == s);
            if !binds || !leaves(to) {
                continue;
            }
            if rule.only {
                let all = (0..town.streets.len()).filter(|&s| s != to);
                self.forbidden.extend(all.map(|s| (rule.from, via, s)));
            } else {
                self.forbidden.insert((rule.from, via, to));
            }
        }
    }

    fn osm(&self, town: &Town) -> Osm {
        let mut osm = Osm::default();
        for (node, point) in self.points.iter().enumerate() {
            osm.node(node as i64 + 1, point.lon_e7, point.lat_e7, &[]);
        }
        for (number, line) in self.lines.iter().enumerate() {
            let refs: Vec<i64> = line.iter().map(|&node| node as i64 + 1).collect();
            let oneway = ["no", "yes", "-1"][usize::from(town.streets[number].oneway)];
            osm.way(number as i64 + 1, &refs, &[("highway", "residential"), ("oneway", oneway)]);
        }
        for (number, &(kind, from, via, to)) in self.relations.iter().enumerate() {
            osm.restriction(number as i64 + 1, kind, from as i64 + 1, via as i64 + 1, to as i64 + 1);
        }
        osm
    }

    /// Whether one may turn round at a node: not in the middle of what is one link.
    fn may_turn_round(&self, node: usize) -> bool {
        let around: Vec<(usize, usize, usize)> =
            self.stretches.iter().copied().filter(|&(a, b, _)| a == node || b == node).collect();
        let neighbours: BTreeSet<(usize, usize)> =
            around.iter().map(|&(a, b, street)| (if a == node { b } else { a }, street)).collect();
        let is_via = self.relations.iter().any(|r| r.2 == node);
        let into = around.iter().filter(|s| s.1 == node).count();
        let out = around.iter().filter(|s| s.0 == node).count();
        let continues = neighbours.len() == 2 && into == out;
        is_via || !continues
    }

    /// Millimetres from one node to all others: the state is the stretch just travelled.
    fn distances(&self, from: usize) -> BTreeMap<usize, u32> {
        let mut best: BTreeMap<usize, u32> = BTreeMap::new();
        let mut queue = BinaryHeap::from([Reverse((0_u32, None, from))]);
        let mut done = BTreeSet::new();
        while let Some(Reverse((so_far, came, node))) = queue.pop() {
            if !done.insert((came, node)) {
                continue;
            }
            best.entry(node).or_insert(so_far);
            for (number, &(a, b, street)) in self.stretches.iter().enumerate() {
                let turn = came.map(|came: usize| self.stretches[came]);
                let back = turn.is_some_and(|(before, _, old)| before == b && old == street);
                let forbidden = turn.is_some_and(|(_, _, old)| self.forbidden.contains(&(old, node, street)));
                if a == node && !forbidden && (!back || self.may_turn_round(node)) {
                    let length = segment_millimetres(self.points[a], self.points[b]);
                    queue.push(Reverse((so_far + length, Some(number), b)));
                }
            }
        }
        best
    }
}

fn build(drawing: &Drawing, town: &Town) -> Streets {
    let folder = tempfile::tempdir().unwrap();
    let path = drawing.osm(town).write(&folder);
    Streets::from_pbf(&[path], &StreetOptions { least_island_metres: 0 }).unwrap().0
}

fn check_mode(town: &Town, mode: Mode, limit: u32) -> Result<(), TestCaseError> {
    let drawing = Drawing::of(town, mode);
    let streets = build(&drawing, town);
    let graph: &StreetGraph = streets.of(mode);
    let weights = graph.weigh(&Speeds::uniform(3.6));
    let mut search = StreetSearch::new();
    // Bends lie in the middle of links; a point on one has that place and no other.
    let bends: Vec<usize> = (town.junctions.len()..drawing.points.len()).collect();
    let snaps: Vec<Snap> = bends.iter().map(|&bend| graph.snap(drawing.points[bend], 1.0).unwrap()).collect();
    let expected: Vec<BTreeMap<usize, u32>> = bends.iter().map(|&bend| drawing.distances(bend)).collect();
    let within = |i: usize, j: usize| expected[i].get(&bends[j]).copied().filter(|&t| t <= limit);
    for i in 0..bends.len() {
        let reached = search.run(graph, &weights, &snaps[i], limit);
        for (j, snap) in snaps.iter().enumerate() {
            prop_assert_eq!(reached.time_to(snap), within(i, j), "{:?} {} → {}", mode, bends[i], bends[j]);
        }
        let reached = search.run_towards(graph, &weights, &snaps[i], limit);
        for (j, snap) in snaps.iter().enumerate() {
            prop_assert_eq!(reached.time_to(snap), within(j, i), "{:?} {} ← {}", mode, bends[i], bends[j]);
        }
    }
    Ok(())
}

/// Distance from a point to a straight stretch by halving: slow, and shares nothing with the tree.
fn metres_to_stretch(point: Point, a: Point, b: Point) -> f64 {
    let cos = point.lat().to_radians().cos();
    let to = |share: f64| {
        let lon = a.lon() + (b.lon() - a.lon()) * share;
        let lat = a.lat() + (b.lat() - a.lat()) * share;
        ((lon - point.lon()) * cos).hypot(lat - point.lat()) * 111_195.079_734
    };
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..100 {
        let (one, two) = (low + (high - low) / 3.0, high - (high - low) / 3.0);
        if to(one) < to(two) {
            high = two;
        } else {
            low = one;
        }
    }
    to(f64::midpoint(low, high))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_200))]

    #[test]
    fn times_are_those_of_a_textbook_search(town in town(), limit in 100_000..20_000_000_u32) {
        for mode in Mode::ALL {
            check_mode(&town, mode, limit)?;
        }
    }

    #[test]
    fn a_point_snaps_to_what_is_nearest(town in town(), at in place(), most in 1.0..2_000.0_f64) {
        let drawing = Drawing::of(&town, Mode::Walk);
        let streets = build(&drawing, &town);
        let point = Point { lon_e7: at.0, lat_e7: at.1 };
        let nearest = drawing
            .stretches
            .iter()
            .map(|&(a, b, _)| metres_to_stretch(point, drawing.points[a], drawing.points[b]))
            .fold(f64::INFINITY, f64::min);
        match streets.walk.snap(point, most) {
            None => prop_assert!(nearest > most - 0.002, "{nearest} was within {most}"),
            Some(snap) => {
                prop_assert!(nearest <= most + 0.002);
                let offset = f64::from(snap.offset_millimetres) / 1000.0;
                prop_assert!((offset - nearest).abs() < 0.002, "{offset} is not {nearest}");
                // On a plane at the point asked about, lengths shrink and grow a little with the latitude.
                let gap = point.metres_to(snap.point);
                prop_assert!((gap - offset).abs() < 0.05 + gap * 0.001, "the place given is {gap} away, not {offset}");
                prop_assert!(snap.along_millimetres <= snap.link_millimetres);
            }
        }
    }
}
