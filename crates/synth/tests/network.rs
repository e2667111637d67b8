//! Streets and timetables as other programs read them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;
use common::{Rows, with_summary};
use osmpbf::{Element, ElementReader};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

#[derive(Default)]
struct Osm {
    nodes: BTreeMap<i64, (f64, f64)>,
    barred: BTreeSet<i64>,
    ways: Vec<(Vec<i64>, HashMap<String, String>)>,
    relations: Vec<Vec<(i64, String)>>,
}

fn read(path: &Path) -> Osm {
    let mut osm = Osm::default();
    let reader = ElementReader::from_path(path).unwrap();
    reader
        .for_each(|element| match element {
            Element::DenseNode(n) => {
                osm.nodes.insert(n.id(), (n.lon(), n.lat()));
                if n.tags().any(|(k, _)| k == "barrier") {
                    osm.barred.insert(n.id());
                }
            }
            Element::Way(w) => {
                let tags = w.tags().map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
                osm.ways.push((w.refs().collect(), tags));
            }
            Element::Relation(r) => {
                osm.relations.push(r.members().map(|m| (m.member_id, m.role().unwrap().to_owned())).collect());
            }
            Element::Node(_) => panic!("plain nodes are not written"),
        })
        .unwrap();
    osm
}

fn root(parent: &mut BTreeMap<i64, i64>, mut n: i64) -> i64 {
    while parent[&n] != n {
        let up = parent[&parent[&n]];
        parent.insert(n, up);
        n = up;
    }
    n
}

/// How many pieces the ways chosen fall into, and how many nodes they touch.
fn pieces(osm: &Osm, choose: impl Fn(&HashMap<String, String>) -> bool, barred: &BTreeSet<i64>) -> (usize, usize) {
    let mut parent: BTreeMap<i64, i64> = BTreeMap::new();
    for (refs, _) in osm.ways.iter().filter(|w| choose(&w.1)) {
        for n in refs {
            parent.entry(*n).or_insert(*n);
        }
        for pair in refs.windows(2) {
            if barred.contains(&pair[0]) || barred.contains(&pair[1]) {
                continue;
            }
            let (a, b) = (root(&mut parent, pair[0]), root(&mut parent, pair[1]));
            parent.insert(a, b);
        }
    }
    let nodes: Vec<i64> = parent.keys().copied().filter(|n| !barred.contains(n)).collect();
    let roots: BTreeSet<i64> = nodes.iter().map(|n| root(&mut parent, *n)).collect();
    (roots.len(), nodes.len())
}

fn walkable(tags: &HashMap<String, String>) -> bool {
    !tags.contains_key("access") && tags.get("foot").is_none_or(|f| f != "no")
}

fn drivable(tags: &HashMap<String, String>) -> bool {
    let road = ["trunk", "primary", "secondary", "tertiary", "unclassified", "residential"];
    road.contains(&tags["highway"].as_str()) && tags.get("oneway").is_none()
}

#[test]
fn streets_are_read_back_as_written_and_hang_together() {
    let (dir, summary) = with_summary(300, 1);
    let osm = read(&dir.path().join("streets.osm.pbf"));
    assert_eq!(osm.nodes.len() as u64, summary.streets.nodes);
    assert_eq!(osm.ways.len() as u64, summary.streets.ways);
    assert_eq!(osm.relations.len() as u64, summary.streets.relations);
    let segments: usize = osm.ways.iter().map(|w| w.0.len() - 1).sum();
    assert!((120..250).contains(&(segments / 300)), "{} street links an area", segments / 300);
    assert!(osm.ways.iter().flat_map(|w| &w.0).all(|n| osm.nodes.contains_key(n)));

    let (walk, walk_nodes) = pieces(&osm, walkable, &BTreeSet::new());
    assert_eq!(walk, 1, "the walking network is in {walk} pieces over {walk_nodes} nodes");
    // Two-way roads alone, bollards closed: what is left is in one piece but for the ends of streets cut by a bollard or one-way street.
    let (drive, drive_nodes) = pieces(&osm, drivable, &osm.barred);
    assert_eq!(drive, 1, "the driving network is in {drive} pieces over {drive_nodes} nodes");

    let bridges = |tags: &HashMap<String, String>| tags.contains_key("bridge");
    assert_eq!(osm.ways.iter().filter(|w| bridges(&w.1)).count(), summary.bridges);
    let (banks, _) = pieces(&osm, |t| !bridges(t), &BTreeSet::new());
    assert_eq!(banks, 2, "without the bridges the two banks are apart");
    assert!(summary.bridges == 3 && osm.ways.iter().any(|w| bridges(&w.1) && !walkable(&w.1)));

    for wanted in ["footway", "steps", "cycleway", "pedestrian", "service", "track", "trunk", "residential"] {
        assert!(osm.ways.iter().any(|w| w.1["highway"] == wanted), "no {wanted}");
    }
    assert!(osm.ways.iter().any(|w| w.1.contains_key("oneway")) && !osm.barred.is_empty());
    for members in &osm.relations {
        let of = |role: &str| members.iter().find(|m| m.1 == role).unwrap().0;
        let ends = |id: i64| {
            let refs = &osm.ways[id as usize - 1].0;
            [refs[0], refs[refs.len() - 1]]
        };
        assert!(ends(of("from")).contains(&of("via")) && ends(of("to")).contains(&of("via")), "{members:?}");
    }
}

