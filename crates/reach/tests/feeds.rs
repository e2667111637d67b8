//! Random small feeds, written as files and read back, door to door, against a traveller who works on their rows.
//!
//! Between the files and the matrix stand the readers, the timetable's day (service days, repetitions, blocks), the footpaths with their
//! rules, the lines and the search. The traveller knows none of them: calendars, `frequencies.txt`, in-seat transfers and transfer rules
//! are worked out anew from the rows, change by change.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/chance.rs"]
mod chance;
#[path = "../../network/tests/support/mod.rs"]
mod osm;
#[path = "support/raw_feed.rs"]
mod raw_feed;
#[path = "support/raw_traveller.rs"]
mod raw_traveller;
#[path = "support/town.rs"]
#[allow(dead_code)] // only its streets are walked here
mod town;

use chance::Chance;
use lynchpin_network::footpaths::{Footpaths, snap_stops};
use lynchpin_network::timetable::{Day, Timetable};
use lynchpin_reach::matrix::{MatrixRow, TransitMatrix, transit_rows};
use lynchpin_reach::search::UNREACHABLE;
use lynchpin_reach::{Switches, TransitRequest, Window};
use raw_feed::Feed;
use raw_traveller::{FOOTPATH_METRES, Traveller};
use town::Crossing;

const SIZE: Crossing = (25, 25);

/// Just after midnight, at noon and just before midnight.
const MIDDLES: [i32; 3] = [1_500, 43_200, 85_000];

fn request(chance: &mut Chance, middle: i32) -> TransitRequest {
    let minutes = [1, 2, 5, 10][chance.below(4) as usize];
    let first_seconds = (middle - 900 + chance.below(1_500) as i32).max(0) as u32;
    let window = if chance.once_in(2) {
        Window::Arrive { first_seconds: first_seconds + 1_800, minutes }
    } else {
        Window::Depart { first_seconds, minutes }
    };
    TransitRequest {
        max_minutes: [40, 60, 90][chance.below(3) as usize],
        max_rides: 1 + chance.below(8) as u32 / 2,
        // Between whole numbers of blocks.
        max_walk_minutes: [4.2, 9.2][chance.below(2) as usize],
        max_transfer_walk_minutes: [0.0, 5.8, 15.8, 15.8][chance.below(4) as usize],
        boarding_slack_seconds: if chance.once_in(3) { chance.below(120) as u32 } else { 0 },
        transfer_slack_seconds: if chance.once_in(3) { chance.below(240) as u32 } else { 0 },
        switches: Switches::all(!chance.once_in(4)),
        ..TransitRequest::new(window)
    }
}

#[test]
fn random_feeds_agree_with_a_traveller_who_reads_their_rows() {
    let streets = town::streets_alone(SIZE);
    let walk = &streets.streets.walk;
    let folder = tempfile::tempdir().unwrap();
    let (mut reached, mut named, mut seated) = (0, 0, 0);
    for seed in 0..2_500 {
        let mut chance = Chance(seed);
        let middle = MIDDLES[chance.below(3) as usize];
        let feed = Feed::random(&mut chance, SIZE, middle);
        let request = request(&mut chance, middle);
        feed.write(folder.path());
        let (timetable, _) = Timetable::from_gtfs(&[folder.path().to_path_buf()], "Europe/London").unwrap();
        let horizon = request.window.horizon(request.max_minutes);
        let Ok(day) = Day::prepare(&timetable, jiff::civil::date(2024, 3, 5), horizon) else {
            continue;
        };
        let stops = snap_stops(&timetable, walk, 1.0);
        let (footpaths, _) = Footpaths::build(&timetable, walk, &stops, FOOTPATH_METRES);
        let mut ends = || match feed.stops[chance.below(feed.stops.len() as u64) as usize].at {
            at if chance.once_in(2) => at,
            (x, y) => ((x + chance.below(3) as i32).min(SIZE.0), (y + chance.below(3) as i32).min(SIZE.1)),
        };
        let (origins, destinations) = ([ends(), ends(), ends()], [ends(), ends(), ends(), ends()]);
        let snap = |at: &Crossing| walk.snap(town::place(*at), 1.0).unwrap();
        let minutes = request.window.minutes() as u8;
        let matrix = TransitMatrix {
            request: &request,
            walk,
            day: &day,
            stops: &stops,
            footpaths: &footpaths,
            origins: &origins.each_ref().map(snap),
            destinations: &destinations.each_ref().map(snap),
            percentiles: &(1..=minutes).map(|m| (100 * u32::from(m) / u32::from(minutes)) as u8).collect::<Vec<_>>(),
            cycling: None,
        };
        let mut found = Vec::new();
        let mut sink = |row: &MatrixRow<'_>| {
            found.extend(row.minutes.iter().map(|&m| (m != UNREACHABLE).then_some(m)));
            Ok(())
        };
        transit_rows(&matrix, &mut sink, &|_| ()).unwrap();
        let pairs: Vec<_> = origins.iter().flat_map(|from| destinations.iter().map(move |to| (*from, *to))).collect();
        let all = |feed: &Feed| {
            let traveller = Traveller::new(feed, &request);
            pairs.iter().map(|&(from, to)| traveller.minutes(from, to)).collect::<Vec<_>>()
        };
        let expected = all(&feed);
        named += usize::from(all(&feed.without(false)) != expected);
        seated += usize::from(all(&feed.without(true)) != expected);
        for ((&(from, to), expected), found) in pairs.iter().zip(&expected).zip(found.chunks(usize::from(minutes))) {
            assert_eq!(found, *expected, "seed {seed}, {from:?} to {to:?}, {request:?}\n{feed:?}");
            let walked = f64::from(town::blocks(from, to)) * 5.0 / 3.0 <= request.max_walk_minutes;
            reached += usize::from(!walked && expected[0].is_some());
        }
    }
    let told =
        format!("{reached} pairs by vehicle only; named rules matter in {named} feeds, staying seated in {seated}");
    println!("{told}");
    assert!(reached > 3_000 && named > 100 && seated > 30, "too few to tell anything: {told}");
}
