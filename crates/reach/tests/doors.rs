//! Door to door over a small fictional region, from its files: the matrix against a search written to be read.
//!
//! The reference shares nothing with the engine but the network: streets, places on them, footpaths and the day's trips. It walks by its
//! own Dijkstra, knows no windows and no searches backwards, and lets one traveller leave at one moment.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/traveller.rs"]
mod traveller;

use lynchpin_network::geometry::Point;
use lynchpin_network::streets::Snap;
use lynchpin_network::timetable::Day;
use lynchpin_network::{BuildInput, Network};
use lynchpin_reach::matrix::{MatrixRow, TransitMatrix, transit_rows};
use lynchpin_reach::search::UNREACHABLE;
use lynchpin_reach::{TransitRequest, Window};
use traveller::{Traveller, Walks};

const MINUTES: u32 = 10;
/// In a window of ten minutes these are its ten values, from the least to the greatest.
const PERCENTILES: [u8; 10] = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100];

struct Region {
    network: Network,
    date: jiff::civil::Date,
    areas: Vec<Snap>,
}

impl Region {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("region");
        let made =
            lynchpin_synth::write(&lynchpin_synth::SynthOptions { areas: 60, seed: 5, out: out.clone() }).unwrap();
        let input = BuildInput {
            streets: vec![out.join("streets.osm.pbf")],
            timetables: vec![out.join("bus.zip"), out.join("rail.zip")],
            zone: "Europe/London".to_owned(),
            ..BuildInput::default()
        };
        let network = Network::build(&input, &|_| ()).unwrap();
        let mut reader = csv::Reader::from_path(out.join("areas.csv")).unwrap();
        let header = reader.headers().unwrap().clone();
        let [lon, lat] = ["lon", "lat"].map(|name| header.iter().position(|h| h == name).unwrap());
        let areas = reader.records().map(|record| {
            let record = record.unwrap();
            let point = Point::from_degrees(record[lon].parse().unwrap(), record[lat].parse().unwrap()).unwrap();
            network.streets.walk.snap(point, 500.0).unwrap_or(Snap::NOWHERE)
        });
        let areas = areas.collect();
        Self { areas, date: made.date.parse().unwrap(), network }
    }

    fn day(&self, request: &TransitRequest) -> Day {
        let horizon = request.window.horizon(request.max_minutes);
        Day::prepare(self.network.timetable.as_ref().unwrap(), self.date, horizon).unwrap()
    }

    /// Ten values a pair, origin-major.
    fn matrix(&self, request: &TransitRequest, day: &Day, origins: &[Snap]) -> Vec<u16> {
        let matrix = TransitMatrix {
            request,
            walk: &self.network.streets.walk,
            day,
            stops: &self.network.stop_snaps,
            footpaths: &self.network.footpaths,
            origins,
            destinations: &self.areas,
            percentiles: &PERCENTILES,
            cycling: None,
        };
        let mut all = Vec::new();
        let mut sink = |row: &MatrixRow<'_>| {
            all.extend_from_slice(row.minutes);
            Ok(())
        };
        transit_rows(&matrix, &mut sink, &|_| ()).unwrap();
        all
    }
}

/// Whole minutes, at most `max_minutes`.
fn minutes(seconds: i32, request: &TransitRequest) -> u16 {
    let minutes = seconds.unsigned_abs().div_ceil(60);
    if minutes <= request.max_minutes { minutes as u16 } else { UNREACHABLE }
}

/// The values of one origin: destination-major, the window's ten from the least to the greatest.
fn expected(traveller: &Traveller<'_>, origin: usize, window: Window) -> Vec<u16> {
    let request = traveller.request;
    let first = window.first_seconds() as i32;
    let sampled = (0..MINUTES as i32).map(|m| first + 60 * m);
    let by_moment: Vec<Vec<u16>> = match window {
        Window::Depart { .. } => sampled
            .map(|depart| {
                let arrivals = traveller.arrivals(origin, depart);
                arrivals.into_iter().map(|a| a.map_or(UNREACHABLE, |a| minutes(a - depart, request))).collect()
            })
            .collect(),
        Window::Arrive { .. } => {
            // So many minutes as the traveller has to leave before the deadline in order to meet it: every minute is tried.
            let most = request.max_minutes as i32;
            let earliest = first - 60 * most;
            let tried: Vec<_> =
                (0..most + MINUTES as i32).map(|m| traveller.arrivals(origin, earliest + 60 * m)).collect();
            sampled
                .map(|deadline| {
                    let in_time = |to: usize, m: i32| {
                        let leave = (deadline - 60 * m - earliest) / 60;
                        tried[leave as usize][to].is_some_and(|arrival| arrival <= deadline)
                    };
                    let least = |to| (0..=most).find(|&m| in_time(to, m));
                    (0..traveller.walks.areas()).map(|to| least(to).map_or(UNREACHABLE, |m| m as u16)).collect()
                })
                .collect()
        }
    };
    let mut values = Vec::new();
    for to in 0..traveller.walks.areas() {
        let mut its: Vec<u16> = by_moment.iter().map(|row| row[to]).collect();
        its.sort_unstable();
        values.extend(its);
    }
    values
}

#[test]
fn the_matrix_agrees_with_a_traveller_who_tries_everything() {
    let region = Region::new();
    let depart = |first_seconds| TransitRequest::new(Window::Depart { first_seconds, minutes: MINUTES });
    let arrive = |first_seconds| TransitRequest::new(Window::Arrive { first_seconds, minutes: MINUTES });
    let tight = |request| TransitRequest {
        max_rides: 2,
        max_minutes: 60,
        max_walk_minutes: 12.5,
        max_transfer_walk_minutes: 5.0,
        boarding_slack_seconds: 90,
        ..request
    };
    let requests = [
        depart(7 * 3_600 + 3_300),
        arrive(9 * 3_600),
        tight(depart(17 * 3_600 + 7)),
        tight(arrive(18 * 3_600 + 59)),
        // Over midnight, into the next service day and out of the one before.
        depart(23 * 3_600),
        arrive(20 * 60),
    ];
    for request in requests {
        let day = region.day(&request);
        let chosen: Vec<usize> = (0..region.areas.len()).step_by(6).collect();
        let origins: Vec<Snap> = chosen.iter().map(|&area| region.areas[area]).collect();
        let found = region.matrix(&request, &day, &origins);
        let walks = Walks::new(&region.network, &origins, &region.areas, &request);
        let traveller = Traveller { network: &region.network, day: &day, walks: &walks, request: &request };
        let width = region.areas.len() * PERCENTILES.len();
        let (mut ridden, mut varying) = (0, 0);
        for origin in 0..origins.len() {
            let expected = expected(&traveller, origin, request.window);
            let found = &found[origin * width..(origin + 1) * width];
            for (to, (found, expected)) in found.chunks(MINUTES as usize).zip(expected.chunks(10)).enumerate() {
                assert_eq!(found, expected, "area {} to area {to}, {request:?}", chosen[origin]);
                ridden += usize::from(walks.direct(origin, to).is_none() && found[0] != UNREACHABLE);
                varying += usize::from(found[0] != found[9]);
            }
        }
        println!("{:?}: {ridden} pairs by vehicle only, {varying} that vary", request.window);
        assert!(ridden > 20 && varying > 20, "too few journeys by vehicle to tell anything: {ridden}, {varying}");
    }
}
