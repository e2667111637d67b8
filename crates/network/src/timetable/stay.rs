//! Where riders stay seated while their vehicle goes on as another trip.

use std::collections::{HashMap, HashSet};

use super::columns::Timetable;
use super::report::Ledger;
use super::runs::Run;
use crate::ids::{StopId, TripId};

/// `transfer_type` of an in-seat transfer.
const STAY_SEATED: u32 = 4;
/// `transfer_type` of trips of one block between which riders must get off.
const MUST_ALIGHT: u32 = 5;

/// Pairs of positions in `runs`, from and to, ascending: the second goes on with the riders of the first. These are consecutive trips of a
/// block on one service day, the second leaving from the stop or station where the first ends, unless a rule of type 5 forbids it; and
/// pairs of trips that a rule of type 4 names, wherever they end and start. A trip with rules of type 4 goes on as those say only.
///
/// No chain of pairs comes back to where it began. Also returned is how many pairs of runs a rule of type 4 names that cannot be used.
pub(super) fn find(timetable: &Timetable, runs: &[Run]) -> (Vec<(u32, u32)>, u32) {
    let rules_of = |kind: u32| {
        let rules = timetable.transfers.iter().filter(move |rule| rule.kind == kind);
        rules.map(|rule| (rule.from_trip, rule.to_trip))
    };
    let forbidden: HashSet<(TripId, TripId)> = rules_of(MUST_ALIGHT).collect();
    let allowed: Vec<(TripId, TripId)> = rules_of(STAY_SEATED).collect();
    let ruled: HashSet<TripId> = allowed.iter().map(|pair| pair.0).collect();
    let (mut pairs, unused) = by_rule(timetable, runs, &allowed);
    pairs.extend(by_block(timetable, runs).into_iter().filter(|&(from, to)| {
        let (from, to) = (runs[from as usize].trip, runs[to as usize].trip);
        !ruled.contains(&from) && !forbidden.contains(&(from, to))
    }));
    pairs.sort_unstable();
    pairs.dedup();
    (pairs, unused)
}

fn by_rule(timetable: &Timetable, runs: &[Run], allowed: &[(TripId, TripId)]) -> (Vec<(u32, u32)>, u32) {
    if allowed.is_empty() {
        return (Vec::new(), 0);
    }
    let once = runs.iter().enumerate().filter(|(_, run)| !run.repeats);
    let position: HashMap<(TripId, i32), u32> =
        once.map(|(position, run)| ((run.trip, run.service_day), position as u32)).collect();
    let (mut pairs, mut unused) = (Vec::new(), 0);
    let days: std::collections::BTreeSet<i32> = runs.iter().map(|run| run.service_day).collect();
    for &(from, to) in allowed {
        for &day in &days {
            let (Some(&first), Some(&second)) = (position.get(&(from, day)), position.get(&(to, day))) else {
                continue;
            };
            if why_not(timetable, from, to).is_none() {
                pairs.push((first, second));
            } else {
                unused += 1;
            }
        }
    }
    (pairs, unused)
}

/// Why riders cannot stay seated from one trip of a service day to another, though a rule says so; `None` if they can.
///
/// A circle of pairs that are in time is a circle of trips that take no time, all at one moment: among those only pairs in the order of the
/// trips are taken, as blocks do too.
fn why_not(timetable: &Timetable, from: TripId, to: TripId) -> Option<&'static str> {
    let starts = |trip| timetable.departure[timetable.trip_times(trip).start];
    let ends = |trip| timetable.arrival[timetable.trip_times(trip).end - 1];
    if ends(from) > starts(to) {
        return Some("in-seat transfer to a trip that starts before the other ends: not used");
    }
    let no_time = starts(from) == ends(from) && starts(to) == ends(to) && ends(from) == starts(to);
    (no_time && to <= from).then_some("in-seat transfer that might close a circle of trips that take no time: not used")
}

/// Notes the in-seat rules that are never used.
pub(super) fn note_unused(timetable: &Timetable, ledger: &mut Ledger) {
    for rule in timetable.transfers.iter().filter(|rule| rule.kind == STAY_SEATED) {
        let (from, to) = (rule.from_trip, rule.to_trip);
        let example = || format!("{} to {}", timetable.trips.id.get(from.index()), timetable.trips.id.get(to.index()));
        let repeats = |trip| timetable.frequencies.binary_search_by_key(&trip, |row| row.trip).is_ok();
        if repeats(from) || repeats(to) {
            ledger.note(
                "transfers.txt",
                "in-seat transfer of a trip that repeats (frequencies.txt): not used",
                example,
            );
        } else if let Some(what) = why_not(timetable, from, to) {
            ledger.note("transfers.txt", what, example);
        }
    }
}

fn by_block(timetable: &Timetable, runs: &[Run]) -> Vec<(u32, u32)> {
    let block = |run: &Run| timetable.trips.block[run.trip.index()];
    let mut in_blocks: Vec<(i32, u32, i64, u32)> = (0u32..)
        .zip(runs)
        .filter(|(_, run)| !run.repeats && block(run) != u32::MAX)
        .map(|(position, run)| {
            let first = timetable.trip_times(run.trip).start;
            (run.service_day, block(run), i64::from(timetable.departure[first]) + run.shift, position)
        })
        .collect();
    in_blocks.sort_unstable();
    let consecutive = in_blocks.windows(2).filter(|pair| (pair[0].0, pair[0].1) == (pair[1].0, pair[1].1));
    consecutive
        .map(|pair| (pair[0].3, pair[1].3))
        .filter(|&(from, to)| {
            let (from, to) = (&runs[from as usize], &runs[to as usize]);
            in_time(timetable, from, to) && same_place(timetable, from.trip, to.trip)
        })
        .collect()
}

fn in_time(timetable: &Timetable, from: &Run, to: &Run) -> bool {
    let end = timetable.arrival[timetable.trip_times(from.trip).end - 1];
    let start = timetable.departure[timetable.trip_times(to.trip).start];
    i64::from(end) + from.shift <= i64::from(start) + to.shift
}

fn same_place(timetable: &Timetable, from: TripId, to: TripId) -> bool {
    let place = |stop: StopId| {
        let station = timetable.stops.parent[stop.index()];
        if station.is_some() { station } else { stop }
    };
    let end = timetable.trip_stops(from).last().map(|&stop| place(stop));
    end == timetable.trip_stops(to).first().map(|&stop| place(stop))
}
