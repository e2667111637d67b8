//! Patterns hold every run once, with its exact times, and nobody overtakes.

use std::fmt::Write;

use proptest::prelude::*;

use super::{Feed, runs};
use crate::ids::PatternId;

/// The stops of each line.
const LINES: [&[u32]; 3] = [&[0, 1, 2], &[0, 1, 2, 3], &[3, 1, 0]];

fn clock(seconds: u32) -> String {
    format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_run_stands_once_with_its_times_and_none_overtakes(
        trips in prop::collection::vec((0usize..3, 3_600u32..7_200, prop::collection::vec((1u32..900, 0u32..120), 4)), 1..25)
    ) {
        let mut rows = String::from("route_id,service_id,trip_id\n");
        let mut times = String::from("trip_id,arrival_time,departure_time,stop_id,stop_sequence\n");
        let mut expected = Vec::new();
        for (t, (line, start, legs)) in trips.iter().enumerate() {
            writeln!(rows, "R,W,t{t}").unwrap();
            let (mut now, mut run) = (*start, (LINES[*line].to_vec(), Vec::new(), Vec::new()));
            for (i, &stop) in LINES[*line].iter().enumerate() {
                let arrival = if i == 0 { now } else { now + legs[i].0 };
                now = arrival + legs[i].1;
                run.1.push(now as i32);
                run.2.push(arrival as i32);
                let name = ["A", "B", "C", "D"][stop as usize];
                writeln!(times, "t{t},{},{},{name},{i}", clock(arrival), clock(now)).unwrap();
            }
            expected.push(run);
        }
        expected.sort();
        let day = Feed::new(&rows, &times).day(0..40_000);
        prop_assert_eq!(runs(&day), expected);
        for pattern in (0..day.patterns()).map(PatternId::from) {
            for (position, &stop) in day.stops(pattern).iter().enumerate() {
                prop_assert!(day.board_by(pattern, position).is_sorted());
                prop_assert!(day.arrival(pattern, position).is_sorted());
                let here = |call: &&crate::timetable::Call| call.pattern == pattern && call.position as usize == position;
                prop_assert_eq!(day.calls_at(stop).iter().filter(here).count(), 1);
            }
        }
    }
}
