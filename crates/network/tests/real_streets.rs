//! Real extracts: what the reader finds is what an independent reader (the `osmpbf` crate) finds.

#![allow(clippy::unwrap_used)]

use std::path::PathBuf;

use lynchpin_network::geometry::Point;
use lynchpin_network::streets::{Mode, StreetOptions, Streets};
use lynchpin_network::{BuildInput, Network};
use osmpbf::{Element, ElementReader};

fn extract(place: &str, file: &str) -> Option<PathBuf> {
    let data = std::env::var_os("LYNCHPIN_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").join("..").join("..").join("shared").join("data"),
        PathBuf::from,
    );
    let path = data.join("transit").join(place).join(file);
    if !path.exists() {
        println!("skipped: {file} is not in the data folder (set LYNCHPIN_DATA)");
        return None;
    }
    Some(path)
}

#[test]
fn every_street_of_a_real_extract_is_met() {
    for (place, file) in
        [("newport", "newport.osm.pbf"), ("sao_paulo", "spo_osm.pbf"), ("zheleznogorsk", "roads_zhelez.pbf")]
    {
        let Some(path) = extract(place, file) else { return };
        let (streets, report) = Streets::from_pbf(std::slice::from_ref(&path), &StreetOptions::default()).unwrap();
        let (mut ways, mut nodes) = (0, Vec::new());
        ElementReader::from_path(&path)
            .unwrap()
            .for_each(|element| match element {
                Element::Way(way) => {
                    let tag = |key: &str, value: &str| way.tags().any(|t| t == (key, value));
                    let platform = tag("railway", "platform") || tag("public_transport", "platform");
                    ways += u64::from(platform || way.tags().any(|(key, _)| key == "highway"));
                }
                Element::DenseNode(node) => nodes.push((node.decimicro_lon(), node.decimicro_lat())),
                Element::Node(node) => nodes.push((node.decimicro_lon(), node.decimicro_lat())),
                Element::Relation(_) => {}
            })
            .unwrap();
        assert_eq!(report.way_points_missing, 0, "{place}: no street is cut, so ways can be counted");
        assert_eq!(report.ways + report.ways_closed + report.ways_not_streets, ways, "{place}");
        nodes.sort_unstable();
        for mode in Mode::ALL {
            let graph = streets.of(mode);
            assert!(graph.kilometres() > 400.0, "{place}: {mode:?}");
            for node in (0..graph.node_count()).map(|n| graph.node_point(n.into())) {
                assert!(nodes.binary_search(&(node.lon_e7, node.lat_e7)).is_ok(), "{place}: {node:?} is an OSM node");
            }
        }
    }
}

#[test]
fn the_number_of_threads_does_not_show() {
    let Some(path) = extract("newport", "newport.osm.pbf") else { return };
    let folder = tempfile::tempdir().unwrap();
    let input = BuildInput { streets: vec![path], ..BuildInput::default() };
    let saved = [1, 2, 5].map(|threads| {
        let file = folder.path().join(format!("{threads}.lynch"));
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| Network::build(&input, &|_| ()).unwrap().save(&file).unwrap());
        std::fs::read(file).unwrap()
    });
    assert!(saved[0] == saved[1] && saved[1] == saved[2]);
}

#[test]
fn the_centre_of_newport_is_linked_in_every_mode() {
    let Some(path) = extract("newport", "newport.osm.pbf") else { return };
    let (streets, _) = Streets::from_pbf(&[path], &StreetOptions::default()).unwrap();
    let station = Point::from_degrees(-2.9983, 51.5886).unwrap();
    for mode in Mode::ALL {
        let snap = streets.of(mode).snap(station, 200.0).unwrap();
        assert!(snap.offset_millimetres < 100_000, "{mode:?}: {snap:?}");
    }
}

#[test]
fn a_whole_network_comes_back_from_its_file() {
    let Some(path) = extract("newport", "newport.osm.pbf") else { return };
    let feeds = ["bus.zip", "rail.zip"].map(|feed| path.with_file_name(feed));
    let input = BuildInput {
        streets: vec![path],
        timetables: feeds.to_vec(),
        zone: "Europe/London".into(),
        ..BuildInput::default()
    };
    let built = Network::build(&input, &|_| ()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (file, again) = (folder.path().join("a.lynch"), folder.path().join("b.lynch"));
    built.save(&file).unwrap();
    let opened = Network::open(&file).unwrap();
    assert_eq!(opened.report, built.report);
    assert_eq!(*opened.stop_snaps, *built.stop_snaps);
    let linked = opened.stop_snaps.iter().filter(|snap| snap.is_linked()).count() as u64;
    let report = opened.report.footpaths.as_ref().unwrap();
    assert_eq!(linked + report.unlinked_stops.len() as u64, report.served_stops);
    assert!(linked > 500, "Newport has more than 500 stops in its streets, found {linked}");
    opened.save(&again).unwrap();
    assert!(std::fs::read(file).unwrap() == std::fs::read(again).unwrap());
}
