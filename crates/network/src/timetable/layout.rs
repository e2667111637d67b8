//! Patterns written out as the columns of a day.

use super::columns::Timetable;
use super::day::{Call, Day, DayTrip};
use super::lanes::Lanes;
use super::places::Told;
use super::runs::Run;
use crate::ids::{PatternId, PlaceId};

/// Lays the patterns out in the order given.
pub(super) fn lay_out(timetable: &Timetable, runs: &[Run], lanes: &Lanes, stays: &[(u32, u32)]) -> Day {
    let mut day = Day {
        pattern_first: vec![0],
        pattern_first_trip: vec![0],
        pattern_first_time: vec![0],
        trip: Vec::with_capacity(runs.len()),
        ..Day::default()
    };
    let times: usize = lanes.iter().map(|lane| lane.len() * runs[lane[0] as usize].times(timetable).len()).sum();
    day.board_by = vec![0; times];
    day.arrival = vec![0; times];
    for lane in lanes {
        push_pattern(&mut day, timetable, runs, lane);
    }
    link_stops(&mut day, timetable.stops.len());
    if !stays.is_empty() {
        link_stays(&mut day, lanes, stays, runs.len());
    }
    day
}

fn push_pattern(day: &mut Day, timetable: &Timetable, runs: &[Run], lane: &[u32]) {
    let first = &runs[lane[0] as usize];
    let calls = timetable.sequences.calls(timetable.trips.sequence[first.trip.index()]);
    day.pattern_stop.extend_from_slice(&timetable.sequences.stop[calls.clone()]);
    day.pattern_flags.extend_from_slice(&timetable.sequences.flags[calls.clone()]);
    let base = day.pattern_first_time.last().copied().unwrap_or_default() as usize;
    let trips = lane.len();
    for (t, &position) in lane.iter().enumerate() {
        let run = &runs[position as usize];
        day.trip.push(run.trip);
        for (i, at) in run.times(timetable).enumerate() {
            day.board_by[base + i * trips + t] = run.board_by(timetable.departure[at]);
            day.arrival[base + i * trips + t] = run.arrival(timetable.arrival[at]);
        }
    }
    day.pattern_first.push(day.pattern_stop.len() as u32);
    day.pattern_first_trip.push(day.trip.len() as u32);
    day.pattern_first_time.push((base + trips * calls.len()) as u32);
}

/// Notes at which places patterns call; all trips of a pattern call at the same ones.
pub(super) fn place_calls(day: &mut Day, told: Told) {
    if !told.signature.is_empty() {
        day.pattern_place = day.pattern_stop.iter().map(|stop| PlaceId(stop.0)).collect();
        for pattern in 0..day.patterns() {
            let trip = day.trip[day.pattern_first_trip[pattern] as usize];
            let signature = told.signature.get(&trip).copied().unwrap_or(0);
            for &(position, place) in &told.calls[signature as usize] {
                day.pattern_place[(day.pattern_first[pattern] + position) as usize] = place;
            }
        }
    }
    day.places = told.places;
}

fn link_stops(day: &mut Day, stops: usize) {
    let mut first = vec![0u32; stops + 1];
    for stop in &day.pattern_stop {
        first[stop.index() + 1] += 1;
    }
    for stop in 0..stops {
        first[stop + 1] += first[stop];
    }
    let mut next = first.clone();
    let mut calls = vec![Call { pattern: PatternId(0), position: 0 }; day.pattern_stop.len()];
    for pattern in (0..day.patterns()).map(PatternId::from) {
        for (position, stop) in (0u32..).zip(day.stops(pattern)) {
            calls[next[stop.index()] as usize] = Call { pattern, position };
            next[stop.index()] += 1;
        }
    }
    day.stop_first_call = first;
    day.stop_call = calls;
}

fn link_stays(day: &mut Day, lanes: &Lanes, stays: &[(u32, u32)], runs: usize) {
    let mut place = vec![DayTrip { pattern: PatternId(0), trip: 0 }; runs];
    for (pattern, lane) in lanes.iter().enumerate() {
        for (trip, &run) in (0u32..).zip(lane) {
            place[run as usize] = DayTrip { pattern: PatternId::from(pattern), trip };
        }
    }
    day.stay_first.push(0);
    for &run in lanes.iter().flatten() {
        let from = stays.partition_point(|&(from, _)| from < run);
        let its = stays[from..].iter().take_while(|&&(from, _)| from == run);
        day.stay.extend(its.map(|&(_, to)| place[to as usize]));
        day.stay_first.push(day.stay.len() as u32);
    }
}