fn seconds(clock: &str) -> u32 {
    let parts: Vec<u32> = clock.split(':').map(|p| p.parse().unwrap()).collect();
    parts[0] * 3_600 + parts[1] * 60 + parts[2]
}

fn ids(rows: &Rows, name: &str) -> BTreeSet<String> {
    let all: Vec<String> = (0..rows.len()).map(|r| rows.text(r, name).to_owned()).collect();
    let set: BTreeSet<String> = all.iter().cloned().collect();
    assert_eq!(all.len(), set.len(), "{name} repeats");
    set
}

#[test]
fn every_id_of_the_timetables_resolves_and_times_rise() {
    let (dir, summary) = with_summary(300, 1);
    let mut overnight = 0;
    for (feed, counts) in [("bus.zip", summary.bus), ("rail.zip", summary.rail)] {
        let table = |name: &str| Rows::from_zip(&dir.path().join(feed), name);
        let (stops, routes, trips, times) =
            (table("stops.txt"), table("routes.txt"), table("trips.txt"), table("stop_times.txt"));
        let lengths = [stops.len(), routes.len(), trips.len(), times.len()].map(|n| n as u64);
        assert_eq!(lengths, [counts.stops, counts.routes, counts.trips, counts.stop_times]);
        let (stop_ids, route_ids, trip_ids) =
            (ids(&stops, "stop_id"), ids(&routes, "route_id"), ids(&trips, "trip_id"));
        let services = ids(&table("calendar.txt"), "service_id");
        for r in 0..stops.len() {
            let parent = stops.text(r, "parent_station");
            assert!(parent.is_empty() || stop_ids.contains(parent));
        }
        for r in 0..trips.len() {
            assert!(services.contains(trips.text(r, "service_id")) && route_ids.contains(trips.text(r, "route_id")));
        }
        let mut last = (String::new(), 0, 0);
        let mut seen = BTreeSet::new();
        for r in 0..times.len() {
            let (trip, stop) = (times.text(r, "trip_id"), times.text(r, "stop_id"));
            assert!(trip_ids.contains(trip) && stop_ids.contains(stop));
            let (arrive, depart) = (seconds(times.text(r, "arrival_time")), seconds(times.text(r, "departure_time")));
            let sequence = times.number(r, "stop_sequence") as u32;
            assert!(depart >= arrive);
            if trip == last.0 {
                assert!(arrive > last.1 && sequence == last.2 + 1, "trip {trip} does not move on");
            } else {
                assert!(seen.insert(trip.to_owned()) && sequence == 1, "trip {trip} is split");
            }
            overnight += u32::from(arrive > 86_400);
            last = (trip.to_owned(), depart, sequence);
        }
        assert_eq!(seen.len(), trips.len(), "trips without stop times");
    }
    assert!(overnight > 50, "{overnight} calls after midnight");
    let transfers = Rows::from_zip(&dir.path().join("rail.zip"), "transfers.txt");
    assert!(transfers.len() > 10);
}

#[test]
fn no_bus_or_train_reaches_the_early_shift_parks() {
    let (dir, summary) = with_summary(300, 1);
    let areas = Rows::read(&dir.path().join("areas.csv"));
    let jobs = Rows::read(&dir.path().join("jobs.csv"));
    assert!(summary.off_the_bus_map.len() >= 3);
    let mut before_six = 0;
    for feed in ["bus.zip", "rail.zip"] {
        let stops = Rows::from_zip(&dir.path().join(feed), "stops.txt");
        let times = Rows::from_zip(&dir.path().join(feed), "stop_times.txt");
        before_six += (0..times.len()).filter(|r| seconds(times.text(*r, "arrival_time")) < 6 * 3_600).count();
        for r in (0..areas.len()).filter(|r| summary.off_the_bus_map.contains(&areas.text(*r, "area_code").to_owned()))
        {
            let (lon, lat) = (areas.number(r, "lon"), areas.number(r, "lat"));
            for s in 0..stops.len() {
                let east = (stops.number(s, "stop_lon") - lon) * 111_195.0 * lat.to_radians().cos();
                let north = (stops.number(s, "stop_lat") - lat) * 111_195.0;
                assert!(east.hypot(north) > 1_590.0, "{} is near a park", stops.text(s, "stop_id"));
            }
            assert!(jobs.number(r, "early_share") > 0.2 && jobs.number(r, "total") > 800.0);
        }
    }
    assert!(before_six > 100, "elsewhere {before_six} calls are made before 06:00");
}

#[test]
fn evenings_and_sundays_are_thinner() {
    let (dir, _) = with_summary(300, 1);
    let trips = Rows::from_zip(&dir.path().join("bus.zip"), "trips.txt");
    let times = Rows::from_zip(&dir.path().join("bus.zip"), "stop_times.txt");
    let service: BTreeMap<&str, &str> =
        (0..trips.len()).map(|r| (trips.text(r, "trip_id"), trips.text(r, "service_id"))).collect();
    let starts = |days: &str, from: u32, until: u32| {
        (0..times.len())
            .filter(|r| times.text(*r, "stop_sequence") == "1" && service[times.text(*r, "trip_id")] == days)
            .filter(|r| (from..until).contains(&(seconds(times.text(*r, "departure_time")) / 3_600)))
            .count()
    };
    let (morning, evening, sunday) = (starts("WD", 8, 10), starts("WD", 20, 22), starts("SU", 8, 10));
    assert!(evening * 2 < morning && sunday * 2 < morning, "{morning} {evening} {sunday}");
}
