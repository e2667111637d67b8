//! One root at a time gives the rows and columns of the matrix.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use lynchpin_network::geometry::Point;
use lynchpin_network::streets::{Snap, Speeds};
use lynchpin_network::timetable::Day;
use lynchpin_network::{BuildInput, Network};
use lynchpin_reach::matrix::{MatrixRow, OneByOne, TransitMatrix, transit_rows};
use lynchpin_reach::points::Points;
use lynchpin_reach::search::UNREACHABLE;
use lynchpin_reach::{TransitRequest, Window};

const PERCENTILES: [u8; 2] = [25, 50];

/// A region of 60 neighbourhoods, its date and where its neighbourhoods meet the streets.
fn region() -> (Network, jiff::civil::Date, Vec<Snap>) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("region");
    let made = lynchpin_synth::write(&lynchpin_synth::SynthOptions { areas: 60, seed: 7, out: out.clone() }).unwrap();
    let input = BuildInput {
        streets: vec![out.join("streets.osm.pbf")],
        timetables: vec![out.join("bus.zip"), out.join("rail.zip")],
        ..BuildInput::default()
    };
    let network = Network::build(&input, &|_| ()).unwrap();
    let text = std::fs::read_to_string(out.join("areas.csv")).unwrap().replacen("area_code", "id", 1);
    let file = folder.path().join("points.csv");
    std::fs::write(&file, text).unwrap();
    let snap = |point: &Point| network.streets.walk.snap(*point, 500.0).unwrap_or(Snap::NOWHERE);
    let areas = Points::read(&file).unwrap().places.iter().map(snap).collect();
    let date = made.date.parse().unwrap();
    (network, date, areas)
}

#[test]
fn one_by_one_is_the_matrix() {
    let (network, date, areas) = region();
    let windows = [
        Window::Depart { first_seconds: 8 * 3_600, minutes: 20 },
        Window::Arrive { first_seconds: 9 * 3_600, minutes: 20 },
    ];
    for window in windows {
        let request = TransitRequest::new(window);
        let day = Day::prepare(network.timetable.as_ref().unwrap(), date, window.horizon(request.max_minutes)).unwrap();
        let matrix = TransitMatrix {
            request: &request,
            walk: &network.streets.walk,
            day: &day,
            stops: &network.stop_snaps,
            footpaths: &network.footpaths,
            origins: &areas,
            destinations: &areas,
            percentiles: &PERCENTILES,
            cycling: None,
        };
        let mut rows: Vec<Vec<u16>> = Vec::new();
        let mut sink = |row: &MatrixRow<'_>| {
            rows.push(row.minutes.to_vec());
            Ok(())
        };
        transit_rows(&matrix, &mut sink, &|_| ()).unwrap();
        let weights = network.streets.walk.weigh(&Speeds::uniform(request.walk_kmh));
        let one_by_one = OneByOne::new(&matrix, &weights).unwrap();
        let mut asker = one_by_one.asker();
        let mut most_stops = 0;
        for (root, snap) in areas.iter().enumerate() {
            let row = one_by_one.ask(&mut asker, snap);
            for other in 0..areas.len() {
                let (from, to) = if matches!(window, Window::Depart { .. }) { (root, other) } else { (other, root) };
                assert_eq!(
                    row.at_percentiles(other),
                    &rows[from][2 * to..2 * to + 2],
                    "from {from} to {to}, {window:?}"
                );
            }
            most_stops = most_stops.max(asker.stops_reached());
        }
        let reached = rows.concat().iter().filter(|&&minutes| minutes != UNREACHABLE).count();
        assert!(reached > 3_000, "too little is reached to tell anything: {reached}");
        assert!(most_stops > 100 && most_stops <= network.stop_snaps.len(), "{most_stops} stops reached");
    }
}
