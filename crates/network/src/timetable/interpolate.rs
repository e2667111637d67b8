//! Times for calls that have none, by distance along the trip.

use super::stop_times::{BLANK, StopTime};
use crate::geometry::Point;

/// Fills the blank times of one trip, whose first and last calls have times. Between two timed calls the vehicle keeps one speed over the
/// distance of `shape_dist_traveled` where it is given and never falls back there, else over the straight lines from stop to stop, else
/// over equal distances. Returns how many calls were filled.
pub(super) fn fill(calls: &mut [StopTime], points: &[Point]) -> u64 {
    let mut filled = 0;
    let mut before = 0;
    for after in 1..calls.len() {
        if calls[after].arrival == BLANK {
            continue;
        }
        if after > before + 1 {
            between(&mut calls[before..=after], points);
            filled += (after - before - 1) as u64;
        }
        before = after;
    }
    filled
}

fn between(calls: &mut [StopTime], points: &[Point]) {
    let along = along(calls, points);
    let total = along[along.len() - 1];
    let last = calls.len() - 1;
    let start = calls[0].departure;
    let span = f64::from(calls[last].arrival.saturating_sub(start));
    for (call, along) in calls[1..last].iter_mut().zip(&along[1..]) {
        let time = start + (span * (along / total)).round() as u32;
        (call.arrival, call.departure) = (time, time);
    }
}

/// Distance from the first of the calls to each of them, ascending and more than 0 at the last.
fn along(calls: &[StopTime], points: &[Point]) -> Vec<f64> {
    let start = f64::from(calls[0].distance);
    let given: Vec<f64> = calls.iter().map(|call| f64::from(call.distance) - start).collect();
    if given.iter().all(|distance| distance.is_finite()) && given.is_sorted() && given[given.len() - 1] > 0.0 {
        return given;
    }
    let mut sum = 0.0;
    let mut straight = vec![0.0];
    for pair in calls.windows(2) {
        sum += points[pair[0].stop.index()].metres_to(points[pair[1].stop.index()]);
        straight.push(sum);
    }
    if sum > 0.0 && sum.is_finite() {
        return straight;
    }
    (0..calls.len()).map(|position| position as f64).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ids::StopId;

    fn call(stop: u32, time: u32, distance: f32) -> StopTime {
        let stop = StopId(stop);
        StopTime { trip: 0, sequence: 0, stop, arrival: time, departure: time, distance, row: 0, flags: 3 }
    }

    fn points(degrees_east: &[f64]) -> Vec<Point> {
        degrees_east.iter().map(|&lon| Point::from_degrees(lon, 0.0).unwrap()).collect()
    }

    #[test]
    fn straight_lines_share_the_time_out() {
        let mut calls =
            [call(0, 100, f32::NAN), call(1, BLANK, f32::NAN), call(2, BLANK, f32::NAN), call(3, 200, f32::NAN)];
        assert_eq!(fill(&mut calls, &points(&[0.0, 0.1, 0.4, 1.0])), 2);
        assert_eq!(calls.map(|call| call.arrival), [100, 110, 140, 200]);
        assert_eq!(calls.map(|call| call.departure), [100, 110, 140, 200]);
    }

    #[test]
    fn the_distance_travelled_goes_before_straight_lines() {
        let mut calls = [call(0, 0, 5.0), call(1, BLANK, 10.0), call(2, 100, 15.0)];
        fill(&mut calls, &points(&[0.0, 0.1, 1.0]));
        assert_eq!(calls[1].arrival, 50);
    }

    #[test]
    fn a_distance_that_falls_back_is_not_used() {
        let mut calls = [call(0, 0, 5.0), call(1, BLANK, 50.0), call(2, 100, 15.0)];
        fill(&mut calls, &points(&[0.0, 0.1, 1.0]));
        assert_eq!(calls[1].arrival, 10);
    }

    #[test]
    fn stops_in_one_place_share_the_time_equally() {
        let mut calls = [call(0, 0, f32::NAN), call(1, BLANK, f32::NAN), call(2, 100, f32::NAN)];
        fill(&mut calls, &points(&[0.0, 0.0, 0.0]));
        assert_eq!(calls[1].arrival, 50);
    }

    proptest! {
        #[test]
        fn times_never_go_back(
            stops in prop::collection::vec((0.0f64..1.0, prop::option::of(0u32..600), prop::option::of(0.0f32..9.0)), 2..12)
        ) {
            let places: Vec<f64> = stops.iter().map(|stop| stop.0).collect();
            let last = stops.len() - 1;
            let mut clock = 0;
            let mut calls: Vec<StopTime> = stops.iter().enumerate().map(|(i, &(_, run, distance))| {
                let timed = run.or((i == 0 || i == last).then_some(0));
                clock += timed.unwrap_or(0);
                call(i as u32, if timed.is_some() { clock } else { BLANK }, distance.unwrap_or(f32::NAN))
            }).collect();
            let blank = calls.iter().filter(|call| call.arrival == BLANK).count() as u64;
            prop_assert_eq!(fill(&mut calls, &points(&places)), blank);
            prop_assert!(calls.is_sorted_by_key(|call| call.arrival));
            prop_assert!(calls.iter().all(|call| call.arrival <= clock));
        }
    }
}
